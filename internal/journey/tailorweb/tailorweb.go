// Package tailorweb is the pages in which a place makes a journey its own: what comes from above, what
// the place changes and whom it touches, what has become otherwise above, and who runs which version.
package tailorweb

import (
	"context"
	"embed"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"yrkesresan/internal/course"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// onPage is how many places a page lists, and mostFound how many courses a search gives.
const (
	onPage    = 50
	mostFound = 30
)

// Course is what these pages show of a course.
type Course struct {
	ID, Title string
	External  bool // given by somebody else: a manager may have to approve it (rule 15)
	Owner     string
}

// Courses is what these pages ask of the catalogue.
type Courses interface {
	// Find gives the courses whose titles have the words, in title order; all of them without words.
	Find(ctx context.Context, words string, limit int) ([]Course, error)
	// Named gives a course; ok is false when there is no such course.
	Named(ctx context.Context, id string) (c Course, ok bool, err error)
}

// Pages serves them.
type Pages struct {
	Journeys *journey.Journeys
	Courses  Courses
	Locals   *course.Locals
	Tree     *org.Tree
	Frame    *page.Frame
	Today    func() string
	Now      func() time.Time
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	do := web.To(may.EditLayer)
	r.Page("GET /anpassa", do, p.places)
	r.Page("GET /anpassa/oversikt/{journey}", do, p.overview)
	r.Page("GET /anpassa/{node}/{journey}", do, p.outline)
	r.Page("GET /anpassa/{node}/{journey}/andra", do, p.item)
	r.Page("POST /anpassa/{node}/{journey}/andra", do, p.saveItem)
	r.Page("GET /anpassa/{node}/{journey}/lagg-till", do, p.find)
	r.Page("POST /anpassa/{node}/{journey}/lagg-till", do, p.add)
	r.Page("GET /anpassa/{node}/{journey}/granska", do, p.review)
	r.Page("POST /anpassa/{node}/{journey}/granska", do, p.save)
	r.Page("POST /anpassa/{node}/{journey}/slang", do, p.drop)
	r.Page("POST /anpassa/{node}/{journey}/tomt", do, p.empty)
	r.Page("GET /anpassa/{node}/{journey}/historik", do, p.history)
	r.Page("POST /anpassa/{node}/{journey}/historik", do, p.restore)
	r.Page("GET /anpassa/{node}/{journey}/skillnader", do, p.news)
	r.Page("POST /anpassa/{node}/{journey}/skillnader", do, p.answer)
	r.Page("GET /anpassa/{node}/kurs/{course}/lokalt", do, p.locals)
	r.Page("POST /anpassa/{node}/kurs/{course}/lokalt", do, p.saveLocal)
}

// The addresses, written once.
func at(nodeID, journeyID string) string {
	return "/anpassa/" + url.PathEscape(nodeID) + "/" + url.PathEscape(journeyID)
}
func itemURL(nodeID, journeyID, item string) string {
	return at(nodeID, journeyID) + "/andra?punkt=" + url.QueryEscape(item)
}
func localURL(nodeID, courseID string) string {
	return "/anpassa/" + url.PathEscape(nodeID) + "/kurs/" + url.PathEscape(courseID) + "/lokalt"
}
func placeURL(nodeID string) string { return "/anpassa?plats=" + url.QueryEscape(nodeID) }

// look is what every page of one journey at one place needs.
type look struct {
	r *http.Request
	w http.ResponseWriter
	p *Pages
	c *lang.Catalog
	t *journey.Tailoring
	v *words
}

// look reads the journey at the place of the address. Pages that change something want who may.
func (p *Pages) look(w http.ResponseWriter, r *http.Request, toEdit bool) (*look, error) {
	actor := web.ActorOf(r.Context())
	t, err := p.Journeys.Tailoring(r.Context(), actor, r.PathValue("node"), r.PathValue("journey"))
	if err != nil {
		return nil, err
	}
	if toEdit && !t.MayEdit {
		return nil, may.ErrDenied
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	v, err := p.words(r.Context(), c, t.Frame())
	return &look{r: r, w: w, p: p, c: c, t: &t, v: v}, err
}

func (l *look) at() string { return at(l.t.Node.ID, l.t.Frame().ID) }

func (l *look) actor() may.Actor { return web.ActorOf(l.r.Context()) }

// head is what stands first on every page of one journey at one place.
type head struct {
	Back  ui.Link
	Place string // the place and what it is
	Title string
	Said  string
	Kind  ui.NoticeKind
	Wrong []ui.Problem
}

func (l *look) head(title string) head {
	h := head{Title: title, Place: l.c.T("tailor.of", "journey", l.t.Frame().Title, "place", l.t.Node.Name),
		Back: ui.Link{Href: l.at(), Text: l.c.T("tailor.back", "journey", l.t.Frame().Title)}}
	if key := said[l.r.URL.Query().Get("sagt")]; key != "" && l.r.Method == http.MethodGet {
		h.Said, h.Kind = l.c.T(key), ui.OK
	}
	return h
}

// said are the sentences that answer what was just done, by their name in the address.
var said = map[string]string{
	"utkast": "tailor.said.draft", "sparat": "tailor.said.saved", "slangt": "tailor.said.dropped", "svarat": "tailor.said.answered",
	"tomt": "tailor.said.emptied", "tillbaka": "tailor.said.restored", "lagt-till": "tailor.said.added", "hopa": "tailor.said.rebased",
	"lokalt": "tailor.said.local", "borta": "tailor.said.local_gone", "nytt-utkast": "tailor.said.draft_moved", "inget-utkast": "tailor.said.no_draft",
}

// on sends the browser on, with a word about what was done.
func (l *look) on(address, done string) error {
	mark := "?"
	if u, err := url.Parse(address); err == nil && u.RawQuery != "" {
		mark = "&"
	}
	return web.Redirect(l.w, l.r, address+mark+"sagt="+done)
}

// wrong is a fault that the page itself tells of; others are the site's.
func wrong(err error) *fault.Fault {
	if f := fault.Of(err); f != nil && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
		return f
	}
	return nil
}

// seen is what the editor saw, as the form carries it.
func seen(r *http.Request) journey.Sight {
	version, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	if err != nil || version < 0 {
		version = 0
	}
	return journey.Sight{LayerID: r.PostFormValue("lager"), Version: version}
}

// meanwhile tells whether somebody has been there between.
func meanwhile(err error) bool {
	return errors.Is(err, journey.ErrDraftMoved) || errors.Is(err, journey.ErrNoLayerDraft)
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 100_000 {
		return 1
	}
	return n
}
