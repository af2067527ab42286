package browsertest

import (
	"context"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// spot is where to press.
type spot struct {
	X, Y  float64
	Leads bool // to another page
}

// Click presses what has the given words, or matches a selector, with a real
// mouse, and waits for the page it leads to.
func (p *Page) Click(what string) {
	p.t.Helper()
	s := p.spot("pressable", what)
	press := chromedp.ActionFunc(func(ctx context.Context) error { return chromedp.MouseClickXY(s.X, s.Y).Do(ctx) })
	if !s.Leads {
		p.run("click "+what, press)
		return
	}
	done := p.net.nextPage()
	p.run("click "+what, press)
	p.await(what, done)
}

// await waits until the page that a click leads to is there, or what came
// instead of a page: a file to save.
func (p *Page) await(what string, done <-chan struct{}) {
	p.t.Helper()
	select {
	case <-done:
	case <-time.After(patience):
		p.fail("%q led to no page", what)
	}
	p.textSize(p.view.TextPercent)
}

// Press sends a key: Tab, Enter, Escape, Space, PageDown …, or letters.
func (p *Page) Press(keys ...string) {
	p.t.Helper()
	named := map[string]string{
		"Tab": kb.Tab, "Enter": kb.Enter, "Escape": kb.Escape, "Space": " ",
		"PageDown": kb.PageDown, "PageUp": kb.PageUp, "ArrowDown": kb.ArrowDown, "ArrowUp": kb.ArrowUp, "ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight,
	}
	for _, key := range keys {
		if known, ok := named[key]; ok {
			key = known
		}
		p.run("press a key", chromedp.KeyEvent(key))
	}
}

// Submit presses Enter in what has the focus and waits for the next page.
func (p *Page) Submit() {
	p.t.Helper()
	done := p.net.nextPage()
	p.Press("Enter")
	p.await("Enter", done)
}

// Type writes in the field with the given label, or that matches a selector,
// over what stood there.
func (p *Page) Type(label, text string) {
	p.t.Helper()
	p.mark("field", label)
	const setValue = `(v => { const el = document.querySelector('[data-test-mark]');
		el.focus();
		const direct = /^(date|time|month|number|color|range)$/.test(el.type) || el.tagName === 'SELECT';
		if (direct) { el.value = v; el.dispatchEvent(new Event('input', {bubbles: true})); el.dispatchEvent(new Event('change', {bubbles: true})); }
		else el.select();
		return direct; })`
	var direct bool
	p.Eval(setValue+"("+quote(text)+")", &direct)
	if direct {
		return
	}
	if text == "" {
		p.run("empty "+label, chromedp.KeyEvent(kb.Delete))
		return
	}
	p.run("type in "+label, chromedp.ActionFunc(func(ctx context.Context) error { return input.InsertText(text).Do(ctx) }))
}

// Select picks the option with the given words in a list.
func (p *Page) Select(label, option string) {
	p.t.Helper()
	p.mark("field", label)
	const pick = `(v => { const el = document.querySelector('[data-test-mark]');
		const o = [...el.options].find(o => o.text.trim() === v || o.value === v);
		if (!o) return false;
		el.value = o.value; el.dispatchEvent(new Event('input', {bubbles: true})); el.dispatchEvent(new Event('change', {bubbles: true}));
		return true; })`
	var found bool
	p.Eval(pick+"("+quote(option)+")", &found)
	if !found {
		p.fail("%q has no option %q", label, option)
	}
}

// Value is what stands in a field.
func (p *Page) Value(label string) string {
	p.t.Helper()
	p.mark("field", label)
	return read[string](p, "document.querySelector('[data-test-mark]').value")
}

// Upload chooses files in a field.
func (p *Page) Upload(label string, paths ...string) {
	p.t.Helper()
	p.mark("field", label)
	p.run("upload to "+label, chromedp.QueryAfter("[data-test-mark]", func(ctx context.Context, _ runtime.ExecutionContextID, nodes ...*cdp.Node) error {
		return dom.SetFileInputFiles(paths).WithNodeID(nodes[0].NodeID).Do(ctx)
	}, chromedp.ByQuery))
}

// mark finds an element with a function of find.js and marks it.
func (p *Page) mark(finder, what string) {
	p.t.Helper()
	if !read[bool](p, `(el => { document.querySelectorAll('[data-test-mark]').forEach(x => x.removeAttribute('data-test-mark'));
		if (el) el.setAttribute('data-test-mark', ''); return !!el })(`+finder+"("+quote(what)+"))") {
		p.fail("there is no %s %q", finder, what)
	}
}

func (p *Page) spot(finder, what string) spot {
	p.t.Helper()
	p.mark(finder, what)
	return read[spot](p, `(el => { el.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'});
		const r = [...el.getClientRects()].find(r => r.width && r.height) || el.getBoundingClientRect();
		return {X: r.x + r.width / 2, Y: r.y + r.height / 2, Leads: leads(el)} })(document.querySelector('[data-test-mark]'))`)
}
