package meetweb_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/circle"
	"yrkesresan/internal/circle/circletest"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui/uitest"
)

// site is the world's pages, on a network that can be cut.
type site struct {
	*circletest.World
	cut atomic.Bool
}

func newSite(t testing.TB) *site {
	t.Helper()
	w := &site{World: circletest.New(t)}
	pages, err := w.Site()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if !w.cut.Load() {
			pages.Handler.ServeHTTP(rw, r)
			return
		}
		if c, _, err := http.NewResponseController(rw).Hijack(); err == nil {
			c.(*net.TCPConn).SetLinger(0) // as a mast that is gone: no answer at all
			c.Close()
		}
	}))
	t.Cleanup(server.Close)
	w.Base = server.URL
	return w
}

// today plans a meeting of the shipped model for the whole unit, today at ten, and gives its address.
func (w *site) today() (circle.Meeting, string) {
	w.T.Helper()
	_, all := w.Plan(w.Day(0), "", 1)
	return all[0], "/traff/" + all[0].ID
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
	return flat(body)
}

func (v *visitor) post(path string, form url.Values, status int) (to, body string) {
	v.w.T.Helper()
	r, err := v.client.PostForm(v.w.Base+path, form)
	to, body = v.end(r, err, path, status)
	return to, flat(body)
}

func (v *visitor) send(path, body string, status int) string {
	v.w.T.Helper()
	r, err := v.client.Post(v.w.Base+path, "application/json", strings.NewReader(body))
	_, text := v.end(r, err, path, status)
	return text
}

// share makes the device one of several people, where the person signs in again.
func (v *visitor) share(person string) {
	v.w.T.Helper()
	v.post("/logga-in/delad", url.Values{"delad": {"1"}}, http.StatusSeeOther)
	code, err := v.w.Access.GiveCode(v.w.T.Context(), may.Operator(), person, access.ForDemo)
	if err != nil {
		v.w.T.Fatal(err)
	}
	v.post("/in/"+code.Code, nil, http.StatusSeeOther)
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

// marks counts those of one person.
func (w *site) marks(person string) int64 {
	w.T.Helper()
	return w.number(`SELECT COUNT(*) FROM circle_mark WHERE person_id = $1`, person)
}

// facts counts what the record says that one person took part in.
func (w *site) facts(person string) int64 {
	w.T.Helper()
	return w.number(`SELECT COUNT(*) FROM fact WHERE person_id = $1 AND source = 'circle' AND kind = 'attended'`, person)
}

func (w *site) number(question, person string) int64 {
	w.T.Helper()
	n, err := db.One(context.WithoutCancel(w.T.Context()), w.DB, db.Number, question, person)
	if err != nil {
		w.T.Fatal(err)
	}
	return n
}

// soon waits for something that a browser does behind.
func (w *site) soon(what string, yes func() bool) {
	w.T.Helper()
	for end := time.Now().Add(20 * time.Second); !yes(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			w.T.Fatalf("not within 20 seconds: %s", what)
		}
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// flat is the words of a page with one space between.
func flat(body string) string {
	return strings.Join(strings.Fields(tag.ReplaceAllString(body, " ")), " ")
}
