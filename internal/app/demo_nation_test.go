package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/journey"
)

// The demo has a journey's next version in every state: tried with words about it, announced, and in the making.
func TestJourneysInTheDemoHaveNextVersions(t *testing.T) {
	t.Parallel()
	a := newDemo(t, "")
	nation := demoPerson(t, a, "national")
	latest := func(id string) journey.Version {
		t.Helper()
		all, err := a.Journeys.Versions(t.Context(), nation, id)
		if err != nil || len(all) != 2 {
			t.Fatal(id, all, err)
		}
		return all[0]
	}
	town := latest("barn-och-unga")
	if town.State != journey.Tried || len(town.Pilots) != 1 || town.Pilots[0].Note == "" || town.Pilots[0].NotedBy != demoPerson(t, a, "municipality").PersonID {
		t.Errorf("tried: %+v", town)
	}
	if _, version, err := a.Journeys.DefinitionAt(t.Context(), "barn-och-unga", "se/rss-GR/"+town.Pilots[0].MunicipalityID, a.Staff.Today()); err != nil || version != 2 {
		t.Error("the town has version", version, err)
	}
	if _, version, err := a.Journeys.DefinitionAt(t.Context(), "barn-och-unga", "se/rss-GR/k-1480", a.Staff.Today()); err != nil || version != 1 {
		t.Error("others have version", version, err)
	}
	day, err := time.Parse(time.DateOnly, a.Staff.Today())
	if err != nil {
		t.Fatal(err)
	}
	if v := latest("skadligt-bruk-och-beroende"); v.State != journey.Announced || v.From != day.AddDate(0, 0, 30).Format(time.DateOnly) {
		t.Errorf("announced: %+v", v)
	}
	d, err := a.Journeys.Draft(t.Context(), nation, "vard-och-omsorg")
	if err != nil || d.Broken() || d.Revision != 2 || d.ChangedBy != nation.PersonID {
		t.Errorf("draft: %+v %v", d, err)
	}
	base, _ := serveDemo(t, a)
	for _, one := range []struct {
		who, page string
		says      []string
		not       string
	}{
		{"national", "/nationen/resor", []string{"Vård och omsorg", "Utkast", "provas av " + town.Pilots[0].Name, "gäller från", `href="/nationen">`}, ""},
		{"national", "/nationen/resor/vard-och-omsorg/utkast/granska", []string{"Lågaffektivt bemötande", "Omvårdnad i äldreomsorgen"}, ""},
		{"producer", "/nationen/resor", []string{"Barn och unga", "provas av "}, `href="/nationen">`},
		{"producer", "/nationen/resor/barn-och-unga/version/2", []string{town.Pilots[0].Note, town.Note}, ""},
		{"municipality", "/kommun/prova-resor", []string{town.Pilots[0].Note, town.Note}, ""},
	} {
		v := newVisit(t, base)
		v.post(t, "/demo/in/"+one.who)
		status, _, body := v.get(t, one.page)
		if status != http.StatusOK {
			t.Errorf("%s: %s answers %d", one.who, one.page, status)
		}
		for _, words := range one.says {
			if !strings.Contains(body, words) {
				t.Errorf("%s: %s does not say %q", one.who, one.page, words)
			}
		}
		if one.not != "" && strings.Contains(body, one.not) {
			t.Errorf("%s: %s says %q", one.who, one.page, one.not)
		}
	}
}
