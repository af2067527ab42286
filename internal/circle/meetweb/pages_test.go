package meetweb_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/circle/circletest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
)

func form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func TestALeaderMarksAndHoldsAMeeting(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	m, at := w.today()
	lena, anna, ute := w.As(circletest.Leader), w.As(circletest.Member), w.As(circletest.Outside)
	w.Says(anna.Get("/min-resa", 200), "Du har träff med din grupp", "En händelse i sex steg")
	w.Says(lena.Get("/traff", 200), "Träffar jag leder", "En händelse i sex steg", "I dag")
	w.Says(lena.Get(at, 200), "Dagordning", "Till dig som leder", "Läs reglerna högt", "Boka ett rum", "3 personer")
	ute.Get(at, 403)
	ute.Get(at+"/narvaro", 403)
	anna.Get(at+"/narvaro", 403)
	if to, _ := anna.Form(at+"/hallen", form("minuter", "60"), 403); to != "" {
		t.Errorf("led to %s", to)
	}
	mark := func(key, person, what string) url.Values {
		return form("nyckel", key, "person", person, "vad", what)
	}
	to, _ := lena.Form(at+"/narvaro", mark("k1", circletest.Member, "har"), 303)
	if !strings.HasSuffix(to, "#p-"+circletest.Member) {
		t.Errorf("after a mark one comes to %s", to)
	}
	lena.Form(at+"/narvaro", mark("k1", circletest.Member, "har"), 303) // pressed twice
	lena.Form(at+"/narvaro", mark("k2", circletest.Second, "inte"), 303)
	if n := w.marks(circletest.Member); n != 1 {
		t.Errorf("%d marks", n)
	}
	w.Says(lena.Get(at+"/narvaro", 200), "1 av 3 är med", "Inte med", "Inte markerad")
	w.Says(lena.Get(at+"/hallen", 200), "1 är inte markerad och räknas inte", "Ni har inte skrivit något än")
	_, body := lena.Form(at+"/hallen", form("minuter", "många"), 422)
	w.Says(body, "många")
	lena.Form(at+"/hallen", form("minuter", "55"), 303)
	if a, b := w.facts(circletest.Member), w.facts(circletest.Second); a != 1 || b != 0 {
		t.Errorf("facts: %d of who was there, %d of who was not", a, b)
	}
	w.Says(lena.Get(at+"/hallen?klart=hallen", 200), "Träffen är hållen. Alla som var med", "Rätta tiden")
	w.Says(anna.Get(at+"/min", 200), "Du var med")
	lena.Form(at+"/overens", form("vad", "Byta plats på skyddsrocken", "agare", circletest.Member, "uppfoljning", w.Day(20)), 303)
	to, _ = lena.Form(at+"/overens", form("vad", "Vi dukar lugnare för Karin i rum 12", "agare", "", "uppfoljning", w.Day(20)), 303)
	w.Says(lena.Get(to, 200), "Överenskommelsen är sparad", "kan visa vem någon är: ett rum", "Öppna överenskommelsen")
	_, body = lena.Form(at+"/overens", form("vad", "", "agare", "", "uppfoljning", w.Day(20)), 422)
	w.Says(body, "Skriv en överenskommelse")
	w.Says(anna.Get("/traff", 200), "Det här ska jag göra", "Byta plats på skyddsrocken", "Du. Följs upp", "Du var med")
	w.Says(anna.Get(at+"/min", 200), "Vi kom överens om", "Byta plats på skyddsrocken")
	if v, err := w.Circles.Meeting(t.Context(), w.Actor(circletest.Leader), m.ID); err != nil || v.Meeting.HeldMinutes != 55 {
		t.Errorf("%v %+v", err, v.Meeting)
	}
}

