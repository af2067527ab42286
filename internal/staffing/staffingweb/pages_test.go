package staffingweb_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staffing"
)

const at = "/min-grupp/bemanning"

func TestALimitIsSaidOnItsPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.As("karin")
	w.Says(v.Raw(at, 200), "Bemanning vid kursdagar: Solen", "Högst 20 procent av enheten", "Ingen har bestämt något annat.")
	_, body := v.Form(at+"/grans", url.Values{"plats": {"solen"}, "measure": {"percent"}, "unit": {"150"}, "team": {"10"}}, 422)
	w.Says(body, "Skriv ett helt tal från 1 till 100.")
	if !strings.Contains(body, `value="150"`) {
		t.Error("what was typed is lost")
	}
	w.Says(v.Done(at+"/grans", url.Values{"plats": {"solen"}, "measure": {"number"}, "unit": {"2"}, "team": {"1"}}), "Gränsen är sparad.", "Högst 2 personer av enheten får vara borta samma dag. I ett lag får 1 person vara borta.")
	_, body = w.As("dora").Form(at+"/grans", url.Values{"plats": {"solen"}, "measure": {"number"}, "unit": {"5"}, "team": {"1"}}, 409)
	w.Says(body, "Någon annan ändrade medan du skrev.", "2 av enheten, 1 av ett lag.")
	w.As("mona").Raw(at+"/grans?plats=solen", 403)
}

func TestGroupsAreSetByHandByTeamAndByList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, crew := w.As("karin"), w.crew()
	amina, greta, hugo := crew["amina"], crew["greta"], crew["hugo"]
	w.Says(v.Raw(at+"/grupper", 200), "Amina Exempel", "Lagens namn säger när 8 personer arbetar.")
	body := v.Raw(at+"/grupper?forslag=lag", 200)
	w.Says(body, "8 personer är ifyllda efter lagens namn. Titta igenom och spara.")
	if crew := w.crew(); crew["greta"].Usual != "" {
		t.Error("a proposal is saved before anybody has said so")
	}
	w.Says(v.Done(at+"/grupper", url.Values{"enhet": {"solen"}, "g." + amina.Job(): {"day"}, "was." + amina.Job(): {""}, "g." + greta.Job(): {"night"}, "was." + greta.Job(): {""}}), "Sparat för 2 personer.")
	_, body = w.As("dora").Form(at+"/grupper", url.Values{"enhet": {"solen"}, "g." + amina.Job(): {"evening"}, "was." + amina.Job(): {""}}, 409)
	w.Says(body, "Amina Exempel: nu står det Dag. Du valde Kväll.")

	body = send(v, "Anställningsnummer;Grupp\n"+hugo.Number+";Natt\n"+amina.Number+";middag\nfinns-inte;dag\n", 422)
	w.Says(body, "2 rader i filen kunde inte läsas. Resten är ifyllt.", "Rad 3: Gruppen är inte dag, kväll, natt eller blandat.", "Rad 4: Ingen på enheten har det numret.", "1 rad är ifylld från filen.")
	if !regexp.MustCompile(`(?s)name="g\.` + hugo.Job() + `".*?<option value="night" selected>`).MatchString(body) {
		t.Error("the form is not filled in from the list")
	}
	if w.crew()["hugo"].Usual != "" {
		t.Error("a list is saved before anybody has said so")
	}
	w.Says(send(v, "a;b\n1;2\n", 422), "Filen saknar rubrik.")
	w.Says(send(v, "Anställningsnummer;Grupp\n", 422), "Filen har inga rader.")
}

