package course_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/record"
)

var (
	good = folder.Answer{Picks: []int{0}}
	bad  = folder.Answer{Picks: []int{1}}
)

// try takes a try, answering right where right says so.
func try(t *testing.T, w *coursetest.World, right func(question string) bool) course.Test {
	t.Helper()
	tr, err := w.Studies.BeginTry(t.Context(), coursetest.Learner, "hygien")
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range tr.Questions {
		a := bad
		if right(q) {
			a = good
		}
		if v, err := w.Studies.AnswerTry(t.Context(), coursetest.Learner, "hygien", q, a); err != nil || v.Right != right(q) {
			t.Fatal(v, err)
		}
	}
	return standing(t, w)
}

func standing(t *testing.T, w *coursetest.World) course.Test {
	t.Helper()
	p := own(t, w)
	return p.Test(w.Now(), lang.Zone())
}

func all(string) bool  { return true }
func none(string) bool { return false }
func on(goal string) func(string) bool {
	return func(q string) bool { return strings.HasPrefix(q, "t-"+goal) }
}

func TestAPassedTestEndsTheCourse(t *testing.T) {
	t.Parallel()
	w := begun(t, 3)
	seeAll(t, w)
	w.Wait(time.Minute)
	if s := try(t, w, all); !s.Passed {
		t.Fatal(s)
	}
	f := facts(t, w, coursetest.Amina)
	if len(f) != 2 || f[0].Kind != record.Passed || f[1].Kind != record.Completed || f[1].ControllerID != "k-1" {
		t.Fatal(f)
	}
	if !own(t, w).Finished() {
		t.Error("not finished")
	}
	if _, err := w.Studies.BeginTry(t.Context(), coursetest.Learner, "hygien"); !errors.Is(err, course.ErrTestPassed) {
		t.Error(err)
	}
}

func TestTheTestMayBeTakenFirst(t *testing.T) {
	t.Parallel()
	w := begun(t, 3)
	try(t, w, all)
	if f := facts(t, w, coursetest.Amina); len(f) != 1 || f[0].Kind != record.Passed {
		t.Fatal(f)
	}
	if got := seeAll(t, w); got.Kind != course.AtEnd {
		t.Fatal(got)
	}
	if f := facts(t, w, coursetest.Amina); len(f) != 2 {
		t.Fatal(f)
	}
}

func TestATryGoesOnWhereItPaused(t *testing.T) {
	t.Parallel()
	w := begun(t, 3)
	one, err := w.Studies.BeginTry(t.Context(), coursetest.Learner, "hygien")
	if err != nil || len(one.Questions) != 4 {
		t.Fatal(one, err)
	}
	answer := func(q string, a folder.Answer) error {
		_, err := w.Studies.AnswerTry(t.Context(), coursetest.Learner, "hygien", q, a)
		return err
	}
	first := one.Questions[0]
	if err := answer(first, folder.Answer{}); !errors.Is(err, course.ErrAnswer) {
		t.Error(err)
	}
	if err := errors.Join(answer(first, bad), answer(first, good)); err != nil {
		t.Fatal(err)
	}
	again, err := w.Studies.BeginTry(t.Context(), coursetest.Learner, "hygien")
	if err != nil || again.ID != one.ID || len(again.Right) != 0 || len(again.Left(own(t, w).Course.Test)) != 3 {
		t.Fatal("the second answer counted, or another try began:", again, err)
	}
	if a, err := w.Studies.TryAnswer(t.Context(), coursetest.Learner, one, first); err != nil || a.Picks[0] != 1 {
		t.Error(a, err)
	}
	if _, err := w.Studies.TryAnswer(t.Context(), coursetest.Other, one, first); !errors.Is(err, course.ErrNoQuestion) {
		t.Error("somebody else read the answer:", err)
	}
	if err := w.Studies.FinishTry(t.Context(), coursetest.Learner, "hygien"); !errors.Is(err, course.ErrUnanswered) {
		t.Error(err)
	}
	if err := answer("nar-sprita", good); !errors.Is(err, course.ErrNoQuestion) {
		t.Error(err)
	}
}

func TestANewTryAsksOtherQuestions(t *testing.T) {
	t.Parallel()
	w := begun(t, 3)
	try(t, w, none)
	first := own(t, w).Tries[0].Questions
	try(t, w, none)
	for _, q := range own(t, w).Tries[1].Questions {
		for _, earlier := range first {
			if q == earlier {
				t.Error(q, "again, though there are others")
			}
		}
	}
}

func TestAfterTheLastTryTheLessonsOpenAgain(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(t *testing.T, w *coursetest.World){
		"by reading what went wrong again": func(t *testing.T, w *coursetest.World) { see(t, w, smitta, prova) },
		"by the next day":                  func(_ *testing.T, w *coursetest.World) { w.Wait(20 * time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := begun(t, 2)
			seeAll(t, w)
			w.Wait(time.Minute)
			if s := try(t, w, on("nar")); s.Rests || s.Tries != 1 || s.Passed {
				t.Fatal(s)
			}
			s := try(t, w, on("nar"))
			if !s.Rests || len(s.Again) != 1 || s.Again[0] != "varfor" {
				t.Fatal(s)
			}
			if _, err := w.Studies.BeginTry(t.Context(), coursetest.Learner, "hygien"); !errors.Is(err, course.ErrTestRests) {
				t.Fatal(err)
			}
			if got := next(own(t, w), w); got.Kind != course.AtAgain || got.Spot != smitta {
				t.Fatal(got)
			}
			w.Wait(time.Minute)
			open(t, w)
			if s := standing(t, w); s.Rests || s.Tries != 2 {
				t.Fatal(s)
			}
			if got := next(own(t, w), w); got.Kind != course.AtTest {
				t.Fatal(got)
			}
			if s := try(t, w, all); !s.Passed || !own(t, w).Finished() {
				t.Fatal(s)
			}
		})
	}
}

func TestTriesWithoutEnd(t *testing.T) {
	t.Parallel()
	w := begun(t, 0)
	for range 5 {
		if s := try(t, w, none); s.Rests || s.Tries != -1 {
			t.Fatal(s)
		}
	}
}

func TestATryWhoseQuestionsAreGoneEnds(t *testing.T) {
	t.Parallel()
	w := begun(t, 3)
	if _, err := w.Studies.BeginTry(t.Context(), coursetest.Learner, "hygien"); err != nil {
		t.Fatal(err)
	}
	minor := coursetest.Changed(t, coursetest.Folder("hygien", 3), "course.yaml", "update: major", "update: minor")
	w.Import(t, coursetest.Changed(t, minor, "test.yaml", "id: t-", "id: ny-"))
	if err := w.Studies.FinishTry(t.Context(), coursetest.Learner, "hygien"); err != nil {
		t.Fatal(err)
	}
	if s := try(t, w, all); !s.Passed {
		t.Fatal(s)
	}
}

func TestTheSameAnswerTwiceAtOnceCountsOnce(t *testing.T) {
	t.Parallel()
	w := begun(t, 3)
	seeAll(t, w)
	tr, err := w.Studies.BeginTry(t.Context(), coursetest.Learner, "hygien")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for _, q := range append(tr.Questions, tr.Questions...) {
		wg.Go(func() {
			if _, err := w.Studies.AnswerTry(t.Context(), coursetest.Learner, "hygien", q, good); err != nil && !errors.Is(err, course.ErrNoTry) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if f := facts(t, w, coursetest.Amina); len(f) != 2 {
		t.Fatal(f)
	}
}
