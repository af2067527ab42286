package staffweb

import (
	"net/http"
	"strconv"

	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// mostTitles is how many unmapped titles a page holds; the most common come first, and the next
// follow as these are mapped.
const mostTitles = 30

// noCare is the choice for work outside care.
const noCare = "-"

// titlesView is the list of titles that mean nothing yet.
type titlesView struct {
	Employer    string
	Back        ui.Link
	Said        string
	Titles      []titleForm
	More        string
	Occupations []ui.Option
	Areas       []ui.Option
	Wrong       []ui.Problem
}

// titleForm is one title with what was chosen for it.
type titleForm struct {
	ID, Title, Count        string
	Occupation, Area, Wrong string
}

func (p *Pages) titles(w http.ResponseWriter, r *http.Request) error {
	return p.showTitles(w, r, http.StatusOK, r.URL.Query().Get("plats"), titleForm{})
}

// showTitles shows the list; what was wrong with one of them stands there.
func (p *Pages) showTitles(w http.ResponseWriter, r *http.Request, status int, id string, wrong titleForm) error {
	employer, all, err := p.employer(r, id)
	if err != nil {
		return err
	}
	list, err := p.Imports.Unmapped(r.Context(), web.ActorOf(r.Context()), employer.ID)
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	v := titlesView{Employer: employer.ID, Back: ui.Link{Href: at("/kommun/inlasning", employer, all), Text: c.T("staff.back", "place", employer.Name)}}
	if v.Occupations, v.Areas, err = p.choices(r); err != nil {
		return err
	}
	if n := r.URL.Query().Get("andrade"); n != "" {
		v.Said = c.T("staff.mapped", "n", atoi(n))
	}
	for i, u := range list[:min(len(list), mostTitles)] {
		f := titleForm{ID: "titel-" + strconv.Itoa(i+1), Title: u.Title, Count: c.T("staff.have_title", "n", u.Count)}
		if wrong.Title == u.Title {
			f.Occupation, f.Area, f.Wrong = wrong.Occupation, wrong.Area, c.T(wrong.Wrong)
			v.Wrong = []ui.Problem{{Field: f.ID + "-yrke", Text: f.Wrong}}
		}
		v.Titles = append(v.Titles, f)
	}
	if more := len(list) - mostTitles; more > 0 {
		v.More = c.T("staff.more_titles", "n", more)
	}
	s := p.Frame.Shell(r, c.T("staff.titles"))
	s.Wrong = len(v.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, titlesPage(v))
}

func (p *Pages) choices(r *http.Request) (occupations, areas []ui.Option, err error) {
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return nil, nil, err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	occupations = []ui.Option{{Value: "", Text: c.T("staff.choose_occupation")}, {Value: noCare, Text: c.T("staff.no_care")}}
	for _, o := range ref.Occupations {
		occupations = append(occupations, ui.Option{Value: o.ID, Text: o.Name})
	}
	areas = []ui.Option{{Value: "", Text: c.T("staff.area_by_unit")}}
	for _, a := range ref.Areas {
		areas = append(areas, ui.Option{Value: a.ID, Text: a.Name})
	}
	return occupations, areas, nil
}

func (p *Pages) mapTitle(w http.ResponseWriter, r *http.Request) error {
	employer, all, err := p.employer(r, r.PostFormValue("plats"))
	if err != nil {
		return err
	}
	f := titleForm{Title: r.PostFormValue("titel"), Occupation: r.PostFormValue("yrke"), Area: r.PostFormValue("omrade")}
	occupation := f.Occupation
	switch occupation {
	case "":
		f.Wrong = "staff.occupation_needed"
		return p.showTitles(w, r, http.StatusUnprocessableEntity, employer.ID, f)
	case noCare:
		occupation = ""
	}
	n, err := p.Imports.MapTitle(r.Context(), web.ActorOf(r.Context()), employer.ID, f.Title, occupation, f.Area)
	if refused := expected(err); refused != nil {
		f.Wrong = refused.Key
		return p.showTitles(w, r, web.Status(refused), employer.ID, f)
	}
	if err != nil {
		return err
	}
	address := at("/kommun/titlar", employer, all)
	if len(all) > 1 {
		return web.Redirect(w, r, address+"&andrade="+strconv.Itoa(n))
	}
	return web.Redirect(w, r, address+"?andrade="+strconv.Itoa(n))
}