func TestTheRoomSeesNobodysName(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	_, at := w.today()
	lena, bo, maja := w.As(circletest.Leader), w.As(circletest.Second), w.As(circletest.Manager)
	const viewings = `SELECT COUNT(*) FROM access_log WHERE viewer_id = $1`
	before := w.number(viewings, circletest.Leader)
	first := lena.Get(at+"/visa", 200)
	w.Says(first, "En händelse i sex steg", "Dagordning", "Det vi säger här stannar här", "Börja")
	step := lena.Get(at+"/visa?sida=3", 200)
	w.Says(step, "Steg 2 av 7 · Händelsen", "Vad hände?", "Gör så här", "8 minuter", "Vi kom fram till", "Skriv inga namn")
	for _, body := range []string{first, step} {
		w.Silent(body, "Lena", "Anna", "Bo Exempel", "Läs reglerna högt", "Håll berättelsen")
	}
	if n := w.number(viewings, circletest.Leader); n != before {
		t.Errorf("a page for the room counts as looking at people: %d times", n-before)
	}
	w.Says(lena.Get(at+"/visa?sida=5", 200), "Var högst 4 i varje grupp", "Blanda nya och erfarna", "Läs frågan högt två gånger")

	visa := at + "/visa?sida=3"
	_, body := lena.Form(visa, form("text", "Vi pratade med 800101-1231", "andrad", "0"), 422)
	w.Says(body, "800101-1231")
	to, _ := lena.Form(visa, form("text", "Någon satt på rum 12 och ville hem.", "andrad", "0"), 303)
	w.Says(lena.Get(to, 200), "Det är sparat", "rum 12 och ville hem", "Texten kan visa vem någon är: ett rum")
	_, body = bo.Form(visa, form("text", "Vi väntade in varandra.", "andrad", "0"), 409)
	w.Says(body, "Någon annan har skrivit under tiden", "rum 12 och ville hem", "Vi väntade in varandra.")
	bo.Form(visa, form("text", "Någon ville hem. Vi väntade in varandra.", "andrad", "1"), 303)
	w.Says(bo.Get(at+"/min", 200), "Vi kom fram till", "Vi väntade in varandra.")
	w.Says(lena.Get(at+"/visa?sida=1", 200), "Ert eget exempel", "Ändra så att ingen kan kännas igen")
	// Who answers for the unit may stand in and show the pages, and reads nothing that the group wrote.
	w.Silent(maja.Get(visa, 200), "Vi väntade in varandra.", "Vi kom fram till")
	maja.Form(visa, form("text", "x", "andrad", "2"), 403)
	w.As(circletest.Boss).Get(visa, 403)
	w.Says(lena.Get(at+"/visa?sida=9", 200), "Tack för i dag", "Bestäm vad, vem och när")
	w.Says(lena.Get(at+"/visa?sida=77", 200), "Börja")
}

func TestTheScriptSavesTheGroupsTextAndHearsTheRevision(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	_, at := w.today()
	lena := w.As(circletest.Leader)
	save := func(text, seen string) *http.Response {
		t.Helper()
		return w.autosave(lena, at+"/visa?sida=3", form("text", text, "andrad", seen), 0)
	}
	for i, want := range []string{"1", "2", "3"} {
		if r := save(fmt.Sprint("text ", i), fmt.Sprint(i)); r.StatusCode != 204 || r.Header.Get("X-Andrad") != want {
			t.Errorf("%d, revision %q, want %s", r.StatusCode, r.Header.Get("X-Andrad"), want)
		}
	}
	if r := save("gammalt", "1"); r.StatusCode != 409 {
		t.Errorf("an old text was taken: %d", r.StatusCode)
	}
}

