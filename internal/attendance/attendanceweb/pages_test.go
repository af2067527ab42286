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
	tora, amina := w.as("tora"), w.as("amina")
	w.says(tora.get("/kursledare", 200), "I dag", "Rena händer")
	w.says(amina.get("/kursledare", 200), "Du leder inga kursdagar nu")
	w.says(tora.get(day, 200), "2 personer har plats", "Smittvägar", "Ingen har svarat än", "2 har inte börjat", "några")
	w.silent(tora.get(day, 200), "Amina", "Kost och tillgänglighet")
	amina.get(day, 403)
	amina.get(list, 403)

	to, _ := tora.post(list, mark("k1", "amina", "late", "10:05"), 303)
	if !strings.HasSuffix(to, "#b-plats-amina") {
		t.Errorf("after a mark one comes to %s", to)
	}
	tora.post(list, mark("k1", "amina", "late", "10:05"), 303) // pressed twice
	if n := w.marks("amina"); n != 1 {
		t.Errorf("%d marks", n)
	}
	w.says(tora.get(list, 200), "1 av 2 är här", "Här, kom 10.05", "Inte markerad")
	_, body := tora.post(list, mark("k2", "bengt", "late", "halv"), 422)
	w.says(body, "Skriv klockslaget så här")
	w.says(tora.get(day+"/lista", 200), "Amina Exempel", "Här, kom 10.05", "Plats för underskrift")
	w.says(tora.get(day+"/namnskyltar", 200), "Bengt Exempel", "Göteborg")
	w.says(tora.get(list+"?kod=000001", 422), "Ingen på listan har den koden")
}

func TestADayIsClosedAndCorrectedOnThePages(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	w.Seat("amina", "bengt")
	tora, rita, amina := w.as("tora"), w.as("rita"), w.as("amina")
	_, body := tora.post(day+"/avsluta", nil, 409)
	w.says(body, "när sista passet har börjat")
	tora.post(list, mark("k1", "amina", "left", "10:00"), 303)
	w.At("15:00")
	_, body = tora.post(day+"/avsluta", nil, 409)
	w.says(body, "Inte markerade: 2", "Amina Exempel", "Bengt Exempel")
	tora.post(day+"/avsluta", form("resten", "1"), 303)
	w.Settle()
	w.says(tora.get(day+"/efter", 200), "1 var här en del av tiden", "1 kom inte")
	w.says(tora.get(list, 200), "Dagen är avslutad")
	w.silent(tora.get(day+"/efter/plats-amina", 200), "Räcker delen som närvaro")
	w.says(rita.get(day+"/efter/plats-amina", 200), "Räcker delen som närvaro")
	_, body = tora.post(day+"/efter/plats-bengt", form("nyckel", "k2", "pass", attendancetest.Morning, "vad", "here"), 422)
	w.says(body, "Skriv varför du ändrar")
	w.At("15:10")
	tora.post(day+"/efter/plats-bengt", form("nyckel", "k2", "pass", attendancetest.Morning, "vad", "here", "varfor", "Kom in bakvägen."), 303)
	w.says(tora.get(day+"/efter", 200), "Kom in bakvägen.", "2 var här en del av tiden")
	_, body = rita.post(day+"/efter/plats-amina/nog", form("nog", "1", "andrad", "99", "varfor", "x"), 409)
	w.says(body, "Någon annan har ändrat")
	rita.post(day+"/efter/plats-amina/nog", form("nog", "1", "andrad", "1", "varfor", "Hon kunde allt."), 303)
	w.Settle()
	w.says(amina.get("/kursdagar/"+attendancetest.Day+"/pa-plats", 200), "Var med en del", "Delen räcker som närvaro")
}

func TestTellingBeforeTheDay(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	w.Seat("amina")
	amina, tora, rita := w.as("amina"), w.as("tora"), w.as("rita")
	at := "/kursdagar/" + attendancetest.Day + "/behov"
	w.says(amina.get(at, 200), "Vad vill du kunna efter dagen?", "Bara arrangören ser det här")
	tora.get(at, 404)
	_, body := amina.post(at, form("kunna", "Jag är 800101-1231", "kost", "Utan nötter"), 422)
	w.says(body, "Skriv inga personnummer", "Utan nötter")
	amina.post(at, form("kunna", "Lyfta utan att få ont", "kost", "Utan nötter"), 303)
	w.says(amina.get(at+"?klart=1", 200), "Det är sparat.", "Lyfta utan att få ont")
	body = tora.get(day, 200)
	w.says(body, "En deltagare", "Lyfta utan att få ont")
	w.silent(body, "Utan nötter", "Amina")
	kitchen := "/kurstillfallen/" + attendancetest.Day + "/behov"
	tora.get(kitchen, 403)
	amina.get(kitchen, 403)
	w.says(rita.get(kitchen, 200), "Amina Exempel", "Utan nötter")
}

