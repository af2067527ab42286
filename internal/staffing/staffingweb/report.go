package staffingweb

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/grid"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staffing"
)

// reportView is what courses cost a place a year, or what Äldreomsorgslyftet paid.
type reportView struct {
	Title, Lead, At, Sum string
	Chosen               string
	Name                 string // of the field that chooses
	Label                string
	Choices              []ui.Option
	Year                 string
	Years                []ui.Option
	Back                 ui.Link
	Tables               []ui.TableProps
	Pager                ui.PagerProps
	File                 string
	Empty                string
}

func (p *Pages) report(w http.ResponseWriter, r *http.Request) error {
	c := p.catalog(r)
	n, options, err := p.reported(r)
	if err != nil {
		return err
	}
	year := p.year(r)
	rep, err := p.Staffing.ReportOf(r.Context(), web.ActorOf(r.Context()), n.ID, year)
	if err != nil {
		return err
	}
	y := strconv.Itoa(year)
	v := reportView{Title: c.T("staffing.report_of", "place", n.Name), At: reportAt, Chosen: n.ID, Name: "enhet", Label: c.T("staffing.unit"), Choices: options, Year: y, Years: p.years(),
		Back: backHome(c, n.ID), File: page.At(reportAt+".xlsx", "enhet", n.ID, "ar", y)}
	if n.Kind != string(org.Unit) {
		v.Back.Href = homeAt
	}
	if len(rep.Courses) == 0 {
		v.Empty, v.File = c.T("staffing.report_empty", "year", y), ""
		return p.render(w, r, http.StatusOK, v.Title, reportPage(v))
	}
	v.Sum = c.T("staffing.report_sum", "people", rep.Sum.People, "study", staffing.Hours(rep.Sum.Study), "substitute", staffing.Hours(rep.Sum.Substitute), "kronor", lang.Number(int(rep.Sum.Kronor)))
	head := reportHead(c)
	t := ui.TableProps{ID: "kurser", Caption: c.T("staffing.report_year", "year", y), Cards: true}
	for i, title := range head {
		t.Columns = append(t.Columns, ui.Column{Title: title, Number: i > 0})
	}
	for _, x := range rep.Courses {
		t.Rows = append(t.Rows, row(reportCells(x)))
	}
	rep.Sum.Title = c.T("staffing.sum")
	t.Foot = []ui.Row{row(reportCells(rep.Sum))}
	v.Tables = []ui.TableProps{t, p.byFunding(c, rep.Sum)}
	return p.render(w, r, http.StatusOK, v.Title, reportPage(v))
}

// reported is the place that is reported on, with those to choose from: the units, and where the visitor's roles
// stand above them.
func (p *Pages) reported(r *http.Request) (org.Node, []ui.Option, error) {
	n, options, err := p.unit(r, may.SeeFunding)
	if err != nil {
		return n, nil, err
	}
	for _, path := range web.ActorOf(r.Context()).Scopes(may.SeeFunding) {
		above, err := p.Tree.Find(r.Context(), path[strings.LastIndexByte(path, '/')+1:], p.Staffing.Today())
		if err != nil {
			return n, nil, err
		}
		if above.Kind != string(org.Unit) {
			options = append([]ui.Option{{Value: above.ID, Text: above.Name}}, options...)
		}
	}
	return n, options, nil
}

func row(cells []string) ui.Row {
	out := ui.Row{Head: ui.Text(cells[0])}
	for _, x := range cells[1:] {
		out.Cells = append(out.Cells, ui.Text(x))
	}
	return out
}

func reportHead(c *lang.Catalog) []string {
	return []string{c.T("staffing.course"), c.T("staffing.people_n"), c.T("staffing.study_hours"), c.T("staffing.own_hours"), c.T("staffing.substitute_hours"), c.T("staffing.cost")}
}

func reportCells(x staffing.Cost) []string {
	return []string{x.Title, strconv.FormatInt(x.People, 10), staffing.Hours(x.Study), staffing.Hours(x.Own), staffing.Hours(x.Substitute), lang.Number(int(x.Kronor))}
}

