package assessweb_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/competence/title"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
)

func TestLanguageIsChosenAndTakenAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	anna := w.as("anna")
	webtest.Says(t, anna.Raw("/min-kompetens/sprak", http.StatusOK), "Bara du ser ditt svar", "B2: Jag klarar arbetet på svenska", "1 juli 2026")
	_, body := anna.Form("/min-kompetens/sprak", url.Values{}, http.StatusUnprocessableEntity)
	webtest.Says(t, body, "Välj en nivå.")
	to, _ := anna.Form("/min-kompetens/sprak", url.Values{"niva": {"B1"}, "intyg": {"1"}}, http.StatusSeeOther)
	webtest.Says(t, anna.Raw(to, http.StatusOK), "Bara du ser det", `value="B1" checked`, "Ta bort mitt svar")
	karin := w.as("karin")
	body = karin.Raw("/min-grupp/sprak", http.StatusOK)
	webtest.Says(t, body, "Inget att visa än")
	webtest.Silent(t, body, "Anna", "B1")
	webtest.Silent(t, karin.Raw("/min-grupp/bedomning/person/anna", http.StatusOK), "B1")
	to, _ = anna.Form("/min-kompetens/sprak", url.Values{"gor": {"ta-bort"}}, http.StatusSeeOther)
	body = anna.Raw(to, http.StatusOK)
	webtest.Says(t, body, "Inget är kvar")
	webtest.Silent(t, body, "checked")
	anna.Raw("/min-grupp/sprak", http.StatusForbidden)
}

func TestASpecialistIsNotedAndFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	karin := w.as("karin")
	webtest.Says(t, karin.Raw("/min-grupp/specialister", http.StatusOK), "Ingen ger er stöd i", "Distriktssköterska")
	_, body := karin.Form("/min-grupp/specialister", url.Values{"enhet": {"solen"}, "roll": {"underskoterska-demens"}}, http.StatusUnprocessableEntity)
	webtest.Says(t, body, "Välj en person.")
	_, body = karin.Form("/min-grupp/specialister", url.Values{"enhet": {"solen"}, "person": {"anna"}}, http.StatusUnprocessableEntity)
	webtest.Says(t, body, "Välj en roll i listan.")
	note := url.Values{"enhet": {"solen"}, "person": {"anna"}, "roll": {"underskoterska-demens"}, "stodjer": {"1"}, "grupp": {"PAS-sjuksköterskor"}}
	to, _ := karin.Form("/min-grupp/specialister", note, http.StatusSeeOther)
	body = karin.Raw(to, http.StatusOK)
	webtest.Says(t, body, "Anna Exempel: Specialistundersköterska, demens", "PAS-sjuksköterskor", "Tillagd.")
	_, body = karin.Form("/min-grupp/specialister", note, http.StatusUnprocessableEntity)
	webtest.Says(t, body, "Det finns redan.")
	webtest.Says(t, w.as("p02").Raw("/min-kompetens/specialister", http.StatusOK), "Specialistundersköterska, demens", "Anna Exempel")
	webtest.Silent(t, w.as("erik").Raw("/min-kompetens/specialister", http.StatusOK), "Anna Exempel")
	karin.Form("/min-grupp/specialister", url.Values{"enhet": {"solen"}, "avsluta": {"finns-inte"}}, http.StatusNotFound)
}

func TestWhomASpecialistSupportsIsChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	karin := w.as("karin")
	karin.Form("/min-grupp/specialister", url.Values{"enhet": {"solen"}, "person": {"anna"}, "roll": {"underskoterska-demens"}, "stodjer": {"1"}}, http.StatusSeeOther)
	_, rest, _ := strings.Cut(karin.Raw("/min-grupp/specialister", http.StatusOK), `href="/min-grupp/specialister/`)
	id, _, _ := strings.Cut(rest, "?")
	path := "/min-grupp/specialister/" + id
	body := karin.Raw(path+"?enhet=solen", http.StatusOK)
	webtest.Says(t, body, "Anna Exempel", "Specialistundersköterska, demens", `value="solen/" checked`, ">Manen<")
	to, _ := karin.Form(path, url.Values{"enhet": {"solen"}, "var": {"solen/"}, "plats": {"manen"}, "grupp": {"Nattpatrullen"}}, http.StatusSeeOther)
	body = karin.Raw(to, http.StatusOK)
	webtest.Says(t, body, "Manen", "Nattpatrullen", "Sparat.")
	webtest.Silent(t, body, `value="solen/" checked`)
	_, body = karin.Form(path, url.Values{"enhet": {"solen"}, "var": {"solen/"}, "stod": {"solen/"}}, http.StatusConflict)
	webtest.Says(t, body, "Någon annan har ändrat nyss", "Nattpatrullen")
	_, body = karin.Form(path, url.Values{"enhet": {"solen"}, "var": {"manen/", town + "/Nattpatrullen"}, "grupp": {strings.Repeat("x", 81)}}, http.StatusUnprocessableEntity)
	webtest.Says(t, body, "ett kort namn på gruppen")
	webtest.Says(t, w.as("erik").Raw("/min-kompetens/specialister", http.StatusOK), "Anna Exempel")
	w.as("erik").Raw(path, http.StatusForbidden)
	karin.Raw("/min-grupp/specialister/finns-inte", http.StatusNotFound)
}

