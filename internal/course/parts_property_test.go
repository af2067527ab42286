package course_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/record"
)

// TestACourseIsDoneExactlyWhenAllItsPartsAre does the parts of a course with days in any order, attends whole days,
// halves and parts of days, corrects and takes back, and looks after each step: the record holds one completion that
// stands exactly when everything is done. What was done by then may be unticked afterwards without harm.
func TestACourseIsDoneExactlyWhenAllItsPartsAre(t *testing.T) {
	t.Parallel()
	w := dayWorld(t, false)
	round := 0
	rapid.Check(t, func(rt *rapid.T) {
		round++
		id := fmt.Sprintf("kurs-%d", round)
		w.Import(t, coursetest.DayFolder(id, false))
		if _, err := w.Studies.Begin(t.Context(), coursetest.Learner, id); err != nil {
			rt.Fatal(err)
		}
		ticked, there := map[string]bool{}, map[string]bool{} // there: sessions attended wholly
		followed, done := false, false
		whole := func() bool { return there["hel"] || there["fm"] && there["em"] }
		for step := range rapid.IntRange(1, 14).Draw(rt, "steps") {
			w.Wait(time.Hour)
			switch rapid.SampledFrom([]string{"tick", "untick", "attend", "attend", "part", "absent", "optional", "follow", "follow"}).Draw(rt, "do") {
			case "tick":
				for _, k := range []string{"rutin", "handsprit"} {
					ticked[k] = true
					must(rt, w.Studies.Tick(t.Context(), coursetest.Learner, id, k, true))
				}
			case "untick":
				must(rt, w.Studies.Tick(t.Context(), coursetest.Learner, id, "rutin", false))
				delete(ticked, "rutin")
			case "attend":
				s := rapid.SampledFrom([]string{"hel", "fm", "em"}).Draw(rt, "session")
				there[s] = true
				must(rt, meet(t, w, id, s, false))
			case "part":
				s := rapid.SampledFrom([]string{"hel", "fm", "em"}).Draw(rt, "session")
				delete(there, s)
				must(rt, meet(t, w, id, s, true))
			case "absent":
				s := rapid.SampledFrom([]string{"hel", "fm", "em"}).Draw(rt, "session")
				delete(there, s)
				must(rt, w.DB.Tx(t.Context(), func(tx *db.Tx) error {
					return w.Studies.Unattended(t.Context(), tx, coursetest.Amina, id, id+s, "p-trainer", "Fel.")
				}))
			case "optional":
				must(rt, meet(t, w, id, "extra", false))
			case "follow":
				err := w.Studies.WriteFollowUp(t.Context(), coursetest.Learner, id, "Så här.")
				if (err == nil) != whole() {
					rt.Fatalf("step %d: follow-up: %v with %v", step, err, there)
				}
				followed = followed || err == nil
			}
			// Once done, only taking back an attendance undoes it.
			all := len(ticked) == 2 && whole() && followed
			done = all || done && whole()
			check(rt, t, w, id, done)
		}
	})
}

func must(rt *rapid.T, err error) {
	rt.Helper()
	if err != nil {
		rt.Fatal(err)
	}
}

// meet lets Amina be at a session: a whole day, one of two halves, or the optional day.
func meet(t *testing.T, w *coursetest.World, id, session string, part bool) error {
	a := course.Attendance{PersonID: coursetest.Amina, CourseID: id, OccasionID: "o-1", SessionID: session, Part: part,
		ControllerID: "k-1", ActorID: "p-trainer", OnceKey: id + session}
	switch session { // of an occasion with four sessions, the first two are the first of two days
	case "hel":
		a.Day = 1
	case "fm":
		a.Session, a.Sessions = 1, 4
	case "em":
		a.Session, a.Sessions = 2, 4
	case "extra":
		a.Day = 2
	}
	return w.DB.Tx(t.Context(), func(tx *db.Tx) error { return w.Studies.Attended(t.Context(), tx, a) })
}

func check(rt *rapid.T, t *testing.T, w *coursetest.World, id string, done bool) {
	rt.Helper()
	p, err := w.Studies.Own(t.Context(), coursetest.Learner, id)
	if err != nil {
		rt.Fatal(err)
	}
	facts, err := record.About(t.Context(), w.DB, coursetest.Amina, id)
	if err != nil {
		rt.Fatal(err)
	}
	completed, sessions := 0, map[string]int{}
	for _, f := range record.Standing(facts) {
		if f.Kind == record.Completed {
			completed++
		} else {
			sessions[f.Detail]++
		}
	}
	if p.Finished() != done || (completed == 1) != done || completed > 1 {
		rt.Fatalf("finished %v with %d completions, want %v", p.Finished(), completed, done)
	}
	for detail, n := range sessions {
		if n != 1 {
			rt.Fatalf("%d facts of %s", n, detail)
		}
	}
}
