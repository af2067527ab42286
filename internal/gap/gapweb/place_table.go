package gapweb

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"yrkesresan/internal/gap"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// figureColumns are the columns of figures: their key, their name in the address, and the figure.
var figureColumns = []struct {
	key, by string
	of      func(count.Column) int64
}{
	{"gap.required", "kravs", func(c count.Column) int64 { return c.Required }},
	{"gap.held", "finns", func(c count.Column) int64 { return c.Held }},
	{"gap.lacking", "saknas", func(c count.Column) int64 { return c.Gap() }},
	{"gap.to_develop", "utveckla", func(c count.Column) int64 { return c.Develop }},
	{"gap.to_recruit", "rekrytera", func(c count.Column) int64 { return c.Recruit }},
}

// headed begins a table of figures that can be sorted; by is the column it is sorted by, "" by name.
func headed(c *lang.Catalog, id, caption, first, sorted string, href func(by string) string) (ui.TableProps, func(count.Column) int64) {
	t := ui.TableProps{ID: id, Caption: caption, Cards: true, Columns: []ui.Column{{Title: first, Sorted: ui.Ascending}}}
	var by func(count.Column) int64
	for _, col := range figureColumns {
		column := ui.Column{Title: c.T(col.key), Number: true, SortHref: href(col.by)}
		if col.by == sorted {
			column.Sorted, column.SortHref, t.Columns[0].Sorted = ui.Descending, href(""), ui.Unsorted
			t.Columns[0].SortHref = href("")
			by = col.of
		}
		t.Columns = append(t.Columns, column)
	}
	return t, by
}

func figureCells(c *lang.Catalog, f count.Column) []templ.Component {
	var out []templ.Component
	for _, col := range figureColumns {
		text := lang.Number(col.of(f))
		if col.by == "finns" && f.Required > 0 {
			text = share(c, f.Held, f.Required)
		}
		out = append(out, ui.Text(text))
	}
	return out
}

// placeTable is what stands under the place, or its units.
func placeTable(r *http.Request, c *lang.Catalog, v *placeView, found gap.View, at string) {
	rows, units := slices.Clone(found.Rows), r.URL.Query().Get("visa") == "enheter"
	if units || at != placePath && r.URL.Query().Get("visa") == "" {
		rows, units = slices.Clone(found.Units), true
	}
	if len(rows) == 0 {
		return
	}
	sorted := r.URL.Query().Get("sortera")
	t, by := headed(c, "platser", c.T("gap.place.table"), c.T("gap.place.place"), sorted, func(by string) string {
		return asFiltered(r, at, "plats", found.Node.ID, "sortera", by) + "#siffror"
	})
	if by != nil {
		slices.SortStableFunc(rows, func(a, b gap.Row) int { return int(by(b.Sum) - by(a.Sum)) })
	}
	number := page.Number(r.URL.Query().Get("sida"))
	v.Pager = page.Pager(asFiltered(r, at, "plats", found.Node.ID), "sida", number, len(rows), onPlaces)
	from := min((number-1)*onPlaces, len(rows))
	for _, row := range rows[from:min(from+onPlaces, len(rows))] {
		t.Rows = append(t.Rows, placeRow(r, c, row, at))
	}
	t.Foot = []ui.Row{{Head: ui.Text(c.T("gap.place.sum")), Cells: figureCells(c, found.Total.Sum)}}
	v.Places = t
	v.Units = otherRows(r, c, at, found.Node.ID, units, len(found.Rows), len(found.Units))
}

// otherRows leads to the other way of listing a place: its units, or what stands directly under it.
func otherRows(r *http.Request, c *lang.Catalog, at, id string, units bool, under, all int) ui.Link {
	switch {
	case under == all:
		return ui.Link{}
	case units:
		return ui.Link{Href: asFiltered(r, at, "plats", id, "visa", "delar") + "#siffror", Text: c.T("gap.place.by_operation")}
	}
	return ui.Link{Href: asFiltered(r, at, "plats", id, "visa", "enheter") + "#siffror", Text: c.T("gap.place.all_units")}
}

