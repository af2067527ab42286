package browsertest

import "testing"

// maxParts is how many times Tab may stay inside one field.
const maxParts = 6

// stopped is what the focus is on after a Tab.
type stopped struct {
	Mark string // its number, empty when outside the page's own elements
	Name string
	Ring bool // it is seen to have the focus
	View bool // it is on the screen
}

// TabWalk goes through the page with Tab and fails the test if something that
// can be used is never reached, has no visible ring, or is out of view. It
// returns the names in order.
func (p *Page) TabWalk(t testing.TB) []string {
	t.Helper()
	want := read[int](p, markStops)
	var order []string
	seen, last, held := map[string]bool{}, "", 0
	for {
		p.Press("Tab")
		s := read[stopped](p, focusNow)
		if s.Mark == last && s.Mark != "" {
			// A date field has several parts, but not more than this.
			if held++; held > maxParts {
				t.Errorf("%s: %q does not let the focus go", p.Path(), s.Name)
				break
			}
			continue
		}
		if s.Mark == "" || seen[s.Mark] {
			break
		}
		seen[s.Mark], last, held = true, s.Mark, 0
		order = append(order, s.Name)
		if !s.Ring {
			t.Errorf("%s: no ring when %q has the focus", p.Path(), s.Name)
		}
		if !s.View {
			t.Errorf("%s: %q has the focus out of view", p.Path(), s.Name)
		}
	}
	if len(order) < want {
		t.Errorf("%s: Tab reached %d of %d; never: %q", p.Path(), len(order), want, read[[]string](p, neverReached(seen)))
	}
	return order
}

// markStops numbers what Tab should reach; a group of radio buttons is one.
const markStops = `(() => {
	const top = document.createElement('span');
	top.tabIndex = -1; document.body.prepend(top); top.focus(); top.remove();
	const groups = new Set(); let n = 0;
	const open = el => { const d = el.closest('details:not([open])'); return !d || el.closest('summary'); };
	select('a[href],button,summary,input:not([type=hidden]),select,textarea,audio[controls],[tabindex="0"]').filter(shown).filter(open).forEach(el => {
		el.removeAttribute('data-test-stop');
		if (el.disabled) return;
		if (el.type === 'radio') {
			const group = el.name + '|' + (el.form ? [...document.forms].indexOf(el.form) : '');
			const checked = document.querySelector('input[type=radio][name="' + el.name + '"]:checked');
			if (groups.has(group) || checked && checked !== el) return;
			groups.add(group);
		}
		el.setAttribute('data-test-stop', ++n);
	});
	return n;
})()`

const focusNow = `(() => {
	const el = document.activeElement;
	if (!el || el === document.body) return {Mark: '', Name: '', Ring: true, View: true};
	const ring = x => { const s = getComputedStyle(x); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && s.outlineColor !== 'rgba(0, 0, 0, 0)'; };
	let has = false; for (let x = el, i = 0; x && i < 4; x = x.parentElement, i++) has = has || ring(x);
	const r = el.getBoundingClientRect();
	const seen = r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth;
	return {Mark: el.getAttribute('data-test-stop') || '', Name: names(el).slice(0, 60), Ring: has, View: seen};
})()`

func neverReached(seen map[string]bool) string {
	js := "select('[data-test-stop]').filter(el => !["
	for mark := range seen {
		js += quote(mark) + ","
	}
	return js + "].includes(el.getAttribute('data-test-stop'))).map(el => names(el).slice(0, 40))"
}
