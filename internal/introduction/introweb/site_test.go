package introweb_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"yrkesresan/internal/access"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/introduction"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui/uitest"
)

// site is the unit solen, led by karin; mona, bo and the nurse sara work there, amina is new. kim is the
// municipality's, nadia national.
type site struct{ *gaptest.World }

func newSite(t testing.TB) *site {
	t.Helper()
	w := &site{gaptest.New(t)}
	w.Place("operation", "omr", "Äldreomsorg", gaptest.Town)
	w.Place("unit", "solen", "Solen", "omr")
	for person, occupation := range map[string]string{"karin": "enhetschef", "mona": "underskoterska", "bo": "underskoterska", "amina": "underskoterska", "sara": "sjukskoterska", "kim": "enhetschef", "nadia": "enhetschef"} {
		w.Employ(person, "solen", occupation)
	}
	w.Grant("karin", may.Manager, "solen")
	w.Grant("kim", may.Municipality, gaptest.Town)
	w.Grant("nadia", may.National, "se")
	return w
}

// begin lets karin begin somebody's introduction.
func (w *site) begin(person, template string) string {
	w.T.Helper()
	id, err := w.Introductions.Begin(w.T.Context(), w.Actor("karin"), introduction.New{PersonID: person, UnitID: "solen", TemplateID: template})
	w.must(err)
	return id
}

func (w *site) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// visitor is a signed-in person.
type visitor struct {
	w      *site
	client *http.Client
}

func (w *site) as(person string) *visitor {
	w.T.Helper()
	jar, err := cookiejar.New(nil)
	w.must(err)
	v := &visitor{w, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	code, err := w.Access.GiveCode(w.T.Context(), may.Operator(), person, access.ForDemo)
	w.must(err)
	v.post("/in/"+code.Code, http.StatusSeeOther)
	return v
}

func (v *visitor) end(r *http.Response, err error, what string, status int) string {
	v.w.T.Helper()
	v.w.must(err)
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	v.w.must(err)
	if r.StatusCode != status {
		v.w.T.Fatalf("%s: %d, want %d\n%.3000s", what, r.StatusCode, status, text)
	}
	if status == http.StatusSeeOther {
		return r.Header.Get("Location")
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
		uitest.Page(v.w.T, string(text))
	}
	return string(text)
}

func (v *visitor) raw(path string) string {
	v.w.T.Helper()
	r, err := v.client.Get(v.w.Base + path)
	return v.end(r, err, path, http.StatusOK)
}

func (v *visitor) get(path string, status int) string {
	v.w.T.Helper()
	r, err := v.client.Get(v.w.Base + path)
	return flat(v.end(r, err, path, status))
}

// post sends pairs of name and value; it gives where one comes, or what the page says.
func (v *visitor) post(path string, status int, pairs ...string) string {
	v.w.T.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r, err := v.client.PostForm(v.w.Base+path, form)
	to := v.end(r, err, path, status)
	if status == http.StatusSeeOther {
		return to
	}
	return flat(to)
}

// open lets a browser be the person.
func (v *visitor) open(p *browsertest.Page) {
	at, err := url.Parse(v.w.Base)
	v.w.must(err)
	p.Open(v.w.Base + "/healthz")
	for _, c := range v.client.Jar.Cookies(at) {
		p.Eval(fmt.Sprintf("document.cookie = %q", c.Name+"="+c.Value+"; path=/"), nil)
	}
}

func (w *site) says(body string, parts ...string) {
	w.T.Helper()
	for _, p := range parts {
		if !strings.Contains(body, p) {
			w.T.Errorf("no %q in %.6000s", p, body)
		}
	}
}

func (w *site) silent(body string, parts ...string) {
	w.T.Helper()
	for _, p := range parts {
		if strings.Contains(body, p) {
			w.T.Errorf("%q in %.6000s", p, body)
		}
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// flat is the words of a page with one space between.
func flat(body string) string {
	return strings.Join(strings.Fields(tag.ReplaceAllString(body, " ")), " ")
}
