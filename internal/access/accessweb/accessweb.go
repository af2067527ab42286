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
	r.Page("GET /logga-in/delad", web.Public, p.sharing)
	r.Page("POST /logga-in/delad", web.Public, p.setSharing)
	r.Page("GET /logga-ut/borta", web.Public, p.left)
	r.Page("GET /fortfarande-har", web.Own, p.stillHere)
	r.Page("POST /fortfarande-har", web.Own, p.isHere)
	r.Page("POST /logga-in/nyckel/fraga", web.Public, p.askEntry)
	r.Page("POST /logga-in/nyckel", web.Public, p.enterByKey)
	r.Page("GET /installningar/inloggning", web.Own, p.devices)
	r.Page("POST /installningar/inloggning/avsluta", web.Own, p.endDevice)
	r.Page("POST /installningar/inloggning/nyckel/fraga", web.Own, p.askKey)
	r.Page("POST /installningar/inloggning/nyckel", web.Own, p.addKey)
	r.Page("POST /installningar/inloggning/nyckel/bort", web.Own, p.removeKey)
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
		here, err := p.Access.Use(r.Context(), p.Sessions, !askedOnly(r))
		if err == nil && !here { // a shared device that lay too long
			clearSite(w)
			next.ServeHTTP(w, r)
			return
		}
		var v access.Visitor
		if err == nil {
			v, err = p.Access.Visitor(r.Context(), personID, p.Today())
		}
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
		seen := visit(v)
		seen.Shared = access.Shared(r.Context(), p.Sessions)
		next.ServeHTTP(w, r.WithContext(page.With(r.Context(), seen)))
	})
}

func visit(v access.Visitor) page.Visit {
	out := page.Visit{FirstName: v.FirstName, Theme: ui.Theme(v.Theme), LargeText: v.TextSize == "large", Easy: v.Easy, LowData: v.LowData, Employed: v.Employed, AskedDone: v.AskedDone, Unread: v.Unread}
	out.Actor.PersonID, out.Actor.Grants = v.PersonID, v.Grants
	return out
}

// askedOnly tells whether a browser without script came by itself, from page to page: that is nobody
// touching the device.
func askedOnly(r *http.Request) bool {
	return r.Method == http.MethodGet && (r.URL.Path == "/fortfarande-har" || r.URL.Path == "/logga-ut/borta")
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
	clearSite(w)
	if r.PostFormValue("byt") != "" {
		return web.Redirect(w, r, "/logga-in?ut=byt")
	}
	return web.Redirect(w, r, "/logga-in?ut=1")
}

// begin signs in on this device and goes on: a PIN first, then where the person was going. Who
// came with a code may have forgotten the PIN and is offered to choose anew.
func (p *Pages) begin(w http.ResponseWriter, r *http.Request, e access.Entry, own bool, to string) error {
	to, err := p.enterAs(w, r, e, own, to)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, to)
}

// enterAs begins the session and tells where to go on. On a shared device nothing is an own one.
func (p *Pages) enterAs(w http.ResponseWriter, r *http.Request, e access.Entry, own bool, to string) (string, error) {
	on := access.Where{Device: access.DeviceOf(r.UserAgent()), Shared: isShared(r)}
	on.Own = own && !on.Shared
	if err := p.Access.Begin(r.Context(), p.Sessions, e.PersonID, on); err != nil {
		return "", err
	}
	if on.Own {
		setCookie(w, r, deviceCookie, p.Access.Remember(e.PersonID), 400*24*time.Hour)
	}
	if e.Purpose == access.ForSignIn {
		access.LetAnew(r.Context(), p.Sessions, p.Access.Now())
		to = "/valj-pin"
	}
	return web.LocalPath(to, "/"), nil
}

// Cookies that only make the next sign-in easier.
const (
	deviceCookie       = "enhet"
	municipalityCookie = "kommun"
)

func setCookie(w http.ResponseWriter, r *http.Request, name, value string, life time.Duration) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: maxAge(life), HttpOnly: true, Secure: web.Secure(r), SameSite: http.SameSiteLaxMode})
}

// maxAge is how long a browser keeps a cookie, in seconds; a life below 0 takes it away.
func maxAge(life time.Duration) int {
	if life < 0 {
		return -1
	}
	return int(life.Seconds())
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
