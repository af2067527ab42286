package seatweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
)

func TestTheOrganiserDividesTheSeats(t *testing.T) {
	w := newWorld(t)
	o := w.day("2027-01-20", 10)
	rut, at := w.As("rut"), "/kurstillfallen/"+o.ID+"/platser"
	body := rut.Raw(at, 200)
	w.Says(body, "0 av 10 platser är tagna", "Gemensam pott", "Inget har ändrats än.")
	_, to, _ := strings.Cut(body, `href="/kurstillfallen/`+o.ID+`/anmalan`)
	if to == "" {
		t.Error("no way to change how many seats there are")
	}
	rut.Raw("/kurstillfallen/"+o.ID+"/anmalan", 200) // the occasion's own page
	body = rut.Raw(at+"/andra?forslag=antal&dela=8", 200)
	w.Says(body, "Fälten visar ett förslag efter antal anställda. Det är inte sparat.", "2 platser blir gemensamma.")
	w.Says(rut.Raw(at, 200), "Inget har ändrats än.")
	if !strings.Contains(body, `name="platser.k-1480" value="6"`) || !strings.Contains(body, `name="platser.k-1481" value="2"`) {
		t.Errorf("no proposal by head count (10 and 3 of 13, of 8 seats): %s", body)
	}
	mark := field(t, body, "sett")
	rut.Form(at, url.Values{"platser.k-1480": {"5"}, "platser.k-1481": {"3"}, "slapps": {"2027-01-05"}, "sett": {mark}, "grund": {"people"}, "skal": {"Efter antal anställda"}}, 303)
	w.Says(rut.Raw(at+"?klart=sparat", 200), "Fördelningen är sparad.", "Göteborg 5 0 5 0 5 januari 2027", "Mölndal 3 0 3 0 5 januari 2027", "Gemensam pott För alla kommuner 2 0 2 0", "Alla 10 0 10 0", "Göteborg fick 5 platser till", "Skäl: Efter antal anställda")

	_, body = rut.Form(at, url.Values{"platser.k-1480": {"8"}, "platser.k-1481": {"1"}, "sett": {mark}}, 409)
	w.Says(body, "Någon annan har ändrat fördelningen medan du skrev.", "Nu: 5", "Nu: 3")
	if !strings.Contains(body, `name="platser.k-1480" value="8"`) {
		t.Error("what was typed is lost")
	}
	rut.Form(at, url.Values{"platser.k-1480": {"8"}, "platser.k-1481": {"1"}, "sett": {field(t, body, "sett")}}, 303)
	_, body = rut.Form(at, url.Values{"platser.k-1480": {"80"}, "sett": {field(t, rut.Raw(at+"/andra", 200), "sett")}}, 422)
	w.Says(body, "Tillsammans kan de inte vara fler än platserna som finns.")

	_, body = rut.Form(at+"/flytta", url.Values{"fran": {"k-1480"}, "till": {"k-1481"}, "antal": {"2"}}, 422)
	w.Says(body, "Skriv varför.")
	rut.Form(at+"/flytta", url.Values{"fran": {"k-1480"}, "till": {"k-1481"}, "antal": {"2"}, "skal": {"Mölndal har fler som väntar"}}, 303)
	_, body = rut.Form(at+"/flytta", url.Values{"fran": {"k-1480"}, "till": {"pool"}, "antal": {"7"}, "skal": {"x"}}, 409)
	w.Says(body, "Lediga platser där: 6.")
	w.Says(rut.Raw(at, 200), "2 platser flyttade från Göteborg till Mölndal", "Skäl: Mölndal har fler som väntar")
}

