package orgweb_test

import (
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/content"
	"yrkesresan/internal/platform/browsertest"
)

func TestTheMunicipalitysPagesInABrowser(t *testing.T) {
	b, s := browsertest.New(t), newSite(t)
	if err := s.journeys.Seed(t.Context(), content.Journeys(), "2026-01-01"); err != nil {
		t.Fatal(err)
	}
	unit := "/kommun/organisation/" + s.ids["Almens hemtjänst"]
	s.post(unit+"/sla-ihop", 303, "till", s.ids["Ekens hemtjänst"], "fran", "2026-07-01", "ja", "1")
	s.post("/kommun/funktioner/vard", 303, "vard", s.ids["Omsorg"])
	base := s.serve()
	for name, address := range map[string]string{"kommun": "/kommun", "organisation": "/kommun/organisation", "enhet": unit, "flytta": unit + "/flytta",
		"namn": unit + "/namn", "historik": "/kommun/organisation/historik", "funktioner": "/kommun/funktioner", "kontakter": "/kommun/kontakter",
		"resor": "/kommun/resor", "resa-av": "/kommun/resor/vard-och-omsorg?av=1"} {
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

func TestUnitsAreMergedWithoutScript(t *testing.T) {
	b, s := browsertest.New(t), newSite(t)
	p := b.Page(t, browsertest.Phone.NoScript())
	p.Open(s.serve() + "/kommun/organisation")
	p.Click("Omsorg")
	p.Click("Almens hemtjänst")
	p.Click("Slå ihop med en annan")
	p.Click("Se vad som ändras")
	p.Sees("Välj en plats i listan")
}