func placeRow(r *http.Request, c *lang.Catalog, row gap.Row, at string) ui.Row {
	if !row.Own {
		cells := make([]templ.Component, len(figureColumns))
		for i := range cells {
			cells[i] = ui.Text(c.T("gap.dash"))
		}
		return ui.Row{Head: ui.Text(c.T("gap.place.other_employer", "place", row.Name)), Cells: cells}
	}
	name := row.Name
	if row.Kind == string(org.Unit) && row.Label != "" {
		name = c.T("gap.place.within", "place", row.Name, "above", row.Label)
	}
	return ui.Row{Head: ui.CellLink(asFiltered(r, placePath, "plats", row.ID, "visa", "", "sortera", ""), name), Cells: figureCells(c, row.Sum)}
}

// needTable is the place's figures by requirement, formal first.
func needTable(r *http.Request, c *lang.Catalog, v gap.View, at string) ui.TableProps {
	sorted := r.URL.Query().Get("krav_efter")
	t, by := headed(c, "per-krav", c.T("gap.place.needs"), c.T("gap.place.need"), sorted, func(by string) string {
		return asFiltered(r, at, "plats", v.Node.ID, "krav_efter", by) + "#per-krav"
	})
	t.Columns[0].Sorted = ui.Unsorted // formal first, not by name
	all := slices.Clone(v.Figures)
	if by != nil {
		slices.SortStableFunc(all, func(a, b gap.Figure) int { return int(by(b.Column) - by(a.Column)) })
	}
	for _, f := range all {
		name := f.Name
		if f.Formal {
			name = c.T("gap.place.formal_name", "name", name)
		}
		t.Rows = append(t.Rows, ui.Row{Head: ui.CellLink(asFiltered(r, at, "plats", v.Node.ID, "krav", f.Key)+"#siffror", name), Cells: figureCells(c, f.Column)})
	}
	return t
}

// placeFile gives the figures of a place as a file: a row for each unit and requirement.
func (p *Pages) placeFile(w http.ResponseWriter, r *http.Request) error {
	id, _, err := p.here(r)
	if err != nil {
		return err
	}
	on := p.dayOf(r)
	named, err := p.Gaps.Named(r.Context(), page.Of(r.Context()).Actor, id)
	if err != nil {
		return err
	}
	if !named {
		name, rows, err := p.toldRows(r, id)
		if err != nil {
			return err
		}
		return send(w, r, "kompetens-"+p.Staff.Today(), name, rows)
	}
	n, err := p.Tree.Find(r.Context(), id, min(on, p.Staff.Today()))
	if err != nil {
		return err
	}
	if many, err := p.Gaps.Many(r.Context(), n.Path, on); err != nil || many {
		return cmp.Or(err, error(gap.ErrMany))
	}
	v, err := p.Gaps.Place(r.Context(), page.Of(r.Context()).Actor, id, filterOf(r), on)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	head := []string{c.T("gap.place.place"), c.T("gap.file.within"), c.T("gap.place.need"), c.T("gap.file.library"), c.T("gap.file.formal")}
	for _, col := range figureColumns {
		head = append(head, c.T(col.key))
	}
	rows := [][]string{head}
	line := func(name, within string, f gap.Figure, column count.Column) {
		formal := ""
		if f.Formal {
			formal = c.T("gap.file.yes")
		}
		row := []string{name, within, f.Name, f.Library, formal}
		for _, col := range figureColumns {
			row = append(row, strconv.FormatInt(col.of(column), 10))
		}
		rows = append(rows, row)
	}
	for _, u := range v.Units {
		for _, f := range v.Figures {
			if column, have := u.Columns[f.Key]; have {
				line(u.Name, u.Label, f, column)
			}
		}
	}
	for _, f := range v.Figures {
		line(c.T("gap.place.sum"), "", f, f.Column)
	}
	return send(w, r, "kompetens-"+on, v.Node.Name, rows)
}
