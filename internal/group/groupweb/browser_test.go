package groupweb_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/internal/platform/browsertest"
)

func TestPagesInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	if err := w.Staff.NoteLeave(t.Context(), w.actor("karin"), "clara", "2026-01-01", ""); err != nil {
		t.Fatal(err)
	}
	karin, codes := w.as("karin"), w.as("codes")
	for name, at := range map[string]string{"hem": "/min-grupp", "matris": "/min-grupp/matris?visa=allt", "lista": "/min-grupp/matris?form=lista", "kurser": "/min-grupp/kurser",
		"seminarier": "/min-grupp/seminarier", "stod": "/min-grupp/stod", "resan": "/min-grupp/resan", "uppfoljning": "/min-grupp/uppfoljning", "mote": "/min-grupp/mote",
		"lagg-till": "/min-grupp/lagg-till", "koder": "/min-grupp/koder", "fler": "/min-grupp/fler-som-arbetar-har?enhet=solen", "person": "/min-grupp/person/amina",
		"ledighet": "/min-grupp/person/clara/ledighet", "uppgift": "/min-grupp"} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			who := karin
			if name == "uppgift" {
				who = codes
			}
			who.Open(p)
			p.Open(w.base + at)
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

// A first-line manager at night, on a phone, without script: what to do, one press, and it is done.
func TestAManagersEveningWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	p := b.Page(t, browsertest.Phone)
	w.as("karin").Open(p)
	p.As(browsertest.Phone.NoScript())
	p.Open(w.base + "/min-grupp")
	p.Sees("Att göra nu", "Påminn 6")
	p.Click("Påminn 6")
	p.Sees("6 personer är påminda")
	p.Click("Lägg till en kurs")
	p.Click("Lägg till kursen")
	if p.Status() != http.StatusUnprocessableEntity {
		t.Errorf("an empty form: %d", p.Status())
	}
	p.Sees("Välj en kurs.")
	p.Select("Kurs", "PFA – pedagogiskt förhållnings- och arbetssätt")
	p.Click("Hela gruppen")
	p.Click("Lägg till kursen")
	p.Sees("7 personer har fått kursen.")
	p.Click("Amina Exempel")
	p.Sees("Tillagt av dig eller en annan chef", "Vad ser jag här?")
}
