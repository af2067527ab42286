package circleweb_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"yrkesresan/internal/circle/circletest"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
)

// planned plans on the three screens, without script, and gives the circle's address.
func planned(w *site, v *webtest.Visitor, day string, pairs ...string) string {
	w.T.Helper()
	w.Says(v.Get("/traffar/planera", 200), "Steg 1 av 3", "Reflektera i sex steg", "Studiecirklar", "Film och reflektion")
	w.Says(v.Get("/traffar/planera/nar?mall="+circletest.Model, 200), "Steg 2 av 3", "Vem leder?", "Lena Exempel")
	q := webtest.Pairs("enhet", circletest.Unit, "mall", circletest.Model, "titel", "Reflektion på Solen", "ledare", circletest.Leader, "kurs", circletest.Course, "dag", day, "tid", "10:00", "antal", "1", "veckor", "2", "lokal", "Matsalen", "lank", "")
	w.Says(v.Get("/traffar/planera/vilka?"+q.Encode(), 200), "Steg 3 av 3", "Alla på Solen", "Anna Exempel")
	q.Set("vilka", "unit")
	q.Set("grupp", "2")
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	to, _ := v.Form("/traffar/planera", q, 303)
	at, _, _ := strings.Cut(to, "?")
	w.Says(v.Get(to, 200), "Träffarna är planerade", "Reflektion på Solen", "Reflektionsmöte. Solen. Leds av Lena Exempel.", "Planerad")
	return at
}

func TestALeaderPlansOnThreeScreens(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	lena, anna := w.As(circletest.Leader), w.As(circletest.Member)
	w.Says(lena.Get("/traffar", 200), "Du leder inga träffar nu", "Planera träffar")
	anna.Get("/traffar/planera", 403)
	w.Silent(anna.Get("/traffar", 200), "Planera träffar")
	bad := webtest.Pairs("enhet", circletest.Unit, "mall", circletest.Model, "titel", "X", "ledare", circletest.Leader, "dag", w.Day(-2), "tid", "10:00", "antal", "1")
	w.Says(lena.Get("/traffar/planera/vilka?"+bad.Encode(), 422), "Välj en dag från och med i dag.", "Steg 2 av 3")
	at := planned(w, lena, w.Day(0))
	w.Says(lena.Get("/traffar", 200), "Träffar du leder", "Reflektion på Solen", "0 av 1 träffar är hållna")
	w.Says(anna.Get(at, 200), "Kan du inte vara med?", "3 personer är med")
	anna.Get(at+"/personer", 403)
	to, _ := anna.Form(at+"/svar", webtest.Pairs("svar", "nej"), 303)
	w.Says(anna.Get(to, 200), "Du har sagt nej", "Jag är med igen")
	w.Says(lena.Get(at, 200), "har sagt nej")
	w.As(circletest.Outside).Get(at, 403)
	// The manager sees dates, numbers and who of the unit, and may hand over and end.
	maja := w.As(circletest.Manager)
	w.Says(maja.Get("/traffar/enhet", 200), "Reflektion på Solen", "Det gruppen skriver ser bara gruppen")
	w.Says(maja.Get(at, 200), "Byt ledare", "Avsluta träffarna")
	w.Says(maja.Get(at+"/ledare", 200), "Lämna över", "Maja Exempel")
	_, body := maja.Form(at+"/avsluta", webtest.Pairs("varfor", ""), 422)
	w.Says(body, "Skriv varför")
	maja.Form(at+"/ledare", webtest.Pairs("ledare", circletest.Manager), 303)
	maja.Form(at+"/avsluta", webtest.Pairs("varfor", "Vi börjar om i vår"), 303)
	w.Says(anna.Get(at, 200), "Träffarna avslutades", "Vi börjar om i vår", "Inställd")
}

