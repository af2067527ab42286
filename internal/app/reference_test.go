package app_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/ui/uitest"
	"yrkesresan/internal/search"
)

const referenceAt = "/nationen/referens"

// The nation edits words and topics without script; what is changed is found, and stays with who and why.
func TestTheNationEditsReferenceDataWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	if err := w.app.Search.OnSwept(t.Context(), search.Swept{}); err != nil {
		t.Fatal(err)
	}
	p := b.Page(t, browsertest.Phone.NoScript())
	c := w.enter(t, p, "national-1480")
	p.Open(w.base + "/nationen")
	p.Click("Yrken, områden, ämnen och ord")
	p.Click("Gamla och vardagliga ord")
	p.Sees("sjukgymnast")
	p.Click("Lägg till ett ord")
	p.Type("Ordet som någon söker på", "Brorskapet")
	p.Click("Lägg till")
	if p.Status() != 422 {
		t.Error(p.Status())
	}
	p.Sees("Skriv ett annat ord")
	p.Type("Det vi säger i dag", "hygien")
	p.Type("Varför? (du kan hoppa över)", "Så sa vi förr.")
	p.Click("Lägg till")
	p.Sees("Det är tillagt.", "Varför: Så sa vi förr.", "Ny i listan.")
	if _, body := w.body(t, c, "/sok?q=brorskapet"); !strings.Contains(body, "ygien") {
		t.Error("the new word finds nothing")
	}
	p.Click("Ta brorskapet ur listan")
	p.Click("Ta ur listan")
	p.Sees("Det är taget ur listan.", "Det här går inte att välja längre.")
	if _, body := w.body(t, c, "/sok?q=brorskapet"); strings.Contains(body, "Basala hygienrutiner") {
		t.Error("a retired word still finds")
	}
	p.Open(w.base + referenceAt)
	p.Sees("Senast ändrat", "brorskapet", "Går inte att välja längre.")
}

func TestReferencePagesSayWhatIsUsedAndWhatIsMissing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.browser(t, "national-1480")
	says := func(path string, status int, parts ...string) string {
		t.Helper()
		got, body := w.body(t, c, path)
		if got != status {
			t.Fatalf("%s: %d", path, got)
		}
		for _, part := range parts {
			if !strings.Contains(body, part) {
				t.Errorf("%s does not say %q", path, part)
			}
		}
		return body
	}
	says(referenceAt+"/amnen", 200, "Ämnen för chefer", "8 av 8 ämnen saknar kurs.", "Chef: leda förändring", "Ingen kurs än", "ord på kurser är inga ämnen")
	says(referenceAt+"/amnen/post/bemotande", 200, "Bemötande", "Lågaffektivt bemötande", "Ingen har ändrat det här.")
	says(referenceAt+"/yrken", 200, "Undersköterska", "Titlar i hela landet", "Medicinskt ansvarig sjuksköterska (MAS)", "Varje kommun ska ha minst en.")
	says(referenceAt+"/yrken/post/underskoterska", 200, "Vård och omsorg", "undersköterska natt")
	says(referenceAt+"/omraden/post/aldreomsorg", 200, "säbo")
	says(referenceAt+"/annat", 404)
	says(referenceAt+"/amnen/post/finns-inte", 404)
	// Two from the same page: the second sees both, and nothing is lost.
	save := func(name, about string, want int, parts ...string) {
		t.Helper()
		r, err := c.PostForm(w.base+referenceAt+"/amnen/post/etik", url.Values{"revision": {"0"}, "name": {name}, "about": {about}, "why": {"Bättre."}})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		body := string(raw)
		if r.StatusCode != want {
			t.Fatalf("%d: %s", r.StatusCode, body)
		}
		for _, part := range parts {
			if !strings.Contains(body, part) {
				t.Errorf("the answer does not say %q", part)
			}
		}
	}
	save("Etik i vardagen", "Att tänka över vad som är rätt att göra.", http.StatusSeeOther)
	save("Moral", "Att tänka över vad som är rätt att göra.", http.StatusConflict, "Någon annan har ändrat samma sak", "Namn: nu står det ”Etik i vardagen”", `value="Moral"`, `name="revision" value="1"`)
	says(referenceAt+"/amnen/post/etik?klart=sparat", 200, "Namn: ändrat från ”Etik” till ”Etik i vardagen”", "Varför: Bättre.")
}

func TestReferencePagesInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	p := b.Page(t, browsertest.Phone)
	c := w.enter(t, p, "national-1480")
	for path, form := range map[string]url.Values{
		"/amnen/post/etik":        {"revision": {"0"}, "name": {"Etik i vardagen"}, "about": {"Att tänka efter."}, "synonyms": {"moral"}, "why": {"Tydligare."}},
		"/ord/post/ipad/avveckla": {"gor": {"avveckla"}},
	} {
		r, err := c.PostForm(w.base+referenceAt+path, form)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != http.StatusSeeOther {
			t.Fatal(path, r.StatusCode)
		}
	}
	for _, path := range []string{"", "/yrken", "/omraden", "/amnen", "/ord", "/yrken/post/underskoterska", "/amnen/post/etik", "/ord/post/ipad", "/omraden/ny", "/yrken/ny", "/ord/ny"} {
		_, page := w.body(t, c, referenceAt+path)
		uitest.Page(t, page)
		p.Open(w.base + referenceAt + path)
		w.inspect(t, p, "referens"+strings.ReplaceAll(path, "/", "_"))
	}
}
