package frameworkweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yrkesresan/internal/framework"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/may"
)

// Everybody who is signed in reads; a shell says that the text is not there.
func TestTheLibraryIsOpenToRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	kim := w.as("kim")
	body := kim.get("/ramverk", 200)
	w.says(body, "Formell kompetens", "Undersköterskans kompetenser", "SOSFS 2011:12", "Tomt skal")
	w.silent(body, "Nytt ramverk")
	w.silent(kim.get("/ramverk?slag=method&sok=mi", 200), "SOSFS")
	w.says(kim.get("/ramverk?sok=finnsinte", 200), "Inget ramverk passar")
	w.says(kim.get("/ramverk/baspersonal-amnen?slag=method", 200), "Basala hygienrutiner", "Kurs: Basala hygienrutiner", "Bedömning av chef", "Riskämne", "Går att lära i arbetet")
	w.silent(kim.get("/ramverk/baspersonal-amnen?slag=method", 200), "krav-sekretess")
	w.says(kim.get("/ramverk/formell-kompetens", 200), "Formellt krav", "Legitimation: sjuksköterska", "inriktning demenssjukdom", "Gäller från 1 juli 2023")
	w.says(kim.get("/ramverk/socialstyrelsen-2018-underskoterska", 200), "Texten finns inte i systemet", "26 områden", "Ägaren kan läsa in")
	kim.get("/ramverk/finnsinte", 404)
	kim.get("/ramverk/demens/utkast", 403)
	kim.get("/ramverk/ny", 403)
}

// A draft is begun like another, filled in part by part, and published; the next version shows its difference and leads
// old evidence on.
func TestAMunicipalityMakesItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.demens()
	chief := w.as("chief")
	chief.post("/ramverk/demens/utkast", nil, 303)
	at := "/ramverk/demens/utkast"
	w.says(chief.get(at, 200), "Utkast: Demens hos oss", "Lyssna", "Granska och publicera")
	chief.post(at+"/omrade", url.Values{"area_name": {""}}, 422)
	chief.post(at+"/omrade", url.Values{"area_name": {"Trygghet"}}, 303)
	form := url.Values{"name": {"Lugna"}, "formal": {"nej"}, "area": {"trygghet"}, "goal_text1": {"Kan lugna"}, "goal_kind1": {""}, "proof1": {"assessment manager"}, "months": {"24"},
		"ground_reference1": {"SoL 2025:400"}, "ground_basis1": {"law"}, "ground_from1": {"2025-07-01"}, "tags": {"etik, eget"}}
	to, _ := chief.post(at+"/omrade/trygghet/krav", form, 303)
	if to != at+"?klart=sparat#lugna" {
		t.Fatal(to)
	}
	w.says(chief.get(at, 200), "Varje mål har precis ett kompetensslag", "Rätta det här innan du publicerar")
	page := chief.get(at+"/krav/lugna", 200)
	w.says(page, "Kan lugna", "SoL 2025:400", "2025-07-01", "Rätta det här")
	form.Set("seen", hidden(page).Get("seen"))
	form.Set("goal_id1", "mal-1")
	form.Set("goal_kind1", "skill")
	form.Set("goal_form1", "familiarity")
	chief.post(at+"/krav/lugna", form, 303)
	// An old form meets what has been saved since, and keeps what was typed.
	form.Set("name", "Lugna på mitt sätt")
	_, body := chief.post(at+"/krav/lugna", form, 409)
	w.says(body, "Någon annan hann före", "Lugna på mitt sätt", "Så här står det nu")
	chief.post(at+"/ordna", url.Values{"gor": {"omrade-upp trygghet"}}, 303)
	chief.post(at+"/ordna", url.Values{"gor": {"omrade-bort mote"}}, 409)
	chief.post(at+"/ordna", url.Values{"gor": {"krav-bort tala"}}, 303)
	review := chief.get(at+"/publicera", 200)
	w.says(review, "Nytt krav i Trygghet: Lugna", "Kravet Tala i Möta är borta", "Krav som inte finns kvar")
	publish := hidden(review)
	publish.Set("till tala", "lugna")
	publish.Set("from", "igår")
	_, body = chief.post(at+"/publicera", publish, 422)
	w.says(body, "Skriv datumet så här")
	publish.Set("from", w.Staff.Today())
	to, _ = chief.post(at+"/publicera", publish, 303)
	if to != "/ramverk/demens?klart=publicerad" {
		t.Fatal(to)
	}
	w.says(chief.get(to, 200), "Version 2", "Ersatt", "Visa skillnaden", "Gäller i 24 månader")
	w.says(chief.get("/ramverk/demens/skillnad?fran=1&till=2", 200), "Nytt område: Trygghet")
	w.says(chief.get("/ramverk/demens?version=1", 200), "Det här är en äldre version", "Tala")
	book, err := w.Frameworks.Book(t.Context(), w.Staff.Today())
	if err != nil || strings.Join(book.Now("demens/tala"), " ") != "demens/lugna" {
		t.Errorf("%v %v", book.Now("demens/tala"), err)
	}
	// Others read, and do not write.
	w.silent(w.as("rut").get("/ramverk/demens", 200), "Börja på nästa version")
	w.as("rut").post("/ramverk/demens/utkast", nil, 403)
	// Like the nation's.
	new := chief.get("/ramverk/ny?som=formell-kompetens", 200)
	w.says(new, "Utkastet börjar som en kopia av Formell kompetens")
	f := hidden(new)
	f.Set("name", "Vårt formella")
	f.Set("owner", town)
	to, _ = chief.post("/ramverk/ny", f, 303)
	if to != "/ramverk/vart-formella/utkast?klart=borjat" {
		t.Fatal(to)
	}
	w.says(chief.get(to, 200), "Socionomexamen", "formell-kompetens")
	w.says(chief.get("/ramverk", 200), "Utkast du kan arbeta med", "Vårt formella")
	chief.post("/ramverk/vart-formella/utkast/slang", hidden(chief.get(to, 200)), 303)
	chief.get("/ramverk/vart-formella/utkast", 404)
}

