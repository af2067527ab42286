package competence_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/app"
	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/may"
)

// assessing is Göteborg with solen, which karin leads, and manen; a private provider under it with skog;
// and the framework grund: omvardnad/bemota and omvardnad/lyfta (assessed), utbildning (formal).
type assessing struct {
	*app.App
	t testing.TB
}

const town = "k-1480"

func openAssessing(t testing.TB) *assessing {
	t.Helper()
	a, err := app.Open(t.Context(), app.Config{Data: t.TempDir(), Database: dbtest.URL(t), Product: "Yrkesresan", URL: "http://127.0.0.1"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	w := &assessing{a, t}
	err = a.DB.Tx(t.Context(), func(tx *db.Tx) error {
		for _, n := range []org.Node{{ID: "solen", Kind: "unit", Name: "Solen", Parent: town}, {ID: "manen", Kind: "unit", Name: "Månen", Parent: town},
			{ID: "privat", Kind: "employer", Name: "Privat AB", Parent: town}, {ID: "skog", Kind: "unit", Name: "Skogsbrynet", Parent: "privat"}} {
			if _, err := a.Tree.Add(t.Context(), tx, n, "2020-01-01", "test"); err != nil {
				return err
			}
		}
		for person, at := range map[string][2]string{"karin": {town, "solen"}, "amina": {town, "solen"}, "bengt": {town, "solen"}, "clara": {town, "manen"}, "dan": {"privat", "skog"}} {
			if err := employAt(t.Context(), tx, person, at[0], at[1]); err != nil {
				return err
			}
		}
		if err := a.Access.Grant(t.Context(), tx, "karin", may.Manager, "solen", "2020-01-01", db.NoEnd, "test"); err != nil {
			return err
		}
		return putFrame(t.Context(), tx, groundFrame())
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func groundFrame() frame.Frame {
	return frame.Frame{ID: "grund", Name: "Grunden", Areas: []frame.Area{{ID: "omvardnad", Name: "Omvårdnad", Requirements: []frame.Requirement{
		{ID: "bemota", Name: "Bemöta", Goals: []frame.Goal{{ID: "lyssna", Text: "Lyssna", Kind: frame.Skill}, {ID: "lugna", Text: "Lugna", Kind: frame.Method}},
			Evidence: []frame.Evidence{{By: frame.ByAssessment, Ref: "colleague"}}},
		{ID: "lyfta", Name: "Lyfta", Evidence: []frame.Evidence{{By: frame.ByAssessment}}},
		{ID: "palliativ", Name: "Palliativ vård", Evidence: []frame.Evidence{{By: frame.ByFunction, Ref: "sjukskoterska-palliativ"}}},
		{ID: "utbildning", Name: "Utbildning", Formal: true, Evidence: []frame.Evidence{{By: frame.ByEducation}}},
	}}}}
}

// putFrame puts a published framework where the room of frameworks would.
func putFrame(ctx context.Context, tx *db.Tx, f frame.Frame) error {
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO framework (id, owner_id, made_by, made_at) VALUES ($1, 'se', 'test', '2020-01-01 00:00:00')`, f.ID); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO framework_version (framework_id, version, state, valid_from, valid_until, name, digest, body, revision, made_by, made_at, published_by)
		VALUES ($1, 1, 'published', '2020-01-01', '9999-12-31', $2, $1, $3, 1, 'test', '2020-01-01 00:00:00', 'test')`, f.ID, f.Name, string(body))
	return err
}

func employAt(ctx context.Context, tx *db.Tx, person, employer, unit string) error {
	for _, q := range []struct {
		text string
		args []any
	}{
		{`INSERT INTO person (id, made_at, made_by) VALUES ($1, '2020-01-01 00:00:00', 'test')`, []any{person}},
		{`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
			VALUES ($2, $1, $3, 'Exempel', $1, '', '', FALSE, '')`, []any{person, employer, strings.ToUpper(person[:1]) + person[1:]}},
		{`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ('e-' || $1, $2, $1, 'nr-' || $1, $1, 'test')`, []any{person, employer}},
		{`INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent,
				start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
			VALUES ('t-' || $1, 'e-' || $1, $2, $1, $3, '', 'Undersköterska', '', 'underskoterska', 'aldreomsorg', 'permanent', 100,
				'2024-01-01', '', FALSE, '', '', '2024-01-01', '9999-12-31', 'test', '')`, []any{person, employer, unit}},
	} {
		if _, err := tx.Exec(ctx, q.text, q.args...); err != nil {
			return fmt.Errorf("%w: %s", err, q.text)
		}
	}
	return nil
}

func (w *assessing) as(person string) may.Actor {
	w.t.Helper()
	grants, err := access.Grants(w.t.Context(), w.DB, person, w.Staff.Today())
	if err != nil {
		w.t.Fatal(err)
	}
	return may.Actor{PersonID: person, Grants: grants}
}

func (w *assessing) rows(table string) int64 {
	w.t.Helper()
	n, err := db.One(w.t.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM `+table)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// want asks that an error is the fault, or none.
func want(t testing.TB, err, fault error) {
	t.Helper()
	if fault == nil && err != nil || fault != nil && !errors.Is(err, fault) {
		t.Errorf("%v, want %v", err, fault)
	}
}

func TestAssessingAsks(t *testing.T) {
	t.Parallel()
	w := openAssessing(t)
	one := competence.Judgement{PersonID: "amina", Requirement: "grund/bemota", Level: "do"}
	with := func(change func(*competence.Judgement)) competence.Judgement { j := one; change(&j); return j }
	for _, c := range []struct {
		name     string
		who      string
		j        competence.Judgement
		by       held.Assessor
		employer string
		want     error
	}{
		{"the own", "amina", one, held.Self, town, nil},
		{"another's own", "bengt", one, held.Self, town, may.ErrDenied},
		{"at an employer that one does not work for", "amina", one, held.Self, "privat", competence.ErrNotThere},
		{"a colleague who was not asked", "bengt", one, held.Colleague, town, may.ErrDenied},
		{"the manager", "karin", one, held.Manager, town, nil},
		{"the manager oneself", "karin", with(func(j *competence.Judgement) { j.PersonID = "karin" }), held.Manager, town, competence.ErrOwn},
		{"somebody elsewhere", "karin", with(func(j *competence.Judgement) { j.PersonID = "clara" }), held.Manager, town, may.ErrDenied},
		{"somebody at a private employer", "karin", with(func(j *competence.Judgement) { j.PersonID = "dan" }), held.Manager, "privat", may.ErrDenied},
		{"who leads nobody", "bengt", one, held.Manager, town, may.ErrDenied},
		{"what is formal", "karin", with(func(j *competence.Judgement) { j.Requirement = "grund/utbildning" }), held.Manager, town, competence.ErrFormal},
		{"no level of the scheme", "karin", with(func(j *competence.Judgement) { j.Level = "guld" }), held.Manager, town, competence.ErrLevel},
		{"none of it", "karin", with(func(j *competence.Judgement) { j.Level = "" }), held.Manager, town, nil},
		{"a goal", "karin", with(func(j *competence.Judgement) { j.Goal = "lyssna" }), held.Manager, town, nil},
		{"no goal of it", "karin", with(func(j *competence.Judgement) { j.Goal = "sjunga" }), held.Manager, town, competence.ErrNoRequirement},
		{"no requirement", "karin", with(func(j *competence.Judgement) { j.Requirement = "grund/trolla" }), held.Manager, town, competence.ErrNoRequirement},
		{"tomorrow", "karin", with(func(j *competence.Judgement) { j.On = "2999-01-01" }), held.Manager, town, competence.ErrDay},
		{"a number in the note", "karin", with(func(j *competence.Judgement) { j.Note = "19811218-9876" }), held.Manager, town, competence.ErrIdentity},
		{"a long note", "karin", with(func(j *competence.Judgement) { j.Note = strings.Repeat("å", 1001) }), held.Manager, town, competence.ErrNote},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := w.rows("assessment")
			err := w.Competence.Assess(t.Context(), w.as(c.who), c.employer, []competence.Judgement{c.j}, c.by)
			want(t, err, c.want)
			if got := w.rows("assessment") - before; (got == 1) != (c.want == nil) {
				t.Errorf("%d rows more", got)
			}
		})
	}
}

// One wrong among many writes nothing; the same again changes nothing; what is taken back lets what stood
// before stand again.
func TestAssessingIsAllOrNothingAndOnce(t *testing.T) {
	t.Parallel()
	w := openAssessing(t)
	karin := w.as("karin")
	many := []competence.Judgement{{PersonID: "amina", Requirement: "grund/bemota", Level: "do"}, {PersonID: "bengt", Requirement: "grund/lyfta", Level: "master"}}
	wrong := append(slices.Clone(many), competence.Judgement{PersonID: "clara", Requirement: "grund/lyfta", Level: "do"})
	want(t, w.Competence.Assess(t.Context(), karin, town, wrong, held.Manager), may.ErrDenied)
	if n := w.rows("assessment"); n != 0 {
		t.Fatalf("%d rows of a refused saving", n)
	}
	for i, rows := range []int{2, 0} {
		saved, err := w.Competence.AssessMany(t.Context(), karin, town, many, held.Manager)
		if err != nil || saved.Rows != rows {
			t.Fatalf("saving %d: %+v %v", i, saved, err)
		}
	}
	w.App.Competence.Now = func() time.Time { return w.Now().Add(time.Second) }
	many[0].Level = ""
	saved, err := w.Competence.AssessMany(t.Context(), karin, town, many, held.Manager)
	if err != nil || saved.Rows != 1 {
		t.Fatalf("%+v %v", saved, err)
	}
	level := func() string {
		known, err := w.Competence.Known(t.Context(), town, []string{"amina"})
		if err != nil {
			t.Fatal(err)
		}
		list := known["amina"].Assessed
		return list[len(list)-1].Level
	}
	if level() != "" {
		t.Error("the later word does not stand")
	}
	want(t, ignore(w.Competence.TakeBackSaved(t.Context(), w.as("bengt"), town, saved.At)), competence.ErrNoAssessment)
	if n, err := w.Competence.TakeBackSaved(t.Context(), karin, town, saved.At); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if level() != "do" {
		t.Error("what stood before does not stand again")
	}
	want(t, ignore(w.Competence.TakeBackSaved(t.Context(), karin, town, saved.At)), competence.ErrNoAssessment)
}

func ignore(_ int, err error) error { return err }

// A colleague judges what was asked, once, until the day; the answer closes the asking.
func TestAColleagueAnswersWhatWasAsked(t *testing.T) {
	t.Parallel()
	w := openAssessing(t)
	var told []competence.Request
	w.Competence.Asked = func(_ context.Context, _ *db.Tx, r competence.Request) error { told = append(told, r); return nil }
	ask := competence.Request{PersonID: "amina", ColleagueID: "bengt", ControllerID: town, Requirements: []string{"grund/bemota"}}
	change := func(f func(*competence.Request)) competence.Request { r := ask; f(&r); return r }
	for name, c := range map[string]struct {
		who  string
		r    competence.Request
		want error
	}{
		"for another":         {"bengt", change(func(r *competence.Request) { r.ColleagueID = "karin" }), may.ErrDenied},
		"oneself":             {"amina", change(func(r *competence.Request) { r.ColleagueID = "amina" }), competence.ErrNoColleague},
		"somebody elsewhere":  {"amina", change(func(r *competence.Request) { r.ColleagueID = "dan" }), competence.ErrNoColleague},
		"nothing":             {"amina", change(func(r *competence.Request) { r.Requirements = nil }), competence.ErrNoneAsked},
		"what is formal":      {"amina", change(func(r *competence.Request) { r.Requirements = []string{"grund/utbildning"} }), competence.ErrFormal},
		"until long after":    {"amina", change(func(r *competence.Request) { r.Until = "2999-01-01" }), competence.ErrAskUntil},
		"at another employer": {"amina", change(func(r *competence.Request) { r.ControllerID = "privat" }), competence.ErrNotThere},
	} {
		_, err := w.Competence.AskColleague(t.Context(), w.as(c.who), c.r)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	asked, err := w.Competence.AskColleague(t.Context(), w.as("amina"), ask)
	if err != nil || len(told) != 1 {
		t.Fatal(err, told)
	}
	_, err = w.Competence.AskColleague(t.Context(), w.as("karin"), ask)
	want(t, err, competence.ErrAskedOnce)
	bengt := w.as("bengt")
	if list, err := w.Competence.Requests(t.Context(), bengt); err != nil || len(list) != 1 || list[0].ID != asked.ID {
		t.Fatal(list, err)
	}
	other := []competence.Judgement{{Requirement: "grund/lyfta", Level: "do"}}
	want(t, w.Competence.Answer(t.Context(), bengt, asked.ID, other), may.ErrDenied)
	answer := []competence.Judgement{{PersonID: "clara", Requirement: "grund/bemota", Level: "understand"}}
	want(t, w.Competence.Answer(t.Context(), w.as("karin"), asked.ID, answer), competence.ErrNoAsk)
	want(t, w.Competence.Answer(t.Context(), bengt, asked.ID, answer), nil)
	want(t, w.Competence.Answer(t.Context(), bengt, asked.ID, answer), competence.ErrNoAsk)
	if len(told) != 2 || told[1].State != competence.AskAnswered {
		t.Error(told)
	}
	list, err := w.Competence.Assessments(t.Context(), w.as("amina"), "amina", town)
	if err != nil || len(list) != 1 || list[0].PersonID != "amina" || list[0].By != held.Colleague {
		t.Error(list, err)
	}
}

// All three sides stand side by side; the own note is the person's until it is shown; looking is logged.
func TestWhoSeesAssessments(t *testing.T) {
	t.Parallel()
	w := openAssessing(t)
	own := []competence.Judgement{{PersonID: "amina", Requirement: "grund/bemota", Level: "do", Note: "Jag är osäker"}, {PersonID: "amina", Requirement: "grund/lyfta", Level: "do", Note: "Visa", NoteShown: true}}
	want(t, w.Competence.Assess(t.Context(), w.as("amina"), town, own, held.Self), nil)
	want(t, w.Competence.Assess(t.Context(), w.as("karin"), town, []competence.Judgement{{PersonID: "amina", Requirement: "grund/bemota", Level: "know", Note: "Öva"}}, held.Manager), nil)
	seen, err := w.Competence.Assessments(t.Context(), w.as("karin"), "amina", town)
	if err != nil || len(seen) != 3 || seen[0].Note != "" || seen[1].Note != "Visa" || seen[2].Note != "Öva" {
		t.Errorf("%+v %v", seen, err)
	}
	sides := competence.Latest(seen)
	if sides[competence.Side{"grund/bemota", "", held.Self}].Level != "do" || sides[competence.Side{"grund/bemota", "", held.Manager}].Level != "know" {
		t.Error(sides)
	}
	looks, err := w.Audit.About(t.Context(), "amina", 10)
	if err != nil || len(looks) != 1 || looks[0].ViewerID != "karin" {
		t.Error(looks, err)
	}
	mine, err := w.Competence.Assessments(t.Context(), w.as("amina"), "amina", "")
	if err != nil || len(mine) != 3 || mine[0].Note != "Jag är osäker" {
		t.Errorf("%+v %v", mine, err)
	}
	_, err = w.Competence.Assessments(t.Context(), w.as("bengt"), "amina", town)
	want(t, err, may.ErrDenied)
	_, err = w.Competence.AssessedAt(t.Context(), w.as("bengt"), "solen", []string{"amina"}, []string{"grund/bemota"})
	want(t, err, may.ErrDenied)
	group, err := w.Competence.AssessedAt(t.Context(), w.as("karin"), "solen", []string{"amina", "bengt"}, []string{"grund/bemota"})
	if err != nil || len(group["amina"]) != 2 || group["amina"][competence.Side{"grund/bemota", "", held.Self}].Note != "" {
		t.Errorf("%+v %v", group, err)
	}
}

func TestASpecialistSupportsGroups(t *testing.T) {
	t.Parallel()
	w := openAssessing(t)
	karin := w.as("karin")
	one := competence.Specialist{PersonID: "amina", EmployerID: town, Role: "sjukskoterska-palliativ", From: "2026-01-01",
		Supports: []competence.Supported{{NodeID: "solen"}, {NodeID: town, Group: "PAS-sjuksköterskor"}}}
	_, err := w.Competence.NoteSpecialist(t.Context(), w.as("bengt"), one)
	want(t, err, may.ErrDenied)
	outside := one
	outside.Supports = []competence.Supported{{NodeID: "k-2480"}}
	_, err = w.Competence.NoteSpecialist(t.Context(), karin, outside)
	want(t, err, competence.ErrGroupName)
	noted, err := w.Competence.NoteSpecialist(t.Context(), karin, one)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Competence.NoteSpecialist(t.Context(), karin, one)
	want(t, err, competence.ErrRoleTwice)
	who, err := w.Competence.SupportOf(t.Context(), w.as("bengt"), "solen")
	if err != nil || len(who) != 1 || who[0].PersonID != "amina" || len(who[0].Supports) != 2 {
		t.Errorf("%+v %v", who, err)
	}
	_, err = w.Competence.SupportOf(t.Context(), w.as("dan"), "solen")
	want(t, err, may.ErrDenied)
	units := []org.Node{{ID: "solen", Path: "se/rss/" + town + "/solen"}, {ID: "manen", Path: "se/rss/" + town + "/manen"}}
	if lacking := competence.Unsupported(units, who, "sjukskoterska-palliativ", "2026-11-22"); len(lacking) != 1 || lacking[0].ID != "manen" {
		t.Error(lacking)
	}
	known, err := w.Competence.Known(t.Context(), town, []string{"amina"})
	if err != nil || len(known["amina"].Merits) != 1 || known["amina"].Merits[0].By != frame.ByFunction || !known["amina"].Merits[0].Checked {
		t.Errorf("%+v %v", known, err)
	}
	want(t, w.Competence.SetSupports(t.Context(), karin, noted.ID, one.Supports, []competence.Supported{{NodeID: "manen"}}), nil)
	if who, err := w.Competence.SupportOf(t.Context(), w.as("bengt"), "solen"); err != nil || len(who) != 0 {
		t.Error(who, err)
	}
	want(t, w.Competence.EndSpecialist(t.Context(), karin, noted.ID), nil)
	if list, err := w.Competence.SpecialistsIn(t.Context(), karin, "solen", []string{"amina"}); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
	_, err = w.Competence.AddSpecialistRole(t.Context(), karin, town, "Sårombud", "")
	want(t, err, may.ErrDenied) // she leads a unit, not the employer
	key, err := w.Competence.AddSpecialistRole(t.Context(), may.Operator(), town, "Sårombud", "")
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Competence.AddSpecialistRole(t.Context(), may.Operator(), town, "sårombud", "")
	want(t, err, competence.ErrRoleTwice)
	roles, err := w.Competence.SpecialistRoles(t.Context(), town)
	if err != nil || len(roles) != 10 || roles[9].Key != key {
		t.Error(roles, err)
	}
}
