// Package accessweb is the pages to sign in with, and a person's own settings.
package accessweb

import (
	"embed"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"yrkesresan/internal/access"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Pages serves them.
type Pages struct {
	Access   *access.Access
	Tree     *org.Tree
	Sessions *scs.SessionManager
	Frame    *page.Frame
	Log      *slog.Logger
	Today    func() string
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /{$}", web.Public, p.start)
	r.Page("GET /logga-in", web.Public, p.signIn)
	r.Page("POST /logga-in", web.Public, p.enter)
	r.Page("GET /logga-in/kod", web.Public, p.typeCode)
	r.Page("POST /logga-in/kod", web.Public, p.enterTyped)
	r.Page("GET /in/{code}", web.Public, p.showCode)
	r.Page("POST /in/{code}", web.Public, p.enterCode)
	r.Page("POST /logga-ut", web.Public, p.signOut)
	r.Page("GET /valj-pin", web.Own, p.chooseSecret)
	r.Page("POST /valj-pin", web.Own, p.setSecret)
	r.Page("GET /installningar", web.Own, p.settings)
	r.Page("POST /installningar/lasning", web.Own, p.setReading)
	r.Page("POST /installningar/namn", web.Own, p.setLogin)
	r.Page("POST /lattlast", web.Own, p.setEasy)
}

// Load puts who visits into the context of every request that follows. It stands inside the
// sessions' own middleware.
func (p *Pages) Load(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		personID := access.SignedIn(r.Context(), p.Sessions)
		if personID == "" {
			next.ServeHTTP(w, r)
			return
		}
		v, err := p.Access.Visitor(r.Context(), personID, p.Today())
		if f := fault.Of(err); f != nil && f.Kind == fault.Missing { // the account is gone
			next.ServeHTTP(w, r)
			return
		}
		if err != nil {
			p.Log.ErrorContext(r.Context(), "visitor", "err", err)
			if err := p.Frame.Fail(w, r, http.StatusServiceUnavailable, db.ErrBusy); err != nil {
				p.Log.ErrorContext(r.Context(), "error page failed", "err", err)
			}
			return
		}
		next.ServeHTTP(w, r.WithContext(page.With(r.Context(), visit(v))))
	})
}

func visit(v access.Visitor) page.Visit {
	out := page.Visit{FirstName: v.FirstName, Theme: ui.Theme(v.Theme), LargeText: v.TextSize == "large", Easy: v.Easy, LowData: v.LowData, Employed: v.Employed, AskedDone: v.AskedDone, Unread: v.Unread}
	out.Actor.PersonID, out.Actor.Grants = v.PersonID, v.Grants
	return out
}

// start sends everyone to where the visit begins.
func (p *Pages) start(w http.ResponseWriter, r *http.Request) error {
	v := page.Of(r.Context())
	switch {
	case v.Actor.Known():
		return web.Redirect(w, r, page.Home(v))
	case p.Frame.Demo:
		return web.Redirect(w, r, demoStart)
	}
	return web.Redirect(w, r, "/logga-in")
}

// Addresses of demo mode, which has pages of its own: where anyone may be anyone, and where a
// ready sign-in lands.
const (
	demoStart = "/demo"
	demoHome  = "/demo/hem"
)

func (p *Pages) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := p.Sessions.Destroy(r.Context()); err != nil {
		return err
	}
	// Nothing personal stays in the browser of a shared tablet. Cookies stay: the device is still
	// known, and the municipality remembered.
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return web.Redirect(w, r, "/logga-in?ut=1")
}

// begin signs in on this device and goes on: a PIN first, then where the person was going. Who
// came with a code may have forgotten the PIN and is offered to choose anew.
func (p *Pages) begin(w http.ResponseWriter, r *http.Request, e access.Entry, own bool, to string) error {
	if err := access.Begin(r.Context(), p.Sessions, e.PersonID, own); err != nil {
		return err
	}
	if own {
		setCookie(w, r, deviceCookie, p.Access.Remember(e.PersonID), 400*24*time.Hour)
	}
	if e.Purpose == access.ForSignIn {
		access.LetAnew(r.Context(), p.Sessions, p.Access.Now())
		to = "/valj-pin"
	}
	return web.Redirect(w, r, web.LocalPath(to, "/"))
}

// Cookies that only make the next sign-in easier.
const (
	deviceCookie       = "enhet"
	municipalityCookie = "kommun"
)

func setCookie(w http.ResponseWriter, r *http.Request, name, value string, life time.Duration) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: int(life.Seconds()), HttpOnly: true, Secure: web.Secure(r), SameSite: http.SameSiteLaxMode})
}

func cookie(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// expected keeps the faults that a form answers on its own page, field by field. Who has to wait
// is told how long.
func expected(w http.ResponseWriter, err error) *fault.Fault {
	switch f := fault.Of(err); {
	case f == nil:
		return nil
	case errors.Is(f, access.ErrWait):
		w.Header().Set("Retry-After", "900")
		return f
	case f.Kind == fault.Invalid, f.Kind == fault.Conflict, errors.Is(f, access.ErrCrowd):
		return f
	}
	return nil
}
