package orgweb_test

import (
	"strings"
	"testing"

	"yrkesresan/internal/platform/may"
)

func TestTheHubSaysWhatNeedsDoingAndIsQuietWhenNothingDoes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	wants(t, s.get("/kommun", 200), "Solna", "1 titel är inte kopplad", "Koppla titlar", "2 enheter har ingen chef", "Almens hemtjänst, Ekens hemtjänst")
	s.visit.Actor = may.Actor{PersonID: "m", Grants: []may.Grant{{Role: may.HR, NodeID: "k-0180", Path: "se/rss-STOCKHOLM/k-0180"}}}
	wants(t, s.get("/kommun", 200), "Stockholm", "Inget att göra just nu")
	s.get("/kommun?plats="+solna, 403)
	s.visit.Actor = may.Actor{PersonID: "m", Grants: []may.Grant{{Role: may.Manager, NodeID: "u", Path: solnaPath + "/u"}}}
	s.get("/kommun", 403)
}

func TestAPlaceIsRenamedAfterOneHasSeenWhatItTouches(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	wants(t, s.get("/kommun/organisation", 200), "Solna", "Omsorg", "Förvaltning", "2 platser under")
	at := "/kommun/organisation/" + s.ids["Ekens hemtjänst"]
	wants(t, s.get(at, 200), "Till Omsorg", "4711", "Slå ihop med en annan")
	form := s.get(at+"/namn", 200)
	seen := hidden(t, form, "sett")
	_, body := s.post(at+"/namn", 422, "namn", " ", "kod", "4711", "fran", "2026-06-01", "sett", seen)
	wants(t, body, "Skriv ett namn", `href="#namn"`, "Fel: ")
	_, body = s.post(at+"/namn", 200, "namn", "Eken", "kod", "4711", "fran", "2026-06-01", "sett", seen)
	wants(t, body, "Stämmer det?", "Ekens hemtjänst heter Eken från 1 juni 2026", "1 person arbetar där nu")
	if strings.Contains(s.get(at, 200), "<h1>Eken</h1>") {
		t.Error("it was saved before anybody said so")
	}
	_, body = s.post(at+"/namn", 200, "namn", "Eken", "kod", "4711", "fran", "2026-06-01", "sett", seen, "andra", "1")
	wants(t, body, `value="Eken"`)
	to, _ := s.post(at+"/namn", 303, "namn", "Eken", "kod", "4711", "fran", "2026-06-01", "sett", seen, "ja", "1")
	wants(t, s.get(to, 200), "<h1>Eken</h1>", "Ändringen är gjord")
	_, body = s.post(at+"/namn", 409, "namn", "Ekbacken", "kod", "4711", "fran", "2026-06-01", "sett", seen, "ja", "1")
	wants(t, body, "Någon annan ändrade Eken medan du skrev", `value="Ekbacken"`)
	if hidden(t, body, "sett") == seen {
		t.Error("saving again would be refused again")
	}
	wants(t, s.get("/kommun/organisation/historik", 200), "Ekens hemtjänst heter Eken från 1 juni 2026", "Gjord")
}

func TestAMergeIsPlannedSeenOnItsDayAndWithdrawn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	eken, almen := s.ids["Ekens hemtjänst"], s.ids["Almens hemtjänst"]
	at := "/kommun/organisation/" + almen
	wants(t, s.get(at+"/sla-ihop", 200), "Omsorg › Ekens hemtjänst", "Chefer och andra med roll följer med")
	_, body := s.post(at+"/sla-ihop", 200, "till", eken, "fran", "2026-07-01")
	wants(t, body, "Almens hemtjänst blir en del av Ekens hemtjänst från 1 juli 2026", "2 personer arbetar där nu", "finns kvar som historik")
	to, _ := s.post(at+"/sla-ihop", 303, "till", eken, "fran", "2026-07-01", "ja", "1")
	home := s.get(to, 200)
	wants(t, home, "Planerade ändringar", "Dra tillbaka", "Ändringen är planerad")
	s.get(at+"?datum=2026-06-30", 200)
	s.get(at+"?datum=2026-07-01", 404)
	wants(t, s.get("/kommun/organisation/"+s.ids["Omsorg"]+"?datum=2026-07-02", 200), "Ekens hemtjänst", "Så här ser det ut 2 juli 2026")
	_, rest, _ := strings.Cut(home, `action="/kommun/organisation/andring/`)
	id, _, _ := strings.Cut(rest, "/")
	to, _ = s.post("/kommun/organisation/andring/"+id+"/dra-tillbaka", 303)
	if body := s.get(to, 200); strings.Contains(body, "Planerade ändringar") {
		t.Error("it is still planned")
	}
	s.get(at+"?datum=2026-07-01", 200)
	_, body = s.post(at+"/avsluta", 422, "fran", "i morgon")
	wants(t, body, "Skriv ett datum")
	_, body = s.post(at+"/avsluta", 409, "fran", "2026-06-01")
	wants(t, body, "Det arbetar personer där")
}

func TestPlacesAreAddedAndMoved(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := "/kommun/organisation/" + solna
	to, _ := s.post(at+"/lagg-till", 303, "slag", "operation", "namn", "Norr", "ord", "Stadsdel", "fran", "2026-06-01", "ja", "1")
	wants(t, s.get(to, 200), "<h1>Norr</h1>", "Stadsdel", "Det finns inget under den här platsen")
	norr := strings.TrimSuffix(strings.TrimPrefix(to, "/kommun/organisation/"), "?gjort=1")
	unit := "/kommun/organisation/" + s.ids["Ekens hemtjänst"]
	_, body := s.post(unit+"/flytta", 200, "till", norr, "fran", "2026-06-01")
	wants(t, body, "Den som har en roll i Omsorg når inte längre hit")
	s.post(unit+"/flytta", 303, "till", norr, "fran", "2026-06-01", "ja", "1")
	wants(t, s.get(to, 200), "Ekens hemtjänst")
	s.visit.Actor = may.Actor{PersonID: "h", Grants: []may.Grant{{Role: may.HR, NodeID: solna, Path: solnaPath}}}
	s.get(unit, 403)
	s.visit.Actor = may.Actor{PersonID: "h", Grants: []may.Grant{{Role: may.Municipality, NodeID: "k-0180", Path: "se/rss-STOCKHOLM/k-0180"}}}
	s.get(unit, 403)
	s.post(unit+"/flytta", 403, "till", norr, "fran", "2026-06-01", "ja", "1")
}
