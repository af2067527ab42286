package ui

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"yrkesresan/assets"
	"yrkesresan/internal/platform/browsertest"
)

// picturesEnv names a folder to draw every demo page in.
const picturesEnv = "YRKESRESAN_PICTURES"

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"

// site serves the demo pages under the rules of the real ones.
func site(t *testing.T, posts http.HandlerFunc) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("GET "+assets.Prefix, assets.Handler())
	mux.HandleFunc("POST /", posts)
	for name, page := range pages(texts(t)) {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", policy)
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			if err := page.Render(r.Context(), w); err != nil {
				t.Error(err)
			}
		})
	}
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func nothing(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }

func TestPagesInABrowser(t *testing.T) {
	b, s := browsertest.New(t), site(t, nothing)
	for name := range pages(texts(t)) {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			p.Open(s.URL + "/" + name)
			for view, v := range map[string]browsertest.View{
				"390": browsertest.Phone, "390-mork": browsertest.Phone.Dark(), "1280": browsertest.Desktop, "1280-mork": browsertest.Desktop.Dark(),
			} {
				p.As(v)
				p.Axe(t)
				if dir := os.Getenv(picturesEnv); dir != "" {
					p.Screenshot(filepath.Join(dir, name+"-"+view+".png"))
				}
			}
			p.As(browsertest.Phone)
			p.NoOverflow(t)
			p.Targets(t)
			p.TabWalk(t)
		})
	}
}

func TestFirstVisitIsLight(t *testing.T) {
	b, s := browsertest.New(t), site(t, nothing)
	p := b.Page(t, browsertest.Phone)
	p.Open(s.URL + "/start")
	bytes, requests := p.Sent()
	t.Logf("%d bytes in %d requests", bytes, requests)
	if bytes == 0 || bytes > 60_000 || requests > 8 {
		t.Errorf("%d bytes in %d requests, want at most 60 000 in 8", bytes, requests)
	}
}

func TestPageStandsStillOnASlowPhone(t *testing.T) {
	b, s := browsertest.New(t), site(t, nothing)
	p := b.Page(t, browsertest.Phone)
	p.Slow()
	p.Open(s.URL + "/start")
	paint := p.Paint()
	t.Logf("drawn after %v", paint.Largest)
	if paint.Shift > 0.05 {
		t.Errorf("things moved by %.3f while the page was drawn", paint.Shift)
	}
}

func TestErrorSummaryTakesTheFocus(t *testing.T) {
	b, s := browsertest.New(t), site(t, nothing)
	for _, v := range []browsertest.View{browsertest.Phone, browsertest.Phone.NoScript()} {
		p := b.Page(t, v)
		p.Open(s.URL + "/formular")
		p.HasFocus("Du behöver rätta 2 saker")
		p.Click("Skriv ett mobilnummer med bara siffror, till exempel 0701234567")
		p.HasFocus("Mobilnummer")
	}
}

func TestWordsOpenWithoutScript(t *testing.T) {
	b, s := browsertest.New(t), site(t, nothing)
	p := b.Page(t, browsertest.Phone.NoScript())
	p.Open(s.URL + "/lektion")
	open := func() int { return p.Count("[popover]:popover-open") }
	p.Click("demens")
	if open() != 1 {
		t.Fatal("the box did not open")
	}
	p.Press("Escape")
	if open() != 0 {
		t.Error("Escape did not close the box")
	}
}

func TestOpenBoxIsAccessible(t *testing.T) {
	b, s := browsertest.New(t), site(t, nothing)
	p := b.Page(t, browsertest.Phone)
	p.Open(s.URL + "/lektion")
	p.Click("demens")
	p.Axe(t)
	if dir := os.Getenv(picturesEnv); dir != "" {
		p.Screenshot(filepath.Join(dir, "lektion-ord.png"))
	}
}

func TestFormSavesItself(t *testing.T) {
	saved := make(chan string, 8)
	b, s := browsertest.New(t), site(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Autospara") == "1" {
			saved <- r.FormValue("svar")
		}
		w.WriteHeader(http.StatusNoContent)
	})
	p := b.Page(t, browsertest.Phone)
	p.Open(s.URL + "/lektion")
	p.Click("Jag går och kommer tillbaka senare.")
	p.Sees("Sparat")
	next(t, saved, "c")

	p.Offline(true)
	p.Click("Jag säger samma sak igen, men högre.")
	p.Sees("Inget internet. Ditt svar är inte sparat än.")
	p.Offline(false)
	p.Sees("Sparat")
	next(t, saved, "a")
}

// The page is left while one save is under way and another waits.
func TestSaveOutlivesThePage(t *testing.T) {
	came, hold := make(chan string, 8), make(chan struct{})
	b, s := browsertest.New(t), site(t, func(w http.ResponseWriter, r *http.Request) {
		came <- r.FormValue("svar")
		<-hold
		w.WriteHeader(http.StatusNoContent)
	})
	t.Cleanup(func() { close(hold) })
	p := b.Page(t, browsertest.Phone)
	p.Open(s.URL + "/lektion")
	p.Click("Jag går och kommer tillbaka senare.")
	next(t, came, "c")
	p.Click("Jag säger samma sak igen, men högre.")
	p.Open(s.URL + "/start")
	next(t, came, "a")
}

func next(t *testing.T, came <-chan string, want string) {
	t.Helper()
	select {
	case got := <-came:
		if got != want {
			t.Errorf("saved %q, want %q", got, want)
		}
	case <-time.After(10 * time.Second):
		t.Fatalf("%q was never saved", want)
	}
}

// The session may be over: the sign-in page answers, and nothing is saved.
func TestRedirectIsNotASave(t *testing.T) {
	b, s := browsertest.New(t), site(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/start", http.StatusSeeOther)
	})
	p := b.Page(t, browsertest.Phone)
	p.Open(s.URL + "/lektion")
	p.Click("Jag går och kommer tillbaka senare.")
	p.Sees("Ditt svar är inte sparat.")
}

func TestWhatWasJustDoneTakesTheFocus(t *testing.T) {
	b, s := browsertest.New(t), site(t, nothing)
	p := b.Page(t, browsertest.Phone)
	p.Open(s.URL + "/lektion")
	p.HasFocus("Ja, det stämmer.")
	if slices.Contains(strings.Split(p.Text(), "\n"), "Läs upp") {
		t.Error("offers to read aloud without a Swedish voice")
	}
}

// Text that only screen readers see stands in cells of wide tables: it scrolls with its table.
func TestAWideTableScrollsByItself(t *testing.T) {
	b, s := browsertest.New(t), site(t, nothing)
	p := b.Page(t, browsertest.Desktop)
	p.Open(s.URL + "/start")
	p.Eval(`document.querySelector('main').innerHTML = '<div class="rulla"><table><tr>' + '<td>Läkemedelshantering<span class="dold">saknas</span></td>'.repeat(40) + '</tr></table></div>'`, nil)
	p.NoOverflow(t)
}
