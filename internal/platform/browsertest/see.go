package browsertest

import (
	_ "embed"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// findJS finds things by their words.
//
//go:embed find.js
var findJS string

// URL is where the page is.
func (p *Page) URL() string { p.t.Helper(); return read[string](p, "location.href") }

// Path is the part of the address after the host.
func (p *Page) Path() string {
	p.t.Helper()
	u, err := url.Parse(p.URL())
	p.must("read the address", err)
	return u.RequestURI()
}

// Title is the title of the page.
func (p *Page) Title() string { p.t.Helper(); return read[string](p, "document.title") }

// Heading is the text of the first heading.
func (p *Page) Heading() string {
	p.t.Helper()
	return read[string](p, "(document.querySelector('h1')||{innerText:''}).innerText")
}

// Text is what a person can read on the page.
func (p *Page) Text() string {
	p.t.Helper()
	return read[string](p, "document.body ? document.body.innerText : ''")
}

// HTML is the page as the browser holds it.
func (p *Page) HTML() string {
	p.t.Helper()
	return read[string](p, "document.documentElement.outerHTML")
}

// Sees ends the test unless every text is on the page. It waits a little for
// what a script is about to write.
func (p *Page) Sees(texts ...string) {
	p.t.Helper()
	missing := texts
	if !p.soon(func() bool {
		shown := plain(p.Text())
		missing = slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return strings.Contains(shown, plain(s)) })
		return len(missing) == 0
	}) {
		p.fail("the page does not say %q", missing)
	}
}

// SeesNot ends the test if any text is on the page.
func (p *Page) SeesNot(texts ...string) {
	p.t.Helper()
	shown := plain(p.Text())
	for _, s := range texts {
		if strings.Contains(shown, plain(s)) {
			p.fail("the page says %q", s)
		}
	}
}

// Focused describes what has the focus, by its words; empty when nothing has.
func (p *Page) Focused() string {
	p.t.Helper()
	return read[string](p, "document.activeElement === document.body ? '' : names(document.activeElement)")
}

// HasFocus ends the test unless the focus is, or soon comes, on what begins
// with the given words.
func (p *Page) HasFocus(words string) {
	p.t.Helper()
	got := ""
	if !p.soon(func() bool { got = p.Focused(); return strings.HasPrefix(plain(got), plain(words)) }) {
		p.fail("the focus is on %q, not on %q", got, words)
	}
}

// Count is how many elements match a selector.
func (p *Page) Count(selector string) int {
	p.t.Helper()
	return read[int](p, "document.querySelectorAll("+quote(selector)+").length")
}

// soon asks again and again, for a short while, until the answer is yes: a
// page tells nobody when its scripts are done.
func (p *Page) soon(yes func() bool) bool {
	p.t.Helper()
	for began := time.Now(); time.Since(began) < 5*time.Second; time.Sleep(50 * time.Millisecond) {
		if yes() {
			return true
		}
	}
	return false
}

// read asks the page for a value; js may use the functions in find.js.
func read[T any](p *Page, js string) T {
	p.t.Helper()
	var out T
	p.run("read "+js, chromedp.Evaluate("(() => {"+findJS+"; return "+js+"})()", &out))
	return out
}

// plain makes spaces alike, so that texts can be compared.
func plain(s string) string { return strings.Join(strings.Fields(s), " ") }
