package attendanceweb_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/attendance/attendancetest"
	"yrkesresan/internal/platform/may"
)

const day = "/kursledare/dag/" + attendancetest.Day

func form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func mark(key, person, what, clock string) url.Values {
	return form("nyckel", key, "pass", attendancetest.Morning, "bokning", "plats-"+person, "vad", what, "klockslag", clock)
}

func TestTheDayOfWhoLeadsIt(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	w.Seat("amina", "bengt")
	tora, amina := w.As("tora"), w.As("amina")
	w.Says(tora.Get("/kursledare", 200), "I dag", "Rena händer")
	w.Says(amina.Get("/kursledare", 200), "Du leder inga kursdagar nu")
	w.Says(tora.Get(day, 200), "2 personer har plats", "Smittvägar", "Ingen har svarat än", "2 har inte börjat", "Gruppen är för liten för att visas i delar.")
	w.Silent(tora.Get(day, 200), "Amina", "Kost och tillgänglighet")
	amina.Get(day, 403)
	amina.Get(list, 403)

	to, _ := tora.Form(list, mark("k1", "amina", "late", "10:05"), 303)
	if !strings.HasSuffix(to, "#b-plats-amina") {
		t.Errorf("after a mark one comes to %s", to)
	}
	tora.Form(list, mark("k1", "amina", "late", "10:05"), 303) // pressed twice
	if n := w.marks("amina"); n != 1 {
		t.Errorf("%d marks", n)
	}
	w.Says(tora.Get(list, 200), "1 av 2 är här", "Här, kom 10.05", "Inte markerad")
	_, body := tora.Form(list, mark("k2", "bengt", "late", "halv"), 422)
	w.Says(body, "Skriv klockslaget så här")
	tora.Form(list, mark("k3", "bengt", "left", "10:00"), 303)
	tora.Form(list, mark("k4", "bengt", "late", "10:30"), 303)
	w.Says(tora.Get(list, 200), "Här, borta 10.00 till 10.30")
	w.Says(tora.Get(day+"/lista", 200), "Amina Exempel", "Här, kom 10.05", "Plats för underskrift")
	w.Says(tora.Get(day+"/namnskyltar", 200), "Bengt Exempel", "Göteborg")
	w.Says(tora.Get(list+"?kod=000001", 422), "Ingen på listan har den koden")
}

func TestADayIsClosedAndCorrectedOnThePages(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	w.Seat("amina", "bengt")
	tora, rita, amina := w.As("tora"), w.As("rita"), w.As("amina")
	_, body := tora.Form(day+"/avsluta", nil, 409)
	w.Says(body, "när sista passet har börjat")
	tora.Form(list, mark("k1", "amina", "left", "10:00"), 303)
	w.At("15:00")
	_, body = tora.Form(day+"/avsluta", nil, 409)
	w.Says(body, "Inte markerade: 2", "Amina Exempel", "Bengt Exempel")
	tora.Form(day+"/avsluta", form("resten", "1"), 303)
	w.Settle()
	w.Says(tora.Get(day+"/efter", 200), "1 var här en del av tiden", "1 kom inte")
	w.Says(tora.Get(list, 200), "Dagen är avslutad")
	w.Silent(tora.Get(day+"/efter/plats-amina", 200), "Räcker delen som närvaro")
	w.Says(rita.Get(day+"/efter/plats-amina", 200), "Räcker delen som närvaro")
	_, body = tora.Form(day+"/efter/plats-bengt", form("nyckel", "k2", "pass", attendancetest.Morning, "vad", "here"), 422)
	w.Says(body, "Skriv varför du ändrar")
	w.At("15:10")
	tora.Form(day+"/efter/plats-bengt", form("nyckel", "k2", "pass", attendancetest.Morning, "vad", "here", "varfor", "Kom in bakvägen."), 303)
	w.Says(tora.Get(day+"/efter", 200), "Kom in bakvägen.", "2 var här en del av tiden")
	_, body = rita.Form(day+"/efter/plats-amina/nog", form("nog", "1", "andrad", "99", "varfor", "x"), 409)
	w.Says(body, "Någon annan har ändrat")
	rita.Form(day+"/efter/plats-amina/nog", form("nog", "1", "andrad", "1", "varfor", "Hon kunde allt."), 303)
	w.Settle()
	w.Says(amina.Get("/kursdagar/"+attendancetest.Day+"/pa-plats", 200), "Var med en del", "Delen räcker som närvaro")
}

// Who comes in at the door gets a seat when the day is closed already, and is marked all the same.
func TestASeatAfterTheCloseIsMarked(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	w.Seat("amina")
	tora := w.As("tora")
	tora.Form(list, mark("k1", "amina", "here", ""), 303)
	w.At("13:30")
	w.Seat("bengt")
	tora.Get(day+"/efter/plats-bengt", 404) // the day is open: the list is the place
	w.Exec(`DELETE FROM booking WHERE person_id = 'bengt'`)
	tora.Form(day+"/avsluta", form("resten", "1"), 303)
	w.Settle()
	w.Silent(tora.Get(day+"/efter", 200), "Inte markerade")
	w.Book("bengt", attendancetest.Day)
	w.Says(tora.Get(day+"/efter", 200), "Inte markerade", "Bengt Exempel")
	w.Says(tora.Get(day+"/efter/plats-bengt", 200), "Inte markerad", "Rätta närvaron")
	w.At("15:00")
	tora.Form(day+"/efter/plats-bengt", form("nyckel", "k2", "pass", attendancetest.Later, "vad", "here", "varfor", "Kom in från gatan."), 303)
	w.Settle()
	body := tora.Get(day+"/efter", 200)
	w.Says(body, "Kom in från gatan.")
	w.Silent(body, "Inte markerade")
	if state := w.State("plats-bengt"); state != "part" {
		t.Errorf("%s", state)
	}
}

