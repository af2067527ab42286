package orgweb

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// mostUnits bounds the units that are looked through for one without a manager.
const mostUnits = 5000

// namedUnits is how many of them the page names.
const namedUnits = 3

// ErrNotEmployer answers whoever holds no role at a municipality or another employer.
var ErrNotEmployer = fault.New(fault.Missing, "org.hub.no_employer")

// todo is one thing that the municipality needs to do now, with its one button.
type todo struct {
	Title, Text string
	Button      ui.Link
}

// hubView is the municipality's first page: what needs doing now, and the ways on.
type hubView struct {
	Name   string
	Others []ui.Link // further employers of the visitor
	Todo   []todo
	Doors  []ui.Part
}

// employer is the one a page is about: the one named in ?plats, else the visitor's first.
func (p *Pages) employer(r *http.Request, do may.Action, id string) (org.Node, []org.Node, error) {
	all, err := p.Tree.Employers(r.Context(), web.ActorOf(r.Context()), do, p.Today())
	if err != nil {
		return org.Node{}, nil, err
	}
	if len(all) == 0 {
		return org.Node{}, nil, ErrNotEmployer
	}
	if id == "" {
		return all[0], all, nil
	}
	if i := slices.IndexFunc(all, func(n org.Node) bool { return n.ID == id }); i >= 0 {
		return all[i], all, nil
	}
	n, err := p.Tree.Find(r.Context(), id, p.Today())
	if err == nil {
		err = may.Ask(web.ActorOf(r.Context()).Inside(n.Path), do, n.Path)
	}
	return n, all, err
}

// at adds the employer to an address, when the visitor has more than one.
func at(address string, employer org.Node, all []org.Node) string {
	if len(all) < 2 {
		return address
	}
	if strings.Contains(address, "?") {
		return address + "&plats=" + employer.ID
	}
	return address + "?plats=" + employer.ID
}

func (p *Pages) hub(w http.ResponseWriter, r *http.Request) error {
	employer, all, err := p.employer(r, may.ImportStaff, r.URL.Query().Get("plats"))
	if err != nil {
		return err
	}
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	v := hubView{Name: employer.Name, Doors: p.Frame.Behind(page.MunicipalityHub, visit)}
	for i, d := range v.Doors {
		v.Doors[i].Href = at(d.Href, employer, all)
	}
	for _, o := range all {
		if o.ID != employer.ID {
			v.Others = append(v.Others, ui.Link{Href: "/kommun?plats=" + o.ID, Text: o.Name})
		}
	}
	h := hubber{p: p, r: r, c: c, a: visit.Actor, employer: employer, all: all}
	for _, look := range h.looks() {
		if err := look(); err != nil {
			return err
		}
	}
	v.Todo = h.todo
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, employer.Name), hubPage(v))
}

// hubber gathers what an employer needs to do, as far as the visitor is who does it.
type hubber struct {
	p        *Pages
	r        *http.Request
	c        *lang.Catalog
	a        may.Actor
	employer org.Node
	all      []org.Node
	todo     []todo
}

// looks are the places to look, what is most urgent first.
func (h *hubber) looks() []func() error {
	looks := []func() error{h.imports}
	if may.Ask(h.a.Inside(h.employer.Path), may.EditTree, h.employer.Path) == nil {
		looks = append(looks, h.changes)
	}
	looks = append(looks, h.titles)
	if may.Ask(h.a.Inside(h.employer.Path), may.EditSettings, h.employer.Path) == nil {
		looks = append(looks, h.functions, h.managers, h.contacts)
	}
	return looks
}

func (h *hubber) add(key, text, href string, pairs ...any) {
	t := todo{Title: h.c.T("org.hub.do."+key, pairs...), Text: text, Button: ui.Link{Href: at(href, h.employer, h.all), Text: h.c.T("org.hub.button." + key)}}
	h.todo = append(h.todo, t)
}

// brokenAfter is when an import that is still being prepared has been broken off: reading a file
// takes seconds.
const brokenAfter = 10 * time.Minute

// imports looks at the latest import: one that waits for a decision, or that was broken off.
func (h *hubber) imports() error {
	logs, err := h.p.Imports.List(h.r.Context(), h.a, h.employer.ID, 1)
	if err != nil || len(logs) == 0 {
		return err
	}
	l := logs[0]
	switch {
	case l.State == "staged":
		h.add("import_waits", h.c.T("org.hub.import_from", "when", h.c.Date(l.MadeAt)), "/kommun/inlasning/"+l.ID)
	case l.State == "staging" && h.p.Now().Sub(l.MadeAt) > brokenAfter:
		h.add("import_broken", h.c.T("org.hub.import_from", "when", h.c.Date(l.MadeAt)), "/kommun/inlasning")
	}
	return nil
}

func (h *hubber) titles() error {
	titles, err := h.p.Imports.Unmapped(h.r.Context(), h.a, h.employer.ID)
	if err != nil || len(titles) == 0 {
		return err
	}
	var people int64
	for _, t := range titles {
		people += t.Count
	}
	h.add("titles", h.c.T("org.hub.titles_text", "n", people), "/kommun/titlar", "n", len(titles))
	return nil
}

// managers looks for units where people work and nobody is manager.
func (h *hubber) managers() error {
	units, err := h.p.Staff.UnitsWithPeople(h.r.Context(), h.a, h.employer, mostUnits)
	if err != nil {
		return err
	}
	managed, err := h.p.Access.ManagedPaths(h.r.Context(), h.employer.Path, h.p.Today())
	if err != nil {
		return err
	}
	units = slices.DeleteFunc(units, func(u org.Node) bool {
		return slices.ContainsFunc(managed, func(path string) bool { return may.Within(u.Path, path) })
	})
	if len(units) == 0 {
		return nil
	}
	org.SortByName(units)
	h.add("managers", names(h.c, units), "/roller", "n", len(units))
	return nil
}

// changes looks for what was planned and could not be done.
func (h *hubber) changes() error {
	failed, err := h.p.Tree.Failed(h.r.Context(), h.a, h.employer.ID, h.p.Today(), onPage)
	if err != nil || len(failed) == 0 {
		return err
	}
	h.add("changes", sentence(h.c, failed[0]), "/kommun/organisation", "n", len(failed))
	return nil
}

// functions looks for a function that nobody holds where somebody must (rule 6).
func (h *hubber) functions() error {
	reg, err := h.p.Tree.Register(h.r.Context(), h.a, h.employer.ID, h.p.Today())
	if err != nil || len(reg.Lacks) == 0 {
		return err
	}
	first := reg.Lacks[0]
	h.add("functions", h.c.T("org.function.lack."+string(first.Kind), "place", first.Node.Name), "/kommun/funktioner", "n", len(reg.Lacks))
	return nil
}

// contacts looks whether employees have somebody to ask about the journey.
func (h *hubber) contacts() error {
	have, err := h.p.Tree.Contacts(h.r.Context(), []string{h.employer.ID}, h.p.Today())
	if err != nil || slices.ContainsFunc(have, func(k org.Contact) bool { return k.Matter == org.Matters()[0] }) {
		return err
	}
	h.add("contacts", h.c.T("org.hub.contacts_text"), "/kommun/kontakter")
	return nil
}

// names gives the first names of a list and how many more there are.
func names(c *lang.Catalog, nodes []org.Node) string {
	var out []string
	for _, n := range nodes[:min(len(nodes), namedUnits)] {
		out = append(out, n.Name)
	}
	if more := len(nodes) - namedUnits; more > 0 {
		return c.T("org.hub.and_more", "names", strings.Join(out, ", "), "n", more)
	}
	return strings.Join(out, ", ")
}
