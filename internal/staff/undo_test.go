package staff_test

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

func TestUndoingGivesTheSameCountsReversed(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.must(of(many(1, 10)...))
	before := w.dump()
	w.day("2026-03-09")
	w.wantCounts(w.must(of(append(many(3, 9), someone(20, at("Ängen", "")))...)), 2, 0, 2, 8)
	r := w.undo()
	w.wantCounts(r, 2, 0, 2, 8)
	if !r.Committed || len(r.CreatedNodes) > 0 || len(r.Errors) > 0 || len(r.Warnings) > 0 {
		t.Errorf("%+v", r)
	}
	wantSame(t, w.dump(), before)
}

func TestOnlyTheLatestImportCanBeUndoneAndOnlyOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	undo := func() error { _, err := w.im.Undo(t.Context(), may.Operator(), solna); return err }
	if err := undo(); !errors.Is(err, staff.ErrNothingDone) {
		t.Error(err)
	}
	w.must(of(many(1, 10)...))
	w.now = w.now.Add(time.Minute)
	w.must(of(many(1, 11)...))
	w.undo()
	if err := undo(); !errors.Is(err, staff.ErrUndone) {
		t.Error(err)
	}
	w.now = w.now.Add(time.Minute)
	w.must(of(many(1, 12)...))
	w.undo()
}

func TestAnImportThatChangedNothingDoesNotStandInTheWayOfUndoing(t *testing.T) {
	t.Parallel()
	w := open(t)
	undo := func() error { _, err := w.im.Undo(t.Context(), may.Operator(), solna); return err }
	again := func() {
		w.now = w.now.Add(time.Minute)
		w.wantCounts(w.must(of(many(1, 11)...)), 0, 0, 0, 11)
	}
	w.must(of(many(1, 10)...))
	before := w.dump()
	w.now = w.now.Add(time.Minute)
	w.must(of(many(1, 11)...))
	again()
	again()
	w.wantCounts(w.undo(), 0, 0, 1, 10)
	wantSame(t, w.dump(), before)
	w.now = w.now.Add(time.Minute)
	w.wantCounts(w.must(of(many(1, 10)...)), 0, 0, 0, 10)
	if err := undo(); !errors.Is(err, staff.ErrUndone) {
		t.Error(err)
	}
}

func TestWhatOthersHaveHungOnAnImportStays(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.must(of(someone(1), someone(2, at("Ängen", ""))))
	learner := w.texts(`SELECT person_id FROM employment WHERE number = '1'`)[0]
	w.exec(`INSERT INTO fact (id, person_id, kind, course_id, version, title, at, valid_until, hours, source, actor_id, controller_id, revokes, once_key, detail)
		VALUES ('f', $1, 'completed', 'c', 1, '', $2, '', 0, '', '', '', '', 'f', '')`, learner, w.now)
	w.exec(`INSERT INTO role_grant (id, person_id, role, node_id, valid_from, valid_until, made_by, ended_by)
		SELECT 'byhand', $1, 'leader', node_id, '2026-01-01', '9999-12-31', 'somebody', '' FROM node_place WHERE name = 'Ängen'`, learner)
	r := w.undo()
	if got := w.texts(`SELECT id FROM person`); !slices.Equal(got, []string{learner}) {
		t.Errorf("people left: %v", got)
	}
	if len(r.Warnings) != 2 || r.Warnings[1].Args["name"] != "Ängen" {
		t.Errorf("%+v", r.Warnings)
	}
	if got := w.tree(); !slices.Equal(got, []string{"Omsorgsförvaltningen (o Förvaltning)", ". Ängen (u)"}) {
		t.Errorf("%q", got)
	}
}

func TestUndoingTakesAMappingOfTitlesAlong(t *testing.T) {
	t.Parallel()
	w := open(t)
	wizard := func(l *line) { l.Title = "Trollkarl" }
	w.must(of(someone(1, wizard), someone(2, wizard)))
	before := w.dump()
	w.day("2026-03-09")
	w.must(of(someone(1, wizard, at("Ängen", "")), someone(2, wizard), someone(3, wizard)))
	w.day("2026-03-10")
	if n, err := w.im.MapTitle(t.Context(), may.Operator(), solna, staff.TitleMeaning{Title: "Trollkarl", Occupation: "underskoterska", Area: ""}); err != nil || n != 3 {
		t.Fatal(n, err)
	}
	w.undo()
	// Number 2 was not the import's: it keeps what the title means.
	got := w.texts(`SELECT k.number || p.occupation FROM employment_period p JOIN employment k ON k.id = p.employment_id WHERE p.valid_until = '9999-12-31' ORDER BY k.number`)
	if !slices.Equal(got, []string{"1", "2underskoterska"}) {
		t.Errorf("%q", got)
	}
	w.exec(`DELETE FROM employment_period WHERE opened_by LIKE 'map:%'`)
	w.exec(`UPDATE employment_period SET valid_until = '9999-12-31', closed_by = '' WHERE closed_by LIKE 'map:%'`)
	w.exec(`DELETE FROM title_rule WHERE node_id = $1`, solna)
	wantSame(t, w.dump(), before)
}

