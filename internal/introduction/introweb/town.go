package introweb

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/introduction"
	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/grid"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
)

// share reads the figures of the address: the place and the period, the last year when nothing is said.
func (p *Pages) share(r *http.Request) (introduction.CompletedShare, error) {
	id := r.FormValue("plats")
	if id == "" {
		paths := actor(r).Scopes(may.SeeFigures)
		if len(paths) == 0 {
			return introduction.CompletedShare{}, org.ErrNoNode
		}
		id = last(paths[0])
	}
	today := p.Introductions.Today()
	from, until := r.FormValue("fran"), r.FormValue("till")
	if from == "" {
		from = checklist.Later(today, -365)
	}
	if until == "" {
		until = today
	}
	return p.Introductions.ShareCompleted(r.Context(), actor(r), id, from, until)
}

// backUp leads to the page above the figures that the visitor has.
func backUp(c *lang.Catalog, a may.Actor) ui.Link {
	switch {
	case may.AskSomewhere(a, may.ImportStaff) == nil:
		return ui.Link{Href: string(page.MunicipalityHub), Text: c.T("introduction.to_town")}
	case slices.ContainsFunc(a.Grants, func(g may.Grant) bool { return g.Role == may.Operations }):
		return ui.Link{Href: string(page.AreaHub), Text: c.T("introduction.to_area")}
	}
	return ui.Link{}
}

// town is the share of new staff with a completed introduction.
func (p *Pages) town(w http.ResponseWriter, r *http.Request) error {
	c := p.catalog(r)
	s, err := p.share(r)
	if err != nil {
		wrong, err := refused(c, err)
		if err != nil {
			return err
		}
		v := &sheet.Sheet{Title: c.T("introduction.share"), Wrong: wrong}
		v.Add(p.period(v, c, r, r.FormValue("plats"), r.FormValue("fran"), r.FormValue("till")))
		return p.show(w, r, v)
	}
	v := &sheet.Sheet{Title: c.T("introduction.share"), Lead: c.T("introduction.share_lead", "place", s.Total.Name, "from", c.DateOf(s.From), "until", c.DateOf(s.Until)), Back: backUp(c, actor(r))}
	switch {
	case s.Total.Due == 0 && s.Total.Hidden:
		v.Add(sheet.Para(c.T("introduction.too_few")))
	case s.Total.Due == 0:
		v.Add(sheet.Para(c.T("introduction.nobody_due")))
	default:
		v.Add(sheet.Para(c.T("introduction.share_of", "done", s.Total.Done, "n", s.Total.Due, "percent", lang.Percent(s.Total.Done, s.Total.Due))))
	}
	if s.Total.Going > 0 {
		v.Add(sheet.Para(c.T("introduction.share_going", "n", s.Total.Going)))
	}
	v.Add(sheet.Quiet(c.T("introduction.share_about")))
	if !s.Named {
		v.Add(sheet.Quiet(c.T("introduction.share_hidden")))
	}
	for _, t := range []struct {
		id, key string
		rows    []introduction.Share
	}{{"former", "forms", s.Forms}, {"verksamheter", "operations", s.Operations}, {"enheter", "units", s.Units}} {
		if len(t.rows) > 0 {
			v.Add(ui.Table(p.shareTable(c, t.id, c.T("introduction.table."+t.key), t.rows)))
		}
	}
	if s.Named {
		v.Add(sheet.Heading(c.T("introduction.other_period")), p.period(v, c, r, s.Total.ID, s.From, s.Until))
	}
	at := []string{"plats", s.Total.ID, "fran", s.From, "till", s.Until}
	v.Add(sheet.Links(ui.LinkButtonProps{Href: page.At(fileAt, at...), Text: c.T("introduction.excel"), Kind: ui.Secondary, Icon: "download"},
		ui.LinkButtonProps{Href: page.At(fileAt, append(at, "som", "csv")...), Text: c.T("introduction.csv"), Kind: ui.Secondary, Icon: "download"}))
	return p.show(w, r, v)
}

func (p *Pages) period(v *sheet.Sheet, c *lang.Catalog, r *http.Request, place, from, until string) templ.Component {
	return fill(v, c, r, "fran", from, "till", until).typed("fran", "from", "date").typed("till", "until", "date").end(sheet.Send{Action: townAt, Get: true, Hidden: hidden("plats", place), Button: c.T("introduction.show"), Kind: ui.Secondary})
}

// shareName is what a row is called: a place, or a form of employment.
func shareName(c *lang.Catalog, x introduction.Share) string {
	if x.Name != "" {
		return x.Name
	}
	if key := "introduction.form." + x.ID; c.Has(key) {
		return c.T(key)
	}
	return c.T("introduction.form.other")
}

func (p *Pages) shareTable(c *lang.Catalog, id, caption string, rows []introduction.Share) ui.TableProps {
	t := ui.TableProps{ID: id, Caption: caption, Cards: true, Columns: []ui.Column{{Title: caption}}}
	for _, title := range shareTitles(c) {
		t.Columns = append(t.Columns, ui.Column{Title: title, Number: true})
	}
	for _, x := range rows {
		row := ui.Row{Head: ui.Text(shareName(c, x))}
		for i, figure := range shareFigures(x, lang.Number[int64]) {
			if figure == "" {
				figure = c.T("introduction.dash")
			} else if i == 2 {
				figure = c.T("introduction.percent_of", "n", figure)
			}
			row.Cells = append(row.Cells, ui.Text(figure))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// shareTitles are what the figures of a share are called.
func shareTitles(c *lang.Catalog) []string {
	return []string{c.T("introduction.due"), c.T("introduction.completed"), c.T("introduction.percent"), c.T("introduction.going")}
}

// shareFigures are the figures of a share; "" of what is of too few to be told, and of a percent of nobody.
func shareFigures(x introduction.Share, number func(int64) string) []string {
	out := []string{number(x.Due), number(x.Done), "", number(x.Going)}
	if x.Due > 0 {
		out[2] = number(lang.Percent(x.Done, x.Due))
	}
	if x.Hidden {
		out[0], out[1] = "", ""
	}
	if x.GoingHidden {
		out[3] = ""
	}
	return out
}

func (p *Pages) townFile(w http.ResponseWriter, r *http.Request) error {
	c := p.Frame.Texts
	s, err := p.share(r)
	if err != nil {
		return err
	}
	rows := [][]string{append([]string{c.T("introduction.table.what"), c.T("introduction.table.name")}, shareTitles(c)...)}
	for _, t := range []struct {
		key  string
		rows []introduction.Share
	}{{"all", []introduction.Share{s.Total}}, {"forms", s.Forms}, {"operations", s.Operations}, {"units", s.Units}} {
		for _, x := range t.rows {
			if x.Due+x.Going > 0 {
				rows = append(rows, append([]string{c.T("introduction.table." + t.key), shareName(c, x)}, shareFigures(x, plain)...))
			}
		}
	}
	name := "introduktion-" + strings.ReplaceAll(s.From, "-", "") + "-" + strings.ReplaceAll(s.Until, "-", "")
	if r.FormValue("som") == "csv" {
		return grid.Send(w, grid.CSVType, name+".csv", grid.CSV(rows))
	}
	book, err := grid.Excel(c.T("introduction.share"), rows)
	if err != nil {
		return err
	}
	return grid.Send(w, grid.ExcelType, name+".xlsx", book)
}
