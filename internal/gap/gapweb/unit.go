package gapweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/profile/layer"
)

const (
	unitPath   = "/min-grupp/kompetens"
	onMatrix   = 100  // people on one page of the matrix
	onPage     = 50   // places of a list
	mostListed = 2000 // units to choose from
)

// chooseView is the units of one who leads several.
type chooseView struct {
	Units []ui.Part
	Pager ui.PagerProps
}

// unitView is a unit's people and what is asked of them.
type unitView struct {
	Title, Back      string
	Choices          []ui.Link
	Said             []string
	Empty            ui.EmptyProps
	First            []firstView
	Develop, Recruit []ui.Part
	Filter           filterView
	Shown            string // how many of how many
	Nothing          ui.EmptyProps
	Table            ui.TableProps
	List             []ui.Part
	Other            ui.Link // the same as a list, or as a table
	Pager            ui.PagerProps
	Files            []ui.Link
	Doors            []ui.Part
}

// firstView is one requirement to begin with.
type firstView struct{ Title, Text, Href, About string }

// filterView is a form that chooses.
type filterView struct {
	Action string
	Hidden [][2]string
	Fields []ui.FieldProps
}

// choiceOf reads what is chosen. Without a choice one sees what is missing.
func choiceOf(r *http.Request) choice {
	q := r.URL.Query()
	return choice{All: q.Get("visa") == "allt", Area: q.Get("omrade"), Framework: q.Get("ramverk"), Kind: q.Get("typ"), Requirement: q.Get("krav"),
		Sort: q.Get("ordna"), Down: q.Get("vand") != ""}
}

// asChosen is the address of the matrix as it is, with some pairs changed.
func asChosen(r *http.Request, path string, pairs ...string) string {
	return asNow(r, path, []string{"enhet", "visa", "omrade", "ramverk", "typ", "krav", "ordna", "vand", "form"}, pairs)
}

// team gives the unit that a page is about: the one named, or the only one that the visitor leads. shown is
// true when the page to choose one was shown instead.
func (p *Pages) team(w http.ResponseWriter, r *http.Request) (t gap.Team, several, shown bool, err error) {
	visit, id := page.Of(r.Context()), r.URL.Query().Get("enhet")
	units, err := p.Tree.UnitsIn(r.Context(), visit.Actor.Scopes(may.SeeCompetence), p.Staff.Today(), mostListed)
	if err != nil {
		return t, false, false, err
	}
	units = slices.DeleteFunc(units, func(n org.Node) bool { return n.Kind != string(org.Unit) })
	if id == "" && len(units) == 1 {
		id = units[0].ID
	}
	if id == "" {
		return t, true, true, p.choose(w, r, units)
	}
	t, err = p.Gaps.Team(r.Context(), visit.Actor, id, p.Staff.Today())
	return t, len(units) > 1, false, err
}

func (p *Pages) choose(w http.ResponseWriter, r *http.Request, units []org.Node) error {
	number := page.Number(r.URL.Query().Get("sida"))
	v := chooseView{Pager: page.Pager(unitPath, "sida", number, len(units), onPage)}
	from := min((number-1)*onPage, len(units))
	for _, u := range units[from:min(from+onPage, len(units))] {
		v.Units = append(v.Units, ui.Part{Href: page.At(unitPath, "enhet", u.ID), Title: u.Name})
	}
	return p.Frame.Show(w, r, http.StatusOK, "gap.unit.title", chooseUnit(v))
}

func (p *Pages) unit(w http.ResponseWriter, r *http.Request) error {
	t, several, shown, err := p.team(w, r)
	if err != nil || shown {
		return err
	}
	c, ch := p.catalog(r), choiceOf(r)
	v := unitView{Title: c.T("gap.unit.of", "unit", t.Unit.Name), Back: page.At("/min-grupp", "enhet", t.Unit.ID), Said: unitSaid(c, &t), Doors: p.unitDoors(c, page.Of(r.Context()), &t)}
	if several {
		v.Choices = []ui.Link{{Href: unitPath, Text: c.T("gap.unit.others")}}
	}
	if len(t.Columns) == 0 {
		v.Said = nil
		v.Empty = ui.EmptyProps{Icon: "list", Title: c.T("gap.unit.nothing"), Text: c.T("gap.unit.nothing_text")}
		if may.Ask(page.Of(r.Context()).Actor.Inside(t.Employer.Path), may.EditProfile, t.Unit.Path) == nil {
			v.Empty.Action = ui.Link{Href: "/krav/" + t.Unit.ID, Text: c.T("gap.unit.nothing_do")}
		}
		return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), unitPage(v))
	}
	v.First = firstOf(c, &t)
	v.Develop, v.Recruit = split(c, &t)
	v.Filter = unitFilter(c, &t, r, ch)
	m := lay(&t, ch)
	p.rows(r, c, &t, ch, m, &v)
	for _, kind := range []string{"xlsx", "csv"} {
		v.Files = append(v.Files, ui.Link{Href: asChosen(r, unitPath+"/fil", "enhet", t.Unit.ID, "format", kind), Text: c.T("gap.file." + kind)})
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), unitPage(v))
}

