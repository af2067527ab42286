package journeyweb

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/ui/uitest"
)

var tags = regexp.MustCompile(`(?s)<(style|script|svg).*?</(style|script|svg)>|<[^>]*>`)

// text is what a page says, without tags.
func text(body string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(body, " "))), " ")
}

// whole fails for what no page may show: a missing text, or a place that nobody filled.
func whole(t *testing.T, body string) {
	t.Helper()
	uitest.Page(t, body)
	if hole := regexp.MustCompile(`\{[a-z_]+\}|⟦|%!|<nil>`).FindString(text(body)); hole != "" {
		t.Errorf("the page shows %q", hole)
	}
}

// says wants words on a page, in that order.
func says(t *testing.T, body string, words ...string) {
	t.Helper()
	rest := text(body)
	for _, w := range words {
		at := strings.Index(rest, w)
		if at < 0 {
			t.Errorf("the page does not say %q in its place; it says %s", w, text(body))
			return
		}
		rest = rest[at+len(w):]
	}
}

func TestHomeAsRouteAndList(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.employ("amina", "underskoterska", "aldreomsorg", "2025-12-01")
	s.done("amina", "bemotande", "", s.now)
	s.courses.begun["amina"] = []string{"sekretess-och-dokumentation"}
	for _, address := range []string{"/min-resa", "/min-resa?visa=lista"} {
		status, body := s.get("amina", address)
		if status != http.StatusOK {
			t.Fatal(address, status)
		}
		whole(t, body)
		says(t, body, "Hej Amina!", "Nästa steg för dig", "Sekretess och dokumentation", "Du är på del 2 av 4.", "Du har börjat på kursen.", "Fortsätt", "Vad har du redan gått?",
			"Din resa: Vård och omsorg", "Du har gjort 1 av", "Bas", "1 av", "Digital grund", "Bemötande", "Klar 3 februari 2026", "Fördjupning", "Du väljer själv", "Lärande på arbetsplatsen",
			"Varför har jag den här resan?", "Du har resan därför att du arbetar som undersköterska inom äldreomsorg. Det har Göteborg bestämt. Gäller från 1 december 2025.")
		if strings.Contains(text(body), "För dig som leder") {
			t.Error("the manager's block is shown")
		}
	}
}

// ux 2.2: what is late and demanded first, then what is begun, then what stands next.
func TestTheNextStep(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.layer(plan.Op{Kind: plan.Require, Item: "forflyttning", Due: &plan.Due{Days: 30, From: plan.FromStart}})
	s.employ("late", "underskoterska", "aldreomsorg", "2025-10-01")
	s.employ("begun", "underskoterska", "aldreomsorg", "2026-01-20")
	s.courses.begun["begun"] = []string{"demens-abc"}
	s.courses.begun["late"] = []string{"demens-abc"}
	s.employ("fresh", "underskoterska", "aldreomsorg", "2026-01-20")
	s.employ("done", "underskoterska", "aldreomsorg", "2026-01-20")
	s.employ("renew", "underskoterska", "aldreomsorg", "2026-01-20")
	for course := range cards {
		if course != "e-autism" && course != "att-leda-larande" {
			s.done("done", course, "2029-01-01", s.now)
			s.done("renew", course, "2026-03-02", s.now)
		}
	}
	for person, want := range map[string][]string{
		"late":  {"Förflyttning", "Den skulle ha varit klar 31 oktober 2025. Därför kommer den först.", "Börja"},
		"begun": {"Demens ABC", "Du har börjat på kursen. Därför kommer den först.", "Fortsätt"},
		"fresh": {"Digital grund", "Det tar ungefär 25 minuter.", "Den står på tur i din resa.", "Börja"},
		"done":  {"e-autism", "Allt i din resa är klart just nu. Här är något du kan välja.", "Se kursen"},
		"renew": {"Du har gått kursen. Den gäller till 2 mars 2026.", "Gå kursen igen"},
	} {
		_, body := s.get(person, "/min-resa")
		says(t, body, append([]string{"Nästa steg för dig"}, want...)...)
		whole(t, body)
	}
}

func TestHomeOfWhoIsAway(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.employ("amina", "underskoterska", "aldreomsorg", "2025-12-01")
	if err := s.Journeys.Staff.SetLeave(t.Context(), s.Journeys.DB, "amina", "2026-01-01", "2026-06-30", "test"); err != nil {
		t.Fatal(err)
	}
	_, body := s.get("amina", "/min-resa")
	whole(t, body)
	says(t, body, "Du är borta från arbetet nu. Tiden står stilla. Du behöver inte göra något.")
	if strings.Contains(text(body), "Nästa steg") || strings.Count(text(body), "Tiden står stilla") != 1 {
		t.Error("who is away is asked for something, or told twice")
	}
}