// A save is sent again when its answer is lost, and the page goes away with a save under way: one's own words are no others'.
func TestOnesOwnSaveIsNobodyElses(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	_, at := w.today()
	lena, bo, visa := w.As(circletest.Leader), w.As(circletest.Second), at+"/visa?sida=3"
	for range 2 {
		if r := w.autosave(lena, visa, form("text", "Någon ville hem.", "andrad", "0"), 204); r.Header.Get("X-Andrad") != "1" {
			t.Errorf("revision %q", r.Header.Get("X-Andrad"))
		}
	}
	lena.Form(visa, form("text", "Någon ville hem.", "andrad", "0"), 303) // the button, at once after
	w.autosave(lena, visa, form("text", "Någon ville hem i kväll.", "andrad", "0"), 409)
	if r := w.autosaveAs(lena, "sist", visa, form("text", "Någon ville hem i kväll.", "andrad", "0"), 204); r.Header.Get("X-Andrad") != "2" {
		t.Errorf("revision %q", r.Header.Get("X-Andrad"))
	}
	w.autosaveAs(bo, "sist", visa, form("text", "Bos text", "andrad", "1"), 409)
	bo.Form(visa, form("text", "Bos text", "andrad", "1"), 409)
	bo.Form(visa, form("text", "Bos text", "andrad", "2"), 303)
	w.autosaveAs(lena, "sist", visa, form("text", "Lenas text", "andrad", "2"), 409)
	w.Says(lena.Get(visa, 200), "Bos text")
}

func TestTheSheetToHandOut(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	_, at := w.today()
	lena := w.As(circletest.Leader)
	body := lena.Get(at+"/papper", 200)
	w.Says(body, "Skriv ut 3 papper", "Vad hände? Var var ni", "Det vi säger här stannar här", "Det här ska jag prova")
	w.Silent(body, "Läs reglerna högt", "Anna")
	easy := lena.Get(at+"/papper?ord=latta", 200)
	w.Says(easy, "Vad var bra? Vad var svårt?")
	w.Silent(easy, "Vad fungerade? Vad fungerade inte?")
}

func TestWhoWorksAloneReflectsAlone(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	m, at := w.today()
	anna, bo, lena := w.As(circletest.Member), w.As(circletest.Second), w.As(circletest.Leader)
	w.Says(anna.Get(at, 303), "") // who takes part is led to the own page
	w.Says(anna.Get(at+"/min", 200), "Kan du inte komma?", "Gör träffen själv", "0 av 7 är klara", "Din chef ser inte vad du skrev")
	_, body := anna.Form(at+"/min/klar", form("nyckel", "a0"), 409)
	w.Says(body, "Kan du inte komma?")
	v, err := w.Circles.Meeting(t.Context(), w.Actor(circletest.Member), m.ID)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range v.Agenda.Steps {
		page := at + "/min/steg/" + s.ID
		w.Says(anna.Get(page, 200), fmt.Sprintf("Fråga %d av 7", i+1), "Bara du ser det här")
		fields := form("text", "")
		switch s.ID {
		case "kanslor":
			fields = form("text", "Jag blev rädd.", "dela", "1")
		case "analys":
			fields = form("text", "Det var min sista natt av fem.")
		}
		to, _ := anna.Form(page, fields, 303)
		switch {
		case i+1 < len(v.Agenda.Steps) && !strings.HasSuffix(to, "/steg/"+v.Agenda.Steps[i+1].ID), i+1 == len(v.Agenda.Steps) && !strings.Contains(to, "/min?"):
			t.Errorf("after step %d one comes to %s", i+1, to)
		}
		if i == 2 { // another night
			w.Says(anna.Get(at+"/min", 200), "Fortsätt där du var", "3 av 7 är klara")
		}
	}
	w.Says(anna.Get(at+"/min", 200), "Du har gått igenom alla frågor", "Jag är klar", "Delat", "Skrivit")
	anna.Form(at+"/min/klar", form("nyckel", "a1"), 303)
	anna.Form(at+"/min/klar", form("nyckel", "a1"), 303)
	if n := w.facts(circletest.Member); n != 1 {
		t.Errorf("%d facts", n)
	}
	w.Says(anna.Get(at+"/min?klart=klar", 200), "Du har gjort den på egen hand", "Din chef ser att du har gjort träffen")
	w.Says(lena.Get(at+"/narvaro", 200), "Har gjort den på egen hand")
	shared := bo.Get(at+"/min", 200)
	w.Says(shared, "Kollegor har delat", "Jag blev rädd.")
	w.Silent(shared, "sista natt", "Anna")
	w.Silent(bo.Get(at+"/min/steg/analys", 200), "sista natt")
	w.Says(bo.Get(at+"/min/steg/kanslor", 200), "Jag blev rädd.")
	w.Silent(lena.Get(at, 200), "sista natt")
}

