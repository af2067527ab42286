package groupweb

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"yrkesresan/internal/group"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// mostToDo is how many things to act on are shown first, and mostNames how many names in each.
const (
	mostToDo  = 5
	mostNames = 3
)

// homeView is what to do now, the ways on, and the people.
type homeView struct {
	Title, Summary string
	Back           bool   // there are other units to go back to
	Said           string // about what was just done
	Do             []doView
	More           ui.Link // to all that is to be done
	Quiet          string  // instead of something to do
	Parts, Tools   []ui.Part
	Doors          []ui.Part
	Units          []ui.Part
	Only           string // only those whom one thing is about are shown
	All            string // the address without that choice
	People         []ui.Part
	Pager          ui.PagerProps
	Progress       bool
}

// doView is one thing to act on: who, what, by when and one button.
type doView struct {
	Title, Text       string
	Button, Describes string
	Href              string // where the button leads; "" = it reminds
	Who               string // where all of them are named; "" when all stand in the title
	Unit, Kind, Item  string // what is reminded of
}

func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	t, s, shown, err := p.team(w, r)
	if err != nil || shown {
		return err
	}
	visit, q := page.Of(r.Context()), r.URL.Query()
	c := p.Frame.Catalog(visit)
	v := homeView{Title: c.T("group.title"), Back: s.unit != "" && s.elsewhere(visit.Actor), All: s.at("/min-grupp"), Progress: t.Can[may.SeeProgress],
		Doors: p.Frame.Behind(page.GroupHub, visit)}
	if len(t.Units) == 1 {
		v.Title = c.T("group.of", "unit", t.Units[0].Name)
	}
	v.Summary = summary(c, &t)
	todo := group.ToDo(&t)
	members := pointers(&t)
	if i := slices.IndexFunc(todo, func(x group.Task) bool { return string(x.Kind) == q.Get("gor") && x.Item == q.Get("vad") }); i >= 0 {
		v.Only, members = c.T("group.only."+q.Get("gor"), "item", todo[i].Title), todo[i].People
	} else {
		lack, err := p.Groups.Lack(r.Context(), visit.Actor, &t)
		if err != nil {
			return err
		}
		days, err := p.Groups.DaysDue(r.Context(), visit.Actor, &t)
		if err != nil {
			return err
		}
		uses, err := p.Groups.UsesDue(r.Context(), visit.Actor, &t)
		if err != nil {
			return err
		}
		fresh, err := p.Groups.NewcomersDue(r.Context(), visit.Actor, &t)
		if err != nil {
			return err
		}
		v.Do = append(p.daysDo(c, days), usesDo(c, uses)...)
		v.Do = append(v.Do, newcomersDo(c, fresh)...)
		p.doNow(&v, c, &t, s, todo, lack, q.Get("allt") != "")
	}
	v.Said = said(c, q.Get("paminda"), q.Get("vad"), &t)
	number := page.Number(q.Get("sida"))
	from := min((number-1)*onPage, len(members))
	for _, m := range members[from:min(from+onPage, len(members))] {
		v.People = append(v.People, lineOf(c, &t, m))
	}
	v.Pager = page.Pager(s.at("/min-grupp", "gor", q.Get("gor"), "vad", q.Get("vad")), "sida", number, len(members), onPage)
	if len(t.Units) > 1 {
		for _, u := range t.Units {
			v.Units = append(v.Units, ui.Part{Href: scope{u.ID}.at("/min-grupp"), Title: u.Name, Note: c.T("group.people_n", "n", at(&t, u.ID))})
		}
	}
	v.Parts, v.Tools = parts(c, &t, s), tools(c, &t, s)
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), homePage(v))
}

// doNow fills in what to do, after what is there already, or the quiet word.
func (p *Pages) doNow(v *homeView, c *lang.Catalog, t *group.Team, s scope, todo []group.Task, lack group.Lack, all bool) {
	shown := todo
	if !all {
		shown = todo[:min(len(todo), max(mostToDo-len(v.Do), 0))]
	}
	for _, task := range shown {
		v.Do = append(v.Do, doOf(c, task, s))
	}
	if more := len(todo) - len(shown); more > 0 {
		v.More = ui.Link{Href: s.at("/min-grupp", "allt", "1"), Text: c.T("group.do_more", "n", more)}
	}
	if lack.People > 0 {
		v.Do = append(v.Do, lackOf(c, t, lack))
	}
	if len(v.Do) > 0 || len(t.Members) == 0 {
		return
	}
	v.Quiet = c.T("group.quiet")
	if m, l := group.Coming(t); m != nil {
		v.Quiet = c.T("group.quiet_next", "name", m.Listed(), "date", date(c, l.Due), "item", l.Title)
	}
}

