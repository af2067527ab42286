package booking_test

import (
	"slices"
	"testing"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
)

func TestAnAssessorCountsTowardsNoLeastNumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, o := t.Context(), w.occasion(1)
	g := booking.Guest{Organisation: "Skolan", Name: "Gästa Gästsson", Email: "gasta@skolan.example", Part: booking.Assessor}
	if _, err := w.BookGuest(ctx, w.actor("rut"), o.ID, "", g, ""); err != nil {
		t.Fatal(err)
	}
	filled := func(booked, waiting, free int64) {
		t.Helper()
		all, err := w.FilledOf(ctx, []occasion.Occasion{o})
		if f := all[o.ID]; err != nil || f.Booked != booked || f.Waiting != waiting || f.Free != free {
			t.Errorf("%+v, %v; want %d booked, %d waiting, %d free", f, err, booked, waiting, free)
		}
	}
	filled(0, 0, 1)
	w.book("karin", "amina", o)
	w.book("karin", "bengt", o)
	filled(1, 1, 0)
}

func TestADayThatIsNotHeldTakesNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, rut, o := t.Context(), w.actor("rut"), w.occasion(1)
	has, waits := w.book("karin", "amina", o), w.book("mia", "malin", o)
	asked, err := w.Ask(ctx, w.actor("sara"), o.ID, "")
	w.must(err)
	_, token, err := w.Invite(ctx, rut, w.occasion(2).ID, "Skolan", 1)
	w.must(err)
	in, err := w.Invited(ctx, token)
	w.must(err)
	if _, err := w.Occasions.Decide(ctx, rut, in.Occasion.ID, "no_go"); err != nil {
		t.Fatal(err)
	}
	w.refused(w.AddInvited(ctx, token, booking.Guest{Name: "Gästa Gästsson", Email: "gasta@skolan.example", Part: booking.Assessor}), booking.ErrNoGo)
	if _, err := w.Occasions.Decide(ctx, rut, o.ID, "no_go"); err != nil {
		t.Fatal(err)
	}
	_, err = w.Ask(ctx, w.actor("kurt"), o.ID, "")
	w.refused(err, booking.ErrNoGo)
	_, err = w.Approve(ctx, w.actor("karin"), asked.ID, "")
	w.refused(err, booking.ErrNoGo)
	_, err = w.Substitute(ctx, w.actor("karin"), has.ID, "bengt", "Amina är sjuk.")
	w.refused(err, booking.ErrNoGo)
	_, err = w.Book(ctx, w.actor("karin"), o.ID, "bengt", "")
	w.refused(err, booking.ErrNoGo)
	_, err = w.Cancel(ctx, w.actor("amina"), has.ID, "")
	w.must(err)
	w.must(w.OnSwept(ctx, booking.Swept{}))
	w.stands(waits.ID, seat.Waiting, "")
	w.book("rut", "bengt", o) // who arranges it may
	if _, err := w.Cancel(ctx, rut, w.live(o, "bengt"), "Fel person."); err != nil {
		t.Fatal(err)
	}
	_, err = w.Occasions.Decide(ctx, rut, o.ID, "go")
	w.must(err)
	w.stands(waits.ID, seat.Offered, booking.Pool)
	w.check(o)
}

// live is the id of the booking that a person has of an occasion.
func (w *world) live(o occasion.Occasion, person string) string {
	w.t.Helper()
	all, err := w.Of(w.t.Context(), w.DB, o.ID)
	w.must(err)
	i := slices.IndexFunc(all, func(k booking.Booking) bool { return k.PersonID == person && !seat.Ended(k.State) })
	if i < 0 {
		w.t.Fatalf("%s has no booking", person)
	}
	return all[i].ID
}

func TestWantingIsReadForSomeMunicipalities(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.occasion(5)
	w.book("karin", "amina", o)
	w.book("mia", "malin", o)
	for _, c := range []struct{ towns, want []string }{{[]string{town}, []string{"amina"}}, {[]string{second, town}, []string{"amina", "malin"}}, {[]string{third}, nil}, {nil, nil}} {
		all, err := w.WantingOn(t.Context(), "2026-11-23", c.towns)
		var got []string
		for _, x := range all {
			got = append(got, x.WhoID)
		}
		if slices.Sort(got); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("of %v: %v, %v", c.towns, got, err)
		}
	}
}
