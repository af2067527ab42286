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
