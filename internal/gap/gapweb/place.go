package gapweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"yrkesresan/internal/gap"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

const (
	placePath = "/kommun/kompetens"
	onPlaces  = 100 // places on one page of the table
	mostOnTop = 3   // requirements that are told first
)

// Places tells where somebody sees figures.
type Places interface {
	// Places gives the places whose live figures the actor may see, outermost first.
	Places(ctx context.Context, a may.Actor) ([]org.Node, error)
}

// placeView is the figures of one place.
type placeView struct {
	Title        string
	Up           ui.Link
	Choices      []ui.Link
	Behind       string
	Said         []string
	Empty        ui.EmptyProps
	First        []firstView
	Targets      []ui.Part
	Filter       filterView
	Places       ui.TableProps
	Pager        ui.PagerProps
	Units        ui.Link // the other way of listing places
	Requirements ui.TableProps
	Hidden       string // why something is not told
	Files        []ui.Link
	Trend        ui.ChartProps
	TrendTable   ui.TableProps
	Doors        []ui.Part
}

// here is the place that a page is about: the one named, else the first of the visitor's.
func (p *Pages) here(r *http.Request) (string, []ui.Link, error) {
	named := r.URL.Query().Get("plats")
	nodes, err := p.Places.Places(r.Context(), page.Of(r.Context()).Actor)
	if err != nil {
		return "", nil, err
	}
	if named == "" && len(nodes) > 0 {
		named = nodes[0].ID
	}
	if len(nodes) < 2 {
		return named, nil, nil
	}
	var links []ui.Link
	for _, n := range nodes {
		links = append(links, ui.Link{Href: page.At(r.URL.Path, "plats", n.ID), Text: n.Name, Current: n.ID == named})
	}
	return named, links, nil
}

// area is the figures of who leads several units, at the address of that page.
func (p *Pages) area(w http.ResponseWriter, r *http.Request) error {
	return p.figures(w, r, "/omrade/kompetens")
}

func (p *Pages) place(w http.ResponseWriter, r *http.Request) error {
	return p.figures(w, r, placePath)
}

func (p *Pages) figures(w http.ResponseWriter, r *http.Request, at string) error {
	visit := page.Of(r.Context())
	id, choices, err := p.here(r)
	if err != nil {
		return err
	}
	if id == "" {
		return p.Frame.Show(w, r, http.StatusOK, "gap.place.title", nowherePage())
	}
	named, err := p.Gaps.Named(r.Context(), visit.Actor, id)
	if err != nil {
		return err
	}
	if !named {
		return p.told(w, r, at, id, choices)
	}
	on := p.dayOf(r)
	n, err := p.Tree.Find(r.Context(), id, min(on, p.Staff.Today()))
	if err != nil {
		return err
	}
	if many, err := p.Gaps.Many(r.Context(), n.Path, on); err != nil || many {
		if err != nil {
			return err
		}
		return p.many(w, r, n.Name, id, on, false)
	}
	found, err := p.Gaps.Place(r.Context(), visit.Actor, id, filterOf(r), on)
	if err != nil {
		return err
	}
	return p.showPlace(w, r, found, at, on, choices, "")
}

