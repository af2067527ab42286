package describeweb

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/profile"
	"yrkesresan/internal/profile/layer"
)

// listView is the roles at a place, and which of them are described.
type listView struct {
	Name   string
	Edit   bool
	Table  ui.TableProps
	Others []ui.Part
	Career string // the employer's paths; "" none
	None   bool
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	own, err := p.own(r)
	if err != nil {
		return err
	}
	if len(own) == 0 {
		return p.Frame.Show(w, r, http.StatusOK, "describe.title", listPage(listView{None: true}))
	}
	id := r.URL.Query().Get("plats")
	if id == "" {
		id = own[0].ID
	}
	node, edit, described, err := p.Profiles.Described(r.Context(), visit.Actor, id)
	if err != nil {
		return err
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	v := listView{Name: node.Name, Edit: edit}
	if k := org.Kind(node.Kind); edit && (k == org.Municipality || k == org.Employer) {
		v.Career = careerURL(node.ID)
	}
	for _, n := range own {
		if n.ID != node.ID {
			v.Others = append(v.Others, ui.Part{Href: placeURL(n.ID), Title: n.Name})
		}
	}
	v.Table = ui.TableProps{ID: "roller", Caption: c.T("describe.caption"), Columns: []ui.Column{{Title: c.T("describe.work")}}}
	for _, level := range layer.RoleLevels() {
		v.Table.Columns = append(v.Table.Columns, ui.Column{Title: c.T("describe.column." + string(level))})
	}
	for _, o := range ref.Chosen().Occupations {
		row := ui.Row{Head: ui.Text(o.Name)}
		for _, level := range layer.RoleLevels() {
			role := profile.Role{Occupation: o.ID, Level: level}
			row.Cells = append(row.Cells, templ.Component(roleCell(at(node.ID, role), c.T("describe.state."+state(node, described, role)), roleTitle(c, ref, role))))
		}
		v.Table.Rows = append(v.Table.Rows, row)
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, c.T("describe.title_at", "place", node.Name)), listPage(v))
}

// state tells how far a role is described at a place: own, above, draft, template or none.
func state(node org.Node, all []profile.Description, role profile.Role) string {
	is := func(yes func(d profile.Description) bool) bool {
		return slices.ContainsFunc(all, func(d profile.Description) bool { return d.Role == role && yes(d) })
	}
	switch {
	case is(func(d profile.Description) bool { return d.Draft }):
		return "draft"
	case is(func(d profile.Description) bool { return d.OwnerID == node.ID }):
		return "own"
	case is(func(d profile.Description) bool { return true }):
		return "above"
	}
	return "none"
}

// own lists the places of the visitor's own grants; those that the visitor decides for come first.
func (p *Pages) own(r *http.Request) ([]org.Node, error) {
	v := page.Of(r.Context())
	found, err := p.Tree.Places(r.Context(), v.Actor, p.Today())
	if err != nil {
		return nil, err
	}
	var out []org.Node
	for _, do := range []may.Action{may.EditProfile, may.SeeNode} {
		for _, g := range v.Actor.Grants {
			n, ok := found[g.NodeID]
			if ok && may.Allowed(g.Role, do) && g.Subject == "" && !slices.ContainsFunc(out, func(o org.Node) bool { return o.ID == n.ID }) {
				out = append(out, n)
			}
		}
	}
	return out, nil
}
