package app_test

import (
	"net/url"
	"strings"
	"testing"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui/uitest"
)

const tailorAt = "/anpassa/unit-1480/vard-och-omsorg"

// A manager makes the journey the unit's own, without script: looks, changes, sees whom it touches, saves.
func TestAManagerTailorsWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	p := b.Page(t, browsertest.Phone.NoScript())
	w.enter(t, p, "manager-1480")
	p.Open(w.base + "/anpassa")
	p.Sees("Anpassa resor", "Som uppifrån")
	p.Click("Vård och omsorg")
	p.Sees("Ni har inte ändrat något.", "Uppifrån:")
	p.Open(w.base + tailorAt + "/andra?punkt=forflyttning")
	p.Click("Obligatorisk")
	p.Type("Varför?", "Se 19800101-1231.")
	p.Click("Spara i utkastet")
	if p.Status() != 422 {
		t.Error(p.Status())
	}
	p.Type("Varför?", "Flera har ont i ryggen.")
	p.Type("Inom hur många dagar ska den vara klar?", "60")
	p.Click("Spara i utkastet")
	p.Sees("Det är sparat i utkastet.", "Det finns ett utkast", "Ändrad hos er")
	p.Click("Se vad som ändras")
	p.Sees("Det här ändras", "Flera har ont i ryggen.", "Vem det rör")
	p.Click("Spara från och med den dagen")
	p.Sees("Det är sparat.", "Ni har ändrat 1 sak.")
	p.Click("Historik")
	p.Sees("Från och med", "Du, ")
}

// Every page of tailoring, as it looks when there is most to see.
func TestTailoringInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	layer := func(node, from string, ops ...plan.Op) {
		t.Helper()
		if problems, err := w.app.Journeys.SetLayer(t.Context(), may.Operator(), node, "vard-och-omsorg", ops, from); err != nil {
			t.Fatal(problems, err)
		}
	}
	layer("unit-1480", "2026-01-01", plan.Op{Kind: plan.Require, Item: "forflyttning", Due: &plan.Due{Days: 60, From: plan.FromAssigned}, Why: "Flera har ont i ryggen."}, plan.Op{Kind: plan.Hide, Item: "akk"})
	layer("k-1480", "2026-02-01", plan.Op{Kind: plan.Hide, Item: "bemotande"}, plan.Op{Kind: plan.Require, Item: "forflyttning"}, plan.Op{Kind: plan.Add, Item: "egen", Title: "Vår egen text", Text: "Läs."})
	p := b.Page(t, browsertest.Phone)
	c := w.enter(t, p, "manager-1480")
	for path, form := range map[string]url.Values{
		tailorAt + "/lagg-till":                    {"slag": {"text"}, "titel": {"Vår rutin"}, "why": {"Läs rutinen."}},
		"/anpassa/unit-1480/kurs/bemotande/lokalt": {"gor": {"spara"}, "stalle": {"start"}, "slag": {"task"}, "titel": {"Hitta pärmen"}, "text": {"Den står i **personalrummet**."}},
	} {
		if strings.Contains(path, "lagg-till") {
			lt, err := w.app.Journeys.Tailoring(t.Context(), may.Operator(), "unit-1480", "vard-och-omsorg")
			if err != nil {
				t.Fatal(err)
			}
			form.Set("lager", lt.Layer.ID)
		}
		r, err := c.PostForm(w.base+path, form)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != 303 {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
	for _, path := range []string{"/anpassa", tailorAt, tailorAt + "/andra?punkt=forflyttning", tailorAt + "/lagg-till?sok=h", tailorAt + "/granska", tailorAt + "/historik", tailorAt + "/skillnader",
		"/anpassa/oversikt/vard-och-omsorg", "/anpassa/unit-1480/kurs/bemotande/lokalt", "/kurs/bemotande"} {
		_, page := w.body(t, c, path)
		uitest.Page(t, page)
		p.Open(w.base + path)
		w.inspect(t, p, strings.NewReplacer("/", "_", "?", "_").Replace("tailor"+path))
	}
	p.Open(w.base + tailorAt + "/skillnader")
	p.Sees("har bestämt om Förflyttning", "Vi svarar senare")
	p.Open(w.base + "/kurs/bemotande")
	p.Sees("Lokalt från Hemtjänst 1480", "Hitta pärmen")
}
