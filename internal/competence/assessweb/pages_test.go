package assessweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/webtest"
)

// form is the table of an area as the page gives it, to be changed and sent.
func form(area string, people []string, needs, was []string) url.Values {
	f := url.Values{"enhet": {"solen"}, "omrade": {area}, "gor": {"spara"}}
	f["person"], f["krav"] = people, needs
	for range people {
		f.Add("var", strings.Join(was, ","))
	}
	return f
}

func (w *world) levels(t *testing.T, person string) string {
	t.Helper()
	list, err := w.Competence.Assessments(t.Context(), w.actor(person), person, town)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for side, m := range competence.Latest(list) {
		if side.By == held.Manager && side.Goal == "" {
			out = append(out, strings.TrimPrefix(side.Requirement, "grund/")+"="+m.Level)
		}
	}
	if len(out) == 2 && out[0] > out[1] {
		out[0], out[1] = out[1], out[0]
	}
	return strings.Join(out, " ")
}

var both = []string{"grund/bemota", "grund/lyfta"}

func TestATableIsSavedAndTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 4)
	karin := w.as("karin")
	body := karin.Raw("/min-grupp/bedomning", http.StatusOK)
	webtest.Says(t, body, "Bemöta med respekt", "Anna Exempel", "0 av 4 klara", "Spara tabellen")
	webtest.Silent(t, body, "Karin Exempel", "Erik Exempel")
	f := form("grund/omvardnad", []string{"anna", "p02"}, both, []string{"-", "-"})
	f.Set("v0-0", "do")
	f.Set("v0-1", "0")
	f.Set("v1-0", "-")
	to, _ := karin.Form("/min-grupp/bedomning", f, http.StatusSeeOther)
	body = karin.Raw(to, http.StatusOK)
	webtest.Says(t, body, "2 bedömningar är sparade.", "Ångra", "1 av 4 klara")
	if got := w.levels(t, "anna"); got != "bemota=do lyfta=" && got != "lyfta= bemota=do" {
		t.Error(got)
	}
	if got := w.levels(t, "p02"); got != "" {
		t.Error(got)
	}
	at, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	to, _ = karin.Form("/min-grupp/bedomning/angra", url.Values{"enhet": {"solen"}, "omrade": {"grund/omvardnad"}, "angra": {at.Query().Get("angra")}}, http.StatusSeeOther)
	webtest.Says(t, karin.Raw(to, http.StatusOK), "2 bedömningar är borttagna")
	if got := w.levels(t, "anna"); got != "" {
		t.Error(got)
	}
	karin.Form("/min-grupp/bedomning/angra", url.Values{"enhet": {"solen"}, "angra": {at.Query().Get("angra")}}, http.StatusSeeOther) // pressed twice
	w.as("anna").Raw("/min-grupp/bedomning", http.StatusForbidden)
}

func TestManyAreSetAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 4)
	karin := w.as("karin")
	everybody := []string{"anna", "p02", "p03", "p04"}
	f := form("grund/omvardnad", everybody, both, []string{"-", "-"})
	f.Set("gor", "satt")
	f.Set("satt-vilka", "valda")
	_, body := karin.Form("/min-grupp/bedomning", f, http.StatusUnprocessableEntity)
	webtest.Says(t, body, "Välj nivå först.")
	f.Set("satt-niva", "do")
	_, body = karin.Form("/min-grupp/bedomning", f, http.StatusUnprocessableEntity)
	webtest.Says(t, body, "Markera minst en person")
	f["vald"] = []string{"anna", "p03"}
	f.Set("satt-krav", "grund/lyfta")
	karin.Form("/min-grupp/bedomning", f, http.StatusSeeOther)
	for person, want := range map[string]string{"anna": "lyfta=do", "p02": "", "p03": "lyfta=do"} {
		if got := w.levels(t, person); got != want {
			t.Errorf("%s: %q, want %q", person, got, want)
		}
	}
	f = form("grund/omvardnad", everybody, both, []string{"-", "-"})
	copy(f["var"], []string{"-,do", "-,-", "-,do", "-,-"})
	f.Set("gor", "satt")
	f.Set("satt-vilka", "utan")
	f.Set("satt-krav", "grund/lyfta")
	f.Set("satt-niva", "know")
	karin.Form("/min-grupp/bedomning", f, http.StatusSeeOther)
	for person, want := range map[string]string{"anna": "lyfta=do", "p02": "lyfta=know", "p04": "lyfta=know"} {
		if got := w.levels(t, person); got != want {
			t.Errorf("%s: %q, want %q", person, got, want)
		}
	}
}

