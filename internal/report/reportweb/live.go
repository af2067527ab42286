package reportweb

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/report"
)

// progressPath is where figures are drilled into.
const progressPath = "/kommun/genomforande"

// onPage is how many places a table shows.
const onPage = 100

// liveView is the figures of one place.
type liveView struct {
	Title   string
	Up      ui.Link
	Choices []ui.Link // the visitor's places, when there are several
	Said    []string
	Do      []doView
	Quiet   string
	Filter  filterView
	Table   ui.TableProps
	Pager   ui.PagerProps
	Courses ui.TableProps
	Files   []ui.Link
	Note    string // how people are counted
	Behind  string
	Units   ui.Link // to the other way of listing
	Doors   []ui.Part
}

// doView is a unit where something is late.
type doView struct{ Title, Text, Href, Button string }

// here is the place that a page is about: the one named, else the first of the visitor's.
func (p *Pages) here(r *http.Request) (string, []ui.Link, error) {
	visit := page.Of(r.Context())
	named := r.URL.Query().Get("plats")
	nodes, err := p.Figures.Places(r.Context(), visit.Actor)
	if err != nil {
		return "", nil, err
	}
	var links []ui.Link
	for _, n := range nodes {
		links = append(links, ui.Link{Href: page.At(r.URL.Path, "plats", n.ID), Text: n.Name, Current: n.ID == named || named == "" && n.ID == nodes[0].ID})
	}
	if named == "" && len(nodes) > 0 {
		named = nodes[0].ID
	}
	if len(links) == 1 {
		links = nil
	}
	return named, links, nil
}

func (p *Pages) progress(w http.ResponseWriter, r *http.Request) error {
	return p.live(w, r, progressPath)
}

// area is the first page of who leads several units: the units, and where something is late.
func (p *Pages) area(w http.ResponseWriter, r *http.Request) error { return p.live(w, r, "/omrade") }

func (p *Pages) live(w http.ResponseWriter, r *http.Request, at string) error {
	visit, q, c := page.Of(r.Context()), r.URL.Query(), p.catalog(r)
	id, choices, err := p.here(r)
	if err != nil {
		return err
	}
	if id == "" {
		return p.Frame.Show(w, r, http.StatusOK, "report.live.title", nowherePage())
	}
	view, err := p.Figures.View(r.Context(), visit.Actor, id, choice(q))
	if err != nil {
		return err
	}
	v := liveView{Title: c.T("report.live.of", "place", view.Node.Name), Choices: choices, Said: liveSaid(c, view), Note: c.T("report.live.counted")}
	if at == "/omrade" {
		v.Title, v.Doors = view.Node.Name, p.Frame.Behind(page.AreaHub, visit)
		v.Do = p.toDo(c, visit, view)
		if len(v.Do) == 0 {
			v.Quiet = c.T("report.area.quiet")
		}
	}
	if view.Up.ID != "" && at == progressPath {
		v.Up = ui.Link{Href: page.At(progressPath, "plats", view.Up.ID, "resa", q.Get("resa")), Text: c.T("report.up", "place", view.Up.Name)}
	}
	if at == progressPath && v.Up.Href == "" && may.Ask(visit.Actor.Inside(view.Employer.Path), may.ImportStaff, view.Employer.Path) == nil {
		v.Up = ui.Link{Href: page.At("/kommun", "plats", view.Employer.ID), Text: c.T("report.submit.back")}
	}
	if view.Behind > 0 {
		v.Behind = c.T("report.live.behind", "n", view.Behind)
	}
	courses, err := p.named(r.Context(), view.Courses)
	if err != nil {
		return err
	}
	if v.Filter, err = p.liveFilter(r.Context(), c, view, courses, choice(q), at, q.Get("visa")); err != nil {
		return err
	}
	units := at == "/omrade" || q.Get("visa") == "enheter"
	rows := view.Rows
	if units {
		rows = view.Units
	}
	p.liveTable(c, &v, view, rows, q.Get("sortera"), at, q.Get("visa"), choice(q), number(q.Get("sida")))
	if at == progressPath && len(view.Rows) > 0 {
		v.Units = ui.Link{Href: page.At(progressPath, "plats", id, "resa", q.Get("resa"), "yrke", q.Get("yrke"), "visa", "enheter"), Text: c.T("report.live.all_units")}
		if units {
			v.Units = ui.Link{Href: page.At(progressPath, "plats", id, "resa", q.Get("resa"), "yrke", q.Get("yrke")), Text: c.T("report.live.by_operation")}
		}
	}
	v.Courses = courseTable(c, courses)
	for _, kind := range []string{"csv", "xlsx"} {
		v.Files = append(v.Files, ui.Link{Href: page.At(progressPath+"/fil", "format", kind, "plats", id, "resa", q.Get("resa"), "yrke", q.Get("yrke"), "kurs", q.Get("kurs")), Text: c.T("report.file." + kind)})
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), livePage(v))
}