func TestAThoughtIsSharedOnlyOnPurpose(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	_, at := w.today()
	anna, bo := w.As(circletest.Member), w.As(circletest.Second)
	page := at + "/min/steg/kanslor"
	w.autosave(anna, page, form("text", "Jag är trött.", "dela", "1"), 204) // sharing takes a press
	w.Says(anna.Get(page, 200), "Jag är trött.")
	w.Silent(bo.Get(page, 200), "Jag är trött.")
	// What may point at somebody is warned about once, before others go on reading it; then it is one's own choice.
	fields := form("text", "Fru Andersson var arg på mig.", "dela", "1")
	to, _ := anna.Form(page, fields, 303)
	if to != page {
		t.Errorf("led to %s", to)
	}
	w.Says(anna.Get(page, 200), "Texten kan visa vem någon är: ett namn")
	to, _ = anna.Form(page, fields, 303)
	if to == page {
		t.Error("one never comes on")
	}
	_, body := anna.Form(page, form("text", "800101-1231"), 422)
	w.Says(body, "800101-1231")
	anna.Form(page, form("text", "Jag är trött."), 303)
	w.Silent(bo.Get(page, 200), "Jag är trött.", "arg på mig")
}

// A thought is shared, and its owner unticks the box and writes on: what the script saves takes it back from the group.
func TestUntickingTakesAThoughtBackAsItIsSaved(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	_, at := w.today()
	anna, bo := w.As(circletest.Member), w.As(circletest.Second)
	page := at + "/min/steg/kanslor"
	anna.Form(page, form("text", "Jag blev rädd.", "dela", "1"), 303)
	w.autosave(anna, page, form("text", "Jag blev rädd och arg.", "dela", "1"), 204)
	w.Says(bo.Get(page, 200), "Jag blev rädd och arg.")
	w.autosave(anna, page, form("text", "Det var Fru Anderssons fel, 800101-1231"), 422) // not saved, and shared no more
	w.Silent(bo.Get(page, 200), "Jag blev rädd")
	w.autosave(anna, page, form("text", "Det här är bara för mig."), 204)
	w.Silent(bo.Get(page, 200), "Jag blev rädd", "bara för mig")
	w.autosave(anna, page, form("text", "Det här är bara för mig.", "dela", "1"), 204)
	w.Silent(bo.Get(page, 200), "bara för mig")
	w.Says(anna.Get(page, 200), "Det här är bara för mig.")
}

// The other button of the same form is another mark, also before the answer has come or after Back.
func TestTheOtherChoiceOfAFormCounts(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	m, at := w.today()
	lena, bo := w.As(circletest.Leader), w.As(circletest.Second)
	mark := func(what string) url.Values { return form("nyckel", "k1", "person", circletest.Member, "vad", what) }
	lena.Form(at+"/narvaro", mark("har"), 303)
	w.Says(lena.Get(at+"/narvaro", 200), "1 av 3 är med")
	w.Clock = w.Clock.Add(time.Minute)
	lena.Form(at+"/narvaro", mark("inte"), 303)
	w.Says(lena.Get(at+"/narvaro", 200), "0 av 3 är med")
	w.Clock = w.Clock.Add(time.Minute)
	for range 2 { // Back once more
		lena.Form(at+"/narvaro", mark("har"), 303)
	}
	w.Says(lena.Get(at+"/narvaro", 200), "1 av 3 är med")
	if n := w.marks(circletest.Member); n != 3 {
		t.Errorf("%d marks", n)
	}
	_, body := lena.Form(at+"/narvaro", form("person", circletest.Member, "vad", "har"), 422)
	w.Says(body, "Markeringen gick inte att läsa")
	for _, s := range w.steps(m.ID) { // has done it alone, and was there too
		bo.Form(at+"/min/steg/"+s, form("text", ""), 303)
	}
	bo.Form(at+"/min/klar", form("nyckel", "b1"), 303)
	bo.Form(at+"/min/jag", form("nyckel", "b1"), 303)
	if n := w.marks(circletest.Second); n != 2 {
		t.Errorf("%d marks of who did it alone and came", n)
	}
}

