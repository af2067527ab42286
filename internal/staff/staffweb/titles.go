package staffweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

// mostTitles is how many unmapped titles a page holds; the most common come first, and the next
// follow as these are mapped. perPage is how many lines the lists hold.
const (
	mostTitles = 30
	perPage    = 50
)

// noCare is the choice for work outside care.
const noCare = "-"

// The lists of the page, as the address has them.
const (
	listUnmapped = ""
	listAll      = "alla"
	listNational = "nationella"
)

// titlesView is the titles: those that mean nothing yet, all that the employer has, or the nation's rules.
type titlesView struct {
	Employer    string
	Back        ui.Link
	Said        string
	List        string
	Search      string
	Lists       []ui.Part
	Titles      []titleForm
	More        string
	Table       ui.TableProps
	Pager       ui.PagerProps
	Occupations []ui.Option
	Areas       []ui.Option
	Wrong       []ui.Problem
}

// titleForm is one title with what was chosen for it.
type titleForm struct {
	ID, Title, Count        string
	Occupation, Area, Wrong string
	Suggested               string // why the occupation is proposed
}

func (p *Pages) titles(w http.ResponseWriter, r *http.Request) error {
	return p.showTitles(w, r, http.StatusOK, r.URL.Query().Get("plats"), titleForm{})
}

// showTitles shows a list; what was wrong with a title stands there.
func (p *Pages) showTitles(w http.ResponseWriter, r *http.Request, status int, id string, wrong titleForm) error {
	employer, all, err := p.employer(r, id)
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	v := titlesView{Employer: employer.ID, List: r.URL.Query().Get("visa"), Search: strings.TrimSpace(r.URL.Query().Get("sok")),
		Back: ui.Link{Href: at("/kommun/inlasning", employer, all), Text: c.T("staff.back", "place", employer.Name)}}
	if v.Occupations, v.Areas, err = p.choices(r); err != nil {
		return err
	}
	if n := r.URL.Query().Get("andrade"); n != "" {
		v.Said = c.T("staff.mapped", "n", atoi(n))
	}
	held, err := p.Imports.Held(r.Context(), web.ActorOf(r.Context()), employer.ID)
	if err != nil {
		return err
	}
	unmapped, err := p.Imports.Unmapped(r.Context(), web.ActorOf(r.Context()), employer.ID)
	if err != nil {
		return err
	}
	national, err := p.Imports.NationalTitles(r.Context())
	if err != nil {
		return err
	}
	v.Lists = lists(c, v, employer.ID, len(unmapped), len(held), len(national))
	switch v.List {
	case listAll:
		p.allTitles(c, &v, r, held, employer.ID)
	case listNational:
		p.nationalTitles(c, &v, r, national)
	default:
		v.List = listUnmapped
		err = p.unmappedTitles(r.Context(), c, &v, employer.ID, unmapped, wrong)
	}
	if err != nil {
		return err
	}
	s := p.Frame.Shell(r, c.T("staff.titles"))
	s.Wrong = len(v.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, titlesPage(v))
}

// lists are the ways to the other lists, each with how many it holds.
func lists(c *lang.Catalog, v titlesView, employerID string, unmapped, held, national int) []ui.Part {
	var out []ui.Part
	for _, l := range []struct {
		list, key string
		n         int
	}{{listUnmapped, "staff.list.unmapped", unmapped}, {listAll, "staff.list.held", held}, {listNational, "staff.list.national", national}} {
		if l.list != v.List {
			out = append(out, ui.Part{Href: titlesAt(employerID, l.list, v.Search, 1), Title: c.T(l.key, "n", l.n)})
		}
	}
	return out
}

// titlesAt is the address of a list.
func titlesAt(employerID, list, search string, page int) string {
	q := url.Values{"plats": {employerID}}
	if list != listUnmapped {
		q.Set("visa", list)
	}
	if search != "" {
		q.Set("sok", search)
	}
	if page > 1 {
		q.Set("sida", strconv.Itoa(page))
	}
	return "/kommun/titlar?" + q.Encode()
}

// sought tells whether any of some words has the visitor's in it.
func sought(search string, in ...string) bool {
	key := org.TitleKey(search)
	return slices.ContainsFunc(in, func(s string) bool { return strings.Contains(org.TitleKey(s), key) })
}

