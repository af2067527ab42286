package profileweb

import (
	"net/http"
	"slices"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// placesView is where the visitor may see and decide what competence is asked for.
type placesView struct {
	Name   string
	Here   ui.LinkButtonProps
	Up     ui.Link
	Others []ui.Part // the visitor's further places
	Below  []ui.Part
	Pager  ui.PagerProps
	None   bool
}

func (p *Pages) places(w http.ResponseWriter, r *http.Request) error {
	v := page.Of(r.Context())
	c := p.Frame.Catalog(v)
	own, err := p.own(r)
	if err != nil {
		return err
	}
	if len(own) == 0 {
		return p.Frame.Show(w, r, http.StatusOK, "profile.title", placesPage(placesView{None: true}))
	}
	id, on := r.URL.Query().Get("plats"), p.Today()
	if id == "" {
		id = own[0].ID
	}
	number := page.Number(r.URL.Query().Get("sida"))
	l, err := p.Tree.Below(r.Context(), v.Actor, id, on, onPage, (number-1)*onPage)
	if err != nil {
		return err
	}
	out := placesView{Name: l.Name, Here: ui.LinkButtonProps{Href: at(l.ID), Text: c.T("profile.see_here", "place", l.Name)}}
	if l.Up.ID != "" && !slices.ContainsFunc(own, func(n org.Node) bool { return n.ID == l.ID }) {
		out.Up = ui.Link{Href: placeURL(l.Up.ID), Text: l.Up.Name}
	}
	for _, n := range own {
		if n.ID != l.ID {
			out.Others = append(out.Others, ui.Part{Href: placeURL(n.ID), Title: n.Name})
		}
	}
	if k := org.Kind(l.Kind); k != org.Nation && k != org.RSS && k != org.Unit { // what others decide is theirs, and teams ask for nothing
		out.Pager = page.Pager(placeURL(l.ID), "sida", number, l.All, onPage)
		for _, n := range l.Children {
			if org.Kind(n.Kind) == org.Employer {
				continue
			}
			href := placeURL(n.ID)
			if org.Kind(n.Kind) == org.Unit {
				href = at(n.ID)
			}
			out.Below = append(out.Below, ui.Part{Href: href, Title: n.Name, Note: n.Label})
		}
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, c.T("profile.title_at", "place", l.Name)), placesPage(out))
}

// own lists the places of the visitor's own grants; those where the visitor decides come first.
func (p *Pages) own(r *http.Request) ([]org.Node, error) {
	v := page.Of(r.Context())
	found, err := p.Tree.Places(r.Context(), v.Actor, p.Today())
	if err != nil {
		return nil, err
	}
	var out []org.Node
	for _, do := range []may.Action{may.EditProfile, may.SeeNode} {
		var some []org.Node
		for _, g := range v.Actor.Grants {
			n, ok := found[g.NodeID]
			is := func(o org.Node) bool { return o.ID == n.ID }
			if ok && org.Kind(n.Kind) != org.Team && may.Allowed(g.Role, do) && g.Subject == "" && !slices.ContainsFunc(out, is) && !slices.ContainsFunc(some, is) {
				some = append(some, n)
			}
		}
		org.SortByName(some)
		out = append(out, some...)
	}
	return out, nil
}
