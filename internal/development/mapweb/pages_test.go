package mapweb_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/development"
	"yrkesresan/internal/platform/browsertest"
)

// solen posts a form about solen.
func solen(pairs ...string) url.Values {
	f := url.Values{"enhet": {"solen"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Add(pairs[i], pairs[i+1])
	}
	return f
}

func TestRequirementsAreDroppedAndAddedForTheUnit(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	karin := w.as("karin")
	body := karin.Raw("/min-grupp/kartlagg/krav", http.StatusOK)
	webtest.Says(t, body, "Bestämt ovanför er", "Från Göteborg", "Bemöta med respekt", "Formellt krav")
	karin.Form("/min-grupp/kartlagg/krav", solen("bort", "d-grund/lyfta"), http.StatusUnprocessableEntity) // says why
	to, _ := karin.Form("/min-grupp/kartlagg/krav", solen("bort", "d-grund/lyfta", "varfor", "Ingen behöver lyftas här."), http.StatusSeeOther)
	webtest.Says(t, karin.Raw(to, http.StatusOK), "Kravet gäller inte längre hos er.", "Ta med igen")
	to, _ = karin.Form("/min-grupp/kartlagg/krav", solen("ater", "d-grund/lyfta"), http.StatusSeeOther)
	webtest.Silent(t, karin.Raw(to, http.StatusOK), "Ta med igen")
	_, body = karin.Form("/min-grupp/kartlagg/krav", solen("omrade", "grund/sjukdom"), http.StatusUnprocessableEntity)
	webtest.Says(t, body, "Välj minst ett krav.")
	webtest.Says(t, karin.Raw("/min-grupp/kartlagg/krav?enhet=solen&omrade=grund/sjukdom", http.StatusOK), "Demens", "Vilken nivå ska alla nå?")
	for range 2 { // pressed twice
		to, _ = karin.Form("/min-grupp/kartlagg/krav", solen("omrade", "grund/sjukdom", "krav", "grund/demens", "niva", "do"), http.StatusSeeOther)
	}
	body = karin.Raw(to, http.StatusOK)
	webtest.Says(t, body, "Ert eget", "Demens")
	if n := strings.Count(body, "<strong>Demens</strong>"); n != 1 {
		t.Errorf("Demens stands %d times", n)
	}
	karin.Form("/min-grupp/kartlagg/krav", solen("bort", "finns-inte"), http.StatusNotFound)
	w.as("anna").Raw("/min-grupp/kartlagg", http.StatusForbidden)
	w.as("erik").Raw("/min-grupp/kartlagg/krav?enhet=solen", http.StatusForbidden)
}

// What the steps say follows from what is noted, whoever noted it and wherever.
func TestTheStateFollowsFromWhatIsNoted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	karin := w.as("karin")
	webtest.Says(t, karin.Raw("/min-grupp/kartlagg", http.StatusOK), "3 krav", "0 av 3 klara", "Till vad var och en kan")
	judge := func(person, level string) {
		t.Helper()
		all := []competence.Judgement{{PersonID: person, Requirement: "grund/bemota", Level: level}, {PersonID: person, Requirement: "grund/lyfta", Level: level}}
		if err := w.Competence.Assess(t.Context(), w.actor("karin"), town, all, held.Manager); err != nil {
			t.Fatal(err)
		}
	}
	judge("anna", "do")
	webtest.Says(t, karin.Raw("/min-grupp/kartlagg/personer", http.StatusOK), "1 av 3 personer är klara", "2 personer är inte klara", "0 av 4 har det som krävs")
	webtest.Says(t, karin.Raw("/min-grupp/kartlagg/skillnad", http.StatusOK), "2 personer är inte klara i steg 2", "Formell kompetens")
	judge("p02", "know")
	judge("p03", "do")
	body := karin.Raw("/min-grupp/kartlagg/skillnad", http.StatusOK)
	webtest.Silent(t, body, "inte klara i steg 2")
	webtest.Says(t, body, "Bemöta med respekt", "P02 Exempel")
	webtest.Says(t, karin.Raw("/min-grupp/kartlagg", http.StatusOK), "3 av 3 klara", "Till planen")
	_, body = karin.Form("/min-grupp/kartlagg/plan", solen("behov", "grund/lyfta", "hur", "course"), http.StatusUnprocessableEntity)
	webtest.Says(t, body, "brist-")
	to, _ := karin.Form("/min-grupp/kartlagg/plan", solen("behov", "grund/lyfta", "hur", "other", "vad", "Bredvidgång", "senast", "2027-05-01", "personer", "1"), http.StatusSeeOther)
	webtest.Says(t, karin.Raw(to, http.StatusOK), "1 av 3 har en plan", "Bredvidgång, klart 1 maj 2027")
	for _, whose := range []development.Whose{development.Unit("solen"), development.Person("p02", town)} {
		plan, err := w.Plans.Of(t.Context(), w.actor("karin"), whose)
		if err != nil || len(plan.Items) != 1 || plan.Items[0].Requirement != "grund/lyfta" {
			t.Errorf("%+v: %+v %v", whose, plan.Items, err)
		}
	}
	plan, err := w.Plans.Of(t.Context(), w.actor("karin"), development.Person("anna", town))
	if err != nil || len(plan.Items) != 0 {
		t.Errorf("who lacks nothing: %+v %v", plan.Items, err)
	}
}