// unitSaid is the unit in sentences of counts.
func unitSaid(c *lang.Catalog, t *gap.Team) []string {
	whole := 0
	for i := range t.Members {
		if !slices.ContainsFunc(t.Members[i].Items, func(i *gap.Item) bool { return i != nil && i.Lacks() && !together(*i) }) {
			whole++
		}
	}
	said := []string{c.T("gap.unit.said", "has", whole, "all", len(t.Members))}
	if len(t.Members) == 0 {
		said = []string{c.T("gap.unit.nobody")}
	}
	if t.Away > 0 {
		said = append(said, c.T("gap.unit.away", "n", t.Away))
	}
	return said
}

// columnTitle is what a column is called: with the number, where the unit is to have so many.
func columnTitle(c *lang.Catalog, i gap.Item) string {
	switch i.Measure {
	case layer.Count:
		return c.T("gap.column.count", "name", i.Name, "n", strconv.Itoa(i.Count))
	case layer.Share:
		return c.T("gap.column.share", "name", i.Name, "n", strconv.Itoa(i.Percent))
	}
	return i.Name
}

// sentence is how the unit stands to one requirement.
func sentence(c *lang.Catalog, col gap.TeamColumn) string {
	n, all := col.Column.Held, col.Required
	switch {
	case col.Measure == layer.Count && n == 0:
		return c.T("gap.sentence.count_none", "name", col.Name, "all", all)
	case col.Measure == layer.Count:
		return c.T("gap.sentence.count", "name", col.Name, "n", n, "all", all)
	case col.Measure == layer.Share:
		return c.T("gap.sentence.share", "name", col.Name, "n", n, "all", all)
	}
	return c.T("gap.sentence.each", "name", col.Name, "n", n, "all", all)
}

// marks are why a requirement comes first.
func marks(c *lang.Catalog, i gap.Item) string {
	var said []string
	for _, m := range []struct {
		is  bool
		key string
	}{{i.Formal, "formal"}, {i.Weight == layer.Critical, "critical"}, {i.Risk, "risk"}} {
		if m.is {
			said = append(said, c.T("gap.mark."+m.key))
		}
	}
	return strings.Join(said, " ")
}

// lackingColumns are those where something is missing, what matters most first.
func lackingColumns(t *gap.Team) []gap.TeamColumn {
	out := slices.DeleteFunc(slices.Clone(t.Columns), func(c gap.TeamColumn) bool { return c.Gap() <= 0 })
	slices.SortStableFunc(out, func(a, b gap.TeamColumn) int { return heavier(a.Item, b.Item) })
	return out
}

// firstOf are the requirements to begin with: formal and critical first, then what IVO points at.
func firstOf(c *lang.Catalog, t *gap.Team) (first []firstView) {
	all := lackingColumns(t)
	for _, col := range all[:min(len(all), mostOnTop)] {
		first = append(first, firstView{Title: sentence(c, col), Text: marks(c, col.Item), About: col.Name,
			Href: page.At(unitPath, "enhet", t.Unit.ID, "krav", col.Need) + "#personer"})
	}
	return first
}

// split are the unit's own targets that are not met: what can be developed, and what is to be recruited.
func split(c *lang.Catalog, t *gap.Team) (develop, recruit []ui.Part) {
	for _, col := range lackingColumns(t) {
		part := ui.Part{Href: page.At(unitPath, "enhet", t.Unit.ID, "krav", col.Need) + "#personer", Title: columnTitle(c, col.Item), Note: marks(c, col.Item), Status: ui.Missing}
		if col.Formal {
			part.Status = ui.Overdue
		}
		if col.Develop > 0 {
			part.Word = c.T("gap.develop_n", "n", col.Develop)
			develop = append(develop, part)
		}
		if col.Recruit > 0 {
			part.Word = c.T("gap.recruit_n", "n", col.Recruit)
			recruit = append(recruit, part)
		}
	}
	return develop, recruit
}