// Whoever divides the seats takes back none that were given after the day of release, unless the day is changed.
func TestSeatsGivenAfterTheReleaseStayThePlaces(t *testing.T) {
	w := newWorld(t)
	o := w.day("2027-01-20", 10)
	ctx, rut, at := t.Context(), w.As("rut"), "/kurstillfallen/"+o.ID+"/platser"
	gone := func(node string, n int64) booking.Quota {
		return booking.Quota{OccasionID: o.ID, NodeID: node, Seats: n, ReleasedOn: "2026-11-20"}
	}
	if err := w.Bookings.SetQuotas(ctx, w.Actor("rut"), o.ID, []booking.Quota{gone(goteborg, 5), gone(molndal, 2)}, ""); err != nil {
		t.Fatal(err)
	}
	if err := w.Bookings.Move(ctx, w.Actor("rut"), o.ID, booking.Pool, molndal, 3, "Mölndal har fler som väntar"); err != nil {
		t.Fatal(err)
	}
	body := rut.Raw(at+"/andra", 200)
	w.Says(body, "Hade 5 innan de släpptes", "Kommunerna har olika dagar.")
	sent := url.Values{}
	for _, name := range []string{"sett", "slapps-visat", "platser.k-1480", "platser.k-1481", "visat.k-1480", "visat.k-1481"} {
		sent.Set(name, field(t, body, name))
	}
	sent.Set("slapps", sent.Get("slapps-visat"))
	if strings.Count(body, `value="2026-11-20"`) != 2 {
		t.Error("the form does not show the day of release")
	}
	rut.Form(at, sent, 303)
	w.Says(rut.Raw(at, 200), "Göteborg 0 0 0 0 Släppt 20 november 2026. Hade 5.", "Mölndal 3 0 3 0 Släpps inte") // nothing was changed
	body = rut.Raw(at+"/andra", 200)
	sent.Set("sett", field(t, body, "sett"))
	sent.Set("platser.k-1480", "1")
	rut.Form(at, sent, 303)
	w.Says(rut.Raw(at, 200), "Göteborg 1 0 1 0 Släpps inte", "Mölndal 3 0 3 0 Släpps inte", "Gemensam pott För alla kommuner 6 0 6 0")
	body = rut.Raw(at+"/andra", 200)
	sent.Set("sett", field(t, body, "sett"))
	sent.Set("slapps-visat", field(t, body, "slapps-visat"))
	sent.Set("visat.k-1480", "1")
	sent.Set("slapps", "2027-01-10")
	rut.Form(at, sent, 303)
	w.Says(rut.Raw(at, 200), "Göteborg 1 0 1 0 10 januari 2027", "Mölndal 3 0 3 0 10 januari 2027")
}

// The sums of the table are those of the occasion, whatever has been booked, queued, moved and given to others.
func TestTheTablesSumsAgree(t *testing.T) {
	w := newWorld(t)
	o := w.day("2027-01-20", 6)
	w.quotas(o, goteborg, 2, molndal, 1)
	if _, _, err := w.Bookings.Invite(t.Context(), w.Actor("rut"), o.ID, "Regionen", 1); err != nil {
		t.Fatal(err)
	}
	check := func() booking.Board {
		t.Helper()
		b, err := w.Bookings.Board(t.Context(), w.Actor("rut"), o.ID)
		if err != nil {
			t.Fatal(err)
		}
		s, err := w.Bookings.StandingOf(t.Context(), w.Actor("rut"), o.ID)
		if err != nil {
			t.Fatal(err)
		}
		sum := b.Pool
		for _, l := range b.Lines {
			sum.Seats, sum.Taken, sum.Free, sum.Waiting = sum.Seats+l.Seats, sum.Taken+l.Taken, sum.Free+l.Free, sum.Waiting+l.Waiting
			if l.Taken+l.Free > l.Seats {
				t.Errorf("%+v", l)
			}
		}
		if sum.Seats != o.Seats || sum.Taken != s.Taken || sum.Free != s.Free || sum.Waiting != s.Waiting || b.Sum.Seats != sum.Seats || b.Sum.Taken != sum.Taken || b.Sum.Free != sum.Free || b.Sum.Waiting != sum.Waiting {
			t.Errorf("lines %+v, sum %+v, standing %+v", sum, b.Sum, s)
		}
		if sum.Taken+sum.Free != sum.Seats {
			t.Errorf("%d taken and %d free of %d", sum.Taken, sum.Free, sum.Seats)
		}
		return b
	}
	check()
	for _, person := range []string{"anna", "bo", "cecilia", "david", "elsa", "fia", "gun"} {
		w.book("rut", o, person)
		check()
	}
	if b := check(); b.Sum.Waiting == 0 || b.Sum.Taken != 5 {
		t.Errorf("seven for five seats: %+v", b.Sum)
	}
}

