package staffingweb_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/webtest"
	"yrkesresan/internal/staffing"
)

// look holds a page against every view.
func look(t *testing.T, p *browsertest.Page, name string) {
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
	p.As(browsertest.Phone)
	p.NoOverflow(t)
	p.Targets(t)
	p.TabWalk(t)
}

func TestStaffingPagesInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	first, second := w.day(30, 2), w.day(40, 20)
	karin, kim := w.As("karin"), w.As("kim")
	greta := w.crew()["greta"]
	karin.Done("/min-grupp/bemanning/grupper", url.Values{"enhet": {"solen"}, "g." + greta.Job(): {"night"}, "was." + greta.Job(): {""}})
	karin.Done("/min-grupp/bemanning/forslag", url.Values{"enhet": {"solen"}, "kurs": {"forflyttning"}, "p.amina": {first.ID}, "p.bengt": {first.ID}, "p.greta": {second.ID}, "gor": {"boka"}})
	stands, err := w.Staffing.Save(t.Context(), w.Actor("karin"), staffing.Record{Kind: staffing.Study, PersonID: "carmen", UnitID: "solen", Education: "Specialistundersköterska", From: "2026-03-01", Until: "2026-05-31", Hours: 120, Paid: true, Cost: 24000, Funding: staffing.Elderly})
	if err != nil {
		t.Fatal(err)
	}
	for name, at := range map[string]struct {
		who  *webtest.Visitor
		path string
	}{
		"hem": {karin, "/min-grupp/bemanning"}, "grans": {karin, "/min-grupp/bemanning/grans"}, "grupper": {karin, "/min-grupp/bemanning/grupper"}, "valj": {karin, "/min-grupp/bemanning/forslag"},
		"forslag": {karin, "/min-grupp/bemanning/forslag?kurs=forflyttning"}, "timmar": {karin, "/min-grupp/bemanning/timmar?ar=2026"}, "ny": {karin, "/min-grupp/bemanning/timmar/ny"},
		"post": {karin, "/min-grupp/bemanning/timmar/" + stands.ID}, "kostar": {karin, "/min-grupp/bemanning/uppfoljning?ar=2026"}, "lyftet": {kim, "/kommun/aldreomsorgslyftet?ar=2026"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			at.who.Open(p)
			p.Open(w.Base + at.path)
			look(t, p, name)
		})
	}
}

// A manager on a phone, without script: says who works at night, gets a proposal, changes it, books it, notes a
// substitute and reads what it cost.
func TestAManagerStaffsACourseDayWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	day := w.day(30, 5)
	w.day(40, 5)
	p := b.Page(t, browsertest.Phone)
	w.As("karin").Open(p)
	p.As(browsertest.Phone.NoScript())
	p.Open(w.Base + "/min-grupp/bemanning")
	p.Sees("Ingen på enheten har en kursdag")
	p.Click("Dag, kväll och natt")
	p.Select("När Greta Exempel brukar arbeta", "Natt")
	p.Click("Spara")
	p.Sees("Sparat för 1 person.")
	p.Click("Fördela en kurs")
	p.Click("Gör ett förslag")
	p.Sees("Vem går när", "kommer efter en natt")
	p.Select("Dag för Amina Exempel", "Ingen dag")
	p.Click("Kontrollera")
	p.Sees("Inget att tänka på. Du kan boka.")
	p.Click("Boka de här dagarna")
	p.Sees("är bokad")
	p.Open(w.Base + "/min-grupp/bemanning/timmar/ny")
	p.Select("Vem går kursen?", "Bengt Exempel")
	p.Select("Kurs", "Förflyttning och hjälpmedel")
	p.Type("Första dagen", day.FirstDay)
	p.Type("Timmar", "7,5")
	p.Type("Kostnad i kronor", "2400")
	p.Click("Spara")
	p.Sees("Sparat.")
	p.Open(w.Base + "/min-grupp/bemanning/uppfoljning?ar=" + day.FirstDay[:4])
	p.Sees("2 400 kronor")
}
