// Package certificationtest makes a unit in a programme, with people, a scheme and a clock that the test moves, for the
// tests of the certification of units.
package certificationtest

import (
	"context"
	"testing"
	"time"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// The unit, the course and the keys of the scheme's requirements; Task is an individual task.
const (
	Unit   = "solen"
	Course = "bemotande"
	Learnt = "bemotande"
	Task   = "uppgift"
	Start  = "2027-01-10"
)

// World is Göteborg with the unit Solen: maria leads it, ulla guides units through programmes, mona is the municipality's.
type World struct {
	*gaptest.World
	now               time.Time
	Maria, Ulla, Mona may.Actor
	SchemeID, ID      string // ID is the programme's
	Leading           map[string][]rule.Span
}

// Scheme asks for a course and nothing else: everybody, 30 days for who is new, 14 to mend, two years.
func Scheme() rule.Scheme {
	return rule.Scheme{Title: "Pedagogiska ramverket", Requirements: []rule.Requirement{{Key: Learnt, Title: "Bemötande", OneOf: []rule.Evidence{{Kind: rule.ByCourse, Ref: Course}}}},
		Share: 100, Serving: true, LongLeave: 30, Grace: 30, Repair: 14, Months: 24, Window: 6, Anew: true, By: rule.ByLeader}
}

// New opens the world on its first day. Nobody is at the unit, and it is in no programme.
func New(t testing.TB) *World {
	t.Helper()
	w := &World{World: gaptest.New(t), Leading: map[string][]rule.Span{}}
	w.Go(Start)
	now := func() time.Time { return w.now }
	w.Staff.Now, w.Record.Now, w.Certification.Now, w.Messages.Now, w.Courses.Now = now, now, now, now, now
	w.Certification.Leaders = w
	w.Place("operation", "aldre", "Äldreomsorg", gaptest.Town)
	w.Place("unit", Unit, "Solen", "aldre")
	for person, role := range map[string]may.Role{"maria": may.Manager, "ulla": may.Programme, "mona": may.Municipality} {
		w.Employ(person, w.office(), "enhetschef")
		w.Grant(person, role, map[may.Role]string{may.Manager: Unit, may.Programme: "aldre", may.Municipality: gaptest.Town}[role])
	}
	w.Maria, w.Ulla, w.Mona = w.Actor("maria"), w.Actor("ulla"), w.Actor("mona")
	return w
}

// office is a unit that is in no programme.
func (w *World) office() string {
	if _, err := w.Tree.Find(w.T.Context(), "kontoret", w.Staff.Today()); err != nil {
		w.Place("unit", "kontoret", "Kontoret", "aldre")
	}
	return "kontoret"
}

// LeaderSpans implements certification.Leaders: what the test has put in Leading.
func (w *World) LeaderSpans(context.Context, []string) (map[string][]rule.Span, error) {
	return w.Leading, nil
}

// Must fails the test.
func (w *World) Must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// Go moves the clock to noon of a day.
func (w *World) Go(day string) {
	w.T.Helper()
	at, err := time.ParseInLocation(time.DateTime, day+" 12:00:00", w.App.Place)
	w.Must(err)
	w.now = at
}

// Later moves the clock some days on.
func (w *World) Later(days int) { w.now = w.now.AddDate(0, 0, days) }

// Join makes the scheme and lets the unit join it.
func (w *World) Join(s rule.Scheme) string {
	w.T.Helper()
	var err error
	w.SchemeID, err = w.Certification.AddScheme(w.T.Context(), w.Mona, gaptest.Town, s, "")
	w.Must(err)
	w.ID, err = w.Certification.Join(w.T.Context(), w.Ulla, Unit, w.SchemeID, "ulla")
	w.Must(err)
	return w.ID
}

// Learn lets people complete the course today.
func (w *World) Learn(people ...string) (facts []record.Fact) {
	w.T.Helper()
	for _, p := range people {
		w.Tx(func(ctx context.Context, tx *db.Tx) error {
			f, err := w.Record.Append(ctx, tx, record.Fact{PersonID: p, Kind: record.Completed, CourseID: Course, Version: 1, Title: "Bemötande", Source: record.FromCourse, ActorID: p, ControllerID: gaptest.Town})
			facts = append(facts, f)
			return err
		})
	}
	return facts
}

// Hire lets somebody begin at the unit today.
func (w *World) Hire(person string) {
	w.T.Helper()
	w.Employ(person, Unit, "underskoterska")
	today := w.Staff.Today()
	w.Exec(`UPDATE employment_period SET start_date = $2, valid_from = $2 WHERE person_id = $1`, person, today)
	w.Changed(person)
}

// Quit lets somebody leave the unit: today is the first day gone.
func (w *World) Quit(person string) {
	w.T.Helper()
	w.Exec(`UPDATE employment_period SET valid_until = $2 WHERE person_id = $1 AND valid_until > $2`, person, w.Staff.Today())
	w.Changed(person)
}

// Changed tells that somebody's work is another, as an import does.
func (w *World) Changed(string) {
	w.T.Helper()
	w.Tx(func(ctx context.Context, tx *db.Tx) error { return w.Certification.MarkEmployer(ctx, tx, gaptest.Town) })
}

// Day lets the day's jobs be done.
func (w *World) Day() {
	w.T.Helper()
	w.Must(w.Certification.OnPassed(w.T.Context(), certification.Passed{}))
}

// View is the programme as ulla sees it on a day; "" is today.
func (w *World) View(on string) certification.View {
	w.T.Helper()
	v, err := w.Certification.View(w.T.Context(), w.Ulla, w.ID, on)
	w.Must(err)
	return v
}

// Kept is what is kept of the unit, after the jobs are done.
func (w *World) Kept() certification.Kept {
	w.T.Helper()
	w.Day()
	all, err := w.Certification.All(w.T.Context(), may.Operator(), gaptest.Town)
	w.Must(err)
	for _, k := range all {
		if k.ProgrammeID == w.ID {
			return k
		}
	}
	return certification.Kept{}
}
