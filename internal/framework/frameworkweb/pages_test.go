package frameworkweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yrkesresan/internal/framework"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
)

// Everybody who is signed in reads; a shell says that the text is not there.
func TestTheLibraryIsOpenToRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	kim := w.as("kim")
	body := kim.Raw("/ramverk", 200)
	webtest.Says(w.t, body, "Formell kompetens", "Undersköterskans kompetenser", "SOSFS 2011:12", "Tomt skal")
	webtest.Silent(w.t, body, "Nytt ramverk")
	webtest.Silent(w.t, kim.Raw("/ramverk?slag=method&sok=mi", 200), "SOSFS")
	webtest.Says(w.t, kim.Raw("/ramverk?sok=finnsinte", 200), "Inget ramverk passar")
	webtest.Says(w.t, kim.Raw("/ramverk/baspersonal-amnen?slag=method", 200), "Basala hygienrutiner", "Kurs: Basala hygienrutiner", "Bedömning av chef", "Riskämne", "Går att lära i arbetet")
	webtest.Silent(w.t, kim.Raw("/ramverk/baspersonal-amnen?slag=method", 200), "krav-sekretess")
	webtest.Says(w.t, kim.Raw("/ramverk/formell-kompetens", 200), "Formellt krav", "Legitimation: sjuksköterska", "inriktning demenssjukdom", "Gäller från 1 juli 2023")
	webtest.Says(w.t, kim.Raw("/ramverk/socialstyrelsen-2018-underskoterska", 200), "Texten finns inte i systemet", "26 områden", "Ägaren kan läsa in")
	kim.Raw("/ramverk/finnsinte", 404)
	kim.Raw("/ramverk/demens/utkast", 403)
	kim.Raw("/ramverk/ny", 403)
}

// A draft is begun like another, filled in part by part, and published; the next version shows its difference and leads
// old evidence on.
func TestAMunicipalityMakesItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.demens()
	chief := w.as("chief")
	chief.Form("/ramverk/demens/utkast", nil, 303)
	at := "/ramverk/demens/utkast"
	webtest.Says(w.t, chief.Raw(at, 200), "Utkast: Demens hos oss", "Lyssna", "Granska och publicera")
	chief.Form(at+"/omrade", url.Values{"area_name": {""}}, 422)
	chief.Form(at+"/omrade", url.Values{"area_name": {"Trygghet"}}, 303)
	form := url.Values{"name": {"Lugna"}, "formal": {"nej"}, "area": {"trygghet"}, "goal_text1": {"Kan lugna"}, "goal_kind1": {""}, "proof1": {"assessment manager"}, "months": {"24"},
		"ground_reference1": {"SoL 2025:400"}, "ground_basis1": {"law"}, "ground_from1": {"2025-07-01"}, "tags": {"etik, eget"}}
	to, _ := chief.Form(at+"/omrade/trygghet/krav", form, 303)
	if to != at+"?klart=sparat#lugna" {
		t.Fatal(to)
	}
	webtest.Says(w.t, chief.Raw(at, 200), "Varje mål har precis ett kompetensslag", "Rätta det här innan du publicerar")
	page := chief.Raw(at+"/krav/lugna", 200)
	webtest.Says(w.t, page, "Kan lugna", "SoL 2025:400", "2025-07-01", "Rätta det här")
	form.Set("seen", hidden(page).Get("seen"))
	form.Set("goal_id1", "mal-1")
	form.Set("goal_kind1", "skill")
	form.Set("goal_form1", "familiarity")
	chief.Form(at+"/krav/lugna", form, 303)
	// An old form meets what has been saved since, and keeps what was typed.
	form.Set("name", "Lugna på mitt sätt")
	_, body := chief.Form(at+"/krav/lugna", form, 409)
	webtest.Says(w.t, body, "Någon annan hann före", "Lugna på mitt sätt", "Så här står det nu")
	chief.Form(at+"/ordna", url.Values{"gor": {"omrade-upp trygghet"}}, 303)
	chief.Form(at+"/ordna", url.Values{"gor": {"omrade-bort mote"}}, 409)
	chief.Form(at+"/ordna", url.Values{"gor": {"krav-bort tala"}}, 303)
	review := chief.Raw(at+"/publicera", 200)
	webtest.Says(w.t, review, "Nytt krav i Trygghet: Lugna", "Kravet Tala i Möta är borta", "Krav som inte finns kvar")
	publish := hidden(review)
	publish.Set("till tala", "lugna")
	publish.Set("from", "igår")
	_, body = chief.Form(at+"/publicera", publish, 422)
	webtest.Says(w.t, body, "Skriv datumet så här")
	publish.Set("from", w.Staff.Today())
	to, _ = chief.Form(at+"/publicera", publish, 303)
	if to != "/ramverk/demens?klart=publicerad" {
		t.Fatal(to)
	}
	webtest.Says(w.t, chief.Raw(to, 200), "Version 2", "Ersatt", "Visa skillnaden", "Gäller i 24 månader")
	webtest.Says(w.t, chief.Raw("/ramverk/demens/skillnad?fran=1&till=2", 200), "Nytt område: Trygghet")
	webtest.Says(w.t, chief.Raw("/ramverk/demens?version=1", 200), "Det här är en äldre version", "Tala")
	book, err := w.Frameworks.Book(t.Context(), w.Staff.Today())
	if err != nil || strings.Join(book.Now("demens/tala"), " ") != "demens/lugna" {
		t.Errorf("%v %v", book.Now("demens/tala"), err)
	}
	// Others read, and do not write.
	webtest.Silent(w.t, w.as("rut").Raw("/ramverk/demens", 200), "Börja på nästa version")
	w.as("rut").Form("/ramverk/demens/utkast", nil, 403)
	// Like the nation's.
	new := chief.Raw("/ramverk/ny?som=formell-kompetens", 200)
	webtest.Says(w.t, new, "Utkastet börjar som en kopia av Formell kompetens")
	f := hidden(new)
	f.Set("name", "Vårt formella")
	f.Set("owner", town)
	to, _ = chief.Form("/ramverk/ny", f, 303)
	if to != "/ramverk/vart-formella/utkast?klart=borjat" {
		t.Fatal(to)
	}
	webtest.Says(w.t, chief.Raw(to, 200), "Socionomexamen", "formell-kompetens")
	webtest.Says(w.t, chief.Raw("/ramverk", 200), "Utkast du kan arbeta med", "Vårt formella")
	chief.Form("/ramverk/vart-formella/utkast/slang", hidden(chief.Raw(to, 200)), 303)
	chief.Raw("/ramverk/vart-formella/utkast", 404)
}

