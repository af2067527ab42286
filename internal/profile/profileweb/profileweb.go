// Package profileweb is the pages of what competence places ask for, in layers, and of how far roles go.
package profileweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
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
)

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// onPage is how many places a page lists, and mostShown how many requirements the library shows at once.
const (
	onPage    = 50
	mostShown = 200
)

// Courses is what these pages ask of the catalogue.
type Courses interface {
	// Title is what a course is called; "" when there is no such course.
	Title(ctx context.Context, courseID string) (string, error)
}

// Pages serves them.
type Pages struct {
	Profiles   *profile.Profiles
	Frameworks *framework.Frameworks
	Preview    profile.Preview
	Courses    Courses
	Tree       *org.Tree
	Frame      *page.Frame
	Today      func() string
	Now        func() time.Time
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	see, do := web.To(may.SeeNode), web.To(may.EditProfile)
	r.Page("GET /krav", see, p.places)
	r.Page("GET /krav/{node}", see, p.place)
	r.Page("GET /krav/{node}/utskrift", see, p.paper)
	r.Page("GET /krav/{node}/historik", see, p.history)
	r.Page("POST /krav/{node}/ta-tillbaka", do, p.withdraw)
	r.Page("GET /krav/{node}/lagg-till", do, p.library)
	r.Page("GET /krav/{node}/nya", do, p.fresh)
	r.Page("POST /krav/{node}/nya", do, p.saveFresh)
	r.Page("GET /krav/{node}/andra", do, p.change)
	r.Page("POST /krav/{node}/andra", do, p.saveChange)
	r.Page("POST /krav/{node}/ta-bort", do, p.drop)
	r.Page("GET /krav/{node}/kopiera", do, p.peers)
	r.Page("POST /krav/{node}/kopiera", do, p.copy)
	r.Page("GET /krav/{node}/roller", web.To(may.NoteCompetence), p.roles)
	r.Page("POST /krav/{node}/roller", web.To(may.NoteCompetence), p.saveRoles)
}

// The addresses, written once.
func at(nodeID string) string { return "/krav/" + url.PathEscape(nodeID) }

func placeURL(nodeID string) string { return "/krav?plats=" + url.QueryEscape(nodeID) }

func changeURL(nodeID, demandID string) string {
	return at(nodeID) + "/andra?id=" + url.QueryEscape(demandID)
}

// look is what every page of one place needs.
type look struct {
	w     http.ResponseWriter
	r     *http.Request
	p     *Pages
	c     *lang.Catalog
	place profile.Place
	words *words
}

// look reads what the place of the address asks for. Pages that change something want who may.
func (p *Pages) look(w http.ResponseWriter, r *http.Request, toEdit bool) (*look, error) {
	place, err := p.Profiles.Layer(r.Context(), web.ActorOf(r.Context()), r.PathValue("node"))
	if err != nil {
		return nil, err
	}
	if toEdit && !place.MayEdit {
		return nil, may.ErrDenied
	}
	l := &look{w: w, r: r, p: p, c: p.Frame.Catalog(page.Of(r.Context())), place: place}
	l.words, err = p.words(r.Context(), l.c, p.Today())
	return l, err
}

func (l *look) actor() may.Actor { return web.ActorOf(l.r.Context()) }

func (l *look) node() org.Node { return l.place.Node }

func (l *look) book() *frame.Book { return l.words.book }

// head is what stands first on every page of a place.
type head struct {
	Back  ui.Link
	Place string
	Title string
	Said  string
	Wrong []ui.Problem
}

func (l *look) head(title string) head {
	h := head{Title: title, Place: l.node().Name, Back: ui.Link{Href: at(l.node().ID), Text: l.c.T("profile.back_place", "place", l.node().Name)}}
	if key := said[l.r.URL.Query().Get("sagt")]; key != "" && l.r.Method == http.MethodGet {
		h.Said = l.c.T(key)
	}
	return h
}

// said are the sentences that answer what was just done, by their name in the address.
var said = map[string]string{
	"tillagt": "profile.said.added", "andrat": "profile.said.changed", "borttaget": "profile.said.dropped", "tillbaka": "profile.said.back",
	"inget": "profile.said.withdrawn", "kopierat": "profile.said.copied", "roller": "profile.said.roles",
	"borta": "profile.layer_gone", "borjat": "profile.has_begun",
}

// on sends the browser on, with a word about what was done.
func (l *look) on(address, done string) error { return web.Redirect(l.w, l.r, address+"?sagt="+done) }

func (l *look) shell(title string, wrong []ui.Problem) ui.Shell {
	s := l.p.Frame.Shell(l.r, title)
	s.Wrong = len(wrong) > 0
	return s
}

// wrong is a fault that the page itself tells of; others are the site's.
func wrong(err error) *fault.Fault {
	if f := fault.Of(err); f != nil && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
		return f
	}
	return nil
}
