package profileweb_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
	"yrkesresan/internal/profile/layer"
)

// look holds a page against every view.
func look(t *testing.T, p *browsertest.Page, name string) {
	t.Helper()
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

func TestPagesInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	karin, chief, amal := w.as("karin"), w.as("chief"), w.as("amal")
	ops := []layer.Op{{Demand: layer.Demand{ID: "x", Requirement: "prov/lyssna", Who: layer.Who{Occupations: []string{"underskoterska", "vardbitrade"}, Areas: []string{"aldreomsorg"}, Level: layer.Advanced},
		Target: "do", Measure: layer.Share, Percent: 80, Weight: layer.Important, Note: "Flera har frågat."}}}
	if err := w.Profiles.Save(t.Context(), may.Operator(), "solen", ops, "", "Från planeringsdagen.", ""); err != nil {
		t.Fatal(err)
	}
	p, err := w.Profiles.Layer(t.Context(), may.Operator(), "solen")
	if err != nil {
		t.Fatal(err)
	}
	drop := layer.Op{Drop: true, Demand: layer.Demand{ID: "grund", Requirement: "prov/tala", Note: "Vi gör på ett annat sätt."}}
	if err := w.Profiles.Save(t.Context(), may.Operator(), "solen", append(p.Now.Ops, drop), "2099-02-01", "", p.Now.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.Profiles.Save(t.Context(), may.Operator(), "manen", append(ops, drop), "", "", ""); err != nil {
		t.Fatal(err)
	}
	for name, at := range map[string]struct {
		who  *webtest.Visitor
		path string
	}{"platser": {chief, "/krav"}, "plats": {karin, "/krav/solen"}, "utan": {chief, "/krav/manen"}, "rss": {amal, "/krav/rss-GR"}, "ramverk": {karin, "/krav/solen/lagg-till?ramverk=prov"},
		"yrke": {karin, "/krav/solen/lagg-till?yrke=underskoterska&ramverk=formell-kompetens"}, "nya": {karin, "/krav/solen/nya?krav=prov/lyssna"}, "andra": {karin, "/krav/solen/andra?id=grund"},
		"historik": {karin, "/krav/solen/historik"}, "kopiera": {karin, "/krav/solen/kopiera"}, "kopiera-fran": {karin, "/krav/solen/kopiera?fran=manen"},
		"roller": {karin, "/krav/solen/roller"}, "utskrift": {karin, "/krav/solen/utskrift"}} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			at.who.Open(p)
			p.Open(w.base + at.path)
			if p.Status() != http.StatusOK {
				t.Errorf("%s: %d", p.Path(), p.Status())
			}
			look(t, p, name)
		})
	}
}

// A manager on a phone, without script: finds a requirement, sees whom it touches, saves it, and takes away
// what comes from above.
func TestAManagersWalkWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	p := b.Page(t, browsertest.Phone)
	w.as("karin").Open(p)
	p.As(browsertest.Phone.NoScript())
	p.Open(w.base + "/min-grupp")
	p.Click("Krav på kompetens")
	p.Click("Se kraven i Solen")
	p.Sees("Tala tydligt", "Avgörande")
	p.Click("Lägg till krav")
	p.Type("Sök krav", "lyssna")
	p.Click("Visa krav")
	p.Click("Lyssna och fråga")
	p.Click("Gå vidare med det du valt")
	p.Sees("Lägg till 1 krav")
	p.Click("Undersköterskor")
	p.Select("Vilken nivå behövs?", "Gör")
	p.Click("Se hur det blir")
	p.Sees("Så här blir det", "Det gäller 4 anställningar i dag.")
	p.Click("Spara")
	p.Sees("Kraven är sparade.", "Lyssna och fråga")
	p.Open(w.base + "/krav/solen/andra?id=grund")
	p.Type("Varför gäller det inte hos er?", "Vi har inga sådana uppdrag.")
	p.Click("Ta bort kravet")
	p.Sees("Gäller inte hos er", "Vi har inga sådana uppdrag.")
	if got := w.asks("solen"); len(got) != 1 || got["prov/lyssna"] != "do solen" {
		t.Error(got)
	}
}

// The whole of it with the keyboard only.
func TestAChiefAnnouncesWithTheKeyboard(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	p := b.Page(t, browsertest.Desktop)
	w.as("chief").Open(p)
	p.Open(w.base + "/krav/" + town + "/nya?krav=prov/lyssna")
	p.Type("Från vilken dag?", "2099-02-01")
	p.Submit()
	p.Sees("Det börjar gälla 1 februari 2099.")
	p.HasFocus("Så här blir det")
	p.Press("Tab", "Enter")
	p.Sees("Kraven är sparade.", "Från 1 februari 2099")
	if got := w.asks(town); len(got) != 1 {
		t.Error(got)
	}
}
