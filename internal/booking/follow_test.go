package booking_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

func TestGuestsAreBookedByTheirOrganisation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	o := w.occasion(2, quota(town, 1))
	g := booking.Guest{Organisation: "Regionen", Name: "Gästa Gästsson", Email: "gasta@region.example", Part: booking.Participant}
	for _, c := range []struct {
		change func(*booking.Guest)
		want   *fault.Fault
	}{
		{func(g *booking.Guest) { g.Name = " " }, booking.ErrGuestName}, {func(g *booking.Guest) { g.Organisation = "" }, booking.ErrGuestFrom},
		{func(g *booking.Guest) { g.Part = "speaker" }, booking.ErrGuestPart}, {func(g *booking.Guest) { g.Email = "nej" }, booking.ErrGuestReach},
		{func(g *booking.Guest) { g.Name = "19121212-1212" }, booking.ErrIdentity},
	} {
		wrong := g
		c.change(&wrong)
		_, err := w.BookGuest(ctx, w.actor("rut"), o.ID, "", wrong, "")
		w.refused(err, c.want)
	}
	_, err := w.BookGuest(ctx, w.actor("kim"), o.ID, "", g, "")
	w.refused(err, may.ErrDenied)
	_, err = w.BookGuest(ctx, w.actor("maja"), o.ID, second, g, "")
	w.refused(err, booking.ErrNoQuota)
	theirs, err := w.BookGuest(ctx, w.actor("kim"), o.ID, town, g, "")
	w.must(err)
	w.stands(theirs.ID, seat.Booked, town)
	ours, err := w.BookGuest(ctx, w.actor("rut"), o.ID, "", g, "")
	w.must(err)
	w.stands(ours.ID, seat.Booked, booking.Pool)
	waits, err := w.BookGuest(ctx, w.actor("rut"), o.ID, "", g, "")
	w.must(err)
	w.stands(waits.ID, seat.Waiting, "")
	g.Part = booking.Assessor
	assessor, err := w.BookGuest(ctx, w.actor("rut"), o.ID, "", g, "")
	w.must(err)
	w.stands(assessor.ID, seat.Booked, "") // takes no participant's seat
	_, err = w.Cancel(ctx, w.actor("kim"), theirs.ID, "Ville inte.")
	w.must(err)
	w.check(o)
	roll, err := w.Roll(ctx, w.actor("rut"), o.ID)
	w.must(err)
	if len(roll) != 3 || roll[0].Name != "Gästa Gästsson" || roll[0].Employer != "Regionen" {
		t.Errorf("%+v", roll)
	}
}

func TestAnOrganisationOutsideBringsSoManyAssessorsAndNoMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	o := w.occasion(2)
	_, token, err := w.Invite(ctx, w.actor("rut"), o.ID, "Skolan", 1)
	w.must(err)
	g := booking.Guest{Name: "Gästa Gästsson", Email: "gasta@skolan.example", Part: booking.Assessor}
	for range 20 {
		w.must(w.AddInvited(ctx, token, g))
	}
	w.refused(w.AddInvited(ctx, token, g), booking.ErrInvitedMany)
	in, err := w.Invited(ctx, token)
	w.must(err)
	w.must(w.DropInvited(ctx, token, in.Guests[0].BookingID))
	w.must(w.AddInvited(ctx, token, g))
	g.Part = booking.Participant
	w.must(w.AddInvited(ctx, token, g)) // assessors take no seat
	w.check(o)
}

func TestWhatHappensToTheOccasionHappensToItsSeats(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, rut := t.Context(), w.actor("rut")
	o := w.occasion(1)
	has, waits := w.book("karin", "amina", o), w.book("mia", "malin", o)
	asked, err := w.Ask(ctx, w.actor("kurt"), o.ID, "")
	w.must(err)
	o, err = w.Occasions.Find(ctx, o.ID)
	w.must(err)
	o, err = w.Occasions.Postpone(ctx, rut, o.ID, o.Revision, map[string]occasion.Slot{o.Sessions[0].ID: {Day: "2026-12-16", Begins: "09:00", Ends: "16:00"}}, "Snö.")
	w.must(err)
	w.stands(has.ID, seat.Booked, booking.Pool)
	w.stands(waits.ID, seat.Waiting, "")
	_, err = w.Occasions.Reseat(ctx, rut, o.ID, 2, 0)
	w.must(err)
	w.stands(waits.ID, seat.Offered, booking.Pool)
	w.must(w.OnChanged(ctx, booking.Changed{OccasionID: o.ID, ChangeID: "c-1", What: occasion.Postponed, Why: "Snö."}))
	w.must(w.OnChanged(ctx, booking.Changed{OccasionID: o.ID, ChangeID: "c-1", What: occasion.Postponed, Why: "Snö."}))
	if got := w.told("amina"); !slices.Equal(got, []string{"booked", "new_times"}) {
		t.Errorf("told %v", got)
	}
	_, err = w.Occasions.Cancel(ctx, rut, o.ID, "Föreläsaren är sjuk.")
	w.must(err)
	for _, id := range []string{has.ID, waits.ID, asked.ID} {
		w.stands(id, seat.Cancelled, "")
	}
	w.must(w.OnChanged(ctx, booking.Changed{OccasionID: o.ID, ChangeID: "c-2", What: occasion.Called, Why: "Föreläsaren är sjuk."}))
	if got := w.told("kurt"); !slices.Equal(got, []string{"wanted_new_times", "occasion_cancelled"}) {
		t.Errorf("told %v", got)
	}
	seen, err := w.Find(ctx, w.actor("amina"), has.ID)
	w.must(err)
	if last := seen.History[len(seen.History)-1]; last.What != string(seat.Drop) || last.Why != "Föreläsaren är sjuk." {
		t.Errorf("%+v", last)
	}
	w.check(o)
}

func TestPeopleAreRemindedOnceAWeekBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.occasion(2)
	w.book("karin", "amina", o)
	w.must(w.OnReminded(t.Context(), booking.Reminded{}))
	if got := w.told("amina"); !slices.Equal(got, []string{"booked"}) {
		t.Errorf("reminded three weeks before: %v", got)
	}
	w.now = time.Date(2026, 12, 7, 9, 0, 0, 0, w.Place)
	w.book("mia", "malin", o)
	for range 3 {
		w.must(w.OnReminded(t.Context(), booking.Reminded{}))
		w.now = w.now.Add(2 * time.Hour)
	}
	if got := w.told("amina"); !slices.Equal(got, []string{"booked", "remind"}) {
		t.Errorf("told %v", got)
	}
	if got := w.told("malin"); !slices.Equal(got, []string{"booked"}) {
		t.Errorf("who has just been told of the seat is reminded of it: %v", got)
	}
	w.now = w.now.Add(24 * time.Hour)
	w.must(w.OnReminded(t.Context(), booking.Reminded{}))
	if got := w.told("malin"); !slices.Equal(got, []string{"booked", "remind"}) {
		t.Errorf("told %v", got)
	}
}

func TestPlacesFollowTheirUnit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.occasion(2)
	k := w.book("karin", "amina", o)
	w.must(w.leave("bengt"))
	gone := w.book("rut", "sara", o)
	w.must(w.leave("sara"))
	lines, err := w.AtUnit(t.Context(), w.actor("karin"), "solen", "2026-11-23")
	w.must(err)
	if len(lines) != 2 || lines[0].Left || !lines[1].Left || lines[1].ID != gone.ID {
		t.Errorf("who has left is not shown: %+v", lines)
	}
	roll, err := w.Roll(t.Context(), w.actor("rut"), o.ID)
	w.must(err)
	if len(roll) != 2 || roll[0].Left || !roll[1].Left {
		t.Errorf("the organiser is not told who has left: %+v", roll)
	}
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		from, err := w.Tree.Find(ctx, "solen", "2026-11-23")
		if err != nil {
			return err
		}
		into, err := w.Tree.Find(ctx, "manen", "2026-11-23")
		if err != nil {
			return err
		}
		return w.Merged(ctx, tx, org.Merged{EmployerID: town, From: from, Into: into, On: "2026-11-23", By: "kim"})
	})
	if got := w.is(k.ID).UnitID; got != "manen" {
		t.Errorf("the place stands at %s", got)
	}
}

// leave ends somebody's employment.
func (w *world) leave(person string) error {
	return w.DB.Tx(w.t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(w.t.Context(), `UPDATE employment_period SET valid_until = '2026-11-23' WHERE person_id = $1`, person)
		return err
	})
}

// Every sentence that this room tells people is in the catalogue, with the few words above it.
func TestEveryTellingHasItsWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, what := range []string{"asked", "passed", "declined", "booked", "waiting", "offered", "refused", "cancelled", "cancelled_leader", "excused", "excused_leader", "substituted", "expired", "closed", "remind", "clash", "clash_leader",
		"own_cancelled", "own_excused", "new_times", "wanted_new_times", "occasion_link", "wanted_" + occasion.Moved, "wanted_" + occasion.ToOnline, "wanted_" + occasion.ToPlace,
		"occasion_" + occasion.Moved, "occasion_" + occasion.Postponed, "occasion_" + occasion.ToOnline, "occasion_" + occasion.ToPlace, "occasion_" + occasion.Called} {
		for _, key := range []string{"booking.told." + what, "booking.told." + what + ".subject"} {
			if !w.Messages.Texts.Has(key) {
				t.Errorf("no words for %s", key)
			}
		}
	}
	for _, what := range booking.ToldGuests() {
		for _, key := range []string{"booking.guest." + what, "booking.guest." + what + ".subject"} {
			if !w.Messages.Texts.Has(key) {
				t.Errorf("no words for %s", key)
			}
		}
	}
	for _, key := range []string{booking.WhyExpired, booking.WhyBegun, booking.WhySent} {
		if !w.Messages.Texts.Has(key) {
			t.Errorf("no words for %s", key)
		}
	}
}
