package uptake_test

import (
	"testing"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/circle/circletest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/uptake"
	"yrkesresan/internal/uptake/rule"
)

// A real meeting: who waits sees when it is, is done when it is held, and waits again when the mark was wrong; its minutes are
// planned and held time to reflect.
func TestAMeetingThatIsHeldEndsTheCourse(t *testing.T) {
	t.Parallel()
	c := circletest.New(t)
	w := &world{World: c.World}
	ctx := t.Context()
	if _, _, problems, err := w.Courses.Import(ctx, may.Operator(), lessons("rent")); err != nil {
		t.Fatal(err, problems)
	}
	if err := w.Uptake.Decide(ctx, w.Actor(circletest.Manager), uptake.Rule{CourseID: "rent", Decided: rule.Decided{NodeID: circletest.Unit, Reflect: rule.Group}}, ""); err != nil {
		t.Fatal(err)
	}
	w.readCourse(circletest.Member, "rent")
	_, meetings := c.Plan(c.Day(0), "rent", 1)
	wait, ok, err := w.Uptake.OwnWait(ctx, circletest.Member, "rent")
	if err != nil || !ok || wait.Next.Day != c.Day(0) || wait.Next.Begins != "10:00" {
		t.Fatalf("%+v, %v, %v", wait, ok, err)
	}
	c.Was(meetings[0].ID, circletest.Member)
	c.Hold(meetings[0].ID, 45)
	if got := w.completions(circletest.Member); len(got) != 1 {
		t.Fatalf("held: %+v", got)
	}
	at, err := w.Uptake.TimeAt(ctx, w.Actor(circletest.Manager), circletest.Unit, uptake.QuarterOf(c.Day(0)), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range at.People {
		if want := int64(45); p.PersonID == circletest.Member && (p.Held != want || p.Planned == 0) || p.PersonID == circletest.Second && (p.Held != 0 || p.Planned == 0) {
			t.Errorf("%+v", p)
		}
	}
	if err := w.Circles.MarkOne(ctx, w.Actor(circletest.Leader), circle.Mark{ID: "borta", MeetingID: meetings[0].ID, PersonID: circletest.Member}); err != nil {
		t.Fatal(err)
	}
	if got := w.completions(circletest.Member); len(got) != 0 {
		t.Errorf("taken back: %+v", got)
	}
	if _, ok, err := w.Uptake.OwnWait(ctx, circletest.Member, "rent"); err != nil || !ok {
		t.Errorf("waits again: %v, %v", ok, err)
	}
}
