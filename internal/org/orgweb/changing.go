package orgweb

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// mostTargets is how many places a list to choose from holds; a search makes it shorter.
const mostTargets = 200

// kindsOf are the changes by the last part of their address.
var kindsOf = map[string]org.ChangeKind{"lagg-till": org.Add, "namn": org.Rename, "flytta": org.Move, "sla-ihop": org.Merge, "avsluta": org.End}

// changeForm is a change as typed, and what was wrong.
type changeForm struct {
	What, Node, Seen  string // what: the last part of the address
	Title, Place      string
	Back              ui.Link
	Action            string
	Name, Label, Code string
	NodeKind          string
	Into, From        string
	Roles             bool
	Kinds             []ui.Option
	Words             []string // the words that the municipality already uses
	Targets           []ui.Option
	Search            string
	More              string
	HasCode           bool
	HasLabel          bool
	Wrong             map[string]string
	Problems          []ui.Problem
	Ask               bool // everything is right: it tells what it touches and asks
	Touches           []string
	Sentence          string
}

func (f changeForm) wrong(field string) string { return f.Wrong[field] }

func (p *Pages) changing(what string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, _, _, err := p.changeForm(r, what)
		if err != nil {
			return err
		}
		return p.showChange(w, r, http.StatusOK, f)
	}
}

