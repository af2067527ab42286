package course_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// begun is a world where Amina has begun the small course.
func begun(t *testing.T, tries int) *coursetest.World {
	t.Helper()
	w := coursetest.New(t)
	f := coursetest.Folder("hygien", max(tries, 0))
	if tries < 0 {
		f = coursetest.Without(f, "test.yaml")
	}
	w.Import(t, f)
	begin(t, w)
	return w
}

func begin(t *testing.T, w *coursetest.World) course.Study {
	t.Helper()
	s, err := w.Studies.Begin(t.Context(), coursetest.Learner, "hygien")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func own(t *testing.T, w *coursetest.World) *course.Progress {
	t.Helper()
	p, err := w.Studies.Own(t.Context(), coursetest.Learner, "hygien")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func see(t *testing.T, w *coursetest.World, spots ...course.Spot) (next course.Place) {
	t.Helper()
	for _, at := range spots {
		var err error
		if next, err = w.Studies.See(t.Context(), coursetest.Learner, "hygien", at); err != nil {
			t.Fatal(at, err)
		}
	}
	return next
}

func seeAll(t *testing.T, w *coursetest.World) course.Place {
	t.Helper()
	return see(t, w, smitta, prova, steg)
}

func next(p *course.Progress, w *coursetest.World) course.Place { return p.Next(w.Now(), lang.Zone()) }

func facts(t *testing.T, w *coursetest.World, person string) []record.Fact {
	t.Helper()
	all, err := w.Record.Facts(t.Context(), person)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var (
	smitta = course.Spot{Lesson: "varfor", Step: "smitta"}
	prova  = course.Spot{Lesson: "varfor", Step: "prova"}
	steg   = course.Spot{Lesson: "sa-gor-du", Step: "steg"}
)

func at(s course.Spot) course.Place { return course.Place{Kind: course.AtStep, Spot: s} }

func TestALearnerGoesOnWhereShePaused(t *testing.T) {
	t.Parallel()
	w := coursetest.New(t)
	w.Import(t, coursetest.Folder("hygien", 3))
	if p := own(t, w); p.Begun() || p.Course.Title != "Rena händer" {
		t.Fatal(p)
	}
	if _, err := w.Studies.See(t.Context(), coursetest.Learner, "hygien", smitta); !errors.Is(err, course.ErrNotBegun) {
		t.Fatal(err)
	}
	first, again := begin(t, w), begin(t, w)
	if first.ID != again.ID {
		t.Error("beginning twice gave two studies")
	}
	if got := next(own(t, w), w); got != at(smitta) {
		t.Error(got)
	}
	if got := see(t, w, smitta); got != at(prova) {
		t.Error(got)
	}
	if got := next(own(t, w), w); got != at(prova) {
		t.Error(got)
	}
	// An answer to a question further on is where she was last.
	if _, err := w.Studies.Answer(t.Context(), coursetest.Learner, "hygien", "tank", folder.Answer{Text: "På natten."}); err != nil {
		t.Fatal(err)
	}
	if got := next(own(t, w), w); got != at(steg) {
		t.Error(got)
	}
	if got := see(t, w, steg); got != at(prova) { // the last step leads to what was passed over
		t.Error(got)
	}
	if got := see(t, w, prova); got.Kind != course.AtTest {
		t.Error(got)
	}
	if open, err := w.Studies.OpenAmong(t.Context(), []string{coursetest.Amina, coursetest.Bengt}); err != nil || len(open[coursetest.Amina]) != 1 || len(open) != 1 {
		t.Error(open, err)
	}
}

func TestAnswersAreKeptAsGivenAndJudged(t *testing.T) {
	t.Parallel()
	w := begun(t, 3)
	answer := func(q string, a folder.Answer) (folder.Verdict, error) {
		return w.Studies.Answer(t.Context(), coursetest.Learner, "hygien", q, a)
	}
	if v, err := answer("nar-sprita", folder.Answer{Picks: []int{1}}); err != nil || v.Right || v.Parts[1].Why == "" {
		t.Error(v, err)
	}
	if v, err := answer("nar-sprita", folder.Answer{Picks: []int{0}}); err != nil || !v.Right {
		t.Error(v, err)
	}
	if _, err := answer("nar-sprita", folder.Answer{}); fault.Of(err) == nil || fault.Of(err).Field != "nar-sprita" {
		t.Error(err)
	}
	if _, err := answer("finns-inte", folder.Answer{Picks: []int{0}}); !errors.Is(err, course.ErrNoQuestion) {
		t.Error(err)
	}
	if v, err := answer("para", folder.Answer{Picks: []int{0, 1, 2}}); err != nil || !v.Right {
		t.Error(v, err)
	}
	p := own(t, w)
	if a := p.Answers["nar-sprita"]; !a.Right || len(a.Answer.Picks) != 1 || a.Answer.Picks[0] != 0 {
		t.Error(a)
	}
}

func TestPreparationIsTickedAndUnticked(t *testing.T) {
	t.Parallel()
	w := begun(t, 3)
	for _, done := range []bool{true, true, false, true} {
		if err := w.Studies.Tick(t.Context(), coursetest.Learner, "hygien", "handsprit", done); err != nil {
			t.Fatal(err)
		}
		if _, ticked := own(t, w).Tasks["handsprit"]; ticked != done {
			t.Error("ticked", ticked, "want", done)
		}
	}
	if err := w.Studies.Tick(t.Context(), coursetest.Learner, "hygien", "annat", true); !errors.Is(err, course.ErrNoTask) {
		t.Error(err)
	}
}

func TestACourseWithoutTestEndsWithItsLastStep(t *testing.T) {
	t.Parallel()
	w := begun(t, -1)
	if got := seeAll(t, w); got.Kind != course.AtEnd {
		t.Fatal(got)
	}
	see(t, w, steg) // pressing twice changes nothing
	f := facts(t, w, coursetest.Amina)
	if len(f) != 1 || f[0].Kind != record.Completed || f[0].Version != 1 || f[0].Hours != 0.5 || f[0].ValidUntil != "2028-03-02" ||
		f[0].ControllerID != "k-1" || f[0].Source != record.FromCourse || f[0].Title != "Rena händer" || f[0].ActorID != coursetest.Amina {
		t.Fatal(f)
	}
	if p := own(t, w); !p.Finished() || next(p, w).Kind != course.AtEnd {
		t.Error(p.Study)
	}
}

func TestTakingACourseAgainHasItsOwnDate(t *testing.T) {
	t.Parallel()
	w := begun(t, -1)
	seeAll(t, w)
	w.Wait(48 * time.Hour)
	if p := own(t, w); !p.Finished() {
		t.Fatal(p.Study)
	}
	second := begin(t, w)
	if p := own(t, w); p.Finished() || p.Study.ID != second.ID || len(p.Seen) != 0 {
		t.Fatal(p)
	}
	seeAll(t, w)
	f := facts(t, w, coursetest.Amina)
	if len(f) != 2 || f[0].At.Equal(f[1].At) || f[1].ValidUntil != "2028-03-04" {
		t.Fatal(f)
	}
}

func TestTwoRequestsAtOnceEndACourseOnce(t *testing.T) {
	t.Parallel()
	w := begun(t, -1)
	see(t, w, smitta, prova)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := w.Studies.See(t.Context(), coursetest.Learner, "hygien", steg); err != nil {
				t.Error(err)
			}
			if _, err := w.Studies.Answer(t.Context(), coursetest.Learner, "hygien", "nar-sprita", folder.Answer{Picks: []int{0}}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if f := facts(t, w, coursetest.Amina); len(f) != 1 {
		t.Fatal(f)
	}
}

func TestBeginningTwiceAtOnceIsOneStudy(t *testing.T) {
	t.Parallel()
	w := coursetest.New(t)
	w.Import(t, coursetest.Folder("hygien", 3))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := w.Studies.Begin(t.Context(), coursetest.Learner, "hygien"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if open, err := w.Studies.Open(t.Context(), coursetest.Amina); err != nil || len(open) != 1 {
		t.Fatal(open, err)
	}
}

func TestAMinorVersionTakesThoseMidwayAlong(t *testing.T) {
	t.Parallel()
	w := begun(t, 3)
	see(t, w, smitta)
	if _, err := w.Studies.Answer(t.Context(), coursetest.Learner, "hygien", "nar-sprita", folder.Answer{Picks: []int{0}}); err != nil {
		t.Fatal(err)
	}
	minor := coursetest.Changed(t, coursetest.Folder("hygien", 3), "course.yaml", "update: major", "update: minor")
	for _, name := range []string{"lessons/01-varfor.md", "lessons/01-varfor.latt.md"} {
		minor = coursetest.Changed(t, minor, name, "{#prova}", "{#prova-sjalv}")
	}
	w.Import(t, minor)
	p := own(t, w)
	if p.Study.Version != 2 || !p.Answers["nar-sprita"].Right {
		t.Error(p.Study, p.Answers)
	}
	if got := next(p, w); got != at(smitta) { // her step is gone: the first of the lesson
		t.Error(got)
	}
	major := coursetest.Changed(t, coursetest.Folder("hygien", 3), "course.yaml", "hours: 0.5", "hours: 1")
	w.Import(t, major)
	if p := own(t, w); p.Study.Version != 2 || p.Current != 3 || p.Course.Hours != 0.5 {
		t.Error(p.Study, p.Current)
	}
}

func TestAGateHoldsTheCourseUntilItOpens(t *testing.T) {
	t.Parallel()
	w := begun(t, -1)
	g := &gate{}
	w.Studies.Gates = []course.Gate{g}
	seeAll(t, w)
	if len(facts(t, w, coursetest.Amina)) != 0 {
		t.Fatal("ended through a closed gate")
	}
	if err := w.Studies.Finish(t.Context(), coursetest.Learner, "hygien"); !errors.Is(err, course.ErrNotReady) {
		t.Fatal(err)
	}
	g.open = true
	for range 2 {
		if err := w.Studies.Finish(t.Context(), coursetest.Learner, "hygien"); err != nil {
			t.Fatal(err)
		}
	}
	if len(facts(t, w, coursetest.Amina)) != 1 {
		t.Fatal("not ended once")
	}
}

type gate struct{ open bool }

func (g *gate) Open(context.Context, *db.Tx, course.Study) (bool, error) { return g.open, nil }

func TestAReflectionIsAToDoAfterTheCourse(t *testing.T) {
	t.Parallel()
	w := begun(t, -1)
	seeAll(t, w)
	due, err := w.Studies.Reflections(t.Context(), coursetest.Learner, coursetest.Amina)
	if err != nil || len(due) != 1 || due[0].Done {
		t.Fatal(due, err)
	}
	if err := w.Studies.Reflect(t.Context(), coursetest.Learner, "hygien", "  Jag spritar före.  "); err != nil {
		t.Fatal(err)
	}
	if got := own(t, w).Reflection(); got != "Jag spritar före." {
		t.Error(got)
	}
	// The manager sees that it is done; a colleague sees nothing.
	due, err = w.Studies.Reflections(t.Context(), coursetest.Manager, coursetest.Amina)
	if err != nil || len(due) != 1 || !due[0].Done {
		t.Fatal(due, err)
	}
	if _, err := w.Studies.Reflections(t.Context(), coursetest.Other, coursetest.Amina); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
}

func TestTextsWithAnIdentityNumberAreRefused(t *testing.T) {
	t.Parallel()
	w := begun(t, 3)
	for text, refused := range map[string]bool{
		"Hon heter 19800101-1231.": true, "800101-1231": true, "8001011231 bor där": true, "1980 01 01 - 1231": true, "80-01-01 1231": true,
		"198001611238": true, // a coordination number
		"800101-1238":  false, "Klockan 13 den 2 mars 2026": false, "Ring 08-123 456 78": false, "4 av 6, 12345678901234": false,
	} {
		err := w.Studies.Reflect(t.Context(), coursetest.Learner, "hygien", text)
		if errors.Is(err, course.ErrIdentity) != refused {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := w.Studies.Answer(t.Context(), coursetest.Learner, "hygien", "tank", folder.Answer{Text: "800101-1231"}); !errors.Is(err, course.ErrIdentity) {
		t.Error(err)
	}
	for text, points := range map[string]bool{"Ring 070-123 45 67": true, "+46 8 123 456": true, "a@b.se": true, "Vi är 12 på natten": false, "2026-03-02": false} {
		if course.PointsOut(text) != points {
			t.Error(text)
		}
	}
}
