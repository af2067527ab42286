package course_test

import (
	"errors"
	"testing"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/platform/may"
)

// A municipality that tries a version begins on it; the others on the current one. Whoever has begun stays.
func TestAMunicipalityBeginsOnAVersionThatItTries(t *testing.T) {
	t.Parallel()
	w := coursetest.New(t)
	ctx, keeper := t.Context(), may.Operator()
	id, one := w.Import(t, coursetest.Folder("kurs", 3))
	_, two := w.Import(t, coursetest.Folder("kurs", 2))
	if one == two {
		t.Fatal("the same version")
	}
	today := w.Studies.Staff.Today()
	version := func(want int64) {
		t.Helper()
		p, err := w.Studies.Own(ctx, coursetest.Learner, id)
		if err != nil || p.Current != want {
			t.Errorf("begins on %d, want %d, %v", p.Current, want, err)
		}
	}
	fails := func(err, want error) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	version(two)
	fails(w.Courses.MakeCurrent(ctx, keeper, id, one), nil)
	version(one)
	const town = "k-1"
	fails(w.Courses.AddPilots(ctx, keeper, id, one, []string{town}, today, today), course.ErrIsCurrent)
	fails(w.Courses.AddPilots(ctx, keeper, id, two, nil, today, today), course.ErrNoTown)
	fails(w.Courses.AddPilots(ctx, keeper, id, two, []string{"se"}, today, today), course.ErrNoTown)
	fails(w.Courses.AddPilots(ctx, keeper, id, two, []string{town}, "2020-01-01", today), course.ErrPilotDay)
	fails(w.Courses.AddPilots(ctx, coursetest.Learner, id, two, []string{town}, today, today), may.ErrDenied)
	fails(w.Courses.AddPilots(ctx, keeper, id, two, []string{town}, today, today), nil)
	version(two)
	s, err := w.Studies.Begin(ctx, coursetest.Learner, id)
	if err != nil || s.Version != two {
		t.Fatal(s.Version, err)
	}
	all, err := w.Courses.Editions(ctx, keeper, id)
	if err != nil || len(all) != 2 || !all[1].Current || all[0].Studying != 1 || len(all[0].Pilots) != 1 {
		t.Errorf("%+v %v", all, err)
	}
	fails(w.Courses.TakeBack(ctx, keeper, id, one, today), course.ErrIsCurrent)
	fails(w.Courses.TakeBack(ctx, keeper, id, two, today), nil)
	fails(w.Courses.MakeCurrent(ctx, keeper, id, two), course.ErrWithdrawn)
	if p, err := w.Studies.Own(ctx, coursetest.Learner, id); err != nil || p.Study.Version != two {
		t.Error("whoever had begun was moved", err)
	}
}
