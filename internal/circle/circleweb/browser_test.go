package circleweb_test

import (
	"testing"

	"yrkesresan/internal/circle/circletest"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/webtest"
)

// A leader plans a meeting for the unit, asks a nurse from another unit, holds it and agrees on something; the nurse has
// it in the own record, and the manager sees that it was held. The pages are whole on a phone and a desk, light and dark.
func TestAMeetingFromPlanToRecordInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	p := b.Page(t, browsertest.Phone)
	lena := w.As(circletest.Leader)
	lena.Open(p)
	p.Open(w.Base + "/traffar")
	p.Click("Planera träffar")
	p.Sees("Steg 1 av 3")
	p.Axe(t)
	p.Click("Reflektera i sex steg")
	p.Sees("Steg 2 av 3")
	p.Axe(t)
	p.NoOverflow(t)
	p.Eval(`document.querySelector('[name=dag]').value = "`+w.Day(0)+`"`, nil)
	p.Click("Gå till vilka som är med")
	p.Sees("Steg 3 av 3", "Alla på Solen")
	p.Axe(t)
	p.Click("Planera och bjud in")
	p.Sees("Träffarna är planerade")
	p.Axe(t)
	p.NoOverflow(t)
	serie := p.Path()
	p.Click("Bjud in eller ta bort")
	p.Type("Namn eller anställningsnummer", "Nina")
	p.Click("Hitta kollegor")
	p.Sees("Nina Exempel")
	p.Click("Bjud in Nina Exempel")
	p.Sees("Personen är inbjuden")
	p.As(browsertest.Desktop.Dark())
	p.Axe(t)
	p.TabWalk(t)

	own, err := w.Circles.OwnMeetings(t.Context(), w.Actor(circletest.Leader))
	if err != nil || len(own) != 1 {
		t.Fatal(own, err)
	}
	w.Was(own[0].ID, circletest.Nurse)
	p.As(browsertest.Phone)
	p.Open(w.Base + "/traff/" + own[0].ID + "/hallen")
	p.Sees("minuter")
	w.Hold(own[0].ID, 60)
	lena.Form("/traff/"+own[0].ID+"/overens", webtest.Pairs("vad", "Vi frågar om livsberättelsen", "agare", circletest.Nurse, "uppfoljning", w.Day(14)), 303)
	p.Open(w.Base + serie)
	p.Sees("Hållen", "2 var med", "Vi frågar om livsberättelsen")
	p.Axe(t)
	p.Targets(t)

	nina := w.As(circletest.Nurse)
	nina.Open(p)
	p.Open(w.Base + serie)
	p.Sees("Du var med.")
	if got := len(w.facts(t, circletest.Nurse)); got != 1 {
		t.Errorf("the nurse has %d facts", got)
	}
	w.As(circletest.Manager).Open(p)
	p.As(browsertest.Desktop)
	p.Open(w.Base + "/traffar/enhet")
	p.Sees("1 av 1 träffar är hållen")
	p.Axe(t)
	p.Open(w.Base + serie)
	p.SeesNot("Nina Exempel, Månen")
	p.Axe(t)
}
