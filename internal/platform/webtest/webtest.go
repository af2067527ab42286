// Package webtest visits a site under test as a browser without script does, and reads what it says.
package webtest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/ui/uitest"
)

// Visitor is somebody at a site, with cookies of their own. Where an answer sends the visitor on, the visitor stays.
type Visitor struct {
	T      testing.TB
	Base   string // the address of the site
	Client *http.Client
}

// New is a visitor who has not signed in.
func New(t testing.TB, base string) *Visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Visitor{t, base, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// Get gives the words of a page that answers with the status and is well made.
func (v *Visitor) Get(path string, status int) string {
	v.T.Helper()
	return Words(v.Raw(path, status))
}

// Raw gives a page or a file as it is sent.
func (v *Visitor) Raw(path string, status int) string {
	v.T.Helper()
	r, err := v.Client.Get(v.Base + path)
	_, body := v.answer(r, err, path, status)
	return body
}

// To gives where a page sends one on.
func (v *Visitor) To(path string) string {
	v.T.Helper()
	r, err := v.Client.Get(v.Base + path)
	to, _ := v.answer(r, err, path, http.StatusSeeOther)
	return to
}

// Post sends a form of pairs of name and value. It gives where one comes, or the words of the page.
func (v *Visitor) Post(path string, status int, pairs ...string) string {
	v.T.Helper()
	to, body := v.Form(path, Pairs(pairs...), status)
	if status == http.StatusSeeOther {
		return to
	}
	return Words(body)
}

// Form sends a form. It gives where one comes, and the page as it is sent.
func (v *Visitor) Form(path string, form url.Values, status int) (to, body string) {
	v.T.Helper()
	r, err := v.Client.PostForm(v.Base+path, form)
	return v.answer(r, err, path, status)
}

// Send sends a body of a media type. It gives where one comes, and the answer as it is sent.
func (v *Visitor) Send(path, mediaType string, content io.Reader, status int) (to, body string) {
	v.T.Helper()
	r, err := v.Client.Post(v.Base+path, mediaType, content)
	return v.answer(r, err, path, status)
}

// JSON sends JSON and gives the answer.
func (v *Visitor) JSON(path, content string, status int) string {
	v.T.Helper()
	_, body := v.Send(path, "application/json", strings.NewReader(content), status)
	return body
}

// Done sends a form that is accepted, and gives the words of the page one comes to.
func (v *Visitor) Done(path string, form url.Values) string {
	v.T.Helper()
	to, _ := v.Form(path, form, http.StatusSeeOther)
	return v.Get(to, http.StatusOK)
}

// File is what a form uploads in a field.
type File struct {
	Field, Name string // no name: no file
	Content     []byte
}

// Upload sends a form with a file. It gives where one comes, and the page as it is sent.
func (v *Visitor) Upload(path string, form url.Values, file File, status int) (to, body string) {
	v.T.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	var err error
	for name, values := range form {
		for _, value := range values {
			err = errors.Join(err, m.WriteField(name, value))
		}
	}
	if file.Name != "" {
		part, e := m.CreateFormFile(file.Field, file.Name)
		if err = errors.Join(err, e); e == nil {
			_, e = part.Write(file.Content)
			err = errors.Join(err, e)
		}
	}
	if err = errors.Join(err, m.Close()); err != nil {
		v.T.Fatal(err)
	}
	return v.Send(path, m.FormDataContentType(), &b, status)
}

func (v *Visitor) answer(r *http.Response, err error, what string, status int) (to, body string) {
	v.T.Helper()
	if err != nil {
		v.T.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		v.T.Fatal(err)
	}
	if r.StatusCode != status {
		v.T.Fatalf("%s: %d, want %d\n%.3000s", what, r.StatusCode, status, Words(string(text)))
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") && status != http.StatusSeeOther {
		uitest.Page(v.T, string(text))
	}
	return r.Header.Get("Location"), string(text)
}

// Open lets a browser be the visitor, and nobody else whom it was.
func (v *Visitor) Open(p *browsertest.Page) {
	v.T.Helper()
	at, err := url.Parse(v.Base)
	if err != nil {
		v.T.Fatal(err)
	}
	p.Open(v.Base + "/healthz")
	p.Eval(`document.cookie.split(";").forEach(c => document.cookie = c.split("=")[0].trim() + "=; path=/; max-age=0")`, nil)
	for _, c := range v.Client.Jar.Cookies(at) {
		p.Eval(fmt.Sprintf("document.cookie = %q", c.Name+"="+c.Value+"; path=/"), nil)
	}
}

// Soon waits for something that a page does by itself, and fails the test when it does not come.
func Soon(t testing.TB, what string, yes func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !yes(); time.Sleep(100 * time.Millisecond) { // it asks again: nothing tells when it is there
		if time.Now().After(end) {
			t.Fatalf("not within 20 seconds: %s", what)
		}
	}
}

// Pairs is a form of pairs of name and value, a name several times when it stands so.
func Pairs(pairs ...string) url.Values {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return form
}

// Says fails the test where neither a page nor its words have something.
func Says(t testing.TB, body string, all ...string) {
	t.Helper()
	words := Words(body)
	for _, x := range all {
		if !strings.Contains(body, x) && !strings.Contains(words, x) {
			t.Errorf("no %q in %.6000s", x, words)
		}
	}
}

// Silent fails the test where a page or its words have something.
func Silent(t testing.TB, body string, all ...string) {
	t.Helper()
	words := Words(body)
	for _, x := range all {
		if strings.Contains(body, x) || strings.Contains(words, x) {
			t.Errorf("%q in %.6000s", x, words)
		}
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// Words is what a page says, with one space between words.
func Words(body string) string {
	return strings.Join(strings.Fields(tag.ReplaceAllString(body, " ")), " ")
}
