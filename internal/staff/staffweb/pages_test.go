package staffweb_test

import (
	"fmt"
	"io/fs"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/lang/langtest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/staff/sheet"
	"yrkesresan/internal/staff/staffweb"
)

const head = "Anst.nr;Förnamn;Efternamn;Befattning;Enhet;E-post;Chef;Fr.o.m.\n"

// people are n employments, and further rows.
func people(n int, more ...string) string {
	var b strings.Builder
	b.WriteString(head)
	for i := range n {
		fmt.Fprintf(&b, "%d;Testa%d;Exempelsson;Undersköterska;Solgläntan;t%d@exempel.example;;2024-03-01\n", i+1, i, i)
	}
	return b.String() + strings.Join(more, "\n")
}

func TestAFileIsLookedAtReadInAndUndone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	wants(t, s.get("/kommun/inlasning", 200), "Personal i Solna", "Ingen fil är inläst än", "Granska filen")
	to, _ := s.upload(people(20), 303)
	preview := s.get(to, 200)
	wants(t, preview, "Granska filen", "Vill du läsa in filen?", "1 ny plats i organisationen", "Solgläntan (enhet)", "<dd>20")
	again, _ := s.post(to, url.Values{}, 303)
	if again != to {
		t.Errorf("leads to %s", again)
	}
	wants(t, s.get(to, 200), "Filen är inläst")
	home := s.get("/kommun/inlasning", 200)
	wants(t, home, "Inläst", "Ångra den senaste inläsningen")
	wants(t, s.get("/kommun/angra", 200), "Ångra den senaste inläsningen?")
	to, _ = s.post("/kommun/angra", url.Values{"plats": {solna}}, 303)
	wants(t, s.get(to, 200), "Inläsningen är ångrad", "Ångrad")
	wants(t, s.get("/kommun/angra", 200), "redan ångrad")
	_, body := s.post("/kommun/angra", url.Values{"plats": {solna}}, 409)
	wants(t, body, "redan ångrad")
}

func TestAFileThatCannotBeReadIsToldOnTheSamePage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for text, want := range map[string]string{
		"": "Välj en fil att läsa in",
		"Anst.nr;Namn;Fr.o.m.\n1;Testa Exempel;2024-01-01\n": "Enhet",
		"PK\x03\x04" + strings.Repeat("x", 100):              "skadad",
	} {
		_, body := s.upload(text, 422)
		wants(t, body, want, "Fel: Personal i Solna", `href="#fil"`)
	}
	r := httptest.NewRequest("POST", "/kommun/inlasning", strings.NewReader("plats="+solna))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if w := s.do(r); w.Code != 422 {
		t.Errorf("%d", w.Code)
	}
	if left, _ := fs.Glob(os.DirFS(os.TempDir()), "personal-*"); len(left) > 0 {
		t.Errorf("files are kept: %v", left)
	}
}

func TestErrorsAndTheStopAskForAYes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	to, _ := s.upload(people(20), 303)
	s.post(to, url.Values{}, 303)
	to, _ = s.upload(people(15, "99;Testa;Exempelsson;=1+1;Solgläntan;;Åsa Påhitt;igår"), 303)
	preview := s.get(to, 200)
	wants(t, preview, "5 av 20 anställningar saknas", "Läs in utan raderna med fel", "Ja, så många har slutat", "Hela filen", "Fr.o.m.", "Hämta raderna som fil")
	_, body := s.post(to, url.Values{}, 409)
	wants(t, body, "Filen har fel")
	_, body = s.post(to, url.Values{"utan_fel": {"1"}}, 409)
	wants(t, body, "Bekräfta att så många har slutat")
	csv := s.get(to+"/rader.csv", 200)
	wants(t, csv, "\ufeffRad;Kolumn;Slag;Att göra\r\n", "17;Fr.o.m.;Fel;", "17;E-post;Se över;")
	s.post(to, url.Values{"utan_fel": {"1"}, "tillat": {"1"}}, 303)
	done := s.get(to, 200)
	wants(t, done, "Filen är inläst", "<dd>5")
	if strings.Contains(done, "Hela filen") {
		t.Error("what was allowed is still an error")
	}
}

func TestCellsAreHarmlessInASpreadsheet(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	text := strings.ReplaceAll(people(1, "2;Testa;Exempelsson;;Solgläntan;inte en adress;;2024-01-01"), "E-post", "E-post")
	to, _ := s.upload(strings.Replace(text, "Fr.o.m.", "Fr.o.m.", 1), 303)
	wants(t, s.get(to+"/rader.csv", 200), "E-post;Se över;")
	for _, cell := range []string{"=1+1", "+46", "-1", "@x"} {
		if got := staffweb.Harmless(cell); got != "'"+cell {
			t.Errorf("%q", got)
		}
	}
}

