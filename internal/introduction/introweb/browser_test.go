package introweb_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/internal/introduction"
	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/platform/browsertest"
)

// A newcomer ticks with one press on a phone without script; the colleague signs with the code on another; the mentor
// and the manager see it.
func TestAnIntroductionInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	ctx := t.Context()
	_, err := w.Introductions.AddItem(ctx, w.Actor("karin"), introduction.WorkItem{NodeID: "solen", When: checklist.FirstDay, Who: checklist.Self, Text: "Hämta nyckel och bricka", Minutes: 10})
	w.must(err)
	id := w.begin("amina", "vard-och-omsorg")
	w.must(w.Introductions.SetGuide(ctx, w.Actor("karin"), id, introduction.MentorPart, "mona"))
	p := b.Page(t, browsertest.Phone.NoScript())
	w.As("amina").Open(p)
	p.Open(w.Base + "/introduktion")
	p.Click("Klart Träffa din mentor. Ni bestämmer när ni ses igen.")
	p.Sees("1 av 20 klara.")
	p.Open(w.Base + "/introduktion/underskrift?introduktion=" + id + "&rad=fara")
	p.Click("Visa en kod")
	p.Sees("Visa koden för kollegan")
	s, err := w.Introductions.Sight(ctx, w.Actor("amina"), id)
	w.must(err)
	bo := b.Page(t, browsertest.Phone.NoScript())
	w.As("bo").Open(bo)
	bo.Open(w.Base + "/introduktion/skriv-under")
	bo.Type("Kod", s.Asked["fara"].Code)
	bo.Click("Titta vad det gäller")
	bo.Click("Ja, skriv under Amina Exempel")
	bo.Sees("Du har skrivit under")
	_, err = w.Introductions.AskSign(ctx, w.Actor("amina"), id, "bredvid-dag", "")
	w.must(err)
	s, err = w.Introductions.Sight(ctx, w.Actor("amina"), id)
	w.must(err)
	for name, at := range map[string]struct{ who, path string }{
		"min": {"amina", "/introduktion"}, "kod": {"amina", "/introduktion/underskrift?introduktion=" + id + "&rad=bredvid-dag"}, "mentor": {"mona", "/introduktion/handledare/" + id}, "samtal": {"mona", "/introduktion/samtal/" + s.Meetings[0].ID},
		"grupp": {"karin", "/min-grupp/introduktion"}, "chef": {"karin", "/min-grupp/introduktion/" + id}, "utse": {"karin", "/min-grupp/introduktion/" + id + "/utse?del=buddy"},
		"punkter": {"karin", "/introduktion/punkter"}, "mall": {"nadia", "/introduktion/mallar/handlaggare"}, "ny-mall": {"nadia", "/introduktion/mallar/ny"}, "kommun": {"kim", "/kommun/introduktion"}, "logg": {"sara", "/introduktion/handledning/ny"},
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
			if name == "min" {
				p.TabWalk(t)
			}
		})
	}
}