// lackOf is something formal that some lack, as one thing to do about all of them.
func lackOf(c *lang.Catalog, t *group.Team, l group.Lack) doView {
	v := doView{Title: c.T("group.do.lack", "n", l.People, "name", l.Name), Text: c.T("group.do.lack_text"), Button: c.T("group.button.lack"), Describes: l.Name, Href: l.Href}
	if len(t.Units) > 1 {
		v.Text = c.T("group.do.lack_at", "unit", l.Unit)
	}
	return v
}

// elsewhere tells whether the actor leads more than this unit.
func (s scope) elsewhere(a may.Actor) bool {
	paths := a.Scopes(may.SeeStaff)
	return len(paths) > 1 || len(paths) == 1 && !hasLast(paths[0], s.unit)
}

func hasLast(path, id string) bool {
	return len(path) >= len(id) && path[len(path)-len(id):] == id
}

func pointers(t *group.Team) []*group.Member {
	out := make([]*group.Member, len(t.Members))
	for i := range t.Members {
		out[i] = &t.Members[i]
	}
	return out
}

func at(t *group.Team, unit string) (n int) {
	for i := range t.Members {
		if slices.Contains(t.Members[i].AtUnits, unit) {
			n++
		}
	}
	return n
}

// said tells what a reminder did.
func said(c *lang.Catalog, n, item string, t *group.Team) string {
	count, err := strconv.Atoi(n)
	if err != nil || count < 1 {
		return ""
	}
	for i := range t.Members {
		for _, l := range t.Members[i].Lines {
			if l.Key == item {
				return c.T("group.reminded", "n", count, "item", l.Title)
			}
		}
	}
	return ""
}

// doOf is a task as it is shown.
func doOf(c *lang.Catalog, task group.Task, s scope) doView {
	kind, n := string(task.Kind), len(task.People)
	v := doView{Title: c.T("group.do."+kind, "names", names(c, task.People), "item", task.Title), Describes: task.Title, Unit: s.unit, Kind: kind, Item: task.Item}
	when := "group.by." + kind
	if n > 1 && c.Has(when+".first") {
		when += ".first"
	}
	if task.By == "" {
		when = "group.by." + kind + ".open"
	}
	v.Text = c.T(when, "date", date(c, task.By))
	v.Button = c.T("group.button."+kind, "n", n)
	if n == 1 {
		v.Button = c.T("group.button."+kind+".one", "name", task.People[0].FirstName)
	}
	if n > mostNames {
		v.Who = s.at("/min-grupp", "gor", kind, "vad", task.Item)
	}
	switch task.Kind {
	case group.Approve:
		v.Href = "/min-grupp/att-godkanna"
	case group.GiveCodes:
		v.Href = s.at("/min-grupp/koder")
	case group.Welcome:
		if v.Href, v.Who = s.at("/min-grupp", "gor", kind), ""; n == 1 {
			v.Href = personHref(task.People[0])
		}
	}
	return v
}

// personHref is where one reads about a person: the person page, or only the leave for who follows nobody.
func personHref(m *group.Member) string {
	if m.Progress {
		return hrefOf(m.ID())
	}
	return hrefOf(m.ID()) + "/ledighet"
}

// names says who, the first by name: "Amina, Bengt, Carmen och 4 till".
func names(c *lang.Catalog, people []*group.Member) string {
	var said []string
	for _, m := range people[:min(len(people), mostNames)] {
		said = append(said, m.Listed())
	}
	if more := len(people) - mostNames; more > 0 {
		said = append(said, c.T("group.more", "n", more))
	}
	return c.And(said...)
}

