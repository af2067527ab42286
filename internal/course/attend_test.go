package course_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// dayWorld is a world with a course of days, begun by nobody.
func dayWorld(t testing.TB, web bool) *coursetest.World {
	t.Helper()
	w := coursetest.New(t)
	w.Import(t, coursetest.DayFolder("hygien", web))
	return w
}

// attendance is Amina's whole day at an occasion.
func attendance(key string) course.Attendance {
	return course.Attendance{PersonID: coursetest.Amina, CourseID: "hygien", OccasionID: "o-1", SessionID: key, Session: 1, Sessions: 1,
		ControllerID: "k-1", ActorID: "p-trainer", OnceKey: key}
}

func attend(t testing.TB, w *coursetest.World, a course.Attendance) {
	t.Helper()
	if err := w.DB.Tx(t.Context(), func(tx *db.Tx) error { return w.Studies.Attended(t.Context(), tx, a) }); err != nil {
		t.Fatal(err)
	}
}

func unattend(t testing.TB, w *coursetest.World, key string) {
	t.Helper()
	err := w.DB.Tx(t.Context(), func(tx *db.Tx) error {
		return w.Studies.Unattended(t.Context(), tx, coursetest.Amina, "hygien", key, "p-trainer", "Fel person bockades av.")
	})
	if err != nil {
		t.Fatal(err)
	}
}

func tickAll(t testing.TB, w *coursetest.World) {
	t.Helper()
	for _, task := range []string{"rutin", "handsprit"} {
		if err := w.Studies.Tick(t.Context(), coursetest.Learner, "hygien", task, true); err != nil {
			t.Fatal(err)
		}
	}
}

func followUp(w *coursetest.World, t testing.TB) error {
	return w.Studies.WriteFollowUp(t.Context(), coursetest.Learner, "hygien", "Jag spritar oftare.")
}

// recorded counts what stands in Amina's record, by kind.
func recorded(t testing.TB, w *coursetest.World) map[record.Kind]int {
	t.Helper()
	all, err := w.Record.Facts(t.Context(), coursetest.Amina)
	if err != nil {
		t.Fatal(err)
	}
	out := map[record.Kind]int{}
	for _, f := range record.Standing(all) {
		out[f.Kind]++
	}
	return out
}

func TestACourseWithDaysIsDoneWhenAllPartsAre(t *testing.T) {
	t.Parallel()
	w := dayWorld(t, false)
	begin(t, w)
	if got := next(own(t, w), w); got.Kind != course.AtTasks {
		t.Error(got)
	}
	tickAll(t, w)
	if got := next(own(t, w), w); got.Kind != course.AtDay {
		t.Error(got)
	}
	if err := followUp(w, t); !errors.Is(err, course.ErrEarly) {
		t.Error(err)
	}
	w.Wait(72 * time.Hour)
	a := attendance("s-1:amina")
	a.At = w.Now().Add(-24 * time.Hour)
	attend(t, w, a)
	attend(t, w, a) // the same again is one
	p := own(t, w)
	if next(p, w).Kind != course.AtFollowUp || p.Finished() || !p.Days[0].Attended || p.Days[1].Begun || p.Days[0].Present != 6 {
		t.Errorf("%+v", p.Days)
	}
	if due := p.FollowUpDue(lang.Zone()); !due.Equal(a.At.AddDate(0, 0, 42)) {
		t.Error(due)
	}
	if got := recorded(t, w); got[record.Attended] != 1 || got[record.Completed] != 0 {
		t.Error(got)
	}
	if err := w.Studies.WriteFollowUp(t.Context(), coursetest.Learner, "hygien", " "); !errors.Is(err, course.ErrFollowUp) {
		t.Error(err)
	}
	if err := followUp(w, t); err != nil {
		t.Fatal(err)
	}
	all := facts(t, w, coursetest.Amina)
	last := all[len(all)-1]
	if last.Kind != record.Completed || last.Hours != 10 || last.ControllerID != "k-1" || !own(t, w).Finished() {
		t.Errorf("%+v", last)
	}
}

func TestTheDayCompletesTheCourseWhenItIsLast(t *testing.T) {
	t.Parallel()
	w := coursetest.New(t)
	f := coursetest.DayFolder("hygien", false)
	w.Import(t, coursetest.Changed(t, f, "course.yaml", coursetest.FollowUpYAML, ""))
	begin(t, w)
	tickAll(t, w)
	w.Wait(5 * 24 * time.Hour)
	a := attendance("s-1:amina")
	a.At = w.Now().Add(-48 * time.Hour)
	attend(t, w, a)
	all := facts(t, w, coursetest.Amina)
	if len(all) != 2 || all[1].Kind != record.Completed && all[0].Kind != record.Completed {
		t.Fatal(all)
	}
	for _, f := range all {
		if !f.At.Equal(a.At) || f.ValidUntil != record.ValidFor(a.At, 24) {
			t.Errorf("%s at %s until %s", f.Kind, f.At, f.ValidUntil)
		}
	}
	// A later day of the same course, by somebody who did not press begin, is a new round (R064).
	w.Wait(400 * 24 * time.Hour)
	later := attendance("s-9:amina")
	later.OccasionID = "o-9"
	attend(t, w, later)
	if p := own(t, w); p.Finished() || !p.Days[0].Attended || p.TasksLeft() != 2 {
		t.Errorf("%+v", p)
	}
	tickAll(t, w)
	if got := recorded(t, w); got[record.Completed] != 2 || got[record.Attended] != 2 {
		t.Error(got)
	}
}