func TestTellingBeforeTheDay(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	w.Seat("amina")
	amina, tora, rita := w.As("amina"), w.As("tora"), w.As("rita")
	at := "/kursdagar/" + attendancetest.Day + "/behov"
	w.Says(amina.Get(at, 200), "Vad vill du kunna efter dagen?", "Bara arrangören ser det här")
	tora.Get(at, 404)
	_, body := amina.Form(at, form("kunna", "Jag är 800101-1231", "kost", "Utan nötter"), 422)
	w.Says(body, "Skriv inga personnummer", "Utan nötter")
	amina.Form(at, form("kunna", "Lyfta utan att få ont", "kost", "Utan nötter"), 303)
	w.Says(amina.Get(at+"?klart=1", 200), "Det är sparat.", "Lyfta utan att få ont")
	body = tora.Get(day, 200)
	w.Says(body, "En deltagare", "Lyfta utan att få ont")
	w.Silent(body, "Utan nötter", "Amina")
	kitchen := "/kurstillfallen/" + attendancetest.Day + "/behov"
	tora.Get(kitchen, 403)
	amina.Get(kitchen, 403)
	w.Says(rita.Get(kitchen, 200), "Amina Exempel", "Utan nötter")
}

func TestCheckingInAtTheDoor(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	w.Seat("amina", "bengt")
	tora, amina, bengt := w.As("tora"), w.As("amina"), w.As("bengt")
	_, k, err := w.Attendance.Codes(t.Context(), w.Actor("tora"), attendancetest.Day, attendancetest.Morning, false)
	if err != nil {
		t.Fatal(err)
	}
	w.Says(tora.Get(day+"/kod", 200), k.PIN[:3]+" "+k.PIN[3:], "/incheckning")
	amina.Get(day+"/kod", 403)
	w.Says(amina.Get("/incheckning/"+k.Token, 200), "Jag är här")
	if n := w.marks("amina"); n != 0 {
		t.Error("looking checks in")
	}
	_, body := amina.Form("/incheckning/"+k.Token, form("nyckel", "a1"), 200)
	w.Says(body, "Du är incheckad")
	w.Says(amina.Get("/incheckning/"+k.Token, 200), "Du är redan incheckad")
	_, body = bengt.Form("/incheckning", form("nyckel", "b1", "kod", "12"), 422)
	w.Says(body, "Koden gäller inte")
	_, body = bengt.Form("/incheckning", form("nyckel", "b1", "kod", k.PIN), 200)
	w.Says(body, "Du är incheckad")
	w.Says(tora.Get(list, 200), "2 av 2 är här")
	d, err := w.Attendance.Open(t.Context(), w.Actor("tora"), attendancetest.Day)
	if err != nil {
		t.Fatal(err)
	}
	own := d.Lines[0].Code
	w.Says(amina.Get("/kursdagar/"+attendancetest.Day+"/pa-plats", 200), own[:3]+" "+own[3:], "Min kod")
	w.Says(tora.Get(list+"?kod="+own, 200), d.Lines[0].Name)
	w.Silent(tora.Get(list+"?kod="+own, 200), d.Lines[1].Name)
	tora.Form(day+"/kod", form("pass", attendancetest.Morning), 303)
	w.Says(amina.Get("/incheckning/"+k.Token, 422), "Koden gäller inte")
}

func TestWhatAPhoneHasKeptIsTakenOnce(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	w.Seat("amina")
	w.At("")
	tora, amina := w.As("tora"), w.As("amina")
	now := time.Now().UnixMilli()
	item := func(id, person string, at int64) string {
		return fmt.Sprintf(`{"id":%q,"at":%d,"fields":{"pass":%q,"bokning":"plats-%s","vad":"here"}}`, id, at, attendancetest.Morning, person)
	}
	batch := fmt.Sprintf(`{"now":%d,"items":[%s,%s,%s]}`, now, item("a", "amina", now-1000), item("b", "ingen", now-1000), item("c", "amina", now-2000))
	for range 2 {
		body := tora.JSON(day+"/skickat", batch, http.StatusOK)
		w.Says(body, `{"id":"a","state":"taken"}`, `{"id":"b","state":"refused","text":"Den personen har ingen plats på kursdagen."}`, `"id":"c"`)
	}
	if n := w.marks("amina"); n != 2 {
		t.Errorf("%d marks", n)
	}
	amina.JSON(day+"/skickat", batch, http.StatusForbidden)
	tora.JSON(day+"/skickat", `{}x`, http.StatusUnprocessableEntity)
}

func TestASharedDeviceKeepsNothing(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	w.Seat("amina")
	tora := w.As("tora")
	w.Says(tora.Get(list, 200), "Gör listan redo")
	tora.Form("/logga-in/delad", form("delad", "1"), 303)
	code, err := w.Access.GiveCode(t.Context(), may.Operator(), "tora", access.ForDemo)
	if err != nil {
		t.Fatal(err)
	}
	tora.Form("/in/"+code.Code, nil, 303)
	body := tora.Get(list, 200)
	w.Says(body, "Flera använder den här enheten", "Amina Exempel")
	w.Silent(body, "Gör listan redo")
}

func TestTheBrowsersWorkerIsSent(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	r, err := http.Get(w.Base + "/kursledare/vakt.js")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != 200 || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/javascript") || r.Header.Get("Cache-Control") != "no-cache" || !strings.Contains(r.Header.Get("Content-Security-Policy"), "worker-src 'self'") {
		t.Errorf("%d %v", r.StatusCode, r.Header)
	}
}
