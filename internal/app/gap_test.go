package app_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
	"yrkesresan/internal/record"
	"yrkesresan/internal/report"
)

// library makes a framework: two formal requirements, one that a course and one that a manager's eye fills, and
// a specialist role.
func (w *world) library(t *testing.T) {
	t.Helper()
	f := frame.Frame{ID: "bas", Name: "Basen", Areas: []frame.Area{{ID: "omsorg", Name: "Omsorg", Requirements: []frame.Requirement{
		{ID: "utbildning", Name: "Vård- och omsorgsutbildning", Formal: true, Evidence: []frame.Evidence{{By: frame.ByEducation, Ref: "vard-och-omsorg"}}},
		{ID: "legitimation", Name: "Legitimation", Formal: true, Evidence: []frame.Evidence{{By: frame.ByLicence, Ref: "sjukskoterska"}}},
		{ID: "hygien", Name: "Basala hygienrutiner", Tags: []string{"hygien"}, Evidence: []frame.Evidence{{By: frame.ByCourse, Ref: "basala-hygienrutiner", Level: "do"}}},
		{ID: "bemotande", Name: "Bemötande", Evidence: []frame.Evidence{{By: frame.ByAssessment, Ref: "manager"}}},
		{ID: "demens", Name: "Demensteam", Evidence: []frame.Evidence{{By: frame.ByFunction, Ref: "demens"}}},
	}}}}
	body, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	w.exec(t, `INSERT INTO framework (id, owner_id, made_by, made_at) VALUES ('bas', 'se', 'test', '2026-01-01 00:00:00')`)
	w.exec(t, `INSERT INTO framework_version (framework_id, version, state, valid_from, valid_until, name, digest, body, revision, made_by, made_at, published_by)
		VALUES ('bas', 1, 'published', '2020-01-01', '9999-12-31', 'Basen', 'basen-1', $1, 1, 'test', '2026-01-01 00:00:00', 'test')`, string(body))
}

func (w *world) exec(t *testing.T, q string, args ...any) {
	t.Helper()
	if _, err := w.app.DB.Exec(t.Context(), q, args...); err != nil {
		t.Fatal(err)
	}
}

// asks lets a place decide what it asks for, as if it had done so long ago.
func (w *world) asks(t *testing.T, node string, demands ...layer.Demand) {
	t.Helper()
	ctx, a := t.Context(), w.app
	var ops []layer.Op
	for _, d := range demands {
		ops = append(ops, layer.Op{Demand: d})
	}
	body, err := json.Marshal(ops)
	if err != nil {
		t.Fatal(err)
	}
	err = a.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM profile_layer WHERE node_id = $1`, node); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO profile_layer (id, node_id, body, valid_from, valid_until, note, made_by, made_at)
			VALUES ($1, $2, $3, '2021-01-01', '9999-12-31', '', 'test', '2026-01-01 00:00:00')`, "krav-"+node, node, string(body)); err != nil {
			return err
		}
		return a.Profiles.Changed(ctx, tx, node)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func each(id, requirement string) layer.Demand {
	return layer.Demand{ID: id, Requirement: "bas/" + requirement, Measure: layer.Each}
}