// anyFile draws a file of few people, units and words, so that much happens between two of them.
func anyFile(rt *rapid.T, name string, shift int) string {
	n := rapid.IntRange(0, 9).Draw(rt, name+" rows")
	pick := func(what string, of ...string) string { return rapid.SampledFrom(of).Draw(rt, name+" "+what) }
	var ls []line
	for i := range n {
		number := rapid.IntRange(1, 8).Draw(rt, name+" number")
		l := someone(shift+number, func(l *line) {
			l.Nr = pick("key", l.Nr, l.Nr, l.Nr, "")
			l.Pnr = pick("identity", l.Pnr, l.Pnr, pnr(shift+1), "", pnr(shift+number+1))
			l.Last = pick("last", "Exempelsson", "Påhitt")
			l.Unit, l.Ansvar = pick("unit", "Solgläntan", "Ängen", "Björken"), pick("ansvar", "", "1", "2")
			l.Admin, l.Area, l.Team = pick("admin", "Omsorg", "Stöd"), pick("area", "", "Norr", "Syd"), pick("team", "", "Lag 1")
			l.Title, l.Form = pick("title", "Undersköterska", "Trollkarl"), pick("form", "Tillsvidare", "Timavlönad")
			l.Chef = pick("chef", "", fmt.Sprint(shift+1), fmt.Sprint(shift+2), "Testa3 Påhitt")
			l.Email = pick("email", "", fmt.Sprintf("t%d@exempel.example", i))
			l.From = pick("from", "2024-03-01", "2025-01-01", "fel")
		})
		ls = append(ls, l)
	}
	return of(ls...)
}

func TestUndoingRestoresExactlyWhateverTheFilesSay(t *testing.T) {
	t.Parallel()
	w := open(t)
	loose := staff.ImportOptions{MaxEnded: 100, SkipErrors: true}
	municipalities := w.texts(`SELECT id FROM node WHERE kind = 'municipality' ORDER BY id`)
	round := 0
	rapid.Check(t, func(rt *rapid.T) {
		// Two employers a round, whose people may be the same; earlier rounds lie still beside them.
		here, there := municipalities[round%280], municipalities[(round+1)%280]
		shift := round * 20
		round += 2
		take := func(employer, name string) (string, staff.ImportResult) {
			text := anyFile(rt, name, shift)
			w.now = w.now.Add(time.Duration(rapid.IntRange(1, 40).Draw(rt, name+" later")) * time.Hour)
			r, err := w.im.Run(t.Context(), may.Operator(), employer, file(text), loose, nil)
			if err != nil || !r.Committed {
				rt.Fatalf("%v %+v\n%s", err, r, text)
			}
			return text, r
		}
		take(there, "elsewhere")
		first, _ := take(here, "first")
		before := w.dump()
		r, err := w.im.Run(t.Context(), may.Operator(), here, file(first), loose, nil)
		if err != nil || r.New+r.Changed+r.Ended > 0 {
			rt.Fatalf("a second time: %v %+v\n%s", err, r, first)
		}
		if again := w.dump(); again != before {
			t.Log(first)
			wantSame(t, again, before)
		}
		w.now = w.now.Add(time.Minute)
		second, did := take(here, "second")
		if w.dump() == before {
			return // it changed nothing, so there is nothing of it to undo
		}
		undone, err := w.im.Undo(t.Context(), may.Operator(), here)
		if err != nil {
			rt.Fatal(err)
		}
		if undone.New != did.Ended || undone.Ended != did.New || undone.Changed != did.Changed || undone.Unchanged != did.Unchanged || len(undone.Warnings) > 0 {
			rt.Fatalf("did %+v, undid %+v", did, undone)
		}
		if now := w.dump(); now != before {
			t.Logf("first:\n%ssecond:\n%s", first, second)
			wantSame(t, now, before)
		}
	})
}

// A new table with keys to people must be told to the one place that asks whether a person has
// left a trace, or undoing would fail on it.
func TestEveryTableThatPointsAtPeopleIsAsked(t *testing.T) {
	t.Parallel()
	w := open(t)
	own := []string{"employee", "employment"} // asked beside the others
	for _, table := range pointingAt(t, w.db, "person") {
		if !slices.Contains(own, table) && !strings.Contains(staff.Untraced, "FROM "+table+" ") {
			t.Errorf("table %s has a key to person and is not asked", table)
		}
	}
	never := []string{"node_place", "municipality_rss", "employee", "employment", "staff_import", "journey_switch", "journey_pilot", "course_pilot", "journey_switch_change", "function_switch", "contact", "summary", "gap_summary", "gap_told", "joint_choice", "joint_work", "joint_answer", "journey_draft", "api_key", "role_level", "merit", "validation", "programme_map", "merit_import", "assessment", "assessment_ask", "specialist_role", "language_figure", "language_count",
		"occasion", "occasion_owner", "trainer_approval", "quota", "booking_choice", "station_template", "pilot", "network", "reflection_target", "reflection_told", "introduction_template", "introduction_guide", "introduction_told", "appointment", "appointment_setting", "appointment_reach", "ambassador_request"} // never on what a file makes, or gone before
	for _, table := range pointingAt(t, w.db, "node") {
		if !slices.Contains(never, table) && !strings.Contains(staff.SelectFreeNodes, "FROM "+table+" ") {
			t.Errorf("table %s has a key to node and is not asked", table)
		}
	}
}

func pointingAt(t *testing.T, d *db.DB, target string) []string {
	q := `SELECT DISTINCT m.name FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f ON f."table" = $1 WHERE m.type = 'table'`
	if d.Engine() == db.Postgres { // the catalogues are each engine's own
		q = `SELECT DISTINCT c.conrelid::regclass::text FROM pg_constraint c WHERE c.contype = 'f' AND c.confrelid = $1::regclass`
	}
	rows, err := d.Pool().QueryContext(t.Context(), q, target)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var name sql.NullString
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		out = append(out, name.String)
	}
	if len(out) == 0 {
		t.Fatal("nothing points at " + target)
	}
	return out
}
