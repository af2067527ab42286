package introweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/introduction"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
)

// The newcomer's page: one press ticks; a colleague's signature by a code on the colleague's own phone.
func TestANewcomerAndWhoSigns(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	w.Says(w.As("bo").Get("/introduktion", 200), "Ingen introduktion just nu")
	id := w.begin("amina", "vard-och-omsorg")
	amina, bo := w.As("amina"), w.As("bo")
	page := amina.Get("/introduktion", 200)
	w.Says(page, "Yrkesintroduktion i vård och omsorg, Solen.", "0 av 19 klara.", "Första dagen, senast", "Träffa din mentor", "Till kursen", "En kollega skriver under", "Be om underskrift", "Du har ingen mentor än")
	w.Silent(page, "procent", "Saknar mentor")
	to := amina.Post("/introduktion/kryssa", 303, "introduktion", id, "rad", "valkommen", "klar", "1", "fran", "egen")
	w.Says(amina.Get(to, 200), "1 av 19 klara.", "1 punkt är klar", "Inte klart")
	amina.Post("/introduktion/kryssa", 409, "introduktion", id, "rad", "rollen", "klar", "1", "fran", "egen")
	bo.Post("/introduktion/kryssa", 404, "introduktion", id, "rad", "rollen", "klar", "1", "fran", "egen")
	ask := "/introduktion/underskrift?introduktion=" + id + "&rad=fara"
	w.Says(amina.Get(ask, 200), "Be en kollega skriva under", "Visa en kod")
	to = amina.Post("/introduktion/underskrift", 303, "introduktion", id, "rad", "fara")
	w.Says(amina.Get(to, 200), "Visa koden för kollegan", "Den gäller till")
	s, err := w.Introductions.Sight(t.Context(), w.Actor("amina"), id)
	w.must(err)
	code := s.Asked["fara"].Code
	w.Says(bo.Get("/introduktion/skriv-under", 200), "Ingen har frågat dig just nu", "Har du fått en kod?")
	w.Says(bo.Post("/introduktion/skriv-under", 422, "kod", "AAAAAA"), "Koden stämmer inte")
	w.Says(amina.Post("/introduktion/skriv-under", 422, "kod", code), "Du kan inte skriva under för dig själv")
	w.Says(bo.Post("/introduktion/skriv-under", 200, "kod", strings.ToLower(code)), "Stämmer det här?", "För Amina Exempel, Solen.")
	to = bo.Post("/introduktion/skriv-under", 303, "kod", code, "ja", "1")
	w.Says(bo.Get(to, 200), "Du har skrivit under")
	w.Says(amina.Get("/introduktion", 200), "Bo Exempel skrev under")
	w.Says(amina.Get("/introduktion/underskrift?introduktion="+id+"&rad=bredvid-dag", 200), "Eller fråga någon direkt")
	w.Says(amina.Post("/introduktion/underskrift", 422, "introduktion", id, "rad", "bredvid-dag", "namn", "1"), "Välj en kollega i listan")
	amina.Post("/introduktion/underskrift", 303, "introduktion", id, "rad", "bredvid-dag", "namn", "1", "kollega", "bo")
	w.Says(bo.Get("/introduktion/skriv-under", 200), "Gå bredvid en kollega på dagen")
	bo.Post("/introduktion/skriv-under", 303, "introduktion", id, "rad", "bredvid-dag")
	w.Says(amina.Get("/introduktion", 200), "3 av 19 klara.")
}

