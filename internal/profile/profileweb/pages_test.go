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
	"yrkesresan/internal/platform/webtest"
	"yrkesresan/internal/profile/layer"
)

func TestAManagerAsksForSomething(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin := w.as("karin")
	webtest.Says(w.t, karin.Raw("/min-grupp", http.StatusOK), `href="/krav"`)
	webtest.Says(w.t, karin.Raw("/krav", http.StatusOK), "/krav/solen")
	webtest.Says(w.t, karin.Raw("/krav/solen", http.StatusOK), "Tala tydligt", "Avgörande", "Beslut: Göteborg", "Nivå: Gör.", "Gäller sedan 1 januari 2025.")
	found := karin.Raw("/krav/solen/lagg-till?sok=lyssna", http.StatusOK)
	webtest.Says(w.t, found, "Lyssna och fråga", "Provramverk")
	webtest.Silent(w.t, found, "Examen")
	webtest.Says(w.t, karin.Raw("/krav/solen/lagg-till?amne=bemotande&ramverk=prov", http.StatusOK), "Lyssna och fråga")
	webtest.Says(w.t, karin.Raw("/krav/solen/lagg-till?sok=xyzzy", http.StatusOK), "Inget krav passar")
	body := karin.Raw("/krav/solen/nya?krav=prov/lyssna&krav=prov/tala", http.StatusOK)
	webtest.Says(w.t, body, "Lägg till 2 krav", "Lyssna och fråga", "Tala tydligt")
	form := with(hidden(body), "matt", "each", "vikt", "important", "niva-prov", "master", "yrke", "underskoterska")

	_, body = karin.Form("/krav/solen/nya", with(form, "matt", "share", "andel", "hundra"), http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Skriv en andel mellan 1 och 100.", `value="hundra"`, "Fel: ")
	_, body = karin.Form("/krav/solen/nya", with(form, "fran", "2020-01-01"), http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Välj i dag eller en dag som kommer.")
	_, body = karin.Form("/krav/solen/nya", with(form, "gor", "visa"), http.StatusOK)
	webtest.Says(w.t, body, "Så här blir det", "Det blir 8 krav i dag", "0 av 8 är redan uppfyllda", "Undersköterskor. Var och en ska ha den. Nivå: Behärskar.")
	if got := w.asks("solen"); len(got) != 1 {
		t.Errorf("nothing is saved yet: %v", got)
	}
	to, _ := karin.Form("/krav/solen/nya", with(form, "gor", "spara"), http.StatusSeeOther)
	webtest.Says(w.t, karin.Raw(to, http.StatusOK), "Kraven är sparade.", "Lyssna och fråga", "Ni själva")
	karin.Form("/krav/solen/nya", with(form, "gor", "spara"), http.StatusSeeOther) // sent twice: once
	if got := w.asks("solen"); got["prov/lyssna"] != "master solen" || got["prov/tala"] != "master solen" {
		t.Errorf("%v", got)
	}
	p, err := w.Profiles.Layer(t.Context(), may.Operator(), "solen")
	if err != nil || len(p.Now.Ops) != 2 {
		t.Errorf("%+v %v", p.Now, err)
	}
	webtest.Says(w.t, karin.Raw("/krav/solen/historik", http.StatusOK), "Lyssna och fråga", "Du, ")
	webtest.Says(w.t, karin.Raw("/krav/solen/utskrift", http.StatusOK), "Lyssna och fråga", "Räknas: kursen ")
}

func TestWhatComesFromAboveIsChangedDroppedAndTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin := w.as("karin")
	body := karin.Raw("/krav/solen/andra?id=grund", http.StatusOK)
	webtest.Says(w.t, body, "Kravet kommer från Göteborg", "Ta bort kravet här")
	form := with(hidden(body), "matt", "each", "vikt", "important", "niva-prov", "know", "gor", "spara")
	_, body = karin.Form("/krav/solen/andra", form, http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Skriv varför ni gör på ett annat sätt.")
	_, body = karin.Form("/krav/solen/andra", with(form, "gor", "visa", "varfor", "Vi har andra uppdrag."), http.StatusOK)
	webtest.Says(w.t, body, "Det gäller 4 anställningar i dag.", "Vi har andra uppdrag.")
	karin.Form("/krav/solen/andra", with(form, "varfor", "Vi har andra uppdrag."), http.StatusSeeOther)
	if got := w.asks("solen")["prov/tala"]; got != "know solen" {
		t.Error(got)
	}
	body = karin.Raw("/krav/solen/andra?id=grund", http.StatusOK)
	form = hidden(body)
	karin.Form("/krav/solen/ta-bort", with(form, "gor", "tillbaka"), http.StatusSeeOther)
	if got := w.asks("solen")["prov/tala"]; got != "do k-1480" {
		t.Error(got)
	}
	form = hidden(karin.Raw("/krav/solen/andra?id=grund", http.StatusOK))
	_, body = karin.Form("/krav/solen/ta-bort", with(form, "gor", "bort"), http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Skriv varför ni gör på ett annat sätt.")
	to, _ := karin.Form("/krav/solen/ta-bort", with(form, "gor", "bort", "varfor", "Ingen behöver det här."), http.StatusSeeOther)
	webtest.Says(w.t, karin.Raw(to, http.StatusOK), "Gäller inte hos er", "Ingen behöver det här.", "Kravet kommer från Göteborg.")
	if got := w.asks("solen"); len(got) != 0 {
		t.Error(got)
	}
	karin.Form("/krav/solen/ta-bort", with(hidden(karin.Raw("/krav/solen/andra?id=grund", http.StatusOK)), "gor", "tillbaka"), http.StatusSeeOther)
	if got := w.asks("solen")["prov/tala"]; got != "do k-1480" {
		t.Error(got)
	}
}

func TestSomethingIsAnnouncedAndTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	chief := w.as("chief")
	body := chief.Raw("/krav/"+town+"/nya?del=prov/papper", http.StatusOK)
	form := with(hidden(body), "matt", "count", "antal", "2", "plats", "unit", "vikt", "critical", "fran", "2099-01-01", "gor", "visa")
	_, body = chief.Form("/krav/"+town+"/nya", form, http.StatusOK)
	webtest.Says(w.t, body, "Det börjar gälla 1 januari 2099.", "Minst 2 personer på varje enhet ska ha den.")
	chief.Form("/krav/"+town+"/nya", with(form, "gor", "spara"), http.StatusSeeOther)
	body = chief.Raw("/krav/"+town, http.StatusOK)
	webtest.Says(w.t, body, "Från 1 januari 2099", "Börjar senare", "Examen")
	webtest.Says(w.t, w.as("karin").Raw("/krav/solen", http.StatusOK), "Börjar gälla 1 januari 2099.")
	if got := w.asks(town); len(got) != 1 {
		t.Error(got)
	}
	to, _ := chief.Form("/krav/"+town+"/ta-tillbaka", hidden(body), http.StatusSeeOther)
	webtest.Silent(w.t, chief.Raw(to, http.StatusOK), "Examen")
}

func TestTwoManagersAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin, chief := w.as("karin"), w.as("chief")
	mine := hidden(karin.Raw("/krav/solen/andra?id=grund", http.StatusOK))
	theirs := hidden(chief.Raw("/krav/solen/andra?id=grund", http.StatusOK))
	set := []string{"matt", "each", "vikt", "important", "varfor", "Så gör vi.", "gor", "spara"}
	chief.Form("/krav/solen/andra", with(theirs, append(set, "niva-prov", "understand")...), http.StatusSeeOther)
	_, body := karin.Form("/krav/solen/andra", with(mine, append(set, "niva-prov", "know")...), http.StatusConflict)
	webtest.Says(w.t, body, "Någon annan har ändrat samma krav", "Nivå: Förstår.", `<option value="know" selected>`)
	karin.Form("/krav/solen/andra", with(hidden(body), append(set, "niva-prov", "know")...), http.StatusSeeOther)
	if got := w.asks("solen")["prov/tala"]; got != "know solen" {
		t.Error(got)
	}
}

// R208: what an occupation formally needs is asked for with one press.
func TestFormalRequirementsOfAnOccupation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin := w.as("karin")
	body := karin.Raw("/krav/solen/lagg-till?yrke=underskoterska", http.StatusOK)
	webtest.Says(w.t, body, "Lägg till formella krav för yrket")
	body = karin.Raw("/krav/solen/nya?formellt=underskoterska", http.StatusOK)
	webtest.Says(w.t, body, "Undersköterskeutbildning", "Kravet är formellt")
	form := with(hidden(body), "matt", "each", "vikt", "critical", "yrke", "underskoterska", "gor", "spara")
	karin.Form("/krav/solen/nya", form, http.StatusSeeOther)
	if got := w.asks("solen"); got["formell-kompetens/underskoterskeutbildning"] == "" {
		t.Error(got)
	}
	to, _ := karin.Form("/krav/solen/nya", url.Values{}, http.StatusSeeOther)
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
	webtest.Says(w.t, karin.Raw("/krav/solen/kopiera", http.StatusOK), "fran=manen", "Manen")
	body := karin.Raw("/krav/solen/kopiera?fran=manen", http.StatusOK)
	webtest.Says(w.t, body, "Lyssna och fråga")
	form := hidden(body)
	_, body = karin.Form("/krav/solen/kopiera", form, http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Välj minst ett krav.")
	karin.Form("/krav/solen/kopiera", with(form, "krav", "m"), http.StatusSeeOther)
	if got := w.asks("solen")["prov/lyssna"]; got != "do solen" {
		t.Error(got)
	}
	webtest.Says(w.t, karin.Raw("/krav/solen/historik", http.StatusOK), "Kopierat från Manen.")
	webtest.Says(w.t, karin.Raw("/krav/solen/kopiera?fran=manen", http.StatusOK), "gäller redan här")
}

func TestRolesOfAUnit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin := w.as("karin")
	webtest.Says(w.t, karin.Raw("/krav/solen", http.StatusOK), "/krav/solen/roller")
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		return w.Access.Grant(ctx, tx, "bengt", may.Operations, town, "2020-01-01", db.NoEnd, "test")
	})
	w.as("bengt").Raw("/krav/solen/roller", http.StatusForbidden)
	webtest.Silent(w.t, w.as("bengt").Raw("/krav/solen", http.StatusOK), "/krav/solen/roller")
	body := karin.Raw("/krav/solen/roller", http.StatusOK)
	webtest.Says(w.t, body, "Amina Exempel", "Bengt Exempel")
	form := hidden(body)
	_, body = karin.Form("/krav/solen/roller", with(form, "steg-e-amina", "expert", "fran", "2020-01-01"), http.StatusUnprocessableEntity)
	webtest.Says(w.t, body, "Välj i dag eller en dag som kommer.", `<option value="expert" selected>`)
	to, _ := karin.Form("/krav/solen/roller", with(form, "steg-e-amina", "expert", "steg-e-bengt", "base"), http.StatusSeeOther)
	webtest.Says(w.t, karin.Raw(to, http.StatusOK), "Nivåerna är sparade.")
	levels, err := w.Profiles.LevelsOf(t.Context(), w.DB, []string{"e-amina", "e-bengt"}, w.Staff.Today())
	if err != nil || levels["e-amina"] != layer.Expert || levels["e-bengt"] != "" {
		t.Error(levels, err)
	}
}

func TestWhoSeesAndWhoChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	clara := w.as("clara")
	body := clara.Raw("/krav/solen", http.StatusOK)
	webtest.Says(w.t, body, "Bara den som ansvarar för platsen kan ändra.")
	webtest.Silent(w.t, body, "/andra?id=", "/lagg-till")
	clara.Raw("/krav/solen/lagg-till", http.StatusForbidden)
	clara.Raw("/krav/manen", http.StatusForbidden)
	amal := w.as("amal")
	webtest.Says(w.t, amal.Raw("/krav", http.StatusOK), "/krav/rss-GR")
	body = amal.Raw("/krav/rss-GR/nya?krav=prov/tala", http.StatusOK)
	_, body = amal.Form("/krav/rss-GR/nya", with(hidden(body), "matt", "each", "vikt", "useful", "gor", "visa"), http.StatusOK)
	webtest.Says(w.t, body, "Ni ser inte vem som har kompetensen.")
	webtest.Silent(w.t, body, "anställning")
	amal.Raw("/krav/"+town, http.StatusForbidden)
	w.as("bengt").Raw("/krav/solen", http.StatusForbidden)
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
	webtest.Silent(w.t, karin.Raw("/krav", http.StatusOK), "Dagarbetslaget")
	webtest.Silent(w.t, karin.Raw("/krav?plats=solen", http.StatusOK), "Dagarbetslaget")
	webtest.Says(w.t, karin.Raw("/krav/dag", http.StatusUnprocessableEntity), "Krav gäller hela enheten.")
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
	page := karin.Raw("/krav/solen", http.StatusOK)
	at := strings.Index(page, "Gäller yrken som ingen har här just nu (1)")
	if at < 0 || strings.Index(page, "Examen") < at || strings.Index(page, "Lyssna och fråga") > at || strings.Index(page, "Tala tydligt") > at {
		t.Errorf("not apart: %d in %s", at, page)
	}
	webtest.Silent(w.t, w.as("chief").Raw("/krav/"+town, http.StatusOK), "Gäller yrken som ingen har")
	webtest.Silent(w.t, karin.Raw("/krav/solen/utskrift", http.StatusOK), "Gäller yrken som ingen har")
	w.exec(`UPDATE employment_period SET occupation = 'sjukskoterska' WHERE person_id = 'amina'`)
	webtest.Silent(w.t, karin.Raw("/krav/solen", http.StatusOK), "Gäller yrken som ingen har")
}