func (p *Pages) byFunding(c *lang.Catalog, sum staffing.Cost) ui.TableProps {
	t := ui.TableProps{ID: "betalar", Caption: c.T("staffing.by_funding"), Columns: []ui.Column{{Title: c.T("staffing.pays")}, {Title: c.T("staffing.cost"), Number: true}}}
	for _, f := range staffing.Fundings() {
		if _, some := sum.By[f]; some {
			t.Rows = append(t.Rows, ui.Row{Head: ui.Text(c.T("staffing.funding." + string(f))), Cells: []templ.Component{ui.Text(lang.Number(int(sum.By[f])))}})
		}
	}
	return t
}

// plainNumber is a number as programs for sheets read it.
func plainNumber(n int64) string { return strconv.FormatInt(n, 10) }

func (p *Pages) reportFile(w http.ResponseWriter, r *http.Request) error {
	c := p.Frame.Texts
	n, _, err := p.reported(r)
	if err != nil {
		return err
	}
	year := p.year(r)
	rep, err := p.Staffing.ReportOf(r.Context(), web.ActorOf(r.Context()), n.ID, year)
	if err != nil {
		return err
	}
	head := reportHead(c)
	for _, f := range staffing.Fundings() {
		head = append(head, c.T("staffing.funding."+string(f)))
	}
	rows := [][]string{head}
	for _, x := range rep.Courses {
		line := []string{x.Title, plainNumber(x.People), staffing.Hours(x.Study), staffing.Hours(x.Own), staffing.Hours(x.Substitute), plainNumber(x.Kronor)}
		for _, f := range staffing.Fundings() {
			line = append(line, plainNumber(x.By[f]))
		}
		rows = append(rows, line)
	}
	return p.send(w, r, "kurskostnad-"+strconv.Itoa(year), c.T("staffing.report_year", "year", strconv.Itoa(year)), rows)
}

// send sends rows as Excel, or as CSV when that is asked for.
func (p *Pages) send(w http.ResponseWriter, r *http.Request, name, title string, rows [][]string) error {
	if r.FormValue("som") == "csv" {
		return grid.Send(w, grid.CSVType, name+".csv", grid.CSV(rows))
	}
	book, err := grid.Excel(title, rows)
	if err != nil {
		return err
	}
	return grid.Send(w, grid.ExcelType, name+".xlsx", book)
}

// lifted is the municipality or other employer that is compiled, with those to choose from.
func (p *Pages) lifted(r *http.Request) (org.Node, []ui.Option, error) {
	all, err := p.Tree.Employers(r.Context(), web.ActorOf(r.Context()), may.SeeFunding, p.Staffing.Today())
	if err != nil {
		return org.Node{}, nil, err
	}
	if id := r.FormValue("plats"); id != "" {
		n, err := p.Tree.Find(r.Context(), id, p.Staffing.Today())
		return n, options(all), err
	}
	if len(all) == 0 { // who leads a unit sees the unit's part
		n, choices, err := p.unit(r, may.SeeFunding)
		return n, choices, err
	}
	return all[0], options(all), nil
}

func options(all []org.Node) (out []ui.Option) {
	if len(all) < 2 {
		return nil
	}
	for _, n := range all {
		out = append(out, ui.Option{Value: n.ID, Text: n.Name})
	}
	return out
}

// liftOnPage is how many people and courses a page of the grant lists.
const liftOnPage = 100

func (p *Pages) lift(w http.ResponseWriter, r *http.Request) error {
	c := p.catalog(r)
	n, choices, err := p.lifted(r)
	if err != nil {
		return err
	}
	year, number := p.year(r), page.Number(r.URL.Query().Get("sida"))
	l, err := p.Staffing.LiftOf(r.Context(), web.ActorOf(r.Context()), n.ID, year, liftOnPage, (number-1)*liftOnPage)
	if err != nil {
		return err
	}
	y := strconv.Itoa(year)
	v := reportView{Title: c.T("staffing.lift_of", "place", n.Name), Lead: c.T("staffing.lift_lead"), At: liftAt, Chosen: n.ID, Name: "plats", Label: c.T("staffing.employer"), Choices: choices, Year: y, Years: p.years(),
		Back: ui.Link{Href: "/kommun", Text: c.T("staffing.back_hub")}, File: page.At(liftAt+".xlsx", "plats", n.ID, "ar", y)}
	if len(l.Employers) == 0 {
		v.Empty, v.File = c.T("staffing.lift_empty", "year", y), ""
		return p.render(w, r, http.StatusOK, v.Title, reportPage(v))
	}
	v.Sum = c.T("staffing.report_sum", "people", l.Sum.People, "study", staffing.Hours(l.Sum.Study), "substitute", staffing.Hours(l.Sum.Substitute), "kronor", lang.Number(int(l.Sum.Kronor)))
	v.Tables = []ui.TableProps{p.liftEmployers(c, l), p.liftPeople(c, l)}
	if len(l.Rows) == 0 {
		v.Tables = v.Tables[:1]
	}
	v.Pager = page.Pager(page.At(liftAt, "plats", n.ID, "ar", y), "sida", number, int(l.All), liftOnPage)
	return p.render(w, r, http.StatusOK, v.Title, reportPage(v))
}

