package groupweb

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// groupView is the people of a unit.
type groupView struct {
	Title, Summary string
	Back           bool // there are other units to go back to
	Decides        bool
	Do             []doView
	Quiet          string // instead of something to do
	People         []personLine
	Pager          ui.PagerProps
}

// doView is something to act on now.
type doView struct{ Href, Title, Text, Name string }

// personLine is a person in the list.
type personLine struct {
	Href, Name string
	Kind       ui.StatusKind
	Word       string
	Count, Due string
}

// mostToDo is how many things to act on are shown first.
const mostToDo = 5

func (p *Pages) showGroup(w http.ResponseWriter, r *http.Request, unit string, number int, back bool) error {
	visit := page.Of(r.Context())
	g, err := p.Journeys.Group(r.Context(), visit.Actor, unit, onPage, (number-1)*onPage)
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(visit)
	at := "/min-grupp"
	if back {
		at += "?enhet=" + url.QueryEscape(unit)
	}
	v := groupView{Title: c.T("group.of", "unit", g.Node.Name), Summary: summary(c, g), Back: back, Decides: decides(r), Pager: pager(at, number, g.All)}
	for _, m := range g.Members {
		v.People = append(v.People, lineOf(c, m))
	}
	if v.Do, err = p.toDo(r.Context(), c, g.Members); err != nil {
		return err
	}
	if len(v.Do) == 0 && len(g.Members) > 0 {
		v.Quiet = quiet(c, g.Members)
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), groupPage(v))
}

// summary is the group in one sentence of counts. Who is away is not counted among those to be
// done.
func summary(c *lang.Catalog, g journey.Group) string {
	n := map[journey.State]int{}
	for _, m := range g.Members {
		n[m.State]++
	}
	active := n[journey.Late] + n[journey.OnWay] + n[journey.NotYet] + n[journey.AllDone]
	if len(g.Members) == 0 {
		return c.T("group.nobody")
	}
	said := c.T("group.no_journeys")
	if active > 0 {
		said = c.T("group.done", "done", n[journey.AllDone], "all", active)
	}
	if len(g.Members) < g.All {
		said = c.T("group.on_page", "said", said)
	}
	if n[journey.Late] > 0 {
		said += " " + c.T("group.late", "n", n[journey.Late])
	}
	if n[journey.Resting] > 0 {
		said += " " + c.T("group.paused", "n", n[journey.Resting])
	}
	return said
}

var kinds = map[journey.State]ui.StatusKind{journey.Late: ui.Overdue, journey.OnWay: ui.Ongoing, journey.NotYet: ui.NotStarted, journey.AllDone: ui.Done,
	journey.Resting: ui.Paused, journey.NoneNow: ui.NotApplicable}

func lineOf(c *lang.Catalog, m journey.Member) personLine {
	l := personLine{Href: hrefOf(m.Employee.PersonID), Name: listName(m), Kind: kinds[m.State], Word: c.T("group.state." + string(m.State))}
	if m.Total > 0 {
		l.Count = c.T("group.of_all", "done", m.Done, "all", m.Total)
	}
	if m.Due != "" && m.State != journey.Resting {
		l.Due = date(c, m.Due)
	}
	return l
}

func hrefOf(personID string) string { return "/min-grupp/person/" + url.PathEscape(personID) }

// listName is the name as the list is sorted; a protected identity has only a code.
func listName(m journey.Member) string {
	if m.LastName == "" {
		return m.FirstName
	}
	return m.FirstName + " " + m.LastName
}

// toDo lists those who are late, the longest late first.
func (p *Pages) toDo(ctx context.Context, c *lang.Catalog, members []journey.Member) ([]doView, error) {
	var out []doView
	for _, m := range byDue(members, func(m journey.Member) bool { return m.State == journey.Late }) {
		title, err := p.titleOf(ctx, m.Next)
		if err != nil {
			return nil, err
		}
		name := listName(m)
		out = append(out, doView{Href: hrefOf(m.Employee.PersonID), Name: name, Title: c.T("group.do", "name", name, "item", title), Text: c.T("group.should_be_done", "date", date(c, m.Due))})
		if len(out) == mostToDo {
			break
		}
	}
	return out, nil
}

// quiet says that nothing is to be done, and what comes first.
func quiet(c *lang.Catalog, members []journey.Member) string {
	next := byDue(members, func(m journey.Member) bool { return m.State == journey.OnWay || m.State == journey.NotYet })
	if len(next) == 0 {
		return c.T("group.quiet")
	}
	return c.T("group.quiet_next", "name", listName(next[0]), "date", date(c, next[0].Due))
}

// titleOf is what an item is called: its own name in the journey, else the course's.
func (p *Pages) titleOf(ctx context.Context, it *plan.PersonalItem) (string, error) {
	if it == nil {
		return "", nil
	}
	if it.Title != "" {
		return it.Title, nil
	}
	title, err := p.Courses.Title(ctx, it.Course)
	if title == "" {
		title = it.ID
	}
	return title, err
}

// date writes a day in Swedish.
func date(c *lang.Catalog, d plan.Date) string {
	day, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return c.Date(day)
}

// table is the group as a table: on a phone each row is a card.
func table(ctx context.Context, people []personLine, caption string) ui.TableProps {
	t := ui.TableProps{ID: "gruppen", Caption: caption, Cards: true, Columns: []ui.Column{
		{Title: lang.T(ctx, "group.name")}, {Title: lang.T(ctx, "group.state")}, {Title: lang.T(ctx, "group.ready")}, {Title: lang.T(ctx, "group.next_date")}}}
	for _, l := range people {
		t.Rows = append(t.Rows, ui.Row{Head: ui.CellLink(l.Href, l.Name), Cells: []templ.Component{ui.Status(l.Kind, l.Word), ui.Text(or(l.Count)), ui.Text(or(l.Due))}})
	}
	return t
}

// or puts a dash where there is nothing, so that a cell is never empty.
func or(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