// Two people fill in the same table: what one has changed is told to the other and nothing is lost.
func TestTwoSaveTheSameTable(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	karin := w.as("karin")
	if err := w.Competence.Assess(t.Context(), w.actor("karin"), town, []competence.Judgement{{PersonID: "anna", Requirement: "grund/bemota", Level: "master"}}, held.Manager); err != nil {
		t.Fatal(err)
	}
	f := form("grund/omvardnad", []string{"anna", "p02"}, both, []string{"-", "-"})
	f.Set("v0-0", "know")
	f.Set("v1-0", "do")
	_, body := karin.Form("/min-grupp/bedomning", f, http.StatusConflict)
	webtest.Says(t, body, "Bemöta med respekt för Anna Exempel är nu Behärskar.", "Dina val står kvar")
	if got := w.levels(t, "anna") + w.levels(t, "p02"); got != "bemota=master" {
		t.Error("saved beside a clash:", got)
	}
	f["var"][0] = "master,-"
	karin.Form("/min-grupp/bedomning", f, http.StatusSeeOther)
	if got := w.levels(t, "anna") + " " + w.levels(t, "p02"); got != "bemota=know bemota=do" {
		t.Error(got)
	}
}

func TestRowsFromExcelArePastedAfterALook(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	karin := w.as("karin")
	webtest.Says(t, karin.Raw("/min-grupp/bedomning/klistra", http.StatusOK), "Hämta arket")
	paste := url.Values{"enhet": {"solen"}, "gor": {"spara"}, "rader": {"Anställningsnummer\tNamn\tBemöta med respekt\tDemens\nnr-anna\tAnna Exempel\tGör\tkanske\nnr-erik\tErik\t3\t3"}}
	_, body := karin.Form("/min-grupp/bedomning/klistra", paste, http.StatusUnprocessableEntity)
	webtest.Says(t, body, "Rad 2, kolumn D: kanske är ingen nivå.", "Rad 3, kolumn A: Ingen här heter eller har nummer nr-erik.", "Inget är sparat")
	if n := w.count(t); n != 0 {
		t.Fatalf("%d rows of a wrong sheet", n)
	}
	paste.Set("rader", "Anställningsnummer\tNamn\tBemöta med respekt\tDemens\nnr-anna\tAnna Exempel\tGör\t4\nnr-p02\t\t\t0")
	paste.Set("gor", "titta")
	_, body = karin.Form("/min-grupp/bedomning/klistra", paste, http.StatusOK)
	webtest.Says(t, body, "3 bedömningar kommer att sparas", "Spara bedömningarna")
	if n := w.count(t); n != 0 {
		t.Fatalf("%d rows of a look", n)
	}
	paste.Set("gor", "spara")
	to, _ := karin.Form("/min-grupp/bedomning/klistra", paste, http.StatusSeeOther)
	webtest.Says(t, karin.Raw(to, http.StatusOK), "3 bedömningar är sparade.")
	_, body = karin.Form("/min-grupp/bedomning/klistra", paste, http.StatusOK)
	webtest.Says(t, body, "redan sparat")
	w.comesBack(t, karin)
}

