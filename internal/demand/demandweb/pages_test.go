package demandweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yrkesresan/internal/demand"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/db"
)

func (w *world) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func TestALearnerSaysAndTakesBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.As("anna")
	body := anna.Raw("/kursdagar/intresse?kurs="+course, 200)
	w.Says(body, "Säg att du är intresserad", "Det här är ingen bokning.")
	_, body = anna.Form("/kursdagar/intresse", url.Values{"kurs": {""}, "dagar": {"2"}}, 422)
	w.Says(body, "Välj en kurs i listan.")
	if !strings.Contains(body, `value="2" checked`) {
		t.Error("what was typed is lost")
	}
	anna.Form("/kursdagar/intresse", url.Values{"kurs": {course}, "nar": {demand.Periods("2026-11-23")[1]}, "dagar": {"2", "4"}, "tid": {"morning"}}, 303)
	w.Says(anna.Raw("/kursdagar/intresse?klart=sparat", 200), "Ditt intresse är sparat.", "våren 2027, tisdag och torsdag, helst förmiddag")
	w.Says(w.As("kim").Raw("/kommun/kursdagar/behov", 200), "1 intresserade", "Visa intresserade av Bemötande vid demens")
	w.Says(w.As("kim").Raw("/kommun/kursdagar/intresserade?kurs="+course, 200), "Anna", "Solen")
	w.As("mia").Raw("/kommun/kursdagar/intresserade?plats="+goteborg+"&kurs="+course, 404)
	w.As("karin").Raw("/kommun/kursdagar/intresserade?kurs="+course, 403)
	anna.Form("/kursdagar/intresse/bort", url.Values{"kurs": {course}}, 303)
	anna.Form("/kursdagar/intresse/bort", url.Values{"kurs": {course}}, 303) // twice is once
	w.Silent(anna.Raw("/kursdagar/intresse?klart=bort", 200), "Det har du sagt")
}

func TestAMunicipalityStatesItsNeedAndTheRegionPlansByIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	kim, rut, period := w.As("kim"), w.As("rut"), demand.Periods("2026-11-23")[1]
	_, body := kim.Form("/kommun/kursdagar/behov", url.Values{"plats": {goteborg}, "kurs": {course}, "nar": {period}, "antal": {"många"}}, 422)
	w.Says(body, "Skriv ett antal mellan 0 och 5 000.")
	kim.Form("/kommun/kursdagar/behov", url.Values{"plats": {goteborg}, "kurs": {course}, "nar": {period}, "antal": {"30"}, "varfor": {"Två nya boenden öppnar."}}, 303)
	w.Says(kim.Raw("/kommun/kursdagar/behov?klart=sparat", 200), "Antalet är sparat.", "30 personer, uppgett 23 november 2026", "Två nya boenden öppnar.")
	_, body = kim.Form("/kommun/kursdagar/behov", url.Values{"plats": {goteborg}, "kurs": {course}, "nar": {period}, "antal": {"4"}}, 409)
	w.Says(body, "Någon annan har ändrat antalet.")
	w.As("karin").Form("/min-grupp/kursdagar/behov", url.Values{"plats": {"solen"}, "kurs": {course}, "nar": {period}, "antal": {"3"}}, 303)
	w.Says(kim.Raw("/kommun/kursdagar/behov", 200), "Enheternas antal", "Solen")

	body = rut.Raw("/kurstillfallen/behov", 200)
	w.Says(body, "Behov av kursdagar i", "30", "2 tillfällen")
	w.Silent(body, "Solen")
	body = rut.Raw("/kurstillfallen/behov?plats="+region+"&kurs="+course, 200)
	w.Says(body, "Kommunerna har uppgett", "15 personer, alla från kommunen själv.", "från 23 november 2026")
	_, plan, _ := strings.Cut(body, `href="/kurstillfallen/ny?`)
	plan, _, _ = strings.Cut(plan, `"`)
	if plan == "" {
		t.Fatal("no way to plan what is proposed")
	}
	plan = strings.ReplaceAll(plan, "&amp;", "&")
	made := rut.Raw("/kurstillfallen/ny?"+plan, 200)
	if !strings.Contains(made, `value="15"`) || !strings.Contains(made, `value="2027-`) {
		t.Error("what is proposed is not filled in")
	}
	w.As("vera").Raw("/kurstillfallen/behov?plats="+region, 403)
	to, _ := rut.Form("/kurstillfallen/behov", url.Values{"plats": {region}}, 303)
	again, _ := rut.Form("/kurstillfallen/behov", url.Values{"plats": {region}}, 303)
	if to != again {
		t.Error("counting twice at once")
	}
	_, task, _ := strings.Cut(to, "raknar=")
	task, _, _ = strings.Cut(task, "&")
	w.must(w.Demand.OnAsked(t.Context(), demand.Asked{TaskID: task}))
	w.Says(rut.Raw(to, 200), "Behovet är omräknat.", "räknades")
}

func TestFewPeopleAreNotPointedAt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.Demand.Say(t.Context(), w.Actor("anna"), demand.Interest{CourseID: course}))
	for _, path := range []string{"/kurstillfallen/behov", "/kurstillfallen/behov?kurs=" + course} {
		body := w.As("rut").Raw(path, 200)
		w.Says(body, "färre än 5")
		w.Silent(body, "Anna", "1 personer")
	}
}

func TestDaysAreDecidedOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	few := w.day("2026-12-02", 20, 8)
	enough := w.day("2026-12-03", 20, 0)
	rut := w.As("rut")
	body := rut.Raw("/kurstillfallen/beslut", 200)
	w.Says(body, "0 bokade. Det behövs minst 8. Det finns 20 platser.", "Förslag: ställ in dagen.", "Förslag: håll dagen.")
	rut.Form("/kurstillfallen/beslut", url.Values{"tillfalle": {enough.ID}, "svar": {"go"}}, 303)
	w.As("vera").Form("/kurstillfallen/beslut", url.Values{"tillfalle": {few.ID}, "svar": {"go"}}, 403)
	to, _ := rut.Form("/kurstillfallen/beslut", url.Values{"tillfalle": {few.ID}, "svar": {"no_go"}}, 303)
	if to != "/kurstillfallen/"+few.ID+"/stall-in" {
		t.Errorf("led to %s", to)
	}
	rut.Raw(to, 200)
	body = rut.Raw("/kurstillfallen/beslut?klart=go", 200) // it has not been cancelled
	w.Says(body, "Beslutet är sparat. Dagen blir av.", "Den är inte inställd än.", "Ställ in dagen", "Flytta dagen", "Håll dagen ändå")
	w.Silent(body, "Förslag:", "Inget väntar på beslut.")
	rut.Form("/kurstillfallen/beslut", url.Values{"tillfalle": {few.ID}, "svar": {"go"}}, 303)
	w.Says(rut.Raw("/kurstillfallen/beslut", 200), "Inget väntar på beslut.")
}

func TestTheCalendarTellsWhatClashes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.day("2027-05-04", 20, 1)
	w.day("2027-05-04", 20, 1)
	w.day("2027-05-06", 20, 1) // Ascension Day
	body := w.As("rut").Raw("/kurstillfallen/kalender?manad=2027-05", 200)
	w.Says(body, "maj 2027", "Vecka 18", "Tisdag 4 maj 2027", "hålls i samma kommun den dagen", "Krock: Kristi himmelsfärds dag.", "Första maj")
	w.Says(w.As("kim").Raw("/kommun/kursdagar/kalender?manad=2027-05", 200), "Tisdag 4 maj 2027", "Folkets hus")
	w.Says(w.As("rut").Raw("/kurstillfallen/kalender?manad=2027-10", 200), "Inget är planerat den här månaden.")
	w.As("rut").Raw("/kurstillfallen/kalender?manad=nu", 422)
	w.As("anna").Raw("/kurstillfallen/kalender", 403)
	if n, err := db.One(t.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM occasion`); err != nil || n != 3 {
		t.Errorf("%d occasions, %v", n, err)
	}
}

func TestPlanningInABrowser(t *testing.T) {
	b := browsertest.New(t)
	w := newWorld(t)
	w.day("2026-12-02", 20, 8)
	w.day("2026-12-02", 20, 8)
	w.must(w.Demand.State(t.Context(), w.Actor("kim"), demand.StatedNeed{NodeID: goteborg, CourseID: course, Period: demand.Periods("2026-11-23")[1], People: 60}))
	w.must(w.Demand.State(t.Context(), w.Actor("mia"), demand.StatedNeed{NodeID: molndal, CourseID: course, Period: demand.Periods("2026-11-23")[1], People: 14}))
	w.must(w.Demand.Say(t.Context(), w.Actor("anna"), demand.Interest{CourseID: course}))
	for name, at := range map[string]struct{ who, path string }{
		"intresse": {"anna", "/kursdagar/intresse"}, "kommun": {"kim", "/kommun/kursdagar/behov"}, "namn": {"kim", "/kommun/kursdagar/intresserade?kurs=" + course},
		"kommunkalender": {"kim", "/kommun/kursdagar/kalender?manad=2026-12"}, "enhet": {"karin", "/min-grupp/kursdagar/behov"}, "behov": {"rut", "/kurstillfallen/behov"},
		"kurs": {"rut", "/kurstillfallen/behov?kurs=" + course}, "beslut": {"rut", "/kurstillfallen/beslut"}, "kalender": {"rut", "/kurstillfallen/kalender?manad=2026-12"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			w.As(at.who).Open(p)
			p.Open(w.Base + at.path)
			look(t, p, name)
		})
	}
}

// A regional coordinator goes from need to a planned day with the mouse alone.
func TestARegionGoesFromNeedToADay(t *testing.T) {
	b := browsertest.New(t)
	w := newWorld(t)
	w.must(w.Demand.State(t.Context(), w.Actor("kim"), demand.StatedNeed{NodeID: goteborg, CourseID: course, Period: demand.Periods("2026-11-23")[1], People: 20}))
	p := b.Page(t, browsertest.Desktop)
	w.As("rut").Open(p)
	p.Open(w.Base + "/kurstillfallen/behov")
	p.Click("Bemötande vid demens")
	p.Click("Planera kurstillfälle")
	if p.Status() != http.StatusOK || !strings.HasPrefix(p.Path(), "/kurstillfallen/ny") {
		t.Fatalf("%d %s", p.Status(), p.Path())
	}
	p.Click("Spara utkast")
	if n, err := db.One(t.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM occasion WHERE course_id = $1 AND seats = 20 AND state = 'draft'`, course); err != nil || n != 1 {
		t.Errorf("%d drafts, %v; at %s", n, err, p.Path())
	}
}
