package uptakeweb_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/uptake"
	"yrkesresan/internal/uptake/rule"
)

// A learner reads a course with a phone, waits for the reflection, is done when it is marked, and writes how it is going to be
// used; the manager adds, and both follow it up. None of it needs script.
func TestFromLessonToUse(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	if err := w.Uptake.Decide(t.Context(), w.Actor("maria"), uptake.Rule{CourseID: "hygien", Decided: rule.Decided{NodeID: "solen", Reflect: rule.Group}}, ""); err != nil {
		t.Fatal(err)
	}
	look := func(p *browsertest.Page, name string) {
		t.Helper()
		if p.Status() != http.StatusOK {
			t.Errorf("%s: %d", p.Path(), p.Status())
		}
		for view, v := range map[string]browsertest.View{"390": browsertest.Phone, "390-mork": browsertest.Phone.Dark(), "1280": browsertest.Desktop, "1280-mork": browsertest.Desktop.Dark()} {
			p.As(v)
			p.Axe(t)
			if dir := os.Getenv("YRKESRESAN_PICTURES"); dir != "" {
				p.Screenshot(filepath.Join(dir, name+"-"+view+".png"))
			}
		}
		p.As(browsertest.Phone.NoScript())
		p.NoOverflow(t)
	}
	amina := b.Page(t, browsertest.Phone)
	w.As("amina").Open(amina)
	amina.As(browsertest.Phone.NoScript())
	amina.Open(w.Base + "/kurs/hygien")
	amina.Click("Börja kursen")
	for range 20 { // the lessons, step by step
		if amina.Path() == "/kurs/hygien/klar" {
			break
		}
		for _, next := range []string{"Nästa sida", "Nästa del", "Jag är klar", "Fortsätt"} {
			if strings.Contains(amina.Text(), next) {
				amina.Click(next)
				break
			}
		}
	}
	amina.Sees("Du har gjort alla delar.")
	amina.Sees("Du är klar med kursen när du har varit med på en reflektionsträff.")
	look(amina, "vantar")

	maria := b.Page(t, browsertest.Phone)
	w.As("maria").Open(maria)
	maria.As(browsertest.Phone.NoScript())
	maria.Open(w.Base + "/min-grupp/anvanda?enhet=solen")
	maria.Sees("Amina Exempel")
	maria.Sees("Planera en träff för 1 person")
	look(maria, "grupp")

	w.reflect("amina")
	amina.Open(w.Base + "/kurs/hygien/klar")
	amina.Sees("Hur ska vi använda det?")
	amina.Click("Hur ska vi använda det?")
	amina.Type("Hur ska du använda det du lärt dig?", "Jag spritar händerna före varje besök.")
	amina.Click("Spara förslaget")
	amina.Sees("Sparat.")
	look(amina, "forslag")

	maria.Open(w.Base + "/min-grupp/anvanda?enhet=solen")
	maria.Click("Amina Exempel")
	maria.Type("Vad vill du lägga till?", "Jag ordnar sprit i bilarna.")
	maria.Click("Spara tillägget")
	maria.Sees("Jag ordnar sprit i bilarna.")
	w.Exec(`UPDATE use_note SET follow_on = $1`, w.Staff.Today())
	maria.Open(w.Base + "/min-grupp/anvanda?enhet=solen")
	maria.Click("Amina Exempel")
	maria.Click("Till viss del")
	maria.Click("Spara hur det gick")
	maria.Sees("chefen: Till viss del.")
	look(maria, "uppfoljt")
}

// The other pages are readable on a phone and a desk, light and dark.
func TestThePagesOfUptakeInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	ctx := t.Context()
	if err := w.Uptake.Decide(ctx, w.Actor("maria"), uptake.Rule{CourseID: "hygien", Decided: rule.Decided{NodeID: "solen", Reflect: rule.Group, UseWeeks: 6}}, ""); err != nil {
		t.Fatal(err)
	}
	tasks, err := w.Uptake.Begin(ctx, w.Actor("maria"), uptake.Together{NodeID: "solen", Courses: []string{"hygien"}, Kind: uptake.Repeat, Due: lang.ISO(time.Now().AddDate(0, 1, 0)), Note: "Vi gör det tillsammans."})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Uptake.SetTarget(ctx, w.Actor("kim"), "k-1480", 90); err != nil {
		t.Fatal(err)
	}
	for i := range 12 { // enough to be told
		w.Employ("ny"+string(rune('a'+i)), "solen", "underskoterska")
	}
	if _, err := w.Studies.Begin(ctx, may.Actor{PersonID: "amina"}, "hygien"); err != nil {
		t.Fatal(err)
	}
	for name, at := range map[string]struct{ who, path string }{
		"regler": {"maria", "/anvanda/regler?plats=solen"}, "tillsammans": {"maria", "/min-grupp/anvanda/tillsammans?plats=solen"}, "kurs": {"maria", "/min-grupp/anvanda/tillsammans/" + tasks[0].ID},
		"tid": {"maria", "/min-grupp/anvanda/tid"}, "kommun": {"kim", "/kommun/reflektionstid"}, "egen": {"amina", "/anvanda"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			w.As(at.who).Open(p)
			p.Open(w.Base + at.path)
			if p.Status() != http.StatusOK {
				t.Errorf("%s: %d", p.Path(), p.Status())
			}
			for view, v := range map[string]browsertest.View{"390": browsertest.Phone, "390-mork": browsertest.Phone.Dark(), "1280": browsertest.Desktop, "1280-mork": browsertest.Desktop.Dark()} {
				p.As(v)
				p.Axe(t)
				if dir := os.Getenv("YRKESRESAN_PICTURES"); dir != "" {
					p.Screenshot(filepath.Join(dir, name+"-"+view+".png"))
				}
			}
			p.As(browsertest.Phone)
			p.NoOverflow(t)
			p.Targets(t)
			if name == "tillsammans" {
				p.TabWalk(t)
			}
		})
	}
}