func TestACareContactNeedsTheTitle(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	karin := w.as("karin")
	body := karin.Raw("/min-grupp/omsorgskontakter", http.StatusOK)
	webtest.Says(t, body, "Arbetsplatsen är inte hemtjänst")
	webtest.Silent(t, body, "Lägg till en fast omsorgskontakt", "/kommun/funktioner")
	note := url.Values{"enhet": {"solen"}, "person": {"anna"}}
	_, body = karin.Form("/min-grupp/omsorgskontakter", note, http.StatusUnprocessableEntity)
	webtest.Says(t, body, "Arbetsplatsen är inte hemtjänst")
	if err := w.Tree.SetHomeCare(t.Context(), may.Operator(), town, "solen", true, w.Staff.Today()); err != nil {
		t.Fatal(err)
	}
	_, body = karin.Form("/min-grupp/omsorgskontakter", note, http.StatusUnprocessableEntity)
	webtest.Says(t, body, "Bara den som har rätt till titeln undersköterska")
	_, body = karin.Form("/min-grupp/omsorgskontakter", url.Values{"enhet": {"solen"}}, http.StatusUnprocessableEntity)
	webtest.Says(t, body, "Välj en person.")
	if _, err := w.Competence.AddMerit(t.Context(), may.Operator(), competence.NewMerit{Seen: true, Merit: competence.Merit{PersonID: "anna", EmployerID: town, Kind: frame.ByTitle, Ref: "underskoterska",
		From: "2025-01-01", Until: "2027-02-01", Details: competence.Details{Ground: title.ByCertificate}}}); err != nil {
		t.Fatal(err)
	}
	_, body = karin.Form("/min-grupp/omsorgskontakter", url.Values{"enhet": {"solen"}, "person": {"anna"}, "till": {"2027-02-01"}}, http.StatusUnprocessableEntity)
	webtest.Says(t, body, "Rätten till titeln gäller till och med 31 januari 2027.")
	to, _ := karin.Form("/min-grupp/omsorgskontakter", note, http.StatusSeeOther)
	body = karin.Raw(to, http.StatusOK)
	webtest.Says(t, body, "Tillagd.", "Beviset på yrkestiteln gäller till och med 31 januari 2027.", "Rätten till titeln tar slut inom ett år")
	webtest.Silent(t, karin.Raw("/min-grupp/specialister", http.StatusOK), "fast-omsorgskontakt")
	_, rest, _ := strings.Cut(body, `name="avsluta" value="`)
	id, _, _ := strings.Cut(rest, `"`)
	karin.Form("/min-grupp/omsorgskontakter", url.Values{"enhet": {"manen"}, "avsluta": {id}}, http.StatusNotFound)
	to, _ = karin.Form("/min-grupp/omsorgskontakter", url.Values{"enhet": {"solen"}, "avsluta": {id}}, http.StatusSeeOther)
	webtest.Says(t, karin.Raw(to, http.StatusOK), "Ingen är inskriven än.")
	w.as("anna").Raw("/min-grupp/omsorgskontakter", http.StatusForbidden)
	w.as("erik").Raw("/min-grupp/omsorgskontakter?enhet=solen", http.StatusForbidden)
}

func TestTheTownSeesWhoHasNobodyToAsk(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	town := w.townChief()
	webtest.Says(t, town.Raw("/kommun/specialister", http.StatusOK), "Distriktssköterska", "2 av 2 arbetsplatser har ingen", "Våra egna specialistroller")
	_, body := town.Form("/kommun/specialistroller", url.Values{"namn": {" "}}, http.StatusUnprocessableEntity)
	webtest.Says(t, body, "Skriv ett namn på rollen")
	to, _ := town.Form("/kommun/specialistroller", url.Values{"namn": {"Sårombud"}}, http.StatusSeeOther)
	body = town.Raw(to, http.StatusOK)
	webtest.Says(t, body, "Tillagd.", "Sårombud")
	_, rest, _ := strings.Cut(body, `name="bort" value="`)
	key, _, _ := strings.Cut(rest, `"`)
	w.as("karin").Form("/min-grupp/specialister", url.Values{"enhet": {"solen"}, "person": {"anna"}, "roll": {key}, "stodjer": {"1"}}, http.StatusSeeOther)
	webtest.Says(t, town.Raw("/kommun/specialister", http.StatusOK), "1 av 2 arbetsplatser har ingen")
	body = town.Raw("/kommun/specialister?roll="+key, http.StatusOK)
	webtest.Says(t, body, "Sårombud", "Manen")
	webtest.Silent(t, body, "Solen", "Anna")
	town.Raw("/kommun/specialister?roll=finns-inte", http.StatusNotFound)
	to, _ = town.Form("/kommun/specialistroller", url.Values{"bort": {key}}, http.StatusSeeOther)
	webtest.Silent(t, town.Raw(to, http.StatusOK), "Sårombud")
	karin := w.as("karin")
	karin.Raw("/kommun/specialistroller", http.StatusForbidden)
	karin.Raw("/kommun/specialister?plats=k-1480", http.StatusForbidden)
}

