package journeyweb

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/browsertest"
)

// peopled is a site with somebody on the way, a social worker, a manager on leave, and two without
// a journey.
func peopled(t *testing.T) *site {
	s := newSite(t)
	s.layer(plan.Op{Kind: plan.Require, Item: "forflyttning", Due: &plan.Due{Days: 30, From: plan.FromStart}, Why: "Många skadar ryggen."},
		plan.Op{Kind: plan.Gate, Item: "demens-abc", Link: &plan.Link{Course: "basala-hygienrutiner", Mode: plan.BlockMode, Why: "Grunden kommer först."}})
	s.employ("amina", "underskoterska", "aldreomsorg", "2025-12-01")
	s.done("amina", "bemotande", "2028-02-01", s.now)
	s.courses.begun["amina"] = []string{"sekretess-och-dokumentation"}
	s.employ("soc", "socialsekreterare", "barn-och-unga", "2023-12-01")
	s.employ("chief", "enhetschef", "aldreomsorg", "2025-12-01")
	s.employ("mas", "mas", "halso-och-sjukvard", "2025-12-01")
	s.employ("title", "", "aldreomsorg", "2025-12-01")
	s.employ("area", "underskoterska", "", "2025-12-01")
	if err := s.Journeys.Staff.SetLeave(t.Context(), s.Journeys.DB, "chief", "2026-01-01", "2026-06-30", "test"); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPagesInABrowser(t *testing.T) {
	b, s := browsertest.New(t), peopled(t)
	for name, c := range map[string]struct{ person, address string }{
		"hem": {"amina", "/min-resa"}, "hem-lista": {"amina", "/min-resa?visa=lista"}, "hem-soc": {"soc", "/min-resa"}, "hem-ledig-chef": {"chief", "/min-resa"},
		"hem-mas": {"mas", "/min-resa"}, "hem-okand-titel": {"title", "/min-resa"}, "hem-ingen-resa": {"area", "/min-resa"},
		"varfor": {"amina", "/min-resa/varfor/vard-och-omsorg/forflyttning"}, "varfor-last": {"amina", "/min-resa/varfor/vard-och-omsorg/demens-abc"},
		"punkt": {"amina", "/min-resa/punkt/vard-och-omsorg/prata-om-kursen"}, "redan-gatt": {"amina", "/min-resa/redan-gatt"}, "steg": {"soc", "/min-resa/steg/barn-och-unga"},
	} {
		t.Run(name, func(t *testing.T) {
			own := httptest.NewServer(s.as(c.person))
			t.Cleanup(own.Close)
			p := b.Page(t, browsertest.Phone)
			p.Open(own.URL + c.address)
			if p.Status() != http.StatusOK {
				t.Fatal(p.Status())
			}
			inspect(t, p, name)
		})
	}
}

// inspect looks at the page in every view.
func inspect(t *testing.T, p *browsertest.Page, name string) {
	t.Helper()
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
}

func TestTheJourneyWorksWithoutScript(t *testing.T) {
	b, s := browsertest.New(t), peopled(t)
	own := httptest.NewServer(s.as("amina"))
	t.Cleanup(own.Close)
	p := b.Page(t, browsertest.Phone.NoScript())
	p.Open(own.URL + "/min-resa")
	p.Click("Visa som lista")
	p.Sees("Visa som väg")
	p.Click("Vad har du redan gått?")
	p.Click("Demens ABC")
	p.Click("Jag vill börja med att lära mig telefonen och datorn")
	p.Click("Spara och gå vidare")
	p.Sees("Hej Amina!", "Tillgodoräknad")
	p.Click("Varför är den med?") // of the first: the wish
	p.Sees("Kursen står först därför att du har bett om den.")
	p.Click("Till min resa")
	p.Sees("Nästa steg för dig")
}

func TestAStepIsChosenWithoutScript(t *testing.T) {
	b, s := browsertest.New(t), peopled(t)
	own := httptest.NewServer(s.as("soc"))
	t.Cleanup(own.Close)
	p := b.Page(t, browsertest.Phone.NoScript())
	p.Open(own.URL + "/min-resa")
	p.Click("Byt steg")
	p.Click("Erfaren")
	p.Type("Varför passar det dig?", "Jag heter 19800101-1231.")
	p.Click("Spara steget")
	if p.Status() != http.StatusUnprocessableEntity {
		t.Error(p.Status())
	}
	p.Sees("Texten har ett personnummer.")
	inspect(t, p, "steg-fel")
	p.As(browsertest.Phone.NoScript())
	p.Type("Varför passar det dig?", "Jag har gjort det länge.")
	p.Click("Spara steget")
	p.Sees("Du har valt steget Erfaren.")
}