func TestAskingMovingGroupsAndAddingOnThePages(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	lena := w.As(circletest.Leader)
	at := planned(w, lena, w.Day(1))
	w.Says(lena.Get(at+"/personer?sok=Nin", 200), "Nina Exempel", "Bjud in från en annan kommun")
	to, _ := lena.Form(at+"/personer", webtest.Pairs("gor", "bjud", "person", circletest.Nurse), 303)
	w.Says(lena.Get(to, 200), "Personen är inbjuden", "Månen")
	_, body := lena.Form(at+"/personer", webtest.Pairs("gor", "nummer", "arbetsgivare", "k-1401", "person", "finns-inte"), 422)
	w.Says(body, "Vi hittar ingen sådan")
	w.Says(lena.Get(at+"/grupper?hogst=2", 200), "Förslaget blandar yrken och enheter", "Grupp 2")
	_, body = lena.Form(at+"/grupper", webtest.Pairs("hogst", "2", "revision", "9", "g-"+circletest.Member, "1"), 422)
	w.Says(body, "Någon annan har sparat")
	lena.Form(at+"/grupper", webtest.Pairs("hogst", "2", "revision", "1", "g-"+circletest.Member, "1", "g-"+circletest.Nurse, "1", "g-"+circletest.Second, "2", "g-"+circletest.Leader, "2"), 303)
	lena.Form(at+"/personer", webtest.Pairs("gor", "bort", "person", circletest.Second), 303)
	to, _ = lena.Form(at+"/ny", webtest.Pairs("dag", w.Day(8), "tid", "14:00"), 303)
	w.Says(lena.Get(to, 200), "Träffen är tillagd", "klockan 14")
	own, err := w.Circles.OwnMeetings(t.Context(), w.Actor(circletest.Leader))
	if err != nil || len(own) != 2 {
		t.Fatal(own, err)
	}
	one := "/traffar/traff/" + own[0].ID
	w.Says(lena.Get(one, 200), "Flytta eller ändra", "Ställ in träffen")
	_, body = lena.Form(one, webtest.Pairs("gor", "flytta", "dag", w.Day(2), "tid", "25:00", "minuter", "60", "revision", "1"), 422)
	w.Says(body, "Skriv ett klockslag")
	lena.Form(one, webtest.Pairs("gor", "flytta", "dag", w.Day(2), "tid", "11:00", "minuter", "45", "revision", "1"), 303)
	lena.Form(one, webtest.Pairs("gor", "stall", "varfor", "Många är sjuka", "revision", "2"), 303)
	w.Says(lena.Get(one, 200), "Träffen är inställd. Många är sjuka")
}

func TestAgreementsOnThePages(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	lena, anna := w.As(circletest.Leader), w.As(circletest.Member)
	planned(w, lena, w.Day(0))
	own, err := w.Circles.OwnMeetings(t.Context(), w.Actor(circletest.Leader))
	if err != nil {
		t.Fatal(err)
	}
	lena.Form("/traff/"+own[0].ID+"/overens", webtest.Pairs("vad", "Fru Exempel får sitta vid fönstret", "agare", circletest.Member, "uppfoljning", w.Day(0)), 303)
	w.Says(lena.Get("/traffar", 200), "Att göra nu", "Följ upp")
	page := lena.Get("/traffar/overenskommelser", 200)
	w.Says(page, "Fru Exempel får sitta vid fönstret", "Anna Exempel ser till att det blir av", "Dags att följa upp")
	all, _, err := w.Circles.AgreementsOf(t.Context(), w.Actor(circletest.Leader), circletest.Unit, true, 10, 0)
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	at := "/traffar/overenskommelse/" + all[0].ID
	w.Says(anna.Get(at, 200), "Texten kan peka ut någon")
	w.As(circletest.Nurse).Get(at, 403)
	_, body := anna.Form(at, webtest.Pairs("lage", "done", "revision", "1"), 422)
	w.Says(body, "Skriv hur det blev")
	_, body = anna.Form(at, webtest.Pairs("vad", " ", "lage", "going", "revision", "1"), 422)
	w.Says(body, "Skriv vad ni kom överens om")
	_, body = anna.Form(at, webtest.Pairs("vad", "Plats åt 19811218-9876", "lage", "going", "revision", "1"), 422)
	w.Says(body, "personnummer")
	anna.Form(at, webtest.Pairs("lage", "done", "vad", "En egen plats vid fönstret", "resultat", "Det blev lugnare", "revision", "1"), 303)
	mended := anna.Get(at, 200)
	w.Says(mended, "En egen plats vid fönstret")
	w.Silent(mended, "Texten kan peka ut någon", "Fru Exempel")
	_, body = anna.Form(at, webtest.Pairs("lage", "dropped", "resultat", "Nej", "revision", "1"), 422)
	w.Says(body, "Någon annan har sparat")
	w.Says(w.As(circletest.Manager).Get("/traffar/overenskommelser?slut=1", 200), "Det blev lugnare", "Klart")
}

