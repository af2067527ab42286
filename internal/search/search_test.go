package search_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"yrkesresan/content"
	"yrkesresan/internal/access"
	"yrkesresan/internal/course"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/search"
	"yrkesresan/internal/staff"
)

// world is the shipped courses and journeys, and Göteborg with two units, a private employer and
// some people.
type world struct {
	*search.Search
	t *testing.T
}

type nothing struct{}

func (nothing) Begun(context.Context, string) ([]string, error) { return nil, nil }

func (nothing) BegunAmong(context.Context, []string) (map[string][]string, error) { return nil, nil }

func newWorld(t *testing.T) *world {
	t.Helper()
	d := dbtest.Open(t)
	place, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	files, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	now := func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, place) }
	newID := func() string { n++; return fmt.Sprintf("id%06d", n) }
	log := &audit.Log{DB: d, Now: now, NewID: newID}
	tree := &org.Tree{DB: d, NewID: newID}
	people := &staff.Staff{DB: d, Audit: log, Now: now, NewID: newID, Place: place}
	courses := &course.Courses{DB: d, Blobs: files, Now: now}
	journeys := &journey.Journeys{DB: d, Staff: people, Tree: tree, Studies: nothing{}, Now: now, NewID: newID,
		Access: access.New(access.Access{DB: d, Staff: people, Now: now, NewID: newID}), Record: &record.Record{DB: d, Staff: people, Audit: log, Now: now, NewID: newID}}
	w := &world{&search.Search{DB: d, Courses: courses, Journeys: journeys, Tree: tree, Staff: people, Audit: log, Synonyms: oldWords}, t}
	w.tx(func(tx *db.Tx) error { return tree.Seed(t.Context(), tx) })
	if err := courses.Seed(t.Context(), content.Courses()); err != nil {
		t.Fatal(err)
	}
	if err := journeys.Seed(t.Context(), content.Journeys(), "2021-01-01"); err != nil {
		t.Fatal(err)
	}
	for _, n := range []org.Node{
		{ID: "solen", Kind: "unit", Name: "Hemtjänst Solrosen", Parent: "k-1480"}, {ID: "manen", Kind: "unit", Name: "Gruppbostad Månstenen", Parent: "k-1480"},
		{ID: "firma", Kind: "employer", Name: "Omsorg AB", Parent: "k-1480"}, {ID: "granen", Kind: "unit", Name: "Granskogen", Parent: "firma"},
	} {
		w.tx(func(tx *db.Tx) error { _, err := tree.Add(t.Context(), tx, n, "2020-01-01", "test"); return err })
	}
	w.employ("k-1480", "solen", "Amina", "Berglind")
	w.employ("k-1480", "solen", "Anna-Karin", "Öhrnell")
	w.employ("k-1480", "manen", "Amina", "Dahlros")
	w.employ("firma", "granen", "Amina", "Ekstrand")
	w.sweep()
	return w
}

func oldWords(context.Context) ([]search.Synonym, error) {
	return []search.Synonym{{Old: "missbruk", New: "skadligt bruk och beroende"}, {Old: "dement person", New: "demens"}}, nil
}

func (w *world) tx(f func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.DB.Tx(w.t.Context(), f); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) sweep() {
	w.t.Helper()
	if err := w.OnSwept(w.t.Context(), search.Swept{}); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) employ(employer, unit, first, last string) {
	w.t.Helper()
	id := strings.ToLower(first + "-" + last)
	w.tx(func(tx *db.Tx) error {
		for _, q := range []struct {
			text string
			args []any
		}{
			{`INSERT INTO person (id, made_at, made_by) VALUES ($1, '2020-01-01 00:00:00', 'test')`, []any{id}},
			{`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
				VALUES ($1, $2, $3, $4, $4, '', '', FALSE, '')`, []any{employer, id, first, last}},
			{`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ('e-' || $1, $2, $1, $1, $1, 'test')`, []any{id, employer}},
			{`INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent,
					start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
				VALUES ('t-' || $1, 'e-' || $1, $2, $1, $3, '', 'Undersköterska', '', 'underskoterska', 'aldreomsorg', 'permanent', 100,
					'2024-01-01', '', FALSE, '', '', '2024-01-01', '9999-12-31', 'test', '')`, []any{id, employer, unit}},
		} {
			if _, err := tx.Exec(w.t.Context(), q.text, q.args...); err != nil {
				return err
			}
		}
		return nil
	})
}

var learner = may.Actor{PersonID: "somebody"}

func at(role may.Role, path string) may.Actor {
	return may.Actor{PersonID: "leader", Grants: []may.Grant{{Role: role, Path: path}}}
}

const town = "se/rss-GR/k-1480"

func (w *world) found(a may.Actor, text string) []string {
	w.t.Helper()
	r, err := w.Find(w.t.Context(), a, search.Question{Text: text, Limit: 50})
	if err != nil {
		w.t.Fatal(err)
	}
	out := []string{}
	for _, h := range r.Hits {
		out = append(out, string(h.Kind)+" "+h.Title)
	}
	return out
}

func (w *world) finds(a may.Actor, text, want string) {
	w.t.Helper()
	if got := w.found(a, text); !slices.Contains(got, want) {
		w.t.Errorf("%q finds %q, not %q", text, got, want)
	}
}

func TestWordsAreFoundInEveryForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hygiene := w.found(learner, "hygien")
	if len(hygiene) == 0 || !strings.HasPrefix(hygiene[0], "course ") {
		t.Fatalf("hygien: %q", hygiene)
	}
	course := hygiene[0]
	for _, text := range []string{"hygienen", "HYGIEN", "hygien?", "hygein", "hygen", "hygienrutiner", "hyg"} {
		w.finds(learner, text, course)
	}
	medicine := w.found(learner, "läkemedel")
	if len(medicine) == 0 {
		t.Fatal("läkemedel finds nothing")
	}
	for _, text := range []string{"läkemedlet", "läkemedelshantering", "lakemedel", "läkemdel"} {
		if got := w.found(learner, text); !slices.ContainsFunc(got, func(h string) bool { return slices.Contains(medicine, h) }) {
			t.Errorf("%s finds %q", text, got)
		}
	}
	if got := w.found(learner, "xyzzyq"); len(got) != 0 {
		t.Errorf("nonsense finds %q", got)
	}
	w.finds(learner, "vård omsorg", "journey Vård och omsorg")
}

func TestOldWordsFindTheNew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if now, old := w.found(learner, "demens"), w.found(learner, "dement person"); len(now) == 0 || !slices.ContainsFunc(old, func(h string) bool { return slices.Contains(now, h) }) {
		t.Errorf("an old word finds %q", old)
	}
}

func TestAMisspeltWordIsToldOf(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, err := w.Find(t.Context(), learner, search.Question{Text: "hygein", Limit: 5})
	if err != nil || len(r.Nearly) == 0 || len(r.Hits) == 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestPlacesAreForWhoSeesThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const place = "place Hemtjänst Solrosen"
	for who, c := range map[string]struct {
		actor may.Actor
		want  bool
	}{
		"a learner": {learner, false}, "its manager": {at(may.Manager, town+"/solen"), true}, "another's manager": {at(may.Manager, town+"/manen"), false},
		"the municipality": {at(may.Municipality, town), true}, "the nation": {at(may.National, "se"), true}, "an auditor": {at(may.Auditor, town), false},
	} {
		if got := slices.Contains(w.found(c.actor, "solrosen"), place); got != c.want {
			t.Errorf("%s: %v", who, got)
		}
	}
}

func TestPeopleAreForWhoSeesTheirStaff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for who, c := range map[string]struct {
		actor may.Actor
		text  string
		want  []string
	}{
		"a learner":               {learner, "amina", nil},
		"the unit's manager":      {at(may.Manager, town+"/solen"), "amina", []string{"person Amina Berglind"}},
		"the municipality":        {at(may.Municipality, town), "amina", []string{"person Amina Berglind", "person Amina Dahlros"}},
		"the private employer's":  {at(may.Municipality, town+"/firma"), "amina", []string{"person Amina Ekstrand"}},
		"the nation":              {at(may.National, "se"), "amina", nil},
		"both names":              {at(may.Municipality, town), "dahl amina", []string{"person Amina Dahlros"}},
		"a misspelt name":         {at(may.Municipality, town), "berglnd", []string{"person Amina Berglind"}},
		"a name without its dots": {at(may.Municipality, town), "ohrnell", []string{"person Anna-Karin Öhrnell"}},
		"half a double name":      {at(may.Municipality, town), "karin", []string{"person Anna-Karin Öhrnell"}},
	} {
		got := slices.DeleteFunc(w.found(c.actor, c.text), func(h string) bool { return !strings.HasPrefix(h, "person ") })
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", who, got, c.want)
		}
	}
}

func TestWhoIsShownCanReadThatTheyWere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.found(at(may.Municipality, town), "amina")
	seen, err := w.Audit.About(t.Context(), "amina-berglind", 5)
	if err != nil || len(seen) != 1 || seen[0].What != "search.people" || seen[0].ViewerID != "leader" {
		t.Errorf("%+v, %v", seen, err)
	}
}

func TestAProtectedIdentityIsFoundByItsCodeOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	code, err := w.Staff.NoteProtected(t.Context(), may.Operator(), "k-1480", "amina-dahlros", true)
	if err != nil {
		t.Fatal(err)
	}
	for _, when := range []string{"before the sweep", "after it"} {
		if got := w.found(at(may.Municipality, town), "dahlros"); len(got) != 0 {
			t.Errorf("%s the name finds %q", when, got)
		}
		w.sweep()
	}
	w.finds(at(may.Municipality, town), code, "person "+code)
}

func TestTheIndexFollowsWhatChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("k-1480", "manen", "Cecilia", "Frostberg")
	w.tx(func(tx *db.Tx) error {
		return w.Tree.Rename(t.Context(), tx, "manen", "Gruppbostad Stjärnstenen", "2026-03-02")
	})
	w.sweep()
	manager := at(may.Manager, town+"/manen")
	w.finds(manager, "frostberg", "person Cecilia Frostberg")
	w.finds(manager, "stjärnstenen", "place Gruppbostad Stjärnstenen")
	if got := w.found(manager, "månstenen"); slices.Contains(got, "place Gruppbostad Månstenen") {
		t.Errorf("the old name finds %q", got)
	}
}

func TestForgettingLeavesNoName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tx(func(tx *db.Tx) error {
		n, err := w.Forget(t.Context(), tx, "amina-berglind", "k-1480", true)
		if err == nil && n["search_person"] != 2 {
			err = fmt.Errorf("forgot %v", n)
		}
		return err
	})
	for _, table := range []string{"search_person", "search_near"} {
		left, err := db.All(t.Context(), w.DB, db.Text, `SELECT word FROM `+table+` WHERE word = 'berglind'`)
		if err != nil || len(left) != 0 {
			t.Errorf("%s keeps %q, %v", table, left, err)
		}
	}
	w.finds(at(may.Municipality, town), "dahlros", "person Amina Dahlros") // her first name is others' too
}