// Who was taken out, or works there no more, is told so and is asked nothing.
func TestWhoIsOutIsAskedNothing(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	x, all := w.Plan(w.Day(0), "", 1)
	at, serie := "/traff/"+all[0].ID+"/min", "/traffar/serie/"+x.ID
	anna, bo := w.As(circletest.Member), w.As(circletest.Second)
	bo.Form(at+"/svar", form("svar", "nej"), 303) // before he moves away
	if err := w.Circles.Remove(t.Context(), w.Actor(circletest.Leader), x.ID, circletest.Member); err != nil {
		t.Fatal(err)
	}
	w.Exec(`UPDATE employment_period SET unit_id = $2 WHERE person_id = $1`, circletest.Second, circletest.Other)
	for _, v := range []*webtest.Visitor{anna, bo} {
		for _, page := range []string{at, serie} {
			body := v.Get(page, 200)
			w.Says(body, "Du är inte längre med på de här träffarna")
			w.Silent(body, "Jag vill vara med", "Du har tackat nej", "Du har sagt nej")
		}
		_, body := v.Form(at+"/svar", form("svar", "ja"), 409)
		w.Says(body, "Du är inte längre med på de här träffarna")
		w.Silent(body, "Ditt svar är sparat")
	}
	w.Silent(anna.Get(at, 200), "Jag är med")
	anna.Form(at+"/jag", form("nyckel", "a1"), 409)
}

func TestOneSaysThatOneIsThereOnTheDayOnly(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	_, all := w.Plan(w.Day(3), "", 2)
	at := "/traff/" + all[0].ID
	anna := w.As(circletest.Member)
	body := anna.Get(at+"/min", 200)
	w.Says(body, "Nästa träff")
	w.Silent(body, "Jag är med")
	anna.Form(at+"/min/jag", form("nyckel", "a1"), 409)
	w.Later(3)
	w.Says(anna.Get(at+"/min", 200), "Jag är med")
	anna.Form(at+"/min/jag", form("nyckel", "a1"), 303)
	w.Says(anna.Get(at+"/min?klart=jag", 200), "Du är markerad som med", "Du var med")
	w.Says(w.As(circletest.Leader).Get(at+"/narvaro", 200), "1 av 3 är med")
}

func TestAProtectedIdentityIsACodeOnTheList(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	code, err := w.Staff.NoteProtected(t.Context(), may.Operator(), "k-1480", circletest.Member, true)
	if err != nil {
		t.Fatal(err)
	}
	_, at := w.today()
	body := w.As(circletest.Leader).Get(at+"/narvaro", 200)
	w.Says(body, code)
	w.Silent(body, "Anna")
}

func TestWhatAPhoneHasKeptIsTakenOnce(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	_, at := w.today()
	lena, anna := w.As(circletest.Leader), w.As(circletest.Member)
	now := time.Now().UnixMilli()
	item := func(id, person string) string {
		return fmt.Sprintf(`{"id":%q,"at":%d,"fields":{"person":%q,"vad":"har"}}`, id, now-1000, person)
	}
	batch := fmt.Sprintf(`{"now":%d,"items":[%s,%s]}`, now, item("a", circletest.Member), item("b", circletest.Outside))
	for range 2 {
		body := lena.JSON(at+"/skickat", batch, http.StatusOK)
		w.Says(body, `{"id":"a","state":"taken"}`, `"id":"b","state":"refused"`)
	}
	if n := w.marks(circletest.Member); n != 1 {
		t.Errorf("%d marks", n)
	}
	anna.JSON(at+"/skickat", batch, http.StatusForbidden)
	lena.JSON(at+"/skickat", `{}x`, http.StatusUnprocessableEntity)
}