// The manager names a mentor; the mentor confirms, meets and notes; the manager sees held or not.
func TestAManagerAndAMentor(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	karin, mona := w.As("karin"), w.As("mona")
	w.Says(karin.Get("/min-grupp/introduktion", 200), "Ingen är ny just nu")
	w.Says(karin.Post("/min-grupp/introduktion/ny", 422, "enhet", "solen", "dag", "x"), "Välj en person")
	at := karin.Post("/min-grupp/introduktion/ny", 303, "enhet", "solen", "person", "amina", "mall", "", "dag", w.Staff.Today(), "flytt", "1")
	at = strings.TrimSuffix(at, "?gjort=borjat")
	id := at[strings.LastIndex(at, "/")+1:]
	w.Says(karin.Get("/min-grupp/introduktion", 200), "Amina Exempel", "Saknar mentor.")
	w.Says(karin.Get("/min-grupp", 200), "1 ny saknar mentor eller kollegastödjare")
	w.Says(karin.Get(at, 200), "Mentor: saknas", "Utse mentor", "Pausa", "Byt mall", "Avsluta introduktionen")
	w.Says(karin.Get(at+"/utse?del=mentor", 200), "Mona Exempel", "Fem samtal föreslås")
	w.Says(karin.Get(at+"/utse?del=mentor&sok=Mon", 200), "Mona Exempel")
	karin.Post(at+"/utse", 303, "del", "mentor", "handledare", "mona")
	w.Says(karin.Get(at, 200), "Mentor: Mona Exempel", "Byt mentor", "Samtal")
	w.Says(mona.Get("/introduktion/handledare", 200), "Amina Exempel", "Nästa samtal")
	own := "/introduktion/handledare/" + id
	w.Says(mona.Get(own, 200), "Amina Exempel", "Mentorn säger när det är klart", "Lägg till samtalet")
	mona.Post("/introduktion/kryssa", 303, "introduktion", id, "rad", "rollen", "klar", "1", "fran", "mentor")
	w.Says(mona.Post("/introduktion/samtal", 422, "introduktion", id, "dag", "x"), "Välj en dag")
	talk := mona.Post("/introduktion/samtal", 303, "introduktion", id, "dag", w.Staff.Today())
	talk, _, _ = strings.Cut(talk, "?")
	form := mona.Raw(talk, http.StatusOK)
	w.Says(webtest.Words(form), "Samtalet har varit", "Du och den andra ser anteckningarna")
	w.Says(mona.Post(talk, 422, "gor", "skriv", "text", "Om 19121212-1212"), "personnummer")
	to := mona.Post(talk, 303, "gor", "skriv", "text", "Vi pratade om rum 12")
	w.Says(mona.Get(to, 200), "Läs texten en gång till", "Vi pratade om rum 12")
	mona.Post(talk, 303, "gor", "held", "utgava", "1", "dag", w.Staff.Today())
	w.Says(mona.Post(talk, 422, "gor", "planned", "utgava", "1", "dag", w.Staff.Today()), "Någon annan har sparat")
	seen := karin.Get(talk, 200)
	w.Says(seen, "Har varit", "Anteckningarna ser bara mentorn och den nya")
	w.Silent(seen, "rum 12")
	w.Says(w.As("amina").Get(talk, 200), "rum 12", "Mona Exempel")
	w.As("bo").Get(talk, 404)
	w.As("bo").Get(own, 404)
	s, err := w.Introductions.Sight(t.Context(), w.Actor("karin"), id)
	w.must(err)
	rev := s.Revision
	karin.Post(at, 303, "gor", "pausa", "utgava", num(rev))
	w.Says(karin.Get(at, 200), "pausad sedan", "Fortsätt")
	karin.Post(at, 303, "gor", "fortsatt", "utgava", num(rev+1))
	w.Says(karin.Post(at, 422, "gor", "avsluta", "utgava", num(rev+2)), "Skriv varför introduktionen avslutas")
	karin.Post(at, 303, "gor", "mall", "utgava", num(rev+2), "mall", "legitimerade")
	w.Says(karin.Get(at, 200), "Kollegastödjare: saknas")
	w.Says(karin.Get(at+"/utse?del=buddy", 200), "Den som arbetar ensam", "Någon i en annan kommun")
	w.Says(karin.Post(at+"/utse", 422, "del", "buddy", "gor", "hitta", "kommun", "k-2480", "nummer", "1"), "Hittar ingen som arbetar där")
	karin.Post(at, 303, "gor", "avsluta", "utgava", num(rev+3), "skal", "Byter arbete")
	w.Says(karin.Get("/min-grupp/introduktion?visa=klara", 200), "Amina Exempel", "Avslutad")
	mona.Get(own, 404)
	w.As("amina").Get("/min-grupp/introduktion", 403)
}

func num(n int64) string { return string(rune('0' + n)) }

