// Package demoweb is the start page of demo mode: ready sign-ins, one per role. It is on the site
// in demo mode only.
package demoweb

import (
	"embed"
	"net/http"

	"github.com/alexedwards/scs/v2"

	"yrkesresan/internal/access"
	"yrkesresan/internal/demo"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/web"
)

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Pages serves them.
type Pages struct {
	Demo     *demo.Demo
	Sessions *scs.SessionManager
	Frame    *page.Frame
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /demo", web.Public, p.start)
	r.Page("POST /demo/in/{who}", web.Public, p.enter)
	r.Page("GET /demo/hem", web.Own, p.home)
}

// startView is the start page.
type startView struct {
	Day    string // the demo's own
	Roles  []demo.Ready
	Others []demo.Ready
}

func (p *Pages) start(w http.ResponseWriter, r *http.Request) error {
	c := p.Frame.Catalog(page.Of(r.Context()))
	v := startView{Day: c.Date(p.Frame.Now())}
	var err error
	if v.Roles, err = p.Demo.Ready(r.Context(), demo.Roles); err != nil {
		return err
	}
	if v.Others, err = p.Demo.Ready(r.Context(), demo.Others); err != nil {
		return err
	}
	return p.Frame.Show(w, r, http.StatusOK, "demo.title", startPage(v))
}

// enter signs in as somebody ready, at once: nobody here is anybody.
func (p *Pages) enter(w http.ResponseWriter, r *http.Request) error {
	who := r.PathValue("who")
	person, err := p.Demo.Person(r.Context(), who)
	if err != nil {
		return err
	}
	if err := p.Demo.Access.Begin(r.Context(), p.Sessions, person, access.Where{Device: access.DeviceOf(r.UserAgent())}); err != nil {
		return err
	}
	return web.Redirect(w, r, homeOf(who))
}

// home is where a ready sign-in by an address lands.
func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Demo.Who(r.Context(), page.Of(r.Context()).Actor.PersonID)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, homeOf(who))
}

// homes are the pages that the roles are for; "/" finds the others'.
var homes = map[string]string{"manager": "/min-grupp", "deputy": "/min-grupp", "municipality": "/kommun", "hr": "/kommun", "region": "/rss", "national": "/nationen", "operations": "/omrade", "trainer": "/kursledare"}

func homeOf(who string) string {
	if to := homes[who]; to != "" {
		return to
	}
	return "/"
}

// about is who somebody is, as a sentence.
func about(r demo.Ready) string {
	if r.Work == "" {
		return r.Name + "."
	}
	return r.Name + ". " + r.Work + "."
}
