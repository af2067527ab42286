package bookweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/occasion"
)

// R133: the learner asks, the manager says yes, the learner has a place and can give it up.
func TestALearnerAsksAndTheManagerSaysYes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.dayOf(20, 2)
	amina, karin := w.As("amina"), w.As("karin")
	w.Says(amina.Get("/kursdagar", 200), "Välj en kursdag", "Förflyttning", "klockan 9–16", "Göteborg, Folkets hus", "2 platser kvar", "Sista dag att anmäla sig", "Se dagen och anmäl dig")
	at := "/kursdagar/" + o.ID
	w.Says(amina.Get(at, 200), "Du anmäler dig", "Din chef svarar", "Olof Palmes plats 3", "Hiss finns. Hörslinga i salen.", "Så mår din rygg", "Föreläsning, 1 timme", "Ta med skor för inomhus.", "Gör det här före dagen", "Göteborgsregionen", "Vem ser det här?")
	_, body := amina.Form(at+"/anmal", url.Values{"note": {"Jag heter 19800101-1231."}}, http.StatusUnprocessableEntity)
	w.Says(body, "personnummer", "Jag heter 19800101-1231.")
	w.Says(amina.Done(at+"/anmal", url.Values{"note": {"Min rygg är trött."}}), "Din fråga är skickad till din chef.", "Din chef svarar Nu", "Ta tillbaka min fråga")
	amina.Form(at+"/anmal", nil, http.StatusSeeOther) // pressed twice
	w.Says(amina.Get("/kursdagar", 200), "Dina kursdagar", "Väntar på din chef", "Din chef svarar ja eller nej.")

	w.Says(karin.Get("/min-grupp", 200), "1 person väntar på ditt svar om en kursdag", "Den första frågade")
	body = karin.Get("/min-grupp/kursdagar", 200)
	w.Says(body, "Kursdagar: Solen", "Amina Exempel: Förflyttning", "2 platser kvar.", "Medarbetaren skriver: Min rygg är trött.")
	k := w.own("amina")
	_, body = karin.Form("/min-grupp/kursdagar/svar", url.Values{"svar": {"ja"}}, http.StatusUnprocessableEntity)
	w.Says(body, "Välj minst en person.")
	w.Says(karin.Done("/min-grupp/kursdagar/svar", url.Values{"svar": {"ja"}, "plats": {k}}), "1 person har fått plats.", "Ingen väntar på ditt svar.", "Amina Exempel Har plats")
	w.Silent(karin.Get("/min-grupp", 200), "väntar på ditt svar om en kursdag")

	w.Says(amina.Get(at, 200), "Du har plats", "Lägg i kalendern", "Säg till om mat och annat du behöver", "Avboka min plats", "Välkommen", "Chefen sa ja")
	w.Says(amina.Get("/min-resa", 200), "Kursdag bokad", "Du har kursdag")
	w.Says(amina.Get(at+"/avboka", 200), "Vill du avboka din plats?", "Platsen går till nästa i kön.", "Enheten betalar 500 kronor.", "Nej, behåll")
	w.Says(amina.Done(at+"/avboka", url.Values{"why": {"Jag är ledig då."}}), "Det är avbokat.", "Dina tidigare kursdagar", "Du är inte med")
	w.Says(amina.Get(at, 200), "Vill du gå kan du anmäla dig igen", "Skäl: Jag är ledig då.", "Anmäl dig")
}

// own is the booking that a person has.
func (w *world) own(person string) string {
	w.T.Helper()
	all, err := w.Bookings.Own(w.T.Context(), w.Actor(person))
	if err != nil || len(all) == 0 {
		w.T.Fatal(all, err)
	}
	return all[0].ID
}

