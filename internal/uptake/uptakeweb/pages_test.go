package uptakeweb_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/course"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/uptake"
	"yrkesresan/internal/uptake/rule"
)

const rules, together = "/anvanda/regler", "/min-grupp/anvanda/tillsammans"

// A manager says that a course is reflected on, takes it with the whole group, and follows who is left by name; the
// learner reads counts only.
func TestThePagesOfTheManager(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	maria, amina := w.As("maria"), w.As("amina")
	w.Says(maria.Get(rules, http.StatusOK), "vad Solen frågar om", "Inget är valt.")
	w.Says(maria.Post(rules, http.StatusUnprocessableEntity, "plats", "solen", "kurs", "hygien", "reflektion", "none"), "Välj reflektion, eller skriv")
	w.Says(maria.Post(rules, http.StatusUnprocessableEntity, "plats", "solen", "kurs", "hygien", "reflektion", "group", "veckor", "många"), "högst 52")
	maria.Post(rules, http.StatusSeeOther, "plats", "solen", "kurs", "hygien", "reflektion", "group", "veckor", "4")
	w.Says(maria.Get(rules+"?plats=solen", http.StatusOK), "Klar efter reflektion i grupp. Användningen följs upp efter 4 veckor.")
	w.Says(maria.Post(rules, http.StatusUnprocessableEntity, "plats", "solen", "kurs", "hygien", "reflektion", "alone"), "Någon annan har sparat")
	w.Says(amina.Get("/kurs/hygien", http.StatusOK), "Du är klar med kursen när du har varit med på en reflektionsträff.")

	w.Says(maria.Post(together, http.StatusUnprocessableEntity, "plats", "solen", "hur", "assign"), "Välj en kurs.")
	due := lang.ISO(time.Now().AddDate(0, 0, 30))
	at := maria.Post(together, http.StatusSeeOther, "plats", "solen", "hur", "assign", "kurs", "hygien", "dag", due, "meddelande", "Vi gör det tillsammans.")
	w.Says(maria.Get(strings.Split(at, "?")[0], http.StatusOK), "0 av 2 är klara", "Amina Exempel", "Bengt Exempel", "Vi gör det tillsammans.")
	own := amina.Get("/anvanda", http.StatusOK)
	w.Says(own, "Ni tar kursen tillsammans. 0 av 2 är klara")
	w.Silent(own, "Bengt")
	amina.Get(strings.Split(at, "?")[0], http.StatusForbidden)
	maria.Post(strings.Split(at, "?")[0]+"/avsluta", http.StatusSeeOther)
	w.Says(maria.Get(strings.Split(at, "?")[0], http.StatusOK), "Avslutades")
}

// What a unit takes back from a coming day stands on the page until then, and is not what is said next.
func TestTheChoicesOfAComingDay(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	maria := w.As("maria")
	day := func(n int) string { return lang.ISO(time.Now().AddDate(0, 0, n)) }
	maria.Post(rules, http.StatusSeeOther, "plats", "solen", "kurs", "hygien", "reflektion", "group")
	_, own, _, err := w.Uptake.Rules(t.Context(), w.Actor("maria"), "solen")
	if err != nil {
		t.Fatal(err)
	}
	maria.Post(rules, http.StatusSeeOther, "plats", "solen", "kurs", "hygien", "reflektion", "none", "fran", day(8), "sagt", "hygien "+own[0].ID)
	page := maria.Get(rules+"?plats=solen", http.StatusOK)
	w.Says(page, "Klar efter reflektion i grupp.", "Till och med "+w.Uptake.Messages.Texts.DateOf(day(7)))
	w.Silent(page, "Inget är valt")
	w.Silent(maria.Raw(rules+"?plats=solen", http.StatusOK), own[0].ID) // a new choice builds on nothing
	maria.Post(rules, http.StatusSeeOther, "plats", "solen", "kurs", "hygien", "reflektion", "none")
	w.Says(maria.Get(rules+"?plats=solen", http.StatusOK), "Inget är valt")
}

// Time to reflect is read by the unit's manager by name, and by the town without names; both as CSV.
func TestThePagesOfTime(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	maria, kim := w.As("maria"), w.As("kim")
	w.Says(maria.Get("/min-grupp/anvanda/tid", http.StatusOK), "Tid för reflektion, Solen", "Amina Exempel", "Kommunen har inte satt något mål för tid.")
	w.Says(kim.Post("/kommun/reflektionstid", http.StatusUnprocessableEntity, "arbetsgivare", gaptest.Town, "minuter", "hundra"), "Skriv minuter")
	kim.Post("/kommun/reflektionstid", http.StatusSeeOther, "arbetsgivare", gaptest.Town, "minuter", "60")
	w.Says(maria.Get("/min-grupp/anvanda/tid?visa=underskoterskor", http.StatusOK), "Målet är 1 timme per person och kvartal.", "Under målet")
	w.Says(maria.Get("/min-grupp/anvanda/tid.csv?enhet=solen", http.StatusOK), "Planerade minuter", "Amina Exempel")
	town := kim.Get("/kommun/reflektionstid", http.StatusOK)
	w.Says(town, "Inga namn visas.", "För få personer för att visa något.")
	w.Silent(town, "Amina")
	w.Says(kim.Get("/kommun/reflektionstid?kvartal="+uptake.QuarterOf(w.Staff.Today()).String(), http.StatusOK), "Kvartalet är inte slut. Siffrorna kommer")
	kim.Get("/kommun/reflektionstid.csv", http.StatusOK)
	maria.Get("/kommun/reflektionstid", http.StatusNotFound)
}

// Who waits is something to do now for the manager; what the group takes again stands on the course's page until it is done.
func TestOtherPagesTellWhatComesAfter(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	if err := w.Uptake.Decide(t.Context(), w.Actor("maria"), uptake.Rule{CourseID: "hygien", Decided: rule.Decided{NodeID: "solen", Reflect: rule.Alone}}, ""); err != nil {
		t.Fatal(err)
	}
	read := func() {
		t.Helper()
		me := may.Actor{PersonID: "amina"}
		if _, err := w.Studies.Begin(t.Context(), me, "hygien"); err != nil {
			t.Fatal(err)
		}
		c, err := w.Courses.Version(t.Context(), "hygien", 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range c.Lessons {
			for _, s := range l.Steps {
				if _, err := w.Studies.See(t.Context(), me, "hygien", course.Spot{Lesson: l.ID, Step: s.ID}); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	read()
	maria, amina := w.As("maria"), w.As("amina")
	w.Says(maria.Get("/min-grupp", http.StatusOK), "1 person väntar på en reflektionsträff", "Se vilka som väntar")
	w.Says(amina.Get("/anvanda", http.StatusOK), "Väntar på att du reflekterar", "i grupp eller själv. Ingen träff är planerad än.")
	w.reflect("amina")
	w.Silent(maria.Get("/min-grupp", http.StatusOK), "väntar på en reflektionsträff")
	w.Says(amina.Get("/kurs/hygien", http.StatusOK), "Hur ska vi använda det?")
	if _, err := w.Uptake.Begin(t.Context(), w.Actor("maria"), uptake.Together{NodeID: "solen", Courses: []string{"hygien"}, Kind: uptake.Repeat}); err != nil {
		t.Fatal(err)
	}
	again := "Ni tar om kursen tillsammans. Ditt gamla intyg finns kvar."
	w.Says(amina.Get("/kurs/hygien", http.StatusOK), again)
	read()
	w.reflect("amina")
	w.Silent(amina.Get("/kurs/hygien", http.StatusOK), again)
}