func unitFilter(c *lang.Catalog, t *gap.Team, r *http.Request, ch choice) filterView {
	f := filterView{Action: unitPath + "#personer", Hidden: [][2]string{{"enhet", t.Unit.ID}, {"form", r.URL.Query().Get("form")}}}
	areas, frames, needs := []ui.Option{{Text: c.T("gap.filter.all_areas")}}, []ui.Option{{Text: c.T("gap.filter.all_frames")}}, []ui.Option{{Text: c.T("gap.filter.all_needs")}}
	for _, col := range t.Columns {
		needs = append(needs, ui.Option{Value: col.Need, Text: columnTitle(c, col.Item)})
		areas = once(areas, ui.Option{Value: frame.Key(col.FrameworkID, col.AreaID), Text: col.Area})
		frames = once(frames, ui.Option{Value: col.FrameworkID, Text: col.Library})
	}
	show := ""
	if ch.All {
		show = "allt"
	}
	f.Fields = []ui.FieldProps{
		{Name: "visa", Label: c.T("gap.filter.what"), Value: show, Options: []ui.Option{{Text: c.T("gap.filter.lacking")}, {Value: "allt", Text: c.T("gap.filter.everything")}}},
		{Name: "krav", Label: c.T("gap.filter.need"), Value: ch.Requirement, Options: needs},
		{Name: "omrade", Label: c.T("gap.filter.area"), Value: ch.Area, Options: areas},
		{Name: "typ", Label: c.T("gap.filter.kind"), Value: ch.Kind, Options: []ui.Option{{Text: c.T("gap.filter.all_kinds")}, {Value: kindFormal, Text: c.T("gap.filter.formal")}, {Value: kindAcquired, Text: c.T("gap.filter.acquired")}}},
	}
	if len(frames) > 2 {
		f.Fields = append(f.Fields, ui.FieldProps{Name: "ramverk", Label: c.T("gap.filter.frame"), Value: ch.Framework, Options: frames})
	}
	return f
}

func once(all []ui.Option, o ui.Option) []ui.Option {
	if slices.Contains(all, o) {
		return all
	}
	return append(all, o)
}

// rows fills in the people that a choice shows: as a table, or as a list.
func (p *Pages) rows(r *http.Request, c *lang.Catalog, t *gap.Team, ch choice, m matrix, v *unitView) {
	v.Shown = c.T("gap.unit.shown", "n", len(m.rows), "all", len(t.Members))
	if len(m.rows) == 0 || len(m.columns) == 0 {
		v.Nothing = ui.EmptyProps{Icon: "circle-check", Title: c.T("gap.unit.all_have"), Text: c.T("gap.unit.all_have_text")}
		return
	}
	number := page.Number(r.URL.Query().Get("sida"))
	v.Pager = page.Pager(asChosen(r, unitPath, "enhet", t.Unit.ID), "sida", number, len(m.rows), onMatrix)
	from := min((number-1)*onMatrix, len(m.rows))
	m.rows = m.rows[from:min(from+onMatrix, len(m.rows))]
	if r.URL.Query().Get("form") == "lista" {
		v.List = listOf(c, t, m)
		v.Other = ui.Link{Href: asChosen(r, unitPath, "enhet", t.Unit.ID, "form", "") + "#personer", Text: c.T("gap.unit.as_table")}
		return
	}
	v.Table = tableOf(r, c, t, ch, m)
	v.Other = ui.Link{Href: asChosen(r, unitPath, "enhet", t.Unit.ID, "form", "lista") + "#personer", Text: c.T("gap.unit.as_list")}
}

// listed is the name in lists; of who is protected a code stands where the reader is not the manager (rule 7).
func listed(m gap.Member) string { return strings.TrimSpace(m.Card.FirstName + " " + m.Card.LastName) }

func memberHref(t *gap.Team, m gap.Member) string {
	return page.At(personHref(m.Card.Employee.PersonID), "enhet", t.Unit.ID)
}

