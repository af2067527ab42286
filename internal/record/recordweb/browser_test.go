package recordweb

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/internal/platform/browsertest"
)

func TestPagesInABrowser(t *testing.T) {
	b, s := browsertest.New(t), newSite(t)
	mine := httptest.NewServer(s.as("a"))
	t.Cleanup(mine.Close)
	s.filled()
	for name, address := range map[string]string{"mitt-larande": "/mitt-larande?sparat=delat", "dela": "/mitt-larande/dela/k"} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			p.Open(mine.URL + address)
			if name == "mitt-larande" {
				p.Click("Visa de senaste 2 gångerna")
			}
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

func TestSharingWorksWithoutScript(t *testing.T) {
	b, s := browsertest.New(t), newSite(t)
	mine := httptest.NewServer(s.as("a"))
	t.Cleanup(mine.Close)
	s.filled()
	p := b.Page(t, browsertest.Phone.NoScript())
	p.Open(mine.URL + "/mitt-larande")
	p.Click("Välj rader")
	p.Click("Dela valda rader")
	p.Sees("Välj minst en rad")
	p.Click("Bemötande vid demens")
	p.Click("Dela valda rader")
	p.Sees("Sparat.", "Du delar med Ale: 1 rad.")
	p.Click("Sluta dela")
	p.Sees("Du delar med Ale: ingenting än.")
}