func (p *Pages) unmappedTitles(ctx context.Context, c *lang.Catalog, v *titlesView, employerID string, list []staff.Unmapped, wrong titleForm) error {
	list = slices.DeleteFunc(list, func(u staff.Unmapped) bool { return !sought(v.Search, u.Title) })
	shown := list[:min(len(list), mostTitles)]
	var titles []string
	for _, u := range shown {
		titles = append(titles, u.Title)
	}
	like, err := p.Imports.Suggested(ctx, web.ActorOf(ctx), employerID, titles)
	if err != nil {
		return err
	}
	for i, u := range shown {
		f := titleForm{ID: "titel-" + strconv.Itoa(i+1), Title: u.Title, Count: c.T("staff.have_title", "n", u.Count)}
		if rule, ok := like[u.Title]; ok {
			f.Occupation, f.Area = orNoCare(rule.Occupation), rule.Area
			f.Suggested = c.T("staff.suggested", "occupation", optionText(v.Occupations, f.Occupation), "title", rule.Title)
		}
		if wrong.Title == u.Title {
			f.Occupation, f.Area, f.Wrong = wrong.Occupation, wrong.Area, c.T(wrong.Wrong)
			v.Wrong = []ui.Problem{{Field: f.ID + "-yrke", Text: f.Wrong}}
		}
		v.Titles = append(v.Titles, f)
	}
	if more := len(list) - mostTitles; more > 0 {
		v.More = c.T("staff.more_titles", "n", more)
	}
	return nil
}

// allTitles shows what each title of the employer means, with the way to change it.
func (p *Pages) allTitles(c *lang.Catalog, v *titlesView, r *http.Request, held []staff.Held, employerID string) {
	v.Table = ui.TableProps{ID: "titlar", Caption: c.T("staff.list.caption"), Cards: true, Columns: []ui.Column{
		{Title: c.T("staff.title_word")}, {Title: c.T("staff.holders"), Number: true}, {Title: c.T("staff.occupation")}, {Title: c.T("staff.whose")}}}
	held = slices.DeleteFunc(held, func(h staff.Held) bool {
		return !sought(v.Search, h.Title, optionText(v.Occupations, orNoCare(h.Rule.Occupation)))
	})
	for _, h := range paged(&v.Pager, held, r, func(n int) string { return titlesAt(employerID, listAll, v.Search, n) }) {
		occupation, whose := c.T("staff.means_nothing"), c.T("staff.whose.none")
		if h.Known {
			occupation, whose = optionText(v.Occupations, orNoCare(h.Rule.Occupation)), c.T("staff.whose.national")
		}
		if h.Rule.Own {
			whose = c.T("staff.whose.own")
		}
		v.Table.Rows = append(v.Table.Rows, ui.Row{Head: ui.CellLink(titleAt(employerID, h.Title), h.Title),
			Cells: []templ.Component{ui.Text(lang.Number(int(h.Count))), ui.Text(occupation), ui.Text(whose)}})
	}
}

// nationalTitles shows the nation's rules; an employer that means something else maps the title itself.
func (p *Pages) nationalTitles(c *lang.Catalog, v *titlesView, r *http.Request, rules []org.TitleRule) {
	v.Table = ui.TableProps{ID: "titlar", Caption: c.T("staff.list.national_caption"), Columns: []ui.Column{{Title: c.T("staff.title_word")}, {Title: c.T("staff.occupation")}}}
	rules = slices.DeleteFunc(rules, func(t org.TitleRule) bool {
		return !sought(v.Search, t.Title, optionText(v.Occupations, orNoCare(t.Occupation)))
	})
	for _, t := range paged(&v.Pager, rules, r, func(n int) string { return titlesAt(v.Employer, listNational, v.Search, n) }) {
		v.Table.Rows = append(v.Table.Rows, ui.Row{Head: ui.Text(t.Title),
			Cells: []templ.Component{ui.Text(optionText(v.Occupations, orNoCare(t.Occupation)))}})
	}
}

// paged gives the part of a list that the visitor looks at, and the way to the rest.
func paged[T any](pager *ui.PagerProps, list []T, r *http.Request, at func(page int) string) []T {
	pages := max(1, (len(list)+perPage-1)/perPage)
	now := min(page.Number(r.URL.Query().Get("sida")), pages)
	*pager = ui.PagerProps{Page: now, Pages: pages}
	if now > 1 {
		pager.Previous = at(now - 1)
	}
	if now < pages {
		pager.Next = at(now + 1)
	}
	return list[(now-1)*perPage : min(now*perPage, len(list))]
}

func orNoCare(occupation string) string {
	if occupation == "" {
		return noCare
	}
	return occupation
}

func optionText(options []ui.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Text
		}
	}
	return ""
}

func (p *Pages) choices(r *http.Request) (occupations, areas []ui.Option, err error) {
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return nil, nil, err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	occupations = []ui.Option{{Value: "", Text: c.T("staff.choose_occupation")}, {Value: noCare, Text: c.T("staff.no_care")}}
	for _, o := range ref.Chosen().Occupations {
		occupations = append(occupations, ui.Option{Value: o.ID, Text: o.Name})
	}
	areas = []ui.Option{{Value: "", Text: c.T("staff.area_by_unit")}}
	for _, a := range ref.Chosen().Areas {
		areas = append(areas, ui.Option{Value: a.ID, Text: a.Name})
	}
	return occupations, areas, nil
}