// A unit adds items, changes and orders them; two at once do not write over each other.
func TestTheWorkplacesItems(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	karin, kim := w.As("karin"), w.As("kim")
	at := "/introduktion/punkter"
	w.Says(karin.Get(at, 200), "Punkter från Solen", "Inga egna punkter än")
	w.Says(karin.Post(at, 422, "plats", "solen", "text", "", "nar", "day_1", "vem", "self"), "Skriv en text")
	karin.Post(at, 303, "plats", "solen", "text", "Hämta nyckel", "nar", "day_1", "vem", "colleague", "minuter", "10")
	kim.Post(at, 303, "plats", gaptest.Town, "text", "Läs intranätet", "nar", "week_1", "vem", "self")
	page := karin.Get(at, 200)
	w.Says(page, "Hämta nyckel", "Första dagen. En kollega skriver under.", "Läs intranätet", "Från Göteborg.", "Bestäms högre upp")
	x, err := w.Introductions.Workplace(t.Context(), w.Actor("karin"), "solen")
	w.must(err)
	one := at + "/" + x.Items[0].ID
	w.Says(karin.Get(one, 200), "Ändra punkten", "Hämta nyckel")
	karin.Post(one, 303, "utgava", "1", "text", "Hämta nyckel och bricka", "nar", "day_1", "vem", "self")
	w.Says(karin.Post(one, 422, "utgava", "1", "text", "Något annat", "nar", "day_1", "vem", "self"), "Någon annan har sparat", "Så står det nu", "Hämta nyckel och bricka", "Något annat")
	karin.Post(one, 303, "gor", "ned")
	w.begin("amina", "vard-och-omsorg")
	w.Says(w.As("amina").Get("/introduktion", 200), "Hämta nyckel och bricka", "Från Solen.", "Från Göteborg.")
	karin.Post(one, 303, "gor", "bort", "utgava", "2")
	w.Silent(w.As("amina").Get("/introduktion", 200), "Hämta nyckel")
	w.As("nadia").Get(at, 403)
	karin.Post(at, 403, "plats", gaptest.Town, "text", "x", "nar", "day_1", "vem", "self")
	w.Says(kim.Get("/kommun/introduktion/mallar", 200), "Kunskapsguidens yrkesintroduktion", "Används inte.")
	kim.Post("/kommun/introduktion/mallar", 303, "plats", gaptest.Town, "mall", "kunskapsguiden", "ja", "1")
	_, all, err := w.Introductions.Uses(t.Context(), w.Actor("kim"), gaptest.Town)
	w.must(err)
	for _, u := range all {
		if !u.Used {
			t.Errorf("%s is not used", u.ID)
		}
	}
}

// National editors read the checklists and put in new versions; what is wrong is told.
func TestTheNationsChecklists(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	nadia := w.As("nadia")
	w.Says(nadia.Get("/introduktion/mallar", 200), "Introduktion för timanställda och sommarpersonal", "Version 1", "Används bara där kommunen väljer den.")
	w.Says(w.As("amina").Get("/introduktion/mallar/handlaggare", 200), "Steg 1 av 4: Följa med", "Det här gör du inte än", "SOSFS 2007:17", "Version 1, från")
	form := nadia.Get("/introduktion/mallar/ny?fran=timanstallda", 200)
	w.Says(form, "id: timanstallda")
	v, err := w.Introductions.Template(t.Context(), w.Actor("nadia"), "timanstallda")
	w.must(err)
	w.Says(nadia.Post("/introduktion/mallar/ny", 422, "plats", "se", "text", strings.Replace(v.Text(), "day_1", "day_x", 1)), "Att rätta", "Tiden day_x finns inte")
	w.Says(nadia.Post("/introduktion/mallar/ny", 422, "plats", "se", "text", "id: [x"), "Filen går inte att läsa")
	to := nadia.Post("/introduktion/mallar/ny", 303, "plats", "se", "text", strings.Replace(v.Text(), "months: 3", "months: 2", 1))
	w.Says(nadia.Get(to, 200), "Version 2")
	w.As("karin").Post("/introduktion/mallar/ny", 403, "plats", "se", "text", v.Text())
}

