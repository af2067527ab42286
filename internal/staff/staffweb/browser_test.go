package staffweb_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/assets"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/web"
)

// serve answers as the program does, with one visitor.
func (s *site) serve() string {
	mux := http.NewServeMux()
	mux.Handle("GET "+assets.Prefix, assets.Handler())
	mux.Handle("/", web.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.on.ServeHTTP(w, r.WithContext(page.With(r.Context(), s.visit)))
	})))
	server := httptest.NewServer(mux)
	s.t.Cleanup(server.Close)
	return server.URL
}

// faulty is a file with an error, a warning and a title that means nothing.
func faulty() string {
	return people(14, "98;Testa;Exempelsson;Undersköterska;Ängen;a@b.example;Åsa Påhitt;igår", "99;Testa;Exempelsson;Trollkarl;Ängen;;Åsa Påhitt;2024-01-01")
}

func TestPagesInABrowser(t *testing.T) {
	b, s := browsertest.New(t), newSite(t)
	base := s.serve()
	first, _ := s.upload(people(20, "97;Testa;Exempelsson;Häxa;Ängen;a@b.example;;2024-01-01"), 303)
	s.post(first, url.Values{}, 303)
	waiting, _ := s.upload(faulty(), 303)
	for name, address := range map[string]string{"kommun": "/kommun/inlasning", "inlast": first, "granska": waiting, "angra": "/kommun/angra", "titlar": "/kommun/titlar",
		"titlar-alla": "/kommun/titlar?visa=alla", "titlar-nationella": "/kommun/titlar?visa=nationella", "titel": "/kommun/titlar/titel?plats=" + solna + "&titel=H%C3%A4xa"} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			p.Open(base + address)
			for view, v := range map[string]browsertest.View{
				"390": browsertest.Phone, "390-mork": browsertest.Phone.Dark(), "1280": browsertest.Desktop, "1280-mork": browsertest.Desktop.Dark(),
			} {
				p.As(v)
				p.Axe(t)
				if dir := os.Getenv("YRKESRESAN_PICTURES"); dir != "" {
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

func TestAFileIsReadInWithoutScript(t *testing.T) {
	b, s := browsertest.New(t), newSite(t)
	file := filepath.Join(t.TempDir(), "personal.csv")
	if err := os.WriteFile(file, []byte(faulty()), 0o600); err != nil {
		t.Fatal(err)
	}
	p := b.Page(t, browsertest.Desktop.NoScript())
	p.Open(s.serve() + "/kommun/inlasning")
	p.Click("Granska filen")
	p.Sees("Välj en fil att läsa in")
	p.Upload("Personalfil", file)
	p.Click("Granska filen")
	p.Sees("Vill du läsa in filen?", "Rad")
	p.Click("Läs in utan raderna med fel")
	p.Click("Läs in")
	p.Sees("Filen är inläst")
	p.Click("Till personal i Solna")
	p.Click("Koppla titlar")
	p.Sees("Trollkarl")
	p.Select("Yrke", "Stödassistent")
	p.Click("Se vilka det gäller")
	p.Sees("Stämmer det här?", "ändras")
	p.Click("Koppla titeln")
	p.Sees("Titeln är kopplad", "Alla titlar är kopplade")
	p.Click("Alla titlar hos er")
	p.Click("Trollkarl")
	p.Sees("Från ingen egen koppling till Stödassistent")
	p.Click("Ångra den senaste ändringen")
	p.Sees("Ångrat: från Stödassistent till ingen egen koppling")
}
