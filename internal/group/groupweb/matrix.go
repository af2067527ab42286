package groupweb

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/group"
	"yrkesresan/internal/platform/grid"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// onMatrix is how many people one page of the matrix holds: a team is rarely more.
const onMatrix = 100

// matrixView is people and courses, as the address says.
type matrixView struct {
	Title                      string
	Back                       string
	Unit, Course, Status, Show string // what is chosen
	Form                       string // "lista" shows a list instead
	Units, Courses, States     []ui.Option
	Said                       string // how many are shown, of how many
	Done                       string // about what was just done
	Table                      ui.TableProps
	List                       []ui.Part
	Other                      ui.Link // the same as list, or as table
	CSV, Excel                 string
	Empty, EmptyText           string
	Pager                      ui.PagerProps
}

// viewOf reads what is chosen. Without a choice one sees what is missing.
func viewOf(r *http.Request) group.View {
	q := r.URL.Query()
	v := group.View{Lacking: q.Get("visa") != "allt", Course: q.Get("kurs"), Sort: q.Get("ordna"), Down: q.Get("vand") != ""}
	for _, c := range group.Cells() {
		if string(c) == q.Get("lage") {
			v.Status, v.Lacking = c, v.Lacking && (c != group.Done && c != group.NotIn && c != group.Paused)
		}
	}
	return v
}

// matrixAt is the address of the matrix as it is, with some pairs changed.
func matrixAt(s scope, r *http.Request, path string, pairs ...string) string {
	q := r.URL.Query()
	now := map[string]string{}
	for _, name := range []string{"visa", "kurs", "lage", "ordna", "vand", "form"} {
		now[name] = q.Get(name)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		now[pairs[i]] = pairs[i+1]
	}
	var all []string
	for _, name := range []string{"visa", "kurs", "lage", "ordna", "vand", "form"} {
		all = append(all, name, now[name])
	}
	return s.at(path, all...)
}

func (p *Pages) matrix(w http.ResponseWriter, r *http.Request) error {
	t, s, shown, err := p.team(w, r)
	if err != nil || shown {
		return err
	}
	visit := page.Of(r.Context())
	c, q := p.Frame.Catalog(visit), r.URL.Query()
	choice := viewOf(r)
	m := group.Lay(&t, choice)
	v := matrixView{Title: c.T("group.matrix.title"), Back: s.at("/min-grupp"), Unit: s.unit, Course: choice.Course, Status: string(choice.Status), Show: q.Get("visa"), Form: q.Get("form"),
		CSV: matrixAt(s, r, "/min-grupp/matris.csv"), Excel: matrixAt(s, r, "/min-grupp/matris.xlsx")}
	if err := p.choices(r, c, &v, m, visit); err != nil {
		return err
	}
	if n, err := strconv.Atoi(q.Get("nya")); err == nil && n > 0 && choice.Course != "" {
		v.Done = c.T("group.enrol.done", "n", n)
	}
	v.Said = c.T("group.matrix.shown", "n", len(m.Rows), "all", len(m.Rows)+m.Hidden)
	number := page.Number(q.Get("sida"))
	v.Pager = page.Pager(matrixAt(s, r, "/min-grupp/matris"), "sida", number, len(m.Rows), onMatrix)
	from := min((number-1)*onMatrix, len(m.Rows))
	rows := m.Rows[from:min(from+onMatrix, len(m.Rows))]
	switch {
	case len(m.Rows) == 0:
		v.Empty, v.EmptyText = c.T("group.matrix.nothing"), c.T("group.matrix.nothing_text")
	case v.Form == "lista":
		v.List = listOf(c, m, rows)
		v.Other = ui.Link{Href: matrixAt(s, r, "/min-grupp/matris", "form", ""), Text: c.T("group.matrix.as_table")}
	default:
		v.Table = p.tableOf(c, s, r, m, rows, choice)
		v.Other = ui.Link{Href: matrixAt(s, r, "/min-grupp/matris", "form", "lista"), Text: c.T("group.matrix.as_list")}
	}
	return p.Frame.Show(w, r, http.StatusOK, "group.matrix.title", matrixPage(v))
}

// choices fills in what there is to choose from.
func (p *Pages) choices(r *http.Request, c *lang.Catalog, v *matrixView, m group.Matrix, visit page.Visit) error {
	units, err := p.Groups.Units(r.Context(), visit.Actor)
	if err != nil {
		return err
	}
	if len(units) > 1 && len(units) <= 200 {
		v.Units = []ui.Option{{Value: "", Text: c.T("group.all_units")}}
		for _, u := range units {
			v.Units = append(v.Units, ui.Option{Value: u.ID, Text: u.Name})
		}
	}
	v.Courses = []ui.Option{{Value: "", Text: c.T("group.matrix.all_courses")}}
	for _, col := range m.All {
		v.Courses = append(v.Courses, ui.Option{Value: col.Key, Text: col.Title})
	}
	v.States = []ui.Option{{Value: "", Text: c.T("group.matrix.all_states")}}
	for _, cell := range group.Cells() {
		v.States = append(v.States, ui.Option{Value: string(cell), Text: c.T("ui.status." + string(cell))})
	}
	return nil
}