// Licensed staff log supervision; who was supervised may say that it is not so; the manager reads sums.
func TestSupervisionOnItsPages(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	sara, amina := w.As("sara"), w.As("amina")
	at := "/introduktion/handledning"
	w.Silent(amina.Get(at, 200), "Skriv upp handledning")
	amina.Get(at+"/ny", 403)
	w.Says(sara.Get(at+"/ny", 200), "Inget om patienter", "Amina Exempel")
	w.Says(sara.Post(at+"/ny", 422, "enhet", "solen", "dag", w.Staff.Today(), "minuter", "30", "amne", "Trycksår"), "Välj minst en kollega")
	to := sara.Post(at+"/ny", 303, "enhet", "solen", "dag", w.Staff.Today(), "minuter", "30", "amne", "Trycksår", "personer", "amina", "personer", "bo")
	w.Says(sara.Get(to, 200), "Med Amina Exempel och Bo Exempel.", "Trycksår")
	page := amina.Get(at, 200)
	w.Says(page, "Av Sara Exempel.", "Det stämmer inte")
	w.Silent(page, "Bo Exempel")
	_, had, err := w.Introductions.Logged(t.Context(), w.Actor("amina"))
	w.must(err)
	amina.Post(at, 303, "gor", "neka", "rad", had[0].ID)
	w.Says(sara.Get(at, 200), "Amina Exempel säger att det inte stämmer")
	sums := w.As("karin").Get("/min-grupp/introduktion/handledning", 200)
	w.Says(sums, "Tillfällen 1", "30 min", "Kollegor 2")
	w.Silent(sums, "Trycksår", "Amina")
	sara.Post(at, 303, "gor", "bort", "rad", had[0].ID)
}

// The municipality reads the share, and takes it home.
func TestTheShareOnItsPage(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	kim := w.As("kim")
	w.Says(kim.Get("/kommun/introduktion", 200), "Ingen skulle vara klar under perioden", "Kommunen")
	w.Employ("olle", "solen", "enhetschef")
	w.Grant("olle", may.Operations, gaptest.Town)
	if above := w.As("olle").Raw("/kommun/introduktion", 200); strings.Contains(above, `href="/kommun"`) || !strings.Contains(above, `href="/omrade"`) {
		t.Error("who leads managers is led to the municipality's page")
	}
	id := w.begin("amina", "timanstallda")
	w.begin("bo", "timanstallda")
	w.Says(kim.Get("/kommun/introduktion", 200), "Ingen skulle vara klar under perioden", "Inte klara än, i tid: 2.")
	w.Exec(`UPDATE introduction SET start_day = '2026-01-01'`)
	w.Exec(`UPDATE introduction SET state = 'done', done_on = $2 WHERE id = $1`, id, w.Staff.Today())
	w.begin("mona", "vard-och-omsorg")
	w.Says(kim.Get("/kommun/introduktion", 200), "1 av 2 som skulle vara klara är klara (50 procent).", "Inte klara än, i tid: 1.", "Solen", "Tillsvidare", "Äldreomsorg")
	w.Says(kim.Get("/kommun/introduktion?fran=2026-02-01&till=2026-01-01", 422), "Välj en period")
	csv := kim.Raw("/kommun/introduktion.xlsx?som=csv", http.StatusOK)
	w.Says(csv, "Enhet;Solen;2;1;50;1")
	w.As("amina").Get("/kommun/introduktion", 403)
	w.Says(w.As("amina").Get("/min-resa", 200), "Introduktion")
}

// A manager's session is held on its page; case workers see their step.
func TestSessionsAndSteps(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	id := w.begin("amina", "chefer")
	amina := w.As("amina")
	w.Says(amina.Get("/introduktion", 200), "Träff 1: uppdraget", "Blir klart när träffen har varit")
	s, err := w.Introductions.Sight(t.Context(), w.Actor("amina"), id)
	w.must(err)
	m := s.Meetings[0]
	at := "/introduktion/samtal/" + url.PathEscape(m.ID)
	w.Says(amina.Post(at, 422, "gor", string(introduction.Held), "utgava", "1", "dag", m.Day), "Dagen har inte varit än")
	amina.Post(at, 303, "gor", string(introduction.Held), "utgava", "1", "dag", w.Staff.Today())
	w.Says(amina.Get(at, 200), "Träff 1: uppdraget", "Har varit")
	w.begin("bo", "handlaggare")
	w.Says(w.As("bo").Get("/introduktion", 200), "Steg 1 av 4: Följa med", "Det här gör ni tillsammans", "Jour")
}
