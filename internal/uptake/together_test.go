package uptake_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/uptake"
	"yrkesresan/internal/uptake/rule"
)

func (w *world) begin(person string, kind uptake.Kind) uptake.Task {
	w.T.Helper()
	tasks, err := w.Uptake.Begin(w.T.Context(), w.Actor(person), uptake.Together{NodeID: "solen", Courses: []string{"hygien"}, Kind: kind, Due: lang.ISO(time.Now().AddDate(0, 1, 0)), Note: "Vi gör det tillsammans."})
	if err != nil {
		w.T.Fatal(err)
	}
	return tasks[0]
}

func (w *world) progress(id string) uptake.Progress {
	w.T.Helper()
	p, err := w.Uptake.Progress(w.T.Context(), w.Actor("maria"), id)
	if err != nil {
		w.T.Fatal(err)
	}
	return p
}

func (w *world) count(q string, args ...any) int64 {
	w.T.Helper()
	n, err := db.One(w.T.Context(), w.DB, db.Number, q, args...)
	if err != nil {
		w.T.Fatal(err)
	}
	return n
}

// A whole unit gets a course, newcomers too while it lasts; who leads them counts it by name and is not in it.
func TestAWholeUnitTakesACourse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.read("amina")
	task := w.begin("maria", uptake.Assign)
	if p := w.progress(task.ID); p.Done != 1 || p.All != 3 || len(p.Members) != 3 {
		t.Errorf("%+v", p)
	}
	w.Employ("dina", "solen", "underskoterska")
	if err := w.Uptake.OnGiven(t.Context(), uptake.Given{}); err != nil {
		t.Fatal(err)
	}
	if n := w.count(`SELECT COUNT(*) FROM assignment WHERE person_id = 'dina' AND course_id = 'hygien'`); n != 1 {
		t.Errorf("the newcomer has %d enrolments", n)
	}
	own, err := w.Uptake.OwnTasks(t.Context(), may.Actor{PersonID: "bengt"}, true)
	if err != nil || len(own) != 1 || own[0].Done != 1 || own[0].All != 4 || own[0].Members != nil || own[0].Mine != "" {
		t.Errorf("%+v, %v", own, err)
	}
	w.begin("maria", uptake.Assign) // again: the same task, told once
	if n := w.count(`SELECT COUNT(*) FROM note WHERE key LIKE 'uptake.told.together%'`); n != 4 {
		t.Errorf("%d were told", n)
	}
	if err := w.Uptake.End(t.Context(), w.Actor("maria"), task.ID); err != nil {
		t.Fatal(err)
	}
	w.Employ("elsa", "solen", "underskoterska")
	if err := w.Uptake.OnGiven(t.Context(), uptake.Given{}); err != nil {
		t.Fatal(err)
	}
	if n := w.count(`SELECT COUNT(*) FROM assignment WHERE person_id = 'elsa'`); n != 0 {
		t.Error("who came after the end got it")
	}
	if _, err := w.Uptake.Begin(t.Context(), w.Actor("olle"), uptake.Together{NodeID: "solen", Courses: []string{"hygien"}, Kind: uptake.Assign}); !errors.Is(err, may.ErrDenied) {
		t.Errorf("another unit's manager: %v", err)
	}
	if _, err := w.Uptake.Progress(t.Context(), w.Actor("olle"), task.ID); !errors.Is(err, may.ErrDenied) {
		t.Errorf("another unit's manager reads: %v", err)
	}
}

// A team repeats a course together: the earlier completion stays, the new one has its own date and needs its own
// reflection; who has never taken it takes it for the first time (R064).
func TestATeamRepeatsACourse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.need("maria", "solen", rule.Group)
	w.reflect("amina", time.Now().Add(-time.Hour), false)
	w.read("amina")
	w.want("amina", 1, false)
	first := w.completions("amina")[0]
	if _, _, problems, err := w.Courses.Import(t.Context(), may.Operator(), coursetest.Changed(t, lessons("hygien"), "lessons/01-varfor.md", "händer", "rena händer")); err != nil {
		t.Fatal(err, problems)
	}
	var tasks []uptake.Task
	w.Tx(func(ctx context.Context, tx *db.Tx) (err error) {
		tasks, err = w.Uptake.Repeat(ctx, tx, w.Actor("maria"), uptake.Again{NodeID: "solen", Courses: []string{"hygien"}, Reason: "certification", OnceKey: "omgang-1"})
		return err
	})
	if err := w.Uptake.OnGiven(t.Context(), uptake.Given{TaskID: tasks[0].ID}); err != nil {
		t.Fatal(err)
	}
	if p := w.progress(tasks[0].ID); p.Done != 0 || p.All != 3 {
		t.Errorf("%+v", p)
	}
	if n := w.count(`SELECT COUNT(*) FROM study WHERE person_id = 'amina' AND finished_at IS NULL AND version = 2`); n != 1 {
		t.Errorf("amina has %d new studies on the newest version", n)
	}
	if n := w.count(`SELECT COUNT(*) FROM study WHERE person_id = 'bengt'`); n != 0 {
		t.Errorf("bengt, who has never taken it, has %d studies", n)
	}
	w.read("amina")
	w.want("amina", 1, true) // the reflection from before was for the first time
	w.reflect("amina", time.Now(), false)
	w.want("amina", 2, false)
	all := w.completions("amina")
	if all[0].ID != first.ID || !all[1].At.After(all[0].At) || all[1].Version != 2 {
		t.Errorf("%+v", all)
	}
	if n := w.count(`SELECT COUNT(*) FROM certificate WHERE person_id = 'amina' AND fact_id = $1`, first.ID); n != 1 {
		t.Errorf("the old certificate: %d", n)
	}
	if p := w.progress(tasks[0].ID); p.Done != 1 {
		t.Errorf("%+v", p)
	}
}