func TestGuidesAreReadCopiedChangedAndPublished(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	w.Employ("kim", circletest.Other, "administrator")
	w.Grant("kim", may.Municipality, gaptest.Town)
	kim, lena := w.As("kim"), w.As(circletest.Leader)
	w.As(circletest.Member).Get("/traffar/mallar", 403)
	model := "/traffar/mallar/" + circletest.Model
	w.Says(lena.Get(model, 200), "Till ledaren:", "Vad hände?", "Graham Gibbs", "Planera från mallen")
	lena.Form(model, webtest.Pairs("gor", "kopiera", "plats", gaptest.Town), 403)
	to, _ := kim.Form(model, webtest.Pairs("gor", "kopiera", "plats", gaptest.Town), 303)
	own := strings.TrimSuffix(to, "/andra")
	w.Says(kim.Get(to, 200), "Ändringar syns när du publicerar", "En händelse i sex steg")
	step := webtest.Pairs("traff", "1", "steg", "2", "revision", "1", "titel", "Vad hände?", "minuter", "8", "hur", "all", "fraga", "Vad hände hos oss?", "material", "Kursen | kurs:hygien\nFilm | film:https://film.example/1", "skriver", "1")
	to, _ = kim.Form(to, step, 303)
	w.Says(kim.Get(to, 200), "Vad hände hos oss?", "Kursen | kurs:hygien", "Film | film:https://film.example/1")
	_, body := kim.Form(own+"/andra", webtest.Pairs("traff", "1", "steg", "2", "revision", "2", "titel", "", "minuter", "x", "hur", "all"), 422)
	w.Says(body, "Filen har fel", "Fältet är tomt", "Minuter ska vara")
	kim.Form(own+"/andra", webtest.Pairs("traff", "1", "steg", "2", "revision", "2", "gor", "ned"), 303)
	kim.Form(own, webtest.Pairs("gor", "publicera", "revision", "3"), 303)
	w.Says(lena.Get("/traffar/planera", 200), "Göteborg")
	file := kim.Get(own+"/fil", 200)
	w.Says(file, "Vad hände hos oss?")
	_, body = kim.Form("/traffar/mallar", url.Values{"plats": {gaptest.Town}, "text": {"id: x\nkind: fest\n"}}, 422)
	w.Says(body, "Rad 2:", "kind ska vara")
}

// Who plans for a whole municipality has more units than a form has room for: the others are found by their address, the
// units of private employers never.
func TestAUnitThatTheFormHasNoRoomForIsFoundByItsAddress(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	w.Grant(circletest.Manager, may.Programme, gaptest.Town)
	for n := range 402 { // they come before all others
		w.Place("unit", fmt.Sprintf("a%03d", n), fmt.Sprintf("Avdelning %d", n), "omr")
	}
	maja := w.As(circletest.Manager)
	w.Silent(maja.Get("/traffar/enhet", 200), `value="solen"`)
	for _, at := range []string{"/traffar/enhet", "/traffar/planera", "/traffar/overenskommelser"} {
		w.Says(maja.Get(at+"?enhet="+circletest.Unit, 200), "Solen")
	}
	maja.Get("/traffar/enhet?enhet=ute-enhet", 403)
	maja.Get("/traffar/enhet?enhet=finns-inte", 422)
}
