package booking_test

import (
	"slices"
	"testing"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/occasion"
)

// postpone moves the first session of an occasion to another day.
func (w *world) postpone(o occasion.Occasion, day string) occasion.Occasion {
	w.t.Helper()
	o, err := w.Occasions.Find(w.t.Context(), o.ID)
	w.must(err)
	o, err = w.Occasions.Postpone(w.t.Context(), w.actor("rut"), o.ID, o.Revision, map[string]occasion.Slot{o.Sessions[0].ID: {Day: day, Begins: "09:00", Ends: "16:00"}}, "Snö.")
	w.must(err)
	return o
}

func TestAPostponedDayTakesItsDatesAlong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	own := quota(town, 3)
	own.ReleasedOn = "2026-11-30"
	gone := quota(second, 1)
	gone.ReleasedOn = "2026-11-23" // today: it has come
	o := w.occasionOn("2026-12-07", 5, own, gone)
	x, _, err := w.Invite(ctx, w.actor("rut"), o.ID, "Skolan", 1)
	w.must(err)
	if _, err := w.DB.Exec(ctx, `UPDATE guest_organisation SET released_on = '2026-12-01' WHERE id = $1`, x.ID); err != nil {
		t.Fatal(err)
	}
	o = w.postpone(o, "2027-03-15")
	b, err := w.Board(ctx, w.actor("rut"), o.ID)
	w.must(err)
	on := map[string]string{}
	for _, l := range b.Lines {
		on[l.NodeID] = l.ReleasedOn
	}
	if on[town] != "2027-03-08" || on[second] != "2026-11-23" || on[x.ID] != "2027-03-09" {
		t.Errorf("released %v", on)
	}
	w.now = w.now.AddDate(0, 0, 9) // 2 December
	if _, err := w.Ask(ctx, w.actor("amina"), o.ID, ""); err != nil {
		t.Errorf("asks with seats free: %v", err)
	}
	if q, err := w.StandingOf(ctx, w.actor("amina"), o.ID); err != nil || q.Pool != 1 {
		t.Errorf("%d in the pool, %v", q.Pool, err)
	}
	w.check(o)
}

func TestWhoIsMovedOntoAnotherCourseDayIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	first, second := w.occasion(5), w.occasionOn("2026-12-15", 5)
	w.book("karin", "amina", first)
	w.book("karin", "amina", second)
	w.book("karin", "bengt", first)
	clashing := func(o occasion.Occasion, want int64) {
		t.Helper()
		if n, err := w.Clashing(ctx, o.ID); err != nil || n != want {
			t.Errorf("%d clash, %v, want %d", n, err, want)
		}
	}
	clashing(first, 0)
	first = w.postpone(first, "2026-12-15")
	changed := booking.Changed{OccasionID: first.ID, ChangeID: "c-1", What: occasion.Postponed, Why: "Snö."}
	w.must(w.OnChanged(ctx, changed))
	w.must(w.OnChanged(ctx, changed))
	for who, want := range map[string][]string{"amina": {"booked", "booked", "new_times", "clash"}, "bengt": {"booked", "new_times"}, "karin": {"clash_leader"}} {
		if got := w.told(who); !slices.Equal(got, want) {
			t.Errorf("%s is told %v, want %v", who, got, want)
		}
	}
	clashing(first, 1)
	clashing(second, 1)
	first = w.postpone(first, "2026-12-17")
	changed.ChangeID = "c-2"
	w.must(w.OnChanged(ctx, changed))
	if got := w.told("karin"); !slices.Equal(got, []string{"clash_leader"}) {
		t.Errorf("told without a clash: %v", got)
	}
	clashing(first, 0)
}