// liveSaid is the place in two sentences.
func liveSaid(c *lang.Catalog, v report.View) []string {
	t := v.Total
	if t.People == 0 {
		return []string{c.T("report.live.nobody")}
	}
	said := []string{c.T("report.live.done", "share", share(c, t.Done, t.Active()), "n", t.Active())}
	if t.Late > 0 {
		said = append(said, c.T("report.live.late", "n", t.Late))
	}
	return said
}

// mostToDo is how many units with something late are shown first.
const mostToDo = 5

// toDo names the units where most are late, in name order: what is to be done, not who is worst.
func (p *Pages) toDo(c *lang.Catalog, visit page.Visit, v report.View) []doView {
	late := slices.DeleteFunc(slices.Clone(v.Units), func(r report.Row) bool { return r.Late == 0 })
	slices.SortStableFunc(late, func(a, b report.Row) int { return int(b.Late - a.Late) })
	late = late[:min(len(late), mostToDo)]
	var out []doView
	for _, r := range v.Units {
		if !slices.ContainsFunc(late, func(l report.Row) bool { return l.ID == r.ID }) {
			continue
		}
		d := doView{Title: r.Name, Text: c.T("report.area.late", "n", r.Late, "all", r.Active()), Href: page.At(progressPath, "plats", r.ID), Button: c.T("report.area.look")}
		if may.Ask(visit.Actor.Inside(v.Employer.Path), may.SeeProgress, r.Path) == nil {
			d.Href, d.Button = page.At("/min-grupp", "enhet", r.ID), c.T("report.area.look_group")
		}
		out = append(out, d)
	}
	return out
}

func (p *Pages) liveFilter(ctx context.Context, c *lang.Catalog, v report.View, all []course, ch report.Choice, at, show string) (filterView, error) {
	ref, err := p.Tree.CachedReference(ctx)
	if err != nil {
		return filterView{}, err
	}
	f := filterView{Action: at, Hidden: [][2]string{{"plats", v.Node.ID}}}
	if show != "" {
		f.Hidden = append(f.Hidden, [2]string{"visa", show})
	}
	journeys := ui.FieldProps{Name: "resa", Label: c.T("report.journey"), Value: ch.Journey, Options: []ui.Option{{Text: c.T("report.all_journeys")}}}
	for _, n := range v.Journeys {
		journeys.Options = append(journeys.Options, ui.Option{Value: n.ID, Text: n.Title})
	}
	courses := ui.FieldProps{Name: "kurs", Label: c.T("report.course"), Value: ch.Course, Options: []ui.Option{{Text: c.T("report.all_courses")}}}
	for _, one := range all {
		courses.Options = append(courses.Options, ui.Option{Value: one.Course, Text: one.title})
	}
	f.Fields = []ui.FieldProps{journeys, occupations(c, ref, v.Occupations, ch.Occupation), courses}
	return f, nil
}

// course is the figures of a course with its name.
type course struct {
	title string
	report.CourseCount
}

// named gives the courses in the order of their names, as one looks for them.
func (p *Pages) named(ctx context.Context, counts []report.CourseCount) ([]course, error) {
	out := make([]course, len(counts))
	for i, n := range counts {
		title, err := p.Courses.Title(ctx, n.Course)
		if err != nil {
			return nil, err
		}
		if title == "" {
			title = n.Course
		}
		out[i] = course{title, n}
	}
	lang.SortBy(out, func(one course) string { return one.title })
	return out, nil
}

// liveColumns are the columns of figures: their key, their name in the address, and the figure.
var liveColumns = []struct {
	key, by string
	of      func(report.Count) int64
}{
	{"report.people", "personer", func(c report.Count) int64 { return c.People }},
	{"report.all_done", "klara", func(c report.Count) int64 { return c.Done }},
	{"report.on_way", "pa-vag", func(c report.Count) int64 { return c.OnWay }},
	{"report.with_late", "sena", func(c report.Count) int64 { return c.Late }},
	{"report.not_begun", "inte-borjat", func(c report.Count) int64 { return c.NotYet }},
	{"report.paused", "pausade", func(c report.Count) int64 { return c.Paused }},
	{"report.no_journey", "utan-resa", func(c report.Count) int64 { return c.None }},
}

