// Package describeweb is the pages of role descriptions: an occupation at bas, fördjupad and expert, written in
// the page, version after version, read by those it is about and printed (R202); and where roles lead, step by step (R205).
package describeweb

import (
	"embed"
	"net/http"
	"net/url"
	"slices"
	"time"

	"yrkesresan/internal/framework"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/profile"
	"yrkesresan/internal/profile/layer"
)

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Pages serves them.
type Pages struct {
	Profiles   *profile.Profiles
	Frameworks *framework.Frameworks
	Meeting    profile.Meeting
	Tree       *org.Tree
	Frame      *page.Frame
	Today      func() string
	Now        func() time.Time
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	see, do := web.To(may.SeeNode), web.To(may.EditProfile)
	r.Page("GET /uppdrag", see, p.list)
	r.Page("GET /uppdrag/mitt", web.Own, p.mine)
	r.Page("GET /uppdrag/{node}/{occupation}/{reach}", see, p.read)
	r.Page("GET /uppdrag/{node}/{occupation}/{reach}/pdf", see, p.pdf)
	r.Page("GET /uppdrag/{node}/{occupation}/{reach}/andra", do, p.edit)
	r.Page("POST /uppdrag/{node}/{occupation}/{reach}/andra", do, p.save)
	r.Page("POST /uppdrag/{node}/{occupation}/{reach}/publicera", do, p.publish)
	r.Page("POST /uppdrag/{node}/{occupation}/{reach}/slang", do, p.drop)
	r.Page("GET /karriar", web.Own, p.career)
	r.Page("GET /karriar/{node}", do, p.paths)
	r.Page("GET /karriar/{node}/andra", do, p.editPath)
	r.Page("POST /karriar/{node}/andra", do, p.savePath)
	r.Page("POST /karriar/{node}/avsluta", do, p.endPath)
}

// at is the address of a role at a place.
func at(nodeID string, r profile.Role) string {
	return "/uppdrag/" + url.PathEscape(nodeID) + "/" + url.PathEscape(r.Occupation) + "/" + url.PathEscape(string(r.Level))
}

func placeURL(nodeID string) string { return "/uppdrag?plats=" + url.QueryEscape(nodeID) }

// look is what every page of one role at one place needs.
type look struct {
	w    http.ResponseWriter
	r    *http.Request
	p    *Pages
	c    *lang.Catalog
	role profile.Role
	v    profile.RoleView
	ref  org.Reference
	book *frame.Book
}

func (p *Pages) look(w http.ResponseWriter, r *http.Request, toEdit bool) (*look, error) {
	l := &look{w: w, r: r, p: p, c: p.Frame.Catalog(page.Of(r.Context())), role: profile.Role{Occupation: r.PathValue("occupation"), Level: layer.RoleLevel(r.PathValue("reach"))}}
	var err error
	if l.v, err = p.Profiles.Describe(r.Context(), web.ActorOf(r.Context()), r.PathValue("node"), l.role); err != nil {
		return nil, err
	}
	if toEdit && !l.v.MayEdit {
		if k := org.Kind(l.v.Node.Kind); k == org.Unit || k == org.Team {
			return nil, profile.ErrNoOwner
		}
		return nil, may.ErrDenied
	}
	if l.ref, err = p.Tree.CachedReference(r.Context()); err != nil {
		return nil, err
	}
	l.book, err = p.Frameworks.Book(r.Context(), p.Today())
	return l, err
}

func (l *look) actor() may.Actor { return web.ActorOf(l.r.Context()) }

func (l *look) at() string { return at(l.v.Node.ID, l.role) }

// title is what the role is called: Undersköterska, expert.
func (l *look) title() string { return roleTitle(l.c, l.ref, l.role) }

func roleTitle(c *lang.Catalog, ref org.Reference, r profile.Role) string {
	return c.T("describe.role", "work", ref.Occupation(r.Occupation).Name, "level", c.T("describe.level."+string(r.Level)))
}

type head struct {
	Back         ui.Link
	Place, Title string
	Said         string
	Wrong        []ui.Problem
}

var said = map[string]string{"sparat": "describe.said.saved", "publicerat": "describe.said.published", "slangt": "describe.said.dropped"}

func (l *look) head(title string, back ui.Link) head {
	h := head{Back: back, Place: l.v.Node.Name, Title: title}
	if key := said[l.r.URL.Query().Get("sagt")]; key != "" && l.r.Method == http.MethodGet {
		h.Said = l.c.T(key)
	}
	return h
}

