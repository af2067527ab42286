package uptakeweb_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui/uitest"
	"yrkesresan/internal/record"
	"yrkesresan/internal/uptake"
)

// site is the unit solen: maria leads amina and bengt; kim administers the town.
type site struct{ *gaptest.World }

func newSite(t testing.TB) *site {
	t.Helper()
	w := &site{gaptest.New(t)}
	w.Place("operation", "omr", "Äldreomsorg", gaptest.Town)
	w.Place("unit", "solen", "Solen", "omr")
	w.Employ("amina", "solen", "underskoterska")
	w.Employ("bengt", "solen", "underskoterska")
	w.Employ("maria", "solen", "enhetschef")
	w.Grant("maria", may.Manager, "solen")
	w.Place("unit", "manen", "Månen", "omr")
	w.Employ("kim", "manen", "handlaggare")
	w.Grant("kim", may.Municipality, gaptest.Town)
	if _, _, problems, err := w.Courses.Import(t.Context(), may.Operator(), coursetest.Without(coursetest.Folder("hygien", 3), "test.yaml")); err != nil {
		t.Fatal(err, problems)
	}
	return w
}

// reflect notes that somebody has been at a meeting about the course.
func (w *site) reflect(person string) {
	w.T.Helper()
	w.Tx(func(ctx context.Context, tx *db.Tx) error {
		_, err := w.Record.Append(ctx, tx, record.Fact{PersonID: person, Kind: record.Attended, CourseID: "hygien", Title: "Hygien", At: time.Now(), Source: uptake.FromCircle, ActorID: "maria", ControllerID: gaptest.Town, Detail: "{}"})
		return err
	})
}

// visitor is a signed-in person.
type visitor struct {
	w      *site
	client *http.Client
}

func (w *site) as(person string) *visitor {
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
	v.post("/in/"+code.Code, http.StatusSeeOther)
	return v
}

func (v *visitor) end(r *http.Response, err error, what string, status int) string {
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
	if status == http.StatusSeeOther {
		return r.Header.Get("Location")
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
		uitest.Page(v.w.T, string(text))
	}
	return string(text)
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
	v.w.T.Helper()
	at, err := url.Parse(v.w.Base)
	if err != nil {
		v.w.T.Fatal(err)
	}
	p.Open(v.w.Base + "/healthz")
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
