package circle_test

import (
	"errors"
	"testing"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/circle/circletest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// facts are what stands in a person's record from meetings.
func facts(t *testing.T, w *circletest.World, person string) []record.Fact {
	t.Helper()
	all, err := w.Record.Facts(t.Context(), person)
	if err != nil {
		t.Fatal(err)
	}
	var out []record.Fact
	for _, f := range record.Standing(all) {
		if f.Source == circle.Source {
			out = append(out, f)
		}
	}
	return out
}

func TestHeldMeetingIsInTheRecordOfEachWhoWasThere(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	_, ms := w.Plan(w.Day(0), circletest.Course, 1)
	w.Was(ms[0].ID, circletest.Member)
	if got := facts(t, w, circletest.Member); len(got) != 0 {
		t.Fatalf("before it is held: %+v", got)
	}
	w.Hold(ms[0].ID, 45)
	got := facts(t, w, circletest.Member)
	if len(got) != 1 || got[0].Kind != record.Attended || got[0].CourseID != circletest.Course || got[0].Hours != 0.75 {
		t.Fatalf("held: %+v", got)
	}
	if n := len(facts(t, w, circletest.Leader)); n != 1 {
		t.Errorf("the leader who held it has %d facts", n)
	}
	if n := len(facts(t, w, circletest.Second)); n != 0 {
		t.Errorf("who was not marked has %d facts", n)
	}
	w.Hold(ms[0].ID, 45)
	if got := facts(t, w, circletest.Member); len(got) != 1 {
		t.Errorf("held twice: %+v", got)
	}
	absent := circle.Mark{ID: "borta", MeetingID: ms[0].ID, PersonID: circletest.Member}
	if err := w.Circles.MarkOne(t.Context(), w.Actor(circletest.Leader), absent); err != nil {
		t.Fatal(err)
	}
	if got := facts(t, w, circletest.Member); len(got) != 0 {
		t.Errorf("taken back: %+v", got)
	}
	reflections, err := w.Circles.Attended(t.Context(), []string{circletest.Member, circletest.Leader}, circletest.Course)
	if err != nil {
		t.Fatal(err)
	}
	if r := reflections[circletest.Member]; len(r) != 1 || r[0].TakenBack.IsZero() {
		t.Errorf("a reflection taken back: %+v", r)
	}
	if r := reflections[circletest.Leader]; len(r) != 1 || !r[0].TakenBack.IsZero() || r[0].Minutes != 45 {
		t.Errorf("a reflection that stands: %+v", r)
	}
	held, err := w.Circles.HeldAt(t.Context(), []string{circletest.Unit}, w.Day(-1), w.Day(1))
	if err != nil || len(held) != 1 || held[0].HeldMinutes != 45 || len(held[0].Present) != 1 || held[0].Present[0].PersonID != circletest.Leader {
		t.Errorf("held: %+v, %v", held, err)
	}
}

func TestWhoSeesWhat(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	ctx := t.Context()
	_, ms := w.Plan(w.Day(0), "", 1)
	id := ms[0].ID
	if _, err := w.Circles.WriteStep(ctx, w.Actor(circletest.Member), id, "handelse", "Vi kom fram till något.", 0); err != nil {
		t.Fatal(err)
	}
	if err := w.Circles.Think(ctx, w.Actor(circletest.Member), id, "analys", "Min egen tanke."); err != nil {
		t.Fatal(err)
	}
	see := func(person string) (circle.View, error) { return w.Circles.Meeting(ctx, w.Actor(person), id) }
	for _, who := range []string{circletest.Leader, circletest.Second} {
		v, err := see(who)
		if err != nil || v.Texts["handelse"].Text == "" || len(v.Shared) != 0 {
			t.Errorf("%s: %v %+v", who, err, v.Texts)
		}
	}
	if err := w.Circles.Share(ctx, w.Actor(circletest.Member), id, "analys", true); err != nil {
		t.Fatal(err)
	}
	if v, err := see(circletest.Second); err != nil || len(v.Shared["analys"]) != 1 {
		t.Errorf("shared: %+v %v", v.Shared, err)
	}
	for _, who := range []string{circletest.Boss, circletest.Outside, circletest.Nurse} {
		if _, err := see(who); !errors.Is(err, may.ErrDenied) {
			t.Errorf("%s: %v", who, err)
		}
	}
	v, err := see(circletest.Manager)
	if err != nil || v.Meeting.ID != id {
		t.Fatal(err)
	}
	if !v.IsMember && (v.Texts != nil || v.Shared != nil) {
		t.Errorf("the manager reads texts: %+v", v.Texts)
	}
}
