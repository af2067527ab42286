package circle_test

import (
	"errors"
	"strings"
	"testing"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/circle/circletest"
	"yrkesresan/internal/platform/may"
)

// What a group has written is read by who was there or had come in by then: nobody lets oneself in afterwards, and who has
// left reads no more.
func TestNobodyLetsOneselfInToWhatTheGroupHasWritten(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	ctx, manager, member := t.Context(), w.Actor(circletest.Manager), w.Actor(circletest.Member)
	x, ms := w.Plan(w.Day(0), "", 1)
	w.Was(ms[0].ID, circletest.Member)
	if _, err := w.Circles.WriteStep(ctx, w.Actor(circletest.Leader), ms[0].ID, x.Guide.Part(1).Steps[1].ID, "Vi väntar in.", 0); err != nil {
		t.Fatal(err)
	}
	w.Hold(ms[0].ID, 50)
	read := func(who string) int {
		t.Helper()
		v, err := w.Circles.Meeting(ctx, w.Actor(who), ms[0].ID)
		if err != nil {
			t.Fatal(who, err)
		}
		return len(v.Texts)
	}
	if read(circletest.Member) != 1 || read(circletest.Leader) != 1 || read(circletest.Manager) != 0 {
		t.Fatalf("member %d, leader %d, manager %d", read(circletest.Member), read(circletest.Leader), read(circletest.Manager))
	}
	wants(t, w.Circles.Invite(ctx, manager, x.ID, circletest.Manager), circle.ErrPerson)
	w.Later(3)
	wants(t, w.Circles.HandOver(ctx, manager, x.ID, circletest.Manager), nil)
	if n := read(circletest.Manager); n != 0 {
		t.Errorf("who took over the circle reads %d texts of before", n)
	}
	if !strings.Contains(notes(t, w, circletest.Leader), "circle.told.handed") {
		t.Error("who led is not told that somebody else leads")
	}
	w.Exec(`UPDATE employment_period SET valid_until = $2 WHERE person_id = $1`, circletest.Member, w.Day(0))
	v, err := w.Circles.Meeting(ctx, member, ms[0].ID)
	if err == nil && len(v.Texts) != 0 {
		t.Errorf("who has left reads %d texts", len(v.Texts))
	}
}

// Who takes the lead after a meeting comes in by none of what a leader does: by no correction, not by taking back that it was
// held and holding it, by no mark of one's own, no new day, and not where nobody has said what came of it.
func TestTakingTheLeadOpensNothingOfBefore(t *testing.T) {
	t.Parallel()
	for _, held := range []bool{true, false} {
		t.Run(map[bool]string{true: "held", false: "nothing said"}[held], func(t *testing.T) {
			t.Parallel()
			w := circletest.New(t)
			ctx, manager, leader := t.Context(), w.Actor(circletest.Manager), w.Actor(circletest.Leader)
			x, ms := w.Plan(w.Day(0), "", 1)
			id, step := ms[0].ID, x.Guide.Part(1).Steps[1].ID
			if _, err := w.Circles.WriteStep(ctx, leader, id, step, "Vi väntar in.", 0); err != nil {
				t.Fatal(err)
			}
			wants(t, w.Circles.Think(ctx, w.Actor(circletest.Member), id, step, "Jag var rädd."), nil)
			wants(t, w.Circles.Share(ctx, w.Actor(circletest.Member), id, step, true), nil)
			if held {
				w.Hold(id, 50)
			}
			w.At("15:00") // the same day, when it is over
			wants(t, w.Circles.HandOver(ctx, manager, x.ID, circletest.Manager), nil)
			shut := func(after string) circle.Meeting {
				t.Helper()
				v, err := w.Circles.Meeting(ctx, manager, id)
				if err != nil || !v.Leads || len(v.Texts)+len(v.Shared) != 0 {
					t.Errorf("%s: %d texts, %d thoughts, leads %v: %v", after, len(v.Texts), len(v.Shared), v.Leads, err)
				}
				return v.Meeting
			}
			alone := func() {
				for _, s := range x.Guide.Part(1).Steps {
					wants(t, w.Circles.Tick(ctx, manager, id, s.ID, true), nil)
				}
				wants(t, w.Circles.MarkOne(ctx, manager, circle.Mark{ID: "ensam", MeetingID: id, Present: true, Alone: true}), nil)
			}
			shut("taking the lead")
			wants(t, w.Circles.Hold(ctx, manager, id, 51), nil)
			if m := shut("holding or correcting"); held && m.HeldBy != circletest.Leader {
				t.Errorf("held by %s", m.HeldBy)
			}
			if n := len(facts(t, w, circletest.Manager)); n != 0 {
				t.Errorf("who was not there has %d facts", n)
			}
			wants(t, w.Circles.Unhold(ctx, manager, id), nil)
			m := shut("taking back that it was held")
			m.Day = w.Day(2)
			wants(t, w.Circles.Move(ctx, manager, m), circle.ErrWritten)
			m.Day, m.Minutes = w.Day(0), 600
			wants(t, w.Circles.Move(ctx, manager, m), circle.ErrWritten)
			wants(t, w.Circles.MarkOne(ctx, manager, circle.Mark{ID: "jag", MeetingID: id, PersonID: circletest.Manager, Present: true}), nil)
			shut("a mark of one's own")
			alone()
			wants(t, w.Circles.Hold(ctx, manager, id, 50), nil)
			shut("reflecting alone and holding it again")
			if _, err := w.Circles.WriteStep(ctx, manager, id, step, "Mitt", 1); !errors.Is(err, may.ErrDenied) {
				t.Errorf("writes over what the group wrote: %v", err)
			}
			if v, err := w.Circles.Meeting(ctx, leader, id); err != nil || v.Texts[step].Text != "Vi väntar in." || len(v.Shared[step]) != 1 {
				t.Errorf("who led it reads %+v %+v %v", v.Texts, v.Shared, err)
			}
		})
	}
}

