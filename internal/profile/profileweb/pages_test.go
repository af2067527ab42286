package profileweb_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
)

func TestAManagerAsksForSomething(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin := w.as("karin")
	w.says(karin.get("/min-grupp", http.StatusOK), `href="/krav"`)
	w.says(karin.get("/krav", http.StatusOK), "/krav/solen")
	w.says(karin.get("/krav/solen", http.StatusOK), "Tala tydligt", "Avgörande", "Beslut: Göteborg", "Nivå: Gör.", "Gäller sedan 1 januari 2025.")
	found := karin.get("/krav/solen/lagg-till?sok=lyssna", http.StatusOK)
	w.says(found, "Lyssna och fråga", "Provramverk")
	w.silent(found, "Examen")
	w.says(karin.get("/krav/solen/lagg-till?amne=bemotande&ramverk=prov", http.StatusOK), "Lyssna och fråga")
	w.says(karin.get("/krav/solen/lagg-till?sok=xyzzy", http.StatusOK), "Inget krav passar")
	body := karin.get("/krav/solen/nya?krav=prov/lyssna&krav=prov/tala", http.StatusOK)
	w.says(body, "Lägg till 2 krav", "Lyssna och fråga", "Tala tydligt")
	form := with(hidden(body), "matt", "each", "vikt", "important", "niva-prov", "master", "yrke", "underskoterska")

	_, body = karin.post("/krav/solen/nya", with(form, "matt", "share", "andel", "hundra"), http.StatusUnprocessableEntity)
	w.says(body, "Skriv en andel mellan 1 och 100.", `value="hundra"`, "Fel: ")
	_, body = karin.post("/krav/solen/nya", with(form, "fran", "2020-01-01"), http.StatusUnprocessableEntity)
	w.says(body, "Välj i dag eller en dag som kommer.")
	_, body = karin.post("/krav/solen/nya", with(form, "gor", "visa"), http.StatusOK)
	w.says(body, "Så här blir det", "Det blir 8 krav i dag", "0 av 8 är redan uppfyllda", "Undersköterskor. Var och en ska ha den. Nivå: Behärskar.")
	if got := w.asks("solen"); len(got) != 1 {
		t.Errorf("nothing is saved yet: %v", got)
	}
	to, _ := karin.post("/krav/solen/nya", with(form, "gor", "spara"), http.StatusSeeOther)
	w.says(karin.get(to, http.StatusOK), "Kraven är sparade.", "Lyssna och fråga", "Ni själva")
	karin.post("/krav/solen/nya", with(form, "gor", "spara"), http.StatusSeeOther) // sent twice: once
	if got := w.asks("solen"); got["prov/lyssna"] != "master solen" || got["prov/tala"] != "master solen" {
		t.Errorf("%v", got)
	}
	p, err := w.Profiles.Layer(t.Context(), may.Operator(), "solen")
	if err != nil || len(p.Now.Ops) != 2 {
		t.Errorf("%+v %v", p.Now, err)
	}
	w.says(karin.get("/krav/solen/historik", http.StatusOK), "Lyssna och fråga", "Du, ")
	w.says(karin.get("/krav/solen/utskrift", http.StatusOK), "Lyssna och fråga", "Räknas: kursen ")
}

func TestWhatComesFromAboveIsChangedDroppedAndTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin := w.as("karin")
	body := karin.get("/krav/solen/andra?id=grund", http.StatusOK)
	w.says(body, "Kravet kommer från Göteborg", "Ta bort kravet här")
	form := with(hidden(body), "matt", "each", "vikt", "important", "niva-prov", "know", "gor", "spara")
	_, body = karin.post("/krav/solen/andra", form, http.StatusUnprocessableEntity)
	w.says(body, "Skriv varför ni gör på ett annat sätt.")
	_, body = karin.post("/krav/solen/andra", with(form, "gor", "visa", "varfor", "Vi har andra uppdrag."), http.StatusOK)
	w.says(body, "Det gäller 4 anställningar i dag.", "Vi har andra uppdrag.")
	karin.post("/krav/solen/andra", with(form, "varfor", "Vi har andra uppdrag."), http.StatusSeeOther)
	if got := w.asks("solen")["prov/tala"]; got != "know solen" {
		t.Error(got)
	}
	body = karin.get("/krav/solen/andra?id=grund", http.StatusOK)
	form = hidden(body)
	karin.post("/krav/solen/ta-bort", with(form, "gor", "tillbaka"), http.StatusSeeOther)
	if got := w.asks("solen")["prov/tala"]; got != "do k-1480" {
		t.Error(got)
	}
	form = hidden(karin.get("/krav/solen/andra?id=grund", http.StatusOK))
	_, body = karin.post("/krav/solen/ta-bort", with(form, "gor", "bort"), http.StatusUnprocessableEntity)
	w.says(body, "Skriv varför ni gör på ett annat sätt.")
	to, _ := karin.post("/krav/solen/ta-bort", with(form, "gor", "bort", "varfor", "Ingen behöver det här."), http.StatusSeeOther)
	w.says(karin.get(to, http.StatusOK), "Gäller inte hos er", "Ingen behöver det här.", "Kravet kommer från Göteborg.")
	if got := w.asks("solen"); len(got) != 0 {
		t.Error(got)
	}
	karin.post("/krav/solen/ta-bort", with(hidden(karin.get("/krav/solen/andra?id=grund", http.StatusOK)), "gor", "tillbaka"), http.StatusSeeOther)
	if got := w.asks("solen")["prov/tala"]; got != "do k-1480" {
		t.Error(got)
	}
}

func TestSomethingIsAnnouncedAndTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	chief := w.as("chief")
	body := chief.get("/krav/"+town+"/nya?del=prov/papper", http.StatusOK)
	form := with(hidden(body), "matt", "count", "antal", "2", "plats", "unit", "vikt", "critical", "fran", "2099-01-01", "gor", "visa")
	_, body = chief.post("/krav/"+town+"/nya", form, http.StatusOK)
	w.says(body, "Det börjar gälla 1 januari 2099.", "Minst 2 personer på varje enhet ska ha den.")
	chief.post("/krav/"+town+"/nya", with(form, "gor", "spara"), http.StatusSeeOther)
	body = chief.get("/krav/"+town, http.StatusOK)
	w.says(body, "Från 1 januari 2099", "Börjar senare", "Examen")
	w.says(w.as("karin").get("/krav/solen", http.StatusOK), "Börjar gälla 1 januari 2099.")
	if got := w.asks(town); len(got) != 1 {
		t.Error(got)
	}
	to, _ := chief.post("/krav/"+town+"/ta-tillbaka", hidden(body), http.StatusSeeOther)
	w.silent(chief.get(to, http.StatusOK), "Examen")
}

func TestTwoManagersAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin, chief := w.as("karin"), w.as("chief")
	mine := hidden(karin.get("/krav/solen/andra?id=grund", http.StatusOK))
	theirs := hidden(chief.get("/krav/solen/andra?id=grund", http.StatusOK))
	set := []string{"matt", "each", "vikt", "important", "varfor", "Så gör vi.", "gor", "spara"}
	chief.post("/krav/solen/andra", with(theirs, append(set, "niva-prov", "understand")...), http.StatusSeeOther)
	_, body := karin.post("/krav/solen/andra", with(mine, append(set, "niva-prov", "know")...), http.StatusConflict)
	w.says(body, "Någon annan har ändrat samma krav", "Nivå: Förstår.", `<option value="know" selected>`)
	karin.post("/krav/solen/andra", with(hidden(body), append(set, "niva-prov", "know")...), http.StatusSeeOther)
	if got := w.asks("solen")["prov/tala"]; got != "know solen" {
		t.Error(got)
	}
}

// R208: what an occupation formally needs is asked for with one press.
func TestFormalRequirementsOfAnOccupation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin := w.as("karin")
	body := karin.get("/krav/solen/lagg-till?yrke=underskoterska", http.StatusOK)
	w.says(body, "Lägg till formella krav för yrket")
	body = karin.get("/krav/solen/nya?formellt=underskoterska", http.StatusOK)
	w.says(body, "Undersköterskeutbildning", "Kravet är formellt")
	form := with(hidden(body), "matt", "each", "vikt", "critical", "yrke", "underskoterska", "gor", "spara")
	karin.post("/krav/solen/nya", form, http.StatusSeeOther)
	if got := w.asks("solen"); got["formell-kompetens/underskoterskeutbildning"] == "" {
		t.Error(got)
	}
	to, _ := karin.post("/krav/solen/nya", url.Values{}, http.StatusSeeOther)
	if to != "/krav/solen/lagg-till?sagt=" {
		t.Error(to)
	}
}

func TestCopyingFromAnotherUnit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.Profiles.Save(t.Context(), may.Operator(), "manen", []layer.Op{{Demand: layer.Demand{ID: "m", Requirement: "prov/lyssna", Target: "do", Measure: layer.Each, Weight: layer.Useful}}}, "", "", ""); err != nil {
		t.Fatal(err)
	}
	karin := w.as("karin")
	w.says(karin.get("/krav/solen/kopiera", http.StatusOK), "fran=manen", "Manen")
	body := karin.get("/krav/solen/kopiera?fran=manen", http.StatusOK)
	w.says(body, "Lyssna och fråga")
	form := hidden(body)
	_, body = karin.post("/krav/solen/kopiera", form, http.StatusUnprocessableEntity)
	w.says(body, "Välj minst ett krav.")
	karin.post("/krav/solen/kopiera", with(form, "krav", "m"), http.StatusSeeOther)
	if got := w.asks("solen")["prov/lyssna"]; got != "do solen" {
		t.Error(got)
	}
	w.says(karin.get("/krav/solen/historik", http.StatusOK), "Kopierat från Manen.")
	w.says(karin.get("/krav/solen/kopiera?fran=manen", http.StatusOK), "gäller redan här")
}