// R133: a manager says no with a reason, which the learner reads.
func TestANoHasAReason(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.dayOf(20, 2)
	w.must(w.Bookings.Ask(t.Context(), w.Actor("amina"), o.ID, ""))
	karin := w.As("karin")
	_, body := karin.Form("/min-grupp/kursdagar/svar", url.Values{"svar": {"nej"}, "plats": {w.own("amina")}}, http.StatusUnprocessableEntity)
	w.Says(body, "Skriv varför.")
	w.Says(karin.Done("/min-grupp/kursdagar/svar", url.Values{"svar": {"nej"}, "plats": {w.own("amina")}, "why": {"Vi är få den dagen."}}), "1 person har fått nej.")
	w.Says(w.As("amina").Get("/kursdagar/"+o.ID, 200), "Din chef sa nej", "Skäl: Vi är få den dagen.", "Anmäl dig")
	_, body = karin.Form("/min-grupp/kursdagar/svar", url.Values{"svar": {"ja"}, "plats": {w.own("amina")}}, http.StatusConflict)
	w.Says(body, "Amina Exempel: Någon har redan svarat.")
}

// A full day has a queue; a seat that comes free is offered to who waits, and taken or left.
func TestAFullDayQueueOfferAndAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.dayOf(20, 1)
	karin := w.Actor("karin")
	w.must(w.Bookings.Book(t.Context(), karin, o.ID, "bengt", ""))
	amina := w.As("amina")
	at := "/kursdagar/" + o.ID
	w.Says(amina.Get("/kursdagar", 200), "Fullt", "Se dagen och ställ dig i kö")
	w.Says(amina.Get(at, 200), "Dagen är full", "Ställ dig i kö")
	w.must(w.Bookings.Ask(t.Context(), w.Actor("amina"), o.ID, ""))
	w.must(w.Bookings.Approve(t.Context(), karin, w.own("amina"), ""))
	w.Says(amina.Get(at, 200), "Du är nummer 1 i kön", "Lämna kön")
	w.Says(amina.Get("/min-resa", 200), "Du är nummer 1 i kön till kursdagen")
	w.Says(amina.Get(at+"/erbjudande", 200), "Det finns inget erbjudande att svara på.")
	w.Says(w.As("carmen").Get(at, 200), "1 person står i kö före dig.")

	w.must(w.Bookings.Cancel(t.Context(), w.Actor("bengt"), w.own("bengt"), ""))
	if to := amina.To("/kursdagar/" + w.own("amina")); to != at+"/erbjudande" {
		t.Error("the note of an offer leads to", to)
	}
	w.Says(amina.Get("/kursdagar", 200), "Du kan få en plats", "Ta platsen", "Svara senast")
	w.Says(amina.Get("/min-resa", 200), "Du kan få en plats på kursdagen")
	w.Says(w.As("karin").Get("/min-grupp", 200), "1 person har ett erbjudande om plats")
	w.Says(amina.Get(at+"/erbjudande", 200), "Du kan få en plats: Förflyttning", "Svara senast", "Ta platsen", "Jag vill inte ha platsen")
	w.Says(amina.Done(at+"/erbjudande", url.Values{"svar": {"ja"}}), "Platsen är din.", "Du har plats")
	w.Says(amina.Get(at+"/erbjudande", 200), "Du har redan tagit platsen.")
	_, body := amina.Form(at+"/erbjudande", url.Values{"svar": {"nej"}}, http.StatusConflict)
	w.Says(body, "Det finns inget erbjudande att svara på.")
}

// An offer that has run out says so and what to do.
func TestAnOfferThatHasRunOutSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.dayOf(20, 1)
	karin := w.Actor("karin")
	w.must(w.Bookings.Book(t.Context(), karin, o.ID, "bengt", ""))
	w.must(w.Bookings.Book(t.Context(), karin, o.ID, "amina", ""))
	w.must(w.Bookings.Cancel(t.Context(), w.Actor("bengt"), w.own("bengt"), ""))
	w.Exec(`UPDATE booking SET offered_until = '2020-01-01 00:00:00' WHERE id = $1`, w.own("amina"))
	amina := w.As("amina")
	at := "/kursdagar/" + o.ID + "/erbjudande"
	w.Says(amina.Get(at, 200), "Tiden för erbjudandet har gått ut")
	_, body := amina.Form(at, url.Values{"svar": {"ja"}}, http.StatusConflict)
	w.Says(body, "Tiden för erbjudandet har gått ut", "Se kursdagen")
}