func TestAProposalIsChangedCheckedAndBooked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, second := w.day(30, 1), w.day(40, 20)
	v := w.As("karin")
	w.Says(v.Raw(at+"/forslag", 200), "Välj en kurs.", "Gör ett förslag")
	body := v.Raw(at+"/forslag?enhet=solen&kurs=forflyttning", 200)
	w.Says(body, "Vem går när", "1 ledig plats för er", "20 lediga platser för er", "Ingen dag.")
	form := url.Values{"enhet": {"solen"}, "kurs": {"forflyttning"}, "p.amina": {first.ID}, "p.bengt": {first.ID}, "p.carmen": {second.ID}, "p.david": {""}, "gor": {"kontrollera"}}
	_, body = v.Form(at+"/forslag", form, 200)
	w.Says(body, "saker att tänka på", "Det finns inte plats för alla som du har valt.")
	if all, err := w.Bookings.AtUnit(t.Context(), may.Operator(), "solen", w.Staff.Today()); err != nil || len(all) != 0 {
		t.Errorf("checking books: %+v %v", all, err)
	}
	form.Set("gor", "boka")
	w.Says(v.Done(at+"/forslag", form), "2 personer är bokade.", "1 person står på reservlistan.", "Carmen Exempel")
	// Sent once more, each who has a seat is told so, and nothing is lost or doubled.
	all, err := w.Bookings.AtUnit(t.Context(), may.Operator(), "solen", w.Staff.Today())
	if err != nil || len(all) != 3 {
		t.Errorf("%+v %v", all, err)
	}
	_, body = v.Form(at+"/forslag", url.Values{"enhet": {"solen"}, "kurs": {"forflyttning"}, "gor": {"boka"}}, 422)
	w.Says(body, "Välj en dag för någon först.")
	w.As("mona").Form(at+"/forslag", form, 403)
}

func TestHoursAndCostsAreNotedAndReported(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	day := w.day(30, 20)
	k, err := w.Bookings.Book(t.Context(), w.Actor("karin"), day.ID, "amina", "")
	if err != nil {
		t.Fatal(err)
	}
	v := w.As("karin")
	body := v.Raw(at+"/timmar/ny?enhet=solen&bokning="+k.ID, 200)
	w.Says(body, "Skriv upp timmar", "Vikarie", "Äldreomsorgslyftet")
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(body)[1]
	form := url.Values{"enhet": {"solen"}, "id": {id}, "bokning": {k.ID}, "kind": {"substitute"}, "person": {"amina"}, "course": {"forflyttning"}, "from": {day.FirstDay}, "hours": {"sju"}, "cost": {"2 400"}, "funding": {"aldreomsorgslyftet"}}
	_, body = v.Form(at+"/timmar/ny", form, 422)
	w.Says(body, "Skriv timmarna med siffror, till exempel 7,5.")
	form.Set("hours", "7,5")
	w.Says(v.Done(at+"/timmar/ny", form), "Sparat.")
	year := day.FirstDay[:4]
	body = v.Raw(at+"/timmar?enhet=solen&ar="+year, 200)
	w.Says(body, "Amina Exempel", "vikarie", "7,5", "2 400", "Äldreomsorgslyftet")
	one := regexp.MustCompile(`/min-grupp/bemanning/timmar/([^?"]+)\?`).FindStringSubmatch(body[strings.Index(body, "<tbody"):])[1]
	w.Says(v.Raw(at+"/timmar/"+one+"?enhet=solen", 200), "Ändra det som är uppskrivet", "Ta bort raden")
	form.Set("revision", "1")
	form.Set("cost", "3000")
	v.Done(at+"/timmar/"+one, form)
	form.Set("cost", "3500")
	_, body = v.Form(at+"/timmar/"+one, form, 409)
	w.Says(body, "Någon annan ändrade medan du skrev.", "3 000")

	w.Says(v.Raw(at+"/uppfoljning?enhet=solen&ar="+year, 200), "Vad kurserna kostar: Solen", "3 000 kronor", "Vem som betalar")
	if csv := v.Raw(at+"/uppfoljning.xlsx?enhet=solen&som=csv&ar="+year, 200); !strings.Contains(csv, ";3000;") {
		t.Errorf("%q", csv)
	}
	if book := v.Raw(at+"/uppfoljning.xlsx?enhet=solen&ar="+year, 200); !strings.HasPrefix(book, "PK") {
		t.Error("no workbook")
	}
	kim := w.As("kim")
	w.Says(kim.Raw("/kommun/aldreomsorgslyftet?ar="+year, 200), "Äldreomsorgslyftet: Göteborg", "Amina Exempel", "3 000")
	if csv := kim.Raw("/kommun/aldreomsorgslyftet.xlsx?som=csv&ar="+year, 200); !strings.Contains(csv, "Amina Exempel") {
		t.Errorf("%q", csv)
	}
	w.Says(kim.Raw("/kommun/aldreomsorgslyftet?ar=2021", 200), "Inget är uppskrivet med Äldreomsorgslyftet 2021.")
	w.Says(v.Done(at+"/timmar/"+one+"/ta-bort", url.Values{"enhet": {"solen"}}), "Raden är borttagen.")

	dora := w.As("dora") // sees days, not what they cost
	body = dora.Raw(at+"?enhet=solen", 200)
	w.Silent(body, "Vikarier och studietid", "Vad kurserna kostar", "Skriv upp")
	for _, path := range []string{"/timmar", "/timmar/ny", "/uppfoljning", "/uppfoljning.xlsx"} {
		dora.Raw(at+path+"?enhet=solen", 403)
	}
	dora.Raw("/kommun/aldreomsorgslyftet", 403)
}

