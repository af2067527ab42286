package certweb_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"yrkesresan/internal/certification/certificationtest"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/may"
)

var ways = regexp.MustCompile(`href="(/certifier[^"]*)"`)

// Every door of these pages opens for whom it is shown to, whatever the role.
func TestEveryDoorOfCertificationOpens(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	w.Hire("anna")
	s := certificationtest.Scheme()
	s.By = rule.ByRSS
	s.Requirements = append(s.Requirements, rule.Requirement{Key: certificationtest.Task, Title: "Egen uppgift", OneOf: []rule.Evidence{{Kind: rule.ByTask}}})
	w.Join(s)
	unit := home + "/enhet/" + w.ID
	for person, x := range map[string]struct {
		role may.Role
		node string
	}{"lotta": {may.Leader, certificationtest.Unit}, "asta": {may.Assessor, certificationtest.Unit}, "oskar": {may.Operations, "aldre"}, "rita": {may.Programme, "rss-GR"}, "dana": {may.Deputy, certificationtest.Unit}} {
		w.Employ(person, "kontoret", "underskoterska")
		w.Grant(person, x.role, x.node)
	}
	w.Day()
	for person, foresees := range map[string]bool{"maria": true, "ulla": true, "mona": true, "dana": true, "lotta": false, "asta": false, "oskar": false, "rita": false} {
		visitor := w.As(person)
		page := visitor.Raw(unit, http.StatusOK)
		if strings.Contains(page, unit+"/prognos") != foresees {
			t.Errorf("%s is shown the way to the forecast: %v", person, !foresees)
		}
		var seen []string
		for _, m := range ways.FindAllStringSubmatch(page+visitor.Raw(home, http.StatusOK), -1) {
			if to := strings.ReplaceAll(m[1], "&amp;", "&"); !slices.Contains(seen, to) {
				seen = append(seen, to)
				visitor.Raw(to, http.StatusOK)
			}
		}
		if len(seen) < 4 {
			t.Errorf("%s is shown %v", person, seen)
		}
	}
}

// Each unit stands once to choose from, whatever roles one has; a role above the employers begins nothing; of many units one is
// found by its name.
func TestWhichUnitsMayBegin(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	scheme, err := w.Certification.AddScheme(t.Context(), w.Mona, gaptest.Town, certificationtest.Scheme(), "")
	w.Must(err)
	w.Employ("rita", "kontoret", "samordnare")
	w.Grant("rita", may.Programme, "rss-GR")
	w.Silent(w.As("rita").Get(home, http.StatusOK), "Låt en enhet börja")
	w.As("rita").Get(home+"/borja", http.StatusForbidden)
	w.Grant("rita", may.Programme, "aldre") // what is above must not hide it
	w.Says(w.As("rita").Get(home, http.StatusOK), "Låt en enhet börja")
	for _, who := range []string{"mona", "rita"} {
		page := w.As(who).Raw(home+"/borja", http.StatusOK)
		if n := strings.Count(page, `<option value="`+certificationtest.Unit+`"`); n != 1 {
			t.Errorf("%s chooses Solen %d times", who, n)
		}
	}
	for i := range 210 {
		w.Place("unit", fmt.Sprintf("u%03d", i), fmt.Sprintf("Alen %d", i), "aldre")
	}
	mona := w.As("mona")
	w.Says(mona.Get(home+"/borja", http.StatusOK), "Skriv en del av namnet för att hitta fler.")
	if strings.Contains(mona.Raw(home+"/borja", http.StatusOK), `<option value="`+certificationtest.Unit+`"`) {
		t.Error("the list is not cut") // Solen comes after 200 others
	}
	body := mona.Get(home+"/borja?sok=SOL&enhet=u001", http.StatusOK)
	w.Says(body, "Solen", "Pedagogiska ramverket")
	w.Silent(body, "Alen 1")
	w.Says(mona.Get(home+"/borja?sok=finns+inte", http.StatusOK), "Ingen enhet heter finns inte.")
	at := mona.Post(home+"/borja", http.StatusSeeOther, "enhet", certificationtest.Unit, "scheme", scheme)
	w.Says(mona.Get(at, http.StatusOK), "Förbereder sig")
}

// Who follows units finds those that can be certified today.
func TestTheUnitsThatCanBeCertifiedAreListed(t *testing.T) {
	t.Parallel()
	w, _ := newUnit(t)
	w.Place("unit", "manen", "Månen", "aldre")
	w.Employ("moa", "manen", "underskoterska")
	s := certificationtest.Scheme()
	s.Title = "Gott bemötande"
	scheme, err := w.Certification.AddScheme(t.Context(), w.Mona, gaptest.Town, s, "")
	w.Must(err)
	_, err = w.Certification.Join(t.Context(), w.Ulla, "manen", scheme, "")
	w.Must(err)
	w.Learn("moa")
	w.Day()
	ulla := w.As("ulla")
	w.Says(ulla.Get(home, http.StatusOK), "En enhet kan certifieras nu", "Kan certifieras nu", "Solen", "Månen")
	body := ulla.Get(home+"?lage=klara", http.StatusOK)
	w.Says(body, "Månen")
	w.Silent(body, "Solen")
}
