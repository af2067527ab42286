package libraryweb_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/internal/library"
	"yrkesresan/internal/library/librarytest"
	"yrkesresan/internal/library/state"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/search"
)

// A colleague tells, the municipality publishes, another finds it by searching: on a phone, without script where people tell.
func TestAnExampleIsToldReviewedAndFound(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	p := b.Page(t, browsertest.Phone)
	w.As("amina").Open(p)
	p.As(browsertest.Phone.NoScript())
	p.Open(w.Base + "/exempel")
	p.Click("Berätta om något som fungerar")
	p.Type("Vad ska exemplet heta?", "Överlämning vid köksbordet")
	p.Type("Vad vi gjorde", "Vi flyttade överlämningen till köksbordet.")
	p.Type("Vad det gav", "Alla hör samma sak.")
	p.Click("Spara utkastet")
	p.Sees("Sparat.")
	p.Click("Skicka in exemplet")
	p.Sees("Granskas")

	q := b.Page(t, browsertest.Desktop)
	w.As("kim").Open(q)
	q.Open(w.Base + "/kommun")
	q.Click("Granska exempel")
	q.Click("Överlämning vid köksbordet")
	q.Click("Publicera hos arbetsgivaren")
	q.Click("Spara beslutet")
	q.Sees("Publicerat")
	id, err := firstExample(w)
	w.Must(err)
	w.Do("nina", id, state.Widen, "")
	w.Must(w.Search.OnSwept(t.Context(), search.Swept{}))

	r := b.Page(t, browsertest.Phone)
	w.As("frida").Open(r)
	r.Open(w.Base + "/sok?q=k%C3%B6ksbord")
	r.Click("Överlämning vid köksbordet")
	r.Sees("Alla hör samma sak.")
	r.Open(w.Base + "/larande")
	r.Click("Materialbank")
	r.Click("Leda samtal på arbetsplatsen")
	r.Sees("Ladda ner allt som ett paket")
}

func firstExample(w *site) (string, error) {
	all, err := w.Library.Mine(w.T.Context(), w.Actor("amina"))
	if err != nil || len(all) == 0 {
		return "", err
	}
	return all[0].ID, nil
}

// Every page of the room is readable on a phone and a desk, light and dark.
func TestThePagesOfTheLibraryInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	ctx := t.Context()
	m := w.Published("kim", librarytest.Town, "Lugna kvällar", state.Own)
	box, err := w.Library.ToolboxFor(ctx, w.Actor("amina"), "leader")
	w.Must(err)
	x := w.Sent("amina", "Överlämning vid köksbordet", state.RSS)
	sent := w.Sent("bengt", "Bildstöd vid frukosten", state.Wide)
	w.Do("kim", x.ID, state.Publish, "")
	draft, err := w.Library.SaveExample(ctx, w.Actor("amina"), librarytest.Story("Ett utkast om rum 12", state.Own))
	w.Must(err)
	w.Must(w.Library.Ask(ctx, w.Actor("pia"), x.ID, "Hur lång tid tog det?"))
	kept, err := w.Library.SaveToolbox(ctx, w.Actor("kim"), library.Toolbox{OwnerID: librarytest.Town, Title: "Kvällar", Theme: "Lugn", Spread: state.Own, IDs: []string{m.ID}})
	w.Must(err)
	for name, at := range map[string]struct{ who, path string }{
		"bank": {"amina", "/material"}, "sak": {"amina", "/material/om/" + box.Items[0].ID}, "lada": {"amina", "/material/lada/" + box.ID}, "skot": {"kim", "/material/skot"}, "skriv": {"kim", "/material/skot/" + m.ID},
		"skotlada": {"kim", "/material/lador/skot/" + kept.ID}, "exempel": {"pia", "/exempel"}, "ett": {"pia", "/exempel/om/" + x.ID}, "mina": {"amina", "/exempel/mina"}, "utkast": {"amina", "/exempel/mitt/" + draft.ID},
		"granska": {"kim", "/exempel/granska"}, "fall": {"kim", "/exempel/granska/" + sent.ID}, "gruppen": {"maria", "/exempel/gruppen"}, "fragor": {"maria", "/exempel/fragor"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			w.As(at.who).Open(p)
			p.Open(w.Base + at.path)
			if p.Status() != http.StatusOK {
				t.Errorf("%s: %d", p.Path(), p.Status())
			}
			for view, v := range map[string]browsertest.View{"390": browsertest.Phone, "390-mork": browsertest.Phone.Dark(), "1280": browsertest.Desktop, "1280-mork": browsertest.Desktop.Dark()} {
				p.As(v)
				p.Axe(t)
				if dir := os.Getenv("YRKESRESAN_PICTURES"); dir != "" {
					p.Screenshot(filepath.Join(dir, name+"-"+view+".png"))
				}
			}
			p.As(browsertest.Phone)
			p.NoOverflow(t)
			p.Targets(t)
			if name == "fall" {
				p.TabWalk(t)
			}
		})
	}
}
