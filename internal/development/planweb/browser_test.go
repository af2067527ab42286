package planweb_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"yrkesresan/internal/development"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
)

// planned is a world with plans in every state.
func planned(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	ctx, karin := t.Context(), w.Actor("karin")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := w.Plans.SetHead(ctx, karin, amina(), development.Head{Goals: "Trygg i mötet med den som har demens.", From: "2026-01-01", Until: "2026-12-31", FollowOn: "2026-11-01", Study: development.Study{Hours: 2, Per: "week", Paid: true, Note: "Tisdagar efter lunch."}}, 0)
	must(err)
	for _, i := range []development.Item{{How: development.ByCourse, Ref: "demens-abc", Requirement: gaptest.Key("demens")}, {How: development.ByOther, Title: "Gå bredvid Bengt en vecka", Responsible: "Amina", Due: "2026-10-01"},
		{How: development.ByValidation, Requirement: gaptest.Key("utbildning"), Due: "2027-06-01", Responsible: "Chefen"}} {
		i.Whose = amina()
		_, _, err := w.Plans.Add(ctx, karin, i)
		must(err)
	}
	w.Complete("amina", "demens-abc", "Demens ABC", time.Now())

	plan, err := w.Plans.Of(ctx, karin, amina())
	must(err)
	must(w.Plans.Agree(ctx, karin, amina(), plan.Revision))
	must(w.Plans.Agree(ctx, w.Actor("amina"), amina(), plan.Revision))
	_, err = w.Plans.AddDuty(ctx, karin, development.Duty{PersonID: "amina", Duty: "Handleder nya i bemötande", Title: "Demens ABC", Near: development.NearUsers, From: "2026-11-01"})
	must(err)
	_, _, err = w.Plans.Add(ctx, karin, development.Item{Whose: development.Unit("solen"), How: development.ByRecruit, Requirement: gaptest.Key("sjukskoterska"), Responsible: "Enhetschefen", Due: "2027-03-01"})
	must(err)
	return w
}

func TestPlanPagesInABrowser(t *testing.T) {
	b, w := browsertest.New(t), planned(t)
	w.Employ("rita", "solen", "underskoterska")
	w.Grant("rita", may.Region, rss)
	amina, karin, kim, rita := w.As("amina"), w.As("karin"), w.As("kim"), w.As("rita")
	_, _, err := w.Plans.Add(t.Context(), w.Actor("rita"), development.Item{Whose: development.Area(rss, "socialpsykiatri"), How: development.ByDay, Title: "Gemensam dag om samsjuklighet", Due: "2027-05-01"})
	if err != nil {
		t.Fatal(err)
	}
	sheet, _, err := w.Plans.StageSheet(t.Context(), w.Actor("karin"), "solen", development.OfPerson, []development.SheetRow{{Row: 2, PersonID: "amina", How: development.ByOther, Title: "Läs om läkemedel", State: development.Planned}})
	if err != nil {
		t.Fatal(err)
	}
	closed := w.closedUnit()
	plan, err := w.Plans.Of(t.Context(), w.Actor("karin"), amina0())
	if err != nil {
		t.Fatal(err)
	}
	for name, at := range map[string]struct {
		who  *webtest.Visitor
		path string
	}{
		"egen": {amina, "/min-kompetens/plan"}, "andra": {amina, "/min-kompetens/plan/andra"}, "lagg-till": {amina, "/min-kompetens/plan/lagg-till"}, "del": {amina, "/min-kompetens/plan/del/" + plan.Items[0].ID},
		"grupp": {karin, "/min-grupp/plan"}, "person": {karin, "/min-grupp/plan/person/amina"}, "uppdrag": {karin, "/min-grupp/plan/person/amina/uppdrag"}, "folj": {karin, "/min-grupp/plan/person/amina/uppfoljning"},
		"enhet": {karin, "/min-grupp/plan/enhet"}, "ark": {karin, "/min-grupp/plan/ark"}, "utan": {karin, "/min-grupp/plan/uppdrag"}, "plats": {kim, "/plan"}, "omrade": {kim, "/plan/omrade/socialpsykiatri"},
		"rekrytera": {kim, "/plan/rekrytering"}, "rapport": {kim, "/plan/uppdrag"}, "period": {kim, "/plan/ny-period"},
		"ark-visat": {karin, "/min-grupp/plan/ark/" + sheet}, "tidigare": {kim, "/plan/tidigare?plan=" + closed},
		"rss": {rita, "/rss/plan/socialpsykiatri"}, "rss-lagg-till": {rita, "/rss/plan/socialpsykiatri/lagg-till"}, "rss-andra": {rita, "/rss/plan/socialpsykiatri/andra"},
		"egen-enhet": {amina, "/min-kompetens/plan/enhet"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			at.who.Open(p)
			p.Open(w.Base + at.path)
			look(t, p, name)
		})
	}
}

