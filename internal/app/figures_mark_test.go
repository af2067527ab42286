package app_test

import (
	"context"
	"testing"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/report"
)

// workOff does what the queue would do with what is marked, and with a pass that is asked for.
func (w *world) workOff(t *testing.T) {
	t.Helper()
	asked := w.count(t, `SELECT COUNT(*) FROM standing_pass WHERE asked <> begun_for`)
	if asked > 0 {
		if err := w.app.Figures.OnPassed(t.Context(), report.Passed{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.app.Figures.OnChanged(t.Context(), report.Changed{}); err != nil {
		t.Fatal(err)
	}
	if n := w.count(t, `SELECT COUNT(*) FROM standing_dirty`); n > 0 {
		t.Fatalf("%d are marked still", n)
	}
}

// change is something that somebody does, after which some stand otherwise.
type change struct {
	what string
	do   func() error
}

// changes are what is decided about people and places, each by the room that owns it.
func (w *world) changes(t *testing.T) []change {
	t.Helper()
	ctx, a, today := t.Context(), w.app, w.app.Staff.Today()
	const person, town, course = "learner-1480", "k-1480", "lagaffektivt-bemotande"
	op, own := may.Operator(), may.Actor{PersonID: person}
	k, err := a.Municipality(ctx, "1480")
	if err != nil {
		t.Fatal(err)
	}
	boss := may.Actor{PersonID: "municipality-1480", Grants: []may.Grant{{Role: may.Municipality, NodeID: k.ID, Path: k.Path}}}
	layer := func(node string, decided plan.Op) func() error {
		return func() error {
			decided.Due = &plan.Due{Days: 30, From: plan.FromStart}
			_, err := a.Journeys.SetLayer(ctx, op, node, "vard-och-omsorg", []plan.Op{decided}, today)
			return err
		}
	}
	decide := func(kind org.ChangeKind, node, into string) func() error {
		return func() error {
			c := org.NewChange(kind, node, today)
			c.EmployerID, c.Into, c.Roles = town, into, true
			_, err := a.Tree.Decide(ctx, op, c, "", today, a.Now())
			return err
		}
	}
	flip := func(on bool) func() error {
		return func() error {
			s, err := a.Journeys.Switches(ctx, boss, town)
			if err != nil {
				return err
			}
			for _, one := range s {
				if one.ID == "vard-och-omsorg" {
					return a.Journeys.SwitchJourney(ctx, boss, town, one.ID, on, today, one.Seen)
				}
			}
			return journey.ErrNoJourney
		}
	}
	inTx := func(do func(tx *db.Tx) error) func() error { return func() error { return a.DB.Tx(ctx, do) } }
	version := int64(0)
	return []change{
		{"a leave is noted", func() error { return a.Staff.NoteLeave(ctx, op, person, today, "") }},
		{"it is ended", func() error { return a.Staff.DropLeave(ctx, op, person, today) }},
		{"a place asks for a course", layer("unit-1480", plan.Op{Kind: plan.Require, Item: "e-autism"})},
		{"the town asks for another", layer(town, plan.Op{Kind: plan.Add, Course: "lokal-1", Title: "Lokal kurs", Block: "bas"})},
		{"everything is shared", func() error { return a.Record.ShareAll(ctx, own, town) }},
		{"nothing is shared", func() error { return a.Record.Withdraw(ctx, own, town) }},
		{"a course is put in a journey", inTx(func(tx *db.Tx) error {
			_, err := a.Journeys.Enrol(ctx, tx, journey.Enrolment{PersonID: person, NodeID: "unit-1480", EmployerID: town, CourseID: course, Due: w.inDays(3), MadeBy: "manager-1480"})
			return err
		})},
		{"it is taken back", inTx(func(tx *db.Tx) error { return a.Journeys.Withdraw(ctx, tx, person, town, course, "manager-1480") })},
		{"somebody becomes a manager", func() error {
			return a.Access.Give(ctx, boss, access.Gift{PersonID: person, Roles: []may.Role{may.Manager}, NodeID: "unit-1480"})
		}},
		{"and is none any more", func() error { return a.Access.End(ctx, boss, w.grant(t, person, may.Manager), "", "") }},
		{"somebody serves another unit", func() error { return a.Staff.NoteServes(ctx, op, town, "roving", "unit-1480", today, "") }},
		{"no longer", func() error { return a.Staff.EndServes(ctx, op, "unit-1480", "e-roving") }},
		{"a place moves", decide(org.Move, "unit-1480", "omrade")},
		{"a place goes on as another", decide(org.Merge, "unit-1480", "pool")},
		{"a journey is tried by pilots", func() (err error) {
			if err := a.Journeys.BeginDraft(ctx, op, "vard-och-omsorg"); err != nil {
				return err
			}
			d, err := a.Journeys.Draft(ctx, op, "vard-och-omsorg")
			if err != nil {
				return err
			}
			block, it := d.Journey.ItemAt("basala-hygienrutiner")
			mended := *it
			mended.Requirement = plan.Elective
			if d, _, err = a.Journeys.Change(ctx, op, "vard-och-omsorg", d.Revision, plan.PutItem(block.ID, mended)); err != nil {
				return err
			}
			version, err = a.Journeys.PublishDraft(ctx, op, "vard-och-omsorg", d.Revision, journey.Release{Pilots: []string{"k-2480"}, PilotFrom: today})
			return err
		}},
		{"by one more", func() error {
			return a.Journeys.AddPilots(ctx, op, "vard-och-omsorg", version, []string{town}, today)
		}},
		{"it is taken back from the pilots", func() error { return a.Journeys.TakeBack(ctx, op, "vard-och-omsorg", version) }},
		{"an occupation is one that leads", func() error {
			e, err := a.Tree.Entry(ctx, op, org.OccupationList, "underskoterska")
			if err != nil {
				return err
			}
			e.Fields["manager"] = "1"
			_, _, err = a.Tree.SaveEntry(ctx, op, e, "", a.Now(), today)
			return err
		}},
		{"a journey is switched off", flip(false)},
		{"and on", flip(true)},
		{"an employer forgets", inTx(func(tx *db.Tx) error {
			for _, forget := range []func(context.Context, *db.Tx, string, string, bool) (map[string]int64, error){a.Figures.Forget, a.Certificates.Forget, a.Studies.Forget, a.Record.Forget} {
				if _, err := forget(ctx, tx, person, "k-2480", false); err != nil {
					return err
				}
			}
			return nil
		})},
	}
}

// grant is the role that somebody holds.
func (w *world) grant(t *testing.T, person string, role may.Role) string {
	t.Helper()
	id, err := db.One(t.Context(), w.app.DB, db.Text, `SELECT id FROM role_grant WHERE person_id = $1 AND role = $2 ORDER BY id DESC LIMIT 1`, person, role)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Whatever is decided about people and places: what is kept afterwards is what computing everybody anew gives,
// and it is another than before.
func TestWhatIsDecidedIsInTheFiguresAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, a := t.Context(), w.app
	err := a.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, n := range []org.Node{{ID: "omrade", Kind: "operation", Name: "Äldreomsorg", Parent: "k-1480"}, {ID: "pool", Kind: "unit", Name: "Poolen", Parent: "k-1480"}} {
			if _, err := a.Tree.Add(ctx, tx, n, "2020-01-01", "test"); err != nil {
				return err
			}
		}
		return employ(ctx, tx, "roving", "k-1480", "pool")
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Journeys.SetLayer(ctx, may.Operator(), "omrade", "vard-och-omsorg", []plan.Op{{Kind: plan.Require, Item: "forflyttning", Due: &plan.Due{Days: 3, From: plan.FromStart}}}, "2021-01-01"); err != nil {
		t.Fatal(err)
	}
	for _, course := range []string{"basala-hygienrutiner", "forflyttning"} {
		if _, err := appendFact(t, a, record.Fact{PersonID: "learner-1480", Kind: record.Completed, CourseID: course, Title: "x", Source: record.FromCourse, ActorID: "learner-1480", ControllerID: "k-2480",
			At: a.Now().Add(-time.Hour)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Figures.OnPassed(ctx, report.Passed{}); err != nil {
		t.Fatal(err)
	}
	w.workOff(t)
	before := standings(t, w)
	unmoved := map[string]bool{"an employer forgets": true} // nothing of it was shared
	for _, c := range w.changes(t) {
		if err := c.do(); err != nil {
			t.Fatalf("%s: %v", c.what, err)
		}
		w.workOff(t)
		kept := standings(t, w)
		if kept == before && !unmoved[c.what] {
			t.Errorf("%s, and nobody stands otherwise", c.what)
		}
		if _, err := a.DB.Exec(ctx, `DELETE FROM standing`); err != nil {
			t.Fatal(err)
		}
		if err := a.Figures.OnPassed(ctx, report.Passed{}); err != nil {
			t.Fatal(err)
		}
		if rebuilt := standings(t, w); rebuilt != kept {
			t.Errorf("%s: kept\n%s\nrebuilt\n%s", c.what, kept, rebuilt)
		}
		before = kept
	}
}

// between does something once, in the middle of computing: facts have been read, what is begun has not.
type between struct {
	journey.Studies
	do func()
}

func (b *between) BegunAmong(ctx context.Context, people []string) (map[string][]string, error) {
	if do := b.do; do != nil {
		b.do = nil
		do()
	}
	return b.Studies.BegunAmong(ctx, people)
}

// A fact that comes while a pass is computing, and is worked off before the pass is ready, is not written over with what
// the pass has computed from before.
func TestAPassWritesNothingOlderThanWhatIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, a := t.Context(), w.app
	if err := a.Figures.OnPassed(ctx, report.Passed{}); err != nil {
		t.Fatal(err)
	}
	w.workOff(t)
	before := standings(t, w)
	middle := &between{Studies: a.Journeys.Studies}
	middle.do = func() {
		if _, err := appendFact(t, a, record.Fact{PersonID: "learner-1480", Kind: record.Completed, CourseID: "basala-hygienrutiner", Title: "x", Source: record.FromCourse, ActorID: "learner-1480",
			ControllerID: "k-1480"}); err != nil {
			t.Error(err)
		}
		w.workOff(t)
	}
	a.Journeys.Studies = middle
	if err := a.Figures.OnPassed(ctx, report.Passed{}); err != nil {
		t.Fatal(err)
	}
	after := standings(t, w)
	if middle.do != nil || after == before {
		t.Error("the fact is lost")
	}
	if _, err := a.DB.Exec(ctx, `DELETE FROM standing`); err != nil {
		t.Fatal(err)
	}
	if err := a.Figures.OnPassed(ctx, report.Passed{}); err != nil {
		t.Fatal(err)
	}
	if rebuilt := standings(t, w); rebuilt != after {
		t.Errorf("kept\n%s\nrebuilt\n%s", after, rebuilt)
	}
}

// A pass that is asked for while one is under way is not taken for that one: it begins anew.
func TestAPassAskedForMeanwhileBeginsAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, a := t.Context(), w.app
	if err := a.Figures.OnPassed(ctx, report.Passed{}); err != nil {
		t.Fatal(err)
	}
	middle := &between{Studies: a.Journeys.Studies}
	began := 0
	middle.do = func() {
		if err := a.DB.Tx(ctx, func(tx *db.Tx) error { return a.Figures.MarkUnder(ctx, tx, org.Sweden) }); err != nil {
			t.Error(err)
		}
		middle.do = func() { began++ }
	}
	a.Journeys.Studies = middle
	if err := a.Figures.OnPassed(ctx, report.Passed{}); err != nil {
		t.Fatal(err)
	}
	if began != 1 || w.count(t, `SELECT COUNT(*) FROM standing_pass WHERE asked <> '' AND asked = begun_for AND ended_at IS NOT NULL`) != 1 {
		t.Errorf("begun anew %d times", began)
	}
}
