package planweb_test

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"yrkesresan/internal/development"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/webtest"
)

var revisionField = regexp.MustCompile(`name="revision" value="(\d+)"`)

// A plan from nothing to agreed: the carer puts a suggestion in it, the manager adds study time, both say yes.
func TestAPlanIsMadeAndAgreedInPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	amina, karin := w.As("amina"), w.As("karin")
	body := amina.Raw("/min-kompetens/plan", 200)
	w.Says(body, "Planen är tom", "Förslag: det här saknas", "Vård- och omsorgsutbildning", "Formellt krav")
	w.Silent(body, "Jag säger ja till planen")
	to, _ := amina.Form("/min-kompetens/plan/lagg-till", url.Values{"how": {"course"}, "ref": {"demens-abc"}, "requirement": {gaptest.Key("demens")}}, 303)
	body = amina.Raw(to, 200)
	w.Says(body, "Tillagt i planen.", "Demens ABC", "Uppfyller: Demensvård", "Jag säger ja till planen")
	to, _ = amina.Form("/min-kompetens/plan/lagg-till", url.Values{"how": {"course"}, "ref": {"demens-abc"}}, 303)
	w.Says(amina.Raw(to, 200), "Det fanns redan i planen.")

	at := "/min-grupp/plan/person/amina"
	w.Says(karin.Raw("/min-grupp/plan", 200), "Utvecklingsplaner: Solen", "Amina Exempel", "Inte överens än", "1 sak att göra", "Bengt Exempel", "Ingen plan än")
	_, body = karin.Form(at+"/andra", url.Values{"was": {"1"}, "goals": {"Se 19800101-1231"}, "study_hours": {"två"}, "study_per": {"week"}}, 422)
	w.Says(body, "Skriv timmarna med siffror", "två")
	_, body = karin.Form(at+"/andra", url.Values{"was": {"1"}, "goals": {"Se 19800101-1231"}, "study_hours": {"2"}, "study_per": {"week"}}, 422)
	w.Says(body, "personnummer")
	to, _ = karin.Form(at+"/andra", url.Values{"was": {"1"}, "goals": {"Trygg i mötet"}, "study_hours": {"2,5"}, "study_per": {"week"}, "follow": {"2099-01-31"}}, 303)
	body = karin.Raw(to, 200)
	w.Says(body, "Trygg i mötet", "2,5 timmar i veckan. På betald arbetstid.", "31 januari 2099")
	_, body = amina.Form("/min-kompetens/plan/andra", url.Values{"was": {"1"}, "goals": {"Mitt mål"}, "study_per": {"week"}}, 409)
	w.Says(body, "Nu står det så här", "Trygg i mötet", "Mitt mål</textarea>")

	say := func(v *webtest.Visitor, at string) {
		t.Helper()
		found := revisionField.FindStringSubmatch(v.Raw(at, 200))
		if found == nil {
			t.Fatalf("%s has nothing to agree on", at)
		}
		to, _ := v.Form(at+"/ja", url.Values{"revision": {found[1]}}, 303)
		w.Says(v.Raw(to, 200), "Du har sagt ja till planen.")
	}
	say(karin, at)
	w.Says(amina.Raw("/min-kompetens/plan", 200), "Planen väntar på att du säger ja.", "Din chef sa ja")
	say(amina, "/min-kompetens/plan")
	body = amina.Raw("/min-kompetens/plan", 200)
	w.Says(body, "Ni är överens om planen.", "Har du fått din studietid den här veckan?")
	w.Says(karin.Raw("/min-grupp/plan", 200), "Överens", "1 av 4 är överens")
	to, _ = amina.Form("/min-kompetens/plan/studietid", url.Values{"fick": {"nej"}}, 303)
	w.Says(amina.Raw(to, 200), "Prata med din chef om när du kan få tiden", "Du har svarat nej.")
	_, body = karin.Form(at+"/ja", url.Values{"revision": {"1"}}, 409)
	w.Says(body, "Någon annan ändrade")
}

