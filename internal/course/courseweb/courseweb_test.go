package courseweb_test

import (
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/course/courseweb"
	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
)

func hygien(t testing.TB) *site { t.Helper(); return newSite(t, coursetest.Folder("hygien", 2)) }

func TestTheCoursePageTellsWhatItIs(t *testing.T) {
	s := hygien(t)
	s.get("/kurs/hygien").is(200, "/kurs/hygien").says("Rena händer", "När du behöver det här", "Du kan göra rent dina händer", "Socialtjänstlagen (2025:400)", "1 juli 2025",
		"Ungefär 14 minuter", "30 minuter", "i 2 år", "äldreomsorg och funktionshinderområdet", "Vem ser mina resultat?", "Börja kursen", "Ta reda på var handspriten").
		saysNot("Jag har gjort det", "inte en delegering", "%")
	s.get("/kurs/borta").is(404, "/kurs/borta")
	s.get("/kurs/hygien/lektion/varfor/smitta").is(200, "/kurs/hygien") // not begun
	s.get("/kurs/hygien/lektion/varfor").is(200, "/kurs/hygien")
	s.get("/kurs/hygien/lektion/borta").is(404, "/kurs/hygien/lektion/borta")
	s.is(func(v *page.Visit) { v.Easy = true })
	s.get("/kurs/hygien").says("Rena händer stoppar smitta.")
}

func TestADelegationCourseSaysThatItIsNone(t *testing.T) {
	s := newSite(t, coursetest.Changed(t, coursetest.Folder("delegering", 2), "course.yaml", "evidence_only: false", "evidence_only: true"))
	s.get("/kurs/delegering").says("Kursen ger kunskap. Den är inte en delegering.")
}

func TestALearnerGoesThroughTheLessons(t *testing.T) {
	s := hygien(t)
	s.post("/kurs/hygien/borja").is(200, "/kurs/hygien").says("Jag har gjort det", "Fortsätt", "0 av 3 är klara")
	s.post("/kurs/hygien/forberedelse/handsprit", "klar", "1").says("Ångra")
	s.post("/kurs/hygien/forberedelse/handsprit").says("Jag har gjort det")
	s.post("/kurs/hygien/borja").is(200, "/kurs/hygien") // again: nothing is lost
	s.get("/kurs/hygien/lektion/varfor/smitta").is(200, "/kurs/hygien/lektion/varfor/smitta").
		says(`<h1>Smitta följer med händerna</h1>`, "Del 1 av 2: Varför rena händer?", "Sida 1 av 2", `popovertarget="ord-1">Smitta</button>`, "Ord på sidan",
			`src="/kurs/hygien/media/1/hander.svg"`, `width="608" height="342"`, "Gnid också", "Ta av dig ringar", "<video", "film.vtt", "Filmen är 2 minuter", "Visa lättläst", "Nästa sida")
	s.post("/kurs/hygien/lektion/varfor/smitta").is(200, "/kurs/hygien/lektion/varfor/prova").
		says("Du hjälper Karin till bordet.", "Fråga 1 av 2", "När ska du sprita händerna?", "I vilken ordning gör du?", "Nästa del").saysNot("Du hjälper Jonas")
	s.get("/kurs/hygien").says("Du är här")
	s.post("/kurs/hygien/lektion/varfor/prova").is(200, "/kurs/hygien/lektion/sa-gor-du/steg").
		says("Prata med en kollega, 5 minuter", "Lathund att skriva ut (", "Vårdhandboken", "Vad hör ihop?", "Tänk efter").saysNot("Visa lättläst")
	s.post("/kurs/hygien/lektion/sa-gor-du/steg").is(200, "/kurs/hygien/prov").says("Provet har 4 frågor. Du behöver 4 rätt.", "Du har 2 försök.")
	s.get("/kurs/hygien/lektion/varfor/borta").is(200, "/kurs/hygien")
	s.get("/kurs/hygien/lektion/varfor").is(200, "/kurs/hygien/lektion/varfor/smitta")
	s.post("/kurs/hygien/lektion/varfor/borta").is(200, "/kurs/hygien")
}