// closedUnit is the plan of a unit that has ended.
func (w *world) closedUnit() string {
	w.T.Helper()
	w.Place("unit", "tomten", "Tomten", "omr")
	_, _, err := w.Plans.Add(w.T.Context(), w.Actor("kim"), development.Item{Whose: development.Unit("tomten"), How: development.ByOther, Title: "Packa ihop"})
	if err != nil {
		w.T.Fatal(err)
	}
	end := org.NewChange(org.End, "tomten", w.Staff.Today())
	end.EmployerID = gaptest.Town
	if _, err := w.Tree.Decide(w.T.Context(), may.Operator(), end, "", w.Staff.Today(), time.Now()); err != nil {
		w.T.Fatal(err)
	}
	all, err := w.Plans.Closed(w.T.Context(), w.Actor("kim"), gaptest.Town)
	if err != nil || len(all) != 1 {
		w.T.Fatalf("%v %+v", err, all)
	}
	return all[0].ID
}

// A manager sends a sheet back, sees what it would do and takes it in, without script.
func TestASheetComesBackWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	id, _, err := w.Plans.StageSheet(t.Context(), w.Actor("karin"), "solen", development.OfPerson, []development.SheetRow{{Row: 2, PersonID: "amina", How: development.ByOther, Title: "Läs om läkemedel", State: development.Planned}})
	if err != nil {
		t.Fatal(err)
	}
	p := b.Page(t, browsertest.Phone)
	w.As("karin").Open(p)
	p.As(browsertest.Phone.NoScript())
	p.Open(w.Base + "/min-grupp/plan/ark")
	p.Sees("Hämta medarbetarnas planer")
	p.Open(w.Base + "/min-grupp/plan/ark/" + id)
	stop := w.work()
	p.Click("Spara i planerna")
	stop()
	p.Open(w.Base + "/min-grupp/plan/person/amina")
	p.Sees("Läs om läkemedel")
}

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

// A carer at night, on a phone, without script: puts something in the plan and says yes.
func TestACarersPlanWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	p := b.Page(t, browsertest.Phone)
	w.As("amina").Open(p)
	p.As(browsertest.Phone.NoScript())
	p.Open(w.Base + "/min-kompetens/plan")
	p.Sees("Planen är tom", "Förslag: det här saknas")
	p.Click("Lägg till i planen")
	p.Click("Lägg till")
	if p.Status() != http.StatusUnprocessableEntity {
		t.Errorf("an empty form: %d", p.Status())
	}
	p.Sees("Välj hur.")
	p.Select("Hur", "Annat sätt")
	p.Type("Vad", "Gå bredvid Bengt en vecka")
	p.Click("Lägg till")
	p.Sees("Tillagt i planen.", "Gå bredvid Bengt en vecka")
	p.Click("Jag säger ja till planen")
	p.Sees("Planen väntar på att din chef säger ja.")
	if to, _ := w.As("karin").Form("/min-grupp/plan/person/amina/ja", url.Values{"revision": {"2"}}, 303); to == "" {
		t.Error("the manager could not say yes")
	}
	p.Open(w.Base + "/min-kompetens/plan")
	p.Sees("Ni är överens om planen.")
}

// rss is the regional support that Göteborg belongs to.
const rss = "rss-GR"