// changeForm is the form of a place as it is now.
func (p *Pages) changeForm(r *http.Request, what string) (changeForm, org.Node, org.Forest, error) {
	id, today := r.PathValue("node"), p.Today()
	f := changeForm{What: what, Node: id, Action: "/kommun/organisation/" + id + "/" + what, From: today, Search: strings.TrimSpace(r.FormValue("sok"))}
	employer, forest, err := p.organisationOf(r, id, today)
	if err != nil {
		return f, employer, forest, err
	}
	n, ok := forest.Nodes[id]
	if !ok {
		return f, employer, forest, org.ErrNoNode
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	f.Place, f.Title = n.Name, c.T("org.change.title."+what, "name", n.Name)
	f.Back = ui.Link{Href: "/kommun/organisation/" + id, Text: c.T("org.up", "place", n.Name)}
	if f.Seen, err = p.Tree.Revision(r.Context(), id); err != nil {
		return f, employer, forest, err
	}
	switch kindsOf[what] {
	case org.Add:
		for _, k := range []org.Kind{org.Operation, org.Unit, org.Team} {
			if org.Fits(string(k), n.Kind) {
				f.Kinds = append(f.Kinds, ui.Option{Value: string(k), Text: c.T("org.change.kind." + string(k))})
			}
		}
		f.NodeKind, f.HasLabel, f.HasCode, f.Seen = f.defaultKind(), n.Kind != string(org.Unit), n.Kind != string(org.Unit), ""
	case org.Rename:
		f.Name, f.Label, f.Code = n.Name, n.Label, n.Code
		f.HasLabel, f.HasCode = n.Kind == string(org.Operation), n.Kind == string(org.Unit)
	case org.Move, org.Merge:
		f.targets(c, forest, n, kindsOf[what])
	}
	f.Words = words(forest)
	return f, employer, forest, nil
}

func (f changeForm) defaultKind() string {
	if len(f.Kinds) > 0 {
		return f.Kinds[len(f.Kinds)-1].Value
	}
	return ""
}

// words are those that the municipality calls its operations by already (rule 1).
func words(f org.Forest) []string {
	var out []string
	for _, n := range f.Nodes {
		if n.Kind == string(org.Operation) && n.Label != "" && !slices.Contains(out, n.Label) {
			out = append(out, n.Label)
		}
	}
	slices.Sort(out)
	return out
}

// targets are the places that a place can move under, or go on as, those that stand nearest first.
func (f *changeForm) targets(c *lang.Catalog, forest org.Forest, n org.Node, what org.ChangeKind) {
	type target struct {
		org.Node
		text string
		near bool
	}
	var found []target
	for _, t := range forest.Nodes {
		fits := what == org.Move && org.Fits(n.Kind, t.Kind) && t.ID != n.Parent || what == org.Merge && t.Kind == n.Kind && t.ID != forest.Root
		if !fits || t.ID == n.ID || !forest.Own(t.ID) || strings.HasPrefix(t.Path, n.Path+"/") || what == org.Merge && strings.HasPrefix(n.Path, t.Path+"/") {
			continue
		}
		text := trail(forest, t)
		if f.Search == "" || strings.Contains(strings.ToLower(text), strings.ToLower(f.Search)) {
			found = append(found, target{t, text, t.Parent == n.Parent || t.ID == forest.Nodes[n.Parent].Parent})
		}
	}
	slices.SortFunc(found, func(a, b target) int {
		if a.near != b.near {
			if a.near {
				return -1
			}
			return 1
		}
		return cmp.Or(strings.Compare(a.text, b.text), strings.Compare(a.ID, b.ID))
	})
	f.Targets = []ui.Option{{Text: c.T("org.change.choose")}}
	for _, t := range found[:min(len(found), mostTargets)] {
		f.Targets = append(f.Targets, ui.Option{Value: t.ID, Text: t.text})
	}
	if more := len(found) - mostTargets; more > 0 {
		f.More = c.T("org.change.more", "n", more)
	}
}

// trail is a place with those above it, outermost first.
func trail(f org.Forest, n org.Node) string {
	var names []string
	for n.ID != f.Root {
		names = append(names, n.Name)
		up, ok := f.Nodes[n.Parent]
		if !ok {
			break
		}
		n = up
	}
	if len(names) == 0 {
		return n.Name
	}
	slices.Reverse(names)
	return strings.Join(names, " › ")
}

// change reads the form: first it tells what the change touches, then, when asked to, it is decided.
func (p *Pages) change(what string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, employer, _, err := p.changeForm(r, what)
		if err != nil {
			return err
		}
		c := p.Frame.Catalog(page.Of(r.Context()))
		now := f.Seen
		f.Name, f.Label, f.Code, f.NodeKind = r.PostFormValue("namn"), r.PostFormValue("ord"), r.PostFormValue("kod"), r.PostFormValue("slag")
		f.Into, f.From, f.Roles, f.Seen = r.PostFormValue("till"), r.PostFormValue("fran"), r.PostFormValue("roller") != "", r.PostFormValue("sett")
		if r.PostFormValue("andra") != "" { // back from the question
			return p.showChange(w, r, http.StatusOK, f)
		}
		ch := f.change(employer)
		if f.Seen != "" && f.Seen != now {
			f.Seen = now
			return p.refuse(w, r, f, org.ErrChanged.With("name", f.Place))
		}
		before, after, err := p.Tree.Check(r.Context(), web.ActorOf(r.Context()), ch, p.Today())
		if no := refused(err); no != nil {
			return p.refuse(w, r, f, no)
		}
		if err != nil {
			return err
		}
		if r.PostFormValue("ja") == "" {
			f.Ask = true
			if err := p.touches(r, c, before, after, ch, &f); err != nil {
				return err
			}
			return p.showChange(w, r, http.StatusOK, f)
		}
		done, err := p.Tree.Decide(r.Context(), web.ActorOf(r.Context()), ch, f.Seen, p.Today(), p.Now())
		if no := refused(err); no != nil {
			return p.refuse(w, r, f, no)
		}
		if err != nil {
			return err
		}
		return web.Redirect(w, r, p.afterwards(done, employer))
	}
}

// afterwards is where one sees what was done: the place itself, or where it went.
func (p *Pages) afterwards(c org.Change, employer org.Node) string {
	if c.State == "planned" {
		return "/kommun/organisation/" + employer.ID + "?planerat=1"
	}
	to := c.NodeID
	switch c.Kind {
	case org.Merge:
		to = c.Into
	case org.End:
		to = employer.ID
	}
	return "/kommun/organisation/" + to + "?gjort=1"
}

