package browsertest

import (
	"fmt"
	"testing"
)

// squeeze is a way of looking at a page that must not make it scroll sideways.
type squeeze struct {
	name    string
	view    View
	large   bool // the page's own setting for large text
	spacing bool // WCAG 1.4.12
}

// NoOverflow fails the test if the page must be scrolled sideways: as it is, on
// the narrowest screen, with wide text spacing, with large text there, and with
// text at 200 % on a phone. Tables in .rulla may scroll by themselves.
func (p *Page) NoOverflow(t testing.TB) {
	t.Helper()
	usual := p.view
	narrow := View{Width: Narrow.Width, Height: Narrow.Height, IsDark: usual.IsDark, Script: usual.Script}
	phone := View{Width: Phone.Width, Height: Phone.Height, IsDark: usual.IsDark, Script: usual.Script}
	for _, s := range []squeeze{
		{name: "as it is", view: usual},
		{name: "320 px", view: narrow},
		{name: "320 px with wide spacing", view: narrow, spacing: true},
		{name: "320 px with large text", view: narrow, large: true},
		{name: "390 px with text at 200 %", view: phone.Text(200)},
	} {
		p.As(s.view)
		p.spaced(s.spacing)
		restore := p.large(s.large)
		for _, line := range p.tooWide() {
			t.Errorf("%s: %s: %s", p.Path(), s.name, line)
		}
		restore()
	}
	p.spaced(false)
	p.As(usual)
}

// tooWide names what sticks out to the right of the page.
func (p *Page) tooWide() []string {
	p.t.Helper()
	over := read[int](p, "document.documentElement.scrollWidth - document.documentElement.clientWidth")
	if over <= 0 {
		return nil
	}
	out := []string{fmt.Sprintf("%d px too wide", over)}
	return append(out, read[[]string](p, `[...document.querySelectorAll('body *')].filter(el => {
		const r = el.getBoundingClientRect();
		return r.right > document.documentElement.clientWidth + 1 && !el.closest('.rulla,.dold,[popover]');
	}).slice(0, 5).map(el => el.tagName.toLowerCase() + '.' + el.className + ' "' + names(el).slice(0, 40) + '" ends at ' + Math.round(el.getBoundingClientRect().right))`)...)
}

// spaced sets the text spacing that a reader may choose.
func (p *Page) spaced(on bool) {
	p.t.Helper()
	p.Eval(fmt.Sprintf(`(on => { const s = document.documentElement.style;
		s.lineHeight = on ? '1.5' : ''; s.letterSpacing = on ? '.12em' : ''; s.wordSpacing = on ? '.16em' : '';
		document.querySelectorAll('p').forEach(p => p.style.marginBottom = on ? '2em' : ''); })(%t)`, on), nil)
}

// large turns on the page's large text; call what it returns to turn it back.
func (p *Page) large(on bool) func() {
	p.t.Helper()
	if !on {
		return func() {}
	}
	var before *string
	p.Eval("document.documentElement.getAttribute('data-text')", &before)
	p.Eval("document.documentElement.setAttribute('data-text', 'stor')", nil)
	return func() {
		if before == nil {
			p.Eval("document.documentElement.removeAttribute('data-text')", nil)
		}
	}
}

// Targets fails the test for what is too small to press: 44 px for buttons,
// choices and menus, 24 px for everything but links in a sentence.
func (p *Page) Targets(t testing.TB) {
	t.Helper()
	for _, line := range read[[]string](p, `select('a[href],button,summary,.val,input:not([type=hidden]),select,textarea').filter(shown).filter(el => !el.closest('.val') || el.matches('.val')).map(el => {
		const inSentence = el.matches('a,.ord') && el.closest('p,li,dd,td') && !el.matches('.knapp') && getComputedStyle(el).display === 'inline';
		if (inSentence || el.matches('.hoppa')) return '';
		const r = el.getBoundingClientRect();
		const need = el.matches('.knapp,.val,.meny a,summary,select,textarea,input:not([type=radio],[type=checkbox])') ? 44 : 24;
		const whole = [...el.querySelectorAll('*')].concat(el).some(x => getComputedStyle(x, '::after').position === 'absolute');
		return whole || r.height >= need && r.width >= 24 ? '' : names(el).slice(0, 40) + ': ' + Math.round(r.width) + ' × ' + Math.round(r.height) + ' px, needs ' + need;
	}).filter(Boolean)`) {
		t.Errorf("%s: too small to press: %s", p.Path(), line)
	}
}