func tableOf(r *http.Request, c *lang.Catalog, t *gap.Team, ch choice, m matrix) ui.TableProps {
	order := func(key string) (string, ui.Order) {
		turn, now := "", ui.Unsorted
		if ch.Sort == key {
			if now = ui.Ascending; ch.Down {
				now = ui.Descending
			} else {
				turn = "1"
			}
		}
		return asChosen(r, unitPath, "enhet", t.Unit.ID, "ordna", key, "vand", turn) + "#personer", now
	}
	out := ui.TableProps{ID: "matris", Caption: c.T("gap.unit.caption"), Cards: true}
	href, sorted := order("")
	out.Columns = append(out.Columns, ui.Column{Title: c.T("gap.unit.name"), SortHref: href, Sorted: sorted})
	foot := ui.Row{Head: ui.Text(c.T("gap.unit.sum"))}
	for _, i := range m.columns {
		href, sorted := order(t.Columns[i].Need)
		out.Columns = append(out.Columns, ui.Column{Title: columnTitle(c, t.Columns[i].Item), SortHref: href, Sorted: sorted})
		foot.Cells = append(foot.Cells, ui.Text(c.T("gap.of", "n", t.Columns[i].Column.Held, "all", t.Columns[i].Required)))
	}
	words := map[cell]templ.Component{}
	for _, x := range cellsInOrder() {
		words[x] = ui.Drawn(x.look(), c.T("gap.cell."+string(x)))
	}
	for _, k := range m.rows {
		one := t.Members[k]
		row := ui.Row{Head: ui.CellLink(memberHref(t, one), listed(one)), Cells: make([]templ.Component, len(m.columns))}
		for n, i := range m.columns {
			row.Cells[n] = words[cellOf(one.Items[i], t.On)]
		}
		out.Rows = append(out.Rows, row)
	}
	out.Foot = []ui.Row{foot}
	return out
}

// listOf is the same people, each with what is missing in words.
func listOf(c *lang.Catalog, t *gap.Team, m matrix) []ui.Part {
	var out []ui.Part
	for _, k := range m.rows {
		one := t.Members[k]
		said := map[cell][]string{}
		for _, i := range m.columns {
			x := cellOf(one.Items[i], t.On)
			said[x] = append(said[x], t.Columns[i].Name)
		}
		var note []string
		lacks := 0
		for _, x := range cellsInOrder() {
			if x != cellNotFor && x != cellNot && len(said[x]) > 0 {
				note = append(note, c.T("gap.cell."+string(x))+": "+strings.Join(said[x], ", ")+".")
			}
			if x.lacks() {
				lacks += len(said[x])
			}
		}
		part := ui.Part{Href: memberHref(t, one), Title: listed(one), Note: strings.Join(note, " "), Status: ui.Done, Word: c.T("gap.unit.has_all")}
		if lacks > 0 {
			part.Status, part.Word = ui.Missing, c.T("gap.unit.has_gap")
		}
		out = append(out, part)
	}
	return out
}

// unitDoors are what a leader does next: what the unit asks for, and what other faces have about it.
func (p *Pages) unitDoors(c *lang.Catalog, visit page.Visit, t *gap.Team) []ui.Part {
	var out []ui.Part
	if may.Ask(visit.Actor.Inside(t.Employer.Path), may.EditProfile, t.Unit.Path) == nil {
		out = append(out, ui.Part{Href: "/krav/" + t.Unit.ID, Title: c.T("gap.unit.door.needs"), Note: c.T("gap.unit.door.needs_about")})
	}
	for _, d := range p.Frame.Behind(page.UnitCompetenceHub, visit) {
		d.Href = page.At(d.Href, "enhet", t.Unit.ID)
		out = append(out, d)
	}
	return out
}

// unitFile gives the matrix as it is chosen, with levels and days, as a file.
func (p *Pages) unitFile(w http.ResponseWriter, r *http.Request) error {
	t, _, shown, err := p.team(w, r)
	if err != nil {
		return err
	}
	if shown {
		return web.Redirect(w, r, unitPath)
	}
	c := p.catalog(r)
	m := lay(&t, choiceOf(r))
	head := []string{c.T("gap.unit.name"), c.T("gap.file.title")}
	for _, i := range m.columns {
		name := columnTitle(c, t.Columns[i].Item)
		head = append(head, name, c.T("gap.file.level", "name", name), c.T("gap.file.until", "name", name))
	}
	rows := [][]string{head}
	for _, k := range m.rows {
		one := t.Members[k]
		row := []string{listed(one), one.Work.Title}
		for _, i := range m.columns {
			item, level, until := one.Items[i], "", ""
			if item != nil {
				if level = leveled(*item, item.Held); item.Until != "" {
					until = before(item.Until)
				}
			}
			row = append(row, c.T("gap.cell."+string(cellOf(item, t.On))), level, until)
		}
		rows = append(rows, row)
	}
	return send(w, r, "kompetens-"+t.On, t.Unit.Name, rows)
}