func TestTheHeadAndTheLevels(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nora := w.as("nora")
	nora.post("/ramverk/forum-carpe-yrkeskrav/utkast", nil, 303)
	at := "/ramverk/forum-carpe-yrkeskrav/utkast"
	page := nora.get(at+"/om", 200)
	form := hidden(page)
	for k, v := range map[string]string{"name": "Forum Carpe", "about": "Kort.", "shell": "1", "expect": "x", "links": "sosfs-2014-2, borta", "service": "funktionshinder"} {
		form.Set(k, v)
	}
	nora.post(at+"/om", form, 303)
	w.says(nora.get(at, 200), "Antalet områden är ett tal", "Ramverket ”borta” finns inte")
	nora.post(at+"/om", form, 409) // somebody has changed it: the same form again
	levels := hidden(nora.get(at+"/nivaer", 200))
	for k, v := range map[string]string{"level_key1": "", "level_name1": "Bas", "level_key2": "", "level_name2": "Expert", "level_key3": "", "level_name3": ""} {
		levels.Set(k, v)
	}
	nora.post(at+"/nivaer", levels, 303)
	d, err := w.Frameworks.Draft(t.Context(), may.Operator(), "forum-carpe-yrkeskrav")
	if err != nil || len(d.Levels) != 2 || d.Levels[1].Key != "expert" || d.Expect != -1 {
		t.Errorf("%+v %v", d.Frame, err)
	}
}

// A file is looked at before anything is written; a bad one says where and writes nothing.
func TestAFileIsPreviewed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.demens()
	chief := w.as("chief")
	w.says(chief.upload("", nil, 422), "Filen är tom")
	held, err := w.Frameworks.Holding(t.Context(), may.Operator(), "demens")
	if err != nil {
		t.Fatal(err)
	}
	f := held.Frame.Copy()
	f.Expect = 26
	f.Areas[0].Requirements[0].Goals[0].Kind = "magi"
	excel := func(f *frame.Frame) []byte {
		body, err := framework.Excel(f)
		if err != nil {
			t.Fatal(err)
		}
		return body
	}
	body := chief.upload("demens", excel(f), 422)
	w.says(body, "Ramverket ska ha 26 områden. Det har 1.", "Kompetensslag", "Rad 2", "Krav och mål", "Inget är sparat")
	chief.get("/ramverk/demens/utkast", 404)
	f.Expect, f.Areas[0].Requirements[0].Goals[0].Kind, f.About = 0, frame.Method, "Nytt om oss"
	body = chief.upload("", excel(f), 200)
	w.says(body, "Demens hos oss", "kompetensslag har ändrats", "Spara som utkast")
	form := hidden(body)
	to, _ := chief.post("/ramverk/las-in/spara", form, 303)
	w.says(chief.get(to, 200), "Filen är inläst som utkast", "Nytt om oss")
	_, body = chief.post("/ramverk/las-in/spara", form, 409)
	w.says(body, "Någon har sparat utkastet sedan")
	chief.post("/ramverk/las-in/spara", url.Values{"innehall": {"skräp"}}, 422)
	w.as("rut").post("/ramverk/las-in/spara", form, http.StatusForbidden)
	f.ID, f.Name = "", "Alldeles nytt"
	body = chief.upload("", excel(f), 200)
	form = hidden(body)
	form.Set("owner", town)
	to, _ = chief.post("/ramverk/las-in/spara", form, 303)
	if to != "/ramverk/alldeles-nytt/utkast?klart=inlast" {
		t.Error(to)
	}
	for _, path := range []string{"/ramverk/mall", "/ramverk/demens/excel", "/ramverk/demens/utkast/excel"} {
		if file := chief.get(path, 200); !strings.HasPrefix(file, "PK") {
			t.Errorf("%s is no workbook", path)
		}
	}
	w.as("kim").get("/ramverk/mall", 200)
}