func (f changeForm) change(employer org.Node) org.Change {
	id := f.Node
	c := org.NewChange(kindsOf[f.What], id, f.From)
	c.EmployerID, c.Name, c.Label, c.Code, c.NodeKind, c.Into, c.Roles = employer.ID, strings.TrimSpace(f.Name), strings.TrimSpace(f.Label), strings.TrimSpace(f.Code), f.NodeKind, f.Into, f.Roles
	if c.Kind == org.Add {
		c.NodeID, c.Into = "", id
		if c.NodeKind != string(org.Operation) {
			c.Label = ""
		}
	}
	if c.Kind == org.Rename && !f.HasCode {
		c.Code = f.Code
	}
	return c
}

// refused keeps the faults that the form answers itself.
func refused(err error) *fault.Fault {
	if f := fault.Of(err); f != nil && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
		return f
	}
	return nil
}

func (p *Pages) refuse(w http.ResponseWriter, r *http.Request, f changeForm, no *fault.Fault) error {
	c := p.Frame.Catalog(page.Of(r.Context()))
	text := page.Say(c, no)
	f.Wrong = map[string]string{no.Field: text}
	f.Problems = []ui.Problem{{Field: no.Field, Text: text}}
	return p.showChange(w, r, web.Status(no), f)
}

func (p *Pages) showChange(w http.ResponseWriter, r *http.Request, status int, f changeForm) error {
	s := p.Frame.Shell(r, f.Title)
	s.Wrong = len(f.Problems) > 0
	return p.Frame.ShowAs(w, r, status, s, changePage(f))
}

// touches says what a change is, and whom and what it touches, before it is decided.
func (p *Pages) touches(r *http.Request, c *lang.Catalog, before, after org.Forest, ch org.Change, f *changeForm) error {
	ch.NodeName, ch.IntoName = before.Nodes[ch.NodeID].Name, before.Nodes[ch.Into].Name
	if ch.Kind == org.Add {
		ch.NodeName = ch.Name
	}
	f.Sentence = sentence(c, ch)
	n, ok := before.Nodes[ch.NodeID]
	if !ok {
		return nil
	}
	say := func(key string, count int) {
		if count > 0 {
			f.Touches = append(f.Touches, c.T("org.touch."+key, "n", count, "name", n.Name, "into", ch.IntoName))
		}
	}
	under := 0
	for _, u := range before.Nodes {
		if strings.HasPrefix(u.Path, n.Path+"/") {
			under++
		}
	}
	people, err := p.Heads.Headcount(r.Context(), web.ActorOf(r.Context()), n)
	if err != nil {
		return err
	}
	roles, err := p.Access.RolesAt(r.Context(), n.ID, p.Today())
	if err != nil {
		return err
	}
	layers, err := p.Journeys.LayersIn(r.Context(), n.Path, p.Today())
	if err != nil {
		return err
	}
	say("people", int(people))
	say("under", under)
	switch ch.Kind {
	case org.Move:
		f.Touches = append(f.Touches, c.T("org.touch.above", "was", before.Nodes[n.Parent].Name, "into", ch.IntoName))
	case org.Merge:
		if ch.Roles {
			say("roles_follow", int(roles))
		} else {
			say("roles_end", int(roles))
		}
		say("layers", int(layers))
		f.Touches = append(f.Touches, c.T("org.touch.history", "name", n.Name))
	case org.End:
		say("roles_end", int(roles))
	}
	if ch.Kind != org.End {
		f.Touches = append(f.Touches, c.T("org.touch.file"))
	}
	return nil
}

// cells are cells of plain text.
func cells(texts ...string) []templ.Component {
	var out []templ.Component
	for _, t := range texts {
		out = append(out, ui.Text(t))
	}
	return out
}

// openEnd is "" for a day that is none.
func openEnd(day string) string {
	if day == db.NoEnd {
		return ""
	}
	return day
}