func TestAPreviewCanBeDropped(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	to, _ := s.upload(people(3), 303)
	home, _ := s.post(to+"/avbryt", url.Values{}, 303)
	wants(t, s.get(home, 200), "Inte inläst")
	wants(t, s.get(to, 200), "Filen är inte inläst")
	_, body := s.post(to, url.Values{}, 409)
	wants(t, body, "Välj filen igen")
}

func TestManyNotesComeInPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	to, _ := s.upload(strings.ReplaceAll(people(450), "@exempel.example", "@"), 303)
	wants(t, s.get(to, 200), "?sida=2")
	last := s.get(to+"?sida=3", 200)
	if n := strings.Count(last, "<tr"); n != 51 {
		t.Errorf("%d lines on the last page", n)
	}
	s.get(to+"?sida=99", 200)
	s.get(to+"?sida=x", 200)
}

func TestTitlesAreMapped(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	to, _ := s.upload(people(2, "8;Testa;Exempelsson;Trollkarl;Solgläntan;a@b.example;;2024-01-01", "9;Testa;Exempelsson;Häxa <b>;Solgläntan;a@b.example;;2024-01-01"), 303)
	s.post(to, url.Values{}, 303)
	wants(t, s.get("/kommun/inlasning", 200), "2 titlar är inte kopplade")
	wants(t, s.get("/kommun/titlar", 200), "Trollkarl", "Häxa &lt;b&gt;", "1 anställning har titeln", "Boendestödjare")
	form := url.Values{"plats": {solna}, "titel": {"Trollkarl"}}
	_, body := s.post("/kommun/titlar", form, 422)
	wants(t, body, "Välj ett yrke", "Fel: Titlar")
	form.Set("yrke", "trollkonst")
	_, body = s.post("/kommun/titlar", form, 422)
	wants(t, body, "Det yrket finns inte")
	form.Set("yrke", "underskoterska")
	_, body = s.post("/kommun/titlar", form, 200)
	wants(t, body, "Stämmer det här?", "1 anställning ändras", "nu: Inget yrke", `name="sett" value="-/"`)
	wants(t, s.get("/kommun/titlar", 200), "Trollkarl") // asking does nothing
	form.Set("ja", "1")
	form.Set("sett", "-/")
	to, _ = s.post("/kommun/titlar", form, 303)
	wants(t, s.get(to, 200), "1 anställning fick sitt yrke")
	form.Set("yrke", "stodassistent") // whoever looked before the first one saved
	_, body = s.post("/kommun/titlar", form, 409)
	wants(t, body, "Någon annan ändrade titeln", "Stämmer det här?", "nu: Undersköterska")
	s.post("/kommun/titlar", url.Values{"plats": {solna}, "titel": {"Häxa <b>"}, "yrke": {"-"}, "ja": {"1"}}, 303)
	wants(t, s.get("/kommun/titlar", 200), "Alla titlar är kopplade")
}

func TestATitleIsFoundAndItsMappingTakenBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	to, _ := s.upload(people(2, "8;Testa;Exempelsson;Undersköterska sommar;Solgläntan;a@b.example;;2024-01-01"), 303)
	s.post(to, url.Values{}, 303)
	wants(t, s.get("/kommun/titlar", 200), "Förslag: Undersköterska. Det liknar titeln ”undersköterska”", `value="underskoterska" selected`)
	wants(t, s.get("/kommun/titlar?sok=finnsinte", 200), "Vi hittar ingen sådan titel")
	wants(t, s.get("/kommun/titlar?visa=alla&sok=SOMMAR", 200), "Undersköterska sommar", "Ingen än")
	if body := s.get("/kommun/titlar?visa=alla&sok=sommar", 200); strings.Count(body, "<tr") != 2 {
		t.Errorf("more than the one sought: %s", body)
	}
	wants(t, s.get("/kommun/titlar?visa=nationella&sok=usk", 200), "usk", "Undersköterska")
	wants(t, s.get("/kommun/titlar?visa=nationella&sida=999", 200), "Sida")
	form := url.Values{"plats": {solna}, "titel": {"Undersköterska sommar"}, "yrke": {"underskoterska"}, "ja": {"1"}, "sett": {"-/"}}
	s.post("/kommun/titlar", form, 303)
	one := "/kommun/titlar/titel?plats=" + solna + "&titel=" + url.QueryEscape("Undersköterska sommar")
	body := s.get(one, 200)
	wants(t, body, "Från ingen egen koppling till Undersköterska", "Ångra den senaste ändringen")
	_, rest, _ := strings.Cut(body, `name="sist" value="`)
	last, _, _ := strings.Cut(rest, `"`)
	undo := url.Values{"plats": {solna}, "titel": {"Undersköterska sommar"}, "sist": {last}}
	to, _ = s.post("/kommun/titlar/angra", undo, 303)
	wants(t, s.get(to, 200), "Ångrat: från Undersköterska till ingen egen koppling", "Inget yrke")
	wants(t, s.get("/kommun/titlar", 200), "Undersköterska sommar")
	_, body = s.post("/kommun/titlar/angra", undo, 409)
	wants(t, body, "Någon annan ändrade titeln")
	form.Set("yrke", "")
	form.Set("fran", "titel")
	_, body = s.post("/kommun/titlar", form, 422)
	wants(t, body, "Välj ett yrke", "Ändra vad titeln betyder")
	s.get("/kommun/titlar/titel?plats="+solna, 404)
}

