package journey_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// world is Göteborg with the operation omr and the units solen and manen, a private provider firma
// with the unit granen, and two journeys that are switched on.
type world struct {
	*journey.Journeys
	t    *testing.T
	now  time.Time
	next int
	open begun
}

type begun map[string][]string

func (b begun) Begun(_ context.Context, person string) ([]string, error) { return b[person], nil }

func (b begun) BegunAmong(context.Context, []string) (map[string][]string, error) { return b, nil }

const (
	today  = "2026-03-02"
	town   = "k-1480"
	region = "rss-GR"
)

const careText = `
id: vard
title: Vård
short: För dig i vården.
owner: se
owner_name: SKR
status: live
target: Du i vården.
audience: {areas: [aldreomsorg, funktionshinder], not: {occupations: [socialsekreterare]}}
overlaps: [aldre]
managers: [enhetschef]
scheme:
  kind: content
  levels: [{id: bas, title: Bas, helper: Grunden}]
tracks:
  - {id: omvardnad, title: Omvårdnad, audience: {occupations: [underskoterska, vardbitrade], areas: [aldreomsorg]}}
  - {id: stod, title: Stöd, audience: {occupations: [underskoterska, vardbitrade], areas: [funktionshinder]}}
  - {id: leg, title: Legitimerad, audience: {licensed: true, not: {occupations: [mas]}}}
  - {id: mas, title: MAS, audience: {occupations: [mas]}, status: investigating, note: Innehållet för dig som är MAS är under utredning.}
blocks:
  - id: bas
    title: Bas
    helper: Grunden
    kind: base
    level: bas
    items:
      - {course: digital-grund, requirement: recommended, wish: digital}
      - {course: lagar, requirement: recommended, due: {days: 90, from: employment_start}}
      - {course: hygien, requirement: recommended, tracks: [omvardnad]}
      - {course: akk, requirement: recommended, tracks: [stod]}
      - {id: team, title: Arbeta i team, text: Fråga., kind: info, requirement: recommended, tracks: [leg]}
  - id: ford
    title: Fördjupning
    helper: Lär dig mer
    kind: advanced
    items:
      - {course: pfa, requirement: elective}
  - id: chef
    title: Chef
    helper: För dig som leder
    kind: manager
    items:
      - {course: leda, requirement: recommended}
`

const childText = `
id: barn
title: Barn
short: För dig som utreder.
owner: rss-GR
owner_name: GR
status: live
target: Du som utreder.
audience: {areas: [barn-och-unga], occupations: [socialsekreterare]}
scheme:
  kind: experience
  years: occupation
  levels:
    - {id: ny, title: Ny, helper: 0–2 år, from_years: 0}
    - {id: van, title: Van, helper: 2–5 år, from_years: 2}
    - {id: erfaren, title: Erfaren, helper: Mer än 5 år, over_years: 5}
blocks:
  - {id: ny, title: Ny, helper: 0–2 år, kind: step, level: ny, items: [{course: lagar, requirement: recommended}]}
  - {id: van, title: Van, helper: 2–5 år, kind: step, level: van, items: [{course: barnsamtal, requirement: recommended}]}
  - {id: erfaren, title: Erfaren, helper: Mer, kind: step, level: erfaren, items: []}
`

