package orgweb_test

import (
	"strings"
	"testing"

	"yrkesresan/content"
	"yrkesresan/internal/platform/may"
)

func TestMissingFunctionsAreFlaggedUntilSomebodyHoldsThem(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	wants(t, s.get("/kommun", 200), "1 funktion saknas", "Solna har ingen medicinskt ansvarig sjuksköterska (MAS)")
	s.post("/kommun/funktioner/vard", 303, "vard", s.ids["Omsorg"])
	wants(t, s.get("/kommun", 200), "2 funktioner saknas")
	wants(t, s.get("/kommun/funktioner", 200), "Omsorg bedriver hälso- och sjukvård men har ingen verksamhetschef", "Språkombud")
	_, body := s.post("/kommun/funktioner", 422, "funktion", "mas", "plats_for", solna, "fran", "2026-06-01")
	wants(t, body, "Skriv vem det är", `href="#vem"`)
	_, body = s.post("/kommun/funktioner", 422, "funktion", "mas", "plats_for", solna, "vem", "999", "fran", "2026-06-01")
	wants(t, body, "Ingen hos er har det anställningsnumret")
	_, body = s.post("/kommun/funktioner", 422, "funktion", "mas", "plats_for", solna, "namn", "Mona Påhitt 19121212-1212", "kontakt", "0700", "fran", "2026-06-01")
	wants(t, body, "Skriv inget personnummer här")
	s.post("/kommun/funktioner", 303, "funktion", "mas", "plats_for", solna, "namn", "Mona Påhitt", "kontakt", "mona@annan.example", "fran", "2026-06-01")
	s.post("/kommun/funktioner", 303, "funktion", "verksamhetschef", "plats_for", s.ids["Omsorg"], "vem", "1", "fran", "2026-06-01")
	page := s.get("/kommun/funktioner", 200)
	wants(t, page, "Mona Påhitt, anställd någon annanstans", "Verksamhetschef för hälso- och sjukvård: Testa Ett", "Omsorg, från 1 juni 2026")
	if strings.Contains(s.get("/kommun", 200), "funktion saknas") {
		t.Error("something is still missing")
	}
	_, rest, _ := strings.Cut(page, `action="/kommun/funktioner/`)
	id, _, _ := strings.Cut(rest, "/")
	s.post("/kommun/funktioner/"+id+"/avsluta", 303)
	s.post("/kommun/funktioner/"+id+"/avsluta", 404)
	wants(t, s.get("/kommun", 200), "1 funktion saknas")
	s.post("/kommun/funktioner/hemtjanst", 303, "hem", s.ids["Ekens hemtjänst"])
	s.post("/kommun/funktioner/hemtjanst", 303, "hem", s.ids["Ekens hemtjänst"])
	if page := s.get("/kommun/funktioner", 200); strings.Count(page, "Är inte hemtjänst") != 1 {
		t.Error("a place is home care once")
	}
	s.post("/kommun/funktioner/hemtjanst", 303, "hem", s.ids["Ekens hemtjänst"], "inte", "1")
	if page := s.get("/kommun/funktioner", 200); strings.Contains(page, "Är inte hemtjänst") {
		t.Error("it is still home care")
	}
	s.post("/kommun/funktioner/tillval", 303, "funktion", "sprakombud")
	wants(t, s.get("/kommun/funktioner", 200), "Finns hos er sedan 1 juni 2026", "Stäng av")
	s.visit.Actor = may.Actor{PersonID: "h", Grants: []may.Grant{{Role: may.HR, NodeID: solna, Path: solnaPath}}}
	s.get("/kommun/funktioner", 403)
	if strings.Contains(s.get("/kommun", 200), "funktion saknas") {
		t.Error("HR is told to do what HR cannot")
	}
}

func TestContactsAreSetAndTheSecondIsTold(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	wants(t, s.get("/kommun", 200), "Medarbetarna har ingen att fråga")
	_, body := s.post("/kommun/kontakter", 422, "arende", "yrkesresan", "namn", "Yrkesresan i Solna")
	wants(t, body, "Skriv en e-postadress eller ett telefonnummer", `href="#yrkesresan-epost"`)
	s.post("/kommun/kontakter", 303, "arende", "yrkesresan", "namn", "Yrkesresan i Solna", "epost", "yrkesresan@solna.example")
	_, body = s.post("/kommun/kontakter", 409, "arende", "yrkesresan", "namn", "Någon annan", "epost", "nagon@solna.example")
	wants(t, body, "Någon annan ändrade", `value="Någon annan"`)
	if strings.Contains(s.get("/kommun", 200), "ingen att fråga") {
		t.Error("the hub still asks for a contact")
	}
	s.visit.Actor = may.Actor{PersonID: "r", Grants: []may.Grant{{Role: may.Region, NodeID: "rss-STOCKHOLM", Path: "se/rss-STOCKHOLM"}}}
	wants(t, s.get("/rss/kontakter", 200), "Solna", "yrkesresan@solna.example", "Yrkesresan")
	s.visit.Actor.Grants[0] = may.Grant{Role: may.Region, NodeID: "rss-GR", Path: "se/rss-GR"}
	wants(t, s.get("/rss/kontakter", 200), "Ingen kommun har lagt in någon kontakt än")
}

func TestAJourneyIsSwitchedWhenOneHasSeenWhomItTouches(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if err := s.journeys.Seed(t.Context(), content.Journeys(), "2026-01-01"); err != nil {
		t.Fatal(err)
	}
	home := s.get("/kommun/resor", 200)
	wants(t, home, "Vård och omsorg", "På sedan 1 januari 2026", "Stöds av Storsthlm", "Stäng av resan")
	ask := s.get("/kommun/resor/vard-och-omsorg?av=1", 200)
	wants(t, ask, "3 anställningar har inte resan längre", "Det som någon redan har lärt sig finns kvar")
	seen := hidden(t, ask, "sett")
	_, body := s.post("/kommun/resor/vard-och-omsorg", 422, "av", "1", "fran", "2026-05-31", "sett", seen)
	wants(t, body, "Skriv i dag eller en senare dag")
	s.post("/kommun/resor/vard-och-omsorg", 303, "av", "1", "fran", "2026-07-01", "sett", seen)
	wants(t, s.get("/kommun/resor", 200), "På till 1 juli 2026", "Vård och omsorg stängs av 1 juli 2026")
	_, body = s.post("/kommun/resor/vard-och-omsorg", 409, "av", "1", "fran", "2026-08-01", "sett", seen)
	wants(t, body, "Någon annan ändrade resan")
	again := hidden(t, s.get("/kommun/resor/vard-och-omsorg", 200), "sett")
	s.post("/kommun/resor/vard-och-omsorg", 303, "fran", "2026-06-10", "sett", again)
	wants(t, s.get("/kommun/resor", 200), "På sedan 1 januari 2026")
	s.get("/kommun/resor/finns-inte", 404)
	s.visit.Actor = may.Actor{PersonID: "r", Grants: []may.Grant{{Role: may.Municipality, NodeID: "k-0180", Path: "se/rss-STOCKHOLM/k-0180"}}}
	s.post("/kommun/resor/vard-och-omsorg", 403, "plats", solna, "fran", "2026-07-01")
}
