package bookweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/booking/seat"
)

// A manager books several at once, those who lack the course first, and reads what came of each.
func TestAManagerBooksSeveralAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.dayOf(20, 1)
	w.Complete("amina", "forflyttning", "Förflyttning", time.Now())
	karin := w.As("karin")
	w.Says(karin.Get("/min-grupp", 200), "Svara medarbetare som vill gå, och boka plats åt dem.")
	w.Says(karin.Get("/min-grupp/kursdagar", 200), "Ingen i enheten har en kursdag framför sig.", "Boka plats")
	w.Says(karin.Get("/min-grupp/kursdagar/boka?enhet=solen", 200), "Välj först en kursdag.", "Förflyttning", "1 plats kvar", "Välj vilka som ska gå")
	at := "/min-grupp/kursdagar/boka?enhet=solen&tillfalle=" + o.ID
	body := karin.Get(at, 200)
	w.Says(body, "Vilka ska gå?", "Amina Exempel Gick kursen", "Bengt Exempel")
	if strings.Index(body, "Amina Exempel") < strings.Index(body, "Bengt Exempel") {
		t.Error("who has done the course stands before who lacks it")
	}
	form := url.Values{"enhet": {"solen"}, "tillfalle": {o.ID}}
	_, body = karin.Form("/min-grupp/kursdagar/boka", form, http.StatusUnprocessableEntity)
	w.Says(body, "Välj minst en person.")
	form["person"] = []string{"bengt", "carmen"}
	_, body = karin.Form("/min-grupp/kursdagar/boka", form, http.StatusOK)
	w.Says(body, "Tänk på det här innan du bokar", "2 av 5 på enheten blir borta", "Boka dem ändå")
	if strings.Count(body, "2 av 5 på enheten") != 1 {
		t.Error("the unit's limit is told more than once", body)
	}
	form["anda"] = []string{"1"}
	_, body = karin.Form("/min-grupp/kursdagar/boka", form, http.StatusOK)
	w.Says(body, "2 personer är anmälda.", "Bengt Exempel Har plats", "Carmen Exempel Står i kö")
	form["person"] = []string{"bengt", "amina"}
	_, body = karin.Form("/min-grupp/kursdagar/boka", form, http.StatusOK)
	w.Says(body, "1 av 2 är anmälda.", "Bengt Exempel Det finns redan en bokning", "Inte bokad", "Amina Exempel Står i kö")
	w.Says(karin.Get("/min-grupp/kursdagar", 200), "Carmen Exempel Nummer 1 i kön", "Amina Exempel Nummer 2 i kön", "Boka fler")
	w.Says(w.As("bengt").Get("/kursdagar/"+o.ID, 200), "Någon har anmält dig", "Du har plats")
}

// A colleague goes instead and keeps the seat; a place is given up with a reason.
func TestAManagerSendsAColleagueAndCancels(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.dayOf(20, 1)
	w.must(w.Bookings.Book(t.Context(), w.Actor("karin"), o.ID, "bengt", ""))
	karin := w.As("karin")
	at := "/min-grupp/kursdagar/plats/" + w.own("bengt")
	w.Says(karin.Get(at, 200), "Bengt Exempel: Förflyttning", "Har plats", "Skicka en kollega", "Amina Exempel", "Avboka platsen", "Det här har hänt")
	_, body := karin.Form(at+"/byt", nil, http.StatusUnprocessableEntity)
	w.Says(body, "Välj vem som går i stället.")
	_, body = karin.Form(at+"/byt", url.Values{"kollega": {"dan"}}, http.StatusUnprocessableEntity) // of another unit
	w.Says(body, "Du kan bara boka för dem som du ansvarar för.")
	w.Silent(body, "Dan Exempel")
	w.Says(karin.Done(at+"/byt", url.Values{"kollega": {"amina"}}), "Kollegan har fått platsen.", "Amina Exempel: Förflyttning", "Har plats")
	w.Says(w.As("bengt").Get("/kursdagar/"+o.ID, 200), "En kollega fick din plats")

	at = "/min-grupp/kursdagar/plats/" + w.own("amina")
	w.Says(karin.Get(at+"/avboka", 200), "Avboka Amina Exempel?", "Platsen går till nästa i kön.")
	_, body = karin.Form(at+"/avboka", nil, http.StatusUnprocessableEntity)
	w.Says(body, "Skriv varför.")
	w.Says(karin.Done(at+"/avboka", url.Values{"why": {"Vi saknar vikarie."}}), "Det är avbokat.")
	w.Says(w.As("amina").Get("/kursdagar/"+o.ID, 200), "Skäl: Vi saknar vikarie.")
	w.Says(w.As("amina").Get("/meddelanden", 200), "Vi saknar vikarie.")
}

