package journeyweb

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yrkesresan/internal/org"
)

// TestManagersWithDifferentBackgroundsGetDifferentIntroductions walks the questionnaire (R163, R169).
func TestManagersWithDifferentBackgroundsGetDifferentIntroductions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.employ("nurse", "enhetschef", "aldreomsorg", "2025-12-01")
	s.employ("social", "enhetschef", "aldreomsorg", "2025-12-01")
	s.employ("learner", "underskoterska", "aldreomsorg", "2025-12-01")
	const care, decisions, others = "Hälso- och sjukvården hos er", "Besluten bakom insatserna", "Stöd dina enhetschefer"
	_, body := s.get("nurse", "/min-resa?visa=lista")
	says(t, body, "Dina svar som chef")
	saysNot(t, body, care, decisions, others)
	_, body = s.get("nurse", "/min-resa/chef")
	whole(t, body)
	says(t, body, "Vilken bakgrund har du?", "Sjuksköterska", "Vilken är din roll?", "Chef för andra chefer", "Vilket område leder du mest?", "Bara du ser dina svar")

	answer := func(person string, form url.Values, status int) string {
		t.Helper()
		got := s.post(person, "/min-resa/chef", form)
		if got.Code != status {
			t.Fatalf("%s: %d, want %d: %s", person, got.Code, status, got.Body)
		}
		return got.Body.String()
	}
	answer("nurse", url.Values{"background": {"sjukskoterska"}, "role": {"area_manager"}, "area": {"funktionshinder"}}, http.StatusSeeOther)
	answer("social", url.Values{"background": {"socionom"}}, http.StatusSeeOther)
	_, body = s.get("nurse", "/min-resa?visa=lista")
	says(t, body, decisions, others, "Leda stöd och service")
	saysNot(t, body, care)
	_, body = s.get("social", "/min-resa?visa=lista")
	says(t, body, care)
	saysNot(t, body, decisions, others, "Leda stöd och service")
	_, body = s.get("nurse", "/min-resa/chef")
	for _, kept := range []string{`value="sjukskoterska" checked`, `value="area_manager" checked`, `value="funktionshinder" selected`} {
		if !strings.Contains(body, kept) {
			t.Errorf("the answers are not kept: no %s", kept)
		}
	}

	// Only the person sees the answers, and what they add.
	employer, err := s.Tree.Find(t.Context(), "k-1480", s.Today())
	if err != nil {
		t.Fatal(err)
	}
	s.hidesFromEmployer(employer, "nurse", "chef-beslut-om-insatser", "chef-for-chefer")

	// Changed, and taken back.
	answer("nurse", url.Values{"background": {"socionom", "yh"}}, http.StatusSeeOther)
	_, body = s.get("nurse", "/min-resa?visa=lista")
	says(t, body, care, decisions)
	saysNot(t, body, others)
	answer("nurse", url.Values{}, http.StatusSeeOther)
	_, body = s.get("nurse", "/min-resa?visa=lista")
	saysNot(t, body, care, decisions, others)

	for field, form := range map[string]url.Values{"background": {"background": {"trollkarl"}}, "role": {"role": {"kung"}}, "area": {"area": {"norr"}}} {
		body := answer("nurse", form, http.StatusUnprocessableEntity)
		whole(t, body)
		if says(t, body, "Välj ett av svaren."); !strings.Contains(body, "<title>Fel: ") {
			t.Errorf("%s: the title does not say that something was wrong", field)
		}
	}
	if status, _ := s.get("learner", "/min-resa/chef"); status != http.StatusNotFound {
		t.Errorf("a learner is asked: %d", status)
	}
	answer("learner", url.Values{"background": {"yh"}}, http.StatusNotFound)
	_, body = s.get("learner", "/min-resa")
	saysNot(t, body, "Dina svar som chef")
}

// hidesFromEmployer wants that an employer's view of a journey has the part for managers, without some items.
func (s *site) hidesFromEmployer(employer org.Node, person string, hidden ...string) {
	s.t.Helper()
	seen, err := s.Journeys.Among(s.t.Context(), employer, []string{person}, s.Today())
	if err != nil {
		s.t.Fatal(err)
	}
	items := map[string]bool{}
	for _, j := range seen[person].Journeys {
		for _, b := range j.Blocks {
			for _, it := range b.Items {
				items[it.ID] = true
			}
		}
	}
	if !items["chef-om-resan"] {
		s.t.Errorf("the employer does not see the part for managers: %v", items)
	}
	for _, id := range hidden {
		if items[id] {
			s.t.Errorf("the employer sees %s", id)
		}
	}
}

func saysNot(t *testing.T, body string, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(body, w) {
			t.Errorf("says %q", w)
		}
	}
}