func TestAColleagueFromAnotherAreaMeetsTheOwnCase(t *testing.T) {
	s := hygien(t)
	s.is(func(v *page.Visit) { v.Actor = coursetest.Other })
	s.post("/kurs/hygien/borja")
	s.get("/kurs/hygien/lektion/varfor/prova").says("Du hjälper Jonas med jackan.").saysNot("Karin")
	s.is(func(v *page.Visit) { v.Actor = coursetest.Manager })
	s.post("/kurs/hygien/borja")
	s.get("/kurs/hygien/lektion/varfor/prova").says("Du hjälper någon.")
}

func TestEasySwedishIsASwitch(t *testing.T) {
	s := hygien(t)
	s.post("/kurs/hygien/borja")
	s.post("/lattlast", "to", "/kurs/hygien/lektion/varfor/smitta", "easy", "1").is(200, "/kurs/hygien/lektion/varfor/smitta").
		says("Smitta finns på händer.", "Visa vanlig text", `class="lattlast"`)
	s.get("/kurs/hygien/lektion/sa-gor-du/steg").says("Den här delen finns inte på lätt svenska än.")
	s.post("/lattlast", "to", "/kurs/hygien/lektion/varfor/smitta").says("Visa lättläst", "följer med händerna. Du ser den inte.")
}

func TestLowDataTellsTheSizeBeforeTheFilm(t *testing.T) {
	s := hygien(t)
	s.post("/kurs/hygien/borja")
	s.is(func(v *page.Visit) { v.LowData = true })
	s.get("/kurs/hygien/lektion/varfor/smitta").says("Visa filmen", "3 kB").saysNot("<video")
}

func TestAnswersGiveFeedbackAtOnce(t *testing.T) {
	s := hygien(t)
	s.post("/kurs/hygien/borja")
	here := "/kurs/hygien/lektion/varfor/prova"
	s.post("/kurs/hygien/svar/nar-sprita", "svar", "1").is(200, here+"?svar=nar-sprita").
		says("Inte riktigt", "Smitta syns inte.", "Svara igen", "data-fokus").saysNot("Då stoppar du smittan")
	s.post("/kurs/hygien/svar/nar-sprita", "svar", "0").says("Ja, det stämmer", "Då stoppar du smittan åt båda håll.")
	s.get(here).says("Ditt svar är rätt").saysNot("data-fokus") // kept, and not told again
	s.post("/kurs/hygien/svar/nar-sprita").is(422, "/kurs/hygien/svar/nar-sprita").says("<title>Fel: ", "Välj ett svar", `href="#q-nar-sprita"`)
	s.post("/kurs/hygien/svar/ordna", "plats-0", "1", "plats-1", "1", "plats-2", "3").is(422, "/kurs/hygien/svar/ordna").says("Ge varje rad en egen plats", `<option value="3" selected>`)
	s.post("/kurs/hygien/svar/ordna", "plats-0", "2", "plats-1", "1", "plats-2", "3").says("Inte riktigt", "Ta av ringar: Ringar samlar smitta.")
	s.post("/kurs/hygien/svar/ordna", "plats-0", "1", "plats-1", "2", "plats-2", "3").says("Ja, det stämmer")
	s.post("/kurs/hygien/svar/para", "par-0", "0", "par-1", "2", "par-2", "1").says("Inte riktigt", "Rena händer: Sprit räcker då.")
	s.post("/kurs/hygien/svar/para", "par-0", "0", "par-1", "1").is(422, "/kurs/hygien/svar/para").says("Välj något på varje rad")
	s.post("/kurs/hygien/svar/borta", "svar", "0").is(404, "/kurs/hygien/svar/borta")
}

