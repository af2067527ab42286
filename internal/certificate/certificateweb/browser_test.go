package certificateweb

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"yrkesresan/internal/platform/browsertest"
)

func TestPagesInABrowser(t *testing.T) {
	b, s := browsertest.New(t), newSite(t)
	_, old := s.completed("hygien", "Hygien och smitta", "2026-04-01", 1.5)
	s.now = s.now.Add(time.Hour)
	revoked, gone := s.completed("hygien", "Bemötande och förhållningssätt i demensvården", "", 4)
	_, code := s.completed("delegering", "Läkemedel och delegering", "2027-02-03", 1)
	s.now = s.now.Add(time.Hour)
	s.revoke(revoked)
	mine, others := httptest.NewServer(s.as("a")), httptest.NewServer(s.as(""))
	t.Cleanup(mine.Close)
	t.Cleanup(others.Close)
	for name, address := range map[string]string{
		"intyg": mine.URL + "/intyg", "intyg-namn": mine.URL + "/intyg?sparat=" + code, "kontroll": others.URL + "/intyg/" + old, "kontroll-delegering": others.URL + "/intyg/" + code,
		"kontroll-aterkallat": others.URL + "/intyg/" + gone, "kontroll-okand": others.URL + "/intyg/YR-2222-2222-22222",
		"kontrollera-fel": others.URL + "/intyg/kontrollera?kod=yr",
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			p.Open(address)
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

func TestTheNameIsShownWithoutScript(t *testing.T) {
	b, s := browsertest.New(t), newSite(t)
	_, code := s.completed("hygien", "Hygien och smitta", "2026-04-01", 1.5)
	mine := httptest.NewServer(s.as("a"))
	t.Cleanup(mine.Close)
	p := b.Page(t, browsertest.Phone.NoScript())
	p.Open(mine.URL + "/intyg")
	p.Click("Dela intyget")
	p.Click("Visa mitt namn")
	p.Sees("Nu syns ditt namn", "Ditt namn syns på den sidan.")
	p.Open(mine.URL + "/intyg/" + code)
	p.Sees("Amina Warsame", "Ja, intyget är äkta och gäller")
}
