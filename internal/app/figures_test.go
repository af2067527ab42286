package app_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"yrkesresan/internal/app"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/report"
)

func TestTheDemoHasFigures(t *testing.T) {
	t.Parallel()
	a := newDemo(t, "2027-03-01")
	o, err := a.Figures.Overview(t.Context(), may.Operator(), report.Choice{})
	if err != nil || o.Total.Municipalities != 2 || o.Total.People < 50 || o.Total.Split != o.Total.People || o.OldOnes != 1 || o.All != 290 {
		t.Errorf("%+v, %d old, %d in all, %v", o.Total, o.OldOnes, o.All, err)
	}
	v, err := a.Figures.View(t.Context(), may.Operator(), "k-"+demoTown(t, a), report.Choice{})
	if err != nil || v.Total.People < 100 || v.Total.Late == 0 || v.Total.Done == 0 || len(v.Rows) == 0 || len(v.Units) < 5 || len(v.Courses) < 5 {
		t.Errorf("%+v, %d rows, %d units, %d courses, %v", v.Total, len(v.Rows), len(v.Units), len(v.Courses), err)
	}
	for _, u := range v.Units {
		if !u.Own {
			t.Errorf("%s is shown as another employer's", u.Name)
		}
	}
}

// demoTown is the first municipality of the demo.
func demoTown(t *testing.T, a *app.App) string {
	t.Helper()
	list, err := a.Demo.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list.Municipalities[0]
}

// standings is all that is kept of how people stand.
func standings(t *testing.T, w *world) string {
	t.Helper()
	rows, err := db.All(t.Context(), w.app.DB, db.Text, `
		SELECT person_id || ' ' || employer_id || ' ' || journey_id || ' ' || unit_id || ' ' || state || ' ' || CAST(total AS TEXT) || ' ' || CAST(done AS TEXT) || ' ' || CAST(late AS TEXT) || ' ' || due || ' ' || list_id || ' ' || marks
		FROM standing
		ORDER BY person_id, employer_id, journey_id`)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(rows, "\n")
}

// What is kept from facts one by one is what computing everybody anew gives.
func TestStandingsKeptFromFactsAreThoseOfARebuild(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, f := t.Context(), w.app.Figures
	if err := f.OnPassed(ctx, report.Passed{}); err != nil {
		t.Fatal(err)
	}
	w.crowd(t, 25) // each with facts, and so marked
	w.require(t)
	dice := rand.New(rand.NewPCG(7, 11))
	courses := []string{"bemotande", "basala-hygienrutiner", "forflyttning", "demens-abc", "kommunens-uppdrag-och-lagarna"}
	for range 60 {
		person := fmt.Sprintf("crowd-%03d", dice.IntN(25))
		if _, err := appendFact(t, w.app, record.Fact{PersonID: person, Kind: record.Completed, CourseID: courses[dice.IntN(len(courses))], Title: "x", Source: record.FromCourse, ActorID: person,
			ControllerID: "k-1480", At: w.app.Now().AddDate(0, 0, -dice.IntN(900))}); err != nil {
			t.Fatal(err)
		}
		if dice.IntN(3) == 0 {
			if err := f.OnChanged(ctx, report.Changed{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.OnChanged(ctx, report.Changed{}); err != nil {
		t.Fatal(err)
	}
	kept := standings(t, w)
	if !strings.Contains(kept, "crowd-003") {
		t.Fatal("nobody of the crowd stands anywhere")
	}
	if _, err := w.app.DB.Exec(ctx, `DELETE FROM standing`); err != nil {
		t.Fatal(err)
	}
	if err := f.OnPassed(ctx, report.Passed{}); err != nil {
		t.Fatal(err)
	}
	if rebuilt := standings(t, w); rebuilt != kept {
		t.Errorf("kept:\n%s\nrebuilt:\n%s", kept, rebuilt)
	}
}

func TestAMunicipalitySubmitsItsFigures(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, f := t.Context(), w.app.Figures
	w.crowd(t, 25)
	if err := f.OnPassed(ctx, report.Passed{}); err != nil {
		t.Fatal(err)
	}
	if err := f.OnChanged(ctx, report.Changed{}); err != nil {
		t.Fatal(err)
	}
	town, nation := w.browser(t, "municipality-1480"), w.browser(t, "national-1480")
	status, page := w.body(t, town, "/kommun/siffror")
	seen := regexp.MustCompile(`name="sett" value="([0-9a-f]+)"`).FindStringSubmatch(page)
	if status != 200 || seen == nil {
		t.Fatal(status, page)
	}
	if _, body := w.body(t, nation, "/nationen"); !strings.Contains(body, "0 av 290 kommuner har lämnat in") {
		t.Error("the nation reads what nobody has submitted")
	}
	post := func(path string, form url.Values) int {
		r, err := town.PostForm(w.base+path, form)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		return r.StatusCode
	}
	if got := post("/kommun/siffror", url.Values{"sett": {"x"}}); got != 409 {
		t.Errorf("figures that have changed are submitted: %d", got)
	}
	if got := post("/kommun/siffror", url.Values{"sett": {seen[1]}}); got != 303 {
		t.Fatalf("submitting: %d", got)
	}
	_, body := w.body(t, nation, "/nationen")
	if !strings.Contains(body, "1 av 290 kommuner har lämnat in") || strings.Contains(body, "Testa ") || len(body) > 80<<10 {
		t.Errorf("%d bytes", len(body))
	}
	s, err := f.Submission(ctx, may.Operator(), "k-1480")
	if err != nil || len(s.History) != 1 {
		t.Fatal(len(s.History), err)
	}
	if got := post("/kommun/siffror/ta-tillbaka", url.Values{"inlamning": {s.History[0].ID}}); got != 303 {
		t.Errorf("taking back: %d", got)
	}
	if _, body := w.body(t, nation, "/nationen"); !strings.Contains(body, "0 av 290 kommuner har lämnat in") {
		t.Error("what was taken back is still read")
	}
}