// look holds a page against every view.
func look(t *testing.T, p *browsertest.Page, name string) {
	t.Helper()
	if p.Status() != http.StatusOK {
		t.Errorf("%s: %d", p.Path(), p.Status())
	}
	for view, v := range map[string]browsertest.View{"390": browsertest.Phone, "390-mork": browsertest.Phone.Dark(), "1280": browsertest.Desktop, "1280-mork": browsertest.Desktop.Dark()} {
		p.As(v)
		p.Axe(t)
		if dir := os.Getenv("YRKESRESAN_PICTURES"); dir != "" {
			p.Screenshot(filepath.Join(dir, "kartlagg-"+name+"-"+view+".png"))
		}
	}
	p.As(browsertest.Phone)
	p.NoOverflow(t)
}

// A manager with 60 people walks the four steps: rows from Excel, the table, the difference, the plan.
func TestAManagerMapsSixtyPeople(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t, 60)
	p := b.Page(t, browsertest.Desktop)
	w.as("karin").Open(p)
	p.Open(w.base + "/min-grupp/kartlagg")
	p.Sees("0 av 60 klara")
	look(t, p, "hem")
	p.As(browsertest.Desktop)
	p.Click("Till vad var och en kan")
	p.Sees("0 av 60 personer är klara")
	look(t, p, "personer")
	p.As(browsertest.Desktop)
	p.Click("Klistra in från Excel")
	rows := "Anställningsnummer\tBemöta med respekt\tFörflyttning\nnr-anna\tGör\tGör\nnr-p02\tKänner till\tfel"
	p.Type("Rader från Excel", rows)
	p.Click("Titta vad som ändras")
	p.Sees("Rad 3, kolumn C: fel är ingen nivå.")
	p.Type("Rader från Excel", strings.Replace(rows, "\tfel", "\t2", 1))
	p.Click("Titta vad som ändras")
	p.Sees("4 bedömningar kommer att sparas")
	p.Click("Spara bedömningarna")
	p.Sees("4 bedömningar är sparade.")
	p.Click("Kartläggningen")
	p.Sees("2 av 60 personer är klara")
	p.Click("Omvårdnad")
	look(t, p, "tabell")
	p.As(browsertest.Desktop)
	p.Select("För vilka", "De som saknar bedömning")
	p.Select("Nivå", "3 Gör")
	p.Click("Sätt och spara")
	p.Sees("116 bedömningar är sparade.", "60 av 60 klara")
	p.Click("Kartläggningen")
	p.Sees("60 av 60 personer är klara")
	p.Click("Till skillnaden")
	p.Sees("Formell kompetens", "Bemöta med respekt")
	look(t, p, "skillnad")
	p.As(browsertest.Desktop)
	p.Click("Till planen")
	look(t, p, "plan")
	for range 3 {
		p.Click("Lägg i planen")
		p.Sees("Det står nu i planen.")
	}
	p.Sees("3 av 3 har en plan")
	p.Click("Till översikten")
	p.Sees("Alla fyra steg är klara.")
}

