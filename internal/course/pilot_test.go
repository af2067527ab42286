package course_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/platform/may"
)

// What people got when stays as it was, whatever becomes current, is tried or is taken back afterwards.
func TestWhichVersionWasGivenIsAppended(t *testing.T) {
	t.Parallel()
	w := coursetest.New(t)
	ctx, keeper := t.Context(), may.Operator()
	begun, month := w.Now(), 30*24*time.Hour
	id, _ := w.Import(t, coursetest.Folder("kurs", 1))
	var want []course.Release
	given := func(version int64, at time.Time) {
		t.Helper()
		if version > 0 {
			want = append(want, course.Release{CourseID: id, Version: version, At: at})
		}
		got, err := w.Courses.Releases(ctx, w.DB, []string{id})
		same := slices.EqualFunc(got, want, func(a, b course.Release) bool {
			return a.CourseID == b.CourseID && a.Version == b.Version && a.At.Equal(b.At)
		})
		if err != nil || !same {
			t.Errorf("%v %v, want %v", got, err, want)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	given(1, begun)
	w.Wait(month)
	_, _, _, err := w.Courses.ImportWaiting(ctx, keeper, coursetest.Folder("kurs", 2))
	must(err)
	given(0, begun)
	must(w.Courses.AddPilots(ctx, keeper, id, 2, []string{"k-1"}, w.Staff.Today(), w.Staff.Today()))
	w.Wait(month)
	must(w.Courses.MakeCurrent(ctx, keeper, id, 2))
	must(w.Courses.MakeCurrent(ctx, keeper, id, 2)) // it is already
	given(2, begun.Add(2*month))
	w.Wait(month)
	w.Import(t, coursetest.Folder("kurs", 1)) // turned back to
	given(1, begun.Add(3*month))
	must(w.Courses.TakeBack(ctx, keeper, id, 2, w.Staff.Today()))
	given(0, begun)
	w.Wait(month)
	w.Import(t, coursetest.Changed(t, coursetest.Folder("kurs", 3), "course.yaml", "update: major", "update: minor"))
	given(1, begun.Add(4*month)) // version 3 mends words of the first
	w.Import(t, coursetest.Folder("kurs", 4))
	given(4, begun.Add(4*month))
}

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
