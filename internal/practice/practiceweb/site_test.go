package practiceweb_test

import (
	"regexp"
	"testing"

	"yrkesresan/internal/attendance/attendancetest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/practice"
	"yrkesresan/internal/practice/rule"
)

const (
	floor    = "/ovning/dag/" + attendancetest.Day
	stations = floor + "/stationer"
)

// site is a day with three people; maria leads their unit and asta assesses there.
type site struct{ *attendancetest.World }

func newSite(t testing.TB) *site {
	t.Helper()
	w := &site{attendancetest.New(t)}
	w.Seat("amina", "bengt", "carmen")
	w.Employ("maria", "solen", "enhetschef")
	w.Grant("maria", may.Manager, "solen")
	w.Employ("asta", "solen", "sjukskoterska")
	w.Grant("asta", may.Assessor, "solen")
	return w
}

func (w *site) station() practice.Station {
	w.T.Helper()
	s, err := w.Practice.AddStation(w.T.Context(), w.Actor("rita"), practice.Station{OccasionID: attendancetest.Day, Name: "Kateter", Skill: "Lägga kateter rent", Steps: rule.Steps("Sprita händerna\n* Rätt patient\n* Rent fält"), Weeks: 8, Required: true})
	if err != nil {
		w.T.Fatal(err)
	}
	return s
}

// hidden reads a hidden field of a page.
func (w *site) hidden(body, name string) string {
	w.T.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(body)
	if m == nil {
		w.T.Fatalf("no field %s in %.3000s", name, body)
	}
	return m[1]
}
