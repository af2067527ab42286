package accessweb

import (
	"net/http"
	"strings"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// sharedCookie marks a device that several people use. It says nothing of any of them.
const sharedCookie = "delad"

func isShared(r *http.Request) bool { return cookie(r, sharedCookie) != "" }

// devicesView is where and how a person is signed in.
type devicesView struct {
	Devices  []deviceView
	Others   bool // there are others to end
	Keys     []keyView
	CanKeys  bool // passkeys work at this address, and the device is the person's own
	HasPIN   bool
	Said     string
	Wrong    string
	Doors    []ui.Part
	LastSeen string
}

type deviceView struct {
	ID, Name, Text string
	Here           bool
}

type keyView struct{ ID, Name, Text string }

func (p *Pages) devices(w http.ResponseWriter, r *http.Request) error {
	return p.showDevices(w, r, nil)
}

func (p *Pages) showDevices(w http.ResponseWriter, r *http.Request, refused *fault.Fault) error {
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	all, err := p.Access.Devices(r.Context(), visit.Actor, p.Sessions)
	if err != nil {
		return err
	}
	keys, err := p.Access.Passkeys(r.Context(), visit.Actor)
	if err != nil {
		return err
	}
	account, err := p.Access.Account(r.Context(), visit.Actor)
	if err != nil {
		return err
	}
	v := devicesView{Others: len(all) > 1, HasPIN: account.SecretKind != "", CanKeys: p.Access.HasPasskeys() && !visit.Shared}
	for _, d := range all {
		v.Devices = append(v.Devices, deviceView{ID: d.ID, Name: deviceName(c, d.Name), Text: p.when(c, d), Here: d.Here})
	}
	for _, k := range keys {
		kv := keyView{ID: k.ID, Name: deviceName(c, k.Name), Text: c.T("access.key_made", "date", c.Near(k.Made, p.Access.Now()))}
		if !k.Used.IsZero() {
			kv.Text += " " + c.T("access.key_used", "date", c.Near(k.Used, p.Access.Now()))
		}
		v.Keys = append(v.Keys, kv)
	}
	status := http.StatusOK
	switch q := r.URL.Query().Get("klart"); {
	case refused != nil:
		v.Wrong, status = page.Say(c, refused), web.Status(refused)
	case q == "nyckel":
		v.Said = c.T("access.key_added")
	case q == "bort":
		v.Said = c.T("access.key_removed")
	case q == "ut":
		v.Said = c.T("access.device_ended")
	}
	s := p.Frame.Shell(r, c.T("access.devices"))
	s.Wrong = refused != nil
	return p.Frame.ShowAs(w, r, status, s, devicesPage(v))
}

// when says how a session has been used.
func (p *Pages) when(c *lang.Catalog, d access.Device) string {
	said := []string{c.T("access.device_since", "date", c.Near(d.Since, p.Access.Now()))}
	if !d.Seen.IsZero() && d.Seen.Sub(d.Since) > time.Minute && !d.Here {
		said = append(said, c.T("access.device_seen", "date", c.Near(d.Seen, p.Access.Now())))
	}
	if d.Shared {
		said = append(said, c.T("access.device_shared"))
	}
	return strings.Join(said, " ")
}

// deviceName is what a device is called: "Chrome på Android".
func deviceName(c *lang.Catalog, name string) string {
	browser, system, both := strings.Cut(name, "/")
	switch {
	case both:
		return c.T("access.device_name", "browser", browser, "system", system)
	case name != "":
		return name
	}
	return c.T("access.device_unknown")
}

func (p *Pages) endDevice(w http.ResponseWriter, r *http.Request) error {
	actor := web.ActorOf(r.Context())
	if id := r.PostFormValue("enhet"); id != "" {
		if err := p.Access.EndDevice(r.Context(), actor, id); err != nil && fault.Of(err) == nil {
			return err // one that is gone already has ended too
		}
	} else if err := p.Access.EndOthers(r.Context(), actor, p.Sessions); err != nil {
		return err
	}
	return web.Redirect(w, r, "/installningar/inloggning?klart=ut")
}

// sharing tells what it means to share a device, with the switch.
func (p *Pages) sharing(w http.ResponseWriter, r *http.Request) error {
	return p.Frame.Show(w, r, http.StatusOK, "access.shared_title", sharingPage(isShared(r)))
}

// setSharing marks this device as shared, or no more. Whoever is signed in on it as on an own one is
// signed out: nothing of that person stays for the next.
func (p *Pages) setSharing(w http.ResponseWriter, r *http.Request) error {
	if r.PostFormValue("delad") == "" {
		setCookie(w, r, sharedCookie, "", -1)
		return web.Redirect(w, r, "/logga-in/delad")
	}
	setCookie(w, r, sharedCookie, "1", 400*24*time.Hour)
	setCookie(w, r, deviceCookie, "", -1) // whose own device it was
	if err := p.Sessions.Destroy(r.Context()); err != nil {
		return err
	}
	clearSite(w)
	return web.Redirect(w, r, "/logga-in")
}

// stillHere asks who has been quiet on a shared device; a press is an answer.
func (p *Pages) stillHere(w http.ResponseWriter, r *http.Request) error {
	return p.Frame.Show(w, r, http.StatusOK, "access.still_here", stillPage(web.LocalPath(r.URL.Query().Get("till"), "/")))
}

func (p *Pages) isHere(w http.ResponseWriter, r *http.Request) error {
	if r.Header.Get("X-Autospara") != "" {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return web.Redirect(w, r, web.LocalPath(r.PostFormValue("till"), "/"))
}

// left ends a session on a shared device that nobody touches. It is a GET, since a page without
// script can only lead on; what is in use, or not shared, is left alone.
func (p *Pages) left(w http.ResponseWriter, r *http.Request) error {
	if page.Of(r.Context()).Actor.Known() {
		if !p.Access.Left(r.Context(), p.Sessions) {
			return web.Redirect(w, r, "/")
		}
		if err := p.Sessions.Destroy(r.Context()); err != nil {
			return err
		}
	}
	clearSite(w)
	return web.Redirect(w, r, "/logga-in?ut=borta")
}

// clearSite leaves nothing personal in the browser. Cookies stay: the device is still known, and the
// municipality remembered.
func clearSite(w http.ResponseWriter) { w.Header().Set("Clear-Site-Data", `"cache", "storage"`) }