func TestAttendanceBeginsTheCourseAndATestIsOnePart(t *testing.T) {
	t.Parallel()
	w := dayWorld(t, true)
	attend(t, w, attendance("s-1:amina"))
	p := own(t, w)
	if !p.Begun() || !p.Days[0].Attended || next(p, w).Kind != course.AtStep {
		t.Fatalf("%+v", p.Study)
	}
	tickAll(t, w)
	if err := followUp(w, t); err != nil {
		t.Fatal(err)
	}
	if got := seeAll(t, w); got.Kind != course.AtTest {
		t.Error(got)
	}
	try(t, w, all)
	if got := recorded(t, w); got[record.Completed] != 1 || got[record.Passed] != 0 || !own(t, w).Finished() {
		t.Error(got)
	}
}

func TestPartAttendanceIsMadeUpElsewhere(t *testing.T) {
	t.Parallel()
	w := dayWorld(t, false)
	part := attendance("s-1:amina")
	part.Part, part.Hours, part.Missed = true, 3, "Eftermiddagen: lyft i tak."
	attend(t, w, part)
	p := own(t, w)
	if d := p.Days[0]; d.Attended || !d.Begun || len(d.Missed) != 1 || d.Present != 3 {
		t.Errorf("%+v", d)
	}
	if !facts(t, w, coursetest.Amina)[0].Part() {
		t.Error("the fact does not say that it is a part")
	}
	// The second half of another occasion, which holds its day in two sessions, is not enough by itself …
	half := attendance("s-3:amina")
	half.Session, half.Sessions, half.Day = 3, 4, 0
	attend(t, w, half)
	if d := own(t, w).Days[1]; d.Attended || !d.Begun { // of two days and four sessions, the third begins the second day
		t.Errorf("%+v", d)
	}
	// … and a whole day elsewhere is.
	attend(t, w, attendance("s-5:amina"))
	if d := own(t, w).Days[0]; !d.Attended || len(d.Missed) != 0 {
		t.Errorf("%+v", d)
	}
	// The organiser may also say that enough was attended after all.
	unattend(t, w, "s-5:amina")
	if own(t, w).Days[0].Attended {
		t.Error("still attended")
	}
	part.Part, part.Hours, part.Missed = false, 0, ""
	attend(t, w, part)
	if d := own(t, w).Days[0]; !d.Attended || d.Present != 6 {
		t.Errorf("%+v", d)
	}
	if got := recorded(t, w); got[record.Attended] != 2 {
		t.Error(got)
	}
}

