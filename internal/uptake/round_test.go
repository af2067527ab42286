package uptake_test

import (
	"context"
	"testing"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/uptake"
)

// renew lets everybody at solen take the course again, as a certification of the unit does.
func (w *world) renew(round string) uptake.Task {
	w.T.Helper()
	var tasks []uptake.Task
	w.Tx(func(ctx context.Context, tx *db.Tx) (err error) {
		tasks, err = w.Uptake.Repeat(ctx, tx, w.Actor("maria"), uptake.Again{NodeID: "solen", Courses: []string{"hygien"}, Reason: "certification", OnceKey: round})
		return err
	})
	if err := w.Uptake.OnGiven(w.T.Context(), uptake.Given{TaskID: tasks[0].ID, Anew: true}); err != nil {
		w.T.Fatal(err)
	}
	return tasks[0]
}

func (w *world) begun(person string) int64 {
	w.T.Helper()
	return w.count(`SELECT COUNT(*) FROM study WHERE person_id = $1`, person)
}

// later lets a minute pass: instants are kept by the millisecond.
func (w *world) later() {
	now := func() time.Time { return time.Now().Add(time.Minute) }
	w.Uptake.Now, w.Studies.Now = now, now
}

// lasting are the repeats of solen that are under way.
func (w *world) lasting() int64 {
	w.T.Helper()
	return w.count(`SELECT COUNT(*) FROM team_task WHERE node_id = 'solen' AND kind = 'repeat' AND ended_on = '9999-12-31'`)
}

// A unit is certified anew every other year: each round ends the one before it and everybody begins again, while the same
// round twice is one (R064, R183).
func TestEveryRoundIsTakenAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.read("amina")
	first := w.renew("omgang-1")
	w.read("amina")
	if p := w.progress(first.ID); p.Done != 1 || w.begun("amina") != 2 {
		t.Fatalf("the first round: %d done, %d studies", p.Done, w.begun("amina"))
	}
	if same := w.renew("omgang-1"); same.ID != first.ID || w.begun("amina") != 2 {
		t.Errorf("the same round twice: %s, %d studies", same.ID, w.begun("amina"))
	}
	w.later()
	second := w.renew("omgang-2")
	if second.ID == first.ID || w.begun("amina") != 3 || w.lasting() != 1 {
		t.Errorf("the second round: %s, %d studies, %d last", second.ID, w.begun("amina"), w.lasting())
	}
	if p := w.progress(second.ID); p.Done != 0 || p.All != 3 {
		t.Errorf("what was done in the first round counts in the second: %+v", p)
	}
	if n := w.count(`SELECT COUNT(*) FROM note WHERE person_id = 'amina' AND key = 'uptake.told.again'`); n != 2 {
		t.Errorf("amina was told %d times", n)
	}
	w.read("amina")
	if p := w.progress(second.ID); p.Done != 1 || len(w.completions("amina")) != 3 {
		t.Errorf("%+v, %d completions", p, len(w.completions("amina")))
	}
}

// A team that takes a course again every year begins anew each time; the same day it is the same task, with another date.
func TestATeamRepeatsEveryYear(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.read("amina")
	first := w.begin("maria", uptake.Repeat)
	if same := w.begin("maria", uptake.Repeat); same.ID != first.ID {
		t.Errorf("twice in a day: %s and %s", first.ID, same.ID)
	}
	w.read("amina")
	w.Exec(`UPDATE team_task SET made_on = '2025-11-20' WHERE id = $1`, first.ID)
	w.later()
	second := w.begin("maria", uptake.Repeat)
	if second.ID == first.ID || w.begun("amina") != 3 || w.lasting() != 1 {
		t.Errorf("a year later: %s, %d studies, %d last", second.ID, w.begun("amina"), w.lasting())
	}
	if p := w.progress(second.ID); p.Done != 0 || p.All != 3 {
		t.Errorf("%+v", p)
	}
	if n := w.count(`SELECT COUNT(*) FROM team_task WHERE id = $1 AND ended_by = 'maria'`, first.ID); n != 1 {
		t.Error("the first is not ended")
	}
}
