package recordweb

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"yrkesresan/internal/platform/grid"
	"yrkesresan/internal/platform/ui/uitest"
	"yrkesresan/internal/record"
)

func inOrder(t *testing.T, text string, parts ...string) {
	t.Helper()
	rest := text
	for _, part := range parts {
		i := strings.Index(rest, part)
		if i < 0 {
			t.Fatalf("%q is missing, or not after what comes before it, in:\n%.4000s", part, text)
		}
		rest = rest[i+len(part):]
	}
}

func TestTheWholeRecordIsShownToThePerson(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	empty := s.get("a", "/mitt-larande").Body.String()
	uitest.Page(t, empty)
	inOrder(t, empty, "Det finns inga rader än", "Du har inget från andra arbetsgivare att dela", "Ingen har tittat än")
	s.filled()
	got := s.get("a", "/mitt-larande").Body.String()
	uitest.Page(t, got)
	inOrder(t, got, "Alternativ och kompletterande kommunikation", "Räknas sedan tidigare", "Du har berättat det själv",
		"=PFA", "Klar med kursen", "Kurs någon annanstans", "Bengt Åkesson, Ale",
		"Hygien och smitta", "Återtagen", "Varför: fel person", "3 februari 2028", "Klarade provet", "Bemötande vid demens", "Kurs här", "Du",
		"/mitt-larande.pdf", "/mitt-larande.csv", "/mitt-larande.json",
		"Du delar med Ale: ingenting än.", "Dela allt", "Välj rader", "Vem har tittat?", "Bengt Åkesson, Ale", "Såg en lista där du finns", "Såg ditt lärande", "/personuppgifter")
	for _, address := range []string{"/mitt-larande", "/mitt-larande.pdf", "/mitt-larande.csv", "/mitt-larande.json", "/mitt-larande/dela/k"} {
		if w := s.get("", address); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/logga-in") {
			t.Errorf("a visitor at %s: %d", address, w.Code)
		}
		if w := s.get("b", address); strings.Contains(w.Body.String(), "Hygien") {
			t.Errorf("somebody else at %s sees the record", address)
		}
	}
}

func TestThePersonSharesAndStops(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	here, elsewhere := s.filled()
	choose := s.get("a", "/mitt-larande/dela/k").Body.String()
	uitest.Page(t, choose)
	inOrder(t, choose, "Välj vad du delar med Ale", "Alternativ", "Räknas sedan tidigare, 3 februari 2026", "Bemötande vid demens")
	if strings.Contains(choose, here.Title) {
		t.Error("what the employer has itself can be chosen")
	}
	for _, step := range []struct {
		address string
		form    url.Values
		status  int
		page    string
	}{
		{"/mitt-larande/dela/k", nil, 422, ""},
		{"/mitt-larande/dela/k", url.Values{"rad": {elsewhere.ID}}, 303, "Du delar med Ale: 1 rad."},
		{"/mitt-larande/dela/k", url.Values{"rad": {"okänd"}}, 404, "Du delar med Ale: 1 rad."},
		{"/mitt-larande/dela/k/allt", nil, 303, "Du delar med Ale: allt, också det som kommer."},
		{"/mitt-larande/dela/m/allt", nil, 422, "Du delar med Ale: allt, också det som kommer."},
		{"/mitt-larande/dela/k/sluta", nil, 303, "Du delar med Ale: ingenting än."},
	} {
		w := s.post("a", step.address, step.form)
		if w.Code != step.status {
			t.Errorf("%+v: status %d", step, w.Code)
		}
		if w.Code == 422 && step.page == "" {
			uitest.Page(t, w.Body.String())
			inOrder(t, w.Body.String(), "Fel: Välj vad du delar med Ale", "Välj minst en rad")
		}
		address := "/mitt-larande"
		if w.Code == 303 {
			address = w.Header().Get("Location")
		}
		got := s.get("a", address).Body.String()
		uitest.Page(t, got)
		if !strings.Contains(got, step.page) || (w.Code == 303) != strings.Contains(got, "Sparat.") {
			t.Errorf("%+v: the page says otherwise", step)
		}
	}
	if w := s.get("a", "/mitt-larande/dela/m"); w.Code != 422 {
		t.Errorf("an earlier employer: %d", w.Code)
	}
	if w := s.post("", "/mitt-larande/dela/k/allt", nil); w.Code != 403 {
		t.Errorf("a visitor: %d", w.Code)
	}
}