func TestATextIsTheLearnersOwn(t *testing.T) {
	s := hygien(t)
	s.post("/kurs/hygien/borja")
	s.post("/kurs/hygien/svar/tank", "text", "På natten.").says("Sparat. Ingen annan läser det.", ">På natten.</textarea>")
	s.post("/kurs/hygien/svar/tank", "text", "Hon är 800101-1231.").is(422, "/kurs/hygien/svar/tank").says("Texten har ett personnummer.", "Hon är 800101-1231.")
	s.post("/kurs/hygien/svar/tank", "text", "Ring 070-123 45 67").says("Men texten har ett nummer")
	r, err := http.NewRequest("POST", s.URL+"/kurs/hygien/svar/tank", strings.NewReader("text=Av+sig+sj%C3%A4lv"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Autospara", "1")
	if got := s.read(http.DefaultClient.Do(r)); got.Status != http.StatusNoContent {
		t.Error(got)
	}
	s.get("/kurs/hygien/lektion/sa-gor-du/steg").says("Av sig själv")
}

// pass answers the questions of a try; right says whether rightly.
func pass(s *site, right bool) shown {
	s.t.Helper()
	answer := "1"
	if right {
		answer = "0"
	}
	p := s.post("/kurs/hygien/prov")
	for strings.HasPrefix(p.Path, "/kurs/hygien/prov/") && !strings.HasSuffix(p.Path, "resultat") {
		p = s.post(p.Path, "svar", answer)
		if strings.Contains(p.Body, "Se ditt resultat") {
			return s.get("/kurs/hygien/prov/resultat")
		}
		p.says("Nästa fråga")
		p = s.get("/kurs/hygien/prov") // as after a pause, or on another device
	}
	return p
}

func readAll(s *site) shown {
	s.t.Helper()
	s.post("/kurs/hygien/lektion/varfor/smitta")
	s.post("/kurs/hygien/lektion/varfor/prova")
	return s.post("/kurs/hygien/lektion/sa-gor-du/steg")
}

func TestATestFromBeginningToEnd(t *testing.T) {
	s := hygien(t)
	s.get("/kurs/hygien/prov").is(200, "/kurs/hygien") // not begun
	s.post("/kurs/hygien/borja")
	s.get("/kurs/hygien/prov").says("Du har delar kvar att läsa.")
	readAll(s)
	first := s.post("/kurs/hygien/prov").is(200, "/kurs/hygien/prov/1").says("<h1>Fråga 1 av 4</h1>", `action="/kurs/hygien/prov/1"`).saysNot("Svara igen")
	s.post(first.Path).is(422, "/kurs/hygien/prov/1").says("Välj ett svar")
	s.post(first.Path, "svar", "1").is(200, "/kurs/hygien/prov/1?svarat=1").says("Inte riktigt", "Läs igen.", "Rätt svar är: Det här", "Nästa fråga", "data-fokus").saysNot("<form")
	s.post(first.Path, "svar", "0").says("Inte riktigt")      // the first answer counts
	s.get("/kurs/hygien/prov").is(200, "/kurs/hygien/prov/2") // and the test goes on where it paused
	pass(s, true).is(200, "/kurs/hygien/prov/resultat").says("Inte riktigt än", "Du hade 3 rätt av 4.", "Du behöver 4 rätt.", "Du har 1 försök kvar.", "Läs de här delarna igen", "Gör provet igen")
	s.get("/kurs/hygien").says("Prova igen")
	pass(s, true).says("Du klarade provet", "Det kan du")
	s.get("/kurs/hygien/klar").is(200, "/kurs/hygien/klar").says("Du är klar", "2 mars 2026", "Intyget gäller till 2 mars 2028", `href="/intyg"`, "Vad gör du annorlunda nästa arbetspass?")
	s.get("/kurs/hygien").says("Du blev klar 2 mars 2026.", "Gå kursen igen")
	s.post("/kurs/hygien/prov").is(200, "/kurs/hygien/prov/resultat")
	s.get("/kurs/hygien/prov/9").is(200, "/kurs/hygien/prov/resultat")
}

func TestAfterTheLastTryThePageSaysHowItOpensAgain(t *testing.T) {
	s := hygien(t)
	s.post("/kurs/hygien/borja")
	readAll(s)
	s.Wait(1e9)
	pass(s, false)
	pass(s, false).says("Provet vilar nu.", "Varför rena händer?", "Så gör du rent", "Läs igen")
	s.get("/kurs/hygien").says("Öppnar snart igen", "Läs igen")
	s.post("/kurs/hygien/prov").is(200, "/kurs/hygien/prov").says("Provet vilar nu.")
	s.Wait(1e9)
	readAll(s).is(200, "/kurs/hygien/prov").says("Börja provet", "Du har 2 försök.")
}

func TestTheReflectionComesAfterTheCourse(t *testing.T) {
	s := hygien(t)
	s.post("/kurs/hygien/borja")
	s.get("/kurs/hygien/klar").is(200, "/kurs/hygien")
	readAll(s)
	pass(s, true)
	s.post("/kurs/hygien/reflektion", "text", "Jag spritar före.").is(200, "/kurs/hygien/klar?sparat=1").says("Sparat. Ingen annan läser det.", "Jag spritar före.")
	s.post("/kurs/hygien/reflektion", "text", "800101-1231").is(422, "/kurs/hygien/reflektion").says("<title>Fel: ", "personnummer")
	s.get("/kurs/hygien/klar").says("Jag spritar före.")
	s.post("/kurs/hygien/borja").says("0 av 3 är klara") // again, from the beginning
}

func TestMediaKeepToThemselves(t *testing.T) {
	s := hygien(t)
	p := s.get("/kurs/hygien/media/1/hander.svg")
	if p.Status != 200 || p.Header.Get("Content-Type") != "image/svg+xml" || !strings.Contains(p.Header.Get("Content-Security-Policy"), "sandbox") ||
		!strings.Contains(p.Header.Get("Cache-Control"), "immutable") || strings.Contains(p.Header.Get("Cache-Control"), "public") {
		t.Error(p.Status, p.Header)
	}
	r, err := http.NewRequest("GET", s.URL+"/kurs/hygien/media/1/film.mp4", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Range", "bytes=0-99")
	if p := s.read(http.DefaultClient.Do(r)); p.Status != http.StatusPartialContent || len(p.Body) != 100 {
		t.Error(p.Status, len(p.Body))
	}
	for _, bad := range []string{"/kurs/hygien/media/2/hander.svg", "/kurs/hygien/media/x/hander.svg", "/kurs/hygien/media/1/course.yaml", "/kurs/hygien/media/1/..%2fcourse.yaml"} {
		if p := s.get(bad); p.Status != 404 {
			t.Error(bad, p.Status)
		}
	}
	s.is(func(v *page.Visit) { *v = page.Visit{} })
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if p := s.read(client.Get(s.URL + "/kurs/hygien/media/1/hander.svg")); p.Status != http.StatusSeeOther {
		t.Error("a visitor got", p.Status)
	}
}

func TestTheWordsAreEasyToRead(t *testing.T) {
	c, err := lang.New(map[string]fs.FS{"course": courseweb.Texts})
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, key := range c.Keys() {
		if strings.HasPrefix(key, "course.") {
			all.WriteString(c.T(key) + ".\n")
		}
	}
	if lix := folder.Lix(all.String()); lix > 25 {
		t.Errorf("LIX %d, want at most 25", lix)
	}
	for _, easy := range c.EasyKeys() {
		if plain, e := folder.Lix(c.T(easy)), folder.Lix(c.Easy().T(easy)); e > max(plain, 25) {
			t.Errorf("%s: easy LIX %d, plain %d", easy, e, plain)
		}
	}
}
