package courseweb_test

import (
	"testing"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/course/courseweb"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/page"
)

func withDays(t testing.TB, web bool) *site {
	t.Helper()
	return newSite(t, coursetest.DayFolder("hygien", web))
}

// seat is a place at a course day.
var seat = courseweb.Booked{State: "booked", Day: "2026-03-12", Begins: "09:00", Ends: "16:00", Where: "Folkets hus", Town: "Ekby", Href: "/kursdagar/o-1"}

// attends lets Amina have been at an occasion.
func (s *site) attends(key string, part bool) {
	s.t.Helper()
	a := course.Attendance{PersonID: coursetest.Amina, CourseID: "hygien", OccasionID: "o-1", SessionID: key, Session: 1, Sessions: 1, Part: part,
		ControllerID: "k-1", ActorID: "p-trainer", OnceKey: key}
	if part {
		a.Hours, a.Missed = 3, "Eftermiddagen: att träna på handskar."
	}
	if err := s.DB.Tx(s.t.Context(), func(tx *db.Tx) error { return s.Studies.Attended(s.t.Context(), tx, a) }); err != nil {
		s.t.Fatal(err)
	}
}

func TestACourseWithDaysIsThreeParts(t *testing.T) {
	s := withDays(t, false)
	s.get("/kurs/hygien").says("Förbered dig", "Kursdag", "Följ upp", "2 kursdagar på tillsammans 9 timmar", "10 timmar", "Vi tränar tillsammans", "6 timmar", "Frivillig",
		"Läs rutinen för hygien", `href="https://example.se/rutin"`, "Du gör det här 6 veckor efter kursdagen.", "Välj kursdag", `href="/kursdagar?kurs=hygien"`).
		saysNot("Jag har gjort det", "Läs på webben", "Spara uppföljningen")
	s.post("/kurs/hygien/borja").is(200, "/kurs/hygien").says("0 av 3 är klara", `href="#forberedelse"`, "Jag har gjort det")
	s.post("/kurs/hygien/forberedelse/rutin", "klar", "1")
	s.post("/kurs/hygien/forberedelse/handsprit", "klar", "1").says("1 av 3 är klar")
	s.books(courseweb.Booked{State: "waiting", Day: "2026-03-12", Begins: "09:00", Ends: "16:00", Where: "Folkets hus", Town: "Ekby", Href: "/kursdagar/o-1"})
	s.get("/kurs/hygien").says("Du står i kö. Torsdag 12 mars klockan 9–16. Folkets hus, Ekby.").saysNot("Välj kursdag")
	s.books(seat)
	s.get("/kurs/hygien").says("Du har en plats. Torsdag 12 mars klockan 9–16.", "Se din kursdag", `href="/kursdagar/o-1"`, "Bokad").saysNot("Välj kursdag")
	s.books()
	s.post("/kurs/hygien/uppfoljning", "text", "Bra.").is(409, "/kurs/hygien/uppfoljning").says("Gå på kursdagen först.")
	s.attends("s-1", true)
	s.get("/kurs/hygien").says("En del är kvar", "Det här tar du igen en annan dag:", "att träna på handskar", "Välj kursdag")
	s.attends("s-1", false)
	s.get("/kurs/hygien").says("Du var med 2 mars 2026", "2 av 3 är klara", "Gör det här omkring 13 april 2026.", "Spara uppföljningen", "Följ upp kursen").saysNot("En del är kvar", "Välj kursdag")
	s.post("/kurs/hygien/uppfoljning", "text", " ").is(422, "/kurs/hygien/uppfoljning").says("Skriv några ord om hur du har använt kursen")
	s.post("/kurs/hygien/uppfoljning", "text", "Karin 19121212-1212").is(422, "/kurs/hygien/uppfoljning").says("personnummer", "Karin 19121212-1212")
	s.post("/kurs/hygien/uppfoljning", "text", "Jag spritar före frukost.").is(200, "/kurs/hygien/klar").says("2 mars 2026")
	s.get("/kurs/hygien").says("Du blev klar 2 mars 2026", "Jag spritar före frukost.", "3 av 3 är klara", "Gå kursen igen")
	s.post("/kurs/hygien/uppfoljning", "text", "Ring mig på 070-123 45 67.").is(200, "/kurs/hygien?sparat=1").says("Det är sparat. Men texten har ett nummer")
}

func TestLessonsAndTestBelongToThePreparation(t *testing.T) {
	s := withDays(t, true)
	s.post("/kurs/hygien/borja").says("Läs på webben", "Varför rena händer?", "Fortsätt", "Välj kursdag")
	readAll(s).is(200, "/kurs/hygien/prov")
	pass(s, true)
	s.get("/kurs/hygien/prov/resultat").says("/kurs/hygien#forberedelse")
	s.post("/kurs/hygien/forberedelse/rutin", "klar", "1")
	s.post("/kurs/hygien/forberedelse/handsprit", "klar", "1")
	s.get("/kurs/hygien/prov/resultat").says("/kurs/hygien#kursdag")
	s.get("/kurs/hygien/klar").is(200, "/kurs/hygien").says("1 av 3 är klar")
	s.is(func(v *page.Visit) { v.Easy = true })
	s.get("/kurs/hygien").says("Du tränar.", "Vad gör du nu?")
}

func TestACourseWithDaysInABrowser(t *testing.T) {
	b, s := browsertest.New(t), withDays(t, true)
	p := b.Page(t, browsertest.Phone)
	p.Open(s.URL + "/kurs/hygien")
	look(t, p, "dagar-ny")
	p.Click("Börja kursen")
	s.books(seat)
	p.Open(s.URL + "/kurs/hygien")
	look(t, p, "dagar-bokad")
	s.books()
	s.attends("s-1", true)
	p.Open(s.URL + "/kurs/hygien")
	look(t, p, "dagar-del")
	s.attends("s-1", false)
	readAll(s)
	pass(s, true)
	p.Open(s.URL + "/kurs/hygien")
	p.Click("Jag har gjort det")
	p.Click("Jag har gjort det")
	p.Open(s.URL + "/kurs/hygien")
	p.Click("Spara uppföljningen")
	if got := p.Focused(); got == "" {
		t.Error("nothing has the focus")
	}
	look(t, p, "dagar-saknas")
	p.Type("Hur har du använt det?", "Jag spritar före frukost.")
	p.Click("Spara uppföljningen")
	p.Sees("Du är klar")
	p.Open(s.URL + "/kurs/hygien")
	look(t, p, "dagar-klar")
}
