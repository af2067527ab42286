// Package planweb is the pages of plans: one's own, those of a manager's people and unit, and those of
// operations, municipalities and service areas.
package planweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"slices"

	"yrkesresan/internal/development"
	"yrkesresan/internal/framework"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

// Texts are the words of these pages and of what people are told about plans, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Courses is what these pages ask of the courses.
type Courses interface {
	// Titles gives what every course is called, by id.
	Titles(ctx context.Context) (map[string]string, error)
	// HasDays tells whether a course has course days, where one chooses a day.
	HasDays(ctx context.Context, courseID string) (bool, error)
}

// Pages serves them.
type Pages struct {
	Plans      *development.Plans
	Gaps       *gap.Gaps
	Frameworks *framework.Frameworks
	Staff      *staff.Staff
	Tree       *org.Tree
	Courses    Courses
	Frame      *page.Frame
}

// desk is where a plan is worked on: whose it is, under which address, and how one comes back.
type desk struct {
	development.Whose
	base  string // address of the plan's pages
	query string // what the address needs besides, "enhet=x"; "" nothing
	back  ui.Link
	title string
	name  string // of the person, to others; of the place
	own   bool   // the visitor's own
	node  org.Node
}

// at is an address under the desk, with further pairs of name and value.
func (d desk) at(sub string, pairs ...string) string {
	q, _ := url.ParseQuery(d.query)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return d.base + sub
	}
	return d.base + sub + "?" + q.Encode()
}

// find finds the desk that a request is about.
type find func(r *http.Request) (desk, error)

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	p.mountDesk(r, "/min-kompetens/plan", web.Own, web.Own, p.ownDesk)
	r.Page("GET /min-kompetens/plan/enhet", web.Own, p.shared)
	r.Page("POST /min-kompetens/plan/studietid", web.Own, p.answerStudy)
	p.mountDesk(r, "/min-grupp/plan/person/{person}", web.To(may.SeeCompetence), web.To(may.PlanPerson), p.personDesk)
	r.Page("GET /min-grupp/plan/person/{person}/uppdrag", web.To(may.PlanPerson), p.dutyForm)
	r.Page("POST /min-grupp/plan/person/{person}/uppdrag", web.To(may.PlanPerson), p.addDuty)
	r.Page("POST /min-grupp/plan/person/{person}/uppdrag/avsluta", web.To(may.PlanPerson), p.endDuty)
	r.Page("GET /min-grupp/plan", web.To(may.SeeCompetence), p.team)
	r.Page("GET /min-grupp/plan/uppdrag", web.To(may.SeeCompetence), p.untasked)
	p.mountSheets(r)
	p.mountDesk(r, "/min-grupp/plan/enhet", web.To(may.EditPlan), web.To(may.EditPlan), p.unitDesk)
	p.mountDesk(r, "/plan", web.To(may.EditPlan), web.To(may.EditPlan), p.placeDesk)
	r.Page("GET /plan/rekrytering", web.To(may.EditPlan), p.recruit)
	r.Page("GET /plan/tidigare", web.To(may.EditPlan), p.closed)
	r.Page("GET /plan/uppdrag", web.To(may.EditPlan), p.trained)
	p.mountDesk(r, "/plan/omrade/{planarea}", web.To(may.EditPlan), web.To(may.EditPlan), p.areaDesk)
	p.mountDesk(r, "/rss/plan/{planarea}", web.To(may.PlanJointly), web.To(may.PlanJointly), p.jointDesk)
}

// mountDesk puts the pages of one sort of plan on the site.
func (p *Pages) mountDesk(r web.Router, base string, reads, writes web.Need, f find) {
	r.Page("GET "+base, reads, p.show(f))
	r.Page("GET "+base+"/andra", writes, p.headForm(f))
	r.Page("POST "+base+"/andra", writes, p.setHead(f))
	r.Page("GET "+base+"/lagg-till", writes, p.addForm(f))
	r.Page("POST "+base+"/lagg-till", writes, p.add(f))
	r.Page("GET "+base+"/del/{planned}", writes, p.itemForm(f))
	r.Page("POST "+base+"/del/{planned}", writes, p.change(f))
	r.Page("GET "+base+"/uppfoljning", writes, p.followForm(f))
	r.Page("POST "+base+"/uppfoljning", writes, p.follow(f))
	r.Page("GET "+base+"/ny-period", writes, p.periodForm(f))
	r.Page("POST "+base+"/ny-period", writes, p.newPeriod(f))
	if base == "/min-kompetens/plan" || base == "/min-grupp/plan/person/{person}" {
		r.Page("POST "+base+"/ja", writes, p.agree(f))
	}
}