func (p *Pages) liftEmployers(c *lang.Catalog, l staffing.Lift) ui.TableProps {
	t := ui.TableProps{ID: "arbetsgivare", Caption: c.T("staffing.lift_employers", "year", strconv.Itoa(l.Year)), Cards: true, Columns: []ui.Column{{Title: c.T("staffing.employer")}, {Title: c.T("staffing.people_n"), Number: true},
		{Title: c.T("staffing.study_hours"), Number: true}, {Title: c.T("staffing.substitute_hours"), Number: true}, {Title: c.T("staffing.cost"), Number: true}}}
	cells := func(name string, x staffing.LiftSum) ui.Row {
		return row([]string{name, strconv.FormatInt(x.People, 10), staffing.Hours(x.Study), staffing.Hours(x.Substitute), lang.Number(int(x.Kronor))})
	}
	for _, x := range l.Employers {
		t.Rows = append(t.Rows, cells(x.Employer.Name, x))
	}
	if len(l.Employers) > 1 {
		t.Foot = []ui.Row{cells(c.T("staffing.sum"), l.Sum)}
	}
	return t
}

func liftHead(c *lang.Catalog) []string {
	return []string{c.T("staffing.person"), c.T("staffing.course"), c.T("staffing.when"), c.T("staffing.study_hours"), c.T("staffing.substitute_hours"), c.T("staffing.cost")}
}

func (p *Pages) liftPeople(c *lang.Catalog, l staffing.Lift) ui.TableProps {
	t := ui.TableProps{ID: "personer", Caption: c.T("staffing.lift_people", "place", l.Place.Name), Cards: true}
	for i, title := range liftHead(c) {
		t.Columns = append(t.Columns, ui.Column{Title: title, Number: i > 2})
	}
	for _, x := range l.Rows {
		t.Rows = append(t.Rows, row([]string{liftName(c, x), x.Title, c.T("staffing.days", "from", c.DateOf(x.From), "until", c.DateOf(x.Until)), staffing.Hours(x.Study), staffing.Hours(x.Substitute), lang.Number(int(x.Kronor))}))
	}
	return t
}

func liftName(c *lang.Catalog, x staffing.LiftRow) string {
	if x.Form == "hourly" {
		return x.Name + " (" + c.T("staffing.hourly") + ")"
	}
	return x.Name
}

// mostLifted bounds the sheet of the grant.
const mostLifted = 20_000

func (p *Pages) liftFile(w http.ResponseWriter, r *http.Request) error {
	c := p.Frame.Texts
	n, _, err := p.lifted(r)
	if err != nil {
		return err
	}
	year := p.year(r)
	l, err := p.Staffing.LiftOf(r.Context(), web.ActorOf(r.Context()), n.ID, year, mostLifted, 0)
	if err != nil {
		return err
	}
	rows := [][]string{liftHead(c)}
	for _, x := range l.Rows {
		rows = append(rows, []string{liftName(c, x), x.Title, x.From + "–" + x.Until, staffing.Hours(x.Study), staffing.Hours(x.Substitute), plainNumber(x.Kronor)})
	}
	for _, x := range l.Employers {
		rows = append(rows, []string{c.T("staffing.sum_of", "place", x.Employer.Name), "", "", staffing.Hours(x.Study), staffing.Hours(x.Substitute), plainNumber(x.Kronor)})
	}
	return p.send(w, r, "aldreomsorgslyftet-"+strconv.Itoa(year), c.T("staffing.lift_of", "place", n.Name), rows)
}
