package frameworkweb_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/internal/framework"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/may"
)

func TestPagesInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	w.demens()
	for _, id := range []string{"demens", "formell-kompetens"} {
		if err := w.Frameworks.BeginVersion(t.Context(), may.Operator(), id); err != nil {
			t.Fatal(err)
		}
	}
	err := w.Frameworks.Change(t.Context(), may.Operator(), "demens", func(f *frame.Frame) error {
		f.Areas[0].Requirements = f.Areas[0].Requirements[:1]
		f.Areas[0].Requirements[0].Goals[0].Text = "Kan vänta in svaret"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, at := range map[string][2]string{
		"ramverk":   {"kim", "/ramverk"},
		"redaktor":  {"nora", "/ramverk"},
		"formell":   {"karin", "/ramverk/formell-kompetens"},
		"skal":      {"nora", "/ramverk/socialstyrelsen-2018-underskoterska"},
		"ny":        {"chief", "/ramverk/ny?som=formell-kompetens"},
		"fil":       {"rut", "/ramverk/las-in"},
		"utkast":    {"chief", "/ramverk/demens/utkast"},
		"krav":      {"chief", "/ramverk/demens/utkast/krav/lyssna"},
		"om":        {"chief", "/ramverk/demens/utkast/om"},
		"nivaer":    {"chief", "/ramverk/demens/utkast/nivaer"},
		"omrade":    {"chief", "/ramverk/demens/utkast/omrade/mote"},
		"publicera": {"chief", "/ramverk/demens/utkast/publicera"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			w.as(at[0]).Open(p)
			p.Open(w.base + at[1])
			look(t, p, name)
		})
	}
}

// look holds a page against every view.
func look(t *testing.T, p *browsertest.Page, name string) {
	t.Helper()
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
	p.TabWalk(t)
}

// A whole framework without script: from a file with a fault to a published version.
func TestAFrameworkIsMadeWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	save := func(name string, f *frame.Frame) string {
		body, err := framework.Excel(f)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, body, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	f := &frame.Frame{Name: "Regionens krav", Areas: []frame.Area{{Name: "Nattarbete", Requirements: []frame.Requirement{{Name: "Vaka",
		Goals: []frame.Goal{{Text: "Kan vaka", Form: frame.Ability}}, Evidence: []frame.Evidence{{By: frame.ByAssessment, Ref: "manager"}}}}}}}
	bad := save("fel.xlsx", f)
	f.Areas[0].Requirements[0].Goals[0].Kind = frame.Skill
	good := save("ratt.xlsx", f)
	p := b.Page(t, browsertest.Desktop.NoScript())
	w.as("rut").Open(p)
	p.Open(w.base + "/ramverk")
	p.Click("Läs in från Excel")
	p.Upload("Fil", bad)
	p.Click("Granska filen")
	p.Sees("Rätta det här i filen", "Kompetensslag", "Rad 2")
	p.Click("Välj en annan fil")
	p.Upload("Fil", good)
	p.Click("Granska filen")
	p.Sees("Ramverket är nytt")
	p.Click("Spara som utkast")
	p.Sees("Filen är inläst som utkast", "Vaka")
	p.Click("Granska och publicera")
	p.Sees("Det är den första versionen")
	p.Click("Publicera")
	p.Sees("Versionen är publicerad", "Nattarbete")
}