func (p *Pages) catalog(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }

func (p *Pages) ownDesk(r *http.Request) (desk, error) {
	c, q := p.catalog(r), ""
	employer := r.FormValue("hos")
	if employer != "" {
		q = url.Values{"hos": {employer}}.Encode()
	}
	id := web.ActorOf(r.Context()).PersonID
	return desk{Whose: development.Person(id, employer), base: "/min-kompetens/plan", query: q, title: c.T("development.own"), own: true,
		back: ui.Link{Href: "/min-kompetens", Text: c.T("development.back_own")}}, nil
}

// personDesk is a person's plan to who leads the person.
func (p *Pages) personDesk(r *http.Request) (desk, error) {
	id, c, a := r.PathValue("person"), p.catalog(r), web.ActorOf(r.Context())
	known, err := p.Staff.Know(r.Context(), a, may.SeeCompetence, id, p.Staff.Today())
	if err != nil {
		return desk{}, err
	}
	name := known.Shown()
	if known.FirstName != "" {
		name = known.Name()
	}
	return desk{Whose: development.Person(id, known.Employer.ID), base: "/min-grupp/plan/person/" + url.PathEscape(id), title: c.T("development.of_person", "name", name), name: name, node: known.At,
		back: ui.Link{Href: "/min-grupp/plan?" + url.Values{"enhet": {known.At.ID}}.Encode(), Text: c.T("development.back_team")}}, nil
}

// unitDesk is a unit's plan; without a choice the first unit that the visitor plans for.
func (p *Pages) unitDesk(r *http.Request) (desk, error) {
	n, err := p.unit(r, may.EditPlan)
	c := p.catalog(r)
	back := ui.Link{Href: "/min-grupp/plan?" + url.Values{"enhet": {n.ID}}.Encode(), Text: c.T("development.back_team")}
	if may.Ask(web.ActorOf(r.Context()), may.SeeCompetence, n.Path) != nil { // who leads managers plans for the unit, and reads nobody's plan there
		back = ui.Link{Href: "/plan", Text: c.T("development.back_hub")}
	}
	return desk{Whose: development.Unit(n.ID), base: "/min-grupp/plan/enhet", query: url.Values{"enhet": {n.ID}}.Encode(), title: c.T("development.of_unit", "place", n.Name), name: n.Name, node: n,
		back: back}, err
}

// mostUnits bounds the units to choose from.
const mostUnits = 500

// units are those where the visitor may do something, in name order.
func (p *Pages) units(r *http.Request, do may.Action) ([]org.Node, error) {
	return p.Tree.UnitsIn(r.Context(), web.ActorOf(r.Context()).Scopes(do), p.Staff.Today(), mostUnits)
}

// unit is the chosen unit, or the first.
func (p *Pages) unit(r *http.Request, do may.Action) (org.Node, error) {
	if id := r.FormValue("enhet"); id != "" {
		return p.Tree.Find(r.Context(), id, p.Staff.Today())
	}
	all, err := p.units(r, do)
	if err == nil && len(all) == 0 {
		err = development.ErrPlace
	}
	if err != nil {
		return org.Node{}, err
	}
	return all[0], nil
}

// places are the operations, municipalities and employers that the visitor plans for: where the visitor's
// roles stand.
func (p *Pages) places(r *http.Request) ([]org.Node, error) {
	var out []org.Node
	for _, path := range web.ActorOf(r.Context()).Scopes(may.EditPlan) {
		n, err := p.Tree.Find(r.Context(), path[lastSlash(path)+1:], p.Staff.Today())
		if err != nil {
			return nil, err
		}
		if slices.Contains([]org.Kind{org.Operation, org.Municipality, org.Employer}, org.Kind(n.Kind)) {
			out = append(out, n)
		}
	}
	return out, nil
}