// merit notes something formal as an employer has checked it.
func (w *world) merit(t *testing.T, person, employer string, kind frame.By, ref string) {
	t.Helper()
	ctx, a := t.Context(), w.app
	err := a.DB.Tx(ctx, func(tx *db.Tx) error {
		id := "m-" + person + "-" + ref + "-" + a.Gaps.NewID()
		_, err := tx.Exec(ctx, `INSERT INTO merit (id, person_id, controller_id, kind, ref, orientation, credits, credit_system, from_date, until_date, body, evidence_hash, evidence_name, made_by, made_at, checked_by, checked_at, ended_by, ended_why)
			VALUES ($1, $2, $3, $4, $5, '', 0, '', '2015-06-10', '', '{}', '', '', 'test', '2026-01-01 00:00:00', 'test', '2026-01-01 00:00:00', '', '')`, id, person, employer, kind, ref)
		if err != nil {
			return err
		}
		return a.Competence.Changed(ctx, tx, person)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// places makes an operation with two units under the first municipality, and a private employer with one; five
// people work at each.
func (w *world) places(t *testing.T) {
	t.Helper()
	ctx, a := t.Context(), w.app
	err := a.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, n := range []org.Node{{ID: "omrade", Kind: "operation", Name: "Äldreomsorg", Parent: "k-1480"}, {ID: "omrade-2", Kind: "operation", Name: "Hälso- och sjukvård", Parent: "k-1480"}, {ID: "norr", Kind: "unit", Name: "Norr", Parent: "omrade"}, {ID: "soder", Kind: "unit", Name: "Söder", Parent: "omrade"},
			{ID: "privat", Kind: "employer", Name: "Omsorg AB", Parent: "k-1480"}, {ID: "privat-hus", Kind: "unit", Name: "Huset", Parent: "privat"}} {
			if _, err := a.Tree.Add(ctx, tx, n, "2020-01-01", "test"); err != nil {
				return err
			}
		}
		for unit, employer := range map[string]string{"norr": "k-1480", "soder": "k-1480", "privat-hus": "privat"} {
			for i := range 5 {
				if err := employ(ctx, tx, fmt.Sprintf("%s-%d", unit, i), employer, unit); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	w.exec(t, `UPDATE employment_period SET occupation = 'sjukskoterska' WHERE person_id IN ('norr-0', 'soder-0')`)
}

// at gives a role at a place.
func (w *world) at(t *testing.T, role may.Role, node string) may.Actor {
	t.Helper()
	n, err := w.app.Tree.Find(t.Context(), node, w.app.Staff.Today())
	if err != nil {
		t.Fatal(err)
	}
	return may.Actor{PersonID: "somebody", Grants: []may.Grant{{Role: role, NodeID: n.ID, Path: n.Path}}}
}

// pass computes everybody.
func (w *world) pass(t *testing.T) {
	t.Helper()
	if err := w.app.Figures.OnPassed(t.Context(), report.Passed{}); err != nil {
		t.Fatal(err)
	}
	w.workOff(t)
}

// column is a requirement's figures at a place.
func column(t *testing.T, all []gap.Figure, requirement string) count.Column {
	t.Helper()
	i := slices.IndexFunc(all, func(f gap.Figure) bool { return f.Key == "bas/"+requirement })
	if i < 0 {
		return count.Column{}
	}
	return all[i].Column
}

func TestGapsAreCountedAsPositionsUnitByUnit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, g := t.Context(), w.app.Gaps
	w.library(t)
	w.places(t)
	nurse := layer.Who{Occupations: []string{"sjukskoterska"}}
	w.asks(t, "se", each("nation-hygien", "hygien"), layer.Demand{ID: "nation-leg", Requirement: "bas/legitimation", Who: nurse, Measure: layer.Each})
	w.asks(t, "k-1480", layer.Demand{ID: "kommun-demens", Requirement: "bas/demens", Measure: layer.Count, Count: 2, At: "unit"},
		layer.Demand{ID: "kommun-fler", Requirement: "bas/demens", Measure: layer.Count, Count: 3, At: "operation"})
	w.asks(t, "norr", layer.Demand{ID: "norr-bemotande", Requirement: "bas/bemotande", Measure: layer.Share, Percent: 50, Target: "do"})
	for _, person := range []string{"norr-1", "norr-2", "norr-3"} { // a surplus at Norr covers nothing at Söder
		w.merit(t, person, "k-1480", frame.ByFunction, "demens")
	}
	if _, err := appendFact(t, w.app, record.Fact{PersonID: "norr-1", Kind: record.Completed, CourseID: "basala-hygienrutiner", Title: "x", Source: record.FromCourse, ActorID: "norr-1", ControllerID: "k-1480"}); err != nil {
		t.Fatal(err)
	}
	w.pass(t)
	today := w.app.Staff.Today()
	v, err := g.Place(ctx, w.at(t, may.Municipality, "k-1480"), "omrade", gap.Filter{}, today)
	if err != nil {
		t.Fatal(err)
	}
	for requirement, want := range map[string]count.Column{
		"hygien":       {Required: 10, Held: 0, Develop: 10}, // the course gives "do", the highest level is asked for
		"legitimation": {Required: 2, Recruit: 2},
		"demens":       {Required: 4, Held: 2, Develop: 2},
		"bemotande":    {Required: 3, Develop: 3},
	} {
		if got := column(t, v.Figures, requirement); got != want {
			t.Errorf("%s: %+v, want %+v", requirement, got, want)
		}
	}
	if got := column(t, v.Targets, "demens"); got != (count.Column{Required: 3, Held: 3}) || v.Targets[0].At != "operation" {
		t.Errorf("the target: %+v", v.Targets)
	}
	if v.Total.Persons != 10 || len(v.Units) != 2 || len(v.Rows) != 2 {
		t.Errorf("%d people, %d units, %d rows", v.Total.Persons, len(v.Units), len(v.Rows))
	}
	nurses, err := g.Place(ctx, w.at(t, may.Municipality, "k-1480"), "omrade", gap.Filter{Occupation: "sjukskoterska"}, today)
	if err != nil || column(t, nurses.Figures, "hygien").Required != 2 || nurses.Total.Persons != 2 {
		t.Errorf("nurses: %+v %v", nurses.Figures, err)
	}
	formal, err := g.Place(ctx, w.at(t, may.Municipality, "k-1480"), "omrade", gap.Filter{Formal: true}, today)
	if err != nil || len(formal.Figures) != 1 {
		t.Errorf("formal: %+v %v", formal.Figures, err)
	}
}

func TestAPrivateEmployersPlacesAreNotTheMunicipalitysToSee(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, g, today := t.Context(), w.app.Gaps, w.app.Staff.Today()
	w.library(t)
	w.places(t)
	w.asks(t, "se", each("nation-hygien", "hygien"))
	w.pass(t)
	town := w.at(t, may.Municipality, "k-1480")
	v, err := g.Place(ctx, town, "k-1480", gap.Filter{}, today)
	if err != nil {
		t.Fatal(err)
	}
	seen := column(t, v.Figures, "hygien").Required
	l, err := g.Levels(ctx, may.Operator(), "k-1480", 2, today)
	if err != nil {
		t.Fatal(err)
	}
	if all := column(t, l.Figures, "hygien").Required; all != seen+5 {
		t.Errorf("the operator sees %d, the municipality %d", all, seen)
	}
	i := slices.IndexFunc(v.Rows, func(r gap.Row) bool { return r.ID == "privat" })
	if i < 0 || v.Rows[i].Own || v.Rows[i].Persons != 0 {
		t.Errorf("the private employer: %d %+v", i, v.Rows)
	}
	for _, try := range []func() error{
		func() error { _, err := g.Place(ctx, town, "privat", gap.Filter{}, today); return err },
		func() error { _, err := g.Place(ctx, town, "privat-hus", gap.Filter{}, today); return err },
		func() error { _, err := g.Team(ctx, town, "privat-hus", today); return err },
		func() error { _, err := g.Person(ctx, town, "privat-hus-1", "privat", today); return err },
		func() error { _, err := g.Person(ctx, town, "privat-hus-1", "k-1480", today); return err },
		func() error { _, err := g.Place(ctx, w.at(t, may.Region, "se"), "se", gap.Filter{}, today); return err },
		func() error { _, err := g.Team(ctx, w.at(t, may.Operations, "omrade"), "norr", today); return err }, // figures, not names
		func() error {
			_, err := g.Person(ctx, may.Actor{PersonID: "norr-1"}, "norr-2", "k-1480", today)
			return err
		},
		func() error { _, err := g.Levels(ctx, town, "k-1480", 1, today); return err },
	} {
		if err := try(); !errors.Is(err, may.ErrDenied) {
			t.Errorf("%v", err)
		}
	}
}

func TestAPersonReadsWhatIsAskedWhyAndWhatWouldCloseIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, g, today := t.Context(), w.app.Gaps, w.app.Staff.Today()
	w.library(t)
	w.places(t)
	high := each("norr-hygien", "hygien")
	high.Target, high.Weight, high.Note = "do", layer.Critical, "Utbrottet i våras"
	low := each("nation-hygien", "hygien")
	low.Target = "know"
	coming := each("nation-bemotande", "bemotande")
	coming.From = "2099-01-01"
	w.asks(t, "se", low, coming, layer.Demand{ID: "nation-leg", Requirement: "bas/legitimation", Who: layer.Who{Occupations: []string{"sjukskoterska"}}, Measure: layer.Each})
	w.asks(t, "norr", high, each("norr-utbildning", "utbildning"))
	own, err := g.Person(ctx, may.Actor{PersonID: "norr-1"}, "norr-1", "k-1480", today)
	if err != nil || len(own.Works) != 1 {
		t.Fatal(own, err)
	}
	items := own.Works[0].Items
	if len(items) != 3 || !items[0].Formal || items[1].Key != "bas/hygien" || !items[2].Announced {
		t.Fatalf("%+v", items)
	}
	hygiene := items[1]
	if hygiene.Target.Key != "do" || hygiene.Mark != count.Learn || len(hygiene.Reasons) != 2 || hygiene.Reasons[0].NodeName != "Norr" || hygiene.Weight != layer.Critical ||
		len(hygiene.Close) != 1 || hygiene.Close[0].Title == "" || hygiene.Close[0].Hours == 0 {
		t.Errorf("%+v", hygiene)
	}
	if _, err := appendFact(t, w.app, record.Fact{PersonID: "norr-1", Kind: record.Completed, CourseID: "basala-hygienrutiner", Title: "Hygien", Source: record.FromCourse, ActorID: "norr-1", ControllerID: "k-1480", ValidUntil: w.inDays(10)}); err != nil {
		t.Fatal(err)
	}
	seen, err := g.Person(ctx, w.at(t, may.Manager, "norr"), "norr-1", "k-1480", today)
	if err != nil {
		t.Fatal(err)
	}
	hygiene = seen.Works[0].Items[1]
	if seen.Name == "" || hygiene.Mark != count.Has || hygiene.Held.Key != "do" || hygiene.Until != w.inDays(10) || len(hygiene.Proofs) != 1 || len(hygiene.Close) != 0 {
		t.Errorf("%+v", hygiene)
	}
	later, err := g.Person(ctx, may.Actor{PersonID: "norr-1"}, "norr-1", "k-1480", w.inDays(11))
	if err != nil || later.Works[0].Items[1].Mark != count.Learn || len(later.Works[0].Items[1].Faded) != 1 {
		t.Errorf("faded: %+v %v", later, err)
	}
	if n := w.count(t, `SELECT COUNT(*) FROM access_log WHERE what = 'gap.read' AND person_id = 'norr-1'`); n != 1 {
		t.Errorf("logged %d times", n)
	}
	team, err := g.Team(ctx, w.at(t, may.Manager, "norr"), "norr", today)
	if err != nil || len(team.Members) != 5 || len(team.Columns) != 3 {
		t.Fatalf("%d members, %d columns, %v", len(team.Members), len(team.Columns), err)
	}
	place, err := g.Place(ctx, w.at(t, may.Manager, "norr"), "norr", gap.Filter{}, w.inDays(1))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range team.Columns {
		i := slices.IndexFunc(place.Figures, func(f gap.Figure) bool { return f.Key == c.Key })
		if i < 0 || place.Figures[i].Column != c.Column {
			t.Errorf("%s: team %+v, place %+v", c.Key, c.Column, place.Figures)
		}
	}
}

func TestWhoLacksTheFormalLevelSeesTheWaysToItInTheJourney(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, g, today := t.Context(), w.app.Gaps, w.app.Staff.Today()
	w.library(t)
	w.places(t)
	w.asks(t, "norr", each("norr-utbildning", "utbildning"))
	w.merit(t, "norr-1", "k-1480", frame.ByEducation, "vard-och-omsorg")
	lacks, err := g.Lacks(ctx, []string{"norr-1", "norr-2", "soder-1"}, today)
	if err != nil || lacks["e-norr-1"] || !lacks["e-norr-2"] || lacks["e-soder-1"] {
		t.Fatal(lacks, err)
	}
	ways := func(person string) int {
		all, err := w.app.Journeys.Own(ctx, may.Actor{PersonID: person}, today)
		if err != nil || len(all) == 0 {
			t.Fatal(err)
		}
		n := 0
		for _, j := range all {
			n += len(j.Parallel)
		}
		return n
	}
	if ways("norr-2") == 0 || ways("norr-1") != 0 || ways("soder-1") != 0 {
		t.Errorf("%d %d %d", ways("norr-2"), ways("norr-1"), ways("soder-1"))
	}
}

// positions is all that is kept of gaps.
func (w *world) positions(t *testing.T) string {
	t.Helper()
	rows, err := db.All(t.Context(), w.app.DB, db.Text, `
		SELECT 'p ' || employment_id || ' ' || person_id || ' ' || employer_id || ' ' || unit_id || ' ' || occupation || ' ' || area || ' ' || CASE WHEN several THEN 's' ELSE '' END || ' ' || list_id || ' ' || marks AS line
		FROM gap_position
		UNION ALL
		SELECT 't ' || unit_id || ' ' || CAST(persons AS TEXT) || ' ' || list_id || ' ' || figures || ' ' || pool_list || ' ' || pools
		FROM gap_tally
		ORDER BY line`)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(rows, "\n")
}

// rebuilt forgets all that is kept of gaps, and computes it anew.
func (w *world) rebuilt(t *testing.T) string {
	t.Helper()
	w.exec(t, `DELETE FROM gap_position`)
	w.exec(t, `DELETE FROM gap_tally`)
	w.pass(t)
	return w.positions(t)
}

// reconciles checks that every column of every place is the sum over what stands under it, and that what is kept
// is what is reckoned from the sources.
func (w *world) reconciles(t *testing.T, when string) {
	t.Helper()
	for _, on := range []string{w.app.Staff.Today(), w.inDays(1), "2026-06-01"} {
		l, err := w.app.Gaps.Levels(t.Context(), may.Operator(), "se", 6, on)
		if err != nil {
			t.Fatal(err)
		}
		var check func(l gap.Level)
		check = func(l gap.Level) {
			sum := map[string]count.Column{}
			for _, c := range l.Children {
				for _, f := range c.Figures {
					sum = count.Sum(sum, map[string]count.Column{f.Key: f.Column})
				}
				check(c)
			}
			for _, f := range l.Figures {
				if f.Required != f.Held+f.Gap() || f.Gap() != f.Develop+f.Recruit || f.Held > f.Required {
					t.Errorf("%s, %s, %s: %+v", when, l.ID, f.Key, f.Column)
				}
				if l.Kind != "unit" && sum[f.Key] != f.Column {
					t.Errorf("%s, %s, %s: %+v, its places %+v", when, l.ID, f.Key, f.Column, sum[f.Key])
				}
				delete(sum, f.Key)
			}
			if l.Kind != "unit" && len(sum) > 0 {
				t.Errorf("%s, %s: places have %v", when, l.ID, sum)
			}
		}
		check(l)
	}
	reckoned, err := w.app.Gaps.Levels(t.Context(), may.Operator(), "se", 6, w.app.Staff.Today())
	if err != nil {
		t.Fatal(err)
	}
	kept, err := w.app.Gaps.KeptLevels(t.Context(), may.Operator(), "se", 6)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := fmt.Sprintf("%+v", reckoned), fmt.Sprintf("%+v", kept); a != b {
		t.Errorf("%s: reckoned\n%s\nkept\n%s", when, a, b)
	}
}

// act does one thing of those that change what people hold, what is asked of them, or where they work.
func (w *world) act(t *testing.T, dice *rand.Rand) string {
	t.Helper()
	ctx, a, op := t.Context(), w.app, may.Operator()
	person := fmt.Sprintf("%s-%d", []string{"norr", "soder"}[dice.IntN(2)], dice.IntN(5))
	today := a.Staff.Today()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	inTx := func(do func(tx *db.Tx) error) { t.Helper(); must(a.DB.Tx(ctx, do)) }
	requirements := []string{"utbildning", "legitimation", "hygien", "bemotande", "demens"}
	switch what := dice.IntN(13); what {
	case 0:
		_, err := appendFact(t, a, record.Fact{PersonID: person, Kind: record.Completed, CourseID: "basala-hygienrutiner", Title: "x", Source: record.FromCourse, ActorID: person, ControllerID: "k-1480", ValidUntil: w.inDays(dice.IntN(9))})
		must(err)
		return "a fact of " + person
	case 1:
		facts, err := a.Record.Facts(ctx, person)
		must(err)
		if len(facts) == 0 || facts[0].Kind == record.Revoked {
			return "nothing"
		}
		_, err = appendFact(t, a, record.Fact{PersonID: person, Kind: record.Revoked, CourseID: facts[0].CourseID, Title: "x", Source: facts[0].Source, ActorID: "test", ControllerID: "k-1480", Revokes: facts[0].ID})
		must(err)
		return "a revocation of " + person
	case 2:
		w.merit(t, person, "k-1480", frame.ByEducation, "vard-och-omsorg")
		return "an education of " + person
	case 3:
		w.merit(t, person, "k-1480", frame.ByFunction, "demens")
		return "a function of " + person
	case 4:
		levels := []string{"", "know", "understand", "do", "master"}
		must(a.Competence.Assess(ctx, op, "k-1480", []competence.Judgement{{PersonID: person, Requirement: "bas/bemotande", Level: levels[dice.IntN(5)]}}, held.Manager))
		return "an assessment of " + person
	case 5:
		node := []string{"se", "k-1480", "omrade", "norr", "soder"}[dice.IntN(5)]
		measures := []layer.Demand{{Measure: layer.Each}, {Measure: layer.Share, Percent: 10 + dice.IntN(90)}, {Measure: layer.Count, Count: 1 + dice.IntN(4), At: "unit"}, {Measure: layer.Count, Count: 2, At: "operation"}}
		d := measures[dice.IntN(4)]
		d.ID, d.Requirement, d.Target = "krav-"+node, "bas/"+requirements[dice.IntN(5)], "do"
		if dice.IntN(2) == 0 {
			d.Who.Occupations = []string{"underskoterska"}
		}
		w.asks(t, node, d, each("alltid-"+node, requirements[dice.IntN(5)]))
		return "demands of " + node
	case 6:
		unit := []string{"norr", "soder"}[dice.IntN(2)]
		inTx(func(tx *db.Tx) error {
			if _, err := tx.Exec(ctx, `UPDATE employment_period SET unit_id = $2 WHERE person_id = $1`, person, unit); err != nil {
				return err
			}
			return a.Figures.MarkEmployer(ctx, tx, "k-1480")
		})
		return "a move of " + person
	case 7:
		must(a.Staff.NoteLeave(ctx, op, person, today, ""))
		return "a leave of " + person
	case 8:
		leaves, err := a.Staff.Leaves(ctx, person)
		must(err)
		if len(leaves) == 0 {
			return "nothing"
		}
		must(a.Staff.DropLeave(ctx, op, person, leaves[0].From))
		return "the end of a leave of " + person
	case 9:
		must(a.Profiles.SetRoleLevel(ctx, op, "e-"+person, layer.RoleLevels()[dice.IntN(3)], today))
		return "a role level of " + person
	case 11:
		unit, into := []string{"norr", "soder"}[dice.IntN(2)], []string{"omrade", "k-1480", "omrade-2"}[dice.IntN(3)]
		n, err := a.Tree.Find(ctx, unit, today)
		must(err)
		if n.Parent == into {
			return "nothing"
		}
		c := org.NewChange(org.Move, unit, today)
		c.EmployerID, c.Into = "k-1480", into
		_, err = a.Tree.Decide(ctx, op, c, "", today, a.Now())
		must(err)
		return unit + " moves to " + into
	case 12:
		w.merit(t, fmt.Sprintf("privat-hus-%d", dice.IntN(5)), "privat", frame.ByEducation, "vard-och-omsorg")
		return "an education at the private employer"
	default:
		inTx(func(tx *db.Tx) error {
			n := dice.IntN(1000)
			id := fmt.Sprintf("extra-%d-%s", n, a.Gaps.NewID())
			if _, err := tx.Exec(ctx, `INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ($1, 'k-1480', $1, $1, $2, 'test')`, id, person); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent,
					start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
				VALUES ($1, $1, 'k-1480', $2, 'soder', '', 'Undersköterska', '', 'underskoterska', 'aldreomsorg', 'hourly', 20, '2024-01-01', '', FALSE, '', '', '2024-01-01', '9999-12-31', 'test', '')`, id, person); err != nil {
				return err
			}
			return a.Figures.MarkEmployer(ctx, tx, "k-1480")
		})
		return "another employment of " + person
	}
}

// Whatever people learn, are judged to hold, are asked for, and wherever they work: what is kept is what
// computing everybody anew gives, and every place is the sum of what stands under it.
func TestWhatIsKeptOfGapsIsWhatIsReckonedAnew(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := newWorld(t)
			w.library(t)
			w.places(t)
			w.asks(t, "se", each("nation-hygien", "hygien"))
			w.pass(t)
			dice := rand.New(rand.NewPCG(seed, 4))
			for range 8 {
				var done []string
				for range 1 + dice.IntN(4) {
					done = append(done, w.act(t, dice))
				}
				w.workOff(t)
				kept := w.positions(t)
				when := strings.Join(done, ", ")
				w.reconciles(t, when)
				if rebuilt := w.rebuilt(t); rebuilt != kept {
					t.Fatalf("%s: kept\n%s\nrebuilt\n%s", when, kept, rebuilt)
				}
			}
			if !strings.Contains(w.positions(t), "h") {
				t.Error("nobody has come to hold anything")
			}
		})
	}
}

// Two that compute people of one unit at the same time lose nothing of one another.
func TestTwoWhoCountOneUnitAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, a := t.Context(), w.app
	w.library(t)
	w.places(t)
	w.asks(t, "se", each("nation-utbildning", "utbildning"), each("nation-bemotande", "bemotande"))
	w.pass(t)
	dice := rand.New(rand.NewPCG(1, 2))
	for range 12 {
		for i := range 5 {
			levels := []string{"", "know", "understand", "do", "master"}
			if err := a.Competence.Assess(ctx, may.Operator(), "k-1480", []competence.Judgement{{PersonID: fmt.Sprintf("norr-%d", i), Requirement: "bas/bemotande", Level: levels[dice.IntN(5)]}}, held.Manager); err != nil {
				t.Fatal(err)
			}
		}
		var all sync.WaitGroup
		for i := range 5 { // each computes one, as replicas do that have taken up different marks
			all.Add(1)
			go func() {
				defer all.Done()
				id := fmt.Sprintf("norr-%d", i)
				d, err := a.Gaps.Reckoner(a.Staff.Today()).Reckon(ctx, []string{id})
				if err == nil {
					err = a.DB.Tx(ctx, func(tx *db.Tx) error { return d.Keep(ctx, tx, []string{id}) })
				}
				if err != nil {
					t.Error(err)
				}
			}()
		}
		all.Wait()
		w.reconciles(t, "at once")
	}
	w.workOff(t)
	kept := w.positions(t)
	if rebuilt := w.rebuilt(t); rebuilt != kept {
		t.Errorf("kept\n%s\nrebuilt\n%s", kept, rebuilt)
	}
}
