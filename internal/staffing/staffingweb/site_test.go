package staffingweb_test

import (
	"net/url"
	"testing"

	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
	"yrkesresan/internal/staffing"
)

const rss = "rss-GR"

// world is Göteborg with the unit solen, led by karin with dora as deputy; six work there by day and two at night.
// mona leads manen, kim is the municipality's contact, rita arranges course days at the RSS.
type world struct{ *gaptest.World }

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{gaptest.New(t)}
	w.Place("operation", "omr", "Äldreomsorg", gaptest.Town)
	w.Place("unit", "solen", "Solen", "omr")
	w.Place("unit", "manen", "Månen", "omr")
	w.Place("team", "dagen", "Dagen", "solen")
	w.Place("team", "natten", "Natten", "solen")
	for i, person := range []string{"amina", "bengt", "carmen", "david", "eva", "farid", "greta", "hugo"} {
		w.Employ(person, "solen", "underskoterska")
		team := "dagen"
		if i > 5 {
			team = "natten"
		}
		w.Exec(`UPDATE employment_period SET team_id = $1 WHERE person_id = $2`, team, person)
	}
	for person, unit := range map[string]string{"karin": "solen", "dora": "solen", "mona": "manen", "kim": "manen", "rita": "manen"} {
		w.Employ(person, unit, "enhetschef")
	}
	w.Grant("karin", may.Manager, "solen")
	w.Grant("dora", may.Deputy, "solen")
	w.Grant("mona", may.Manager, "manen")
	w.Grant("kim", may.Municipality, gaptest.Town)
	w.Grant("rita", may.Region, rss)
	return w
}

// in is a day so many days from today.
func (w *world) in(days int) string { return string(plan.Date(w.Staff.Today()).AddDays(days)) }

// day is an open course day of moving people.
func (w *world) day(days int, seats int64) occasion.Occasion {
	w.T.Helper()
	a := w.Actor("rita")
	o, err := w.Occasions.Add(w.T.Context(), a, occasion.Occasion{CourseID: "forflyttning", OrganiserID: rss, Form: occasion.AtPlace, Town: gaptest.Town, Place: "Folkets hus", Address: "Torget 1", Language: "sv", Seats: seats, MinSeats: 1,
		CutOff: w.in(days - 2), Sessions: []occasion.Session{{Length: occasion.Whole, Day: w.in(days), Begins: "09:00", Ends: "16:00"}}})
	if err == nil {
		err = w.Occasions.OpenUp(w.T.Context(), a, o.ID)
	}
	if err != nil {
		w.T.Fatal(err)
	}
	return o
}

// crew is the unit's people by id.
func (w *world) crew() map[string]staffing.Member {
	w.T.Helper()
	_, all, err := w.Staffing.Crew(w.T.Context(), may.Operator(), "solen")
	if err != nil {
		w.T.Fatal(err)
	}
	out := map[string]staffing.Member{}
	for _, m := range all {
		out[m.ID()] = m
	}
	return out
}

// send uploads a list of who is in which group.
func send(v *webtest.Visitor, list string, status int) string {
	v.T.Helper()
	_, body := v.Upload("/min-grupp/bemanning/grupper/fil", url.Values{"enhet": {"solen"}}, webtest.File{Field: "fil", Name: "grupper.csv", Content: []byte(list)}, status)
	return body
}
