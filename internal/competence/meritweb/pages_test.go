package meritweb_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/picture/picturetest"
	"yrkesresan/internal/platform/webtest"
)

// send posts a form with a file; no name is no file.
func send(v *webtest.Visitor, path string, form url.Values, name, content string, status int) (to, body string) {
	v.T.Helper()
	return v.Upload(path, form, webtest.File{Field: "file", Name: name, Content: []byte(content)}, status)
}

var meritID = regexp.MustCompile(`name="merit" value="([^"]+)"`)

var education = url.Values{"kind": {"education"}, "programme": {"vard-och-omsorg"}, "orientation": {"Äldre"}, "choices": {"Psykiatri 2"}, "school": {"Ekbyskolan"}, "credits": {"2 500"}, "from": {"2019-06-10"}}

func TestFromAddingToCounting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	amina, karin := w.as("amina"), w.as("karin")
	webtest.Says(w.t, amina.Raw("/min-kompetens/meriter", http.StatusOK), "Inget tillagt än", `href="/min-kompetens"`, "till och med 30 juni 2033")
	webtest.Says(w.t, amina.Raw("/min-kompetens/meriter/ny", http.StatusOK), "Vad vill du lägga till?")
	wrong := url.Values{"kind": {"education"}, "school": {"Ekbyskolan"}}
	_, body := send(amina, "/min-kompetens/meriter/ny", wrong, "", "", http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Välj en utbildning i listan.", `value="Ekbyskolan"`)
	_, body = send(amina, "/min-kompetens/meriter/ny", education, "betyg.pdf", "<html>", http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Filen är varken PDF, JPG eller PNG")
	to, _ := send(amina, "/min-kompetens/meriter/ny", education, "betyg.pdf", "%PDF-1.4 betyg", http.StatusSeeOther)
	webtest.Says(w.t, amina.Raw(to, http.StatusOK), "Vård- och omsorgsprogrammet", "Väntar på kontroll", "2500 gymnasiepoäng", "Psykiatri 2", "betyg.pdf", "Ta tillbaka")
	queue := karin.Raw("/min-grupp/meriter", http.StatusOK)
	webtest.Says(w.t, queue, "1 väntar på kontroll", "Amina Exempel", "Ekbyskolan")
	id := meritID.FindStringSubmatch(queue)[1]
	_, body = karin.Form("/min-grupp/meriter", url.Values{"merit": {id}, "beslut": {"nej"}}, http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Skriv varför.")
	if got := karin.Raw("/min-grupp/meriter/bevis/"+id, http.StatusOK); got != "%PDF-1.4 betyg" {
		t.Error(got)
	}
	w.as("bengt").Raw("/min-kompetens/meriter/bevis/"+id, http.StatusForbidden)
	to, _ = karin.Form("/min-grupp/meriter", url.Values{"merit": {id}, "beslut": {"ja"}}, http.StatusSeeOther)
	webtest.Says(w.t, karin.Raw(to, http.StatusOK), "Ingenting väntar.", "Meriten räknas nu")
	webtest.Says(w.t, karin.Raw("/min-grupp/meriter/person/amina", http.StatusOK), "Har formell nivå", "Kontrollerad", "Karin Exempel")
	webtest.Says(w.t, karin.Raw("/min-grupp/meriter/person/bengt", http.StatusOK), "Saknar visad formell nivå")
	webtest.Says(w.t, amina.Raw("/meddelanden", http.StatusOK), "Din merit är kontrollerad")
	webtest.Says(w.t, amina.Raw("/mitt-larande", http.StatusOK), "Såg dina formella meriter", "Öppnade ett bevis som du har laddat upp")
	_, body = karin.Form("/min-grupp/meriter/avsluta/"+id, url.Values{"why": {""}}, http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Skriv varför.")
	to, _ = karin.Form("/min-grupp/meriter/avsluta/"+id, url.Values{"why": {"Fel person"}}, http.StatusSeeOther)
	webtest.Says(w.t, karin.Raw(to, http.StatusOK), "räknas inte längre", "Fel person")
}

func TestHRConfirmsDeniesAndReadsIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if _, err := w.DB.Exec(t.Context(), `UPDATE employment_period SET valid_from = '2026-01-10' WHERE person_id = 'amina'`); err != nil {
		t.Fatal(err)
	}
	helga := w.as("helga")
	webtest.Says(w.t, helga.Raw("/kommun/meriter", http.StatusOK), "Läs in meriter från en fil", "Rätt till yrkestitel")
	webtest.Says(w.t, helga.Raw("/kommun/meriter?sok=ingen", http.StatusUnprocessableEntity), `value="ingen"`)
	helga.Raw("/kommun/meriter?sok=nr-bengt", http.StatusSeeOther)
	page := helga.Raw("/min-grupp/meriter/titlar", http.StatusOK)
	webtest.Says(w.t, page, "1 utan visad rätt", "Bengt Exempel", "1 att intyga", "Amina Exempel", "Provanställning räknas inte")
	_, body := helga.Form("/min-grupp/meriter/titlar", url.Values{"plats": {town}, "beslut": {"ja"}}, http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Välj vilka det gäller")
	to, _ := helga.Form("/min-grupp/meriter/titlar", url.Values{"plats": {town}, "beslut": {"ja"}, "people": {"amina"}}, http.StatusSeeOther)
	webtest.Says(w.t, helga.Raw(to, http.StatusOK), "0 att intyga", "1 utan visad rätt")

	template := helga.Raw("/kommun/meriter/inlasning?mall=1", http.StatusOK)
	if !strings.HasPrefix(template, "PK") {
		t.Error("the template is no workbook")
	}
	bad := "Anställningsnummer;Utbildning;Datum\nnr-ingen;Vård- och omsorgsprogrammet;2019-06-10\nnr-bengt;Trollkonst;2019-06-10\n"
	_, body = send(helga, "/kommun/meriter/inlasning", url.Values{"employer": {town}}, "meriter.csv", bad, http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "2 fel i filen. Ingenting är sparat.", "Ingen har anställningsnumret nr-ingen.", "Välj en utbildning i listan.")
	good := "Anställningsnummer;Utbildning;Datum\nnr-bengt;Barn- och fritidsprogrammet;2019-06-10\n"
	to, _ = send(helga, "/kommun/meriter/inlasning", url.Values{"employer": {town}}, "meriter.csv", good, http.StatusSeeOther)
	webtest.Says(w.t, helga.Raw(to, http.StatusOK), "1 merit kan läggas till", "nr-bengt")
	to, _ = helga.Form(to, url.Values{"beslut": {"ja"}}, http.StatusSeeOther)
	webtest.Says(w.t, helga.Raw(to, http.StatusOK), "1 merit är tillagd")
	helga.Form(to, url.Values{"beslut": {"ja"}}, http.StatusConflict)
}

func TestAValidationWithItsExport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin, bengt, helga := w.as("karin"), w.as("bengt"), w.as("helga")
	to, _ := helga.Form("/kommun/meriter/programkurser", url.Values{"plats": {town}, "program": {"vard-och-omsorg"}, "part": {"medicin-1"}, "course": {"basala-hygienrutiner"}, "note": {"Vårdhygien"}}, http.StatusSeeOther)
	webtest.Says(w.t, helga.Raw(to, http.StatusOK), "Kursen är kopplad", "Vårdhygien")
	_, body := karin.Form("/min-grupp/meriter/person/bengt/validering", url.Values{"programme": {""}}, http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Välj en utbildning i listan.")
	to, _ = karin.Form("/min-grupp/meriter/person/bengt/validering", url.Values{"programme": {"vard-och-omsorg"}, "provider": {"Vuxenutbildningen"}, "from": {"2026-01-10"}}, http.StatusSeeOther)
	webtest.Says(w.t, karin.Raw(to, http.StatusOK), "Valideringen är startad", "Medicin 1", "Inte bedömd")
	own := strings.Replace(strings.Split(to, "?")[0], "/min-grupp/", "/min-kompetens/", 1)
	webtest.Says(w.t, bengt.Raw(own, http.StatusOK), "Medicin 1", "Vuxenutbildningen")
	webtest.Silent(w.t, bengt.Raw(own, http.StatusOK), "Spara delarna", "Avsluta valideringen")
	if got := bengt.Raw(own+"/underlag.xlsx", http.StatusOK); !strings.HasPrefix(got, "PK") {
		t.Error("no workbook")
	}
	_, body = karin.Form(strings.Split(to, "?")[0]+"/avsluta", url.Values{"how": {"whole"}, "on": {"2026-01-20"}}, http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Alla delar är inte godkända")
	to, _ = karin.Form(strings.Split(to, "?")[0]+"/avsluta", url.Values{"how": {"partial"}, "on": {"2026-01-20"}, "result": {"Tre kurser"}}, http.StatusSeeOther)
	webtest.Says(w.t, karin.Raw(to, http.StatusOK), "Delar av utbildningen", "Tre kurser")
}

func TestWhoLacksTheLevelSeesWaysAndIsNotRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bengt := w.as("bengt")
	webtest.Says(w.t, bengt.Raw("/min-kompetens/utbildning", http.StatusOK), "gymnasial nivå", "Vård- och omsorgsprogrammet", "Yrkespaket undersköterska", "Validera", "Till min resa")
	bengt.Raw("/min-resa", http.StatusOK)
	webtest.Silent(w.t, w.as("karin").Raw("/min-kompetens/utbildning", http.StatusOK), "Yrkespaket")
}

// A nurse's evening on a phone without script: add, take back, add again.
func TestAddingOnAPhoneWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	p := b.Page(t, browsertest.Phone)
	w.as("bengt").Open(p)
	p.As(browsertest.Phone.NoScript())
	p.Open(w.base + "/min-kompetens/meriter")
	p.Click("Lägg till")
	p.Click("Lägg till utbildning")
	p.Click("Spara")
	if p.Status() != http.StatusUnprocessableEntity {
		t.Error(p.Status())
	}
	p.Select("Utbildning", "Barn- och fritidsprogrammet")
	p.Type("Inriktning", "Socialt arbete")
	p.Type("När blev utbildningen klar?", "2019-06-10")
	paper := filepath.Join(t.TempDir(), "betyg.png")
	if err := os.WriteFile(paper, picturetest.Screen(t, 1), 0o600); err != nil {
		t.Fatal(err)
	}
	p.Upload("Bild eller PDF av beviset", paper)
	p.Click("Spara")
	p.Sees("Sparat. Din chef eller HR kontrollerar beviset.", "Väntar på kontroll", "Socialt arbete")
	p.Click("Ta tillbaka")
	p.Sees("Du har tagit tillbaka den.")
}

func TestPagesInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	if _, err := w.DB.Exec(t.Context(), `UPDATE employment_period SET valid_from = '2026-01-10' WHERE person_id = 'amina'`); err != nil {
		t.Fatal(err)
	}
	amina, karin, helga := w.as("amina"), w.as("karin"), w.as("helga")
	send(amina, "/min-kompetens/meriter/ny", education, "betyg.pdf", "%PDF-1.4 betyg", http.StatusSeeOther)
	to, _ := karin.Form("/min-grupp/meriter/person/bengt/validering", url.Values{"programme": {"vard-och-omsorg"}, "provider": {"Vuxenutbildningen"}, "from": {"2026-01-10"}}, http.StatusSeeOther)
	for name, at := range map[string]struct {
		who  *webtest.Visitor
		path string
	}{
		"mina": {amina, "/min-kompetens/meriter"}, "ny": {amina, "/min-kompetens/meriter/ny"}, "ny-utbildning": {amina, "/min-kompetens/meriter/ny?sort=education"},
		"ny-titel": {amina, "/min-kompetens/meriter/ny?sort=title"}, "vagar": {w.as("bengt"), "/min-kompetens/utbildning"}, "ko": {karin, "/min-grupp/meriter"},
		"person": {karin, "/min-grupp/meriter/person/amina"}, "flera": {karin, "/min-grupp/meriter/ny?enhet=solen&sort=education"}, "titlar": {helga, "/min-grupp/meriter/titlar"},
		"validering": {karin, to}, "kommun": {helga, "/kommun/meriter"}, "inlasning": {helga, "/kommun/meriter/inlasning"}, "programkurser": {helga, "/kommun/meriter/programkurser"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			at.who.Open(p)
			p.Open(w.base + at.path)
			look(t, p, name)
		})
	}
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
			p.Screenshot(filepath.Join(dir, name+"-"+view+".png"))
		}
	}
	p.As(browsertest.Phone)
	p.NoOverflow(t)
	p.Targets(t)
	p.TabWalk(t)
}
