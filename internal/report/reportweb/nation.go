package reportweb

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/report"
)

// nationView is the nation's overview: three sentences with figures, a picture, the same as a table.
type nationView struct {
	Said    []string
	Doors   []ui.Part
	Filter  filterView
	Nothing bool // nobody has submitted anything
	Chart   ui.ChartProps
	Table   ui.TableProps
	Files   []ui.Link
}

// filterView is the choices above the figures.
type filterView struct {
	Action string
	Hidden [][2]string
	Fields []ui.FieldProps
}

func (p *Pages) nation(w http.ResponseWriter, r *http.Request) error {
	visit := page.Of(r.Context())
	if may.Ask(visit.Actor, may.SeeSubmitted, org.Sweden) != nil {
		return web.Redirect(w, r, "/rss") // a region's own figures are there
	}
	o, err := p.Figures.Overview(r.Context(), visit.Actor, choice(r.URL.Query()))
	if err != nil {
		return err
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	c := p.catalog(r)
	sorted := r.URL.Query().Get("sortera")
	v := nationView{Said: nationSaid(c, o, p.Today()), Doors: p.Frame.Behind(page.NationHub, visit), Nothing: o.Total.Municipalities == 0 && len(o.Journeys) == 0}
	v.Filter = nationFilter(c, ref, o)
	v.Chart = regionChart(c, o)
	v.Table = regionTable(c, o, sorted)
	for _, kind := range []string{"csv", "xlsx"} {
		v.Files = append(v.Files, ui.Link{Href: page.At("/nationen/fil", "format", kind, "resa", o.Journey, "yrke", o.Occupation, "omrade", o.Area), Text: c.T("report.file." + kind)})
	}
	return p.Frame.Show(w, r, http.StatusOK, "report.nation.title", nationPage(v))
}

// nationSaid is the overview in three sentences.
func nationSaid(c *lang.Catalog, o report.Overview, today string) []string {
	t := o.Total
	if t.Municipalities == 0 {
		return []string{c.T("report.nation.none", "all", o.All)}
	}
	said := []string{c.T("report.nation.submitted", "n", t.Municipalities, "all", o.All, "day", c.DateOf(t.Newest))}
	switch {
	case t.Split == 0:
		said = append(said, c.T("report.people_only", "people", lang.Number(t.People)))
	default:
		said = append(said, c.T("report.done", "share", share(c, t.Done, t.Split)))
	}
	switch {
	case o.OldOnes > 0:
		said = append(said, c.T("report.old", "n", o.OldOnes, "days", report.Old))
	case t.LateOf > 0:
		said = append(said, c.T("report.late", "share", share(c, t.Late, t.LateOf)))
	default:
		said = append(said, c.T("report.oldest", "day", c.DateOf(t.Oldest)))
	}
	return said
}

func nationFilter(c *lang.Catalog, ref org.Reference, o report.Overview) filterView {
	f := filterView{Action: "/nationen"}
	journeys := ui.FieldProps{Name: "resa", Label: c.T("report.journey"), Value: o.Journey}
	for _, n := range o.Journeys {
		journeys.Options = append(journeys.Options, ui.Option{Value: n.ID, Text: n.Title})
	}
	f.Fields = append(f.Fields, journeys, occupations(c, ref, o.Occupations, o.Occupation))
	areas := ui.FieldProps{Name: "omrade", Label: c.T("report.area"), Value: o.Area, Options: []ui.Option{{Text: c.T("report.all_areas")}}}
	for _, id := range o.Areas {
		areas.Options = append(areas.Options, ui.Option{Value: id, Text: ref.AreaName(id)})
	}
	f.Fields = append(f.Fields, areas)
	return f
}

// occupations is a field to choose an occupation.
func occupations(c *lang.Catalog, ref org.Reference, ids []string, value string) ui.FieldProps {
	f := ui.FieldProps{Name: "yrke", Label: c.T("report.occupation"), Value: value, Options: []ui.Option{{Text: c.T("report.all_occupations")}}}
	for _, o := range ref.Occupations {
		if slices.Contains(ids, o.ID) {
			f.Options = append(f.Options, ui.Option{Value: o.ID, Text: o.Name})
		}
	}
	return f
}

// regionChart shows the regions that have told how many are done.
func regionChart(c *lang.Catalog, o report.Overview) ui.ChartProps {
	p := ui.ChartProps{ID: "stapel", Title: c.T("report.nation.chart"), Text: c.T("report.nation.chart_text")}
	for _, l := range o.Regions {
		if l.Split > 0 {
			p.Bars = append(p.Bars, ui.Bar{Name: l.Name, Text: c.T("report.of", "part", lang.Number(l.Done), "all", lang.Number(l.Split)), Part: l.Done, All: l.Split})
		}
	}
	return p
}

func regionTable(c *lang.Catalog, o report.Overview, sorted string) ui.TableProps {
	t := ui.TableProps{ID: "regioner", Caption: c.T("report.nation.table"), Cards: true}
	lines := slices.Clone(o.Regions)
	number := func(key, by string) ui.Column {
		col := ui.Column{Title: c.T(key), Number: true, SortHref: page.At("/nationen", "resa", o.Journey, "yrke", o.Occupation, "omrade", o.Area, "sortera", by)}
		if sorted == by {
			col.Sorted, col.SortHref = ui.Descending, page.At("/nationen", "resa", o.Journey, "yrke", o.Occupation, "omrade", o.Area)
		}
		return col
	}
	t.Columns = []ui.Column{{Title: c.T("report.region"), SortHref: page.At("/nationen", "resa", o.Journey, "yrke", o.Occupation, "omrade", o.Area)}, number("report.submitted_by", "inlamnat"), number("report.people", "personer"),
		number("report.all_done", "klara"), number("report.with_late", "sena"), {Title: c.T("report.figures_from")}}
	by := map[string]func(report.Line) int64{
		"inlamnat": func(l report.Line) int64 { return int64(l.Municipalities) }, "personer": func(l report.Line) int64 { return l.People },
		"klara": func(l report.Line) int64 { return permille(l.Done, l.Split) }, "sena": func(l report.Line) int64 { return permille(l.Late, l.LateOf) },
	}[sorted]
	if by != nil {
		slices.SortStableFunc(lines, func(a, b report.Line) int { return int(by(b) - by(a)) })
	} else {
		t.Columns[0].Sorted, t.Columns[0].SortHref = ui.Ascending, ""
	}
	for _, l := range lines {
		t.Rows = append(t.Rows, ui.Row{Head: ui.CellLink("/rss?plats="+l.ID, l.Name), Cells: texts(sumCells(c, l.Sum, c.T("report.of", "part", l.Municipalities, "all", l.All)))})
	}
	t.Foot = []ui.Row{{Head: ui.Text(c.T("report.nation.all")), Cells: texts(sumCells(c, o.Total, c.T("report.of", "part", o.Total.Municipalities, "all", o.All)))}}
	return t
}

func permille(part, all int64) int64 {
	if all == 0 {
		return -1
	}
	return part * 1000 / all
}

// sumCells are the cells of a sum: who has submitted, people, done, late, since when.
func sumCells(c *lang.Catalog, s report.Sum, who string) []string {
	if s.Municipalities == 0 {
		return []string{who, c.T("report.dash"), c.T("report.dash"), c.T("report.dash"), c.T("report.dash")}
	}
	out := []string{who, lang.Number(s.People), c.T("report.not_shown"), c.T("report.not_shown"), c.DateOf(s.Oldest)}
	if s.Split > 0 {
		out[2] = share(c, s.Done, s.Split)
	}
	if s.LateOf > 0 {
		out[3] = share(c, s.Late, s.LateOf)
	}
	return out
}

func texts(cells []string) []templ.Component {
	out := make([]templ.Component, len(cells))
	for i, text := range cells {
		out[i] = ui.Text(text)
	}
	return out
}