func TestTakenBackAttendanceTakesTheCompletionBack(t *testing.T) {
	t.Parallel()
	w := dayWorld(t, false)
	finish := func() {
		attend(t, w, attendance("s-1:amina"))
		tickAll(t, w)
		if err := followUp(w, t); err != nil {
			t.Fatal(err)
		}
	}
	finish()
	if got := recorded(t, w); got[record.Completed] != 1 {
		t.Fatal(got)
	}
	unattend(t, w, "s-1:amina")
	unattend(t, w, "s-1:amina") // nothing is left to take back
	if p := own(t, w); p.Finished() || next(p, w).Kind != course.AtDay {
		t.Errorf("%+v", p.Study)
	}
	if got := recorded(t, w); got[record.Completed] != 0 || got[record.Attended] != 0 {
		t.Error(got)
	}
	attend(t, w, attendance("s-1:amina")) // she was there after all: everything else was done
	if got := recorded(t, w); got[record.Completed] != 1 || got[record.Attended] != 1 || !own(t, w).Finished() {
		t.Error(got)
	}
	// A manager who takes the attendance back in the record opens the course too.
	boss := may.Actor{PersonID: coursetest.Carmen, Grants: coursetest.Manager.Grants}
	for _, f := range record.Standing(facts(t, w, coursetest.Amina)) {
		if f.Kind == record.Attended {
			if _, err := w.Record.Revoke(t.Context(), boss, f.ID, "Fel dag."); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := recorded(t, w); got[record.Completed] != 0 || own(t, w).Finished() {
		t.Error(got)
	}
}

func TestOtherCoursesOnlyGetTheFact(t *testing.T) {
	t.Parallel()
	w := coursetest.New(t)
	w.Import(t, coursetest.Folder("hygien", 3))
	a := attendance("s-1:amina")
	a.Hours = 2
	attend(t, w, a)
	if got := recorded(t, w); got[record.Attended] != 1 || own(t, w).Begun() {
		t.Error(got)
	}
}

func TestDayOf(t *testing.T) {
	t.Parallel()
	for in, want := range map[[3]int64][3]int64{
		{1, 1, 1}: {1, 1, 1}, {1, 1, 2}: {1, 1, 2}, {1, 2, 2}: {1, 2, 2}, {2, 2, 2}: {2, 1, 1}, {2, 1, 1}: {1, 1, 1},
		{2, 3, 4}: {2, 1, 2}, {2, 4, 4}: {2, 2, 2}, {2, 2, 3}: {1, 2, 2}, {2, 3, 3}: {2, 1, 1}, {0, 1, 2}: {1, 1, 1}, {1, 3, 2}: {1, 1, 1},
	} {
		day, share, of := course.DayOf(in[0], in[1], in[2])
		if got := [3]int64{day, share, of}; got != want {
			t.Errorf("%v: %v, not %v", in, got, want)
		}
	}
}

func TestPreparationLeft(t *testing.T) {
	t.Parallel()
	w := dayWorld(t, true)
	w.Import(t, coursetest.Folder("utan-dagar", 3))
	left := func(courseID string) map[string]int {
		t.Helper()
		out, err := w.Studies.PreparationLeft(t.Context(), []string{coursetest.Amina, coursetest.Bengt}, courseID)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if got := left("hygien"); len(got) != 2 || got[coursetest.Amina] != 5 { // two tasks, two lessons, a test
		t.Error(got)
	}
	begin(t, w)
	tickAll(t, w)
	seeAll(t, w)
	if got := left("hygien"); got[coursetest.Amina] != 1 || got[coursetest.Bengt] != 5 {
		t.Error(got)
	}
	try(t, w, all)
	if got := left("hygien"); len(got) != 1 {
		t.Error(got)
	}
	if got := left("utan-dagar"); len(got) != 0 {
		t.Error(got)
	}
}

func TestAFollowUpIsAskedForOnceWhenItIsTime(t *testing.T) {
	t.Parallel()
	w := dayWorld(t, false)
	told := map[string]message.Note{}
	w.Studies.Tell = func(_ context.Context, _ *db.Tx, n message.Note) error { told[n.OnceKey] = n; return nil }
	ask := func() int {
		t.Helper()
		if err := w.Studies.OnFollowUps(t.Context(), course.FollowUps{}); err != nil {
			t.Fatal(err)
		}
		return len(told)
	}
	begin(t, w)
	if ask() != 0 {
		t.Error("told before the day")
	}
	attend(t, w, attendance("s-1:amina"))
	w.Wait(41 * 24 * time.Hour)
	if ask() != 0 {
		t.Error("told too early")
	}
	w.Wait(24 * time.Hour)
	for range 2 { // the job may run twice
		if ask() != 1 {
			t.Error(told)
		}
	}
	for _, n := range told {
		if n.PersonID != coursetest.Amina || n.EmployerID != "k-1" || n.Href != "/kurs/hygien" || message.KindOf(n.Key) != message.Reminders {
			t.Errorf("%+v", n)
		}
	}
	clear(told)
	if err := followUp(w, t); err != nil || ask() != 0 {
		t.Error(err, told)
	}
}

// A session that need not be made up covers its share of the day, and gives no hours and no day of having been there.
func TestAWaivedSessionCompletesADay(t *testing.T) {
	t.Parallel()
	w := dayWorld(t, false)
	begin(t, w)
	tickAll(t, w)
	w.Wait(72 * time.Hour)
	morning, afternoon := attendance("fm:amina"), attendance("em:amina")
	morning.Session, morning.Sessions, morning.Hours, morning.At = 1, 4, 3, w.Now().Add(-24*time.Hour)
	afternoon.Session, afternoon.Sessions, afternoon.Waived = 2, 4, true
	attend(t, w, morning)
	attend(t, w, afternoon)
	attend(t, w, afternoon)
	p := own(t, w)
	if d := p.Days[0]; !d.Attended || d.Present != 3 || !d.At.Equal(morning.At) || len(p.DaysLeft()) != 0 {
		t.Errorf("%+v", p.Days)
	}
	if err := followUp(w, t); err != nil || !own(t, w).Finished() {
		t.Errorf("not done: %v", err)
	}
	for _, f := range facts(t, w, coursetest.Amina) {
		if f.Kind == record.Attended && f.Waived() != (f.Hours == 0) {
			t.Errorf("%+v", f)
		}
	}
	unattend(t, w, "em:amina") // not enough after all
	if p := own(t, w); p.Finished() || p.Days[0].Attended || recorded(t, w)[record.Completed] != 0 {
		t.Errorf("%+v", p.Days)
	}
}
