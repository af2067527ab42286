// Package groupweb is the pages of whoever leads people: what to do now, the matrix of people and
// courses, one person as the employer may see the person, and what a leader does about it. Who has
// a single task (R166) uses the part of them that the task needs.
package groupweb

import (
	"context"
	"embed"
	"errors"
	"net/http"
	"net/url"

	"yrkesresan/internal/access"
	"yrkesresan/internal/group"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// onPage is how many people, or units, a page lists.
const onPage = 50

// Courses is what these pages ask of the courses.
type Courses interface {
	// Title is what a course is called; "" when there is no such course.
	Title(ctx context.Context, courseID string) (string, error)
	// Titles gives what every course is called, by id.
	Titles(ctx context.Context) (map[string]string, error)
	// Tags gives the topics of every course, by id.
	Tags(ctx context.Context) (map[string][]string, error)
}

// Pages serves them.
type Pages struct {
	Groups   *group.Groups
	Journeys *journey.Journeys
	Staff    *staff.Staff
	Access   *access.Access
	Courses  Courses
	Tree     *org.Tree
	Frame    *page.Frame
	URL      string // where people reach the program: it stands on paper and in messages
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /min-grupp", web.To(may.SeeStaff), p.home)
	r.Page("POST /min-grupp/paminn", web.To(may.SeeProgress), p.remind)
	r.Page("GET /min-grupp/matris", web.To(may.SeeProgress), p.matrix)
	r.Page("GET /min-grupp/matris.csv", web.To(may.SeeProgress), p.matrixCSV)
	r.Page("GET /min-grupp/matris.xlsx", web.To(may.SeeProgress), p.matrixExcel)
	r.Page("GET /min-grupp/kurser", web.To(may.SeeProgress), p.courses)
	r.Page("GET /min-grupp/seminarier", web.To(may.SeeProgress), p.seminars)
	r.Page("GET /min-grupp/stod", web.To(may.SeeProgress), p.support)
	r.Page("GET /min-grupp/resan", web.To(may.SeeProgress), p.about)
	r.Page("GET /min-grupp/uppfoljning", web.To(may.SeeProgress), p.follow)
	r.Page("GET /min-grupp/mote", web.To(may.SeeProgress), p.meeting)
	r.Page("GET /min-grupp/lagg-till", web.To(may.Enrol), p.enrolForm)
	r.Page("POST /min-grupp/lagg-till", web.To(may.Enrol), p.enrol)
	r.Page("GET /min-grupp/koder", web.To(may.GiveCode), p.codesForm)
	r.Page("POST /min-grupp/koder", web.To(may.GiveCode), p.codes)
	r.Page("GET /min-grupp/fler-som-arbetar-har", web.To(may.ServeUnit), p.serving)
	r.Page("POST /min-grupp/fler-som-arbetar-har", web.To(may.ServeUnit), p.addServing)
	r.Page("POST /min-grupp/fler-som-arbetar-har/avsluta", web.To(may.ServeUnit), p.endServing)
	r.Page("GET /min-grupp/person/{person}", web.To(may.SeeProgress), p.person)
	r.Page("POST /min-grupp/person/{person}/kod", web.To(may.GiveCode), p.code)
	r.Page("POST /min-grupp/person/{person}/ta-bort-kurs", web.To(may.Enrol), p.withdraw)
	r.Page("GET /min-grupp/person/{person}/ledighet", web.To(may.SetLeave), p.leave)
	r.Page("POST /min-grupp/person/{person}/ledighet", web.To(may.SetLeave), p.setLeave)
}

// scope is which people a page is about, as its address says.
type scope struct {
	unit string // "" = all that the visitor leads
}

func scopeOf(r *http.Request) scope { return scope{r.FormValue("enhet")} }

// at is an address under the hub with the scope and further pairs of name and value; empty values are left out.
func (s scope) at(path string, pairs ...string) string {
	return page.At(path, append([]string{"enhet", s.unit}, pairs...)...)
}

// team gives the people that a page is about; shown is true when the page to choose a unit was
// shown instead.
func (p *Pages) team(w http.ResponseWriter, r *http.Request) (t group.Team, s scope, shown bool, err error) {
	s = scopeOf(r)
	visit := page.Of(r.Context())
	t, err = p.Groups.Team(r.Context(), visit.Actor, s.unit)
	if !errors.Is(err, group.ErrManyUnits) || s.unit != "" {
		return t, s, false, err
	}
	return t, s, true, p.choose(w, r)
}

// unitsView is the units of one who leads many.
type unitsView struct {
	Units []ui.Part
	Pager ui.PagerProps
	Doors []ui.Part
}

// choose shows the units to choose from, each leading to the same page for it.
func (p *Pages) choose(w http.ResponseWriter, r *http.Request) error {
	visit := page.Of(r.Context())
	units, err := p.Groups.Units(r.Context(), visit.Actor)
	if err != nil {
		return err
	}
	number := page.Number(r.URL.Query().Get("sida"))
	path := r.URL.Path
	v := unitsView{Doors: p.Frame.Behind(page.GroupHub, visit), Pager: page.Pager(path, "sida", number, len(units), onPage)}
	from := min((number-1)*onPage, len(units))
	for _, u := range units[from:min(from+onPage, len(units))] {
		v.Units = append(v.Units, ui.Part{Href: scope{u.ID}.at(path), Title: u.Name})
	}
	return p.Frame.Show(w, r, http.StatusOK, "group.title", unitsPage(v))
}

func hrefOf(personID string) string { return "/min-grupp/person/" + url.PathEscape(personID) }

// date writes a day in Swedish.
func date(c *lang.Catalog, d plan.Date) string {
	return c.DateOf(string(d))
}

// say writes a day for who is told of it.
func (p *Pages) say(d plan.Date) string { return date(p.Frame.Texts, d) }

// titleOf is what an item is called: its own name in the journey, else the course's.
func (p *Pages) titleOf(ctx context.Context, it *plan.PersonalItem) (string, error) {
	if it.Title != "" {
		return it.Title, nil
	}
	title, err := p.Courses.Title(ctx, it.Course)
	if title == "" {
		title = it.ID
	}
	return title, err
}

// wrong turns a refused form into what the page says, by field; other errors are given back.
func wrong(c *lang.Catalog, err error) (map[string]string, error) {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Invalid && f.Kind != fault.Conflict && f.Kind != fault.Missing || f.Field == "" {
		return nil, err
	}
	return map[string]string{f.Field: page.Say(c, f)}, nil
}

// problems lists what is wrong in the order of the page.
func problems(wrong map[string]string, fields ...string) []ui.Problem {
	var out []ui.Problem
	for _, f := range fields {
		if wrong[f] != "" {
			out = append(out, ui.Problem{Field: f, Text: wrong[f]})
		}
	}
	return out
}
