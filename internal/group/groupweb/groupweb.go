// Package groupweb is the pages of whoever leads a unit: the group, one person's journey as the
// employer may see it, and a way in for who cannot sign in.
package groupweb

import (
	"context"
	"embed"
	"net/http"
	"strconv"

	"yrkesresan/internal/access"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/org"
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

// mostUnits bounds the units of one who leads many: a large municipality has some hundred.
const mostUnits = 2000

// Courses is what these pages ask of the courses.
type Courses interface {
	// Title is what a course is called; "" when there is no such course.
	Title(ctx context.Context, courseID string) (string, error)
}

// Pages serves them.
type Pages struct {
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
	r.Page("GET /min-grupp", web.To(may.SeeProgress), p.group)
	r.Page("GET /min-grupp/person/{person}", web.To(may.SeeProgress), p.person)
	r.Page("POST /min-grupp/person/{person}/kod", web.To(may.GiveCode), p.code)
}

// group shows the group of one unit, or the units to choose from.
func (p *Pages) group(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	number := atoi(q.Get("sida"))
	if unit := q.Get("enhet"); unit != "" {
		return p.showGroup(w, r, unit, number, true)
	}
	units, err := p.Journeys.Units(r.Context(), page.Of(r.Context()).Actor, mostUnits)
	if err != nil {
		return err
	}
	if len(units) == 1 {
		return p.showGroup(w, r, units[0].ID, number, false)
	}
	v := unitsView{Doors: p.Frame.Behind(page.GroupHub, page.Of(r.Context())), Pager: pager("/min-grupp", number, len(units)), None: len(units) == 0}
	from := min((number-1)*onPage, len(units))
	for _, u := range units[from:min(from+onPage, len(units))] {
		v.Units = append(v.Units, ui.Part{Href: "/min-grupp?enhet=" + u.ID, Title: u.Name})
	}
	return p.Frame.Show(w, r, http.StatusOK, "group.title", unitsPage(v))
}

// unitsView is the units of one who leads several.
type unitsView struct {
	Units []ui.Part
	Pager ui.PagerProps
	Doors []ui.Part
	None  bool
}

// pager leads through pages at an address, which may have a question already.
func pager(at string, number, all int) ui.PagerProps {
	mark := "?"
	if len(at) > len("/min-grupp") {
		mark = "&"
	}
	pp := ui.PagerProps{Page: number, Pages: (all + onPage - 1) / onPage}
	if number > 1 {
		pp.Previous = at + mark + "sida=" + strconv.Itoa(number-1)
	}
	if number < pp.Pages {
		pp.Next = at + mark + "sida=" + strconv.Itoa(number+1)
	}
	return pp
}

// atoi reads a page number; what is none is the first page.
func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 100_000 {
		return 1
	}
	return n
}
