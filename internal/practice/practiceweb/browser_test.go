package practiceweb_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/internal/attendance/attendancetest"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/practice"
	"yrkesresan/internal/practice/rule"
)

// An assessor in a practice room signs off with a phone, without script.
func TestSigningOffWithAPhoneWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	w.station()
	p := b.Page(t, browsertest.Phone)
	w.As("tora").Open(p)
	p.As(browsertest.Phone.NoScript())
	p.Open(w.Base + floor)
	p.Click("Amina Exempel")
	p.Click("Rätt patient")
	p.Click("Rent fält")
	p.Click("Godkänd")
	p.Click("Spara bedömningen")
	p.Sees("Amina Exempel: Godkänd, 1 försök")
}

// Every page of the room is readable on a phone and a desk, light and dark.
func TestThePagesOfPracticeInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	ctx, rita := t.Context(), w.Actor("rita")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	s := w.station()
	must(w.Practice.Sign(ctx, w.Actor("tora"), practice.Try{ID: "k1", StationID: s.ID, BookingID: "plats-amina", Passed: true, Ticked: []int{1, 2}, Note: "Lugn och säker."}))
	must(w.Practice.Sign(ctx, w.Actor("tora"), practice.Try{ID: "k2", StationID: s.ID, BookingID: "plats-bengt", Ticked: []int{0}}))
	w.Exec(`UPDATE skill_due SET due_on = $1`, w.Staff.Today())
	r, err := w.Practice.Ask(ctx, w.Actor("maria"), practice.Request{UnitID: "solen", Need: "Vård vid epidermolysis bullosa", People: 6, By: w.Staff.Today()})
	must(err)
	pilot, err := w.Practice.AddPilot(ctx, rita, practice.Pilot{OwnerID: attendancetest.RSS, Name: "Kliniskt träningscentrum", Cap: 60, Needs: "Många är osäkra.", Goals: "Säkra händer.", Way: "Stationer.", Plan: "Våren."})
	must(err)
	must(w.Practice.Decide(ctx, rita, pilot.ID, rule.Trial, "Vi börjar i liten skala.", 1))
	must(w.Practice.Link(ctx, rita, pilot.ID, attendancetest.Day))
	must(w.Practice.Learn(ctx, rita, pilot.ID, practice.Lesson{OccasionID: attendancetest.Day, Lesson: "Kön blev lång.", Changes: "Två stationer."}))
	n, err := w.Practice.AddNetwork(ctx, rita, practice.Network{OwnerID: attendancetest.RSS, Name: "Kliniskt lärande", About: "Vi delar det vi provat."})
	must(err)
	must(w.Practice.AddMeetings(ctx, rita, practice.Meeting{NetworkID: n.ID, Day: w.Staff.Today(), Begins: "13:00", Ends: "14:30", Link: "https://mote.example/1"}, 2, 4))
	must(w.Practice.Join(ctx, w.Actor("amina"), n.ID))
	for name, at := range map[string]struct{ who, path string }{
		"hem": {"rita", "/ovning"}, "stationer": {"rita", stations}, "station": {"rita", stations + "/" + s.ID}, "bedom": {"tora", floor}, "person": {"tora", floor + "?station=" + s.ID + "&plats=plats-bengt"},
		"mina": {"amina", "/ovning/mina"}, "grupp": {"maria", "/min-grupp/ovning"}, "kontroll": {"maria", "/min-grupp/ovning/kontroll?enhet=solen&station=" + s.ID + "&plats=plats-amina"},
		"be": {"maria", "/min-grupp/ovning/forfragan"}, "forfragan": {"rita", "/ovning/forfragningar/" + r.ID + "?gor=tilldela"}, "pilot": {"rita", "/ovning/piloter/" + pilot.ID},
		"delar": {"rita", "/ovning/piloter/" + pilot.ID + "/delar"}, "natverk": {"amina", "/natverk/" + n.ID}, "skota": {"rita", "/ovning/natverk/" + n.ID},
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
			if name == "person" {
				p.TabWalk(t)
			}
		})
	}
}
