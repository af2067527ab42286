package gapweb_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yrkesresan/internal/development"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
	"yrkesresan/internal/profile/layer"
)

// A carer reads what the work asks for, why something counts and until when, and what is missing goes into the
// plan by one press, once.
func TestOnesOwnCompetence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	amina := w.As("amina")
	w.Says(amina.Raw("/min-resa", 200), `href="/min-kompetens"`)
	w.Says(amina.Raw("/min-kompetens", 200), "Ingen har skrivit krav för ditt arbete än")
	w.asking()
	page := amina.Raw("/min-kompetens", 200)
	w.Says(page, "Du har 3 av 4 delar som ditt arbete kräver.", "Räknas för utbildningen Vård- och omsorgsprogrammet", "Räknas för en bedömning den 10 januari 2026", "Gäller till 9 januari 2028",
		"Gäller från 1 mars 2099", "Det bygger på SOSFS 2011:12")
	w.Silent(webtest.Words(page), "%", "Fler behöver kunna det här")

	bengt := w.As("bengt")
	page = bengt.Raw("/min-kompetens", 200)
	w.Says(page, "Du har 1 av 3 delar", "Nivå nu: Känner till. Nivå som krävs: Gör.", "En kurs räcker inte", "Kursen Demens ABC", "Fler behöver kunna det här", "Minst 2 behöver kunna det.")
	w.Silent(page, "Legitimerad sjuksköterska") // nobody here can be developed to it
	form := url.Values{"hos": {gaptest.Town}, "krav": {gaptest.Key("demens")}, "hur": {"course"}, "vad": {"demens-abc"}}
	for range 2 {
		to, _ := bengt.Form("/min-kompetens/lagg-i-plan", form, http.StatusSeeOther)
		w.Says(bengt.Raw(to, 200), "Det ligger nu i din plan.", "Ligger i planen")
	}
	plan, err := w.Plans.Of(t.Context(), may.Actor{PersonID: "bengt"}, development.Person("bengt", gaptest.Town))
	if err != nil || len(plan.Items) != 1 || plan.Items[0].Requirement != gaptest.Key("demens") {
		t.Errorf("the plan holds %+v, %v", plan.Items, err)
	}
	w.Says(w.As("clara").Raw("/min-kompetens", 200), "Har gått ut", "Det gällde till 10 januari 2022.")
}

// Who works for two employers chooses which one's requirements to see, and neither sees the other's (rule 19).
func TestTwoEmployersAreChosenBetween(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asking()
	w.EmployAt("amina", "privat", "villan", "underskoterska")
	w.Ask("privat", "2025-01-01", layer.Demand{Requirement: gaptest.Key("handledning"), Measure: layer.Each})
	page := w.As("amina").Raw("/min-kompetens?hos=privat", 200)
	w.Says(page, "Omsorg AB", "Göteborg", "Handledning", "Saknas")
}

// The manager sees the unit in sentences and as people × requirements: in name order, filtered, sorted, and
// taken home (R196, R362).
func TestTheUnitsMatrix(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin := w.As("karin")
	w.Says(karin.Raw("/min-grupp", 200), `href="/min-grupp/kompetens"`)
	w.Says(karin.Raw("/min-grupp/kompetens", 200), "Enheten har inga krav än", "Lägg till krav", `href="/krav/solen"`)
	w.asking()
	page := karin.Raw("/min-grupp/kompetens", 200)
	w.Says(page, "0 av 4 har allt som krävs av dem.", "1 av 4 har det som krävs i Vård- och omsorgsutbildning.", "Formell kompetens. Viktigast.", "IVO pekar på det här.", "Utveckla 3", "Lägre nivå", "Har gått ut", "Har inte", "Visar 4 av 4 personer.")
	if at := []int{strings.Index(page, "Vård- och omsorgsutbildning</a>"), strings.Index(page, "Förflyttning</a>"), strings.Index(page, "Demensvård</a>")}; !slices.IsSorted(at) || at[0] < 0 {
		t.Errorf("what is formal does not stand first: %v", at)
	}
	names := func(body string) []int {
		body = body[strings.Index(body, "<tbody"):]
		return []int{strings.Index(body, "Amina"), strings.Index(body, "Bengt"), strings.Index(body, "Clara"), strings.Index(body, "Karin")}
	}
	if at := names(page); !slices.IsSorted(at) {
		t.Errorf("not in name order: %v", at)
	}
	one := karin.Raw("/min-grupp/kompetens?krav="+url.QueryEscape(gaptest.Key("demens")), 200)
	w.Says(one, "Visar 3 av 4 personer.")
	w.Silent(webtest.Words(one), "Amina")
	w.Says(karin.Raw("/min-grupp/kompetens?typ=formell&visa=allt", 200), "Visar 4 av 4", `value="formell" selected`)
	w.Says(karin.Raw("/min-grupp/kompetens?form=lista", 200), "Saknas: Vård- och omsorgsutbildning", "Något saknas")
	w.Says(karin.Raw("/min-grupp/kompetens?visa=allt&ordna="+url.QueryEscape(gaptest.Key("demens")), 200), `aria-sort="ascending"`)
	w.Silent(webtest.Words(page), "Petra", "David")

	links := regexp.MustCompile(`href="(/min-grupp/kompetens/fil[^"]*)"`).FindAllStringSubmatch(page, -1)
	if len(links) != 2 {
		t.Errorf("%d links to files", len(links))
	}
	for _, link := range links {
		karin.Raw(html.UnescapeString(link[1]), 200)
	}
	body := strings.TrimPrefix(karin.Raw("/min-grupp/kompetens/fil?visa=allt", 200), "\ufeff")
	r := csv.NewReader(strings.NewReader(body))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 5 || rows[1][0] != "Amina Exempel" || !slices.Contains(rows[1], "2028-01-09") || !slices.Contains(rows[2], "Känner till") {
		t.Fatalf("%v, %v", err, rows)
	}
	book, err := excelize.OpenReader(bytes.NewReader([]byte(karin.Raw("/min-grupp/kompetens/fil?visa=allt&format=xlsx", 200))))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
}

