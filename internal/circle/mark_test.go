package circle_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/circle/circletest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/offline"
	"yrkesresan/internal/record"
)

// said is what the record and the room say of somebody at a meeting, to compare.
func said(t *testing.T, w *circletest.World, meetingID, person string) string {
	t.Helper()
	v, err := w.Circles.Meeting(t.Context(), w.Actor(circletest.Leader), meetingID)
	if err != nil {
		t.Fatal(err)
	}
	out := ""
	for _, p := range v.People {
		if p.PersonID == person {
			out = fmt.Sprintf("present %v alone %v counted %v minutes %d", p.Presence.Present, p.Presence.Alone, p.Presence.Counted, p.Presence.Minutes)
		}
	}
	for _, f := range facts(t, w, person) {
		out += fmt.Sprintf("; %s %.2f h of %s", f.At.In(w.App.Place).Format(time.DateOnly), f.Hours, f.CourseID)
	}
	return out
}

// Marks in any order, and each sent several times, give the same outcome as in the order they were made.
func TestMarksInAnyOrderGiveTheSame(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	_, ms := w.Plan(w.Day(0), circletest.Course, 14)
	w.Clock = w.Clock.Add(5 * time.Hour)
	ctx, leader := t.Context(), w.Actor(circletest.Leader)
	random := rand.New(rand.NewPCG(41, 7))
	for round := range 12 {
		var marks []circle.Mark
		for i := range 1 + random.IntN(5) {
			marks = append(marks, circle.Mark{ID: fmt.Sprintf("m-%d-%d", round, i), PersonID: circletest.Member, Present: random.IntN(3) > 0, At: w.Clock.Add(time.Duration(-random.IntN(60)) * time.Minute)})
		}
		held := random.IntN(4)
		var want string
		for n, meeting := range []string{ms[0].ID, ms[1].ID} {
			w.Exec(`UPDATE circle_meeting SET on_day = $2, state = 'planned', held_minutes = 0 WHERE id = $1`, meeting, w.Day(0))
			sent := append([]circle.Mark(nil), marks...)
			if n == 1 { // another order, each twice
				sent = append(sent, marks...)
				random.Shuffle(len(sent), func(i, k int) { sent[i], sent[k] = sent[k], sent[i] })
			}
			for i, m := range sent {
				if i == held || n == 1 && i == 0 {
					if err := w.Circles.Hold(ctx, leader, meeting, 45); err != nil {
						t.Fatal(err)
					}
				}
				m.MeetingID, m.ID = meeting, fmt.Sprint(m.ID, "-", n)
				answers, err := w.Circles.Mark(ctx, leader, []circle.Mark{m})
				if err != nil || answers[0].State == offline.Refused {
					t.Fatal(answers, err)
				}
			}
			if err := w.Circles.Hold(ctx, leader, meeting, 45); err != nil {
				t.Fatal(err)
			}
			got := said(t, w, meeting, circletest.Member)
			if n == 0 {
				want = got
			} else if got != want {
				t.Fatalf("round %d: %s, in order %s: %+v", round, got, want, marks)
			}
			w.Exec(`DELETE FROM circle_mark WHERE meeting_id = $1`, meeting)
			w.Exec(`DELETE FROM circle_presence WHERE meeting_id = $1`, meeting)
			w.Exec(`DELETE FROM fact WHERE source = 'circle'`)
		}
	}
}

func TestOneMarksOneselfOnTheDay(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	_, ms := w.Plan(w.Day(0), "", 1)
	ctx := t.Context()
	me := func(id string) error {
		return w.Circles.MarkOne(ctx, w.Actor(circletest.Member), circle.Mark{ID: id, MeetingID: ms[0].ID, Present: true})
	}
	w.At("08:00")
	wants(t, me("a"), circle.ErrWindow)
	w.At("09:45")
	wants(t, me("b"), nil)
	other := circle.Mark{ID: "c", MeetingID: ms[0].ID, PersonID: circletest.Second, Present: true}
	wants(t, w.Circles.MarkOne(ctx, w.Actor(circletest.Member), other), may.ErrDenied)
	w.Later(2)
	wants(t, me("d"), circle.ErrWindow)
	wants(t, w.Circles.MarkOne(ctx, w.Actor(circletest.Leader), other), nil)
	wants(t, w.Circles.MarkOne(ctx, w.Actor(circletest.Nurse), circle.Mark{ID: "e", MeetingID: ms[0].ID, Present: true}), may.ErrDenied)
}

