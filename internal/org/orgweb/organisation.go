package orgweb

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// nodeView is one place of the organisation with what stands under it and what can be done.
type nodeView struct {
	Title, Kind string
	Up          ui.Link
	Said        string
	Others      []ui.Link
	On          string // the day that the page shows, as a date field has it
	Here        string // the page's own address
	Other       string // "", or a sentence that the page shows another day than today
	Facts       []ui.Fact
	Children    []place
	Pager       ui.PagerProps
	Do          []ui.Part // what can be done with the place
	Add         ui.Link
	Planned     []changeLine
	Failed      []changeLine
	History     ui.Link
}

// changeLine is a change in words.
type changeLine struct{ ID, Text, About string }

// organisationOf is the employer whose place a node is, and its tree on a day.
func (p *Pages) organisationOf(r *http.Request, nodeID, on string) (org.Node, org.Forest, error) {
	ctx, a := r.Context(), web.ActorOf(r.Context())
	today := p.Today()
	n, err := p.Tree.Find(ctx, nodeID, today)
	if errors.Is(err, org.ErrNoNode) && on != today { // a place that is no more, or not yet
		n, err = p.Tree.FindEver(ctx, nodeID)
	}
	if err != nil {
		return org.Node{}, org.Forest{}, err
	}
	employer, err := org.EmployerOf(ctx, p.Tree.DB, n.Path, today)
	if err != nil {
		return employer, org.Forest{}, err
	}
	f, err := p.Tree.Forest(ctx, a, employer.ID, on, today)
	return employer, f, err
}

func (p *Pages) organisation(w http.ResponseWriter, r *http.Request) error {
	employer, all, err := p.employer(r, may.EditTree, r.URL.Query().Get("plats"))
	if err != nil {
		return err
	}
	return p.showNode(w, r, employer.ID, all)
}

func (p *Pages) organisationNode(w http.ResponseWriter, r *http.Request) error {
	return p.showNode(w, r, r.PathValue("node"), nil)
}

// dayOf is the day that a page is asked for, else today.
func (p *Pages) dayOf(r *http.Request) string {
	on := r.URL.Query().Get("datum")
	if !lang.IsDay(on) {
		return p.Today()
	}
	return on
}

func (p *Pages) showNode(w http.ResponseWriter, r *http.Request, id string, all []org.Node) error {
	on, today := p.dayOf(r), p.Today()
	employer, f, err := p.organisationOf(r, id, on)
	if err != nil {
		return err
	}
	n, ok := f.Nodes[id]
	if !ok {
		return org.ErrNoNode
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	v := nodeView{Title: n.Name, Kind: kind(c, n), On: on, Here: nodeAddress(id, today, today), Said: said(c, r)}
	if on != today {
		v.Other = c.T("org.tree.other_day", "date", c.DateOf(on))
	}
	v.Up = ui.Link{Href: at("/kommun", employer, all), Text: c.T("org.tree.to_hub")}
	if up, ok := f.Nodes[n.Parent]; ok && n.ID != f.Root {
		v.Up = ui.Link{Href: nodeAddress(up.ID, on, today), Text: c.T("org.up", "place", up.Name)}
	}
	for _, o := range all {
		if o.ID != employer.ID {
			v.Others = append(v.Others, ui.Link{Href: "/kommun/organisation?plats=" + o.ID, Text: o.Name})
		}
	}
	p.nodeChildren(c, r, f, n, on, &v)
	if err := p.nodeFacts(r, c, f, n, on == today, &v); err != nil {
		return err
	}
	if f.Own(id) && on == today {
		actions(c, n, f.Root, &v)
	}
	if err := p.nodeChanges(r, c, employer, n, &v); err != nil {
		return err
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), organisationPage(v))
}

// said is the answer to what was just done.
func said(c *lang.Catalog, r *http.Request) string {
	switch q := r.URL.Query(); {
	case q.Get("gjort") != "":
		return c.T("org.tree.done")
	case q.Get("planerat") != "":
		return c.T("org.tree.planned")
	case q.Get("draget") != "":
		return c.T("org.tree.withdrawn")
	}
	return ""
}