// What is formal and lacked by most stands once among what there is to do, for who may see it, with one way to those
// it is about; the doors of the unit lead to the wizard.
func TestWhatIsFormalIsSomethingToDo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin := w.As("karin")
	w.Silent(karin.Raw("/min-grupp", 200), "Se vilka det gäller")
	w.asking()
	page := karin.Raw("/min-grupp", 200)
	w.Says(page, "3 saknar Vård- och omsorgsutbildning", "Det är ett formellt krav i deras arbete.")
	if n := strings.Count(page, "Se vilka det gäller"); n != 1 {
		t.Errorf("%d rows", n)
	}
	to := "/min-grupp/kompetens?" + url.Values{"enhet": {"solen"}, "krav": {gaptest.Key("utbildning")}}.Encode()
	w.Says(page, strings.ReplaceAll(to, "&", "&amp;")+"#personer")
	w.Says(karin.Raw(to, 200), "Visar 3 av 4 personer.", `href="/min-grupp/kartlagg?enhet=solen"`)
	if l, err := w.Gaps.FormalLack(t.Context(), w.Actor("olle"), []org.Node{{ID: "solen"}}); err != nil || l.People != 0 {
		t.Errorf("without names: %+v, %v", l, err)
	}
	for _, person := range []string{"bengt", "clara", "karin"} {
		w.Merit(person, frame.ByEducation, "vard-och-omsorg", "2015-06-10")
	}
	w.Tx(func(ctx context.Context, tx *db.Tx) error { return w.Figures.MarkUnder(ctx, tx, "solen") })
	w.Settle()
	w.Silent(karin.Raw("/min-grupp", 200), "Se vilka det gäller")
}

// One person's page has the proofs and the way to close each gap; looking is logged, and only who may see
// competence there looks.
func TestAPersonsCompetence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asking()
	karin := w.As("karin")
	page := karin.Raw("/min-grupp/kompetens/person/clara", 200)
	w.Says(page, "Clara Exempel", "Undersköterska, Solen.", "Det här saknas", "Lägg i planen", "/min-grupp/bedomning/person/clara", "Personen kan läsa samma sida")
	to, _ := karin.Form("/min-grupp/kompetens/person/clara/lagg-i-plan", url.Values{"hos": {gaptest.Town}, "krav": {gaptest.Key("demens")}, "hur": {"course"}, "vad": {"demens-abc"}}, http.StatusSeeOther)
	w.Says(karin.Raw(to, 200), "Det ligger nu i personens plan.", "Ligger i planen")
	w.Says(w.As("clara").Raw("/min-kompetens", 200), "Ligger i planen")
	w.Says(w.As("clara").Raw("/mitt-larande", 200), "Karin")
	karin.Raw("/min-grupp/kompetens/person/david", 403)
	karin.Raw("/min-grupp/kompetens?enhet=manen", 403)
	w.As("olle").Raw("/min-grupp/kompetens/person/clara", 403)
	w.As("maj").Raw("/min-grupp/kompetens/person/petra", 403)
	w.As("maj").Raw("/min-grupp/kompetens?enhet=villan", 403)
}