func TestTheHeadAndTheLevels(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nora := w.as("nora")
	nora.Form("/ramverk/forum-carpe-yrkeskrav/utkast", nil, 303)
	at := "/ramverk/forum-carpe-yrkeskrav/utkast"
	page := nora.Raw(at+"/om", 200)
	form := hidden(page)
	for k, v := range map[string]string{"name": "Forum Carpe", "about": "Kort.", "shell": "1", "expect": "x", "links": "sosfs-2014-2, borta", "service": "funktionshinder"} {
		form.Set(k, v)
	}
	nora.Form(at+"/om", form, 303)
	webtest.Says(w.t, nora.Raw(at, 200), "Antalet områden är ett tal", "Ramverket ”borta” finns inte")
	nora.Form(at+"/om", form, 409) // somebody has changed it: the same form again
	levels := hidden(nora.Raw(at+"/nivaer", 200))
	for k, v := range map[string]string{"level_key1": "", "level_name1": "Bas", "level_key2": "", "level_name2": "Expert", "level_key3": "", "level_name3": ""} {
		levels.Set(k, v)
	}
	nora.Form(at+"/nivaer", levels, 303)
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
	webtest.Says(w.t, upload(chief, "", nil, 422), "Filen är tom")
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
	body := upload(chief, "demens", excel(f), 422)
	webtest.Says(w.t, body, "Ramverket ska ha 26 områden. Det har 1.", "Kompetensslag", "Rad 2", "Krav och mål", "Inget är sparat")
	chief.Raw("/ramverk/demens/utkast", 404)
	f.Expect, f.Areas[0].Requirements[0].Goals[0].Kind, f.About = 0, frame.Method, "Nytt om oss"
	body = upload(chief, "", excel(f), 200)
	webtest.Says(w.t, body, "Demens hos oss", "kompetensslag har ändrats", "Spara som utkast")
	form := hidden(body)
	to, _ := chief.Form("/ramverk/las-in/spara", form, 303)
	webtest.Says(w.t, chief.Raw(to, 200), "Filen är inläst som utkast", "Nytt om oss")
	_, body = chief.Form("/ramverk/las-in/spara", form, 409)
	webtest.Says(w.t, body, "Någon har sparat utkastet sedan")
	chief.Form("/ramverk/las-in/spara", url.Values{"innehall": {"skräp"}}, 422)
	w.as("rut").Form("/ramverk/las-in/spara", form, http.StatusForbidden)
	f.ID, f.Name = "", "Alldeles nytt"
	body = upload(chief, "", excel(f), 200)
	form = hidden(body)
	form.Set("owner", town)
	to, _ = chief.Form("/ramverk/las-in/spara", form, 303)
	if to != "/ramverk/alldeles-nytt/utkast?klart=inlast" {
		t.Error(to)
	}
	for _, path := range []string{"/ramverk/mall", "/ramverk/demens/excel", "/ramverk/demens/utkast/excel"} {
		if file := chief.Raw(path, 200); !strings.HasPrefix(file, "PK") {
			t.Errorf("%s is no workbook", path)
		}
	}
	w.as("kim").Raw("/ramverk/mall", 200)
}
