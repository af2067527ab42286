package gaptest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"

	"yrkesresan/internal/access"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui/uitest"
)

// Visitor is somebody who has signed in, and sends forms as a browser without script does.
type Visitor struct {
	w      *World
	client *http.Client
}

// As signs somebody in; "" is nobody.
func (w *World) As(person string) *Visitor {
	w.T.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.T.Fatal(err)
	}
	v := &Visitor{w, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	if person == "" {
		return v
	}
	code, err := w.Access.GiveCode(w.T.Context(), may.Operator(), person, access.ForDemo)
	if err != nil {
		w.T.Fatal(err)
	}
	v.Post("/in/"+code.Code, http.StatusSeeOther)
	return v
}

// Get gives the words of a page, which answers with the status and is well made.
func (v *Visitor) Get(path string, status int) string {
	v.w.T.Helper()
	r, err := v.client.Get(v.w.Base + path)
	return Words(v.end(r, err, path, status))
}

// Post sends a form of pairs of name and value, a name several times when it stands so. It gives where one comes, or the
// words of the page.
func (v *Visitor) Post(path string, status int, pairs ...string) string {
	v.w.T.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r, err := v.client.PostForm(v.w.Base+path, form)
	out := v.end(r, err, path, status)
	if status == http.StatusSeeOther {
		return out
	}
	return Words(out)
}

func (v *Visitor) end(r *http.Response, err error, what string, status int) string {
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
		v.w.T.Fatalf("%s: %d, want %d\n%.3000s", what, r.StatusCode, status, Words(string(text)))
	}
	if status == http.StatusSeeOther {
		return r.Header.Get("Location")
	}
	uitest.Page(v.w.T, string(text))
	return string(text)
}

// Open lets a browser be the person.
func (v *Visitor) Open(p *browsertest.Page) {
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

// Says fails the test where a page does not say something.
func (w *World) Says(body string, all ...string) {
	w.T.Helper()
	for _, x := range all {
		if !strings.Contains(body, x) {
			w.T.Errorf("no %q in %.4000s", x, body)
		}
	}
}

// Silent fails the test where a page says something.
func (w *World) Silent(body string, all ...string) {
	w.T.Helper()
	for _, x := range all {
		if strings.Contains(body, x) {
			w.T.Errorf("%q in %.4000s", x, body)
		}
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// Words is what a page says, with one space between words.
func Words(body string) string {
	return strings.Join(strings.Fields(tag.ReplaceAllString(body, " ")), " ")
}