// A municipality reads its figures live: three sentences, a row for each place, targets of its own; a private
// employer's are not shown (rule 3).
func TestTheMunicipalitysFigures(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	maj := w.As("maj")
	w.Says(maj.Raw("/kommun/kompetens", 200), "Det finns inga krav här än", "Lägg till krav")
	w.asking()
	page := maj.Raw("/kommun/kompetens", 200)
	w.Says(page, "4 av 20 (20 %) av kraven är uppfyllda. De gäller 7 personer.", "Omsorg AB (annan arbetsgivare)", "visas inte", "Äldreomsorg norr", "Legitimerad sjuksköterska", "Minst 1.", "1 saknas")
	w.Says(maj.Raw("/kommun/kompetens?visa=enheter", 200), "Månen, Äldreomsorg norr", "Solen, Äldreomsorg norr")
	w.Says(maj.Raw("/kommun/kompetens?typ=formell", 200), "1 av 7 (14 %) av kraven")
	w.Says(maj.Raw("/kommun/kompetens?typ=ivo", 200), "1 av 4 (25 %) av kraven")
	w.Says(maj.Raw("/kommun/kompetens?dag=2024-06-01", 200), "Så här var det den 1 juni 2024.", "Ingen har krav på sig")
	w.Says(maj.Raw("/kommun/kompetens?dag=2028-02-01", 200), "Så här är det den 1 februari 2028, med det som är känt i dag.", "3 av 20")
	w.Says(maj.Raw("/kommun/kompetens?plats=norr", 200), "Till Göteborg", "Kompetens: Äldreomsorg norr")
	body := strings.TrimPrefix(maj.Raw("/kommun/kompetens/fil?krav="+url.QueryEscape(gaptest.Key("demens")), 200), "\ufeff")
	w.Says(body, "Solen;Äldreomsorg norr;Demensvård;Grunden i vård och omsorg;;4;1;3;3;0", "Hela;;Demensvård;Grunden i vård och omsorg;;7;1;6;6;0")
	w.As("karin").Raw("/kommun/kompetens?plats=manen", 403)
	w.As("amina").Raw("/kommun/kompetens", 403)
}

// Who leads without names never gets a figure of fewer than five, nor the means to work one out: not by place,
// by requirement, by file, by day, or by looking again when one person has changed (rule 25).
func TestWhoLeadsWithoutNamesGetsNoSmallFigure(t *testing.T) {
	t.Parallel()
	few := newWorld(t)
	few.asking()
	page := few.As("olle").Raw("/omrade/kompetens", 200)
	few.Says(page, "Det är för få personer här", "visas inte", "Siffror som pekar på färre än 5 personer visas inte.")
	few.Silent(webtest.Words(page), "4 av 20", ">16<", "1 av 4")

	w := newWorld(t)
	w.asking()
	olle := w.As("olle")
	for i := range 30 {
		person := string(rune('a'+i%26)) + "ida" + string(rune('a'+i/26))
		w.Employ(person, []string{"solen", "manen"}[i%2], "underskoterska")
		if i < 14 {
			w.Assess(person, "demens", "do", "2026-02-01")
		}
	}
	w.Settle()
	page = olle.Raw("/omrade/kompetens?krav="+url.QueryEscape(gaptest.Key("demens")), 200)
	w.Says(page, "15 av 37", "Månen", "Solen")
	before := webtest.Words(page)
	w.Assess("yida"+"a", "demens", "do", "2026-03-01") // one more in a unit: nothing that is told may tell it
	w.Settle()
	w.Exec(`UPDATE gap_told SET on_day = '2026-01-01'`) // another day: it is decided anew
	after := webtest.Words(olle.Raw("/omrade/kompetens?krav="+url.QueryEscape(gaptest.Key("demens")), 200))
	if before != after {
		t.Errorf("what is told changed by one person:\n%s\n%s", before, after)
	}
	maj := w.As("maj")
	w.Says(maj.Raw("/kommun/kompetens?krav="+url.QueryEscape(gaptest.Key("demens")), 200), "16 av 37")
	for _, at := range []string{"/kommun/kompetens?plats=norr&dag=2026-01-15", "/kommun/kompetens?plats=norr&yrke=underskoterska", "/kommun/kompetens?plats=solen"} {
		w.Silent(webtest.Words(olle.Raw(at, 200)), "16 av 37", `name="dag"`, `name="yrke"`)
	}
	w.Says(olle.Raw("/kommun/kompetens/fil?plats=norr", 200), "visas inte")
	olle.Raw("/kommun/kompetens?plats="+gaptest.Town, 403)
}

