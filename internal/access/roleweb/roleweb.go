// Package roleweb is the pages of roles: who does what at a place, giving, ending and prolonging
// with the log, a manager's deputies and tasks handed over, everybody's own roles, and who has
// signed in.
package roleweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"

	"yrkesresan/internal/access"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// onPage is how many people or places a page lists; onLog how many lines of the log.
const (
	onPage = 50
	onLog  = 30
)

// mostUnits bounds the units of one who leads many.
const mostUnits = 2000

// Journeys names the journeys that a producer can produce.
type Journeys interface {
	// JourneyNames gives id and name of the journeys that belong to a node: who produces one does it
	// where it belongs.
	JourneyNames(ctx context.Context, ownerID string) ([]ui.Option, error)
}

// Pages serves them.
type Pages struct {
	Access   *access.Access
	Tree     *org.Tree
	Journeys Journeys
	Frame    *page.Frame
	Today    func() string
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /roller", web.To(may.GrantRole), p.start)
	r.Page("GET /roller/{node}", web.To(may.GrantRole), p.place)
	r.Page("GET /roller/person/{person}", web.To(may.GrantRole), p.person)
	r.Page("GET /roller/konton", web.To(may.SeeAccounts), p.accounts)
	r.Page("GET /min-grupp/ansvar", web.To(may.Delegate), p.duties)
	r.Page("GET /installningar/roller", web.Own, p.own)
	for _, d := range []desk{
		{Pages: p, give: "/roller/ge", role: "/roller/uppdrag/", home: func(node string) string { return "/roller/" + url.PathEscape(node) }, need: may.GrantRole},
		{Pages: p, give: "/min-grupp/ansvar/ge", role: "/min-grupp/ansvar/uppdrag/", home: dutiesAt, need: may.Delegate},
	} {
		r.Page("GET "+d.give, web.To(d.need), d.form)
		r.Page("POST "+d.give, web.To(d.need), d.send)
		r.Page("GET "+d.role+"{grant}", web.To(d.need), d.one)
		r.Page("POST "+d.role+"{grant}/avsluta", web.To(d.need), d.end)
		r.Page("POST "+d.role+"{grant}/forlang", web.To(d.need), d.prolong)
	}
}

func dutiesAt(node string) string { return "/min-grupp/ansvar?enhet=" + url.QueryEscape(node) }

// desk is where roles are given and ended: the administration's pages, or the manager's.
type desk struct {
	*Pages
	give, role string
	home       func(node string) string
	need       may.Action
}

// show shows a page under a title that is a text.
func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, title string, wrong bool, body component) error {
	s := p.Frame.Shell(r, title)
	s.Wrong = wrong
	return p.Frame.ShowAs(w, r, status, s, body)
}
