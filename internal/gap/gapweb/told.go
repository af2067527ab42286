package gapweb

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"yrkesresan/internal/gap"
	"yrkesresan/internal/gap/hide"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// told shows the figures of a place to whoever leads there and may not see names: what would point at fewer
// than five people stands as not shown (rule 25).
func (p *Pages) told(w http.ResponseWriter, r *http.Request, at, id string, choices []ui.Link) error {
	c := p.catalog(r)
	found, err := p.Gaps.Unnamed(r.Context(), page.Of(r.Context()).Actor, id, filterOf(r))
	if err != nil {
		return err
	}
	v := placeView{Title: c.T("gap.place.of", "place", found.Node.Name), Choices: choices, Hidden: c.T("gap.told.few", "n", strconv.Itoa(hide.Few))}
	p.ways(r, c, &v, gap.View{Node: found.Node, Employer: found.Employer, Up: found.Up}, at)
	if found.Behind > 0 {
		v.Behind = c.T("gap.place.behind", "n", found.Behind)
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	v.Filter = toldFilter(r, c, ref, found, at)
	if len(found.Figures) == 0 && filterOf(r) == (gap.Filter{}) {
		v.Empty = ui.EmptyProps{Icon: "list", Title: c.T("gap.place.nothing"), Text: c.T("gap.place.nothing_text")}
		return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), placePage(v))
	}
	v.Said = toldSaid(c, found)
	v.Places = toldPlaces(r, c, found, at, &v)
	v.Requirements = toldNeeds(r, c, found, at)
	for _, kind := range []string{"xlsx", "csv"} {
		v.Files = append(v.Files, ui.Link{Href: asFiltered(r, placePath+"/fil", "plats", id, "format", kind), Text: c.T("gap.file." + kind)})
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), placePage(v))
}

// toldSaid is the place in sentences, of what may be told.
func toldSaid(c *lang.Catalog, t gap.Unnamed) []string {
	s := t.Total
	if s.Of == 0 {
		return []string{c.T("gap.told.nothing")}
	}
	said := []string{c.T("gap.told.said", "share", share(c, s.Held, s.Of))}
	if s.Gap() == 0 {
		said = append(said, c.T("gap.place.whole"))
	} else if s.GapOf > 0 {
		said = append(said, c.T("gap.told.split", "n", s.GapOf, "develop", s.Develop, "recruit", s.Recruit))
	}
	if s.Oldest != "" && s.Oldest < t.On {
		said = append(said, c.T("gap.told.oldest", "date", c.DateOf(s.Oldest)))
	}
	return said
}

// toldColumns are the figures that a sum tells, in the order of figureColumns; "" is not told.
func toldColumns(s hide.Sum) []string {
	out := make([]string, len(figureColumns))
	if s.Groups > 0 {
		out[0] = lang.Number(s.Required)
	}
	if s.Of > 0 {
		out[2] = lang.Number(s.Gap())
	}
	if s.GapOf > 0 || s.Of > 0 && s.Gap() == 0 {
		out[3], out[4] = lang.Number(s.Develop), lang.Number(s.Recruit)
	}
	return out
}

func toldCells(c *lang.Catalog, s hide.Sum) []templ.Component {
	var out []templ.Component
	for i, text := range toldColumns(s) {
		if figureColumns[i].by == "finns" && s.Of > 0 {
			text = share(c, s.Held, s.Of)
		}
		if text == "" {
			text = c.T("gap.dash")
		}
		out = append(out, ui.Text(text))
	}
	return out
}

// plain begins a table of figures that is not sorted by them: an order by what is hidden would tell it.
func plain(c *lang.Catalog, id, caption, first string) ui.TableProps {
	t := ui.TableProps{ID: id, Caption: caption, Cards: true, Columns: []ui.Column{{Title: first}}}
	for _, col := range figureColumns {
		t.Columns = append(t.Columns, ui.Column{Title: c.T(col.key), Number: true})
	}
	return t
}