func TestCheckingInAtTheDoor(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	w.Seat("amina", "bengt")
	tora, amina, bengt := w.as("tora"), w.as("amina"), w.as("bengt")
	_, k, err := w.Attendance.Codes(t.Context(), w.Actor("tora"), attendancetest.Day, attendancetest.Morning, false)
	if err != nil {
		t.Fatal(err)
	}
	w.says(tora.get(day+"/kod", 200), k.PIN[:3]+" "+k.PIN[3:], "/incheckning")
	amina.get(day+"/kod", 403)
	w.says(amina.get("/incheckning/"+k.Token, 200), "Jag är här")
	if n := w.marks("amina"); n != 0 {
		t.Error("looking checks in")
	}
	_, body := amina.post("/incheckning/"+k.Token, form("nyckel", "a1"), 200)
	w.says(body, "Du är incheckad")
	w.says(amina.get("/incheckning/"+k.Token, 200), "Du är redan incheckad")
	_, body = bengt.post("/incheckning", form("nyckel", "b1", "kod", "12"), 422)
	w.says(body, "Koden gäller inte")
	_, body = bengt.post("/incheckning", form("nyckel", "b1", "kod", k.PIN), 200)
	w.says(body, "Du är incheckad")
	w.says(tora.get(list, 200), "2 av 2 är här")
	d, err := w.Attendance.Open(t.Context(), w.Actor("tora"), attendancetest.Day)
	if err != nil {
		t.Fatal(err)
	}
	own := d.Lines[0].Code
	w.says(amina.get("/kursdagar/"+attendancetest.Day+"/pa-plats", 200), own[:3]+" "+own[3:], "Min kod")
	w.says(tora.get(list+"?kod="+own, 200), d.Lines[0].Name)
	w.silent(tora.get(list+"?kod="+own, 200), d.Lines[1].Name)
	tora.post(day+"/kod", form("pass", attendancetest.Morning), 303)
	w.says(amina.get("/incheckning/"+k.Token, 422), "Koden gäller inte")
}

func TestWhatAPhoneHasKeptIsTakenOnce(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	w.Seat("amina")
	w.At("")
	tora, amina := w.as("tora"), w.as("amina")
	now := time.Now().UnixMilli()
	item := func(id, person string, at int64) string {
		return fmt.Sprintf(`{"id":%q,"at":%d,"fields":{"pass":%q,"bokning":"plats-%s","vad":"here"}}`, id, at, attendancetest.Morning, person)
	}
	batch := fmt.Sprintf(`{"now":%d,"items":[%s,%s,%s]}`, now, item("a", "amina", now-1000), item("b", "ingen", now-1000), item("c", "amina", now-2000))
	for range 2 {
		body := tora.send(day+"/skickat", batch, http.StatusOK)
		w.says(body, `{"id":"a","state":"taken"}`, `{"id":"b","state":"refused","text":"Den personen har ingen plats på kursdagen."}`, `"id":"c"`)
	}
	if n := w.marks("amina"); n != 2 {
		t.Errorf("%d marks", n)
	}
	amina.send(day+"/skickat", batch, http.StatusForbidden)
	tora.send(day+"/skickat", `{}x`, http.StatusUnprocessableEntity)
}

func TestASharedDeviceKeepsNothing(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	w.Seat("amina")
	tora := w.as("tora")
	w.says(tora.get(list, 200), "Gör listan redo")
	tora.post("/logga-in/delad", form("delad", "1"), 303)
	code, err := w.Access.GiveCode(t.Context(), may.Operator(), "tora", access.ForDemo)
	if err != nil {
		t.Fatal(err)
	}
	tora.post("/in/"+code.Code, nil, 303)
	body := tora.get(list, 200)
	w.says(body, "Flera använder den här enheten", "Amina Exempel")
	w.silent(body, "Gör listan redo")
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