func (w *world) count(t *testing.T) int64 {
	t.Helper()
	n, err := db.One(t.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM assessment`)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAnOwnAssessmentOneAreaAtATime(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	anna := w.as("anna")
	body := anna.Raw("/min-kompetens/bedomning", http.StatusOK)
	webtest.Says(t, body, "Omvårdnad", "Sjukdomar", "0 av 2 bedömda")
	webtest.Silent(t, body, "Formellt")
	body = anna.Raw("/min-kompetens/bedomning/omrade?omrade=grund/omvardnad", http.StatusOK)
	webtest.Says(t, body, "Område 1 av 2", "Behärskar", "Lyssna färdigt", "Spara och gå vidare")
	_, body = anna.Form("/min-kompetens/bedomning/omrade", url.Values{"omrade": {"grund/omvardnad"}, "v0-0": {"do"}, "nv0-0": {"19811218-9876"}}, http.StatusUnprocessableEntity)
	webtest.Says(t, body, "Ta bort personnumret", `value="do" checked`)
	to, _ := anna.Form("/min-kompetens/bedomning/omrade", url.Values{"omrade": {"grund/omvardnad"}, "v0-0": {"do"}, "v0-1": {"do"}, "v0-2": {"understand"}, "nv0-0": {"Svårt på natten"}}, http.StatusSeeOther)
	if !strings.Contains(to, "sjukdom") {
		t.Error(to)
	}
	body = anna.Raw("/min-kompetens/bedomning/omrade?omrade=grund/omvardnad", http.StatusOK)
	webtest.Says(t, body, "Målen pekar mot Förstår. 2 av 2 mål är bedömda.", "Svårt på natten")
	body = w.as("karin").Raw("/min-grupp/bedomning/person/anna", http.StatusOK)
	webtest.Says(t, body, `href="/min-grupp/bedomning?enhet=solen&amp;omrade=`) // the person's own unit
	w.as("karin").Raw("/min-grupp/bedomning?enhet=solen&omrade=borta/borta", http.StatusOK)
	webtest.Says(t, body, "Personen själv sa Gör")
	webtest.Silent(t, body, "Svårt på natten")
	w.as("erik").Raw("/min-kompetens/bedomning", http.StatusOK)
}

func TestAManagerAssessesOnePerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	karin := w.as("karin")
	to, _ := karin.Form("/min-grupp/bedomning/person/anna", url.Values{"omrade": {"grund/sjukdom"}, "v0-0": {"master"}, "nv0-0": {"Handleder andra"}}, http.StatusSeeOther)
	webtest.Says(t, karin.Raw(to, http.StatusOK), "Sparat.", "Handleder andra", "1 av 1 bedömda")
	webtest.Says(t, w.as("anna").Raw("/min-kompetens/bedomning/omrade?omrade=grund/sjukdom", http.StatusOK), "Chefen sa Behärskar", "Handleder andra")
	karin.Raw("/min-grupp/bedomning/person/erik", http.StatusForbidden)
	w.as("anna").Raw("/min-grupp/bedomning/person/p02", http.StatusForbidden)
}

func TestAColleagueIsAskedAndAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	if _, err := w.DB.Exec(t.Context(), `UPDATE employee SET protected = TRUE, contact_code = 'K-77' WHERE person_id = 'p03'`); err != nil {
		t.Fatal(err)
	}
	anna, other := w.as("anna"), w.as("p02")
	body := anna.Raw("/min-kompetens/bedomning/kollega", http.StatusOK)
	webtest.Says(t, body, "P02 Exempel", "Förflyttning")
	webtest.Silent(t, body, "P03 Exempel", "K-77")
	_, body = anna.Form("/min-kompetens/bedomning/kollega", url.Values{"kollega": {"p03"}, "krav": {"grund/lyfta"}}, http.StatusUnprocessableEntity)
	webtest.Says(t, body, "Välj en kollega som arbetar")
	to, _ := anna.Form("/min-kompetens/bedomning/kollega", url.Values{"kollega": {"p02"}, "krav": {"grund/lyfta"}}, http.StatusSeeOther)
	webtest.Says(t, anna.Raw(to, http.StatusOK), "Frågan är skickad.", "Kan svara till")
	webtest.Says(t, other.Raw("/meddelanden", http.StatusOK), "Anna Exempel vill att du bedömer vad hen kan.")
	body = other.Raw("/min-kompetens/bedomning", http.StatusOK)
	webtest.Says(t, body, "Bedöm vad Anna Exempel kan")
	_, rest, _ := strings.Cut(body, "/min-kompetens/bedomning/svara/")
	id, _, _ := strings.Cut(rest, `"`)
	path := "/min-kompetens/bedomning/svara/" + id
	body = other.Raw(path, http.StatusOK)
	webtest.Silent(t, body, "Bemöta med respekt")
	anna.Raw(path, http.StatusNotFound)
	_, body = other.Form(path, url.Values{}, http.StatusUnprocessableEntity)
	webtest.Says(t, body, "Välj minst ett svar")
	to, _ = other.Form(path, url.Values{"v0-0": {"do"}}, http.StatusSeeOther)
	webtest.Says(t, other.Raw(to, http.StatusOK), "Svaret är skickat.")
	webtest.Says(t, anna.Raw("/min-kompetens/bedomning/omrade?omrade=grund/omvardnad", http.StatusOK), "En kollega sa Gör")
	other.Form(path, url.Values{"v0-0": {"know"}}, http.StatusNotFound)
}
