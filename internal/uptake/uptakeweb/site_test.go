package uptakeweb_test

import (
	"context"
	"testing"
	"time"

	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/uptake"
)

// site is the unit solen: maria leads amina and bengt; kim administers the town.
type site struct{ *gaptest.World }

func newSite(t testing.TB) *site {
	t.Helper()
	w := &site{gaptest.New(t)}
	w.Place("operation", "omr", "Äldreomsorg", gaptest.Town)
	w.Place("unit", "solen", "Solen", "omr")
	w.Employ("amina", "solen", "underskoterska")
	w.Employ("bengt", "solen", "underskoterska")
	w.Employ("maria", "solen", "enhetschef")
	w.Grant("maria", may.Manager, "solen")
	w.Place("unit", "manen", "Månen", "omr")
	w.Employ("kim", "manen", "handlaggare")
	w.Grant("kim", may.Municipality, gaptest.Town)
	if _, _, problems, err := w.Courses.Import(t.Context(), may.Operator(), coursetest.Without(coursetest.Folder("hygien", 3), "test.yaml")); err != nil {
		t.Fatal(err, problems)
	}
	return w
}

// reflect notes that somebody has been at a meeting about the course.
func (w *site) reflect(person string) {
	w.T.Helper()
	w.Tx(func(ctx context.Context, tx *db.Tx) error {
		_, err := w.Record.Append(ctx, tx, record.Fact{PersonID: person, Kind: record.Attended, CourseID: "hygien", Title: "Hygien", At: time.Now(), Source: uptake.FromCircle, ActorID: "maria", ControllerID: gaptest.Town, Detail: "{}"})
		return err
	})
}
