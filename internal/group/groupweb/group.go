package groupweb

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// groupView is the people of a unit.
type groupView struct {
	Title, Summary string
	Back           bool   // there are other units to go back to
	Only           string // only those who are late with this are shown
	All            string // the address without that choice
	Doors          []ui.Part
	Do             []doView
	Quiet          string // instead of something to do
	People         []ui.Part
	Pager          ui.PagerProps
}

func (p *Pages) showGroup(w http.ResponseWriter, r *http.Request, unit string, number int, back bool) error {
	visit := page.Of(r.Context())
	g, err := p.Journeys.Group(r.Context(), visit.Actor, unit, onPage, (number-1)*onPage)
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(visit)
	at := "/min-grupp?enhet=" + url.QueryEscape(unit)
	v := groupView{Title: c.T("group.of", "unit", g.Node.Name), Summary: summary(c, g), Back: back, All: at, Doors: p.Frame.Behind(page.GroupHub, visit), Pager: pager(at, number, g.All)}
	todo, err := p.toDo(r.Context(), g.Members)
	if err != nil {
		return err
	}
	if only, ok := todo.find(r.URL.Query().Get("sen")); ok {
		v.Only, v.Pager = only.title, ui.PagerProps{}
		g.Members = only.people
	} else {
		v.Do = todo.views(c, at)
	}
	for _, m := range g.Members {
		v.People = append(v.People, lineOf(c, m))
	}
	if len(todo) == 0 && len(g.Members) > 0 {
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

// lineOf is a person in the list.
func lineOf(c *lang.Catalog, m journey.Member) ui.Part {
	l := ui.Part{Href: hrefOf(m.Employee.PersonID), Title: listName(m), Status: kinds[m.State], Word: c.T("group.state." + string(m.State))}
	if m.Total > 0 {
		l.Note = c.T("group.of_all", "done", m.Done, "all", m.Total)
	}
	switch {
	case m.Due == "" || m.State == journey.Resting:
	case m.State == journey.Late:
		l.Note += " " + c.T("group.late_since", "date", date(c, m.Due))
	default:
		l.Note += " " + c.T("group.next_date", "date", date(c, m.Due))
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
