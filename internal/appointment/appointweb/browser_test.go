package appointweb_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/internal/appointment"
	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/practice"
)

// A manager appoints, another municipality's manager and the person say yes, a learner sees the språkombud: by plain
// pages, without script.
func TestAppointingAcrossMunicipalitiesInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	w.switchOn("sprakombud")
	p := b.Page(t, browsertest.Desktop)
	p.As(browsertest.Desktop.NoScript())
	w.As("karin").Open(p)
	p.Open(w.Base + "/min-grupp/ledare?enhet=solen")
	p.Click("Utse ett språkombud")
	p.Click("Amina Exempel")
	p.Click("Utse ett språkombud")
	p.Sees("Personen är på väg")
	p.Open(w.Base + "/min-grupp/ledare/ny?enhet=solen&typ=leader&hos=Ale&nummer=" + w.number("ali"))
	p.Click("Fråga om lån")
	p.Sees("Frågan är skickad")
	own, err := w.Appointments.Own(t.Context(), w.Actor("ali"))
	w.must(err)
	for _, who := range []string{"maja", "ali"} {
		w.As(who).Open(p)
		p.Open(w.Base + "/min-grupp/ledare/uppdrag/" + own[0].ID)
		p.Click("Säg ja")
		p.Sees("Du har sagt ja")
	}
	p.Sees("Gäller")
	w.Complete("amina", "sprakombud", "Språkombud", w.Now())
	w.must(w.Appointments.OnSettle(t.Context(), appointment.Settle{PersonID: "amina"}))
	w.As("bengt").Open(p)
	p.Open(w.Base + "/ombud")
	p.Sees("Amina Exempel, språkombud")
	p.Sees("Ali Exempel, ledare för arbetsplatslärande")
}

// Every page of the room is readable on a phone and a desk, light and dark.
func TestThePagesOfAppointmentsInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	ctx := t.Context()
	w.switchOn("sprakombud", "kompetensombud", "yrkesambassador")
	appoint := func(p appointment.Proposal) appointment.Appointment {
		x, err := w.Appointments.Appoint(ctx, w.Actor("karin"), p)
		w.must(err)
		return x
	}
	leads := appoint(appointment.Proposal{Kind: rule.Leader, PersonID: "amina", Places: []string{"solen", "manen"}, Task: "Håller i en träff i månaden."})
	lent := appoint(appointment.Proposal{Kind: rule.Leader, LenderID: other, Number: w.number("ali"), Places: []string{"manen"}})
	appoint(appointment.Proposal{Kind: rule.LanguageRep, PersonID: "bengt", Places: []string{"solen"}})
	appoint(appointment.Proposal{Kind: rule.CompetenceRep, PersonID: "bengt", Places: []string{"solen"}})
	appoint(appointment.Proposal{Kind: rule.Ambassador, PersonID: "amina", Places: []string{"solen"}})
	w.Complete("amina", "yrkesambassador", "Yrkesambassadör", w.Now())
	w.must(w.Appointments.OnSettle(ctx, appointment.Settle{PersonID: "amina"}))
	w.must(w.Appointments.SaveSetting(ctx, w.Actor("kim"), appointment.Setting{EmployerID: gaptest.Town, Kind: rule.Ambassador, Setting: rule.Shipped(rule.Ambassador), Contact: "ambassad@goteborg.example"}))
	w.must(w.Appointments.Ask(ctx, appointment.Request{EmployerID: gaptest.Town, School: "Björkskolan", Contact: "larare@skola.example", Wish: "Vecka 5, årskurs 9."}, "1"))
	_, err := w.Practice.AddNetwork(ctx, w.Actor("kim"), practice.Network{OwnerID: gaptest.Town, Name: "Ledarnätverket", About: "Vi delar det vi provat.", Audience: "leader"})
	w.must(err)
	for name, at := range map[string]struct{ who, path string }{
		"enhet": {"karin", "/min-grupp/ledare?enhet=solen"}, "ny": {"karin", "/min-grupp/ledare/ny?enhet=solen&typ=leader&sok=Bengt"}, "lan": {"karin", "/min-grupp/ledare/ny?enhet=solen&typ=leader&hos=Ale&nummer=" + w.number("ali")},
		"ett": {"karin", "/min-grupp/ledare/uppdrag/" + leads.ID}, "svara": {"maja", "/min-grupp/ledare/uppdrag/" + lent.ID}, "fraga": {"maja", "/min-grupp/ledare"},
		"kommun": {"kim", "/kommun/ledare"}, "utan": {"kim", "/kommun/ledare/utan?typ=competence_rep"}, "regler": {"kim", "/kommun/ledare/regler"}, "forfragan": {"kim", "/kommun/ledare/forfragningar"},
		"mitt": {"amina", "/ledare"}, "ombud": {"bengt", "/ombud"}, "skolor": {"", "/yrkesambassadorer"}, "skola": {"", "/yrkesambassadorer/" + gaptest.Town},
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
			if name == "ny" {
				p.TabWalk(t)
			}
		})
	}
}