// showPlace shows the figures of a place to who may see all of them. back is where the day was chosen, when
// they were reckoned behind; then they stand as they were asked for.
func (p *Pages) showPlace(w http.ResponseWriter, r *http.Request, found gap.View, at, on string, choices []ui.Link, back string) error {
	visit, c, id := page.Of(r.Context()), p.catalog(r), found.Node.ID
	v := placeView{Title: c.T("gap.place.of", "place", found.Node.Name), Choices: choices}
	p.ways(r, c, &v, found, at)
	if back != "" {
		v.Up = ui.Link{Href: back, Text: c.T("gap.working.back")}
	}
	if found.Behind > 0 {
		v.Behind = c.T("gap.place.behind", "n", found.Behind)
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	if back == "" {
		v.Filter = p.placeFilter(r, c, ref, found, at, on)
	}
	if on == p.Staff.Today() && len(found.Figures) == 0 && len(found.Targets) == 0 && filterOf(r) == (gap.Filter{}) {
		v.Empty = ui.EmptyProps{Icon: "list", Title: c.T("gap.place.nothing"), Text: c.T("gap.place.nothing_text")}
		if may.Ask(visit.Actor.Inside(found.Employer.Path), may.EditProfile, found.Node.Path) == nil {
			v.Empty.Action = ui.Link{Href: "/krav/" + found.Node.ID, Text: c.T("gap.place.nothing_do")}
		}
		return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), placePage(v))
	}
	if on != p.Staff.Today() {
		v.Said = append(v.Said, c.T(map[bool]string{true: "gap.place.was", false: "gap.place.will"}[on < p.Staff.Today()], "date", c.DateOf(on)))
	}
	v.Said = append(v.Said, placeSaid(c, found)...)
	v.First = placeFirst(r, c, found, at)
	for _, t := range found.Targets {
		v.Targets = append(v.Targets, targetPart(c, t))
	}
	placeTable(r, c, &v, found, at)
	v.Requirements = needTable(r, c, found, at)
	if back == "" {
		for _, kind := range []string{"xlsx", "csv"} {
			v.Files = append(v.Files, ui.Link{Href: asFiltered(r, placePath+"/fil", "plats", id, "format", kind), Text: c.T("gap.file." + kind)})
		}
		if err := p.trend(r, c, &v, found); err != nil {
			return err
		}
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), placePage(v))
}

// mostMonths is how many months the trend shows.
const mostMonths = 13

// trend is how much of what is asked for was held month by month, and today.
func (p *Pages) trend(r *http.Request, c *lang.Catalog, v *placeView, found gap.View) error {
	f := filterOf(r)
	if f != (gap.Filter{Requirement: f.Requirement}) {
		return nil // the months are kept of everybody and by requirement only
	}
	points, err := p.Gaps.Trend(r.Context(), page.Of(r.Context()).Actor, found.Node.ID, f.Requirement)
	if err != nil {
		return err
	}
	points = points[max(0, len(points)-mostMonths):]
	if len(points) < 2 {
		return nil
	}
	v.Trend = ui.ChartProps{ID: "utveckling", Title: c.T("gap.trend.chart"), Text: c.T("gap.trend.text", "from", c.DateOf(points[0].On), "first", share(c, points[0].Held, points[0].Required),
		"to", c.DateOf(points[len(points)-1].On), "last", share(c, points[len(points)-1].Held, points[len(points)-1].Required))}
	v.TrendTable = ui.TableProps{ID: "manader", Caption: c.T("gap.trend.table"), Columns: []ui.Column{{Title: c.T("gap.trend.day")}}}
	for _, col := range figureColumns {
		v.TrendTable.Columns = append(v.TrendTable.Columns, ui.Column{Title: c.T(col.key), Number: true})
	}
	for _, x := range points {
		v.Trend.Bars = append(v.Trend.Bars, ui.Bar{Name: c.DateOf(x.On), Text: c.T("gap.of", "n", x.Held, "all", x.Required), Part: x.Held, All: x.Required})
		v.TrendTable.Rows = append(v.TrendTable.Rows, ui.Row{Head: ui.Text(c.DateOf(x.On)), Cells: figureCells(c, x.Column)})
	}
	return nil
}

// ways fills in the ways up and on.
func (p *Pages) ways(r *http.Request, c *lang.Catalog, v *placeView, found gap.View, at string) {
	inside := page.Of(r.Context()).Actor.Inside(found.Employer.Path)
	switch {
	case found.Up.ID != "":
		v.Up = ui.Link{Href: asFiltered(r, at, "plats", found.Up.ID), Text: c.T("gap.place.up", "place", found.Up.Name)}
	case may.Ask(inside, may.ImportStaff, found.Employer.Path) == nil:
		v.Up = ui.Link{Href: page.At("/kommun", "plats", found.Employer.ID), Text: c.T("gap.place.to_municipality")}
	case at != placePath:
		v.Up = ui.Link{Href: page.At("/omrade", "plats", found.Node.ID), Text: c.T("gap.place.to_area")}
	}
	door := func(do may.Action, path, href, key string) {
		if may.Ask(inside, do, path) == nil {
			v.Doors = append(v.Doors, ui.Part{Href: href, Title: c.T("gap.place.door." + key), Note: c.T("gap.place.door." + key + "_about")})
		}
	}
	if found.Node.Kind == string(org.Unit) {
		door(may.SeeCompetence, found.Node.Path, page.At(unitPath, "enhet", found.Node.ID), "people")
	}
	door(may.EditProfile, found.Node.Path, "/krav/"+found.Node.ID, "needs")
	plan := page.At("/plan", "plats", found.Node.ID)
	if found.Node.Kind == string(org.Unit) {
		plan = page.At("/min-grupp/plan/enhet", "enhet", found.Node.ID)
	}
	door(may.EditPlan, found.Node.Path, plan, "plan")
	door(may.SeeCompetence, found.Node.Path, page.At(forecastPath, "plats", found.Node.ID), "forecast")
	for _, d := range p.Frame.Behind(page.PlaceCompetenceHub, page.Of(r.Context())) {
		d.Href = page.At(d.Href, "plats", found.Node.ID)
		v.Doors = append(v.Doors, d)
	}
}

