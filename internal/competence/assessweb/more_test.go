package assessweb_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/internal/platform/browsertest"
)

func TestLanguageIsChosenAndTakenAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	anna := w.as("anna")
	says(t, anna.get("/min-kompetens/sprak", http.StatusOK), "Bara du ser ditt svar", "B2: Jag klarar arbetet på svenska", "1 juli 2026")
	_, body := anna.post("/min-kompetens/sprak", url.Values{}, http.StatusUnprocessableEntity)
	says(t, body, "Välj en nivå.")
	to, _ := anna.post("/min-kompetens/sprak", url.Values{"niva": {"B1"}, "intyg": {"1"}}, http.StatusSeeOther)
	says(t, anna.get(to, http.StatusOK), "Bara du ser det", `value="B1" checked`, "Ta bort mitt svar")
	karin := w.as("karin")
	body = karin.get("/min-grupp/sprak", http.StatusOK)
	says(t, body, "Inget att visa än")
	silent(t, body, "Anna", "B1")
	silent(t, karin.get("/min-grupp/bedomning/person/anna", http.StatusOK), "B1")
	to, _ = anna.post("/min-kompetens/sprak", url.Values{"gor": {"ta-bort"}}, http.StatusSeeOther)
	body = anna.get(to, http.StatusOK)
	says(t, body, "Inget är kvar")
	silent(t, body, "checked")
	anna.get("/min-grupp/sprak", http.StatusForbidden)
}

func TestASpecialistIsNotedAndFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	karin := w.as("karin")
	says(t, karin.get("/min-grupp/specialister", http.StatusOK), "Ingen ger er stöd i", "Distriktssköterska")
	_, body := karin.post("/min-grupp/specialister", url.Values{"enhet": {"solen"}, "roll": {"underskoterska-demens"}}, http.StatusUnprocessableEntity)
	says(t, body, "Välj en person.")
	_, body = karin.post("/min-grupp/specialister", url.Values{"enhet": {"solen"}, "person": {"anna"}}, http.StatusUnprocessableEntity)
	says(t, body, "Välj en roll i listan.")
	note := url.Values{"enhet": {"solen"}, "person": {"anna"}, "roll": {"underskoterska-demens"}, "stodjer": {"1"}, "grupp": {"PAS-sjuksköterskor"}}
	to, _ := karin.post("/min-grupp/specialister", note, http.StatusSeeOther)
	body = karin.get(to, http.StatusOK)
	says(t, body, "Anna Exempel: Specialistundersköterska, demens", "PAS-sjuksköterskor", "Tillagd.")
	_, body = karin.post("/min-grupp/specialister", note, http.StatusUnprocessableEntity)
	says(t, body, "Det finns redan.")
	says(t, w.as("p02").get("/min-kompetens/specialister", http.StatusOK), "Specialistundersköterska, demens", "Anna Exempel")
	silent(t, w.as("erik").get("/min-kompetens/specialister", http.StatusOK), "Anna Exempel")
	karin.post("/min-grupp/specialister", url.Values{"enhet": {"solen"}, "avsluta": {"finns-inte"}}, http.StatusNotFound)
}

// look holds a page against every view.
func look(t *testing.T, p *browsertest.Page, name string) {
	t.Helper()
	if p.Status() != http.StatusOK {
		t.Errorf("%s: %d", p.Path(), p.Status())
	}
	for view, v := range map[string]browsertest.View{"390": browsertest.Phone, "390-mork": browsertest.Phone.Dark(), "1280": browsertest.Desktop, "1280-mork": browsertest.Desktop.Dark()} {
		p.As(v)
		p.Axe(t)
		if dir := os.Getenv("YRKESRESAN_PICTURES"); dir != "" {
			p.Screenshot(filepath.Join(dir, "bedom-"+name+"-"+view+".png"))
		}
	}
	p.As(browsertest.Phone)
	p.NoOverflow(t)
	p.Targets(t)
	p.TabWalk(t)
}

func TestPagesInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t, 4)
	anna, karin := w.as("anna"), w.as("karin")
	for name, at := range map[string]struct {
		who  *visitor
		path string
	}{
		"egen": {anna, "/min-kompetens/bedomning"}, "omrade": {anna, "/min-kompetens/bedomning/omrade?omrade=grund/omvardnad"}, "kollega": {anna, "/min-kompetens/bedomning/kollega"},
		"sprak": {anna, "/min-kompetens/sprak"}, "fraga": {anna, "/min-kompetens/specialister"}, "tabell": {karin, "/min-grupp/bedomning"}, "klistra": {karin, "/min-grupp/bedomning/klistra"},
		"person": {karin, "/min-grupp/bedomning/person/anna"}, "specialister": {karin, "/min-grupp/specialister"}, "siffror": {karin, "/min-grupp/sprak"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			at.who.open(p)
			p.Open(w.base + at.path)
			look(t, p, name)
		})
	}
}

// At 22:30, on a phone without script: two areas, and one is done.
func TestANurseAssessesHerselfWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t, 2)
	p := b.Page(t, browsertest.Phone)
	w.as("anna").open(p)
	p.As(browsertest.Phone.NoScript())
	p.Open(w.base + "/min-kompetens/bedomning")
	p.Click("Omvårdnad")
	p.Sees("Område 1 av 2")
	p.Click("Gör")
	p.Click("Spara och gå vidare")
	p.Sees("Område 2 av 2", "Sparat.")
	p.Click("Behärskar")
	p.Click("Spara")
	p.Sees("1 av 2 bedömda", "1 av 1 bedömda")
}
