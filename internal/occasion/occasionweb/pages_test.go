package occasionweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
)

func TestACoordinatorMakesAndOpensAnOccasion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rut := w.as("rut")
	form := url.Values{"kurs": {"forflyttning"}, "form": {"place"}, "arrangor": {region}, "dag": {"2031-02-05"}, "borjar": {"09:00"}, "slutar": {"08:00"}, "antal": {"20"}}
	rut.Raw("/kurstillfallen/ny", http.StatusOK)
	_, body := rut.Form("/kurstillfallen", form, http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Sluttiden måste vara efter starttiden", `value="2031-02-05"`)
	form.Set("slutar", "16:00")
	to, _ := rut.Form("/kurstillfallen", form, http.StatusSeeOther)
	at, _, _ := strings.Cut(to, "?")
	webtest.Says(w.t, rut.Raw(to, http.StatusOK), "Utkastet är sparat", "Heldag", "Ingen kursledare är vald")
	_, body = rut.Form(at+"/oppna", nil, http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Välj i vilken kommun kursdagen hålls")
	page := rut.Raw(at+"/var", http.StatusOK)
	webtest.Says(w.t, page, "Folkets hus")
	rut.Form(at+"/var", url.Values{"andrad": {"1"}, "form": {"place"}, "ort": {town}, "plats": {"Folkets hus"}, "tillganglighet": {"Hiss finns"}}, http.StatusSeeOther)
	to, _ = rut.Form(at+"/oppna", nil, http.StatusSeeOther)
	webtest.Says(w.t, rut.Raw(to, http.StatusOK), "Kurstillfället är öppet", "Hiss finns", at+"/platser", "Ställ in")
	webtest.Says(w.t, rut.Raw("/kurstillfallen", http.StatusOK), "onsdag 5 februari 2031", "Öppet", "0 av 20 tagna")
	w.as("kim").Raw(at, http.StatusForbidden)
	w.as("amina").Raw(at, http.StatusForbidden)
}

// Who saves what somebody else has changed meanwhile sees what differs, and keeps what was typed.
func TestTheSecondOfTwoSeesTheDifference(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rut := w.as("rut")
	oc := w.opened("2031-02-05")
	at := "/kurstillfallen/" + oc.ID
	form := func(room string) url.Values {
		return url.Values{"andrad": {"2"}, "form": {"place"}, "ort": {town}, "plats": {"Folkets hus"}, "rum": {room}}
	}
	rut.Form(at+"/var", form("Sal 1"), http.StatusSeeOther)
	_, body := rut.Form(at+"/var", form("Sal 2"), http.StatusConflict)
	webtest.Says(w.t, body, "Någon annan ändrade", "Rum: var Sal 1, är Sal 2", `value="Sal 2"`, `name="andrad" value="3"`)
	again := form("Sal 2")
	again.Set("andrad", "3")
	rut.Form(at+"/var", again, http.StatusSeeOther)
}

func TestPlanTrainersAndTimes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rut := w.as("rut")
	oc := w.opened("2031-02-05")
	at := "/kurstillfallen/" + oc.ID
	session := at + "/pass/" + oc.Sessions[0].ID
	webtest.Says(w.t, rut.Raw(session, http.StatusOK), "Ingen kursledare är godkänd")
	to, _ := rut.Form("/kursledare/register", url.Values{"namn": {"Sven Exempel"}, "omrade": {"Förflyttning"}}, http.StatusSeeOther)
	who, _, _ := strings.Cut(to, "?")
	webtest.Says(w.t, rut.Raw(to, http.StatusOK), "Sven Exempel", "Inte godkänd för något nu")
	rut.Form(who+"/godkann", url.Values{"galler": {region + "|"}}, http.StatusSeeOther)
	webtest.Says(w.t, rut.Raw("/kursledare/register?sok=sven", http.StatusOK), "Sven Exempel", "allt som Göteborgsregionen")
	webtest.Says(w.t, rut.Raw(session, http.StatusOK), "Sven Exempel")
	id := who[strings.LastIndex(who, "/")+1:]
	rut.Form(session+"/kursledare", url.Values{"andrad": {"2"}, "kursledare": {id}}, http.StatusSeeOther)
	_, body := rut.Form(session, url.Values{"andrad": {"3"}, "slag": {"lecture"}, "moment": {""}, "minuter": {"60"}}, http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Skriv en rubrik")
	rut.Form(session, url.Values{"andrad": {"3"}, "slag": {"lecture"}, "moment": {"Grunder"}, "minuter": {"500"}}, http.StatusSeeOther)
	webtest.Says(w.t, rut.Raw(at, http.StatusOK), "Grunder", "Föreläsning", "Kursledare: Sven Exempel", "längre än passet")
	rut.Form(session+"/bort", url.Values{"andrad": {"4"}, "nummer": {"1"}}, http.StatusSeeOther)
	s := oc.Sessions[0].ID
	times := url.Values{"andrad": {"5"}, "dag-" + s: {"2031-02-05"}, "borjar-" + s: {"10:00"}, "slutar-" + s: {"12:00"}, "dag-nytt": {"2031-02-12"}, "borjar-nytt": {"09:00"}, "slutar-nytt": {"12:00"}}
	_, body = rut.Form(at+"/tider", times, http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Skriv varför", `value="10:00"`)
	times.Set("varfor", "Salen var upptagen")
	rut.Form(at+"/tider", times, http.StatusSeeOther)
	webtest.Says(w.t, rut.Raw(at, http.StatusOK), "Kort pass", "Halvdag", "Nya tider", "Salen var upptagen", "Dag och tid: var 5 februari 2031 09:00–16:00, är 5 februari 2031 10:00–12:00")
}

func TestWhoArrangesSeesWhomAMoveMakesClash(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rut := w.as("rut")
	first, second := w.opened("2031-02-05"), w.opened("2031-02-06")
	for _, o := range []occasion.Occasion{first, second} {
		if _, err := w.Bookings.Book(t.Context(), w.actor("kim"), o.ID, "amina", ""); err != nil {
			t.Fatal(err)
		}
	}
	const said = "1 person med plats har en annan kursdag samtidigt."
	at, s := "/kurstillfallen/"+first.ID, first.Sessions[0].ID
	webtest.Silent(w.t, rut.Raw(at, http.StatusOK), said)
	moved := url.Values{"andrad": {"2"}, "dag-" + s: {"2031-02-06"}, "borjar-" + s: {"10:00"}, "slutar-" + s: {"12:00"}, "sista": {"2031-02-07"}, "varfor": {"Sjuk kursledare"}}
	_, body := rut.Form(at+"/flytta", moved, http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Sista dag att boka kan inte vara efter den första kursdagen.", `value="2031-02-07"`)
	moved.Set("sista", "2031-02-01")
	to, _ := rut.Form(at+"/flytta", moved, http.StatusSeeOther)
	webtest.Says(w.t, rut.Raw(to, http.StatusOK), said, "Sista dag att boka 1 februari 2031")
}

func TestPostponeOnlineCopyAndCancel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rut := w.as("rut")
	oc := w.opened("2031-02-05")
	at, s := "/kurstillfallen/"+oc.ID, oc.Sessions[0].ID
	for _, step := range []string{"var", "anmalan", "tider", "flytta", "online", "stall-in", "kopiera"} {
		rut.Raw(at+"/"+step, http.StatusOK)
	}
	rut.Form(at+"/flytta", url.Values{"andrad": {"2"}, "dag-" + s: {"2031-03-05"}, "borjar-" + s: {"09:00"}, "slutar-" + s: {"16:00"}, "varfor": {"Sjuk kursledare"}}, http.StatusSeeOther)
	_, body := rut.Form(at+"/online", url.Values{"andrad": {"3"}, "lank": {"mote"}, "varfor": {"Snö"}}, http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "https://")
	rut.Form(at+"/online", url.Values{"andrad": {"3"}, "lank": {"https://mote.example/1"}, "varfor": {"Snö"}}, http.StatusSeeOther)
	to, _ := rut.Form(at+"/kopiera", url.Values{"andrad": {"4"}, "dagar": {"2031-04-02"}, "antal": {"3"}, "veckor": {"2"}}, http.StatusSeeOther)
	webtest.Says(w.t, rut.Raw(to, http.StatusOK), "Utkastet är gjort", "Samma serie")
	_, body = rut.Form(at+"/stall-in", url.Values{"andrad": {"4"}}, http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Skriv varför")
	to, _ = rut.Form(at+"/stall-in", url.Values{"andrad": {"4"}, "varfor": {"För få anmälda"}}, http.StatusSeeOther)
	webtest.Says(w.t, rut.Raw(to, http.StatusOK), "Inställt", "För få anmälda", "Gjort digitalt", "Nya tider")
	now, err := w.Occasions.Find(t.Context(), oc.ID)
	if err != nil || now.Sequence != 3 || now.State != occasion.Cancelled {
		t.Errorf("%+v %v", now, err)
	}
	draft, _ := rut.Form("/kurstillfallen", url.Values{"kurs": {"forflyttning"}, "form": {"online"}, "arrangor": {region}, "antal": {"5"}}, http.StatusSeeOther)
	draft, _, _ = strings.Cut(draft, "?")
	rut.Form(draft+"/ta-bort", nil, http.StatusSeeOther)
	rut.Raw(draft, http.StatusNotFound)
}

// A calendar needs no sign-in; it answers the same again with 304, and nothing once it is switched off.
func TestACalendarIsRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.opened(w.Now().AddDate(0, 2, 0).Format("2006-01-02"))
	rut := w.as("rut")
	rut.Raw("/kursdagar/kalender", http.StatusOK)
	_, body := rut.Form("/kursdagar/kalender", url.Values{"plats": {region}}, http.StatusOK)
	i := strings.Index(body, "/kalender/")
	for i >= 0 && !strings.Contains(body[i:min(len(body), i+60)], ".ics") {
		next := strings.Index(body[i+1:], "/kalender/")
		if next < 0 {
			t.Fatal("no address")
		}
		i += 1 + next
	}
	address := body[i : i+strings.Index(body[i:], ".ics")+4]
	r, err := http.Get(w.base + address)
	if err != nil || r.StatusCode != http.StatusOK || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/calendar; charset=utf-8") || r.Header.Get("ETag") == "" || r.Header.Get("Last-Modified") == "" {
		t.Fatalf("%v %+v", err, r)
	}
	r.Body.Close()
	again, _ := http.NewRequest("GET", w.base+address, nil)
	again.Header.Set("If-None-Match", r.Header.Get("ETag"))
	if r, err = http.DefaultClient.Do(again); err != nil || r.StatusCode != http.StatusNotModified {
		t.Errorf("%v %v", r, err)
	}
	r.Body.Close()
	webtest.Says(w.t, rut.Raw("/kursdagar/kalender", http.StatusOK), "En kalender läste den senast")
	rut.Form("/kursdagar/kalender/av", url.Values{"plats": {region}}, http.StatusSeeOther)
	if r, err = http.Get(w.base + address); err != nil || r.StatusCode != http.StatusNotFound {
		t.Errorf("%v %v", r, err)
	}
	r.Body.Close()
}

// Whoever sees the occasion takes it to the own calendar; nobody sees a draft.
func TestAnOccasionAsAFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	oc := w.opened("2031-02-05")
	amina := w.as("amina")
	file := "/kurstillfallen/" + oc.ID + "/kalender.ics"
	webtest.Says(w.t, amina.Raw(file, http.StatusOK), "METHOD:PUBLISH\r\n", "DTSTART:20310205T080000Z\r\n", "STATUS:CONFIRMED\r\n") // nobody to invite without an address
	if _, err := w.DB.Exec(t.Context(), `UPDATE employee SET email = 'amina@kommun.example' WHERE person_id = 'amina'`); err != nil {
		t.Fatal(err)
	}
	webtest.Says(w.t, amina.Raw(file, http.StatusOK), "METHOD:REQUEST\r\n", "mailto:amina@kommun.example\r\n")
	if _, err := w.Occasions.Cancel(t.Context(), w.actor("rut"), oc.ID, "För få"); err != nil {
		t.Fatal(err)
	}
	webtest.Says(w.t, amina.Raw(file, http.StatusOK), "METHOD:CANCEL\r\n", "SEQUENCE:1\r\n", "STATUS:CANCELLED\r\n")
	draft, err := w.Occasions.Add(t.Context(), w.actor("rut"), occasion.Occasion{CourseID: "forflyttning", OrganiserID: region, Form: occasion.Online})
	if err != nil {
		t.Fatal(err)
	}
	amina.Raw("/kurstillfallen/"+draft.ID+"/kalender.ics", http.StatusNotFound)
}