func lastSlash(path string) int {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '/' {
			return i
		}
	}
	return -1
}

// place is the chosen place, or the first of the visitor's.
func (p *Pages) place(r *http.Request) (org.Node, error) {
	if id := r.FormValue("plats"); id != "" {
		return p.Tree.Find(r.Context(), id, p.Staff.Today())
	}
	all, err := p.places(r)
	if err == nil && len(all) == 0 {
		err = development.ErrPlace
	}
	if err != nil {
		return org.Node{}, err
	}
	return all[0], nil
}

func (p *Pages) placeDesk(r *http.Request) (desk, error) {
	n, err := p.place(r)
	c := p.catalog(r)
	d := desk{Whose: development.Operation(n.ID), base: "/plan", query: url.Values{"plats": {n.ID}}.Encode(), title: c.T("development.of_place", "place", n.Name), name: n.Name, node: n,
		back: ui.Link{Href: "/kommun", Text: c.T("development.back_hub")}}
	if n.Kind == string(org.Operation) {
		d.back.Href = "/omrade"
	}
	return d, err
}

// areaDesk is the plan of a service area, at the municipality or employer of the chosen place.
func (p *Pages) areaDesk(r *http.Request) (desk, error) {
	n, err := p.place(r)
	if err != nil {
		return desk{}, err
	}
	return p.inArea(r, n, "/plan/omrade/", ui.Link{Href: "/plan?" + url.Values{"plats": {n.ID}}.Encode()})
}

func (p *Pages) inArea(r *http.Request, n org.Node, base string, back ui.Link) (desk, error) {
	c, area := p.catalog(r), r.PathValue("planarea")
	if !slices.Contains(development.Areas(), area) {
		return desk{}, development.ErrPlace
	}
	if org.Kind(n.Kind) == org.Operation || org.Kind(n.Kind) == org.Unit {
		return desk{}, development.ErrPlace
	}
	back.Text = c.T("development.back_place", "place", n.Name)
	return desk{Whose: development.Area(n.ID, area), base: base + area, query: url.Values{"plats": {n.ID}}.Encode(), title: c.T("development.of_area", "area", c.T("development.area."+area), "place", n.Name),
		name: n.Name, node: n, back: back}, nil
}

// jointDesk is the plan of a service area at an RSS.
func (p *Pages) jointDesk(r *http.Request) (desk, error) {
	id := r.FormValue("plats")
	if id == "" {
		for _, path := range web.ActorOf(r.Context()).Scopes(may.PlanJointly) {
			id = path[lastSlash(path)+1:]
			break
		}
	}
	n, err := p.Tree.Find(r.Context(), id, p.Staff.Today())
	if err != nil {
		return desk{}, err
	}
	return p.inArea(r, n, "/rss/plan/", ui.Link{Href: "/rss"})
}

// wrong turns a refused form into what the page says, by field; other errors are given back.
func wrong(c *lang.Catalog, err error) (map[string]string, error) {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Invalid && f.Kind != fault.Conflict {
		return nil, err
	}
	return map[string]string{f.Field: page.Say(c, f)}, nil
}

// problems lists what is wrong in the order of the page; what is about no field leads to first.
func problems(wrong map[string]string, first string, fields ...string) []ui.Problem {
	var out []ui.Problem
	if wrong[""] != "" {
		out = append(out, ui.Problem{Field: first, Text: wrong[""]})
	}
	for _, f := range fields {
		if wrong[f] != "" {
			out = append(out, ui.Problem{Field: f, Text: wrong[f]})
		}
	}
	return out
}

// render shows a page with a title of its own.
func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, title string, body component) error {
	s := p.Frame.Shell(r, title)
	s.Wrong = status == http.StatusUnprocessableEntity || status == http.StatusConflict
	return p.Frame.ShowAs(w, r, status, s, body)
}

// refused is the status of a form that was not taken.
func refused(err error) int {
	if f := fault.Of(err); f != nil {
		return web.Status(f)
	}
	return http.StatusUnprocessableEntity
}
