package circle_test

import (
	"testing"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/circle/circletest"
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
	w.Exec(`UPDATE employment_period SET valid_until = $2 WHERE person_id = $1`, circletest.Member, w.Day(0))
	v, err := w.Circles.Meeting(ctx, member, ms[0].ID)
	if err == nil && len(v.Texts) != 0 {
		t.Errorf("who has left reads %d texts", len(v.Texts))
	}
}