// summary is the group in one sentence of counts. Who is away is not counted among those to be
// done.
func summary(c *lang.Catalog, t *group.Team) string {
	n := map[group.State]int{}
	followed := 0
	for i := range t.Members {
		if t.Members[i].Progress {
			n[t.Members[i].State]++
			followed++
		}
	}
	active := n[group.Late] + n[group.OnWay] + n[group.NotYet] + n[group.AllDone]
	switch {
	case len(t.Units) == 0:
		return c.T("group.no_units")
	case len(t.Members) == 0:
		return c.T("group.nobody")
	case followed == 0:
		return c.T("group.people_n", "n", len(t.Members))
	}
	said := c.T("group.no_journeys")
	if active > 0 {
		said = c.T("group.done", "done", n[group.AllDone], "all", active)
	}
	if n[group.Late] > 0 {
		said += " " + c.T("group.late", "n", n[group.Late])
	}
	if n[group.Resting] > 0 {
		said += " " + c.T("group.paused", "n", n[group.Resting])
	}
	return said
}

var kinds = map[group.State]ui.StatusKind{group.Late: ui.Overdue, group.OnWay: ui.Ongoing, group.NotYet: ui.NotStarted, group.AllDone: ui.Done,
	group.Resting: ui.Paused, group.NoneNow: ui.NotApplicable}

// lineOf is a person in the list. Who does not follow the person sees the name and the unit.
func lineOf(c *lang.Catalog, t *group.Team, m *group.Member) ui.Part {
	l := ui.Part{Title: m.Listed()}
	var note []string
	if m.Serving {
		note = append(note, c.T("group.serves", "unit", m.UnitName))
	} else if len(t.Units) > 1 {
		note = append(note, m.UnitName+".")
	}
	if !m.Progress {
		if t.Can[may.SetLeave] {
			l.Href = hrefOf(m.ID()) + "/ledighet"
		}
		if t.Can[may.GiveCode] && !m.SignedIn {
			l.Status, l.Word = ui.Missing, c.T("group.never_signed_in")
		} else if t.Can[may.GiveCode] {
			l.Status, l.Word = ui.Done, c.T("group.has_signed_in")
		}
		l.Note = join(note)
		return l
	}
	l.Href, l.Status, l.Word = hrefOf(m.ID()), kinds[m.State], c.T("group.state."+string(m.State))
	if m.Total > 0 {
		note = append(note, c.T("group.of_all", "done", m.Done, "all", m.Total))
	}
	switch {
	case m.Due == "" || m.State == group.Resting:
	case m.State == group.Late:
		note = append(note, c.T("group.late_since", "date", date(c, m.Due)))
	default:
		note = append(note, c.T("group.next_date", "date", date(c, m.Due)))
	}
	l.Note = join(note)
	return l
}

func join(said []string) string {
	out := ""
	for i, s := range said {
		if i > 0 {
			out += " "
		}
		out += s
	}
	return out
}

// parts are the five parts of a manager's area (R160).
func parts(c *lang.Catalog, t *group.Team, s scope) []ui.Part {
	if !t.Can[may.SeeProgress] {
		return nil
	}
	var out []ui.Part
	for _, name := range []string{"kurser", "seminarier", "stod", "resan", "uppfoljning"} {
		out = append(out, ui.Part{Href: s.at("/min-grupp/" + name), Title: c.T("group.part." + name), Note: c.T("group.part_about." + name)})
	}
	return out
}

// tools are what one does for the group.
func tools(c *lang.Catalog, t *group.Team, s scope) []ui.Part {
	var out []ui.Part
	for _, x := range []struct {
		do   may.Action
		name string
	}{{may.SeeProgress, "matris"}, {may.Enrol, "lagg-till"}, {may.GiveCode, "koder"}, {may.ServeUnit, "fler-som-arbetar-har"}, {may.SeeProgress, "mote"}} {
		if t.Can[x.do] {
			out = append(out, ui.Part{Href: s.at("/min-grupp/" + x.name), Title: c.T("group.tool." + x.name), Note: c.T("group.tool_about." + x.name)})
		}
	}
	return out
}

// remind tells the people of a task and goes back.
func (p *Pages) remind(w http.ResponseWriter, r *http.Request) error {
	s := scopeOf(r)
	task, err := p.Groups.Remind(r.Context(), page.Of(r.Context()).Actor, s.unit, group.Kind(r.PostFormValue("gor")), r.PostFormValue("vad"), p.say)
	if errors.Is(err, group.ErrNothing) { // done meanwhile, or pressed twice
		return web.Redirect(w, r, s.at("/min-grupp"))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, s.at("/min-grupp", "paminda", strconv.Itoa(len(task.People)), "vad", task.Item))
}