func TestHomeWithoutAJourneySaysWhyAndWhatToDo(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.employ("coming", "underskoterska", "aldreomsorg", "2026-04-01")
	s.employ("area", "underskoterska", "", "2025-04-01")
	s.employ("cook", "", "barn-och-unga", "2025-04-01")
	s.employ("off", "underskoterska", "aldreomsorg", "2025-04-01")
	s.employ("title", "", "aldreomsorg", "2025-04-01")
	_, body := s.get("title", "/min-resa")
	whole(t, body)
	says(t, body, "Nästa steg för dig", "Din titel hör inte till något yrke här. Därför visas bara det som är till för alla.", "Du har resan därför att du arbetar inom äldreomsorg.")
	if _, err := s.Journeys.DB.Exec(t.Context(), `UPDATE journey_switch SET valid_until = '2026-01-01' WHERE municipality_id = 'k-1480'`); err != nil {
		t.Fatal(err)
	}
	for person, want := range map[string]string{
		"nobody": "Du har ingen anställning här just nu.",
		"coming": "Din resa börjar 1 april 2026. Då börjar du ditt arbete.",
		"area":   "Vi vet inte vilket område du arbetar inom. Fråga din chef.",
		"cook":   "Det finns ingen resa för ditt arbete än. Prata med din chef",
		"off":    "Resan Vård och omsorg passar ditt arbete. Din kommun har inte börjat använda den än. Fråga din chef.",
	} {
		status, body := s.get(person, "/min-resa")
		if status != http.StatusOK {
			t.Error(person, status)
		}
		whole(t, body)
		says(t, body, "Hej Amina!", want)
	}
}

// Every reason is a whole sentence that says who decided it and from when.
func TestWhyOfEveryItem(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.layer(plan.Op{Kind: plan.Require, Item: "forflyttning", Due: &plan.Due{Days: 30, From: plan.FromStart}, Why: "Många skadar ryggen."},
		plan.Op{Kind: plan.Add, Course: "lokal", Title: "Vår kommun"}, plan.Op{Kind: plan.Gate, Item: "demens-abc", Link: &plan.Link{Course: "bemotande", Mode: plan.BlockMode, Why: "Grunden kommer först."}})
	s.employ("care", "underskoterska", "aldreomsorg", "2025-12-01")
	s.employ("nurse", "sjukskoterska", "halso-och-sjukvard", "2025-12-01")
	s.employ("chief", "enhetschef", "aldreomsorg", "2025-12-01")
	s.employ("mas", "mas", "halso-och-sjukvard", "2025-12-01")
	s.employ("soc", "socialsekreterare", "barn-och-unga", "2020-12-01")
	s.employ("title", "", "aldreomsorg", "2025-12-01")
	s.done("care", "bemotande", "2026-01-01", s.now.AddDate(-1, 0, 0))
	s.done("care", "akk", "", s.now.AddDate(-1, 0, 0))
	seen := 0
	for _, person := range []string{"care", "nurse", "chief", "mas", "soc", "title"} {
		_, home := s.get(person, "/min-resa")
		whole(t, home)
		for _, link := range regexp.MustCompile(`/min-resa/(varfor|punkt)/[^"]+`).FindAllString(home, -1) {
			status, body := s.get(person, link)
			if status != http.StatusOK {
				t.Errorf("%s %s: %d", person, link, status)
			}
			whole(t, body)
			if strings.Contains(link, "varfor") {
				if n := strings.Count(text(body), "Gäller från"); n == 0 {
					t.Errorf("%s %s: no reason: %s", person, link, text(body))
				}
				seen++
			}
		}
	}
	if seen < 40 {
		t.Errorf("only %d items were looked at", seen)
	}
	_, body := s.get("care", "/min-resa/varfor/vard-och-omsorg/forflyttning")
	says(t, body, "Förflyttning", "Göteborg har bestämt att du ska gå kursen. Gäller från 1 juni 2025. Göteborg skriver: Många skadar ryggen.", "Stämmer det inte?")
	_, body = s.get("care", "/min-resa/varfor/vard-och-omsorg/demens-abc")
	says(t, body, "Gå Bemötande först. Sedan kan du börja på den här kursen. Grunden kommer först.")
	_, body = s.get("care", "/min-resa/varfor/vard-och-omsorg/bemotande")
	says(t, body, "Du har gått kursen tidigare. Den gällde till 1 januari 2026. Gå den igen.")
	_, body = s.get("mas", "/min-resa")
	says(t, body, "Innehållet för dig som är MAS är under utredning.")
	_, body = s.get("soc", "/min-resa")
	says(t, body, "Inget är bestämt för dig just nu.", "Du är i steget Erfaren. Vi föreslår det efter dina år i arbetet.", "Byt steg", "Ny", "Van", "mer än 5 år i arbetet", "Här är du nu.")
	_, body = s.get("care", "/min-resa")
	says(t, body, "Du ska vara klar senast 31 december 2025", "Gå Bemötande först")
}

func TestItemPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.employ("amina", "underskoterska", "aldreomsorg", "2025-12-01")
	for address, want := range map[string]int{
		"/min-resa/punkt/vard-och-omsorg/prata-om-kursen": 200, "/min-resa/punkt/vard-och-omsorg/chef-om-resan": 404, "/min-resa/punkt/borta/x": 404,
		"/min-resa/punkt/vard-och-omsorg/bemotande": 303, "/min-resa/varfor/barn-och-unga/bemotande": 404, "/min-resa/steg/vard-och-omsorg": 404,
	} {
		status, body := s.get("amina", address)
		if status != want {
			t.Errorf("%s: %d, want %d", address, status, want)
		}
		if want != 303 {
			whole(t, body)
		}
	}
	for _, address := range []string{"/min-resa", "/min-resa/redan-gatt", "/min-resa/steg/barn-och-unga"} {
		if status, _ := s.get("", address); status == http.StatusOK {
			t.Errorf("a visitor sees %s", address)
		}
	}
}

func TestWhatHasBeenLearntBefore(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.employ("amina", "underskoterska", "aldreomsorg", "2025-12-01")
	s.done("amina", "bemotande", "", s.now)
	_, body := s.get("amina", "/min-resa/redan-gatt")
	whole(t, body)
	says(t, body, "Vad har du redan gått?", "Basala hygienrutiner", "Demens ABC", "Svenskt Demenscentrum", "Jag vill börja med att lära mig telefonen och datorn", "Spara och gå vidare")
	if strings.Contains(body, `value="bemotande"`) {
		t.Error("what is done is asked for")
	}
	answer := s.post("amina", "/min-resa/redan-gatt", url.Values{"course": {"demens-abc", "pfa", "hittepa"}, "digital": {"1"}})
	if answer.Code != http.StatusSeeOther || answer.Header().Get("Location") != "/min-resa" {
		t.Errorf("%d %s", answer.Code, answer.Header().Get("Location"))
	}
	_, body = s.get("amina", "/min-resa?visa=lista")
	whole(t, body)
	says(t, body, "Din resa: Vård och omsorg", "Demens ABC", "Tillgodoräknad")
	if strings.Contains(body, "hittepa") {
		t.Error("a course that was not offered was credited")
	}
	_, body = s.get("amina", "/min-resa/varfor/vard-och-omsorg/demens-abc")
	says(t, body, "Du har sagt att du redan har gått kursen. Därför räknas den.")
	_, body = s.get("amina", "/min-resa/varfor/vard-och-omsorg/digital-grund")
	says(t, body, "Kursen står först därför att du har bett om den.")
}

func TestChoosingAStep(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.employ("soc", "socialsekreterare", "barn-och-unga", "2025-12-01")
	const address = "/min-resa/steg/barn-och-unga"
	_, body := s.get("soc", address)
	whole(t, body)
	says(t, body, "Ditt steg", "Du är i steget Ny.", "Du kan gå kurser i alla steg.", "Vilket steg passar dig?", "Ny", "Van", "Erfaren", "Varför passar det dig?")
	for name, c := range map[string]struct {
		form url.Values
		says string
		kept string
	}{
		"no step":            {url.Values{"note": {"Jag kan det här"}}, "Välj ett av stegen.", "Jag kan det här</textarea>"},
		"a step that is not": {url.Values{"step": {"x"}}, "Välj ett av stegen.", ""},
		"an identity number": {url.Values{"step": {"van"}, "note": {"Jag är 19800101-1231"}}, "Texten har ett personnummer.", `value="van" checked`},
		"too long":           {url.Values{"step": {"van"}, "note": {strings.Repeat("å", 1001)}}, "Texten är för lång.", `value="van" checked`},
	} {
		answer := s.post("soc", address, c.form)
		body := answer.Body.String()
		whole(t, body)
		says(t, body, c.says, c.says) // in the box and at the field
		if answer.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "<title>Fel: ") || !strings.Contains(body, c.kept) {
			t.Errorf("%s: %d; keeps %q: %v", name, answer.Code, c.kept, strings.Contains(body, c.kept))
		}
	}
	if answer := s.post("soc", address, url.Values{"step": {"erfaren"}, "note": {" Jag har gjort det länge. "}}); answer.Code != http.StatusSeeOther {
		t.Error(answer.Code)
	}
	_, body = s.get("soc", address)
	says(t, body, "Du har valt steget Erfaren.", "Jag har gjort det länge.")
	if answer := s.post("soc", "/min-resa/steg/borta", url.Values{"step": {"van"}}); answer.Code != http.StatusNotFound {
		t.Error(answer.Code)
	}
}

func TestHomeTakesFewStatements(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.employ("amina", "underskoterska", "aldreomsorg", "2025-12-01")
	s.get("amina", "/min-resa") // reads definitions once
	var asked []string
	s.Journeys.DB.Watch(func(q string) { asked = append(asked, strings.Join(strings.Fields(q), " ")) })
	began := time.Now()
	s.get("amina", "/min-resa")
	t.Logf("%d statements, %s", len(asked), time.Since(began).Round(time.Millisecond))
	if len(asked) > 12 {
		t.Errorf("%d statements:\n%s", len(asked), strings.Join(asked, "\n"))
	}
}