// Another day of many people is reckoned behind: how far it has come is seen, and what came out is kept (R204).
func TestAnotherDayIsReckonedBehind(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asking()
	maj := w.As("maj")
	to, _ := maj.Form("/kommun/kompetens/rakna", url.Values{"plats": {gaptest.Town}, "dag": {"2028-02-01"}, "typ": {"formell"}}, http.StatusSeeOther)
	w.Says(maj.Raw(to, 200), "Siffrorna räknas", "Titta igen")
	task := to[strings.LastIndexByte(to, '/')+1:]
	if err := w.Tasks.Step(t.Context(), w.DB, task, 100, 400); err != nil {
		t.Fatal(err)
	}
	w.Says(maj.Raw(to, 200), "100 av 400 är räknade.")
	for range 2 { // a job may run twice
		if err := w.Gaps.OnAsked(t.Context(), gap.Reckoning{TaskID: task}); err != nil {
			t.Fatal(err)
		}
	}
	w.Says(maj.Raw(to, 200), "Så här är det den 1 februari 2028", "1 av 7 (14 %) av kraven")
	w.As("karin").Raw(to, 404)
	to, _ = maj.Form("/kommun/kompetens/rakna", url.Values{"plats": {gaptest.Town}, "dag": {"2028-02-01"}, "prognos": {"1"}}, http.StatusSeeOther)
	if err := w.Gaps.OnAsked(t.Context(), gap.Reckoning{TaskID: to[strings.LastIndexByte(to, '/')+1:]}); err != nil {
		t.Fatal(err)
	}
	w.Says(maj.Raw(to, 200), "Prognos: Göteborg", "1 krav går ut.")
	w.As("olle").Form("/kommun/kompetens/rakna", url.Values{"plats": {"norr"}, "dag": {"2028-02-01"}}, 403)
}

// The forecast tells who leaves, what fades and whom one plans to employ; ages are numbers of at least five (R204, R218).
func TestTheForecast(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asking()
	w.Exec(`UPDATE employment_period SET end_date = '2027-05-31' WHERE person_id = 'clara'`)
	maj := w.As("maj")
	page := maj.Raw("/kommun/kompetens/prognos?plats=norr&dag=2028-02-01", 200)
	w.Says(page, "I dag saknas 16. Den 1 februari 2028 saknas 14", "1 slutar.", "1 krav går ut.", "Inget är planerat", "Ingen har räknat åldrar här.")
	_, page = maj.Form("/kommun/kompetens/prognos/anstalla", url.Values{"plats": {"norr"}, "enhet": {"solen"}, "yrke": {"underskoterska"}, "antal": {"två"}, "fran": {"2027-01-01"}}, 422)
	w.Says(page, "Skriv hur många ni vill anställa, 1 till 500.", `value="två"`, `value="underskoterska" selected`)
	to, _ := maj.Form("/kommun/kompetens/prognos/anstalla", url.Values{"plats": {"norr"}, "enhet": {"solen"}, "yrke": {"underskoterska"}, "antal": {"2"}, "fran": {"2027-01-01"}}, 303)
	page = maj.Raw(to, 200)
	w.Says(page, "2 är planerade att anställas.", "2 Undersköterska, Solen", "Från 1 januari 2027.")
	_, after, _ := strings.Cut(page, `action="/kommun/kompetens/prognos/anstalla/`)
	id, _, _ := strings.Cut(after, "/")
	to, _ = maj.Form("/kommun/kompetens/prognos/anstalla/"+id+"/ta-bort", url.Values{"plats": {"norr"}}, 303)
	w.Says(maj.Raw(to, 200), "Inget är planerat")
	_, page = maj.Form("/kommun/kompetens/prognos/alder", url.Values{"plats": {"norr"}, "alder-29": {"-2"}}, 422)
	w.Says(page, "Skriv ett antal, 0 eller mer.")
	to, _ = maj.Form("/kommun/kompetens/prognos/alder", url.Values{"plats": {"norr"}, "alder-29": {"12"}, "alder30-39": {"3"}, "alder60-64": {"20"}, "alder65-": {"8"}}, 303)
	page = maj.Raw(to, 200)
	w.Says(page, "Räknat på 43 personer", "60–64 år", ">20<", "färre än 5, eller dolt")
	_, ages, _ := strings.Cut(page, "Så många är i varje ålder")
	w.Silent(ages[:strings.Index(ages, "</table>")], ">3<", ">8<")
	w.As("olle").Raw("/kommun/kompetens/prognos?plats=norr", 403)
}

// What is kept of each month is a picture and a table.
func TestTheTrend(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asking()
	for _, day := range []string{"2026-09-01", "2026-10-01"} {
		if err := w.Gaps.Passed(t.Context(), day); err != nil {
			t.Fatal(err)
		}
	}
	w.Says(w.As("maj").Raw("/kommun/kompetens", 200), "Så har det ändrats", "1 oktober 2026", "Månad för månad", "<svg")
	w.Silent(webtest.Words(w.As("olle").Raw("/omrade/kompetens", 200)), "Så har det ändrats")
}