// Who works alone reflects alone: each step written or ticked, in the weeks around the day (R154).
func TestReflectingAloneCounts(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	ctx, me := t.Context(), w.Actor(circletest.Member)
	_, ms := w.Plan(w.Day(0), circletest.Course, 1)
	alone := circle.Mark{ID: "ensam", MeetingID: ms[0].ID, Present: true, Alone: true}
	wants(t, w.Circles.MarkOne(ctx, me, alone), circle.ErrSteps)
	v, err := w.Circles.Meeting(ctx, me, ms[0].ID)
	if err != nil || v.StepsLeft != len(v.Agenda.Steps) || !v.OpenAlone {
		t.Fatal(err, v.StepsLeft)
	}
	for i, s := range v.Agenda.Steps {
		if s.Note != "" {
			t.Error("who takes part reads what is for the leader")
		}
		if i == 0 {
			err = w.Circles.Think(ctx, me, ms[0].ID, s.ID, "Jag tänkte på det.")
		} else {
			err = w.Circles.Tick(ctx, me, ms[0].ID, s.ID, true)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	w.Later(40)
	wants(t, w.Circles.MarkOne(ctx, me, alone), circle.ErrAlone)
	w.Later(-35)
	wants(t, w.Circles.MarkOne(ctx, me, alone), nil)
	if got := facts(t, w, circletest.Member); len(got) != 1 || got[0].Hours != 1 {
		t.Errorf("alone: %+v", got)
	}
	// The meeting is called off: what the person did alone stays.
	wants(t, w.Circles.Cancel(ctx, w.Actor(circletest.Leader), ms[0].ID, "Sjukdom", ms[0].Revision), nil)
	if got := facts(t, w, circletest.Member); len(got) != 1 {
		t.Errorf("called off: %+v", got)
	}
}

// A fact that the manager takes back in the record stays taken back, and the listeners hear each change.
func TestTakingBackInTheRecordHolds(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	ctx := t.Context()
	var heard []circle.Reflected
	w.Circles.Listeners = append(w.Circles.Listeners, func(_ ctxT, _ txT, r circle.Reflected) error {
		heard = append(heard, r)
		return nil
	})
	_, ms := w.Plan(w.Day(0), circletest.Course, 1)
	w.Was(ms[0].ID, circletest.Member)
	w.Hold(ms[0].ID, 45)
	got := facts(t, w, circletest.Member)
	if len(got) != 1 {
		t.Fatal(got)
	}
	if _, err := w.Record.Revoke(ctx, w.Actor(circletest.Manager), got[0].ID, "Var inte där"); err != nil {
		t.Fatal(err)
	}
	w.Hold(ms[0].ID, 50)
	if got := facts(t, w, circletest.Member); len(got) != 0 {
		t.Errorf("comes back by itself: %+v", got)
	}
	mine := 0
	for _, r := range heard {
		if r.PersonID == circletest.Member {
			mine++
			if r.CourseID != circletest.Course || r.Is != (mine == 1) {
				t.Errorf("heard %+v as number %d", r, mine)
			}
		}
	}
	if mine != 2 {
		t.Errorf("heard %d changes: %+v", mine, heard)
	}
	w.Clock = w.Clock.Add(time.Minute)
	w.Was(ms[0].ID, circletest.Member)
	if got := facts(t, w, circletest.Member); len(got) != 1 || got[0].Hours < 0.83 {
		t.Errorf("marked again: %+v", got)
	}
	if err := w.Circles.Unhold(ctx, w.Actor(circletest.Manager), ms[0].ID); err != nil {
		t.Fatal(err)
	}
	if got := facts(t, w, circletest.Member); len(got) != 0 {
		t.Errorf("not held: %+v", got)
	}
}

// Having talked about a course with days is no course day: nothing of the course begins or is done by it.
func TestReflectingOnACourseIsNoPartOfIt(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	_, ms := w.Plan(w.Day(0), circletest.Course, 1)
	w.Was(ms[0].ID, circletest.Member)
	w.Hold(ms[0].ID, 45)
	p, err := w.Studies.Own(t.Context(), w.Actor(circletest.Member), circletest.Course)
	if err != nil {
		t.Fatal(err)
	}
	if p.Begun() || p.Finished() || len(p.DaysLeft()) == 0 {
		t.Errorf("the course is begun %v, done %v, days left %d", p.Begun(), p.Finished(), len(p.DaysLeft()))
	}
	all, err := w.Record.Facts(t.Context(), circletest.Member)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		if f.Kind == record.Completed || f.Kind == record.Passed {
			t.Errorf("completes: %+v", f)
		}
	}
}

// Nobody's mark takes the place of one that is made here: not of the leader's when the meeting is held, nor of a fact's that
// is taken back.
func TestAMarkFromOutsideTakesNobodysPlace(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	ctx, anna := t.Context(), w.Actor(circletest.Member)
	_, ms := w.Plan(w.Day(0), circletest.Course, 1)
	for _, id := range []string{"hold:" + ms[0].ID, "hold:" + ms[0].ID + ":" + circletest.Leader} {
		wants(t, w.Circles.MarkOne(ctx, anna, circle.Mark{ID: id, MeetingID: ms[0].ID, Present: true}), circle.ErrKey)
		answers, err := w.Circles.Mark(ctx, anna, []circle.Mark{{ID: id, MeetingID: ms[0].ID, Present: true}})
		if err != nil || answers[0].State != offline.Refused {
			t.Errorf("%s: %+v %v", id, answers, err)
		}
	}
	w.Was(ms[0].ID, circletest.Member)
	w.Hold(ms[0].ID, 45)
	w.Hold(ms[0].ID, 50)
	if got := facts(t, w, circletest.Leader); len(got) != 1 {
		t.Errorf("of the leader: %+v", got)
	}
	fact := facts(t, w, circletest.Member)[0].ID
	wants(t, w.Circles.MarkOne(ctx, anna, circle.Mark{ID: fact, MeetingID: ms[0].ID, Present: true}), nil)
	w.Clock = w.Clock.Add(time.Minute)
	if _, err := w.Record.Revoke(ctx, w.Actor(circletest.Manager), fact, "Var inte där"); err != nil {
		t.Fatal(err)
	}
	w.Clock = w.Clock.Add(time.Minute)
	w.Hold(ms[0].ID, 55)
	if got := facts(t, w, circletest.Member); len(got) != 0 {
		t.Errorf("comes back by itself: %+v", got)
	}
}
