package certificateweb

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/platform/ui/uitest"
)

func TestAnyoneCanCheckACode(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, valid := s.completed("hygien", "Hygien och smitta", "2028-02-03", 1.5)
	_, expired := s.completed("delegering", "Läkemedel", "2026-02-04", 1)
	revokedFact, revoked := s.completed("hygien", "Hygien och smitta", "", 1)
	s.now = s.now.Add(48 * time.Hour)
	s.revoke(revokedFact)
	for name, tc := range map[string]struct {
		address string
		status  int
		says    []string
	}{
		"valid":         {"/intyg/" + valid, 200, []string{"Ja, intyget är äkta och gäller", "Hygien och smitta", "3 februari 2026", "3 februari 2028", "1 timme och 30 minuter", valid, "Namnet visas inte här"}},
		"small letters": {"/intyg/" + strings.ToLower(strings.ReplaceAll(valid, "-", "")), 200, []string{"Ja, intyget är äkta och gäller", valid}},
		"expired":       {"/intyg/" + expired, 200, []string{"Intyget är äkta, men tiden har gått ut", "Gällde till", "4 februari 2026", "Inte en delegering"}},
		"revoked":       {"/intyg/" + revoked, 200, []string{"Nej, intyget gäller inte", "Återtaget", "5 februari 2026"}},
		"unknown":       {"/intyg/YR-2222-2222-22222", 404, []string{"Vi känner inte igen koden", "Kod på intyget"}},
		"no code":       {"/intyg/x", 404, []string{"Vi känner inte igen koden"}},
		"the form":      {"/intyg/kontrollera", 200, []string{"Skriv koden som står på intyget"}},
		"nothing typed": {"/intyg/kontrollera?kod=", 422, []string{"Skriv koden som står på intyget", "Fel: Kontrollera"}},
		"typed wrong":   {"/intyg/kontrollera?kod=YR-7K2M", 422, []string{"13 bokstäver och siffror", `value="YR-7K2M"`}},
	} {
		for _, who := range []string{"", "a", "b"} {
			w := s.get(who, tc.address)
			got := body(t, w)
			uitest.Page(t, got)
			if w.Code != tc.status {
				t.Errorf("%s: status %d, want %d", name, w.Code, tc.status)
			}
			for _, want := range tc.says {
				if !strings.Contains(got, want) {
					t.Errorf("%s as %q does not say %q", name, who, want)
				}
			}
			if strings.Contains(got, "Warsame") {
				t.Errorf("%s as %q tells the name", name, who)
			}
		}
	}
	if w := s.get("", "/intyg/kontrollera?kod="+url.QueryEscape(" yr "+valid[3:])); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/intyg/"+valid {
		t.Error(w.Code, w.Header())
	}
}

func TestOnesOwnCertificates(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	empty := body(t, s.get("a", "/intyg"))
	uitest.Page(t, empty)
	if !strings.Contains(empty, "Du har inga intyg än") {
		t.Error("the empty list does not say so")
	}
	_, first := s.completed("hygien", "Hygien och smitta", "2026-04-01", 1.5)
	s.now = s.now.Add(time.Hour)
	_, second := s.completed("delegering", "Läkemedel", "", 1)
	got := body(t, s.get("a", "/intyg"))
	uitest.Page(t, got)
	at := 0
	for _, want := range []string{"Förnya Hygien och smitta före 1 april 2026.", second, "Gäller tills vidare", "inte en delegering", "/intyg/" + second + "/pdf",
		"https://yrkesresan.exempel.se/intyg/" + second, "Visa mitt namn", first, "Du förstår hur smitta sprids", "Vem ser det här?", "/mitt-larande"} {
		i := strings.Index(got[at:], want)
		if i < 0 {
			t.Fatalf("%q is missing, or not after what comes before it", want)
		}
		at += i
	}
	for who, address := range map[string]string{"": "/intyg", "b": "/intyg/" + first + "/pdf"} {
		if w := s.get(who, address); w.Code == http.StatusOK {
			t.Errorf("%q gets %s", who, address)
		}
	}
	if w := s.get("", "/intyg"); w.Header().Get("Location") != "/logga-in?till=%2Fintyg" {
		t.Error(w.Header())
	}
}

func TestTheHolderShowsAndHidesTheName(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, code := s.completed("hygien", "Hygien och smitta", "", 1)
	for _, step := range []struct {
		who, show string
		status    int
		name      bool
		said      string
	}{
		{"b", "ja", 403, false, ""}, {"", "ja", 403, false, ""}, {"a", "ja", 303, true, "Nu syns ditt namn"}, {"a", "nej", 303, false, "Nu syns inte ditt namn"},
	} {
		w := s.post(step.who, "/intyg/"+code+"/namn", url.Values{"visa": {step.show}})
		if w.Code != step.status {
			t.Errorf("%+v: status %d", step, w.Code)
		}
		if got := strings.Contains(body(t, s.get("", "/intyg/"+code)), "Amina Warsame"); got != step.name {
			t.Errorf("%+v: the name is shown: %v", step, got)
		}
		if step.said != "" && !strings.Contains(body(t, s.get("a", w.Header().Get("Location"))), step.said) {
			t.Errorf("%+v: the page does not say so", step)
		}
	}
	if w := s.post("a", "/intyg/YR-2222-2222-22222/namn", url.Values{"visa": {"ja"}}); w.Code != 404 {
		t.Error(w.Code)
	}
}