// Sums have no dust of reckoning, öre are refused and not cut off, and what is noted after midnight is of that day.
func TestHoursKronorAndDaysAreWrittenAsTheyAre(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.As("karin")
	form := url.Values{"enhet": {"solen"}, "kind": {"study"}, "person": {"amina"}, "course": {"forflyttning"}, "from": {"2026-03-02"}, "hours": {"1,1"}, "cost": {"1 250,90"}, "funding": {"aldreomsorgslyftet"}}
	_, body := v.Form(at+"/timmar/ny", form, 422)
	w.Says(body, "Skriv kostnaden i hela kronor med siffror, till exempel 2400.", `value="1 250,90"`)
	form.Set("cost", "1 250,00")
	v.Done(at+"/timmar/ny", form)
	form.Set("from", "2026-03-03")
	form.Set("hours", "2,2")
	v.Done(at+"/timmar/ny", form)
	report, lift := v.Raw(at+"/uppfoljning.xlsx?enhet=solen&som=csv&ar=2026", 200), w.As("kim").Raw("/kommun/aldreomsorgslyftet.xlsx?som=csv&ar=2026", 200)
	for _, csv := range []string{report, lift} {
		if !strings.Contains(csv, ";3,3;") || !strings.Contains(csv, ";2500") {
			t.Errorf("%q", csv)
		}
	}
	w.Says(v.Raw(at+"/uppfoljning?enhet=solen&ar=2026", 200), "3,3")
	v.Done(at+"/grans", url.Values{"plats": {"solen"}, "measure": {"number"}, "unit": {"2"}, "team": {"1"}})
	late := time.Date(2026, 3, 4, 23, 30, 0, 0, time.UTC) // half past midnight in Sweden
	w.Exec(`UPDATE staffing_record SET made_at = $1`, late)
	w.Exec(`UPDATE staffing_limit SET made_at = $1`, late)
	body = v.Raw(at+"/timmar?enhet=solen&ar=2026", 200)
	one := regexp.MustCompile(`/min-grupp/bemanning/timmar/([^?"]+)\?`).FindStringSubmatch(body[strings.Index(body, "<tbody"):])[1]
	for _, path := range []string{"/timmar/" + one, "", "/grans"} {
		body := v.Raw(at+path+"?enhet=solen&plats=solen", 200)
		w.Says(body, "5 mars 2026")
		w.Silent(body, "4 mars 2026")
	}
}

func TestTheOtherGrantIsRefusedWithItsRow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.Staffing.Save(t.Context(), w.Actor("karin"), staffing.Record{Kind: staffing.Study, PersonID: "amina", UnitID: "solen", Education: "Specialistundersköterska", From: "2026-03-01", Until: "2026-05-31", Hours: 120, Paid: true, Funding: staffing.Elderly})
	if err != nil {
		t.Fatal(err)
	}
	v := w.As("karin")
	_, body := v.Form(at+"/timmar/ny", url.Values{"enhet": {"solen"}, "kind": {"study"}, "person": {"amina"}, "education": {"Specialistundersköterska"}, "from": {"2026-09-01"}, "hours": {"8"}, "funding": {"specialist"}}, http.StatusUnprocessableEntity)
	w.Says(body, "Specialistundersköterska har redan Äldreomsorgslyftet: 120 timmar, 1 mars 2026 till 31 maj 2026.")
	w.Exec(`UPDATE employment_period SET area = 'funktionshinder' WHERE person_id = 'bengt'`)
	_, body = v.Form(at+"/timmar/ny", url.Values{"enhet": {"solen"}, "kind": {"study"}, "person": {"bengt"}, "education": {"Kurs"}, "from": {"2026-09-01"}, "hours": {"8"}, "funding": {"aldreomsorgslyftet"}}, http.StatusUnprocessableEntity)
	w.Says(body, "Äldreomsorgslyftet gäller bara äldreomsorg.")
}
