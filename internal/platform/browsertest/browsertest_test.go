package browsertest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const frame = `<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Prov</title><meta name="viewport" content="width=device-width"><style>%s</style></head><body><main><h1>Prov</h1>%s</main></body></html>`

// serve answers every GET with a page, and a POST with what was sent.
func serve(t *testing.T, css, body string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		switch {
		case r.URL.Path == "/favicon.ico":
			http.NotFound(w, r)
		case r.URL.Path == "/fil":
			w.Header().Set("Content-Disposition", "attachment; filename=a.txt")
			fmt.Fprint(w, "en fil")
		case r.Method == http.MethodPost:
			if err := r.ParseMultipartForm(1 << 20); err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			said := r.FormValue("namn") + " " + r.FormValue("dag") + " " + r.FormValue("mat") + " " + r.FormValue("svar")
			if f, _, err := r.FormFile("fil"); err == nil {
				b, err := io.ReadAll(f)
				if err != nil {
					t.Error(err)
				}
				said += " " + string(b)
			}
			w.WriteHeader(http.StatusUnprocessableEntity)
			fmt.Fprintf(w, frame, css, "<p>Fick: "+said+"</p>")
		default:
			fmt.Fprintf(w, frame, css, body)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestAPersonFillsInAForm(t *testing.T) {
	url := serve(t, "", `<form method="post" enctype="multipart/form-data">
		<label for="n">Ditt namn</label><input id="n" name="namn" value="gammalt">
		<label>Dag <input type="date" name="dag"></label>
		<label>Mat <select name="mat"><option value="">Vanlig</option><option value="v">Vegetarisk</option></select></label>
		<label><input type="radio" name="svar" value="a"> Ja</label><label><input type="radio" name="svar" value="b"> Nej</label>
		<label>Intyg <input type="file" name="fil"></label>
		<button>Spara</button></form>`)
	file := filepath.Join(t.TempDir(), "intyg.txt")
	if err := os.WriteFile(file, []byte("intyget"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := New(t)
	for name, v := range map[string]View{"with script": Phone, "without script": Desktop.NoScript()} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, v)
			p.Open(url)
			p.Type("Ditt namn", "Åsa")
			p.Type("Dag", "2026-03-14")
			p.Select("Mat", "Vegetarisk")
			p.Click("Nej")
			p.Upload("Intyg", file)
			if got := p.Value("Ditt namn"); got != "Åsa" {
				t.Errorf("the field holds %q", got)
			}
			p.Click("Spara")
			p.Sees("Fick: Åsa 2026-03-14 v b intyget")
			p.SeesNot("gammalt")
			if p.Status() != 422 || p.Heading() != "Prov" || p.Title() != "Prov" || p.Path() != "/" {
				t.Errorf("%d %q %q %q", p.Status(), p.Heading(), p.Title(), p.Path())
			}
			p.Back()
			p.Sees("Ditt namn")
		})
	}
}

func TestKeysAndFilesToSave(t *testing.T) {
	url := serve(t, "", `<form method="post" enctype="multipart/form-data"><label>Namn <input name="namn"></label><button>Spara</button></form><a href="/fil">Hämta</a>`)
	p := New(t).Page(t, Phone)
	p.Open(url)
	p.Click("Hämta")
	p.Type("Namn", "Bo")
	p.Submit()
	p.Sees("Fick: Bo")
	if bytes, requests := p.Sent(); bytes == 0 || requests == 0 {
		t.Errorf("%d bytes in %d requests", bytes, requests)
	}
}

func TestEveryPageHasItsOwnCookies(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := r.Cookie("vem")
		if err != nil {
			http.SetCookie(w, &http.Cookie{Name: "vem", Value: "jag"})
			fmt.Fprint(w, "ny")
			return
		}
		fmt.Fprint(w, c.Value)
	}))
	defer s.Close()
	b := New(t)
	for range 2 {
		p := b.Page(t, Phone)
		p.Open(s.URL)
		p.Sees("ny")
		p.Reload()
		p.Sees("jag")
	}
}

// heard collects what a check complains of, instead of failing the test.
type heard struct {
	testing.TB
	lines []string
}

func (h *heard) Errorf(format string, args ...any) {
	h.lines = append(h.lines, fmt.Sprintf(format, args...))
}

func TestPlantedFaultsAreFound(t *testing.T) {
	for name, tc := range map[string]struct {
		css, body string
		check     func(*Page, testing.TB)
		want      string
	}{
		"weak contrast":  {"p{color:#bbb}", "<p>Svag text</p>", (*Page).Axe, "color-contrast"},
		"no label":       {"", "<input name=a>", (*Page).Axe, "label"},
		"fixed width":    {"p{width:500px}", "<p>Bred</p>", (*Page).NoOverflow, "320 px: "},
		"fixed height":   {"a{white-space:nowrap}", "<a href=/x>Ett långt ord som inte får brytas</a>", (*Page).NoOverflow, "text at 200 %"},
		"no ring":        {"a:focus{outline:0}", "<a href=/x>Länk</a>", func(p *Page, t testing.TB) { p.TabWalk(t) }, "no ring"},
		"out of view":    {"a{position:fixed;left:-999px}", "<a href=/x>Länk</a>", func(p *Page, t testing.TB) { p.TabWalk(t) }, "out of view"},
		"keyboard trap":  {"", `<input aria-label="Fälla" onkeydown="if (event.key === 'Tab') event.preventDefault()"><a href=/x>Efter</a>`, func(p *Page, t testing.TB) { p.TabWalk(t) }, "does not let the focus go"},
		"never reached":  {"", `<button tabindex="-1">Stängd ute</button><a href=/x>Länk</a>`, func(p *Page, t testing.TB) { p.TabWalk(t) }, "never"},
		"small to press": {"summary{font-size:10px}", "<details><summary>Mer</summary>text</details>", (*Page).Targets, "too small"},
	} {
		t.Run(name, func(t *testing.T) {
			p := New(t).Page(t, Phone)
			p.Open(serve(t, tc.css, tc.body))
			h := &heard{TB: t}
			tc.check(p, h)
			if said := strings.Join(h.lines, "\n"); !strings.Contains(said, tc.want) {
				t.Errorf("heard %q, want %q", said, tc.want)
			}
		})
	}
}

func TestGoodPageIsLeftInPeace(t *testing.T) {
	p := New(t).Page(t, Desktop.Dark())
	p.Open(serve(t, ":root{background:#111;color:#fff} a{color:#9cf} :focus-visible{outline:3px solid #fc3}", `<p>Text med <a href="/x">en länk</a>.</p><form><label>Dag <input type="date" name="d"></label></form>`))
	p.Axe(t)
	p.NoOverflow(t)
	if order := p.TabWalk(t); len(order) != 2 || order[0] != "en länk" {
		t.Errorf("order %q", order)
	}
	file := filepath.Join(t.TempDir(), "a", "bild.png")
	p.Screenshot(file)
	if info, err := os.Stat(file); err != nil || info.Size() == 0 {
		t.Errorf("picture: %v", err)
	}
}
