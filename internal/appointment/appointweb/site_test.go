package appointweb_test

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
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui/uitest"
)

// site is Göteborg, where karin leads Solen and Månen and kim is the municipality, and Ale, where maja leads Eken and ali
// works. Bengt has an education as stödpedagog.
type site struct{ *gaptest.World }

const other = "k-1440"

func newSite(t testing.TB) *site {
	t.Helper()
	w := &site{gaptest.New(t)}
	w.Place("operation", "omr", "Äldreomsorg", gaptest.Town)
	w.Place("unit", "solen", "Solen", "omr")
	w.Place("unit", "manen", "Månen", "omr")
	w.Place("unit", "eken", "Eken", other)
	for _, p := range []string{"karin", "kim", "amina", "bengt"} {
		w.Employ(p, "solen", "underskoterska")
	}
	w.Merit("bengt", frame.ByEducation, "yh-stodpedagog", "2020-01-01")
	w.EmployAt("maja", other, "eken", "enhetschef")
	w.EmployAt("ali", other, "eken", "underskoterska")
	w.Grant("karin", may.Manager, "solen")
	w.Grant("karin", may.Manager, "manen")
	w.Grant("kim", may.Municipality, gaptest.Town)
	w.Grant("maja", may.Manager, "eken")
	return w
}

func (w *site) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func (w *site) switchOn(kinds ...org.FunctionKind) {
	w.T.Helper()
	for _, k := range kinds {
		w.must(w.Tree.Choose(w.T.Context(), w.Actor("kim"), gaptest.Town, k, true, w.Staff.Today()))
	}
}

func (w *site) number(person string) string {
	w.T.Helper()
	n, err := db.One(w.T.Context(), w.DB, db.Text, `SELECT number FROM employment WHERE person_id = $1`, person)
	w.must(err)
	return n
}

// visitor is a signed-in person; of "" nobody is.
type visitor struct {
	w      *site
	client *http.Client
}

func (w *site) as(person string) *visitor {
	w.T.Helper()
	jar, err := cookiejar.New(nil)
	w.must(err)
	v := &visitor{w, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	if person == "" {
		return v
	}
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
	uitest.Page(v.w.T, string(text))
	return flat(string(text))
}

func (v *visitor) get(path string, status int) string {
	v.w.T.Helper()
	r, err := v.client.Get(v.w.Base + path)
	return v.end(r, err, path, status)
}

// post sends pairs of name and value; it gives where one comes, or what the page says.
func (v *visitor) post(path string, status int, pairs ...string) string {
	v.w.T.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r, err := v.client.PostForm(v.w.Base+path, form)
	return v.end(r, err, path, status)
}

// open lets a browser be the person.
func (v *visitor) open(p *browsertest.Page) {
	at, err := url.Parse(v.w.Base)
	v.w.must(err)
	p.Open(v.w.Base + "/healthz")
	p.Eval(`document.cookie.split(";").forEach(c => document.cookie = c.split("=")[0].trim() + "=; path=/; max-age=0")`, nil)
	for _, c := range v.client.Jar.Cookies(at) {
		p.Eval(fmt.Sprintf("document.cookie = %q", c.Name+"="+c.Value+"; path=/"), nil)
	}
}

func (w *site) says(body string, parts ...string) {
	w.T.Helper()
	for _, p := range parts {
		if !strings.Contains(body, p) {
			w.T.Errorf("no %q in %.5000s", p, body)
		}
	}
}

func (w *site) silent(body string, parts ...string) {
	w.T.Helper()
	for _, p := range parts {
		if strings.Contains(body, p) {
			w.T.Errorf("%q in %.5000s", p, body)
		}
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// flat is the words of a page with one space between.
func flat(body string) string {
	return strings.Join(strings.Fields(tag.ReplaceAllString(body, " ")), " ")
}