// Days are chosen by course, town and form, on the server.
func TestDaysAreChosenByCourseTownAndForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.dayOf(20, 5)
	net := w.open(occasion.Occasion{CourseID: "bemotande", Form: occasion.Online, Link: "https://moten.example/1", Language: "en", Seats: 10, Sessions: []occasion.Session{{Length: occasion.Half, Day: w.in(9), Begins: "13:00", Ends: "15:30"}}})
	amina := w.As("amina")
	all := amina.Get("/kursdagar", 200)
	w.Says(all, "På nätet", "På engelska", "klockan 13–15.30")
	if strings.Index(all, "klockan 13–15.30") > strings.Index(all, "klockan 9–16") {
		t.Error("the later day stands first")
	}
	w.Silent(amina.Get("/kursdagar?kurs=forflyttning", 200), "klockan 13–15.30")
	w.Silent(amina.Get("/kursdagar?form=online", 200), "klockan 9–16")
	w.Silent(amina.Get("/kursdagar?ort="+gaptest.Town, 200), "klockan 13–15.30")
	w.Says(amina.Get("/kursdagar?kurs=forflyttning&form=online", 200), "Inga kursdagar passar det du har valt", "Visa alla kursdagar")
	w.Says(amina.Get("/kursdagar/"+net.ID, 200), "Du ser länken när du har en plats.")
	w.must(w.Bookings.Book(t.Context(), w.Actor("karin"), net.ID, "amina", ""))
	w.Says(amina.Get("/kursdagar/"+net.ID, 200), "Öppna mötet", "Någon har anmält dig")
	w.Says(amina.Get("/min-resa", 200), "Välj kursdag") // of the other course
	_ = o
}

// What is not for the person is not there, nor is another's place.
func TestOthersDaysAndPlacesAreNotThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Employ("far", "solen", "underskoterska")
	w.EmployAt("away", "k-2480", "k-2480", "underskoterska") // Umeå: another RSS
	draft, err := w.Occasions.Add(t.Context(), w.Actor("rita"), occasion.Occasion{CourseID: "bemotande", OrganiserID: rss, Form: occasion.Online, Language: "sv", Seats: 3})
	if err != nil {
		t.Fatal(err)
	}
	o := w.dayOf(20, 5)
	w.must(w.Bookings.Book(t.Context(), w.Actor("karin"), o.ID, "amina", ""))
	away := w.As("away")
	w.Says(away.Get("/kursdagar", 200), "Det finns inga kursdagar att välja än")
	away.Get("/kursdagar/"+o.ID, 404)
	away.Form("/kursdagar/"+o.ID+"/anmal", nil, 404)
	for _, id := range []string{draft.ID, "x"} {
		w.As("far").Get("/kursdagar/"+id, 404)
	}
	for _, sub := range []string{"/avboka", "/erbjudande"} { // carmen has no place there
		w.As("carmen").Get("/kursdagar/"+o.ID+sub, 404)
		w.As("carmen").Form("/kursdagar/"+o.ID+sub, url.Values{"svar": {"ja"}}, 404)
	}
	k := "/min-grupp/kursdagar/plats/" + w.own("amina")
	mona, amina := w.As("mona"), w.As("amina")
	for _, sub := range []string{"", "/lapp", "/avboka"} {
		mona.Get(k+sub, 404)
		amina.Get(k+sub, 403) // leads nobody
	}
	for _, sub := range []string{"/svar", "/byt", "/avboka"} {
		mona.Form(k+sub, url.Values{"svar": {"nej"}, "why": {"x"}, "kollega": {"dan"}}, 404)
	}
	mona.Get("/min-grupp/kursdagar?enhet=solen", 403)
	mona.Get("/min-grupp/kursdagar/boka?enhet=solen&tillfalle="+o.ID, 403)
	mona.Form("/min-grupp/kursdagar/boka", url.Values{"enhet": {"solen"}, "tillfalle": {o.ID}, "person": {"carmen"}}, 403)
	mona.Form("/min-grupp/kursdagar/boka", url.Values{"enhet": {"manen"}, "tillfalle": {o.ID}, "person": {"carmen"}}, 403)
	mona.Form("/min-grupp/kursdagar/svar", url.Values{"svar": {"ja"}, "plats": {w.own("amina")}}, 404)
	if s, err := w.Bookings.Find(t.Context(), w.Actor("amina"), w.own("amina")); err != nil || s.State != seat.Booked {
		t.Error(s.State, err)
	}
}