// What is learnt is used: the words of both stand at the follow-up, and a new duty ends the question.
func TestWhatWasLearntIsUsed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin, kim := w.As("karin"), w.As("kim")
	item, _, err := w.Plans.Add(t.Context(), w.Actor("karin"), development.Item{Whose: amina(), How: development.ByCourse, Ref: "demens-abc", Requirement: gaptest.Key("demens")})
	if err != nil {
		t.Fatal(err)
	}
	w.Complete("amina", "demens-abc", "Demens ABC", time.Now())
	body := karin.Raw("/min-grupp/plan/uppdrag", 200)
	w.Says(body, "Amina Exempel", "Demens ABC")
	w.Says(kim.Raw("/plan/uppdrag?plats=omr", 200), "Solen", "Inget uppdrag skrivet")
	w.Silent(kim.Raw("/plan/uppdrag?plats=omr", 200), "Amina")
	at := "/min-grupp/plan/person/amina"
	body = karin.Raw(at+"/del/"+item.ID, 200)
	w.Says(body, "Klart sedan", "Hur ska vi använda det?")
	form := url.Values{"how": {"course"}, "ref": {"demens-abc"}, "title": {"Demens ABC"}, "was_title": {"Demens ABC"}, "requirement": {gaptest.Key("demens")}, "state": {"done"}, "revision": {"1"}, "use": {"Amina lär de andra."}}
	karin.Form(at+"/del/"+item.ID, form, 303)
	w.Says(w.As("amina").Raw("/min-kompetens/plan/uppfoljning", 200), "Så använder vi det: Amina lär de andra.")
	_, body = karin.Form(at+"/uppdrag", url.Values{"del": {item.ID}, "from": {"2026-01-01"}}, 422)
	w.Says(body, "Välj var uppdraget är.")
	to, _ := karin.Form(at+"/uppdrag", url.Values{"del": {item.ID}, "duty": {"Handleder nya"}, "near": {"users"}, "from": {"2026-01-01"}}, 303)
	w.Says(karin.Raw(to, 200), "Handleder nya", "Nära dem vi stödjer")
	w.Says(karin.Raw("/min-grupp/plan/uppdrag", 200), "Alla som lärt sig något har ett uppdrag skrivet.")
	to, _ = karin.Form(at+"/uppfoljning", url.Values{"note": {"Det går bra."}, "next": {"2099-03-01"}}, 303)
	w.Says(karin.Raw(to, 200), "Det går bra.", "1 mars 2099")
}

// A course with course days in a plan leads to the days that one can choose, and is done when the course is.
func TestACourseDayInAPlanLeadsToTheDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const id = "bemotande-vid-demens"
	for how, ref := range map[development.How]string{development.ByDay: id, development.ByCourse: "forflyttning-i-praktiken", development.ByExternal: "demens-abc"} {
		item, _, err := w.Plans.Add(t.Context(), w.Actor("karin"), development.Item{Whose: amina(), How: how, Ref: ref})
		if err != nil {
			t.Fatal(err)
		}
		boss, own := w.As("karin").Raw("/min-grupp/plan/person/amina/del/"+item.ID, 200), w.As("amina").Raw("/min-kompetens/plan/del/"+item.ID, 200)
		if how == development.ByExternal {
			w.Silent(boss+own, "Välj kursdag")
			continue
		}
		w.Says(boss, "Välj kursdag", "/min-grupp/kursdagar/boka?kurs="+ref)
		w.Says(own, "Välj kursdag", "/kursdagar?kurs="+ref)
	}
	w.Complete("amina", id, "Bemötande vid demens", time.Now())
	w.Says(w.As("amina").Raw("/min-kompetens/plan", 200), "Bemötande vid demens", "Klart")
}

// The unit's plan starts from what is missing; operation and area sum up and have their own.
func TestPlansOfPlaces(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin, kim, olle := w.As("karin"), w.As("kim"), w.As("olle")
	if above := w.As("olle").Raw("/min-grupp/plan/enhet?enhet=solen", 200); strings.Contains(above, `href="/min-grupp/plan?`) || !strings.Contains(above, `href="/plan"`) {
		t.Error("who leads managers is led to plans that they may not read")
	}
	body := karin.Raw("/min-grupp/plan/enhet", 200)
	w.Says(body, "Plan för Solen", "Behov", "Vård- och omsorgsutbildning (formellt)", "Legitimerad sjuksköterska (formellt)", "Inget planerat", "how=recruit")
	to, _ := karin.Form("/min-grupp/plan/enhet/lagg-till?enhet=solen", url.Values{"how": {"recruit"}, "requirement": {gaptest.Key("sjukskoterska")}, "responsible": {"Enhetschefen"}, "due": {"2026-01-01"}}, 303)
	w.Says(karin.Raw(to, 200), "Rekrytering.", "Enhetschefen ser till att det blir av.", "Försenat", "1 åtgärd")
	body = olle.Raw("/plan", 200)
	w.Says(body, "Plan för Äldreomsorg", "Det enheterna planerar", "Legitimerad sjuksköterska", "Solen", "1 att göra, 0 klara.")
	w.Says(olle.Raw("/plan/rekrytering", 200), "Det som rör få personer visas inte")
	w.Says(kim.Raw("/plan/rekrytering?plats=omr", 200), "Legitimerad sjuksköterska")
	body = kim.Raw("/plan", 200)
	w.Says(body, "Plan för Göteborg", "Socialpsykiatri", "Vård och omsorg")
	to, _ = kim.Form("/plan/omrade/socialpsykiatri/andra", url.Values{"was": {"0"}, "goals": {"Fler boendestödjare"}, "from": {"2027-01-01"}, "until": {"2027-12-31"}}, 303)
	w.Says(kim.Raw(to, 200), "Socialpsykiatri: plan för Göteborg", "Fler boendestödjare", "1 januari 2027 till 31 december 2027")
	to, _ = kim.Form("/plan/omrade/socialpsykiatri/ny-period", url.Values{"from": {"2028-01-01"}, "until": {"2028-12-31"}}, 303)
	body = kim.Raw(to, 200)
	w.Says(body, "En ny period har börjat", "1 januari 2028")
	w.Silent(body, "Fler boendestödjare")
	kim.Raw("/plan/omrade/skola", 404)
	karin.Raw("/plan/omrade/socialpsykiatri?plats="+gaptest.Town, 403)
	olle.Raw("/min-grupp/plan/person/amina", 403)
}