func newWorld(t *testing.T) *world {
	t.Helper()
	d := dbtest.Open(t)
	place, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, now: time.Date(2026, 3, 2, 9, 0, 0, 0, place), open: begun{}}
	now := func() time.Time { return w.now }
	newID := func() string { w.next++; return fmt.Sprintf("id%05d", w.next) }
	log := &audit.Log{DB: d, Now: now, NewID: newID}
	people := &staff.Staff{DB: d, Audit: log, Now: now, NewID: newID, Place: place}
	w.Journeys = &journey.Journeys{DB: d, Staff: people, Tree: &org.Tree{DB: d, NewID: newID}, Studies: w.open, Now: now, NewID: newID,
		Access: access.New(access.Access{DB: d, Staff: people, Now: now, NewID: newID}),
		Record: &record.Record{DB: d, Staff: people, Audit: log, Now: now, NewID: newID}}
	w.tx(func(tx *db.Tx) error { return w.Tree.Seed(t.Context(), tx) })
	for _, n := range []org.Node{
		{ID: "omr", Kind: "operation", Name: "Äldreomsorg", Parent: town}, {ID: "solen", Kind: "unit", Name: "Solen", Parent: "omr"},
		{ID: "manen", Kind: "unit", Name: "Månen", Parent: town}, {ID: "firma", Kind: "employer", Name: "Omsorg AB", Parent: town},
		{ID: "granen", Kind: "unit", Name: "Granen", Parent: "firma"},
	} {
		w.tx(func(tx *db.Tx) error { _, err := w.Tree.Add(t.Context(), tx, n, "2020-01-01", "test"); return err })
	}
	w.publish(careText, "2021-01-01")
	w.publish(childText, "2021-01-01")
	w.switchOn("vard", "2021-01-01")
	w.switchOn("barn", "2021-01-01")
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

func (w *world) publish(text, from string) int64 {
	w.t.Helper()
	_, version, problems, err := w.Publish(w.t.Context(), may.Operator(), []byte(text), from)
	if err != nil {
		w.t.Fatal(problems, err)
	}
	return version
}

func (w *world) switchOn(id, from string) {
	w.t.Helper()
	if err := w.SwitchOn(w.t.Context(), w.DB, town, id, from); err != nil {
		w.t.Fatal(err)
	}
}

// work is one period of an employment.
type work struct {
	number, employer, unit, title, occupation, area, form string
	start, end, from, until                               string
	dormant                                               bool
}

// employ notes periods of a person's work; what is left out is permanent care work at solen.
func (w *world) employ(person string, periods ...work) may.Actor {
	w.t.Helper()
	w.exec(`INSERT INTO person (id, made_at, made_by) VALUES ($1, $2, 'test') ON CONFLICT (id) DO NOTHING`, person, w.now)
	for _, p := range periods {
		p = p.filled(person)
		w.next++
		w.exec(`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
			VALUES ($1, $2, 'Kim', 'Sjö', '', '', '', FALSE, '') ON CONFLICT (employer_id, person_id) DO NOTHING`, p.employer, person)
		w.exec(`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ($1, $2, $1, $1, $3, 'test') ON CONFLICT (id) DO NOTHING`, p.number, p.employer, person)
		w.exec(`
			INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent,
				start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
			VALUES ($1, $2, $3, $4, $5, '', $6, '', $7, $8, $9, 100, $10, $11, $12, '', '', $13, $14, 'test', '')`,
			fmt.Sprintf("p%05d", w.next), p.number, p.employer, person, p.unit, p.title, p.occupation, p.area, p.form, p.start, p.end, p.dormant, p.from, p.until)
	}
	return may.Actor{PersonID: person}
}

const none = "-" // instead of what is filled in

func (p work) filled(person string) work {
	for _, f := range []struct {
		to *string
		or string
	}{
		{&p.number, "e-" + person}, {&p.employer, town}, {&p.unit, "solen"}, {&p.title, "Titel " + p.occupation}, {&p.occupation, "underskoterska"},
		{&p.area, "aldreomsorg"}, {&p.form, "permanent"}, {&p.start, "2024-01-01"}, {&p.until, db.NoEnd},
	} {
		switch *f.to {
		case "":
			*f.to = f.or
		case none:
			*f.to = ""
		}
	}
	if p.from == "" {
		p.from = p.start
	}
	return p
}

func (w *world) serve(person, unit, from string) {
	w.t.Helper()
	w.next++
	w.exec(`INSERT INTO serves (id, employment_id, person_id, unit_id, valid_from, valid_until) VALUES ($1, $2, $3, $4, $5, $6)`,
		fmt.Sprintf("s%05d", w.next), "e-"+person, person, unit, from, db.NoEnd)
}

