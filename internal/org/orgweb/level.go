package orgweb

import (
	"net/http"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// level gives one place as a page shows it; at is the page's own address.
func (p *Pages) level(r *http.Request, id, at string) (*levelView, error) {
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	number := page.Number(r.URL.Query().Get("sida"))
	l, err := p.Tree.Below(r.Context(), visit.Actor, id, p.Today(), onPage, (number-1)*onPage)
	if err != nil {
		return nil, err
	}
	v := &levelView{Title: l.Name, Kind: kind(c, l.Node), Pager: page.Pager(at, "sida", number, l.All, onPage)}
	v.Up = ui.Link{Href: "/oversikt", Text: c.T("org.back")}
	if l.Up.ID != "" {
		v.Up = ui.Link{Href: "/oversikt/" + l.Up.ID, Text: c.T("org.up", "place", l.Up.Name)}
	}
	for _, n := range l.Children {
		v.Children = append(v.Children, line(c, n))
	}
	return v, p.figures(r, c, l, v)
}

// figures are the place's numbers. Region and nation see no live number of people: they read what
// the municipalities have submitted (rule 24).
func (p *Pages) figures(r *http.Request, c *lang.Catalog, l org.Level, v *levelView) error {
	add := func(term, text string) { v.Facts = append(v.Facts, ui.Fact{Term: c.T(term), Text: text}) }
	if l.Population > 0 {
		add("org.inhabitants", lang.Number(l.Population))
	}
	switch org.Kind(l.Kind) {
	case org.Nation:
		add("org.regions", lang.Number(l.All))
	case org.RSS:
		add("org.municipalities", lang.Number(l.All))
	default:
		if k := org.Kind(l.Kind); k != org.Unit && k != org.Team {
			add("org.units", lang.Number(l.Units))
		}
		n, err := p.Heads.Headcount(r.Context(), page.Of(r.Context()).Actor, l.Node)
		if err != nil {
			return err
		}
		add("org.people", people(c, n))
		v.People = true
	}
	return nil
}

// people writes a number of people so that it points at nobody: few are told as few, the others to
// the nearest ten, so that a hidden number cannot be worked out from those around it (rule 25).
func people(c *lang.Catalog, n int64) string {
	switch {
	case n == 0:
		return c.T("org.nobody")
	case n < 5:
		return c.T("org.few")
	}
	return c.T("org.about", "n", (n+5)/10*10)
}

func line(c *lang.Catalog, n org.Node) place {
	out := place{Href: "/oversikt/" + n.ID, Name: n.Name, About: kind(c, n)}
	if n.Population > 0 {
		out.About = c.T("org.kind_inhabitants", "kind", out.About, "n", n.Population)
	}
	return out
}

// kind is what a place is, in the municipality's own word where it has one.
func kind(c *lang.Catalog, n org.Node) string {
	if n.Label != "" && org.Kind(n.Kind) == org.Operation {
		return n.Label
	}
	return c.T("org.kind." + n.Kind)
}