// sheetOf reads a workbook.
func sheetOf(t *testing.T, body string) [][]string {
	t.Helper()
	book, err := excelize.OpenReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// written is a workbook of rows.
func written(t *testing.T, rows [][]string) []byte {
	t.Helper()
	book := excelize.NewFile()
	for i, row := range rows {
		for k, cell := range row {
			at, err := excelize.CoordinatesToCellName(k+1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := book.SetCellStr("Sheet1", at, cell); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// What goes out comes back in: unchanged it changes nothing; filled in it is previewed and saved; what is wrong
// is told by row and column and nothing is written; what somebody else has changed meanwhile stays (R203).
func TestAPlanningSheetGoesOutAndComesBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stop := w.work()
	defer stop()
	ctx, karin := t.Context(), w.As("karin")
	item, _, err := w.Plans.Add(ctx, w.Actor("karin"), development.Item{Whose: amina(), How: development.ByOther, Title: "=Gå bredvid", Hours: 7.5, Due: "2027-05-01", Note: "Börja lugnt"})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"personer", "enhet"} {
		to, _ := send(karin, kind, []byte(karin.Raw("/min-grupp/plan/ark.xlsx?enhet=solen&for="+kind, 200)), 303)
		w.Says(webtest.Words(karin.Raw(to, 200)), "Nytt 0", "Ändrat 0")
	}
	rows := sheetOf(t, karin.Raw("/min-grupp/plan/ark.xlsx?enhet=solen&for=personer", 200))
	col := func(title string) int {
		t.Helper()
		i := slices.Index(rows[0], title)
		if i < 0 {
			t.Fatalf("no column %s in %v", title, rows[0])
		}
		return i
	}
	put := func(row int, title, text string) {
		for len(rows[row]) < len(rows[0]) {
			rows[row] = append(rows[row], "")
		}
		rows[row][col(title)] = text
	}
	var amina, bengt int
	for i, r := range rows {
		if len(r) > col("Vad") && r[col("Vad")] == "'=Gå bredvid" {
			amina = i
		}
		if i > 0 && r[0] == "Bengt Exempel" && r[col("Krav")] == "Demensvård" {
			bengt = i
		}
	}
	if amina == 0 || bengt == 0 {
		t.Fatalf("%d %d in %v", amina, bengt, rows)
	}
	put(amina, "Läge", "Pågår")
	put(bengt, "Hur", "Kurs här")
	put(bengt, "Kurs", "Finns inte")
	put(bengt, "Klart senast", "i vår")
	_, body := send(karin, "personer", written(t, rows), 422)
	w.Says(body, "2 rader har fel. Inget är sparat.", "Det finns ingen kurs som heter så.", "Skriv dagen som år, månad och dag", ">"+itoa(bengt+1)+"<", "Klart senast")
	put(bengt, "Kurs", "Demens ABC")
	put(bengt, "Klart senast", "2027-03-01")
	to, _ := send(karin, "personer", written(t, rows), 303)
	w.Says(webtest.Words(karin.Raw(to, 200)), "Nytt 1", "Ändrat 1", "Inget är sparat än.")

	item.Note = "Börja i april"
	if _, err := w.Plans.Change(ctx, w.Actor("amina"), item); err != nil { // meanwhile
		t.Fatal(err)
	}
	body = karin.Raw(to, 200)
	w.Says(webtest.Words(body), "Nytt 1", "Ändrat 0", "Ändrat av någon annan 1")
	w.Says(body, "Någon annan har ändrat =Gå bredvid")
	to, _ = karin.Form(to, nil, 303)
	w.Says(webtest.Words(karin.Raw(to, 200)), "Planerna är inlästa", "Nytt 1", "Ändrat av någon annan 1")
	plan, err := w.Plans.Of(ctx, w.Actor("karin"), development.Person("bengt", gaptest.Town))
	if err != nil || len(plan.Items) != 1 || plan.Items[0].Ref != "demens-abc" || plan.Items[0].Due != "2027-03-01" || plan.Items[0].Requirement != gaptest.Key("demens") {
		t.Errorf("%+v %v", plan.Items, err)
	}
	if plan, err = w.Plans.Of(ctx, w.Actor("karin"), amina0()); err != nil || plan.Items[0].Note != "Börja i april" || plan.Items[0].State != development.Planned {
		t.Errorf("%+v %v", plan.Items, err)
	}
	_, body = send(karin, "personer", []byte("PK\x03\x04"), 422)
	w.Says(body, "Planera i Excel")
	_, body = send(karin, "personer", []byte("Namn;Vad\nAmina;x\n"), 422)
	w.Says(body, "saknas. Hämta arket på nytt")
}
