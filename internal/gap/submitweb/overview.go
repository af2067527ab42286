package submitweb

import (
	"net/http"
	"slices"
	"strconv"

	"yrkesresan/internal/gap"
	"yrkesresan/internal/gap/hide"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/grid"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// overviewView is what RSS and nation read: three sentences, what is asked for, the places, how it has gone.
type overviewView struct {
	Title   string
	Up      ui.Link
	Choices []ui.Link
	Said    []string
	Board   ui.Link
	Nothing bool // nobody has submitted anything
	Action  string
	Place   string
	Fields  []ui.FieldProps
	Asked   ui.TableProps
	Lines   ui.TableProps
	Without []ui.Link // places where nobody has submitted; without an address where there is nothing to see
	Trend   ui.TableProps
	Files   []ui.Link
}

func (p *Pages) nation(w http.ResponseWriter, r *http.Request) error {
	if may.Ask(page.Of(r.Context()).Actor, may.SeeSubmitted, org.Sweden) != nil {
		return web.Redirect(w, r, "/rss/kompetens") // a region's own figures are there
	}
	return p.overview(w, r, org.Sweden, "/nationen/kompetens")
}

func (p *Pages) region(w http.ResponseWriter, r *http.Request) error {
	return p.overview(w, r, r.URL.Query().Get("plats"), "/rss/kompetens")
}

func (p *Pages) town(w http.ResponseWriter, r *http.Request) error {
	return p.overview(w, r, r.URL.Query().Get("plats"), "/rss/kompetens/kommun")
}

// kinds are what each page is about.
var kinds = map[string]org.Kind{"/nationen/kompetens": org.Nation, "/rss/kompetens": org.RSS, "/rss/kompetens/kommun": org.Municipality}

func (p *Pages) overview(w http.ResponseWriter, r *http.Request, place, path string) error {
	o, err := p.Gaps.Overview(r.Context(), page.Of(r.Context()).Actor, place, filterOf(r.URL.Query()))
	if err != nil {
		return err
	}
	if org.Kind(o.Node.Kind) != kinds[path] {
		return org.ErrNoNode
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := overviewView{Title: c.T("submit.overview.of", "place", o.Node.Name), Said: said(c, o), Nothing: o.Submitted == 0, Action: path}
	v.Fields = fields(c, ref, o)
	v.Asked, v.Trend, v.Without = p.askedTable(c, o), trendTable(c, o), without(o)
	switch org.Kind(o.Node.Kind) {
	case org.Nation:
		v.Title = c.T("submit.overview.nation")
		v.Lines = p.lineTable(c, o, "/rss/kompetens", c.T("submit.region"))
	case org.RSS:
		v.Place = o.Node.ID
		v.Board = ui.Link{Href: page.At("/rss/kompetens/tavla", "plats", o.Node.ID), Text: c.T("submit.board.open")}
		v.Lines = p.lineTable(c, o, "/rss/kompetens/kommun", c.T("submit.municipality"))
		for _, n := range o.Choices {
			v.Choices = append(v.Choices, ui.Link{Href: page.At(path, append([]string{"plats", n.ID}, chosen(o.Filter)...)...), Text: n.Name, Current: n.ID == o.Node.ID})
		}
		if o.Up.ID != "" {
			v.Up = ui.Link{Href: page.At("/nationen/kompetens", chosen(o.Filter)...), Text: c.T("submit.overview.nation_up")}
		}
	default:
		v.Place = o.Node.ID
		if o.Up.ID != "" {
			v.Up = ui.Link{Href: page.At("/rss/kompetens", append([]string{"plats", o.Up.ID}, chosen(o.Filter)...)...), Text: c.T("submit.overview.up", "place", o.Up.Name)}
		}
	}
	for _, kind := range []string{"csv", "xlsx"} {
		v.Files = append(v.Files, ui.Link{Href: page.At("/rss/kompetens/fil", append([]string{"format", kind, "plats", o.Node.ID}, chosen(o.Filter)...)...), Text: c.T("submit.file." + kind)})
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), overviewPage(v))
}

// said is an overview in three sentences.
func said(c *lang.Catalog, o gap.Overview) []string {
	if org.Kind(o.Node.Kind) == org.Municipality {
		if o.Submitted == 0 {
			return []string{c.T("submit.overview.town_none")}
		}
		return append([]string{c.T("submit.overview.town", "day", c.DateOf(o.Newest))}, saidGap(c, o.Total)...)
	}
	if o.Submitted == 0 {
		return []string{c.T("submit.overview.none", "all", o.Municipalities)}
	}
	out := append([]string{c.T("submit.overview.submitted", "n", o.Submitted, "all", o.Municipalities, "day", c.DateOf(o.Newest))}, saidGap(c, o.Total)...)
	if o.OldOnes > 0 {
		out = append(out, c.T("submit.overview.old", "n", o.OldOnes, "days", gap.OldAfter))
	}
	return out
}

func saidGap(c *lang.Catalog, s hide.Sum) []string {
	if s.Of == 0 {
		return []string{c.T("submit.overview.few")}
	}
	out := []string{c.T("submit.overview.held", "share", share(c, s.Held, s.Of))}
	if s.Required > s.Of {
		out[0] += " " + c.T("submit.overview.rest", "n", s.Required-s.Of)
	}
	switch {
	case s.Gap() == 0:
		return append(out, c.T("submit.said_whole"))
	case s.GapOf == 0:
		return append(out, c.T("submit.overview.gap_only", "n", s.Gap()))
	}
	return append(out, c.T("submit.said_gap", "develop", lang.Number(s.Develop), "recruit", lang.Number(s.Recruit)))
}

// fields are the choices above the figures.
func fields(c *lang.Catalog, ref org.Reference, o gap.Overview) []ui.FieldProps {
	occupation := ui.FieldProps{Name: "yrke", Label: c.T("submit.occupation"), Value: o.Occupation, Options: []ui.Option{{Text: c.T("submit.every_occupation")}}}
	for _, x := range ref.Occupations {
		if slices.Contains(o.Occupations, x.ID) || x.ID == o.Occupation {
			occupation.Options = append(occupation.Options, ui.Option{Value: x.ID, Text: x.Name})
		}
	}
	area := ui.FieldProps{Name: "omrade", Label: c.T("submit.area"), Value: o.Filter.Area, Options: []ui.Option{{Text: c.T("submit.every_area")}}}
	for _, id := range o.Areas {
		area.Options = append(area.Options, ui.Option{Value: id, Text: ref.AreaName(id)})
	}
	frames := ui.FieldProps{Name: "ramverk", Label: c.T("submit.framework"), Value: o.Framework, Options: []ui.Option{{Text: c.T("submit.every_framework")}}}
	for _, f := range o.Frameworks {
		frames.Options = append(frames.Options, ui.Option{Value: f.ID, Text: f.Name})
	}
	tags := ui.FieldProps{Name: "amne", Label: c.T("submit.tag"), Value: o.Tag, Options: []ui.Option{{Text: c.T("submit.every_tag")}}}
	for _, id := range o.Tags {
		tags.Options = append(tags.Options, ui.Option{Value: id, Text: tagName(ref, id)})
	}
	only := ui.FieldProps{Name: "bara", Label: c.T("submit.only"), Value: chosen(o.Filter)[11], Options: []ui.Option{{Text: c.T("submit.every_requirement")}, {Value: "formellt", Text: c.T("submit.only_formal")}, {Value: "risk", Text: c.T("submit.only_risk")}}}
	return []ui.FieldProps{only, occupation, area, frames, tags}
}

func tagName(ref org.Reference, id string) string {
	for _, t := range ref.Tags {
		if t.ID == id {
			return t.Name
		}
	}
	return id
}

// askedTable is the requirements: what is formal first, in it what IVO points at and what is critical.
func (p *Pages) askedTable(c *lang.Catalog, o gap.Overview) ui.TableProps {
	t := ui.TableProps{ID: "krav", Caption: c.T("submit.overview.asked"), Cards: true, Columns: p.figureColumns(c, c.T("submit.requirement"))}
	many := org.Kind(o.Node.Kind) != org.Municipality
	if many {
		t.Columns = append(t.Columns, ui.Column{Title: c.T("submit.municipalities"), Number: true})
	}
	for _, a := range o.Asked {
		cells := toldCells(c, a.Told)
		if many {
			cells = append(cells, strconv.Itoa(a.Municipalities))
		}
		t.Rows = append(t.Rows, ui.Row{Head: requirementHead(a.Name, marks(c, a.Figure, a.Weight)), Cells: texts(cells)})
	}
	if len(o.Asked) > 0 {
		cells := toldCells(c, o.Total)
		if many {
			cells = append(cells, strconv.Itoa(o.Submitted))
		}
		t.Foot = []ui.Row{{Head: ui.Text(c.T("submit.all")), Cells: texts(cells)}}
	}
	return t
}

// lineTable is the places: who has submitted, when, and what.
func (p *Pages) lineTable(c *lang.Catalog, o gap.Overview, path, first string) ui.TableProps {
	t := ui.TableProps{ID: "platser", Caption: c.T("submit.overview.places"), Cards: true, Columns: append(p.figureColumns(c, first), ui.Column{Title: c.T("submit.submitted")})}
	for _, l := range o.Lines {
		if l.Submitted == 0 {
			continue
		}
		cells := toldCells(c, l.Told)
		var told string
		switch {
		case org.Kind(l.Kind) == org.RSS:
			told = c.T("submit.of", "part", l.Submitted, "all", l.Municipalities)
		case l.Old:
			told = c.T("submit.old", "day", c.DateOf(l.AsOf))
		default:
			told = c.DateOf(l.AsOf)
		}
		head := ui.CellLink(page.At(path, append([]string{"plats", l.ID}, chosen(o.Filter)...)...), l.Name)
		t.Rows = append(t.Rows, ui.Row{Head: head, Cells: texts(append(cells, told))})
	}
	return t
}

// without lists the places where nobody has submitted.
func without(o gap.Overview) (out []ui.Link) {
	for _, l := range o.Lines {
		switch {
		case l.Submitted > 0:
		case org.Kind(l.Kind) == org.RSS:
			out = append(out, ui.Link{Href: page.At("/rss/kompetens", "plats", l.ID), Text: l.Name})
		default:
			out = append(out, ui.Link{Text: l.Name})
		}
	}
	return out
}

func trendTable(c *lang.Catalog, o gap.Overview) ui.TableProps {
	t := ui.TableProps{ID: "utveckling", Caption: c.T("submit.trend"), Cards: true, Columns: []ui.Column{{Title: c.T("submit.day")}, {Title: c.T("submit.municipalities"), Number: true},
		{Title: c.T("submit.required"), Number: true}, {Title: c.T("submit.held"), Number: true}, {Title: c.T("submit.gap"), Number: true}}}
	if len(o.Trend) < 2 {
		return t
	}
	for _, x := range o.Trend {
		t.Rows = append(t.Rows, ui.Row{Head: ui.Text(c.DateOf(x.On)), Cells: texts(append([]string{strconv.Itoa(x.Municipalities)}, toldCells(c, x.Told)[:3]...))})
	}
	return t
}

// file gives the same figures as rows: by requirement, then by place; an empty cell where nothing may be
// shown.
func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	o, err := p.Gaps.Overview(r.Context(), page.Of(r.Context()).Actor, r.URL.Query().Get("plats"), filterOf(r.URL.Query()))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	rows := [][]string{{c.T("submit.file.what"), c.T("submit.file.name"), c.T("submit.file.marks"), c.T("submit.required"), c.T("submit.file.of"), c.T("submit.held"), c.T("submit.gap"),
		c.T("submit.file.gap_of"), c.T("submit.develop"), c.T("submit.recruit"), c.T("submit.file.submitted"), c.T("submit.municipalities"), c.T("submit.figures_from")}}
	add := func(what, name, marks string, s hide.Sum, submitted, all int, from string) {
		row := []string{what, name, marks, "", "", "", "", "", "", "", strconv.Itoa(submitted), strconv.Itoa(all), from}
		put := func(at int, n int64) { row[at] = strconv.FormatInt(n, 10) }
		if s.Groups > 0 {
			put(3, s.Required)
		}
		if s.Of > 0 {
			put(4, s.Of)
			put(5, s.Held)
			put(6, s.Gap())
		}
		if s.GapOf > 0 {
			put(7, s.GapOf)
			put(8, s.Develop)
			put(9, s.Recruit)
		}
		rows = append(rows, row)
	}
	for _, a := range o.Asked {
		add(c.T("submit.requirement"), a.Name, c.And(marks(c, a.Figure, a.Weight)...), a.Told, a.Municipalities, o.Municipalities, a.Told.Oldest)
	}
	for _, l := range o.Lines {
		what := c.T("submit.municipality")
		if org.Kind(l.Kind) == org.RSS {
			what = c.T("submit.region")
		}
		from := l.AsOf
		if from == "" {
			from = l.Told.Oldest
		}
		add(what, l.Name, "", l.Told, l.Submitted, l.Municipalities, from)
	}
	add(c.T("submit.all"), o.Node.Name, "", o.Total, o.Submitted, o.Municipalities, o.Oldest)
	name := "kompetens-" + p.Today()
	if r.URL.Query().Get("format") == "xlsx" {
		body, err := grid.Excel(o.Node.Name, rows)
		if err != nil {
			return err
		}
		return grid.Send(w, grid.ExcelType, name+".xlsx", body)
	}
	return grid.Send(w, grid.CSVType, name+".csv", grid.CSV(rows))
}