// The same with the keyboard only: the arrows go between the lists of the table, a digit chooses.
func TestTheTableIsFilledInWithTheKeyboard(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t, 3)
	p := b.Page(t, browsertest.Desktop)
	w.as("karin").Open(p)
	p.Open(w.base + "/min-grupp/bedomning?fran=kartlagg")
	p.Sees("Gå mellan rutorna med piltangenterna")
	p.Eval(`document.querySelector('select[name="v0-0"]').focus()`, nil)
	p.Press("3", "ArrowRight", "2", "ArrowDown", "4", "ArrowLeft", "1", "ArrowDown", "0", "ArrowDown")
	p.Eval(`document.querySelector('button[value="spara"]').focus()`, nil)
	p.Press("Enter")
	p.Sees("5 bedömningar är sparade.")
	levels := map[string]string{}
	for _, person := range []string{"anna", "p02", "p03"} {
		list, err := w.Competence.Assessments(t.Context(), w.actor(person), person, town)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range list {
			levels[person+" "+m.Requirement] = m.Level
		}
	}
	for key, want := range map[string]string{"anna grund/bemota": "do", "anna grund/lyfta": "understand", "p02 grund/lyfta": "master", "p02 grund/bemota": "know", "p03 grund/bemota": ""} {
		if got, have := levels[key]; got != want || !have {
			t.Errorf("%s: %q %v, want %q", key, got, have, want)
		}
	}
}

// All four steps on a phone without script.
func TestTheFlowWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t, 3)
	p := b.Page(t, browsertest.Phone)
	w.as("karin").Open(p)
	p.As(browsertest.Phone.NoScript())
	p.Open(w.base + "/min-grupp/kartlagg/krav")
	p.Select("Område", "Grunden: Sjukdomar")
	p.Click("Visa kraven")
	p.Click("Demens")
	p.Click("Lägg till")
	p.Sees("Tillagt.")
	p.Click("Till vad var och en kan")
	p.Click("Sjukdomar")
	p.Select("För vilka", "Alla i tabellen")
	p.Select("Nivå", "4 Behärskar")
	p.Click("Sätt och spara")
	p.Sees("3 bedömningar är sparade.")
	p.Click("Ångra")
	p.Sees("3 bedömningar är borttagna.")
	p.Click("Kartläggningen")
	p.Click("Till skillnaden")
	p.Click("Till planen")
	p.Click("Lägg i planen")
	p.Sees("1 av 4 har en plan")
}

// Who may note competence and make no plans is led to no page that refuses.
func TestWhoMakesNoPlansEndsAtTheDifference(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	err := w.DB.Tx(t.Context(), func(tx *db.Tx) error {
		return w.Access.Grant(t.Context(), tx, "erik", may.HR, town, "2020-01-01", db.NoEnd, "test")
	})
	if err != nil {
		t.Fatal(err)
	}
	hr := w.as("erik")
	for _, path := range []string{"/min-grupp/kartlagg?enhet=solen", "/min-grupp/kartlagg/skillnad?enhet=solen"} {
		webtest.Silent(t, hr.Raw(path, http.StatusOK), "/min-grupp/kartlagg/plan")
	}
	webtest.Says(t, hr.Raw("/min-grupp/kartlagg/skillnad?enhet=solen", http.StatusOK), "Steg 3 av 3")
	webtest.Says(t, w.as("karin").Raw("/min-grupp/kartlagg/skillnad", http.StatusOK), "Steg 3 av 4", "/min-grupp/kartlagg/plan")
}