// What was said of a requirement that a new version has led elsewhere stands in the table and on the pages as it
// counts in the gap.
func TestWhatWasSaidFollowsAMappedRequirement(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	karin, anna := w.actor("karin"), w.as("anna")
	if _, err := w.Competence.AssessMany(t.Context(), karin, town, []competence.Judgement{{PersonID: "anna", Requirement: "grund/bemota", Level: "do"}}, held.Manager); err != nil {
		t.Fatal(err)
	}
	if err := w.Competence.Assess(t.Context(), w.actor("anna"), town, []competence.Judgement{{PersonID: "anna", Requirement: "grund/bemota", Level: "master"}}, held.Self); err != nil {
		t.Fatal(err)
	}
	_, err := w.DB.Exec(t.Context(), `
		UPDATE framework_version
		SET body = REPLACE(REPLACE(body, '"id":"bemota"', '"id":"bemot-alla"'), '"id":"grund"', '"id":"grund","changes":[{"from":"bemota","to":"bemot-alla"}]'), digest = 'grund-2'
		WHERE framework_id = 'grund'`)
	if err != nil {
		t.Fatal(err)
	}
	book, err := w.Frameworks.Book(t.Context(), w.Staff.Today())
	if err != nil || len(book.Now("grund/bemota")) != 1 || book.Now("grund/bemota")[0] != "grund/bemot-alla" {
		t.Fatal("the new version leads nowhere:", book.Now("grund/bemota"), err)
	}
	g, err := w.Gaps.Team(t.Context(), karin, "solen", w.Staff.Today())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(g.Columns, func(c gap.TeamColumn) bool { return c.Key == "grund/bemot-alla" })
	if i < 0 || g.Columns[i].Gap() != 2 {
		t.Fatalf("in the gap anna has it, karin and p02 have not: %+v", g.Columns)
	}
	body := w.as("karin").Raw("/min-grupp/bedomning?omrade=grund/omvardnad", http.StatusOK)
	webtest.Says(t, body, "Själv: Behärskar")
	_, rest, _ := strings.Cut(body, `name="v0-0"`)
	cell, _, _ := strings.Cut(rest, "</select>")
	webtest.Says(t, cell, `value="do" selected`)
	webtest.Says(t, w.as("karin").Raw("/min-grupp/bedomning/person/anna", http.StatusOK), "1 av 2")
	webtest.Says(t, anna.Raw("/min-kompetens/bedomning", http.StatusOK), "1 av 2")
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
	if err := w.Tree.SetHomeCare(t.Context(), may.Operator(), town, "solen", true, w.Staff.Today()); err != nil {
		t.Fatal(err)
	}
	for name, at := range map[string]struct {
		who  *webtest.Visitor
		path string
	}{
		"egen": {anna, "/min-kompetens/bedomning"}, "omrade": {anna, "/min-kompetens/bedomning/omrade?omrade=grund/omvardnad"}, "kollega": {anna, "/min-kompetens/bedomning/kollega"},
		"sprak": {anna, "/min-kompetens/sprak"}, "fraga": {anna, "/min-kompetens/specialister"}, "tabell": {karin, "/min-grupp/bedomning"}, "klistra": {karin, "/min-grupp/bedomning/klistra"},
		"kontakter": {karin, "/min-grupp/omsorgskontakter"}, "saknas": {w.townChief(), "/kommun/specialister"}, "roller": {w.townChief(), "/kommun/specialistroller"},
		"person": {karin, "/min-grupp/bedomning/person/anna"}, "specialister": {karin, "/min-grupp/specialister"}, "siffror": {karin, "/min-grupp/sprak"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			at.who.Open(p)
			p.Open(w.base + at.path)
			look(t, p, name)
		})
	}
}

// At 22:30, on a phone without script: two areas, and one is done.
func TestANurseAssessesHerselfWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t, 2)
	p := b.Page(t, browsertest.Phone)
	w.as("anna").Open(p)
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