// Who led a meeting notes what the group came to and holds it the day after, and moves one that did not come about.
func TestTheLeaderNotesAndHoldsTheDayAfter(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	ctx, leader := t.Context(), w.Actor(circletest.Leader)
	x, ms := w.Plan(w.Day(0), "", 2)
	step := x.Guide.Part(1).Steps[1].ID
	w.Later(1)
	if _, err := w.Circles.WriteStep(ctx, leader, ms[0].ID, step, "Vi väntar in.", 0); err != nil {
		t.Fatal(err)
	}
	moved := ms[0]
	moved.Day = w.Day(1)
	wants(t, w.Circles.Move(ctx, leader, moved), nil)
	w.Later(1)
	w.Hold(ms[0].ID, 50)
	v, err := w.Circles.Meeting(ctx, leader, ms[0].ID)
	if err != nil || v.Texts[step].Text == "" || !v.Own.Present {
		t.Errorf("%+v %+v %v", v.Texts, v.Own, err)
	}
}

// Who says no to the rest and then yes again still reads what one was there for; and one's own thoughts are always there.
func TestOnesOwnThoughtsAreThereAfterANo(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	ctx, anna, bo := t.Context(), w.Actor(circletest.Member), w.Actor(circletest.Second)
	x, ms := w.Plan(w.Day(0), "", 2)
	step := x.Guide.Part(1).Steps[1].ID
	for _, a := range []may.Actor{anna, bo} {
		wants(t, w.Circles.Think(ctx, a, ms[0].ID, step, "Min tanke."), nil)
	}
	if _, err := w.Circles.WriteStep(ctx, anna, ms[0].ID, step, "Vi väntar in.", 0); err != nil {
		t.Fatal(err)
	}
	w.Was(ms[0].ID, circletest.Member)
	w.Hold(ms[0].ID, 50)
	w.Later(3)
	for who, texts := range map[string]int{circletest.Member: 1, circletest.Second: 0} { // the one was there
		a := w.Actor(who)
		wants(t, w.Circles.Reply(ctx, a, x.ID, false), nil)
		wants(t, w.Circles.Reply(ctx, a, x.ID, true), nil)
		v, err := w.Circles.Meeting(ctx, a, ms[0].ID)
		if err != nil || len(v.Texts) != texts || v.Thoughts[step].Text != "Min tanke." {
			t.Errorf("%s: %d texts, own %q: %v", who, len(v.Texts), v.Thoughts[step].Text, err)
		}
	}
}
