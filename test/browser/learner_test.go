package browser

import (
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/internal/platform/browsertest"
)

// demo starts the demo and gives a signed-in person's browser.
func demo(t *testing.T) func(role string, view browsertest.View) *browsertest.Page {
	t.Helper()
	p := newProgram(t)
	p.serve(t, "--demo")
	return func(role string, view browsertest.View) *browsertest.Page {
		t.Helper()
		b := browsertest.New(t).Page(t, view)
		b.Open(p.run(t, "demo", "signin", role, "--url", p.base))
		b.Click("main form button.knapp")
		return b
	}
}

func TestWhyListAndWishesOfTheJourney(t *testing.T) {
	t.Parallel()
	b := demo(t)("learner", browsertest.Phone)
	b.Sees("Nästa steg för dig", "Här är du nu.")
	b.Click("Visa som lista")
	b.Sees("Visa som väg")
	good(t, b)
	b.Click("Visa som väg")
	b.Click("Varför är den med?")
	b.Sees("Gäller från") // each reason tells who decided it and from when
	good(t, b)
}

func TestReadingAsOneWants(t *testing.T) {
	t.Parallel()
	b := demo(t)("learner", browsertest.Phone)
	b.Click("Inställningar")
	b.Click("Stor")
	b.Click("Mörk")
	b.Click("Lätt svenska")
	b.Click("Spara")
	b.Sees("Sparat.")
	if b.Count(`html[data-tema="mork"][data-text="stor"]`) != 1 {
		t.Error("the page is not dark and large")
	}
	good(t, b)
	b.Click("Min resa")
	good(t, b)
	b.Click("Fortsätt")
	b.Sees("Visa vanlig text") // the lesson is in easy Swedish
	good(t, b)
	b.Click("Visa vanlig text")
	b.Sees("Visa lättläst")
}

func TestACourseTakenElsewhereIsReportedAndApproved(t *testing.T) {
	t.Parallel()
	open := demo(t)
	b := open("learner", browsertest.Phone)
	b.Click("Demens ABC")
	b.Sees("Svenskt Demenscentrum")
	good(t, b)
	b.Click("Jag är klar")
	file := filepath.Join(t.TempDir(), "intyg.pdf")
	if err := os.WriteFile(file, []byte("%PDF-1.4\n%%EOF\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.Click("Skicka")
	b.Sees("Skriv vilken dag du blev klar") // nothing is lost, and it says what to do
	good(t, b)
	b.Type("Vilken dag blev du klar?", "2026-01-15")
	b.Upload("Ditt intyg", file)
	b.Click("Skicka")
	b.Sees("15 januari 2026")
	good(t, b)
	manager := open("manager", browsertest.Desktop)
	manager.Sees("Min grupp")
	good(t, manager)
}

func TestTheRecordIsOnesOwnAndComesAlong(t *testing.T) {
	t.Parallel()
	b := demo(t)("learner", browsertest.Phone)
	b.Click("Mina intyg")
	good(t, b)
	b.Click("Allt ditt lärande, och ta med dig det")
	b.Sees("Vem får se det?", "Din arbetsgivare ser det du har gjort där.")
	good(t, b)
}

func TestAFaultInAccessibilityIsReported(t *testing.T) {
	t.Parallel()
	b := demo(t)("learner", browsertest.Phone)
	b.Click("Tillgänglighet")
	b.Sees("WCAG")
	good(t, b)
	b.Click("Berätta om något som inte fungerar")
	b.Click("main form button.knapp")
	b.Sees("Skriv vad som inte fungerar")
	good(t, b)
	b.Type("Vad är det som inte fungerar?", "Knappen syns inte när jag förstorar sidan.")
	b.Click("main form button.knapp")
	b.Sees("Tack, vi har fått det")
	good(t, b)
}

// TestALessonIsReadAndAnsweredWithoutScript goes on where the person left, answers and goes on.
func TestALessonIsReadAndAnsweredWithoutScript(t *testing.T) {
	t.Parallel()
	b := demo(t)("learner", browsertest.Phone.NoScript())
	b.Click("section.nasta a.knapp")
	for range 20 {
		if b.Count(`main input[name="svar"]`) > 0 {
			break
		}
		b.Click(".fot button, main form button.knapp:not(.andra)")
	}
	b.Click("Svara")
	b.Sees("Välj ") // what is missing is said at the question
	b.Click(`label:has(input[name="svar"][value="0"])`)
	b.Click("Svara")
	b.Sees("Svara igen")
	b.Click("Min resa")
	b.Sees("Fortsätt") // and it is there on another day, on another device
	b.Click("Fortsätt")
	b.Sees("Svara igen")
}
