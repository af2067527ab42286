package courseweb_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/page"
)

// picturesEnv names a folder to draw the pages in.
const picturesEnv = "YRKESRESAN_PICTURES"

// look tries a page in every way a person may look at it.
func look(t *testing.T, p *browsertest.Page, name string) {
	t.Helper()
	for view, v := range map[string]browsertest.View{
		"390": browsertest.Phone, "390-mork": browsertest.Phone.Dark(), "1280": browsertest.Desktop, "1280-mork": browsertest.Desktop.Dark(),
	} {
		p.As(v)
		p.Axe(t)
		picture(p, name+"-"+view)
	}
	p.As(browsertest.Phone)
	p.NoOverflow(t)
	p.Targets(t)
	if p.Count("video") == 0 { // the browser's own controls are stops of their own
		p.TabWalk(t)
	}
}

func picture(p *browsertest.Page, name string) {
	if dir := os.Getenv(picturesEnv); dir != "" {
		p.Screenshot(filepath.Join(dir, name+".png"))
	}
}

func TestPagesInABrowser(t *testing.T) {
	b, s := browsertest.New(t), hygien(t)
	p := b.Page(t, browsertest.Phone)
	p.Open(s.URL + "/kurs/hygien")
	look(t, p, "kurs-ny")
	p.Click("Börja kursen")
	look(t, p, "kurs-borjad")
	p.Click("Jag har gjort det")
	p.Sees("Ångra")
	p.Click("Fortsätt")
	look(t, p, "lektion")
	p.Click("Smitta")
	p.Axe(t)
	picture(p, "lektion-ord")
	p.Press("Escape")
	p.Click("Visa lättläst")
	look(t, p, "lektion-latt")
	p.Click("Visa vanlig text")
	p.Click("Nästa sida")
	look(t, p, "fraga")
	p.Click("Bara när händerna ser smutsiga ut")
	p.Click("Svara")
	if got := p.Focused(); !strings.HasPrefix(got, "Inte riktigt") {
		t.Errorf("the focus is on %q", got)
	}
	look(t, p, "fraga-fel")
	p.Click("Före och efter varje kontakt")
	p.Click("Svara igen")
	look(t, p, "fraga-ratt")
	p.Open(s.URL + "/kurs/hygien/lektion/sa-gor-du/steg")
	look(t, p, "para")
	p.Click("Svara")
	if got := p.Focused(); !strings.HasPrefix(got, "Du behöver rätta 1 sak") {
		t.Errorf("the focus is on %q", got)
	}
	look(t, p, "para-saknas")
}

func TestTheTestInABrowser(t *testing.T) {
	b, s := browsertest.New(t), hygien(t)
	s.post("/kurs/hygien/borja")
	readAll(s)
	p := b.Page(t, browsertest.Phone)
	p.Open(s.URL + "/kurs/hygien/prov")
	look(t, p, "prov")
	p.Click("Börja provet")
	look(t, p, "prov-fraga")
	p.Click("Det där")
	p.Click("Svara")
	if got := p.Focused(); !strings.HasPrefix(got, "Inte riktigt") {
		t.Errorf("the focus is on %q", got)
	}
	look(t, p, "prov-svar")
	pass(s, true)
	p.Open(s.URL + "/kurs/hygien/prov/resultat")
	look(t, p, "resultat-igen")
	pass(s, true)
	p.Open(s.URL + "/kurs/hygien/prov/resultat")
	look(t, p, "resultat")
	p.Open(s.URL + "/kurs/hygien/klar")
	look(t, p, "klar")
	p.Type("Vad gör du annorlunda nästa arbetspass?", "Jag spritar före.")
	p.Sees("Sparat")
	p.Click("Spara")
	picture(p, "klar-sparat")
	p.Open(s.URL + "/kurs/hygien")
	look(t, p, "kurs-klar")
}

func TestACourseElsewhereInABrowser(t *testing.T) {
	b, s := browsertest.New(t), newSite(t, coursetest.ExternalFolder("demens-abc"))
	s.Studies.Approval = needed(true)
	p := b.Page(t, browsertest.Phone)
	p.Open(s.URL + "/kurs/demens-abc")
	look(t, p, "extern")
	p.Click("Jag är klar")
	look(t, p, "rapport")
	file := filepath.Join(t.TempDir(), "intyg.pdf")
	if err := os.WriteFile(file, []byte("%PDF-1.4"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.Type("Vilken dag blev du klar?", "2026-02-10")
	p.Upload("Ditt intyg", file)
	p.Click("Skicka")
	p.Sees("väntar du på att din chef godkänner")
	look(t, p, "extern-vantar")
	s.is(func(v *page.Visit) { v.Actor = coursetest.Manager })
	p.Open(s.URL + "/min-grupp/att-godkanna")
	look(t, p, "att-godkanna")
}

// The whole course, from beginning to end, by mouse and keyboard without script.
func TestACourseWithoutScript(t *testing.T) {
	b, s := browsertest.New(t), hygien(t)
	p := b.Page(t, browsertest.Phone.NoScript())
	p.Open(s.URL + "/kurs/hygien")
	p.Click("Börja kursen")
	p.Click("Jag har gjort det")
	p.Click("Fortsätt")
	p.Click("Visa lättläst")
	p.Sees("Smitta finns på händer.")
	p.Click("Visa vanlig text")
	p.Click("Smitta")
	p.Press("Escape")
	p.Click("Nästa sida")
	p.Click("Före och efter varje kontakt")
	p.Click("Svara")
	p.Sees("Då stoppar du smittan åt båda håll.")
	p.Select("Ta av ringar", "1")
	p.Select("Ta sprit", "2")
	p.Select("Låt torka", "3")
	p.Click("#fraga-q-ordna button")
	p.Sees("Sprit tar bort smitta.")
	p.Click("Nästa del")
	p.Select("Synlig smuts", "Tvål och vatten")
	p.Select("Rena händer", "Sprit")
	p.Select("Magsjuka", "Tvål, vatten och sedan sprit")
	p.Click("#fraga-q-para button")
	p.Sees("Tvål tar bort viruset bäst.")
	p.Type("När är det svårt hos er?", "På natten.")
	p.Click("Spara")
	p.Sees("Sparat. Ingen annan läser det.")
	p.Click("Vidare")
	p.Click("Börja provet")
	for range 4 {
		p.Click("Det här")
		p.Click("Svara")
		if strings.Contains(p.Text(), "Nästa fråga") {
			p.Click("Nästa fråga")
		}
	}
	p.Click("Se ditt resultat")
	p.Sees("Du klarade provet")
	p.Click("Fortsätt")
	p.Sees("Du är klar")
	if facts, err := s.Record.Facts(t.Context(), coursetest.Amina); err != nil || len(facts) != 2 {
		t.Error(facts, err)
	}
}