func nodeAddress(id, on, today string) string {
	if on == today {
		return "/kommun/organisation/" + id
	}
	return "/kommun/organisation/" + id + "?datum=" + on
}

func (p *Pages) nodeChildren(c *lang.Catalog, r *http.Request, f org.Forest, n org.Node, on string, v *nodeView) {
	children := f.Children(n.ID)
	number := page.Number(r.URL.Query().Get("sida"))
	from := min((number-1)*onPage, len(children))
	for _, child := range children[from:min(from+onPage, len(children))] {
		l := place{Href: nodeAddress(child.ID, on, p.Today()), Name: child.Name, About: kind(c, child)}
		if under := len(f.Children(child.ID)); under > 0 {
			l.About = c.T("org.tree.kind_under", "kind", l.About, "n", under)
		}
		v.Children = append(v.Children, l)
	}
	v.Pager = page.Pager(v.Here, "sida", number, len(children), onPage)
}

func (p *Pages) nodeFacts(r *http.Request, c *lang.Catalog, f org.Forest, n org.Node, now bool, v *nodeView) error {
	if n.Code != "" && n.ID != f.Root {
		v.Facts = append(v.Facts, ui.Fact{Term: c.T("org.tree.code"), Text: n.Code})
	}
	units := 0
	for _, u := range f.Nodes {
		if u.Kind == string(org.Unit) && strings.HasPrefix(u.Path, n.Path+"/") {
			units++
		}
	}
	if k := org.Kind(n.Kind); k != org.Unit && k != org.Team {
		v.Facts = append(v.Facts, ui.Fact{Term: c.T("org.units"), Text: lang.Number(units)})
	}
	if !now || n.Kind == string(org.Team) {
		return nil
	}
	people, err := p.Heads.Headcount(r.Context(), web.ActorOf(r.Context()), n)
	v.Facts = append(v.Facts, ui.Fact{Term: c.T("org.people"), Text: lang.Number(int(people))})
	return err
}

// actions are what can be done with a place.
func actions(c *lang.Catalog, n org.Node, root string, v *nodeView) {
	here := "/kommun/organisation/" + n.ID
	if n.Kind != string(org.Team) {
		v.Add = ui.Link{Href: here + "/lagg-till", Text: c.T("org.tree.add." + n.Kind)}
	}
	if n.ID == root {
		return
	}
	for _, what := range []string{"namn", "flytta", "sla-ihop", "avsluta"} {
		v.Do = append(v.Do, ui.Part{Href: here + "/" + what, Title: c.T("org.tree.do." + what), Note: c.T("org.tree.about." + what)})
	}
}

// nodeChanges tells what is planned for the place or under it, what failed, and the way to the history.
func (p *Pages) nodeChanges(r *http.Request, c *lang.Catalog, employer, n org.Node, v *nodeView) error {
	ctx, a, today := r.Context(), web.ActorOf(r.Context()), p.Today()
	planned, err := p.Tree.Planned(ctx, a, employer.ID, today)
	if err != nil {
		return err
	}
	failed, err := p.Tree.Failed(ctx, a, employer.ID, today, onPage)
	if err != nil {
		return err
	}
	names, err := p.makers(r, employer.ID, slices.Concat(planned, failed))
	if err != nil {
		return err
	}
	whole := n.ID == employer.ID
	for _, ch := range planned {
		if whole || ch.NodeID == n.ID || ch.Into == n.ID {
			v.Planned = append(v.Planned, line2(c, ch, names))
		}
	}
	for _, ch := range failed {
		if whole || ch.NodeID == n.ID || ch.Into == n.ID {
			l := line2(c, ch, names)
			l.About = c.T("org.tree.failed_because", "why", c.T(ch.Why))
			v.Failed = append(v.Failed, l)
		}
	}
	v.History = ui.Link{Href: "/kommun/organisation/historik?nod=" + n.ID, Text: c.T("org.tree.history")}
	return nil
}