func cellOf(c *lang.Catalog, cell group.Cell) templ.Component {
	return ui.Drawn(ui.StatusKind(cell), c.T("ui.status."+string(cell)))
}

func (p *Pages) tableOf(c *lang.Catalog, s scope, r *http.Request, m group.Matrix, rows []group.Row, choice group.View) ui.TableProps {
	sort := func(key string) (string, ui.Order) {
		vand := ""
		order := ui.Unsorted
		if choice.Sort == key {
			if order = ui.Ascending; choice.Down {
				order = ui.Descending
			} else {
				vand = "1"
			}
		}
		return matrixAt(s, r, "/min-grupp/matris", "ordna", key, "vand", vand), order
	}
	t := ui.TableProps{ID: "matris", Caption: c.T("group.matrix.caption"), Cards: true}
	href, order := sort("")
	t.Columns = append(t.Columns, ui.Column{Title: c.T("group.matrix.name"), SortHref: href, Sorted: order})
	foot := ui.Row{Head: ui.Text(c.T("group.matrix.sum"))}
	for _, col := range m.Columns {
		href, order := sort(col.Key)
		t.Columns = append(t.Columns, ui.Column{Title: col.Title, SortHref: href, Sorted: order})
		foot.Cells = append(foot.Cells, ui.Text(c.Of(col.Done, col.Of)))
	}
	for i := range rows {
		row := ui.Row{Head: ui.CellLink(hrefOf(rows[i].ID()), rows[i].Listed()), Cells: make([]templ.Component, len(m.Columns))}
		for k := range m.Columns {
			row.Cells[k] = cellOf(c, rows[i].Cell(k))
		}
		t.Rows = append(t.Rows, row)
	}
	t.Foot = []ui.Row{foot}
	return t
}

// listOf is the same people, each with what is to be done in words.
func listOf(c *lang.Catalog, m group.Matrix, rows []group.Row) []ui.Part {
	var out []ui.Part
	for i := range rows {
		row := &rows[i]
		said := map[group.Cell][]string{}
		for k := range m.Columns {
			l := row.Cells[k]
			if l == nil {
				continue
			}
			text := l.Title
			if l.Due != "" && l.Cell != group.Done {
				text = c.T("group.matrix.with_date", "item", l.Title, "date", date(c, l.Due))
			}
			said[l.Cell] = append(said[l.Cell], text)
		}
		var note []string
		for _, cell := range group.Cells() {
			if len(said[cell]) > 0 {
				note = append(note, c.T("ui.status."+string(cell))+": "+strings.Join(said[cell], ", ")+".")
			}
		}
		out = append(out, ui.Part{Href: hrefOf(row.ID()), Title: row.Listed(), Note: join(note), Status: kinds[row.State], Word: c.T("group.state." + string(row.State))})
	}
	return out
}

// rows are the matrix as rows of a file, as it is chosen, with the dates.
func (p *Pages) rows(r *http.Request) ([][]string, error) {
	s, visit := scopeOf(r), page.Of(r.Context())
	t, err := p.Groups.Team(r.Context(), visit.Actor, s.unit)
	if err != nil {
		return nil, err
	}
	c := p.Frame.Catalog(visit)
	m := group.Lay(&t, viewOf(r))
	head := []string{c.T("group.matrix.name"), c.T("group.unit"), c.T("group.matrix.done"), c.T("group.matrix.of")}
	for _, col := range m.Columns {
		head = append(head, col.Title, c.T("group.matrix.due_of", "item", col.Title))
	}
	out := [][]string{head}
	for i := range m.Rows {
		row := &m.Rows[i]
		line := []string{row.Listed(), row.UnitName, strconv.Itoa(row.Done), strconv.Itoa(row.Total)}
		for k, l := range row.Cells {
			day := ""
			if l != nil {
				if day = string(l.Due); l.Cell == group.Done || l.Cell == group.Renew {
					day = string(l.At)
				}
			}
			line = append(line, c.T("ui.status."+string(row.Cell(k))), day)
		}
		out = append(out, line)
	}
	return out, nil
}

func (p *Pages) matrixCSV(w http.ResponseWriter, r *http.Request) error {
	rows, err := p.rows(r)
	if err != nil {
		return err
	}
	return grid.Send(w, grid.CSVType, "min-grupp-"+lang.ISO(p.Frame.Now())+".csv", grid.CSV(rows))
}

func (p *Pages) matrixExcel(w http.ResponseWriter, r *http.Request) error {
	rows, err := p.rows(r)
	if err != nil {
		return err
	}
	book, err := grid.Excel(p.Frame.Catalog(page.Of(r.Context())).T("group.title"), rows)
	if err != nil {
		return err
	}
	return grid.Send(w, grid.ExcelType, "min-grupp-"+lang.ISO(p.Frame.Now())+".xlsx", book)
}