// For a person without a phone the manager prints the offer and answers for the person.
func TestAManagerAnswersForSomebodyWithoutAPhone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.dayOf(20, 1)
	boss := w.Actor("karin")
	w.must(w.Bookings.Book(t.Context(), boss, o.ID, "bengt", ""))
	w.must(w.Bookings.Book(t.Context(), boss, o.ID, "amina", ""))
	w.must(w.Bookings.Book(t.Context(), boss, o.ID, "carmen", ""))
	karin := w.As("karin")
	w.Says(karin.Get("/min-grupp/kursdagar/plats/"+w.own("carmen")+"/lapp", 200), "Du är nummer 2 i kön till kursdagen Förflyttning och hjälpmedel.")
	w.must(w.Bookings.Cancel(t.Context(), w.Actor("bengt"), w.own("bengt"), ""))
	at := "/min-grupp/kursdagar/plats/" + w.own("amina")
	w.Says(karin.Get("/min-grupp/kursdagar", 200), "Erbjudanden som går ut", "Amina Exempel", "Svara senast")
	w.Says(karin.Get(at, 200), "Svara åt personen", "Skriv ut en lapp")
	w.Says(karin.Get(at+"/lapp", 200), "Du kan få en plats på kursdagen Förflyttning och hjälpmedel.", "Svara till din chef senast", "☐ Ja, jag tar platsen.", "Hiss finns.")
	w.Says(karin.Done(at+"/svar", url.Values{"svar": {"nej"}}), "Platsen går till nästa i kön.")
	_, body := karin.Form(at+"/svar", url.Values{"svar": {"ja"}}, http.StatusConflict)
	w.Says(body, "Tiden för erbjudandet har gått ut")
	at = "/min-grupp/kursdagar/plats/" + w.own("carmen")
	w.Says(karin.Done(at+"/svar", url.Values{"svar": {"ja"}}), "Platsen är tagen.", "Har plats")
	w.Says(karin.Get(at+"/lapp", 200), "Du har plats på kursdagen Förflyttning och hjälpmedel.", "Säg till din chef om du inte kan gå.")
	if s, err := w.Bookings.Find(t.Context(), boss, w.own("carmen")); err != nil || s.State != seat.Booked {
		t.Error(s.State, err)
	}
}

// Who leads several units answers for all of them at once, and opens each for its days.
func TestAManagerOfTwoUnitsAnswersForBoth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Grant("karin", "manager", "manen")
	o := w.dayOf(20, 5)
	w.must(w.Bookings.Ask(t.Context(), w.Actor("amina"), o.ID, ""))
	w.must(w.Bookings.Ask(t.Context(), w.Actor("dan"), o.ID, ""))
	w.must(w.Bookings.Book(t.Context(), w.Actor("karin"), o.ID, "bengt", ""))
	karin := w.As("karin")
	w.Says(karin.Get("/min-grupp", 200), "2 personer väntar på ditt svar om kursdagar")
	w.Says(karin.Get("/min-grupp/kursdagar", 200), "Amina Exempel: Förflyttning och hjälpmedel Solen.", "Dan Exempel: Förflyttning och hjälpmedel Månen.", "Enheter", "Solen", "Månen")
	w.Says(karin.Get("/min-grupp/kursdagar?enhet=solen", 200), "1 annan i enheten har kursdag då.", "2 av 5 på enheten blir borta")
	form := url.Values{"svar": {"ja"}, "plats": {w.own("amina"), w.own("dan")}}
	w.Says(karin.Done("/min-grupp/kursdagar/svar", form), "2 personer har fått plats.")
}

// A protected identity is seen by name by the manager, who answers for the person (rule 7).
func TestTheManagerSeesWhoAsks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.dayOf(20, 5)
	w.must(w.Bookings.Ask(t.Context(), w.Actor("amina"), o.ID, ""))
	w.Exec(`UPDATE employee SET protected = TRUE, contact_code = 'K-17' WHERE person_id = 'amina'`)
	w.Says(w.As("karin").Get("/min-grupp/kursdagar", 200), "Amina Exempel: Förflyttning")
	if lines, err := w.Bookings.Roll(t.Context(), w.Actor("rita"), o.ID); err != nil || len(lines) != 1 || lines[0].Name != "K-17" {
		t.Error("whoever arranges it sees", lines, err)
	}
}

// Who has moved to another unit stands on the new manager's pages, who answers and sends a colleague; the old one finds
// nothing there.
func TestWhoHasMovedStandsOnTheNewManagersPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.dayOf(20, 5)
	w.must(w.Bookings.Ask(t.Context(), w.Actor("amina"), o.ID, ""))
	w.must(w.Bookings.Book(t.Context(), w.Actor("karin"), o.ID, "bengt", ""))
	w.Exec(`UPDATE employment_period SET unit_id = 'manen' WHERE person_id IN ('amina', 'bengt')`)
	mona, karin := w.As("mona"), w.As("karin")
	at := "/min-grupp/kursdagar/plats/" + w.own("bengt")
	w.Says(mona.Get("/min-grupp", 200), "1 person väntar på ditt svar om en kursdag")
	w.Says(mona.Get("/min-grupp/kursdagar", 200), "Amina Exempel: Förflyttning", "Bengt Exempel")
	w.Says(mona.Get(at, 200), "Bengt Exempel: Förflyttning", "Skicka en kollega", "Dan Exempel", "Avboka platsen")
	w.Silent(karin.Get("/min-grupp/kursdagar", 200), "Amina Exempel", "Bengt Exempel")
	karin.Get(at, 404)
	w.Says(mona.Done("/min-grupp/kursdagar/svar", url.Values{"svar": {"ja"}, "plats": {w.own("amina")}}), "1 person har fått plats.")
	w.Says(mona.Done(at+"/byt", url.Values{"kollega": {"dan"}}), "Kollegan har fått platsen.", "Dan Exempel: Förflyttning")
}
