package uptake_test

import (
	"context"
	"testing"

	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/uptake"
	"yrkesresan/internal/uptake/rule"
)

// A day that is moved while the job runs is told on the new day, and not on the one that the job had read.
func TestADayThatIsMovedMeanwhileIsToldOnItsDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.decide("maria", uptake.Rule{CourseID: "hygien", Decided: rule.Decided{NodeID: "solen", Reflect: rule.None, UseWeeks: 4}})
	w.read("amina")
	n, _, err := w.Uptake.OwnNoteOf(ctx, "amina", "hygien")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Uptake.Propose(ctx, may.Actor{PersonID: "amina"}, n.ID, "Jag spritar.", inDays(7), n.Revision); err != nil {
		t.Fatal(err)
	}
	told := func(want int64, when string) {
		t.Helper()
		if err := w.Uptake.OnDue(ctx, uptake.DueNow{}); err != nil {
			t.Fatal(err)
		}
		if n := w.count(`SELECT COUNT(*) FROM note WHERE key LIKE 'uptake.told.follow%'`); n != want {
			t.Errorf("%s: %d were told, want %d", when, n, want)
		}
	}
	w.Exec(`UPDATE use_note SET follow_on = $1`, inDays(-1))
	leaders := w.Uptake.Leaders
	w.Uptake.Leaders = func(ctx context.Context, unitID, personID string) ([]string, error) {
		w.Exec(`UPDATE use_note SET follow_on = $1`, inDays(5)) // amina moves it just then
		return leaders(ctx, unitID, personID)
	}
	told(0, "moved meanwhile")
	w.Uptake.Leaders = leaders
	w.Exec(`UPDATE use_note SET follow_on = $1`, w.Staff.Today()) // its new day comes
	told(2, "on its new day")
}