func (p *Pages) liveTable(c *lang.Catalog, v *liveView, view report.View, rows []report.Row, sorted, at, show string, ch report.Choice, number int) {
	if len(rows) == 0 {
		return
	}
	href := func(by, shown string) string {
		return page.At(at, "plats", view.Node.ID, "visa", show, "resa", ch.Journey, "yrke", ch.Occupation, "kurs", ch.Course, "sortera", by, "sida", shown)
	}
	t := ui.TableProps{ID: "platser", Caption: c.T("report.live.table"), Cards: true, Columns: []ui.Column{{Title: c.T("report.place"), SortHref: href("", ""), Sorted: ui.Ascending}}}
	rows = slices.Clone(rows)
	for _, col := range liveColumns {
		column := ui.Column{Title: c.T(col.key), Number: true, SortHref: href(col.by, "")}
		if col.by == sorted {
			column.Sorted, column.SortHref, t.Columns[0].Sorted = ui.Descending, href("", ""), ui.Unsorted
			slices.SortStableFunc(rows, func(a, b report.Row) int { return int(col.of(b.Count) - col.of(a.Count)) })
		}
		t.Columns = append(t.Columns, column)
	}
	if t.Columns[0].Sorted != ui.Unsorted {
		t.Columns[0].SortHref = ""
	}
	from := min((number-1)*onPage, len(rows))
	for _, row := range rows[from:min(from+onPage, len(rows))] {
		t.Rows = append(t.Rows, p.liveRow(c, row, ch))
	}
	t.Foot = []ui.Row{{Head: ui.Text(c.T("report.live.sum")), Cells: countCells(c, view.Total)}}
	v.Table = t
	v.Pager = ui.PagerProps{Page: number, Pages: (len(rows) + onPage - 1) / onPage}
	if number > 1 {
		v.Pager.Previous = href(sorted, digits(int64(number-1)))
	}
	if number < v.Pager.Pages {
		v.Pager.Next = href(sorted, digits(int64(number+1)))
	}
}

func (p *Pages) liveRow(c *lang.Catalog, row report.Row, ch report.Choice) ui.Row {
	if !row.Own {
		dashes := make([]templ.Component, len(liveColumns))
		for i := range dashes {
			dashes[i] = ui.Text(c.T("report.dash"))
		}
		return ui.Row{Head: ui.Text(c.T("report.live.other_employer", "place", row.Name)), Cells: dashes}
	}
	name := row.Name
	if row.Label != "" {
		name = c.T("report.live.within", "place", row.Name, "above", row.Label)
	}
	return ui.Row{Head: ui.CellLink(page.At(progressPath, "plats", row.ID, "resa", ch.Journey, "yrke", ch.Occupation, "kurs", ch.Course), name), Cells: countCells(c, row.Count)}
}

func countCells(c *lang.Catalog, n report.Count) []templ.Component {
	var out []templ.Component
	for _, col := range liveColumns {
		text := lang.Number(col.of(n))
		if col.by == "klara" && n.Active() > 0 {
			text = share(c, n.Done, n.Active())
		}
		out = append(out, ui.Text(text))
	}
	return out
}

// courseTable is how many have which course to do, and how it goes.
func courseTable(c *lang.Catalog, courses []course) ui.TableProps {
	t := ui.TableProps{ID: "kurser", Caption: c.T("report.live.courses"), Cards: true, Columns: []ui.Column{{Title: c.T("report.course")}, {Title: c.T("report.asked"), Number: true},
		{Title: c.T("report.course_done"), Number: true}, {Title: c.T("report.with_late"), Number: true}}}
	for _, one := range courses {
		t.Rows = append(t.Rows, ui.Row{Head: ui.Text(one.title), Cells: texts([]string{lang.Number(one.Asked), share(c, one.Done, one.Asked), lang.Number(one.Late)})})
	}
	return t
}

func (p *Pages) progressFile(w http.ResponseWriter, r *http.Request) error {
	id, _, err := p.here(r)
	if err != nil {
		return err
	}
	v, err := p.Figures.View(r.Context(), page.Of(r.Context()).Actor, id, choice(r.URL.Query()))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	head := []string{c.T("report.place"), c.T("report.within")}
	for _, col := range liveColumns {
		head = append(head, c.T(col.key))
	}
	rows := [][]string{head}
	line := func(name, above string, n report.Count) {
		row := []string{name, above}
		for _, col := range liveColumns {
			row = append(row, digits(col.of(n)))
		}
		rows = append(rows, row)
	}
	for _, u := range v.Units {
		line(u.Name, u.Label, u.Count)
	}
	line(c.T("report.live.sum"), "", v.Total)
	return send(w, r, "genomforande-"+p.Today(), v.Node.Name, rows)
}

// number reads a page number; what is none is the first page.
func number(text string) int {
	n := 0
	for _, d := range text {
		if d < '0' || d > '9' || n > 10_000 {
			return 1
		}
		n = n*10 + int(d-'0')
	}
	return max(n, 1)
}