func TestOnlyWhoMaySeesThePagesOfAnEmployer(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	to, _ := s.upload(people(2), 303)
	s.visit = page.Visit{Actor: may.Actor{PersonID: "other", Grants: []may.Grant{{Role: may.HR, NodeID: "k-0180", Path: "se/rss-STOCKHOLM/k-0180"}}}}
	wants(t, s.get("/kommun/inlasning", 200), "Personal i Stockholm")
	for _, address := range []string{to, to + "/rader.csv", "/kommun/inlasning?plats=" + solna, "/kommun/angra?plats=" + solna, "/kommun/titlar?plats=" + solna, "/kommun/titlar/titel?titel=x&plats=" + solna} {
		s.get(address, 403)
	}
	s.post(to, url.Values{}, 403)
	s.post(to+"/avbryt", url.Values{}, 403)
	s.post("/kommun/angra", url.Values{"plats": {solna}}, 403)
	s.post("/kommun/titlar", url.Values{"plats": {solna}, "titel": {"X"}, "yrke": {"-"}}, 403)
	s.post("/kommun/titlar", url.Values{"plats": {solna}, "titel": {"X"}, "yrke": {"-"}, "ja": {"1"}}, 403)
	s.post("/kommun/titlar/angra", url.Values{"plats": {solna}, "titel": {"X"}}, 403)
	s.upload(people(2), 403)
	s.get("/kommun/inlasning/nothing", 404)
	s.visit = page.Visit{Actor: may.Actor{PersonID: "m", Grants: []may.Grant{{Role: may.Manager, Path: "se/rss-STOCKHOLM/" + solna}}}}
	s.get("/kommun/inlasning", 403)
}

func TestTwoEmployersAreToldApart(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.visit.Actor.Grants = append(slices.Clone(hr.Grants), may.Grant{Role: may.HR, NodeID: "k-0180", Path: "se/rss-STOCKHOLM/k-0180"})
	wants(t, s.get("/kommun/inlasning?plats="+solna, 200), "Personal i Solna", "/kommun/inlasning?plats=k-0180")
	to, _ := s.upload(people(2), 303)
	s.post(to, url.Values{}, 303)
	home, _ := s.post("/kommun/angra", url.Values{"plats": {solna}}, 303)
	wants(t, s.get(home, 200), "Personal i Solna", "Inläsningen är ångrad")
}

func TestNoTextIsMissingOrUnused(t *testing.T) {
	t.Parallel()
	c, err := lang.New(map[string]fs.FS{"staff": staffweb.Texts, "sheet": sheet.Texts})
	if err != nil {
		t.Fatal(err)
	}
	use, err := langtest.Read("..")
	if err != nil {
		t.Fatal(err)
	}
	others := []string{"staff.person_missing", "staff.file_missing", // the shell says the first, the command the second
		"staff.leave_date", "staff.own_unit", "staff.number_missing", "staff.until"} // and the pages of units these
	if missing := slices.DeleteFunc(use.Missing(c), func(k string) bool {
		return slices.ContainsFunc(others, func(o string) bool { return strings.Contains(k, o) })
	}); len(missing) > 0 {
		t.Errorf("missing: %v", missing)
	}
	unused := slices.DeleteFunc(use.Unused(c), func(k string) bool {
		return slices.Contains(others, k) || strings.HasPrefix(k, "staff.sheet.") || !strings.HasPrefix(k, "staff.")
	})
	if len(unused) > 0 {
		t.Errorf("unused: %v", unused)
	}
}