func TestRolesOfAUnit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin := w.as("karin")
	body := karin.get("/krav/solen/roller", http.StatusOK)
	w.says(body, "Amina Exempel", "Bengt Exempel")
	form := hidden(body)
	_, body = karin.post("/krav/solen/roller", with(form, "steg-e-amina", "expert", "fran", "2020-01-01"), http.StatusUnprocessableEntity)
	w.says(body, "Välj i dag eller en dag som kommer.", `<option value="expert" selected>`)
	to, _ := karin.post("/krav/solen/roller", with(form, "steg-e-amina", "expert", "steg-e-bengt", "base"), http.StatusSeeOther)
	w.says(karin.get(to, http.StatusOK), "Nivåerna är sparade.")
	levels, err := w.Profiles.LevelsOf(t.Context(), w.DB, []string{"e-amina", "e-bengt"}, w.Staff.Today())
	if err != nil || levels["e-amina"] != layer.Expert || levels["e-bengt"] != "" {
		t.Error(levels, err)
	}
}

func TestWhoSeesAndWhoChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	clara := w.as("clara")
	body := clara.get("/krav/solen", http.StatusOK)
	w.says(body, "Bara den som ansvarar för platsen kan ändra.")
	w.silent(body, "/andra?id=", "/lagg-till")
	clara.get("/krav/solen/lagg-till", http.StatusForbidden)
	clara.get("/krav/manen", http.StatusForbidden)
	amal := w.as("amal")
	w.says(amal.get("/krav", http.StatusOK), "/krav/rss-GR")
	body = amal.get("/krav/rss-GR/nya?krav=prov/tala", http.StatusOK)
	_, body = amal.post("/krav/rss-GR/nya", with(hidden(body), "matt", "each", "vikt", "useful", "gor", "visa"), http.StatusOK)
	w.says(body, "Ni ser inte vem som har kompetensen.")
	w.silent(body, "anställning")
	amal.get("/krav/"+town, http.StatusForbidden)
	w.as("bengt").get("/krav/solen", http.StatusForbidden)
}

// Teams are not places to ask at: they are not listed, and an address to one says where to go.
func TestTeamsAreNotListed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		_, err := w.Tree.Add(ctx, tx, org.Node{ID: "dag", Kind: "team", Name: "Dagarbetslaget", Parent: "solen"}, "2020-01-01", "test")
		return err
	})
	karin := w.as("karin")
	w.silent(karin.get("/krav", http.StatusOK), "Dagarbetslaget")
	w.silent(karin.get("/krav?plats=solen", http.StatusOK), "Dagarbetslaget")
	w.says(karin.get("/krav/dag", http.StatusUnprocessableEntity), "Krav gäller hela enheten.")
}

// What concerns nobody who works at a unit stands apart at the end; numbers, and what the unit has decided itself, do not.
func TestWhatConcernsNobodyHereStandsApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nurse := layer.Demand{ID: "leg", Requirement: "prov/examen", Measure: layer.Each, Weight: layer.Critical, Who: layer.Who{Occupations: []string{"sjukskoterska"}}}
	number := layer.Demand{ID: "antal", Requirement: "prov/lyssna", Measure: layer.Count, Count: 1, At: "unit", Weight: layer.Useful, Who: layer.Who{Occupations: []string{"sjukskoterska"}}}
	had, err := w.Profiles.Layer(t.Context(), may.Operator(), town)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Profiles.Save(t.Context(), may.Operator(), town, append(had.Now.Ops, layer.Op{Demand: nurse}, layer.Op{Demand: number}), "", "", had.Now.ID); err != nil {
		t.Fatal(err)
	}
	karin := w.as("karin")
	page := karin.get("/krav/solen", http.StatusOK)
	at := strings.Index(page, "Gäller yrken som ingen har här just nu (1)")
	if at < 0 || strings.Index(page, "Examen") < at || strings.Index(page, "Lyssna och fråga") > at || strings.Index(page, "Tala tydligt") > at {
		t.Errorf("not apart: %d in %s", at, page)
	}
	w.silent(w.as("chief").get("/krav/"+town, http.StatusOK), "Gäller yrken som ingen har")
	w.silent(karin.get("/krav/solen/utskrift", http.StatusOK), "Gäller yrken som ingen har")
	w.exec(`UPDATE employment_period SET occupation = 'sjukskoterska' WHERE person_id = 'amina'`)
	w.silent(karin.get("/krav/solen", http.StatusOK), "Gäller yrken som ingen har")
}