func TestAnEarlierEmployerIsShownWhileItStillSees(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.filled()
	s.post("a", "/mitt-larande/dela/k/allt", nil)
	if _, err := s.Record.DB.Exec(t.Context(), `UPDATE employment_period SET valid_until = '2026-01-01'`); err != nil {
		t.Fatal(err)
	}
	inOrder(t, s.get("a", "/mitt-larande").Body.String(), "Du delar med Ale: allt", "Du arbetar inte där längre", "Sluta dela")
	if got := s.get("a", s.post("a", "/mitt-larande/dela/k/sluta", nil).Header().Get("Location")).Body.String(); strings.Contains(got, "Du delar med Ale") {
		t.Error("the earlier employer is still there")
	}
}

func TestTheSheetOpensInAProgramForSheets(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.filled()
	w := s.get("a", "/mitt-larande.csv")
	text, marked := strings.CutPrefix(w.Body.String(), "\ufeff")
	if !marked || w.Header().Get("Content-Type") != "text/csv; charset=utf-8" || !strings.Contains(w.Header().Get("Content-Disposition"), "mitt-larande-2026-02-03.csv") {
		t.Fatal(w.Header())
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 6 {
		t.Fatal(rows, err)
	}
	if rows[0][0] != "Kurs" || rows[1][0] != "Bemötande vid demens" || rows[1][6] != "1,5" || rows[4][0] != "'=PFA" {
		t.Error(rows)
	}
	if got := strings.Join(rows[3], "|"); !strings.HasPrefix(got, "Hygien och smitta|hygien|1|Klar med kursen|2026-02-03|2028-02-03|1|Kurs här|Amina Warsame, Ale|Ale|2026-02-03|fel person|") {
		t.Error(got)
	}
	for cell, want := range map[string]string{"=1+1": "'=1+1", "+46": "'+46", "-1": "'-1", "@x": "'@x", "\tx": "'\tx", "\rx": "'\rx", "a=1": "a=1", "": "", "å": "å"} {
		if got := grid.Harmless(cell); got != want {
			t.Errorf("%q: %q", cell, got)
		}
	}
}

func TestTheCopyForOtherPrograms(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, elsewhere := s.filled()
	s.post("a", "/mitt-larande/dela/k", url.Values{"rad": {elsewhere.ID}})
	var got copied
	if err := json.Unmarshal(s.get("a", "/mitt-larande.json").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Format != "yrkesresan-record/1" || got.Name != "Amina Warsame" || len(got.Facts) != 6 || len(got.Shares) != 1 {
		t.Fatalf("%+v", got)
	}
	if f := got.Facts[0]; f.ID != elsewhere.ID || f.Kind != "completed" || f.Course != "demens" || f.Version != 3 || f.At != "2026-02-03T12:00:00Z" || f.ValidUntil != nil ||
		f.Hours != 1.5 || f.Source != record.FromCourse || f.Actor != (copiedWho{"a", "Amina Warsame", "Ale"}) || f.Employer != "Borås" || f.Revokes != nil {
		t.Errorf("%+v", f)
	}
	if f := got.Facts[5]; f.Kind != "revoked" || f.Revokes == nil || f.Actor.Name != "Bengt Åkesson" || !strings.Contains(string(f.Detail), "fel person") {
		t.Errorf("%+v", f)
	}
	if sh := got.Shares[0]; sh.Employer != "Ale" || sh.Fact == nil || *sh.Fact != elsewhere.ID {
		t.Errorf("%+v", sh)
	}
	empty := newSite(t).get("a", "/mitt-larande.json").Body.String()
	if !strings.Contains(empty, `"facts": []`) || !strings.Contains(empty, `"shares": []`) {
		t.Error(empty)
	}
}

func TestThePaperIsReadInOrder(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.filled()
	file := filepath.Join(t.TempDir(), "a.pdf")
	if dir := os.Getenv("YRKESRESAN_PICTURES"); dir != "" {
		file = filepath.Join(dir, "mitt-larande.pdf")
	}
	if err := os.WriteFile(file, s.get("a", "/mitt-larande.pdf").Body.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdfinfo", "-struct-text", file).CombinedOutput()
	if err != nil {
		t.Fatal(err, string(out))
	}
	inOrder(t, strings.Join(strings.Fields(string(out)), " "), `H1 (block) "Mitt lärande"`, `P (block) "Amina Warsame"`, `Utdrag från den 3 februari 2026`,
		`TH: /Scope /Column "Kurs"`, `TH: /Scope /Row "Alternativ och kompletterande kommunikation"`, "Egen uppgift", "Amina Warsame, Ale", `"=PFA"`, "Bengt Åkesson, Ale", "Återtagen 3 februari 2026. Av: Bengt Åkesson, Ale. Varför: fel person", `"Bemötande vid demens"`)
	if w := newSite(t).get("a", "/mitt-larande.pdf"); w.Code != 200 || !strings.HasPrefix(w.Body.String(), "%PDF") {
		t.Error("an empty record gives no paper", w.Code)
	}
}
