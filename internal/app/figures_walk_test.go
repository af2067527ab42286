package app_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/internal/platform/browsertest"
)

// look tests the page that is open as many see it: phone and large screen, light and dark, large
// letters and the keyboard.
func look(t *testing.T, p *browsertest.Page, name string) {
	t.Helper()
	if p.Status() != http.StatusOK {
		t.Errorf("%s: %d", p.Path(), p.Status())
	}
	for _, v := range []struct {
		name string
		browsertest.View
	}{{"390", browsertest.Phone}, {"390-mork", browsertest.Phone.Dark()}, {"1280", browsertest.Desktop}, {"1280-mork", browsertest.Desktop.Dark()}} {
		p.As(v.View)
		p.Axe(t)
		if dir := os.Getenv("YRKESRESAN_PICTURES"); dir != "" {
			p.Screenshot(filepath.Join(dir, name+"-"+v.name+".png"))
		}
	}
	p.As(browsertest.Phone)
	p.NoOverflow(t)
	p.Targets(t)
	p.TabWalk(t)
}

// Everybody who reads figures walks their pages in the demo: the municipality, who leads several units, the region and the
// nation.
func TestAWalkThroughTheFigures(t *testing.T) {
	b := browsertest.New(t)
	a := newDemo(t, "2027-03-01")
	base, _ := serveDemo(t, a)
	for who, pages := range map[string][]struct{ path, name, says string }{
		"municipality": {
			{"/kommun/genomforande", "kommun", "Vård- och omsorgsförvaltningen"},
			{"/kommun/genomforande?visa=enheter", "enheter", "Hemtjänst Ängen"},
			{"/kommun/genomforande?kurs=basala-hygienrutiner&yrke=vardbitrade", "kurs", "Basala hygienrutiner"},
			{"/kommun/siffror", "siffror", "Lämna in nya siffror"},
		},
		"operations": {{"/omrade", "omrade", "är försenad"}, {"/kommun/genomforande", "verksamhet", "Genomförande i"}},
		"region":     {{"/rss", "rss", "Göteborgsregionen"}},
		"national": {
			{"/nationen", "nationen", "2 av 290 kommuner"},
			{"/nationen?sortera=klara", "nationen-sorterad", "2 av 290 kommuner"},
			{"/nationen?yrke=vardbitrade", "nationen-yrke", "av 290 kommuner"},
			{"/rss", "nationens-rss", "Att göra nu"},
		},
	} {
		t.Run(who, func(t *testing.T) {
			code, err := a.Demo.Code(t.Context(), who)
			if err != nil {
				t.Fatal(err)
			}
			p := b.Page(t, browsertest.Phone.NoScript())
			p.Open(base + "/in/" + code.Code)
			p.Click("main form button")
			for _, page := range pages {
				p.Open(base + page.path)
				p.Sees(page.says)
				p.SeesNot("Logga in")
				look(t, p, page.name)
			}
		})
	}
}

// A municipality submits and takes back without script; the nation sorts and chooses with the keyboard.
func TestFiguresAreSubmittedWithoutScriptAndReadWithTheKeyboard(t *testing.T) {
	b := browsertest.New(t)
	a := newDemo(t, "2027-03-01")
	base, _ := serveDemo(t, a)
	as := func(who string, v browsertest.View) *browsertest.Page {
		code, err := a.Demo.Code(t.Context(), who)
		if err != nil {
			t.Fatal(err)
		}
		p := b.Page(t, v)
		p.Open(base + "/in/" + code.Code)
		p.Click("main form button")
		return p
	}
	town := as("municipality", browsertest.Phone.NoScript())
	town.Open(base + "/kommun/siffror")
	town.Sees("Region och nation ser nu siffrorna från den 17 februari 2027.")
	town.Click("Lämna in nya siffror")
	town.Sees("Siffrorna är inlämnade.", "Region och nation ser nu siffrorna från den 1 mars 2027.", "Ersatt av nyare")
	nation := as("national", browsertest.Desktop)
	nation.Open(base + "/nationen")
	nation.Sees("senast den 1 mars 2027")
	nation.Eval(`document.querySelector('a[href*="sortera=klara"]').focus()`, nil)
	nation.Submit() // Enter on what has the focus
	nation.Sees("2 av 290 kommuner")
	if n := nation.Count(`th[aria-sort="descending"]`); n != 1 {
		t.Errorf("%d columns are sorted by", n)
	}
	nation.Select("Resa", "Barn och unga")
	nation.Eval(`document.querySelector('.filter button').focus()`, nil)
	nation.Submit()
	nation.Sees("kommuner har lämnat in siffror för resan")
	if nation.Value("Resa") != "barn-och-unga" {
		t.Errorf("the journey is %q", nation.Value("Resa"))
	}
	town.Click("Ta tillbaka siffrorna")
	town.Sees("Siffrorna är tillbakatagna.", "Kommunen har inga inlämnade siffror just nu.")
	nation.Open(base + "/nationen")
	nation.Sees("1 av 290 kommuner")
}
