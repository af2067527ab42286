package assessweb

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// supportsView is whom one specialist supports, to be changed.
type supportsView struct {
	Action, Unit, Name, Role string
	Back                     ui.Link
	Was                      []string // what the page showed, as the form sends it back
	Groups                   []ui.Choice
	Places                   []ui.Option
	Search, More             string
	Set                      struct{ Place, Group string }
	Said                     string
	Wrong                    map[string]string
}

// mostPlaces is how many places there are to choose among at once; more are found by searching.
const mostPlaces = 200

// groupValue is a group as a form says it, and groupFrom the other way.
func groupValue(g competence.Supported) string { return g.NodeID + "/" + g.Group }

func groupFrom(values []string) (out []competence.Supported) {
	for _, v := range values {
		node, group, _ := strings.Cut(v, "/")
		out = append(out, competence.Supported{NodeID: node, Group: group})
	}
	return out
}

func (p *Pages) supports(w http.ResponseWriter, r *http.Request) error {
	s, err := p.Competence.Specialist(r.Context(), page.Of(r.Context()).Actor, r.PathValue("specialist"))
	if err != nil {
		return err
	}
	return p.showSupports(w, r, http.StatusOK, s, s.Supports, supportsView{})
}

// showSupports lays the form out; kept are the groups that are ticked.
func (p *Pages) showSupports(w http.ResponseWriter, r *http.Request, status int, s competence.Specialist, kept []competence.Supported, v supportsView) error {
	visit, on := page.Of(r.Context()), p.Staff.Today()
	c := p.Frame.Catalog(visit)
	employer, err := p.Tree.Find(r.Context(), s.EmployerID, on)
	if err != nil {
		return err
	}
	roles, err := p.Competence.SpecialistRoles(r.Context(), employer.ID)
	if err != nil {
		return err
	}
	if v.Name, err = p.nameOf(r.Context(), s.PersonID, employer.ID); err != nil {
		return err
	}
	v.Action, v.Unit, v.Role = "/min-grupp/specialister/"+url.PathEscape(s.ID), r.FormValue("enhet"), roleName(c, roles, s.Role)
	v.Back = ui.Link{Href: page.At("/min-grupp/specialister", "enhet", v.Unit), Text: c.T("assess.specialist.title")}
	v.Search = strings.TrimSpace(r.FormValue("sok"))
	places, err := org.Under(r.Context(), p.Tree.DB, employer.Path, on)
	if err != nil {
		return err
	}
	own := org.NewForest(employer.ID, places)
	for _, g := range s.Supports {
		v.Was = append(v.Was, groupValue(g))
		name := g.Group
		if n, have := own.Nodes[g.NodeID]; name == "" && have {
			name = n.Name
		}
		v.Groups = append(v.Groups, ui.Choice{Value: groupValue(g), Text: name, Chosen: slices.Contains(kept, g)})
	}
	v.layPlaces(c, own, s)
	if r.URL.Query().Has("sparat") {
		v.Said = c.T("assess.own.saved")
	}
	shell := p.Frame.Shell(r, c.T("assess.supports.title"))
	shell.Wrong = len(v.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, shell, supportsPage(v))
}

// layPlaces are the places that can be added: the employer's operations and units that match the search.
func (v *supportsView) layPlaces(c *lang.Catalog, own org.Forest, s competence.Specialist) {
	var fit []org.Node
	for _, n := range own.Sorted() {
		kind := org.Kind(n.Kind)
		if kind != org.Unit && kind != org.Operation || !own.Own(n.ID) || slices.Contains(s.Supports, competence.Supported{NodeID: n.ID}) {
			continue
		}
		if v.Search == "" || strings.Contains(strings.ToLower(n.Name), strings.ToLower(v.Search)) {
			fit = append(fit, n)
		}
	}
	org.SortByName(fit)
	v.Places = []ui.Option{{Text: c.T("assess.supports.no_place")}}
	for _, n := range fit[:min(len(fit), mostPlaces)] {
		v.Places = append(v.Places, ui.Option{Value: n.ID, Text: n.Name})
	}
	if more := len(fit) - mostPlaces; more > 0 {
		v.More = c.T("assess.supports.more", "n", more)
	}
}

func (p *Pages) saveSupports(w http.ResponseWriter, r *http.Request) error {
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	s, err := p.Competence.Specialist(r.Context(), visit.Actor, r.PathValue("specialist"))
	if err != nil {
		return err
	}
	var v supportsView
	v.Set.Place, v.Set.Group = r.PostFormValue("plats"), strings.TrimSpace(r.PostFormValue("grupp"))
	kept := groupFrom(r.PostForm["stod"])
	groups := slices.Clone(kept)
	if v.Set.Place != "" {
		groups = append(groups, competence.Supported{NodeID: v.Set.Place})
	}
	if v.Set.Group != "" {
		groups = append(groups, competence.Supported{NodeID: s.EmployerID, Group: v.Set.Group})
	}
	err = p.Competence.SetSupports(r.Context(), visit.Actor, s.ID, groupFrom(r.PostForm["var"]), groups)
	if v.Wrong, err = wrong(c, err); err != nil {
		return err
	}
	if len(v.Wrong) > 0 {
		status := http.StatusUnprocessableEntity
		if v.Wrong["allt"] != "" {
			status = http.StatusConflict
		}
		return p.showSupports(w, r, status, s, kept, v)
	}
	return web.Redirect(w, r, page.At("/min-grupp/specialister/"+url.PathEscape(s.ID), "enhet", r.PostFormValue("enhet"), "sparat", "1"))
}
