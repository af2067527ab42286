package uitest

import (
	"fmt"
	"strings"
	"testing"
)

// heard collects what Page complains of.
type heard struct {
	testing.TB
	lines []string
}

func (h *heard) Errorf(format string, args ...any) {
	h.lines = append(h.lines, fmt.Sprintf(format, args...))
}

func (h *heard) Helper() {}

const good = `<!DOCTYPE html><html lang="sv"><head><title>Prov</title><script src="/a.js"></script></head><body><main><h1>Prov</h1>%s</main></body></html>`

func TestPlantedFaultsAreFound(t *testing.T) {
	for planted, want := range map[string]string{
		``:                                       "",
		`<p style="color:red">x</p>`:             "style attribute",
		`<style>p{}</style>`:                     "<style>",
		`<script>alert(1)</script>`:              "inline script",
		`<button onclick="x()">Spara</button>`:   "inline handler",
		`<h1>Två</h1>`:                           "2 <h1>",
		`<img src="/a.png">`:                     "without alt",
		`<a href="/x"></a>`:                      "without words",
		`<p id="a">1</p><p id="a">2</p>`:         "used twice",
		`<label for="b">Namn</label>`:            `id "b"`,
		`<p>⟦a.b⟧</p>`:                           "no text for ⟦a.b⟧",
		`<span class="status klar"></span>`:      "status without a word",
		`<svg><use href="/s.svg#none"/></svg>`:   `no icon "none"`,
		`<svg><use href="/s.svg#map"/></svg>`:    "",
		`<a href="/x" aria-label="Ord"></a>`:     "",
		`<a href="/x"><img alt="Ord" src=""/>`:   "",
		`<p>Se <a href="#saknas">fältet</a></p>`: `id "saknas"`,
	} {
		h := &heard{TB: t}
		Page(h, fmt.Sprintf(good, planted))
		said := strings.Join(h.lines, "\n")
		if want == "" && said != "" || !strings.Contains(said, want) {
			t.Errorf("%s: heard %q, want %q", planted, said, want)
		}
	}
}
