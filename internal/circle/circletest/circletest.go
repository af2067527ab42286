// Package circletest makes a unit that plans meetings, for the tests of what is learnt at the workplace.
package circletest

import (
	"testing"
	"time"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// The world's fixed points: the unit that plans, another unit of the same employer, a course, and shipped guides.
const (
	Unit    = "solen"
	Other   = "manen"
	Course  = "hygien"
	Model   = "reflektion-sex-steg" // one meeting
	Manager = "maja"                // of Unit
	Leader  = "lena"                // leader of workplace learning at Unit
	Member  = "anna"                // works at Unit, and so does Second
	Second  = "bo"
	Nurse   = "nina" // works at Other
	Boss    = "olle" // manager of Other
	Outside = "ute"  // manager of another employer's unit
)

// World is Göteborg with two units, and a private employer with one.
type World struct {
	*gaptest.World
	Clock time.Time // what the rules see; the zero time is the machine's clock
}

// New makes the world. The clock of the rules stands at ten in the morning.
func New(t testing.TB) *World {
	t.Helper()
	w := &World{World: gaptest.New(t)}
	w.Place("operation", "omr", "Äldreomsorg", gaptest.Town)
	w.Place("unit", Unit, "Solen", "omr")
	w.Place("unit", Other, "Månen", "omr")
	w.Place("employer", "privat", "Privat omsorg", gaptest.Town)
	w.Place("unit", "ute-enhet", "Utsikten", "privat")
	for _, p := range []string{Manager, Leader, Member, Second} {
		w.Employ(p, Unit, "underskoterska")
	}
	w.Employ(Nurse, Other, "sjukskoterska")
	w.Employ(Boss, Other, "enhetschef")
	w.EmployAt(Outside, "privat", "ute-enhet", "enhetschef")
	w.Grant(Manager, may.Manager, Unit)
	w.Grant(Leader, may.Leader, Unit)
	w.Grant(Boss, may.Manager, Other)
	w.Grant(Outside, may.Manager, "ute-enhet")
	if _, _, problems, err := w.Courses.Import(t.Context(), may.Operator(), coursetest.DayFolder(Course, false)); err != nil {
		t.Fatal(err, problems)
	}
	w.At("10:00")
	now := func() time.Time {
		if w.Clock.IsZero() {
			return w.App.Now()
		}
		return w.Clock
	}
	w.Circles.Now, w.Circles.Staff = now, w.staffAt(now)
	return w
}

// staffAt is the staff with the world's clock, so that the rules' day follows it.
func (w *World) staffAt(now func() time.Time) *staff.Staff {
	s := *w.Staff
	s.Now = now
	return &s
}

// At sets the clock to a time on the wall today.
func (w *World) At(clock string) {
	w.T.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", w.Staff.Today()+" "+clock, w.App.Place)
	if err != nil {
		w.T.Fatal(err)
	}
	w.Clock = at
}

// Later moves the clock on by days.
func (w *World) Later(days int) { w.Clock = w.Clock.AddDate(0, 0, days) }

// Day is a day so many days from the clock's.
func (w *World) Day(days int) string {
	return w.Clock.AddDate(0, 0, days).In(w.App.Place).Format(time.DateOnly)
}

// Plan lets the leader plan the shipped model with the whole unit at ten o'clock on a day, and gives the circle with its
// meetings. course "" is none.
func (w *World) Plan(day, course string, times int64) (circle.Circle, []circle.Meeting) {
	w.T.Helper()
	id, err := w.Circles.Plan(w.T.Context(), w.Actor(Leader), circle.Plan{UnitID: Unit, GuideID: Model, CourseID: course, Audience: circle.WholeUnit, Day: day, Begins: "10:00", Times: times, Weeks: 2, Place: "Personalrummet"})
	if err != nil {
		w.T.Fatal(err)
	}
	x, err := w.Circles.Open(w.T.Context(), w.Actor(Leader), id)
	if err != nil {
		w.T.Fatal(err)
	}
	return x.Circle, x.Meetings
}

// Was marks somebody present, by the leader.
func (w *World) Was(meetingID, person string) {
	w.T.Helper()
	if err := w.Circles.MarkOne(w.T.Context(), w.Actor(Leader), circle.Mark{ID: w.App.Circles.NewID(), MeetingID: meetingID, PersonID: person, Present: true}); err != nil {
		w.T.Fatal(err)
	}
}

// Hold lets the leader hold a meeting.
func (w *World) Hold(meetingID string, minutes int64) {
	w.T.Helper()
	if err := w.Circles.Hold(w.T.Context(), w.Actor(Leader), meetingID, minutes); err != nil {
		w.T.Fatal(err)
	}
}