func TestASharedDeviceKeepsNothing(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	_, at := w.today()
	lena := w.As(circletest.Leader)
	w.Says(lena.Get(at+"/narvaro", 200), "Gör listan redo")
	w.share(lena, circletest.Leader)
	for _, page := range []string{at, at + "/narvaro"} {
		body := lena.Get(page, 200)
		w.Says(body, "Flera använder den här enheten")
		w.Silent(body, "Gör listan redo")
	}
}

func TestACancelledMeetingSaysSo(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	m, at := w.today()
	w.Exec(`UPDATE circle_meeting SET state = $2 WHERE id = $1`, m.ID, string(circle.Cancelled))
	w.Says(w.As(circletest.Member).Get(at+"/min", 200), "Träffen är inställd")
	body := w.As(circletest.Leader).Get(at, 200)
	w.Says(body, "Träffen är inställd")
	w.Silent(body, "Visa för rummet", "Gör listan redo")
}

// The leader is ill: a colleague who may lead at the unit marks and holds in the leader's place, and sees what is marked.
func TestSomebodyElseWhoMayLeadStandsIn(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	_, at := w.today()
	w.Grant(circletest.Second, may.Leader, circletest.Unit)
	bo, maja := w.As(circletest.Second), w.As(circletest.Manager)
	bo.Form(at+"/narvaro", form("nyckel", "b1", "person", circletest.Member, "vad", "har"), 303)
	w.Says(bo.Get(at+"/narvaro", 200), "1 av 3 är med")
	bo.Form(at+"/hallen", form("minuter", "60"), 303)
	if n := w.facts(circletest.Member); n != 1 {
		t.Errorf("%d facts", n)
	}
	w.Says(maja.Get(at+"/narvaro", 200), "1 av 3 är med")
}

// A nurse of another unit comes as an equal: she is found by name, asked and marked, and has the fact in her own record.
func TestAColleagueOfAnotherUnitComesAsAnEqual(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	_, at := w.today()
	lena, anna := w.As(circletest.Leader), w.As(circletest.Member)
	anna.Get(at+"/kollega", 403)
	w.Says(lena.Get(at+"/kollega?sok=nin", 200), "Nina", "Lägg till och markera som med")
	w.Says(lena.Get(at+"/kollega?sok=xyz", 200), "Vi hittar ingen")
	w.Silent(lena.Get(at+"/kollega?sok=anna", 200), "Lägg till och markera som med") // is asked already
	_, body := lena.Form(at+"/kollega", form("person", circletest.Outside, "nyckel", "g0"), 422)
	w.Says(body, "Vi hittar ingen sådan")
	for range 2 {
		lena.Form(at+"/kollega", form("person", circletest.Nurse, "nyckel", "g1"), 303)
	}
	w.Says(lena.Get(at+"/narvaro", 200), "1 av 4 är med", "Månen")
	lena.Form(at+"/hallen", form("minuter", "60"), 303)
	if n := w.facts(circletest.Nurse); n != 1 {
		t.Errorf("%d facts", n)
	}
	w.Says(w.As(circletest.Nurse).Get(at+"/min", 200), "Du var med")
}

func TestOneSaysNoAndYes(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	_, all := w.Plan(w.Day(5), "", 1)
	at := "/traff/" + all[0].ID + "/min"
	anna := w.As(circletest.Member)
	w.Says(anna.Get(at, 200), "Jag kan inte vara med")
	anna.Form(at+"/svar", form("svar", "nej"), 303)
	w.Says(anna.Get(at+"?klart=svar", 200), "Du har tackat nej", "Ditt svar är sparat", "Jag vill vara med")
	w.Silent(anna.Get("/min-resa", 200), "Du har träff")
	anna.Form(at+"/svar", form("svar", "ja"), 303)
	w.Silent(anna.Get(at, 200), "Du har tackat nej")
}