func (w *world) grant(person string, role may.Role, node string) {
	w.t.Helper()
	w.tx(func(tx *db.Tx) error {
		return w.Access.Grant(w.t.Context(), tx, person, role, node, "2020-01-01", db.NoEnd, "test")
	})
}

// actor is somebody with a role at a node.
func (w *world) actor(person string, role may.Role, node string) may.Actor {
	w.t.Helper()
	n, err := w.Tree.Find(w.t.Context(), node, today)
	if err != nil {
		w.t.Fatal(err)
	}
	return may.Actor{PersonID: person, Grants: []may.Grant{{Role: role, NodeID: node, Path: n.Path}}}
}

func (w *world) complete(person, course, day string) {
	w.t.Helper()
	at, err := time.ParseInLocation(time.DateOnly, day, w.Staff.Place)
	if err != nil {
		w.t.Fatal(err)
	}
	w.tx(func(tx *db.Tx) error {
		_, err := w.Record.Append(w.t.Context(), tx, record.Fact{PersonID: person, Kind: record.Completed, CourseID: course, Title: course, At: at, Source: record.FromCourse, ActorID: person, ControllerID: town})
		return err
	})
}

func (w *world) layer(node, from string, ops ...plan.Op) {
	w.t.Helper()
	if problems, err := w.SetLayer(w.t.Context(), may.Operator(), node, "vard", ops, from); err != nil {
		w.t.Fatal(problems, err)
	}
}

// on gives a person's journeys on a day. Whatever is shown has a reason, who decided it and since
// when.
func (w *world) on(person, day string) shown {
	w.t.Helper()
	journeys, err := w.Own(w.t.Context(), may.Actor{PersonID: person}, day)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, j := range journeys {
		w.wantReasons(j.Title, j.Reasons)
		for _, b := range j.Blocks {
			for _, it := range b.Items {
				w.wantReasons(j.Journey+"/"+it.ID, it.Reasons)
			}
		}
	}
	return journeys
}

func (w *world) wantReasons(of string, reasons []plan.Reason) {
	w.t.Helper()
	if len(reasons) == 0 {
		w.t.Errorf("%s: no reason", of)
	}
	for _, r := range reasons {
		if r.Rule == "" || r.DecidedBy == "" || r.Since == "" {
			w.t.Errorf("%s: a reason says too little: %+v", of, r)
		}
	}
}

type shown []plan.Personal

// names are the journeys' ids.
func (s shown) names() []string {
	out := []string{}
	for _, j := range s {
		out = append(out, j.Journey)
	}
	return out
}

// item finds a course or item; nil when it is not shown.
func (s shown) item(id string) *plan.PersonalItem {
	for i := range s {
		for _, b := range s[i].Blocks {
			for k := range b.Items {
				if it := &b.Items[k]; it.ID == id || it.Course == id {
					return it
				}
			}
		}
	}
	return nil
}

// line is what an item says, short: status, requirement, due date.
func (s shown) line(id string) string {
	it := s.item(id)
	if it == nil {
		return "absent"
	}
	return fmt.Sprintf("%s %s %s", it.Status, it.Requirement, it.Due)
}

func (s shown) rules(id string) []plan.Rule {
	out := []plan.Rule{}
	if it := s.item(id); it != nil {
		for _, r := range it.Reasons {
			out = append(out, r.Rule)
		}
	}
	return out
}

// want compares what some items say.
func (w *world) want(s shown, lines map[string]string) {
	w.t.Helper()
	for id, want := range lines {
		if got := s.line(id); got != want {
			w.t.Errorf("%s: %q, want %q; %v", id, got, want, s.rules(id))
		}
	}
}

func (w *world) wantJourneys(s shown, want ...string) {
	w.t.Helper()
	if !slices.Equal(s.names(), append([]string{}, want...)) {
		w.t.Errorf("journeys %v, want %v", s.names(), want)
	}
}