// section is a heading with its text, and for an editor the questions that help to write it.
type section struct {
	ID, Title, Text, Ask string
	Linked               []string // names of requirements
}

// textView is a whole description to be read.
type textView struct {
	Sections []section
	Since    string
	Owner    string
}

func textOf(c *lang.Catalog, book *frame.Book, t profile.RoleText) (out []section) {
	for _, h := range profile.Headings() {
		s := section{ID: string(h), Title: c.T("describe.heading." + string(h)), Text: t.Texts[h], Ask: c.T("describe.ask." + string(h))}
		switch h {
		case profile.Now:
			s.Linked = names(book, t.Now)
		case profile.Ahead:
			s.Linked = names(book, t.Ahead)
		}
		out = append(out, s)
	}
	return out
}

func names(book *frame.Book, keys []string) (out []string) {
	for _, k := range keys {
		if e, ok := book.Find(k); ok {
			out = append(out, e.Name)
		}
	}
	lang.SortBy(out, func(s string) string { return s })
	return out
}

// readView is how a role is described at a place.
type readView struct {
	head
	At       string
	Edit     bool
	Text     *textView // what applies; nil when there is none
	Template string    // who has a template to begin from
	Draft    string    // who has worked on what is not published yet
	Coming   []string
	Earlier  []string
}

func (p *Pages) read(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, false)
	if err != nil {
		return err
	}
	v := readView{head: l.head(l.title(), ui.Link{Href: placeURL(l.v.Node.ID), Text: l.c.T("describe.back_list")}), At: l.at(), Edit: l.v.MayEdit}
	if t, owner, ok := l.applies(); ok {
		v.Text = &textView{textOf(l.c, l.book, t.Text), l.c.T("describe.since", "n", t.Version, "day", l.c.DateOf(t.From), "owner", owner.Name), owner.Name}
	}
	if l.v.Template && l.v.Now.ID == "" {
		v.Template = l.c.T("describe.has_template", "owner", l.v.Owner.Name)
	}
	if l.v.Draft.ID != "" && l.v.MayEdit {
		v.Draft = l.c.T("describe.draft_of", "when", l.c.Near(l.v.Draft.At, p.Now()))
	}
	for _, d := range l.v.Coming {
		v.Coming = append(v.Coming, l.c.T("describe.coming", "n", d.Version, "day", l.c.DateOf(d.From)))
	}
	for _, d := range l.v.Earlier {
		v.Earlier = append(v.Earlier, l.c.T("describe.earlier", "n", d.Version, "from", l.c.DateOf(d.From), "until", l.c.DateOf(d.Until)))
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), readPage(v))
}

// applies is what one reads here: for those who recommend their own template.
func (l *look) applies() (profile.Description, org.Node, bool) {
	if layer.Recommends(l.v.Node.Kind) && l.v.Now.ID != "" {
		return l.v.Now, l.v.Node, true
	}
	return l.v.Applies()
}

// mineView is how the visitor's own roles are described.
type mineView struct {
	Roles []mineRole
}

type mineRole struct {
	ID, Title, Unit string
	Text            *textView
}

func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error {
	c := p.Frame.Catalog(page.Of(r.Context()))
	all, err := p.Profiles.OwnRoles(r.Context(), web.ActorOf(r.Context()))
	if err != nil {
		return err
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	book, err := p.Frameworks.Book(r.Context(), p.Today())
	if err != nil {
		return err
	}
	var v mineView
	for _, o := range all {
		one := mineRole{ID: o.Occupation + "-" + string(o.Level), Title: roleTitle(c, ref, o.Role), Unit: o.UnitName}
		if o.Has {
			one.Text = &textView{textOf(c, book, o.Text.Text), c.T("describe.since", "n", o.Text.Version, "day", c.DateOf(o.Text.From), "owner", o.Owner.Name), o.Owner.Name}
		}
		if !slices.ContainsFunc(v.Roles, func(m mineRole) bool { return m.ID == one.ID && m.Unit == one.Unit }) {
			v.Roles = append(v.Roles, one)
		}
	}
	return p.Frame.Show(w, r, http.StatusOK, "describe.mine", minePage(v))
}

// wrong is a fault that the page itself tells of.
func wrong(err error) *fault.Fault {
	if f := fault.Of(err); f != nil && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
		return f
	}
	return nil
}
