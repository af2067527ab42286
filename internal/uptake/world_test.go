package uptake_test

import (
	"context"
	"testing"
	"testing/fstest"
	"time"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/uptake"
	"yrkesresan/internal/uptake/rule"
)

// world is Göteborg with the unit solen in the operation omr; amina, bengt and carmen work there and maria leads them.
type world struct {
	*gaptest.World
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{World: gaptest.New(t)}
	w.Place("operation", "omr", "Äldreomsorg", gaptest.Town)
	w.Place("unit", "solen", "Solen", "omr")
	w.Place("unit", "manen", "Månen", "omr")
	for _, p := range []string{"amina", "bengt", "carmen"} {
		w.Employ(p, "solen", "underskoterska")
	}
	w.Employ("maria", "solen", "enhetschef")
	w.Grant("maria", may.Manager, "solen")
	w.Employ("olle", "manen", "enhetschef")
	w.Grant("olle", may.Manager, "manen")
	w.Employ("kim", "manen", "handlaggare")
	w.Grant("kim", may.Municipality, gaptest.Town)
	w.Import("hygien")
	return w
}

// Import takes in a course of two lessons without a test.
func (w *world) Import(id string) {
	w.T.Helper()
	if _, _, problems, err := w.Courses.Import(w.T.Context(), may.Operator(), lessons(id)); err != nil {
		w.T.Fatal(err, problems)
	}
}

func lessons(id string) fstest.MapFS {
	return coursetest.Without(coursetest.Folder(id, 3), "test.yaml")
}

// need lets a place decide that a course is reflected on.
func (w *world) need(person, node string, need rule.Need) {
	w.T.Helper()
	w.decide(person, uptake.Rule{CourseID: "hygien", Decided: rule.Decided{NodeID: node, Reflect: need}})
}

func (w *world) decide(person string, r uptake.Rule) {
	w.T.Helper()
	_, own, _, err := w.Uptake.Rules(w.T.Context(), w.Actor(person), r.NodeID)
	if err != nil {
		w.T.Fatal(err)
	}
	was := ""
	for _, o := range own {
		if o.CourseID == r.CourseID && o.Lasts() {
			was = o.ID
		}
	}
	if err := w.Uptake.Decide(w.T.Context(), w.Actor(person), r, was); err != nil {
		w.T.Fatal(err)
	}
	if err := w.Uptake.OnEased(w.T.Context(), uptake.Eased{CourseID: r.CourseID}); err != nil {
		w.T.Fatal(err)
	}
}

// read lets somebody begin a course and read all of it.
func (w *world) read(person string) { w.T.Helper(); w.readCourse(person, "hygien") }

func (w *world) readCourse(person, id string) {
	w.T.Helper()
	me := may.Actor{PersonID: person}
	if _, err := w.Studies.Begin(w.T.Context(), me, id); err != nil {
		w.T.Fatal(err)
	}
	c, err := w.Courses.Version(w.T.Context(), id, 0)
	if err != nil {
		w.T.Fatal(err)
	}
	for _, l := range c.Lessons {
		for _, s := range l.Steps {
			if _, err := w.Studies.See(w.T.Context(), me, id, course.Spot{Lesson: l.ID, Step: s.ID}); err != nil {
				w.T.Fatal(err)
			}
		}
	}
}

// reflect notes that somebody has reflected on the course, as the room of meetings does.
func (w *world) reflect(person string, at time.Time, alone bool) (f record.Fact) {
	w.T.Helper()
	detail := `{}`
	if alone {
		detail = `{"alone":true}`
	}
	w.Tx(func(ctx context.Context, tx *db.Tx) (err error) {
		f, err = w.Record.Append(ctx, tx, record.Fact{PersonID: person, Kind: record.Attended, CourseID: "hygien", Title: "Hygien", At: at, Source: uptake.FromCircle, ActorID: "maria", ControllerID: gaptest.Town, Detail: detail})
		return err
	})
	return f
}

// unreflect takes it back.
func (w *world) unreflect(f record.Fact) {
	w.T.Helper()
	w.Tx(func(ctx context.Context, tx *db.Tx) error {
		return w.Record.TakeBack(ctx, tx, f, "maria", "Fel person")
	})
}

// completions are the standing completions of somebody, oldest first.
func (w *world) completions(person string) (out []record.Fact) {
	w.T.Helper()
	facts, err := w.Record.Facts(w.T.Context(), person)
	if err != nil {
		w.T.Fatal(err)
	}
	for _, f := range record.Standing(facts) {
		if f.Kind == record.Completed {
			out = append(out, f)
		}
	}
	return out
}

func (w *world) waits(person string) bool {
	w.T.Helper()
	_, ok, err := w.Uptake.OwnWait(w.T.Context(), person, "hygien")
	if err != nil {
		w.T.Fatal(err)
	}
	return ok
}

func (w *world) want(person string, completions int, waits bool) {
	w.T.Helper()
	if got := len(w.completions(person)); got != completions {
		w.T.Errorf("%s has %d completions, want %d", person, got, completions)
	}
	if got := w.waits(person); got != waits {
		w.T.Errorf("%s waits: %v, want %v", person, got, waits)
	}
}

// Next implements uptake.Meetings.
func (sittings) Next(context.Context, string, string) (uptake.Sitting, error) {
	return uptake.Sitting{}, nil
}

// Time implements uptake.Meetings.
func (s sittings) Time(context.Context, []string, string, string) (map[string]uptake.Minutes, error) {
	return s, nil
}

// Plan implements uptake.Meetings.
func (sittings) Plan(string, string) string { return "" }
