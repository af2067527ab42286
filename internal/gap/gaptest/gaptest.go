// Package gaptest makes a small municipality with units, people, a framework, what places ask for and what
// people hold, for the tests of what is missing.
package gaptest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/app"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
	"yrkesresan/internal/record"
	"yrkesresan/internal/report"
)

// Town is the municipality that the world is in, and FrameID its framework.
const (
	Town    = "k-1480"
	FrameID = "grunden"
)

// World is Göteborg with what a test puts there.
type World struct {
	*app.App
	T    testing.TB
	Base string // where the pages are served
	n    int
}

// New opens a program with an empty municipality.
func New(t testing.TB) *World {
	t.Helper()
	a, err := app.Open(t.Context(), app.Config{Data: t.TempDir(), Database: dbtest.URL(t), Product: "Yrkesresan", URL: "http://127.0.0.1"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	site, err := a.Site()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(site.Handler)
	t.Cleanup(server.Close)
	return &World{App: a, T: t, Base: server.URL}
}

// Frame is two areas, one formal requirement, one that IVO points at, and the standard levels.
func Frame() *frame.Frame {
	course := func(id, level string) []frame.Evidence {
		return []frame.Evidence{{By: frame.ByCourse, Ref: id, Level: level}, {By: frame.ByAssessment, Ref: "manager"}}
	}
	return &frame.Frame{ID: FrameID, Name: "Grunden i vård och omsorg", Areas: []frame.Area{
		{ID: "omvardnad", Name: "Omvårdnad", Requirements: []frame.Requirement{
			{ID: "demens", Name: "Demensvård", Evidence: course("demens-abc", "do"), Months: 24, Tags: []string{"demens"},
				Grounds: []frame.Ground{{Basis: frame.Regulation, Reference: "SOSFS 2011:12"}}},
			{ID: "forflyttning", Name: "Förflyttning", Risk: true, Evidence: course("forflyttning", "do")},
			{ID: "handledning", Name: "Handledning", Evidence: course("", "")},
		}},
		{ID: "formellt", Name: "Formell kompetens", Requirements: []frame.Requirement{
			{ID: "utbildning", Name: "Vård- och omsorgsutbildning", Formal: true, Evidence: []frame.Evidence{{By: frame.ByEducation, Ref: "vard-och-omsorg"}, {By: frame.ByValidation, Ref: "vard-och-omsorg"}}},
			{ID: "sjukskoterska", Name: "Legitimerad sjuksköterska", Formal: true, Evidence: []frame.Evidence{{By: frame.ByLicence, Ref: "sjukskoterska"}}},
		}},
	}}
}

// Key is the key of one of the framework's requirements.
func Key(requirement string) string { return frame.Key(FrameID, requirement) }

// Tx does something in a transaction.
func (w *World) Tx(f func(context.Context, *db.Tx) error) {
	w.T.Helper()
	if err := w.DB.Tx(w.T.Context(), func(tx *db.Tx) error { return f(w.T.Context(), tx) }); err != nil {
		w.T.Fatal(err)
	}
}

// Exec runs a statement.
func (w *World) Exec(q string, args ...any) {
	w.T.Helper()
	if _, err := w.DB.Exec(w.T.Context(), q, args...); err != nil {
		w.T.Fatalf("%v: %s", err, q)
	}
}

func (w *World) id(kind string) string { w.n++; return fmt.Sprintf("%s-%d", kind, w.n) }

// Place adds a place under another: "unit", "operation", "employer".
func (w *World) Place(kind, id, name, parent string) {
	w.T.Helper()
	w.Tx(func(ctx context.Context, tx *db.Tx) error {
		_, err := w.Tree.Add(ctx, tx, org.Node{ID: id, Kind: kind, Name: name, Parent: parent}, "2020-01-01", "test")
		return err
	})
}

// Employ lets somebody work at a unit as something since 2024. The name is made of the id.
func (w *World) Employ(person, unit, occupation string) { w.EmployAt(person, Town, unit, occupation) }

// EmployAt is Employ at another employer than the town.
func (w *World) EmployAt(person, employer, unit, occupation string) {
	w.T.Helper()
	known, err := db.One(w.T.Context(), w.DB, func(s db.Scanner) (n int, err error) { err = s.Scan(&n); return n, err }, `SELECT COUNT(*) FROM person WHERE id = $1`, person)
	if err != nil {
		w.T.Fatal(err)
	}
	if known == 0 {
		w.Exec(`INSERT INTO person (id, made_at, made_by) VALUES ($1, '2020-01-01 00:00:00', 'test')`, person)
	}
	w.Exec(`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
		VALUES ($1, $2, $3, 'Exempel', $2, '', '', $4, '') ON CONFLICT DO NOTHING`, employer, person, strings.ToUpper(person[:1])+person[1:], false)
	e := w.id("e-" + person)
	w.Exec(`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ($1, $2, $1, $1, $3, 'test')`, e, employer, person)
	w.Exec(`INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent,
			start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
		VALUES ($1, $2, $3, $4, $5, '', 'Undersköterska', '', $6, 'aldreomsorg', 'permanent', 100, '2024-01-01', '', $7, '', '', '2024-01-01', '9999-12-31', 'test', '')`,
		w.id("t-"+person), e, employer, person, unit, occupation, false)
}

// Grant gives a role.
func (w *World) Grant(person string, role may.Role, node string) {
	w.T.Helper()
	w.Tx(func(ctx context.Context, tx *db.Tx) error {
		return w.Access.Grant(ctx, tx, person, role, node, "2020-01-01", db.NoEnd, "test")
	})
}

// Actor is a person with the roles held.
func (w *World) Actor(person string) may.Actor {
	w.T.Helper()
	grants, err := access.Grants(w.T.Context(), w.DB, person, w.Staff.Today())
	if err != nil {
		w.T.Fatal(err)
	}
	return may.Actor{PersonID: person, Grants: grants}
}

// Publish publishes a framework of the nation, from 2020.
func (w *World) Publish(f *frame.Frame) {
	w.T.Helper()
	body, err := json.Marshal(f)
	if err != nil {
		w.T.Fatal(err)
	}
	now := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	w.Exec(`INSERT INTO framework (id, owner_id, made_by, made_at) VALUES ($1, 'se', 'test', $2)`, f.ID, now)
	w.Exec(`INSERT INTO framework_version (framework_id, version, state, valid_from, valid_until, name, digest, body, revision, made_by, made_at, published_by, published_at)
		VALUES ($1, 1, 'published', '2020-01-01', '9999-12-31', $2, $3, $4, 1, 'test', $5, 'test', $5)`, f.ID, f.Name, w.id("digest"), string(body), now)
}

// Ask lets a place ask for something, from a day on.
func (w *World) Ask(node, from string, demands ...layer.Demand) {
	w.T.Helper()
	var ops []layer.Op
	for _, d := range demands {
		if d.ID == "" {
			d.ID = w.id("krav")
		}
		d.Weight = cmp.Or(d.Weight, layer.Important)
		ops = append(ops, layer.Op{Demand: d})
	}
	if err := w.Profiles.Save(w.T.Context(), may.Operator(), node, ops, from, "", ""); err != nil {
		w.T.Fatal(err)
	}
}

// Assess lets the manager have assessed somebody on a day; level "" is none of it.
func (w *World) Assess(person, requirement, level, on string) {
	w.T.Helper()
	w.Exec(`INSERT INTO assessment (id, person_id, controller_id, requirement, goal, level, assessor, on_day, note, made_by, made_at, ended_by)
		VALUES ($1, $2, $3, $4, '', $5, 'manager', $6, '', 'test', $7, '')`, w.id("a"), person, Town, Key(requirement), level, on, time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
}

// Merit notes something formal of somebody, checked.
func (w *World) Merit(person string, by frame.By, ref, from string) {
	w.T.Helper()
	at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	w.Exec(`INSERT INTO merit (id, person_id, controller_id, kind, ref, orientation, credits, credit_system, from_date, until_date, body, evidence_hash, evidence_name, made_by, made_at, checked_by, checked_at, ended_by, ended_why)
		VALUES ($1, $2, $3, $4, $5, '', 0, '', $6, '', '{}', '', '', 'test', $7, 'test', $7, '', '')`, w.id("m"), person, Town, string(by), ref, from, at)
}

// Complete lets somebody have done a course.
func (w *World) Complete(person, course, title string, at time.Time) {
	w.T.Helper()
	w.Tx(func(ctx context.Context, tx *db.Tx) error {
		_, err := w.Record.Append(ctx, tx, record.Fact{PersonID: person, Kind: record.Completed, CourseID: course, Title: title, At: at, Source: record.FromCourse, ActorID: person, ControllerID: Town})
		return err
	})
}

// Settle computes again what is kept of everybody, as a running program does behind.
func (w *World) Settle() {
	w.T.Helper()
	if err := w.Figures.OnPassed(w.T.Context(), report.Passed{}); err != nil {
		w.T.Fatal(err)
	}
	if err := w.Figures.OnChanged(w.T.Context(), report.Changed{}); err != nil {
		w.T.Fatal(err)
	}
}