// A day that is cancelled, full of past or closed says so and leads on.
func TestADayThatCannotBeBookedSaysWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o, closed := w.dayOf(20, 5), w.dayOf(25, 5)
	w.must(w.Bookings.Book(t.Context(), w.Actor("karin"), o.ID, "amina", ""))
	if _, err := w.Occasions.Cancel(t.Context(), w.Actor("rita"), o.ID, "Kursledaren är sjuk."); err != nil {
		t.Fatal(err)
	}
	w.Exec(`UPDATE occasion SET cut_off = $2 WHERE id = $1`, closed.ID, w.in(-1))
	amina := w.As("amina")
	cancelled := amina.Get("/kursdagar/"+o.ID, 200)
	w.Says(cancelled, "Kursdagen är inställd.")
	w.Silent(cancelled, "platser kvar", "plats kvar", "Sista dag att anmäla sig", "Du ser länken")
	w.Says(amina.Get("/kursdagar/"+closed.ID, 200), "Sista dagen att boka var", "Se andra dagar för kursen")
	_, body := amina.Form("/kursdagar/"+closed.ID+"/anmal", nil, http.StatusConflict)
	w.Says(body, "Sista dagen att boka var")
	w.Silent(amina.Get("/min-resa", 200), "Välj kursdag")
}

// A day that comes within a week and is not prepared is the next step, before what is next in the plan.
func TestTheNextStepIsToPrepareABookedDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Exec(`UPDATE employment_period SET start_date = $1 WHERE person_id = 'amina'`, w.in(-2)) // nothing is late
	o := w.dayOf(5, 5)
	amina := w.As("amina")
	w.Says(amina.Get("/min-resa", 200), "Välj kursdag")
	w.Silent(amina.Get("/min-resa", 200), "Förbered dig")
	w.must(w.Bookings.Book(t.Context(), w.Actor("karin"), o.ID, "amina", ""))
	w.Says(amina.Get("/min-resa", 200), "Förbered dig", "Kursdagen är", "Gör förberedelsen före dess. Därför kommer den först.")
	w.Says(amina.Get("/kursdagar/"+o.ID, 200), "saker är kvar att göra före dagen.")
	w.Complete("amina", "forflyttning", "Förflyttning", w.Now())
	w.Silent(amina.Get("/min-resa", 200), "Förbered dig")
}

// From the day on the page leads to the own attendance, and the day can no longer be given up.
func TestFromTheDayOnThePageLeadsToTheAttendance(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.dayOf(5, 5)
	w.must(w.Bookings.Book(t.Context(), w.Actor("karin"), o.ID, "amina", ""))
	amina := w.As("amina")
	at := "/kursdagar/" + o.ID
	w.Silent(amina.Get(at, 200), "Visa din kod och närvaro")
	w.Exec(`UPDATE occasion SET first_day = $2, last_day = $2, cut_off = $2 WHERE id = $1`, o.ID, w.in(0))
	w.Exec(`UPDATE occasion_session SET on_day = $2, begins = '00:00', ends = '00:01' WHERE occasion_id = $1`, o.ID, w.in(0))
	page := amina.Get(at, 200)
	w.Says(page, "Visa din kod och närvaro")
	w.Silent(page, "Avboka min plats", "Anmäl dig")
	if to := amina.To(at + "/avboka"); to != at {
		t.Error("a day that has begun can be given up at", to)
	}
	_, body := amina.Form(at+"/avboka", nil, http.StatusConflict)
	w.Says(body, "Kursdagen har redan börjat.")
}