func field(t *testing.T, body, name string) string {
	t.Helper()
	_, rest, ok := strings.Cut(body, `name="`+name+`" value="`)
	if !ok {
		t.Fatalf("no field %s", name)
	}
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

func TestTheReserveListHasARuleAndAnOrder(t *testing.T) {
	w := newWorld(t)
	o := w.day("2027-01-20", 1)
	for _, person := range []string{"anna", "bo", "cecilia", "elsa"} {
		w.book("rut", o, person)
	}
	rut, at := w.As("rut"), "/kurstillfallen/"+o.ID+"/reserv"
	body := rut.Raw(at, 200)
	w.Says(body, "3 väntar på plats.", "1. Bo Exempel", "2. Cecilia Exempel", "3. Elsa Exempel", "Den som har väntat längst får nästa plats.", "Inget erbjudande väntar på svar.")
	_, body = rut.Form(at+"/regel", url.Values{"regel": {"lottery"}, "timmar": {"0"}}, 422)
	w.Says(body, "Skriv hur många timmar ett erbjudande gäller")
	rut.Form(at+"/regel", url.Values{"regel": {"lottery"}, "timmar": {"24"}}, 303)
	w.Says(rut.Raw(at, 200), "Lottningen avgör vem som får nästa plats.", "Lotta ordningen")
	rut.Form(at+"/lotta", nil, 303)
	w.Says(rut.Raw(at, 200), "Ni lottade 23 november 2026.")
	rut.Form(at+"/regel", url.Values{"regel": {"time"}, "timmar": {"24"}}, 303)

	queue, err := w.Bookings.Queue(t.Context(), w.Actor("rut"), o.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	last := queue[2].ID
	_, body = rut.Form(at+"/ordna", url.Values{"bokning": {last}, "ordning": {"1"}}, 422)
	w.Says(body, "Skriv varför.")
	rut.Form(at+"/ordna", url.Values{"bokning": {last}, "ordning": {"1"}, "skal": {"Ny i yrket"}}, 303)
	w.Says(rut.Raw(at, 200), "1. Elsa Exempel Mölndal · Ordnad för hand", "2. Bo Exempel")

	var annas booking.Line
	roll, err := w.Bookings.Roll(t.Context(), w.Actor("rut"), o.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range roll {
		if l.PersonID == "anna" {
			annas = l
		}
	}
	rut.Form("/kurstillfallen/"+o.ID+"/deltagare/"+annas.ID+"/avboka", url.Values{"skal": {"Sjuk"}}, 303)
	w.Says(rut.Raw(at, 200), "1 har ett erbjudande att svara på.", "Elsa Exempel", "Svara senast", "Sedan går platsen vidare.")
}

func TestTheRollAndItsFiles(t *testing.T) {
	w := newWorld(t)
	o := w.day("2027-01-20", 10)
	w.book("rut", o, "anna")
	w.book("rut", o, "elsa")
	w.Exec(`UPDATE employee SET protected = $1, contact_code = 'K-77' WHERE person_id = 'elsa'`, true)
	rut, at := w.As("rut"), "/kurstillfallen/"+o.ID+"/deltagare"
	body := rut.Raw(at, 200)
	w.Says(body, "2 har en plats eller är erbjudna en. Det finns 10 platser.", "Anna Exempel Göteborg Undersköterska Van Har en plats", "K-77 Skyddade uppgifter")
	w.Silent(body, "Elsa", "Mölndal Vårdbiträde")
	seen := false
	viewings, err := w.Audit.About(t.Context(), "anna", 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range viewings {
		seen = seen || x.ViewerID == "rut" && x.What == "booking.roll"
	}
	if !seen {
		t.Errorf("nobody can see that the roll was read: %+v", viewings)
	}

	_, body = rut.Form(at+"/gast", url.Values{"namn": {""}, "organisation": {"Regionen"}, "roll": {"participant"}}, 422)
	w.Says(body, "Skriv vad gästen heter.")
	rut.Form(at+"/gast", url.Values{"namn": {"=2+5"}, "organisation": {"Regionen"}, "epost": {"g@example.org"}, "roll": {"participant"}}, 303)
	rut.Form(at+"/gast", url.Values{"namn": {"Bo Bedömare"}, "organisation": {"Skolan"}, "mobil": {"0701234567"}, "roll": {"assessor"}}, 303)
	w.Says(rut.Raw(at, 200), "3 har en plats eller är erbjudna en.", "Bo Bedömare Skolan", "Gäster som bedömer")
	csv := rut.Raw(at+"/fil?form=csv", 200)
	for _, want := range []string{"Namn;Kommun eller organisation;Yrke;Erfarenhet;Läge;Roll\r\n", "Anna Exempel;Göteborg;Undersköterska;Van;Har en plats;Deltagare\r\n", "'=2+5;Regionen;", "Bo Bedömare;Skolan;;;Har en plats;Bedömare\r\n", "K-77;Skyddade uppgifter;;;Har en plats;Deltagare\r\n"} {
		if !strings.Contains(csv, want) {
			t.Errorf("no %q in %q", want, csv)
		}
	}
	if excel := rut.Raw(at+"/fil?form=xlsx", 200); !strings.HasPrefix(excel, "PK") {
		t.Error("no workbook")
	}
	w.Says(rut.Raw(at+"/utskrift", 200), "Anna Exempel", "Skriv ut listan")
}

func TestTheOrganiserBooksByNumberOnly(t *testing.T) {
	w := newWorld(t)
	o := w.day("2027-01-20", 1)
	rut, at := w.As("rut"), "/kurstillfallen/"+o.ID+"/deltagare"
	number := "e-elsa-" // the kit numbers employments e-PERSON-N
	numbers, err := w.Staff.Employments(t.Context(), "elsa", "2026-11-23")
	if err != nil || len(numbers) != 1 || !strings.HasPrefix(numbers[0].Number, number) {
		t.Fatal(numbers, err)
	}
	number = numbers[0].Number
	w.Silent(rut.Raw(at+"/boka", 200), "Elsa")
	_, body := rut.Form(at+"/boka", url.Values{"kommun": {molndal}, "nummer": {"els"}}, 422)
	w.Says(body, "Ingen har det numret där.")
	_, body = rut.Form(at+"/boka", url.Values{"kommun": {molndal}, "nummer": {number}}, 200)
	w.Says(body, "Boka Elsa Exempel?", "Personen är anställd i Mölndal.")
	to, _ := rut.Form(at+"/boka", url.Values{"kommun": {molndal}, "nummer": {number}, "ja": {"1"}}, 303)
	if !strings.Contains(to, "klart=bokad") {
		t.Error(to)
	}
	w.Says(rut.Raw(at, 200), "Elsa Exempel")
	roll, err := w.Bookings.Roll(t.Context(), w.Actor("rut"), o.ID)
	if err != nil {
		t.Fatal(err)
	}
	one := at + "/" + roll[0].ID
	w.Says(rut.Raw(one, 200), "Har en plats", "Bokades", "Skicka en kollega i stället")
	_, body = rut.Form(one+"/ersatt", url.Values{"nummer": {"x"}}, 422)
	w.Says(body, "Ingen har det numret där.")
	fia, err := w.Staff.Employments(t.Context(), "fia", "2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	rut.Form(one+"/ersatt", url.Values{"nummer": {fia[0].Number}, "skal": {"Elsa är sjuk"}}, 303)
	body = rut.Raw(at, 200)
	w.Says(body, "Fia Exempel")
	w.Silent(body, "Elsa Exempel")
}

// Who is protected at one employer is a contact code also when found by the number of another (rule 7).
func TestWhoIsProtectedElsewhereIsFoundAsACode(t *testing.T) {
	w := newWorld(t)
	o := w.day("2027-01-20", 1)
	w.EmployAt("elsa", goteborg, "solen", "underskoterska")
	w.Exec(`UPDATE employee SET protected = TRUE, contact_code = 'K-7' WHERE person_id = 'elsa' AND employer_id = $1`, goteborg)
	jobs, err := w.Staff.Employments(t.Context(), "elsa", "2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range jobs {
		_, body := w.As("rut").Form("/kurstillfallen/"+o.ID+"/deltagare/boka", url.Values{"kommun": {e.EmployerID}, "nummer": {e.Number}}, 200)
		w.Says(body, "Boka K-7?")
		w.Silent(body, "Elsa")
	}
}

func TestWhoSeesWhatOfAnOccasion(t *testing.T) {
	w := newWorld(t)
	o := w.day("2027-01-20", 10)
	both := w.day("2027-01-21", 10, region, other)
	k := w.book("rut", o, "anna")
	w.book("rut", both, "anna")
	for person, status := range map[string]int{"rut": 200, "vera": http.StatusForbidden, "kim": http.StatusForbidden, "anna": http.StatusForbidden} {
		v := w.As(person)
		for _, path := range []string{"/platser", "/platser/andra", "/platser/flytta", "/platser/gaster", "/platser/grupp", "/reserv", "/deltagare", "/deltagare/fil", "/deltagare/utskrift", "/deltagare/gast", "/deltagare/boka"} {
			v.Raw("/kurstillfallen/"+o.ID+path, status)
		}
	}
	w.As("vera").Raw("/kurstillfallen/"+o.ID+"/deltagare/"+k.ID, 404)
	for _, person := range []string{"rut", "vera"} {
		w.Says(w.As(person).Raw("/kurstillfallen/"+both.ID+"/deltagare", 200), "Anna Exempel")
	}
	vera := w.As("vera")
	vera.Form("/kurstillfallen/"+o.ID+"/platser", url.Values{}, 403)
	vera.Form("/kurstillfallen/"+o.ID+"/reserv/regel", url.Values{"regel": {"need"}, "timmar": {"3"}}, 403)
	vera.Form("/kurstillfallen/"+o.ID+"/deltagare/boka", url.Values{"kommun": {goteborg}, "nummer": {"x"}}, 403)
	vera.Form("/kurstillfallen/"+o.ID+"/platser/gaster", url.Values{"namn": {"X"}, "platser": {"1"}}, 403)
}

func TestTheContactGivesSeatsAndOrdersTheList(t *testing.T) {
	w := newWorld(t)
	o := w.day("2027-01-20", 4)
	w.quotas(o, goteborg, 3)
	w.ask(o, "david")
	kim, at := w.As("kim"), "/kommun/kursdagar/"+o.ID
	w.Says(kim.Raw("/kommun", 200), "Kursdagar och platser")
	w.Says(kim.Raw("/kommun/kursdagar", 200), "Kursdagar för Göteborg", "1 person har frågat och väntar på svar.", "Förflyttning")
	w.Says(kim.Raw(at, 200), "Göteborg har 3 egna platser. Lediga: 3.", "1 plats är ledig i den gemensamma potten.", "David Exempel", "Ingen medarbetare har en plats än.")
	david, err := w.Bookings.Roll(t.Context(), w.Actor("kim"), o.ID)
	if err != nil || len(david) != 1 {
		t.Fatal(david, err)
	}
	_, body := kim.Form(at+"/svar", url.Values{"bokning": {david[0].ID}, "svar": {"nej"}}, 422)
	w.Says(body, "Skriv varför.")
	kim.Form(at+"/svar", url.Values{"bokning": {david[0].ID}, "svar": {"ja"}}, 303)

	body = kim.Raw(at+"/namnge?sok=exempel", 200)
	w.Says(body, "Anna Exempel", "Bo Exempel")
	w.Silent(body, "Elsa", "Gun")
	_, body = kim.Form(at+"/namnge", url.Values{"sok": {"exempel"}}, 422)
	w.Says(body, "Välj minst en person.")
	_, body = kim.Form(at+"/namnge", url.Values{"sok": {"exempel"}, "person": {"anna", "bo", "cecilia", "elsa", "karin"}}, 200)
	w.Says(body, "Så gick det", "Elsa Exempel Du kan bara boka för dem som du ansvarar för.", "Karin Exempel På reservlistan", "Anna Exempel Har en plats")

	w.book("rut", o, "olle")
	body = kim.Raw(at, 200)
	w.Says(body, "1. Karin Exempel", "2. Olle Exempel")
	queue, err := w.Bookings.Queue(t.Context(), w.Actor("kim"), o.ID, goteborg)
	if err != nil {
		t.Fatal(err)
	}
	_, body = kim.Form(at+"/ordna", url.Values{"bokning": {queue[1].ID}, "ordning": {"1"}}, 422)
	w.Says(body, "Skriv varför.")
	kim.Form(at+"/ordna", url.Values{"bokning": {queue[1].ID}, "ordning": {"1"}, "skal": {"Börjar med förflyttning nu"}}, 303)
	w.Says(kim.Raw(at, 200), "1. Olle Exempel", "2. Karin Exempel")

	pdf := kim.Raw(at+"/lappar", 200)
	if !strings.HasPrefix(pdf, "%PDF-") {
		t.Errorf("%.40q", pdf)
	}
	kim.Form(at+"/lamna", url.Values{"plats": {goteborg}, "antal": {"1"}}, 409)
}

func TestTheContactGivesSeatsBack(t *testing.T) {
	w := newWorld(t)
	o := w.day("2027-01-20", 4)
	w.quotas(o, goteborg, 3)
	kim, at := w.As("kim"), "/kommun/kursdagar/"+o.ID
	_, body := kim.Form(at+"/lamna", url.Values{"plats": {goteborg}, "antal": {"5"}}, 409)
	w.Says(body, "Lediga platser där: 3.")
	kim.Form(at+"/lamna", url.Values{"plats": {goteborg}, "antal": {"2"}, "skal": {"Ingen kan komma"}}, 303)
	w.Says(kim.Raw(at, 200), "Göteborg har 1 egen plats. Lediga: 1.", "3 platser är lediga i den gemensamma potten.")
	w.Says(w.As("rut").Raw("/kurstillfallen/"+o.ID+"/platser", 200), "Göteborg lämnade tillbaka 2 platser", "Skäl: Ingen kan komma")
	w.As("mia").Form(at+"/lamna", url.Values{"plats": {goteborg}, "antal": {"1"}}, 403)
}

// A municipality sees its own people, and of a private employer under it only how many.
func TestAMunicipalitySeesItsOwnPeopleOnly(t *testing.T) {
	w := newWorld(t)
	o := w.day("2027-01-20", 10)
	w.book("rut", o, "anna")
	w.book("rut", o, "elsa")
	w.book("rut", o, "gun")
	body := w.As("kim").Raw("/kommun/kursdagar/"+o.ID, 200)
	w.Says(body, "Anna Exempel", "Andra arbetsgivare i kommunen: 1 har plats, 0 väntar.")
	w.Silent(body, "Elsa", "Gun")
	body = w.As("mia").Raw("/kommun/kursdagar/"+o.ID, 200)
	w.Says(body, "Elsa Exempel")
	w.Silent(body, "Anna", "Gun")
	roll, err := w.Bookings.Roll(t.Context(), w.Actor("rut"), o.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range roll {
		status := http.StatusNotFound
		if l.PersonID == "anna" {
			status = http.StatusOK
		}
		w.As("kim").Raw("/kommun/kursdagar/"+o.ID+"/bokning/"+l.ID, status)
	}
	w.As("rut").Raw("/kommun/kursdagar/"+o.ID, http.StatusForbidden)
	w.As("kim").Raw("/kommun/kursdagar/"+o.ID+"?plats="+molndal, http.StatusForbidden)
	theirs := w.day("2027-02-01", 5, other)
	w.As("kim").Raw("/kommun/kursdagar/"+theirs.ID, http.StatusNotFound)
}

func TestAnEmployerChoosesWhoGivesSeats(t *testing.T) {
	w := newWorld(t)
	o := w.day("2027-01-20", 10)
	kim := w.As("kim")
	kim.Form("/kommun/kursdagar/val", url.Values{"plats": {goteborg}, "godkanner": {"ja"}, "delar_ut": {"contact"}}, 303)
	w.As("mia").Form("/kommun/kursdagar/val", url.Values{"plats": {goteborg}, "delar_ut": {"manager"}}, 403)
	k := w.ask(o, "anna")
	if k, err := w.Bookings.Approve(t.Context(), w.Actor("karin"), k.ID, ""); err != nil || k.State != seat.Approved {
		t.Fatal(k.State, err)
	}
	w.Says(kim.Raw("/kommun/kursdagar", 200), "1 person har fått ja av chefen men har ingen plats.")
	kim.Form("/kommun/kursdagar/"+o.ID+"/svar", url.Values{"bokning": {k.ID}, "svar": {"ja"}}, 303)
	w.Says(kim.Raw("/kommun/kursdagar/"+o.ID, 200), "Anna Exempel Solen Har en plats")
}

func TestAnOrganisationOutsideBooksItsGuests(t *testing.T) {
	w := newWorld(t)
	o := w.day("2027-01-20", 4)
	rut, at := w.As("rut"), "/kurstillfallen/"+o.ID+"/platser/gaster"
	w.book("rut", o, "anna")
	_, body := rut.Form(at, url.Values{"namn": {"Regionen"}, "platser": {"4"}}, 409)
	w.Says(body, "Lediga platser där: 3.")
	_, body = rut.Form(at, url.Values{"namn": {""}, "platser": {"1"}}, 422)
	w.Says(body, "Skriv vad organisationen heter.")
	_, body = rut.Form(at, url.Values{"namn": {"Region Väst"}, "platser": {"2"}}, 200)
	w.Says(body, "Adressen till Region Väst", "Använder 0 av 2 platser.")
	_, token, _ := strings.Cut(body, "/gastbokning/")
	token, _, _ = strings.Cut(token, "<")
	w.Silent(rut.Raw(at, 200), "gastbokning") // shown once
	if _, body := rut.Form(at, url.Values{"namn": {"Skolan"}, "platser": {"1"}}, 200); !strings.Contains(body, "Adressen till Skolan") {
		t.Error(body)
	}

	out, there := w.As(""), "/gastbokning/"+token
	body = out.Raw(there, 200)
	w.Says(body, "Region Väst använder 0 av 2 platser.", "Folkets hus", "Storgatan 1")
	w.Silent(body, "Anna", "Skolan")
	_, body = out.Form(there, url.Values{"namn": {"Gästa Gäst"}, "roll": {"participant"}}, 422)
	w.Says(body, "E-postadressen stämmer inte.")
	for _, name := range []string{"Gästa Gäst", "Greta Gäst"} {
		out.Form(there, url.Values{"namn": {name}, "epost": {"g@example.org"}, "roll": {"participant"}}, 303)
	}
	_, body = out.Form(there, url.Values{"namn": {"Gösta Gäst"}, "epost": {"g@example.org"}, "roll": {"participant"}}, 409)
	w.Says(body, "Alla era 2 platser är tagna.", "Region Väst använder 2 av 2 platser.")
	out.Form(there, url.Values{"namn": {"Beda Bedömare"}, "epost": {"b@example.org"}, "roll": {"assessor"}}, 303)
	w.Says(out.Raw(there, 200), "Gästa Gäst Deltagare g@example.org", "Beda Bedömare Bedömare")
	w.Says(rut.Raw("/kurstillfallen/"+o.ID+"/platser", 200), "Region Väst Organisation utifrån 2 2 0 0", "Alla 4 3 1 0")
	w.Says(rut.Raw("/kurstillfallen/"+o.ID+"/deltagare", 200), "Gästa Gäst Region Väst")

	in, err := w.Bookings.Invited(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	var annas string
	roll, err := w.Bookings.Roll(t.Context(), w.Actor("rut"), o.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range roll {
		if l.PersonID == "anna" {
			annas = l.ID
		}
	}
	out.Form(there+"/ta-bort", url.Values{"gast": {annas}}, 404) // nobody else's
	out.Form(there+"/ta-bort", url.Values{"gast": {in.Guests[1].BookingID}}, 303)
	w.Says(out.Raw(there, 200), "Region Väst använder 1 av 2 platser.")

	_, body = rut.Form(at+"/"+in.Organisation.ID, url.Values{"platser": {"0"}}, 422)
	w.Says(body, "Region Väst har redan 1 platser tagna.")
	_, body = rut.Form(at+"/"+in.Organisation.ID+"/adress", nil, 200)
	w.Says(body, "Adressen till Region Väst")
	out.Raw(there, 404)
	out.Raw("/gastbokning/x", 404)
}

func TestGroupsAreMixedByProposals(t *testing.T) {
	w := newWorld(t)
	o, next := w.day("2027-01-20", 4), w.day("2027-02-03", 4)
	w.quotas(o, goteborg, 4)
	w.quotas(next, molndal, 4)
	rut, at := w.As("rut"), "/kurstillfallen/"+o.ID+"/platser/grupp"
	body := rut.Raw(at, 200)
	w.Says(body, "Ingen har en plats än.", "Det finns inget förslag.", "Göteborg och Mölndal byter 2 platser", "Efter bytet har Göteborg 2 platser 20 januari 2027, mot 4 nu. Mölndal har 2, mot 0 nu.")
	rut.Form(at+"/byt", url.Values{"ett": {o.ID}, "annat": {next.ID}, "ger": {goteborg}, "far": {molndal}, "antal": {"9"}}, 409)
	rut.Form(at+"/byt", url.Values{"ett": {o.ID}, "annat": {next.ID}, "ger": {goteborg}, "far": {molndal}, "antal": {"2"}}, 303)
	for _, x := range []string{o.ID, next.ID} {
		b, err := w.Bookings.Board(t.Context(), w.Actor("rut"), x)
		if err != nil || b.Lines[0].Seats != 2 || b.Lines[1].Seats != 2 || b.Sum.Seats != 4 {
			t.Errorf("%+v %v", b, err)
		}
	}
	w.quotas(o, goteborg, 4)
	w.quotas(next, molndal, 4)
	for _, person := range []string{"anna", "bo", "cecilia"} {
		w.book("rut", o, person)
	}
	for _, person := range []string{"elsa", "fia"} {
		w.book("rut", next, person)
	}
	body = rut.Raw(at, 200)
	w.Says(body, "3 personer har plats. Kommuner: 1.", "Göteborg 3", "Van 3", "Undersköterska 3", "Ingen flyttas.", "Från Göteborg 20 januari 2027: 2 i stället för 3.", "Fråga Anna Exempel")
	blend, err := w.Bookings.Blend(t.Context(), w.Actor("rut"), o.ID)
	if err != nil || len(blend.Moves) == 0 {
		t.Fatal(blend, err)
	}
	m := blend.Moves[0]
	ask := url.Values{"bokning": {m.BookingID}, "till": {m.To}}
	w.As("vera").Form(at+"/fraga", ask, 403)
	rut.Form(at+"/fraga", ask, 303)
	rut.Form(at+"/fraga", ask, 409)
	w.Says(rut.Raw(at, 200), "Du har frågat "+m.Name+".")
	w.Says(w.As(m.Person).Raw("/meddelanden", 200), "Kan du komma onsdag 3 februari 2027 i stället?")
	if k, err := w.Bookings.Find(t.Context(), w.Actor(m.Person), m.BookingID); err != nil || k.State != seat.Booked || k.OccasionID != m.From {
		t.Errorf("asked and moved: %+v %v", k, err)
	}
}
