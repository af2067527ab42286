package record_test

import (
	"fmt"
	"testing"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// world is a municipality k with the unit u1, a private provider p under it with the unit u2, and
// a neighbour m with the unit u3.
type world struct {
	*record.Record
	t    *testing.T
	tree *org.Tree
	now  time.Time
	next int
}

var places = map[string]string{
	"se": "se", "k": "se/k", "u1": "se/k/u1", "p": "se/k/p", "u2": "se/k/p/u2", "m": "se/m", "u3": "se/m/u3",
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	d := dbtest.Open(t)
	newID := func() string { w.next++; return fmt.Sprintf("id%05d", w.next) }
	now := func() time.Time { return w.now }
	place, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	w.tree = &org.Tree{DB: d, NewID: newID}
	log := &audit.Log{DB: d, Now: now, NewID: newID}
	w.Record = &record.Record{DB: d, Audit: log, Now: now, NewID: newID,
		Staff: &staff.Staff{DB: d, Audit: log, Now: now, NewID: newID, Place: place}}
	for _, n := range []struct{ id, parent, kind string }{
		{"se", "", "nation"}, {"k", "se", "municipality"}, {"u1", "k", "unit"}, {"p", "k", "employer"}, {"u2", "p", "unit"},
		{"m", "se", "municipality"}, {"u3", "m", "unit"},
	} {
		w.tx(func(tx *db.Tx) error {
			_, err := w.tree.Add(t.Context(), tx, org.Node{ID: n.id, Kind: n.kind, Name: "Namn " + n.id, Parent: n.parent, Path: places[n.id]}, "2020-01-01", "test")
			return err
		})
	}
	return w
}

func (w *world) tx(f func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.DB.Tx(w.t.Context(), f); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) exec(q string, args ...any) {
	w.t.Helper()
	if _, err := w.DB.Exec(w.t.Context(), q, args...); err != nil {
		w.t.Fatal(err)
	}
}

// person makes a person with a card at each employer named.
func (w *world) person(id string, employers ...string) may.Actor {
	w.t.Helper()
	w.exec(`INSERT INTO person (id, made_at, made_by) VALUES ($1, $2, 'test')`, id, w.now)
	for _, e := range employers {
		w.exec(`
			INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
			VALUES ($1, $2, $3, 'Sjö', '', '', '', FALSE, '')`, e, id, "Kim-"+id)
	}
	return may.Actor{PersonID: id}
}

// employ puts a person at a unit from one day until another.
func (w *world) employ(person, employer, unit, from, until string) {
	w.t.Helper()
	w.next++
	id := fmt.Sprintf("e%05d", w.next)
	w.exec(`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ($1, $2, $1, $1, $3, 'test')`, id, employer, person)
	w.exec(`
		INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent, start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
		VALUES ($1, $1, $2, $3, $4, '', '', '', '', '', '', 100, $5, '', FALSE, '', '', $5, $6, '', '')`, id, employer, person, unit, from, until)
}

func (w *world) append(f record.Fact) record.Fact {
	w.t.Helper()
	var out record.Fact
	w.tx(func(tx *db.Tx) (err error) {
		out, err = w.Append(w.t.Context(), tx, f)
		return err
	})
	return out
}

// completed is a course taken at an employer.
func (w *world) completed(person, course, employer string) record.Fact {
	w.t.Helper()
	return w.append(record.Fact{PersonID: person, Kind: record.Completed, CourseID: course, Version: 1, Title: "Kursen " + course,
		Source: record.FromCourse, ActorID: person, ControllerID: employer})
}

func manager(id string, nodes ...string) may.Actor {
	a := may.Actor{PersonID: id}
	for _, n := range nodes {
		a.Grants = append(a.Grants, may.Grant{Role: may.Manager, NodeID: n, Path: places[n]})
	}
	return a
}

func ids(facts []record.Fact) []string {
	out := []string{}
	for _, f := range facts {
		out = append(out, f.ID)
	}
	return out
}
