package app_test

import (
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/internal/platform/browsertest"
)

// A person asks for a correction, and the municipality reads, answers and looks at what an erasure
// would take: on a phone and a screen, light and dark; the forms without script.
func TestOwnDataAndTheirHandlingInABrowser(t *testing.T) {
	t.Parallel()
	w, b := newWorld(t), browsertest.New(t)
	look := func(p *browsertest.Page, name string) {
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
	mine := b.Page(t, browsertest.Phone)
	w.enter(t, mine, "learner-1480")
	for name, at := range map[string][2]string{
		"mina":  {"/mina-uppgifter", "Ta med dina uppgifter"},
		"ratta": {"/mina-uppgifter/ratta/k-1480", "Vad är fel?"}, "radera": {"/mina-uppgifter/radera/k-1480", "Det här försvinner"},
	} {
		mine.Open(w.base + at[0])
		mine.Sees(at[1])
		look(mine, name)
	}
	theirs := b.Page(t, browsertest.Desktop)
	w.enter(t, theirs, "municipality-1480")
	for name, at := range map[string][2]string{
		"kommun":     {"/kommun/personuppgifter?sok=learner", "1 träff"},
		"svara":      {"/kommun/personuppgifter/begaran/" + w.here["request"], "Testina"},
		"person":     {"/kommun/personuppgifter/person/learner-1480", "Lämna ut en kopia"},
		"forsvinner": {"/kommun/personuppgifter/person/learner-1480/radera", "Det går inte att ångra."},
		"lagring":    {"/kommun/personuppgifter/lagring", "69 månader är 5 år och 9 månader."},
		"raderingar": {"/kommun/personuppgifter/raderingar", "Inget är raderat än."},
		"skydd":      {"/kommun/personuppgifter/skydd", "De som har det nu"},
	} {
		theirs.Open(w.base + at[0])
		theirs.Sees(at[1])
		look(theirs, name)
	}
	plain := b.Page(t, browsertest.Phone.NoScript())
	w.enter(t, plain, "municipality-1480")
	plain.Open(w.base + "/kommun/personuppgifter")
	plain.Click("Rättelse: Testa learner-1480")
	plain.Click("Skicka svaret")
	plain.Sees("Välj vad du har gjort.")
}
