package occasionweb_test

import (
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/internal/platform/browsertest"
)

// look tries the page that is shown: no overflow, targets large enough, axe clean, in light and dark at the phone's width
// and the desk's.
func look(t *testing.T, p *browsertest.Page, name string) {
	t.Helper()
	for _, v := range []browsertest.View{browsertest.Phone, browsertest.Phone.Dark(), browsertest.Desktop} {
		at := p.As(v)
		at.Axe(t)
		at.NoOverflow(t)
		if dir := os.Getenv("YRKESRESAN_PICTURES"); dir != "" {
			mark := ""
			if v.IsDark {
				mark = "-dark"
			}
			at.Screenshot(filepath.Join(dir, name+map[bool]string{true: "-phone", false: "-desk"}[v.Width < 500]+mark+".png"))
		}
	}
}

// TestAWalkAsCoordinator makes a course day with two sessions and a plan, opens it, moves it, makes it digital and calls it
// off, on a phone without script. Every page is tried as many see it.
func TestAWalkAsCoordinator(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	p := b.Page(t, browsertest.Phone.NoScript())
	w.as("rut").Open(p)
	p.Open(w.base + "/rss")
	p.Click("Kurstillfällen")
	p.Sees("Det finns inga kurstillfällen här.")
	look(t, p, "lista-tom")
	p.Click("Nytt kurstillfälle")
	look(t, p, "nytt")
	p.Select("Kurs", "Förflyttning och hjälpmedel")
	p.Click("På en plats")
	p.Type("Första dagen", "2031-02-05")
	p.Type("Antal platser", "20")
	p.Click("Spara utkast")
	p.Sees("Utkastet är sparat.")
	p.Click("Ändra dagar och tider")
	look(t, p, "tider")
	p.Click("Spara")
	p.Click("Ändra upplägg och kursledare")
	p.Type("Rubrik", "Grunder")
	p.Type("Minuter", "60")
	p.Click("Lägg till momentet")
	p.Sees("Ändringen är sparad.", "Momenten tar 1 timme av 7 timmar.")
	p.Select("Slag av moment", "Samtal")
	p.Type("Rubrik", "Så gör vi hos oss")
	p.Type("Minuter", "45")
	p.Click("Lägg till momentet")
	look(t, p, "upplagg")
	p.Click("Förflyttning och hjälpmedel")
	p.Click("Ändra plats och form")
	look(t, p, "plats")
	p.Select("Kommun", "Göteborg")
	p.Type("Plats", "Folkets hus")
	p.Click("Spara")
	look(t, p, "utkast")
	p.Click("Öppna för bokning")
	p.Sees("Kurstillfället är öppet.")
	p.Click("Flytta till andra dagar")
	p.Click("Flytta och meddela alla")
	p.Sees("Skriv varför, så att deltagarna förstår.")
	p.Type("Dag", "2031-02-12")
	p.Type("Varför ändrar ni?", "Kursledaren är sjuk.")
	look(t, p, "flytta")
	p.Click("Flytta och meddela alla")
	p.Sees("Kurstillfället är flyttat.", "Kursledaren är sjuk.")
	p.Click("Gör digitalt")
	p.Type("Länk till mötet", "https://mote.example/1")
	p.Type("Varför ändrar ni?", "Snöstorm.")
	p.Click("Gör digitalt och meddela alla")
	p.Sees("Kurstillfället är digitalt.")
	look(t, p, "oppet")
	p.Click("Ställ in")
	p.Type("Varför ändrar ni?", "För få anmälda.")
	look(t, p, "stall-in")
	p.Click("Ställ in och meddela alla")
	p.Sees("Kurstillfället är inställt.", "För få anmälda.")
	look(t, p, "installt")
	p.Open(w.base + "/kursledare/register/ny")
	look(t, p, "kursledare-ny")
	p.Type("Namn", "Sven Exempel")
	p.Type("Ämne", "Förflyttning")
	p.Click("Lägg till")
	p.Sees("Inte godkänd för något nu.")
	p.Click("Godkänn")
	p.Sees("allt som Göteborgsregionen")
	look(t, p, "kursledare")
	p.Open(w.base + "/kursledare/register")
	look(t, p, "register")
	p.Open(w.base + "/kursdagar/kalender")
	p.Click("Gör en adress")
	p.Sees("Här är adressen")
	look(t, p, "kalender")
	p.Open(w.base + "/kurstillfallen?fran=2031-01-01")
	look(t, p, "lista")
}
