package planweb_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/development"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui/uitest"
	"yrkesresan/internal/profile/layer"
	"yrkesresan/internal/report"
)

// world is Göteborg with the operation omr and the unit solen there, which karin leads; amina and bengt work
// at solen, kim leads the municipality, olle plans at omr without names. Each is to hold Demensvård and the
// formal education.
type world struct{ *gaptest.World }

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{gaptest.New(t)}
	w.Place("operation", "omr", "Äldreomsorg", gaptest.Town)
	w.Place("unit", "solen", "Solen", "omr")
	for _, person := range []string{"amina", "bengt", "karin", "kim", "olle"} {
		w.Employ(person, "solen", "underskoterska")
	}
	w.Grant("karin", may.Manager, "solen")
	w.Grant("kim", may.Municipality, gaptest.Town)
	w.Grant("olle", may.Operations, "omr")
	w.Publish(gaptest.Frame())
	w.Ask(gaptest.Town, "2025-01-01", layer.Demand{Requirement: gaptest.Key("demens"), Target: "do", Measure: layer.Each}, layer.Demand{Requirement: gaptest.Key("utbildning"), Measure: layer.Each},
		layer.Demand{Requirement: gaptest.Key("sjukskoterska"), Measure: layer.Count, Count: 1, At: "unit"})
	w.reckon()
	return w
}

// reckon lets what is asked and held reach the figures.
func (w *world) reckon() {
	w.T.Helper()
	if err := w.Figures.OnPassed(w.T.Context(), report.Passed{}); err != nil {
		w.T.Fatal(err)
	}
}

func amina() development.Whose { return development.Person("amina", gaptest.Town) }

// visitor is a signed-in person.
type visitor struct {
	w      *world
	client *http.Client
}

func (w *world) as(person string) *visitor {
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

// send sends a planning sheet.
func (v *visitor) send(kind string, sheet []byte, status int) (to, body string) {
	v.w.T.Helper()
	var form bytes.Buffer
	m := multipart.NewWriter(&form)
	for name, value := range map[string]string{"enhet": "solen", "for": kind} {
		if err := m.WriteField(name, value); err != nil {
			v.w.T.Fatal(err)
		}
	}
	part, err := m.CreateFormFile("fil", "plan.xlsx")
	if err != nil {
		v.w.T.Fatal(err)
	}
	if _, err := part.Write(sheet); err != nil {
		v.w.T.Fatal(err)
	}
	if err := m.Close(); err != nil {
		v.w.T.Fatal(err)
	}
	r, err := v.client.Post(v.w.Base+"/min-grupp/plan/ark", m.FormDataContentType(), &form)
	return v.end(r, err, "the sheet", status)
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

func (w *world) says(body string, parts ...string) {
	w.T.Helper()
	for _, p := range parts {
		if !strings.Contains(body, p) {
			w.T.Errorf("no %q in %.20000s", p, body)
		}
	}
}

func (w *world) silent(body string, parts ...string) {
	w.T.Helper()
	for _, p := range parts {
		if strings.Contains(body, p) {
			w.T.Errorf("%q in %.20000s", p, body)
		}
	}
}

// work works the queue until stopped.
func (w *world) work() (stop func()) {
	w.T.Helper()
	if err := w.Jobs.Start(w.T.Context()); err != nil {
		w.T.Fatal(err)
	}
	return func() {
		ctx, done := context.WithTimeout(context.WithoutCancel(w.T.Context()), 20*time.Second)
		defer done()
		if err := w.Jobs.Stop(ctx); err != nil {
			w.T.Error(err)
		}
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// flat is the words of a page with one space between.
func flat(body string) string {
	return strings.Join(strings.Fields(tag.ReplaceAllString(body, " ")), " ")
}

func itoa(n int) string { return strconv.Itoa(n) }

func amina0() development.Whose { return amina() }