// The link to a meeting on the net is for who has a place, and for who arranges it.
func TestTheFileOfAMeetingHasItsLinkForWhoComes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const link = "https://mote.example/hemligt"
	oc, err := w.Occasions.Add(t.Context(), w.actor("rut"), occasion.Occasion{CourseID: "forflyttning", OrganiserID: region, Form: occasion.Online, Link: link, Seats: 5,
		Sessions: []occasion.Session{{Day: "2031-02-05", Begins: "09:00", Ends: "10:00"}}})
	if err == nil {
		err = w.Occasions.OpenUp(t.Context(), w.actor("rut"), oc.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	file, amina := "/kurstillfallen/"+oc.ID+"/kalender.ics", w.as("amina")
	if text := amina.Raw(file, http.StatusOK); strings.Contains(text, "mote.example") {
		t.Errorf("without a place: %s", text)
	}
	webtest.Says(w.t, w.as("rut").Raw(file, http.StatusOK), link)
	if _, err := w.Bookings.Book(t.Context(), w.actor("rut"), oc.ID, "amina", ""); err != nil {
		t.Fatal(err)
	}
	webtest.Says(w.t, amina.Raw(file, http.StatusOK), link)
}

// The page tells how the group is made up, as totals, and municipalities with another RSS for a journey see its days
// (R127, rule 2).
func TestTheGroupIsShownAsTotals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	oc := w.opened("2031-02-05")
	at := "/kurstillfallen/" + oc.ID
	rut := w.as("rut")
	webtest.Says(w.t, rut.Raw(at, http.StatusOK), "Ingen är bokad än.")
	if _, err := w.Bookings.Book(t.Context(), w.actor("rut"), oc.ID, "amina", ""); err != nil {
		t.Fatal(err)
	}
	webtest.Says(w.t, rut.Raw(at, http.StatusOK), "Göteborg", "1 person", "Erfarna, mer än 5 år", "1 av 20 tagna", at+"/platser/grupp")
}

func TestAJourneysOwnRegionIsSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	oc, err := w.Occasions.Add(t.Context(), may.Operator(), occasion.Occasion{CourseID: "forflyttning", OrganiserID: "rss-FYRBODAL", Form: occasion.Online, Seats: 5,
		Sessions: []occasion.Session{{Day: "2031-02-05", Begins: "09:00", Ends: "10:00"}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Occasions.OpenUp(t.Context(), may.Operator(), oc.ID); err != nil {
		t.Fatal(err)
	}
	file := "/kurstillfallen/" + oc.ID + "/kalender.ics"
	amina := w.as("amina")
	amina.Raw(file, http.StatusNotFound)
	if _, err := w.DB.Exec(t.Context(), `INSERT INTO municipality_rss (municipality_id, journey_id, rss_id, valid_from, valid_until) VALUES ('k-1480', 'vard-och-omsorg', 'rss-FYRBODAL', '2020-01-01', '9999-12-31')`); err != nil {
		t.Fatal(err)
	}
	amina.Raw(file, http.StatusOK)
}