// makers are the names of those who decided, as the employer knows them.
func (p *Pages) makers(r *http.Request, employerID string, changes []org.Change) (map[string]string, error) {
	var ids []string
	for _, ch := range changes {
		for _, id := range []string{ch.MadeBy, ch.EndedBy} {
			if id != "" && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	cards, err := p.Staff.CardsOf(r.Context(), ids)
	out := map[string]string{}
	for id, list := range cards {
		for _, card := range list {
			if card.EmployerID == employerID {
				out[id] = card.Shown()
			}
		}
	}
	return out, err
}

// line2 is a change as a sentence, with who decided it and when.
func line2(c *lang.Catalog, ch org.Change, names map[string]string) changeLine {
	l := changeLine{ID: ch.ID, Text: sentence(c, ch)}
	if name := names[ch.MadeBy]; name != "" {
		l.About = c.T("org.tree.decided_by", "name", name, "date", ch.MadeAt)
	} else {
		l.About = c.T("org.tree.decided", "date", ch.MadeAt)
	}
	return l
}

// sentence says what a change does, and from when.
func sentence(c *lang.Catalog, ch org.Change) string {
	date := c.DateOf(ch.From)
	switch {
	case ch.Kind == org.Rename && ch.Name == ch.NodeName:
		return c.T("org.tree.says.word", "name", ch.NodeName, "date", date)
	case ch.Kind == org.Rename:
		return c.T("org.tree.says.rename", "name", ch.NodeName, "now", ch.Name, "date", date)
	}
	return c.T("org.tree.says."+string(ch.Kind), "name", ch.NodeName, "into", ch.IntoName, "date", date)
}

// historyView is what has been decided, the latest first.
type historyView struct {
	Back  ui.Link
	Table ui.TableProps
	Pager ui.PagerProps
}

func (p *Pages) organisationHistory(w http.ResponseWriter, r *http.Request) error {
	node := r.URL.Query().Get("nod")
	if node == "" {
		employer, _, err := p.employer(r, may.EditTree, "")
		if err != nil {
			return err
		}
		node = employer.ID
	}
	n, err := p.Tree.FindEver(r.Context(), node)
	if err != nil {
		return err
	}
	employer, err := org.EmployerOf(r.Context(), p.Tree.DB, n.Path, p.Today())
	if err != nil {
		return err
	}
	about := node
	if node == employer.ID {
		about = ""
	}
	number := page.Number(r.URL.Query().Get("sida"))
	list, err := p.Tree.Changes(r.Context(), web.ActorOf(r.Context()), employer.ID, about, p.Today(), onPage+1, (number-1)*onPage)
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	v := historyView{Back: ui.Link{Href: "/kommun/organisation/" + employer.ID, Text: c.T("org.up", "place", employer.Name)}}
	if len(list) > onPage {
		list = list[:onPage]
		v.Pager = page.Pager("/kommun/organisation/historik", "sida", number, (number+1)*onPage, onPage)
		v.Pager.Next = "/kommun/organisation/historik?nod=" + node + "&sida=" + strconv.Itoa(number+1)
	}
	names, err := p.makers(r, employer.ID, list)
	if err != nil {
		return err
	}
	v.Table = ui.TableProps{ID: "historik", Caption: c.T("org.tree.history"), Cards: true,
		Columns: []ui.Column{{Title: c.T("org.tree.what")}, {Title: c.T("org.tree.state")}, {Title: c.T("org.tree.who")}, {Title: c.T("org.tree.when")}}}
	for _, ch := range list {
		v.Table.Rows = append(v.Table.Rows, ui.Row{Head: ui.Text(sentence(c, ch)), Cells: cells(c.T("org.tree.state."+ch.State), names[ch.MadeBy], c.Date(ch.MadeAt))})
	}
	return p.Frame.Show(w, r, http.StatusOK, "org.tree.history", historyPage(v))
}

// withdraw takes a change back before its day; one that failed is put aside.
func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), web.ActorOf(r.Context())
	ch, err := p.Tree.Withdraw(ctx, a, r.PathValue("change"), p.Today())
	if f := fault.Of(err); f != nil && f.Key == org.ErrOver.Key && ch.State == "failed" {
		err = p.Tree.Dismiss(ctx, a, ch.ID, p.Today())
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/kommun/organisation/"+ch.EmployerID+"?draget=1")
}
