package staffing_test

import (
	"fmt"
	"testing"

	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staffing"
)

const rss = "rss-GR"

// world is Göteborg with the units solen (people p0 to p9 in the teams Dagen and Natten, led by karin, with dora as
// deputy) and manen (led by mona), and the private employer vard with its unit vik (led by vera). kim is the
// municipality's contact, rita arranges course days at the RSS.
type world struct{ *gaptest.World }

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{gaptest.New(t)}
	w.Place("operation", "omr", "Äldreomsorg", gaptest.Town)
	w.Place("unit", "solen", "Solen", "omr")
	w.Place("unit", "manen", "Månen", "omr")
	w.Place("team", "dagen", "Dagen", "solen")
	w.Place("team", "natten", "Natten", "solen")
	w.Place("employer", "vard", "Vård AB", gaptest.Town)
	w.Place("unit", "vik", "Viken", "vard")
	for i := range 10 {
		w.Employ(fmt.Sprint("p", i), "solen", "underskoterska")
		team := "dagen"
		if i > 6 {
			team = "natten"
		}
		w.Exec(`UPDATE employment_period SET team_id = $1 WHERE person_id = $2`, team, fmt.Sprint("p", i))
	}
	for person, unit := range map[string]string{"karin": "solen", "dora": "solen", "mona": "manen", "dan": "manen", "kim": "manen", "rita": "manen"} {
		w.Employ(person, unit, "enhetschef")
	}
	w.EmployAt("vera", "vard", "vik", "enhetschef")
	w.EmployAt("vilma", "vard", "vik", "underskoterska")
	w.Grant("karin", may.Manager, "solen")
	w.Grant("dora", may.Deputy, "solen")
	w.Grant("mona", may.Manager, "manen")
	w.Grant("vera", may.Manager, "vik")
	w.Grant("kim", may.Municipality, gaptest.Town)
	w.Grant("rita", may.Region, rss)
	return w
}

// in is a day so many days from today.
func (w *world) in(days int) string { return string(plan.Date(w.Staff.Today()).AddDays(days)) }

// day is an open course day of the RSS.
func (w *world) day(course string, days int, seats int64) occasion.Occasion {
	w.T.Helper()
	a := w.Actor("rita")
	o, err := w.Occasions.Add(w.T.Context(), a, occasion.Occasion{CourseID: course, OrganiserID: rss, Form: occasion.AtPlace, Town: gaptest.Town, Place: "Folkets hus", Address: "Torget 1", Language: "sv", Seats: seats, MinSeats: 1,
		CutOff: w.in(days - 2), Sessions: []occasion.Session{{Length: occasion.Whole, Day: w.in(days), Begins: "09:00", Ends: "16:00"}}})
	if err == nil {
		err = w.Occasions.OpenUp(w.T.Context(), a, o.ID)
	}
	if err == nil {
		o, err = w.Occasions.Find(w.T.Context(), o.ID)
	}
	if err != nil {
		w.T.Fatal(err)
	}
	return o
}

// enrol puts a course in somebody's journey.
func (w *world) enrol(course, due string, people ...string) {
	w.T.Helper()
	for _, p := range people {
		w.Exec(`INSERT INTO assignment (id, person_id, node_id, employer_id, course_id, due, note, made_by, made_at, made_on, ended_on, ended_by)
			VALUES ($1, $2, 'solen', $3, $4, $5, '', 'karin', '2026-01-01 00:00:00', '2026-01-01', '9999-12-31', '')`, "as-"+p+course, p, gaptest.Town, course, due)
	}
}

func (w *world) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// study is a record of study that nothing is wrong with.
func (w *world) study(person string) staffing.Record {
	return staffing.Record{Kind: staffing.Study, PersonID: person, UnitID: "solen", Education: "Specialistundersköterska demens", From: "2026-03-01", Until: "2026-05-31", Hours: 120, Paid: true, Cost: 24_000, Funding: staffing.Own}
}

// area lets a person's employment be in an area.
func (w *world) area(person, area string) {
	w.Exec(`UPDATE employment_period SET area = $1 WHERE person_id = $2`, area, person)
}

// decide lets something happen to the tree today.
func (w *world) decide(c org.Change) {
	w.T.Helper()
	c.EmployerID = gaptest.Town
	if _, err := w.Tree.Decide(w.T.Context(), may.Operator(), c, "", w.Staff.Today(), w.Now()); err != nil {
		w.T.Fatal(err)
	}
}