// share is "812 av 1 040 (78 %)": percent stands beside the count, for those who lead only.
func share(c *lang.Catalog, part, all int64) string {
	if all == 0 {
		return c.T("gap.nobody")
	}
	return c.T("gap.share", "n", part, "all", all, "percent", strconv.FormatInt(lang.Percent(part, all), 10))
}

// placeSaid is the place in three sentences.
func placeSaid(c *lang.Catalog, v gap.View) []string {
	s := v.Total.Sum
	if s.Required == 0 {
		return []string{c.T("gap.place.none_asked")}
	}
	said := []string{c.T("gap.place.said", "share", share(c, s.Held, s.Required), "n", v.Total.Persons)}
	if s.Gap() == 0 {
		return append(said, c.T("gap.place.whole"))
	}
	said = append(said, splitSaid(c, s))
	var formal int64
	for _, f := range v.Figures {
		if f.Formal {
			formal += f.Gap()
		}
	}
	if formal > 0 {
		said = append(said, c.T("gap.place.formal", "n", formal))
	}
	return said
}

// splitSaid is what of something missing can be developed and what is to be recruited.
func splitSaid(c *lang.Catalog, f count.Column) string {
	switch {
	case f.Recruit == 0:
		return c.T("gap.split.develop", "n", f.Develop)
	case f.Develop == 0:
		return c.T("gap.split.recruit", "n", f.Recruit)
	}
	return c.T("gap.split.both", "develop", f.Develop, "recruit", f.Recruit)
}

// placeFirst are the requirements where something is missing: formal first, then what IVO points at, then
// where most is missing.
func placeFirst(r *http.Request, c *lang.Catalog, v gap.View, at string) []firstView {
	if filterOf(r).Requirement != "" {
		return nil
	}
	all := slices.DeleteFunc(slices.Clone(v.Figures), func(f gap.Figure) bool { return f.Gap() <= 0 })
	order := func(f gap.Figure) int {
		switch {
		case f.Formal:
			return 0
		case f.Risk:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(all, func(a, b gap.Figure) int {
		if d := order(a) - order(b); d != 0 {
			return d
		}
		return int(b.Gap() - a.Gap())
	})
	var out []firstView
	for _, f := range all[:min(len(all), mostOnTop)] {
		text := splitSaid(c, f.Column)
		if f.Formal {
			text = c.T("gap.mark.formal") + " " + text
		}
		if f.Risk {
			text = c.T("gap.mark.risk") + " " + text
		}
		out = append(out, firstView{Title: c.T("gap.place.first_one", "name", f.Name, "n", f.Gap(), "all", f.Required), Text: text, About: f.Name,
			Href: asFiltered(r, at, "plats", v.Node.ID, "krav", f.Key) + "#siffror"})
	}
	return out
}

// targetPart is what a place is to have so many of.
func targetPart(c *lang.Catalog, t gap.Figure) ui.Part {
	part := ui.Part{Title: t.Name, Note: c.T("gap.target.at_least", "n", t.Required), Status: ui.Done, Word: c.T("gap.target.met", "n", t.Column.Held)}
	if t.Gap() > 0 {
		part.Status, part.Word = ui.Missing, c.T("gap.target.lacks", "n", t.Gap())
		if t.Develop > 0 {
			part.Note += " " + c.T("gap.target.develop", "n", t.Develop)
		}
		if t.Recruit > 0 {
			part.Note += " " + c.T("gap.target.recruit", "n", t.Recruit)
		}
	}
	return part
}
