package app_test

import (
	"testing"

	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/search"
)

// A learner finds a course by a misspelt word, without script; a municipality finds a person; nobody
// finds more than the role lets.
func TestFindingInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	if err := w.app.Search.OnSwept(t.Context(), search.Swept{}); err != nil {
		t.Fatal(err)
	}
	p := b.Page(t, browsertest.Phone.NoScript())
	w.enter(t, p, "learner-1480")
	p.Open(w.base + "/sok")
	p.Type("Vad letar du efter?", "hygein")
	p.Submit()
	p.Sees("stavas nästan likadant", "Basala hygienrutiner")
	p.Click("Delar i kurser")
	p.SeesNot("Du kommer nära människor")
	p.Open(w.base + "/sok?q=hemtj%C3%A4nst+1480")
	p.SeesNot("Hemtjänst 1480\n")
	p.Open(w.base + "/sok?q=qqxxyy")
	p.Sees("Inget hittades", "Prova ett annat ord")
	p.Open(w.base + "/sok?q=v%C3%A5rd+omsorg&typ=journey")
	p.Click("Vård och omsorg")
	p.Sees("Till för:")
	office := b.Page(t, browsertest.Desktop)
	w.enter(t, office, "municipality-1480")
	office.Open(w.base + "/sok?q=testa")
	office.Sees("Personer (")
	office.Open(w.base + "/sok?q=hemtj%C3%A4nst+1480")
	office.Sees("Plats", "Hemtjänst 1480")
	for _, v := range []browsertest.View{browsertest.Desktop, browsertest.Desktop.Dark(), browsertest.Phone, browsertest.Phone.Dark()} {
		office.As(v)
		office.Axe(t)
	}
	office.NoOverflow(t)
	office.TabWalk(t)
	for _, path := range []string{"/sok", "/sok?q=qqxxyy", "/resor/vard-och-omsorg"} {
		office.Open(w.base + path)
		office.Axe(t)
	}
}
