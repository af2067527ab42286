package tailorweb

import (
	"net/http"
	"slices"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// placesView is where the visitor may make journeys a place's own.
type placesView struct {
	Name     string
	Back     ui.Link
	Journeys []ui.Part
	Others   []ui.Part // further places of the visitor's
	Below    []ui.Part
	Over     []ui.Link // who runs which version
	Pager    ui.PagerProps
	None     bool
	Looks    bool // may look, and not change
}

func (p *Pages) places(w http.ResponseWriter, r *http.Request) error {
	v := page.Of(r.Context())
	own, err := p.own(r)
	if err != nil {
		return err
	}
	if len(own) == 0 {
		return p.Frame.Show(w, r, http.StatusOK, "tailor.title", placesPage(placesView{None: true}))
	}
	id := r.URL.Query().Get("plats")
	if id == "" {
		id = own[0].ID
	}
	number := number(r.URL.Query().Get("sida"))
	t, err := p.Journeys.Tailorable(r.Context(), v.Actor, id, onPage+1, (number-1)*onPage)
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(v)
	out := p.placesView(c, &t, own, number)
	if up := t.Node.Parent; up != "" && !slices.ContainsFunc(own, func(n org.Node) bool { return n.ID == t.Node.ID }) {
		if above, err := p.Tree.Find(r.Context(), up, p.Today()); err == nil && may.Ask(v.Actor, may.EditLayer, above.Path) == nil {
			out.Back = ui.Link{Href: placeURL(above.ID), Text: above.Name}
		}
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, c.T("tailor.title_at", "place", t.Node.Name)), placesPage(out))
}

// own lists the places of the visitor's own grants, the smallest first: who leads a unit begins there.
func (p *Pages) own(r *http.Request) ([]org.Node, error) {
	actor := web.ActorOf(r.Context())
	found, err := p.Tree.Places(r.Context(), actor, p.Today())
	if err != nil {
		return nil, err
	}
	var out []org.Node
	for _, g := range actor.Grants {
		n, ok := found[g.NodeID]
		if ok && may.Allowed(g.Role, may.EditLayer) && g.Subject == "" && !slices.ContainsFunc(out, func(o org.Node) bool { return o.ID == n.ID }) {
			out = append(out, n)
		}
	}
	org.SortByName(out)
	return out, nil
}

func (p *Pages) placesView(c *lang.Catalog, t *journey.Tailorable, own []org.Node, number int) placesView {
	v := placesView{Name: t.Node.Name, Looks: !t.MayEdit}
	for _, j := range t.Journeys {
		part := ui.Part{Href: at(t.Node.ID, j.ID), Title: j.Title, Status: ui.NotApplicable, Word: c.T("tailor.as_above")}
		if j.Ops > 0 {
			part.Status, part.Word = ui.Done, c.T("tailor.has_own")
			part.Note = c.T("tailor.own_count", "n", j.Ops)
		}
		switch {
		case j.Waits > 0:
			part.Status, part.Word = ui.Missing, c.T("tailor.waits", "n", j.Waits)
		case j.Draft:
			part.Status, part.Word = ui.Ongoing, c.T("tailor.has_draft")
		}
		v.Journeys = append(v.Journeys, part)
		v.Over = append(v.Over, ui.Link{Href: "/anpassa/oversikt/" + j.ID, Text: c.T("tailor.over_link", "journey", j.Title)})
	}
	for _, n := range own {
		if n.ID != t.Node.ID {
			v.Others = append(v.Others, ui.Part{Href: placeURL(n.ID), Title: n.Name})
		}
	}
	below := t.Children
	v.Pager = ui.PagerProps{Page: number, Pages: number}
	if len(below) > onPage {
		below, v.Pager.Pages = below[:onPage], number+1
		v.Pager.Next = placeURL(t.Node.ID) + "&sida=" + lang.Number(number+1)
	}
	if number > 1 {
		v.Pager.Previous = placeURL(t.Node.ID) + "&sida=" + lang.Number(number-1)
	}
	for _, n := range below {
		v.Below = append(v.Below, ui.Part{Href: placeURL(n.ID), Title: n.Name, Note: n.Label})
	}
	return v
}

// overview is who runs which version of a journey.
type overviewView struct {
	Title, Version string
	Table          ui.TableProps
	Pager          ui.PagerProps
	None           bool
}

func (p *Pages) overview(w http.ResponseWriter, r *http.Request) error {
	v := page.Of(r.Context())
	c := p.Frame.Catalog(v)
	number := number(r.URL.Query().Get("sida"))
	o, err := p.Journeys.Overview(r.Context(), v.Actor, r.PathValue("journey"), onPage, (number-1)*onPage)
	if err != nil {
		return err
	}
	day := (&words{c: c}).day
	out := overviewView{Title: o.Title, Version: c.T("tailor.over_version", "n", o.Version, "since", day(o.From), "owner", o.Owner), None: len(o.Places) == 0,
		Table: ui.TableProps{ID: "platser", Caption: c.T("tailor.over_caption"), Cards: true, Columns: []ui.Column{
			{Title: c.T("tailor.over_place")}, {Title: c.T("tailor.over_kind")}, {Title: c.T("tailor.over_since")}, {Title: c.T("tailor.over_ops"), Number: true}, {Title: c.T("tailor.over_waits")}}}}
	for _, l := range o.Places {
		waits := ui.Text(c.T("tailor.over_none"))
		if l.Waits > 0 {
			waits = ui.Text(c.T("tailor.waits", "n", l.Waits))
		}
		kind := l.Node.Label
		if kind == "" {
			kind = c.T("tailor.kind." + l.Node.Kind)
		}
		row := ui.Row{Head: ui.CellLink(at(l.Node.ID, o.ID), l.Node.Name)}
		row.Cells = append(row.Cells, ui.Text(kind), ui.Text(day(l.Since)), ui.Text(lang.Number(l.Ops)), waits)
		out.Table.Rows = append(out.Table.Rows, row)
	}
	here := "/anpassa/oversikt/" + o.ID + "?sida="
	out.Pager = ui.PagerProps{Page: number, Pages: number}
	if o.More {
		out.Pager.Pages, out.Pager.Next = number+1, here+lang.Number(number+1)
	}
	if number > 1 {
		out.Pager.Previous = here + lang.Number(number-1)
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, c.T("tailor.over_title", "journey", o.Title)), overviewPage(out))
}
