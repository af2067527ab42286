package profile_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"yrkesresan/internal/framework"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile"
	"yrkesresan/internal/profile/layer"
	"yrkesresan/internal/staff"
)

const (
	today = "2026-11-22"
	town  = "k-1480"
)

// world is Göteborg with the operation omr (an area) and the units solen and manen, a private employer with
// the unit granen, and one framework: f/a and f/c acquired, f/b formal.
type world struct {
	*profile.Profiles
	t       *testing.T
	now     time.Time
	next    int
	told    []string // nodes of which it was told that they ask otherwise
	touched []string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	d := dbtest.Open(t)
	place, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, now: time.Date(2026, 11, 22, 9, 0, 0, 0, place)}
	now := func() time.Time { return w.now }
	newID := func() string { w.next++; return fmt.Sprintf("id%05d", w.next) }
	log := &audit.Log{DB: d, Now: now, NewID: newID}
	people := &staff.Staff{DB: d, Audit: log, Now: now, NewID: newID, Place: place}
	tree := &org.Tree{DB: d, NewID: newID}
	frames := &framework.Frameworks{DB: d, Tree: tree, Audit: log, Today: people.Today, Now: now, NewID: newID}
	w.Profiles = &profile.Profiles{DB: d, Tree: tree, Staff: people, Frameworks: frames, Audit: log, Now: now, NewID: newID}
	w.tx(func(tx *db.Tx) error { return tree.Seed(t.Context(), tx) })
	for _, n := range []org.Node{
		{ID: "omr", Kind: "operation", Name: "Äldreomsorg", Label: "område", Parent: town}, {ID: "solen", Kind: "unit", Name: "Solen", Parent: "omr"},
		{ID: "manen", Kind: "unit", Name: "Månen", Parent: town}, {ID: "firma", Kind: "employer", Name: "Omsorg AB", Parent: town},
		{ID: "granen", Kind: "unit", Name: "Granen", Parent: "firma"},
	} {
		w.tx(func(tx *db.Tx) error { _, err := tree.Add(t.Context(), tx, n, "2020-01-01", "test"); return err })
	}
	w.frame(&frame.Frame{ID: "f", Name: "Ramverk", Areas: []frame.Area{{ID: "o", Name: "Område", Requirements: []frame.Requirement{
		{ID: "a", Name: "Bemötande"}, {ID: "b", Name: "Utbildning", Formal: true}, {ID: "c", Name: "Måltider"}}}}})
	return w
}

func (w *world) frame(f *frame.Frame) {
	w.t.Helper()
	body, err := json.Marshal(f)
	if err != nil {
		w.t.Fatal(err)
	}
	w.exec(`INSERT INTO framework (id, owner_id, made_by, made_at) VALUES ($1, 'se', 'test', $2)`, f.ID, w.now)
	w.exec(`INSERT INTO framework_version (framework_id, version, state, valid_from, valid_until, name, digest, body, revision, made_by, made_at, published_by)
		VALUES ($1, 1, 'published', '2020-01-01', $2, $3, $1, $4, 1, 'test', $5, 'test')`, f.ID, db.NoEnd, f.Name, string(body), w.now)
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

// actor is somebody with a role at a node.
func (w *world) actor(role may.Role, node string) may.Actor {
	w.t.Helper()
	n, err := w.Tree.Find(w.t.Context(), node, today)
	if err != nil {
		w.t.Fatal(err)
	}
	return may.Actor{PersonID: string(role) + "-" + node, Grants: []may.Grant{{Role: role, NodeID: node, Path: n.Path}}}
}

// employ notes a person who works at a unit.
func (w *world) employ(person, employer, unit string) {
	w.t.Helper()
	w.exec(`INSERT INTO person (id, made_at, made_by) VALUES ($1, $2, 'test')`, person, w.now)
	w.exec(`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
		VALUES ($1, $2, $2, 'Sjö', $2, '', '', FALSE, '')`, employer, person)
	w.exec(`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ($1, $2, $1, $1, $3, 'test')`, "e-"+person, employer, person)
	w.exec(`INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent,
			start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
		VALUES ($1, $2, $3, $4, $5, '', 'Undersköterska', '', 'underskoterska', 'aldreomsorg', 'permanent', 100, '2024-01-01', '', FALSE, '', '', '2024-01-01', $6, 'test', '')`,
		"p-"+person, "e-"+person, employer, person, unit, db.NoEnd)
}

func demand(id, target string) layer.Demand {
	return layer.Demand{ID: id, Requirement: "f/a", Target: target, Measure: layer.Each, Weight: layer.Important}
}

func set(d layer.Demand) layer.Op { return layer.Op{Demand: d} }

func (w *world) save(a may.Actor, node, from, seen string, ops ...layer.Op) {
	w.t.Helper()
	if err := w.Save(w.t.Context(), a, node, ops, from, "", seen); err != nil {
		w.t.Fatal(err)
	}
}

// seen is the version of a place that holds today.
func (w *world) seen(node string) profile.Version {
	w.t.Helper()
	p, err := w.Layer(w.t.Context(), may.Operator(), node)
	if err != nil {
		w.t.Fatal(err)
	}
	return p.Now
}

// holds is what a place asks for on a day, short.
func (w *world) holds(node, on string) (out []string) {
	w.t.Helper()
	n, err := w.Tree.Find(w.t.Context(), node, today)
	if err != nil {
		w.t.Fatal(err)
	}
	all, err := w.Reader(on).At(w.t.Context(), n.Path)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, a := range all {
		if !a.Announced {
			out = append(out, fmt.Sprintf("%s %s %s %s", a.ID, a.Target, a.NodeID, a.Since))
		}
	}
	return out
}

func (w *world) refused(err, want error) {
	w.t.Helper()
	if !errors.Is(err, want) {
		w.t.Errorf("%v, want %v", err, want)
	}
}
