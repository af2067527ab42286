package gapweb_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui/uitest"
	"yrkesresan/internal/profile/layer"
)

// world is Göteborg: the operation norr with the units solen (karin leads) and manen, and a private employer
// with a unit of its own. olle leads norr without names; maj is the municipality.
type world struct{ *gaptest.World }

func newWorld(t testing.TB) world {
	w := world{gaptest.New(t)}
	w.Publish(gaptest.Frame())
	w.Place("operation", "norr", "Äldreomsorg norr", gaptest.Town)
	w.Place("unit", "solen", "Solen", "norr")
	w.Place("unit", "manen", "Månen", "norr")
	w.Place("employer", "privat", "Omsorg AB", gaptest.Town)
	w.Place("unit", "villan", "Villan", "privat")
	for person, unit := range map[string]string{"karin": "solen", "amina": "solen", "bengt": "solen", "clara": "solen", "david": "manen", "olle": "manen", "maj": "manen"} {
		w.Employ(person, unit, "underskoterska")
	}
	w.EmployAt("petra", "privat", "villan", "underskoterska")
	w.Grant("karin", may.Manager, "solen")
	w.Grant("olle", may.Operations, "norr")
	w.Grant("maj", may.Municipality, gaptest.Town)
	return w
}

// asking lets the places ask for something, and some hold it.
func (w world) asking() {
	w.Ask(gaptest.Town, "2025-01-01",
		layer.Demand{ID: "d", Requirement: gaptest.Key("demens"), Target: "do", Measure: layer.Each, Weight: layer.Important},
		layer.Demand{ID: "u", Requirement: gaptest.Key("utbildning"), Measure: layer.Each, Weight: layer.Critical},
		layer.Demand{ID: "s", Requirement: gaptest.Key("sjukskoterska"), Measure: layer.Count, Count: 1, At: "municipality"})
	w.Ask("solen", "2025-01-01",
		layer.Demand{ID: "f", Requirement: gaptest.Key("forflyttning"), Target: "do", Measure: layer.Each},
		layer.Demand{ID: "h", Requirement: gaptest.Key("handledning"), Target: "master", Measure: layer.Count, Count: 2, At: "unit", From: "2025-01-01"},
		layer.Demand{ID: "n", Requirement: gaptest.Key("forflyttning"), Target: "master", Measure: layer.Each, From: "2099-03-01"})
	w.Assess("amina", "demens", "do", "2026-01-10")
	w.Assess("bengt", "demens", "know", "2026-01-10")
	w.Assess("clara", "demens", "master", "2020-01-10") // long ago: it has faded
	w.Assess("amina", "handledning", "master", "2026-02-01")
	w.Merit("amina", frame.ByEducation, "vard-och-omsorg", "2015-06-10")
	w.Complete("bengt", "forflyttning", "Förflyttning", time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC))
	w.Settle()
}

// visitor is a signed-in person.
type visitor struct {
	w      world
	client *http.Client
}

func (w world) as(person string) *visitor {
	w.T.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.T.Fatal(err)
	}
	v := &visitor{w, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	code, err := w.Access.GiveCode(w.T.Context(), may.Operator(), person, access.ForDemo)
	if err != nil {
		w.T.Fatal(err)
	}
	v.post("/in/"+code.Code, nil, http.StatusSeeOther)
	return v
}

func (v *visitor) end(r *http.Response, err error, what string, status int) (to, body string) {
	v.w.T.Helper()
	if err != nil {
		v.w.T.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		v.w.T.Fatal(err)
	}
	if r.StatusCode != status {
		v.w.T.Fatalf("%s: %d, want %d\n%.3000s", what, r.StatusCode, status, text)
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") && status != http.StatusSeeOther {
		uitest.Page(v.w.T, string(text))
	}
	return r.Header.Get("Location"), string(text)
}

func (v *visitor) get(path string, status int) string {
	v.w.T.Helper()
	r, err := v.client.Get(v.w.Base + path)
	_, body := v.end(r, err, path, status)
	return body
}

func (v *visitor) post(path string, form url.Values, status int) (to, body string) {
	v.w.T.Helper()
	r, err := v.client.PostForm(v.w.Base+path, form)
	return v.end(r, err, path, status)
}

// open lets a browser be the person.
func (v *visitor) open(p *browsertest.Page) {
	at, err := url.Parse(v.w.Base)
	if err != nil {
		v.w.T.Fatal(err)
	}
	p.Open(v.w.Base + "/healthz")
	for _, c := range v.client.Jar.Cookies(at) {
		p.Eval(fmt.Sprintf("document.cookie = %q", c.Name+"="+c.Value+"; path=/"), nil)
	}
}

// main is the page's own part, without the shell.
func content(body string) string {
	_, body, _ = strings.Cut(body, "<main")
	body, _, _ = strings.Cut(body, "</main>")
	return body
}

func (w world) says(body string, parts ...string) {
	w.T.Helper()
	for _, p := range parts {
		if !strings.Contains(body, p) {
			w.T.Errorf("no %q in %s", p, content(body))
		}
	}
}

func (w world) silent(body string, parts ...string) {
	w.T.Helper()
	for _, p := range parts {
		if strings.Contains(body, p) {
			w.T.Errorf("%q in %s", p, content(body))
		}
	}
}
