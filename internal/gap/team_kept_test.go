package gap_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
)

// A matrix is kept while nothing changes, and whatever changes is in it at once: what is kept always says what
// a program that has kept nothing says.
func TestAKeptMatrixIsNeverOld(t *testing.T) {
	t.Parallel()
	w := gaptest.New(t)
	f := gaptest.Frame()
	f.Areas[1].Requirements = append(f.Areas[1].Requirements,
		frame.Requirement{ID: "titel", Name: "Rätt till titeln", Formal: true, Evidence: []frame.Evidence{{By: frame.ByTitle, Ref: "underskoterska"}}})
	w.Publish(f)
	w.Place("unit", "solen", "Solen", gaptest.Town)
	w.Place("employer", "privat", "Omsorg AB", gaptest.Town)
	for _, person := range []string{"amina", "bengt"} {
		w.Employ(person, "solen", "underskoterska")
	}
	each := func(id, requirement, target string) layer.Demand {
		return layer.Demand{ID: id, Requirement: gaptest.Key(requirement), Target: target, Measure: layer.Each}
	}
	expert := each("h", "handledning", "do")
	expert.Who.Level = layer.Expert
	w.Ask(gaptest.Town, "2025-01-01", each("d", "demens", "do"), each("f", "forflyttning", "do"), each("u", "utbildning", ""), each("t", "titel", ""), expert)
	on := w.Staff.Today()
	read := func(g *gap.Gaps, on string) gap.Team {
		t.Helper()
		team, err := g.Team(t.Context(), may.Operator(), "solen", on)
		if err != nil {
			t.Fatal(err)
		}
		return team
	}
	same := func(a, b gap.Team) bool {
		return reflect.DeepEqual(a, b)
	}
	fresh := func() *gap.Gaps {
		g := w.Gaps
		return &gap.Gaps{DB: g.DB, Tree: g.Tree, Staff: g.Staff, Frameworks: g.Frameworks, Profiles: g.Profiles, Competence: g.Competence, Courses: g.Courses, Audit: g.Audit, Access: g.Access, Now: g.Now, NewID: g.NewID}
	}
	at := time.Date(2026, 2, 2, 12, 0, 0, 0, time.UTC)
	second := gaptest.Frame()
	second.Areas = append(f.Areas[:0:0], f.Areas...)
	second.Areas[0].Name = "Vård nära"
	body, err := json.Marshal(second)
	if err != nil {
		t.Fatal(err)
	}
	before := read(w.Gaps, on)
	for _, c := range []struct {
		what string
		do   func()
	}{
		{"a fact", func() { w.Complete("amina", "forflyttning", "Förflyttning", at) }},
		{"sharing", func() {
			w.Exec(`INSERT INTO fact (id, person_id, kind, course_id, version, title, at, valid_until, hours, source, actor_id, controller_id, revokes, once_key, detail)
				SELECT 'lent', 'bengt', kind, course_id, version, title, at, valid_until, hours, source, actor_id, 'privat', revokes, 'lent', detail FROM fact WHERE person_id = 'amina' LIMIT 1`)
			read(w.Gaps, on)
			w.Exec(`INSERT INTO record_share (id, person_id, employer_id, fact_id, made_at) VALUES ('dela', 'bengt', $1, '', $2)`, gaptest.Town, at)
		}},
		{"sharing no more", func() { w.Exec(`UPDATE record_share SET withdrawn_at = $1 WHERE id = 'dela'`, at) }},
		{"a merit", func() { w.Merit("bengt", frame.ByEducation, "vard-och-omsorg", "2015-06-10") }},
		{"a merit that nobody has checked any longer", func() { w.Exec(`UPDATE merit SET checked_at = NULL`) }},
		{"a merit that is checked", func() { w.Exec(`UPDATE merit SET checked_at = $1`, at) }},
		{"a merit that ends", func() { w.Exec(`UPDATE merit SET ended_at = $1, ended_how = 'ended'`, at) }},
		{"an assessment", func() { w.Assess("bengt", "demens", "master", "2026-01-10") }},
		{"an assessment that is taken back", func() { w.Exec(`UPDATE assessment SET ended_at = $1`, at) }},
		{"a licence that gives a title", func() { w.Merit("amina", frame.ByLicence, "sjukskoterska", "2015-06-10") }},
		{"a title by the transition", func() {
			w.Exec(`UPDATE employment_period SET start_date = '2020-01-01', valid_from = '2020-01-01' WHERE person_id = 'bengt'`)
		}},
		{"a role's level", func() {
			w.Exec(`INSERT INTO role_level (id, employment_id, person_id, employer_id, level, valid_from, valid_until, made_by, made_at)
				SELECT 'niva', employment_id, person_id, employer_id, 'expert', '2025-01-01', '9999-12-31', 'test', $1 FROM employment_period WHERE person_id = 'amina'`, at)
		}},
		{"a layer of the unit", func() { w.Ask("solen", "2025-01-01", each("n", "sjukskoterska", "")) }},
		{"a layer above", func() {
			had, err := w.Profiles.Layer(t.Context(), may.Operator(), gaptest.Town)
			if err != nil {
				t.Fatal(err)
			}
			ops := append(had.Now.Ops[:0:0], had.Now.Ops...)
			ops[0].Demand.Target = "master"
			if err := w.Profiles.Save(t.Context(), may.Operator(), gaptest.Town, ops, "", "", had.Now.ID); err != nil {
				t.Fatal(err)
			}
		}},
		{"what a place is called", func() { w.Exec(`UPDATE node_place SET name = 'Storstaden' WHERE node_id = $1`, gaptest.Town) }},
		{"a framework", func() {
			w.Exec(`UPDATE framework_version SET valid_until = '2026-01-01'`)
			w.Exec(`INSERT INTO framework_version (framework_id, version, state, valid_from, valid_until, name, digest, body, revision, made_by, made_at, published_by, published_at)
				VALUES ($1, 2, 'published', '2026-01-01', '9999-12-31', 'Grunden', 'nyare', $2, 1, 'test', $3, 'test', $3)`, gaptest.FrameID, string(body), at)
		}},
		{"who works there", func() { w.Employ("clara", "solen", "underskoterska") }},
		{"an occupation", func() {
			w.Exec(`UPDATE employment_period SET title = 'Vårdbiträde', occupation = 'vardbitrade' WHERE person_id = 'clara'`)
		}},
		{"leave", func() {
			w.Exec(`INSERT INTO leave (id, person_id, from_date, to_date, made_by) VALUES ('ledig', 'clara', '2020-01-01', '9999-12-31', 'test')`)
		}},
		{"back from leave", func() { w.Exec(`DELETE FROM leave`) }},
		{"a name", func() { w.Exec(`UPDATE employee SET first_name = 'Agneta' WHERE person_id = 'amina'`) }},
		{"whose identity is protected", func() { w.Exec(`UPDATE employee SET protected = TRUE, contact_code = 'K-1' WHERE person_id = 'amina'`) }},
		{"who leaves", func() { w.Exec(`UPDATE employment_period SET valid_until = '2026-01-01' WHERE person_id = 'clara'`) }},
	} {
		c.do()
		now := read(w.Gaps, on)
		if same(now, before) {
			t.Errorf("%s: nothing has changed", c.what)
		}
		if !same(now, read(fresh(), on)) {
			t.Errorf("%s: what is kept is old", c.what)
		}
		again := read(w.Gaps, on)
		if !same(now, again) || &again.Columns[0] != &now.Columns[0] {
			t.Errorf("%s: it is not kept", c.what)
		}
		before = now
	}
	if w.Assess("bengt", "demens", "master", "2025-01-10"); same(read(w.Gaps, "2026-01-01"), read(w.Gaps, "2024-12-31")) {
		t.Error("another day is another matrix")
	}
	if !same(read(w.Gaps, "2026-01-01"), read(fresh(), "2026-01-01")) {
		t.Error("another day: what is kept is old")
	}
}
