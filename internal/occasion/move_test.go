package occasion_test

import (
	"testing"

	"yrkesresan/internal/occasion"
)

func TestADayFollowsTheFirstDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ day, was, first, least, want string }{
		{"2026-11-30", "2026-12-07", "2027-03-15", "2026-11-23", "2027-03-08"},
		{"2026-11-20", "2026-12-07", "2027-03-15", "2026-11-23", "2027-02-26"}, // it had passed, and has not any more
		{"2026-11-30", "2026-12-07", "2026-12-01", "2026-11-26", "2026-11-26"}, // it does not pass by being moved
		{"2026-11-20", "2026-12-07", "2026-12-01", "2026-11-26", "2026-11-14"},
		{"2026-11-30", "2026-12-07", "2026-11-24", "2026-11-24", "2026-11-24"},
		{"2027-03-20", "2027-03-27", "2027-04-03", "2026-11-24", "2027-03-27"}, // summer time takes no day
		{"", "2026-12-07", "2027-03-15", "2026-11-23", ""},
	} {
		if got := occasion.Follow(c.day, c.was, c.first, c.least); got != c.want {
			t.Errorf("%s of %s is %s of %s, want %s", c.day, c.was, got, c.first, c.want)
		}
	}
}

func TestPostponingMovesTheLastDayToBookAndAsksForADecisionAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, rut := t.Context(), w.actor("rut")
	day := plain("2026-12-07")
	day.CutOff = "2026-11-30"
	decided := func(as string) occasion.Occasion {
		oc := w.add("rut", day)
		oc, err := w.Decide(ctx, rut, oc.ID, as)
		if err != nil {
			t.Fatal(err)
		}
		return oc
	}
	slot := func(oc occasion.Occasion, on, begins string) map[string]occasion.Slot {
		return map[string]occasion.Slot{oc.Sessions[0].ID: {Day: on, Begins: begins, Ends: "16:00"}}
	}
	for _, c := range []struct{ as, on, cutOff, want, decided string }{
		{"go", "2027-03-15", "", "2027-03-08", ""},
		{"no_go", "2027-03-15", "", "2027-03-08", ""},
		{"go", "2027-03-15", "2027-03-01", "2027-03-01", ""},
		{"go", "2026-12-07", "", "2026-11-30", "go"}, // other hours of the same day
	} {
		oc := decided(c.as)
		if _, err := w.PostponeClosing(ctx, rut, oc.ID, oc.Revision, slot(oc, c.on, "10:00"), c.cutOff, "Snö"); err != nil {
			t.Fatal(err)
		}
		if oc = w.find(oc.ID); oc.CutOff != c.want || oc.Decided != c.decided {
			t.Errorf("%+v: last day %s, decided %q", c, oc.CutOff, oc.Decided)
		}
	}
	oc := decided("go")
	if _, err := w.PostponeClosing(ctx, rut, oc.ID, oc.Revision, slot(oc, "2027-03-15", "09:00"), "2027-03-16", "Snö"); key(err) != "occasion.cut_off_wrong" {
		t.Errorf("closed after the day: %v", err)
	}
	oc.Sessions[0].Day = "2027-03-15"
	if oc, err := w.Change(ctx, rut, oc, "Snö"); err != nil || oc.CutOff != "2027-03-08" || oc.Decided != "" {
		t.Errorf("changed: %s %q, %v", oc.CutOff, oc.Decided, err)
	}
	history, err := w.History(ctx, rut, oc.ID)
	if err != nil || history[0].FirstDayBefore(w.find(oc.ID)) != "2026-12-07" {
		t.Errorf("%+v, %v", history, err)
	}
}
