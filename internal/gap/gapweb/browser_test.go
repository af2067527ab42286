package gapweb_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/internal/platform/browsertest"
)

func TestPagesInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	w.asking()
	for name, at := range map[string][2]string{
		"min":      {"amina", "/min-kompetens"},
		"min-lite": {"bengt", "/min-kompetens"},
		"grupp":    {"karin", "/min-grupp/kompetens"},
		"allt":     {"karin", "/min-grupp/kompetens?visa=allt"},
		"lista":    {"karin", "/min-grupp/kompetens?form=lista"},
		"person":   {"karin", "/min-grupp/kompetens/person/clara"},
		"kommun":   {"maj", "/kommun/kompetens"},
		"enheter":  {"maj", "/kommun/kompetens?visa=enheter&krav=grunden/demens"},
		"prognos":  {"maj", "/kommun/kompetens/prognos?plats=norr&dag=2028-02-01"},
		"omrade":   {"olle", "/omrade/kompetens"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			w.As(at[0]).Open(p)
			p.Open(w.Base + at[1])
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