func toldPlaces(r *http.Request, c *lang.Catalog, found gap.Unnamed, at string, v *placeView) ui.TableProps {
	show := r.URL.Query().Get("visa")
	rows, units := found.Rows, show == "enheter" || at != placePath && show == ""
	if units {
		rows = found.Units
	}
	if len(rows) == 0 {
		return ui.TableProps{}
	}
	t := plain(c, "platser", c.T("gap.place.table"), c.T("gap.place.place"))
	number := page.Number(r.URL.Query().Get("sida"))
	v.Pager = page.Pager(asFiltered(r, at, "plats", found.Node.ID), "sida", number, len(rows), onPlaces)
	from := min((number-1)*onPlaces, len(rows))
	for _, row := range rows[from:min(from+onPlaces, len(rows))] {
		if !row.Own {
			t.Rows = append(t.Rows, ui.Row{Head: ui.Text(c.T("gap.place.other_employer", "place", row.Name)), Cells: toldCells(c, hide.Sum{})})
			continue
		}
		name := row.Name
		if row.Kind == string(org.Unit) && row.Label != "" {
			name = c.T("gap.place.within", "place", row.Name, "above", row.Label)
		}
		t.Rows = append(t.Rows, ui.Row{Head: ui.CellLink(asFiltered(r, at, "plats", row.ID, "visa", ""), name), Cells: toldCells(c, row.Told)})
	}
	t.Foot = []ui.Row{{Head: ui.Text(c.T("gap.place.sum")), Cells: toldCells(c, found.Total)}}
	v.Units = otherRows(r, c, at, found.Node.ID, units, len(found.Rows), len(found.Units))
	return t
}

func toldNeeds(r *http.Request, c *lang.Catalog, found gap.Unnamed, at string) ui.TableProps {
	t := plain(c, "per-krav", c.T("gap.place.needs"), c.T("gap.place.need"))
	for _, f := range found.Figures {
		name := f.Name
		if f.Formal {
			name = c.T("gap.place.formal_name", "name", name)
		}
		t.Rows = append(t.Rows, ui.Row{Head: ui.CellLink(asFiltered(r, at, "plats", found.Node.ID, "krav", f.Key)+"#siffror", name), Cells: toldCells(c, f.Told)})
	}
	return t
}

// toldFilter chooses requirements, not people: figures of some of the people would be of too few.
func toldFilter(r *http.Request, c *lang.Catalog, ref org.Reference, t gap.Unnamed, at string) filterView {
	v := gap.View{Node: t.Node, Tags: t.Tags, Frameworks: t.Frameworks}
	for _, f := range t.Figures {
		v.Figures = append(v.Figures, f.Figure)
	}
	return needFilter(r, c, ref, v, at)
}

// toldRows is what is told of a place, as rows of a file.
func (p *Pages) toldRows(r *http.Request, id string) (name string, rows [][]string, err error) {
	found, err := p.Gaps.Unnamed(r.Context(), page.Of(r.Context()).Actor, id, filterOf(r))
	if err != nil {
		return "", nil, err
	}
	c := p.catalog(r)
	head := []string{c.T("gap.place.place"), c.T("gap.file.within"), c.T("gap.place.need")}
	for _, col := range figureColumns {
		head = append(head, c.T(col.key))
	}
	rows = [][]string{head}
	line := func(name, within, need string, s hide.Sum) {
		row := []string{name, within, need}
		for i, text := range toldColumns(s) {
			if figureColumns[i].by == "finns" && s.Of > 0 {
				text = strconv.FormatInt(s.Held, 10)
			}
			if text == "" {
				text = c.T("gap.dash")
			}
			row = append(row, text)
		}
		rows = append(rows, row)
	}
	for _, u := range found.Units {
		line(u.Name, u.Label, "", u.Told)
	}
	for _, f := range found.Figures {
		line(found.Node.Name, "", f.Name, f.Told)
	}
	return found.Node.Name, rows, nil
}
