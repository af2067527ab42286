package seatweb_test

import (
	"strings"
	"testing"

	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/webtest"
)

// TestAnOrganisersWalkWithoutScript divides seats from a proposal, moves some, books a guest and reads the roll.
func TestAnOrganisersWalkWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	o := w.day("2027-01-20", 10)
	w.book("rut", o, "anna")
	p := b.Page(t, browsertest.Phone)
	w.As("rut").Open(p)
	p.As(browsertest.Phone.NoScript())
	at := w.Base + "/kurstillfallen/" + o.ID
	p.Open(at + "/platser")
	p.Click("Fördela platserna")
	p.Type("Hur många platser ska fördelas?", "8")
	p.Click("Visa förslaget")
	p.Sees("Det är inte sparat.", "2 platser blir gemensamma.")
	look(t, p, "platser-andra")
	p.As(browsertest.Phone.NoScript())
	p.Type("Varför ändrar du?", "Efter antal anställda")
	p.Click("Spara fördelningen")
	p.Sees("Fördelningen är sparad.", "Göteborg fick")
	p.Click("Flytta platser")
	look(t, p, "platser-flytta")
	p.As(browsertest.Phone.NoScript())
	p.Select("Från", "Göteborg: 5 lediga")
	p.Select("Till", "Mölndal")
	p.Type("Hur många?", "2")
	p.Click("Flytta platserna")
	p.Sees("Skriv varför.")
	p.Type("Varför?", "Mölndal har fler som väntar")
	p.Click("Flytta platserna")
	p.Sees("Platserna är flyttade.", "2 platser flyttade från Göteborg till Mölndal")
	look(t, p, "platser")
	p.As(browsertest.Phone.NoScript())
	p.Open(at + "/platser")
	p.Click("Deltagare")
	p.Click("Lägg till en gäst")
	look(t, p, "gast")
	p.As(browsertest.Phone.NoScript())
	p.Type("Organisation", "Regionen")
	p.Type("Namn", "Gästa Gäst")
	p.Type("E-post", "gast@example.org")
	p.Click("Lägg till gästen")
	p.Sees("Gästen är tillagd.", "Gästa Gäst", "Anna Exempel")
	look(t, p, "deltagare")
	p.Open(at + "/deltagare/utskrift")
	look(t, p, "utskrift")
}

// TestAContactsWalkWithoutScript names people, orders the list, and gives seats back, as the municipal contact.
func TestAContactsWalkWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	o, next := w.day("2027-01-20", 3), w.day("2027-02-10", 8)
	w.quotas(o, goteborg, 2, molndal, 1)
	w.quotas(next, goteborg, 5)
	w.ask(o, "david")
	w.book("rut", o, "gun")
	p := b.Page(t, browsertest.Phone)
	w.As("kim").Open(p)
	p.As(browsertest.Phone.NoScript())
	p.Open(w.Base + "/kommun")
	p.Click("Kursdagar och platser")
	p.Sees("1 person har frågat och väntar på svar.")
	look(t, p, "kommun-kursdagar")
	p.As(browsertest.Phone.NoScript())
	p.Open(w.Base + "/kommun/kursdagar/" + o.ID)
	p.Type("Sök på namn", "exempel")
	p.Submit()
	look(t, p, "kommun-namnge")
	p.As(browsertest.Phone.NoScript())
	for _, name := range []string{"Anna Exempel", "Bo Exempel", "Cecilia Exempel"} {
		p.Click(name)
	}
	p.Click("Boka dem jag har valt")
	p.Sees("Så gick det", "1. Bo Exempel", "2. Cecilia Exempel", "Andra arbetsgivare i kommunen: 1 har plats")
	p.SeesNot("Gun")
	look(t, p, "kommun-kursdag")
	line, err := w.Bookings.Queue(t.Context(), w.Actor("kim"), o.ID, goteborg)
	if err != nil || len(line) != 2 {
		t.Fatal(line, err)
	}
	p.Open(w.Base + "/kommun/kursdagar/" + o.ID)
	p.As(browsertest.Phone.NoScript())
	p.Eval(`document.getElementById("`+line[1].ID+`").querySelector("details").open = true`, nil)
	p.Eval(`document.getElementById("ordning-`+line[1].ID+`").value = "1"; document.getElementById("skal-`+line[1].ID+`").value = "Ny i yrket"; document.getElementById("skal-`+line[1].ID+`").focus()`, nil)
	p.Submit()
	p.Sees("Ordningen är ändrad.", "1. Cecilia Exempel")
	p.Open(w.Base + "/kommun/kursdagar/" + next.ID)
	p.Type("Hur många lämnar ni?", "2")
	p.Click("Lämna platserna")
	p.Sees("Platserna är lämnade till den gemensamma potten.", "Göteborg har 3 egna platser.")
	look(t, p, "kommun-lamna")
}

// TestTheOtherPagesInABrowser holds the rest of the pages against every view, with something on them.
func TestTheOtherPagesInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	o := w.day("2027-01-20", 3)
	w.quotas(o, goteborg, 1)
	_, token, err := w.Bookings.Invite(t.Context(), w.Actor("rut"), o.ID, "Region Väst", 1)
	if err != nil {
		t.Fatal(err)
	}
	k := w.book("rut", o, "anna")
	for _, person := range []string{"elsa", "bo", "cecilia", "fia"} {
		w.book("rut", o, person)
	}
	if _, err := w.Bookings.Cancel(t.Context(), w.Actor("rut"), k.ID, "Sjuk"); err != nil {
		t.Fatal(err)
	}
	roll, err := w.Bookings.Roll(t.Context(), w.Actor("rut"), o.ID)
	if err != nil {
		t.Fatal(err)
	}
	offered := ""
	for _, l := range roll {
		if l.State == "offered" {
			offered = l.ID
		}
	}
	other := w.day("2027-02-03", 3)
	w.quotas(other, molndal, 3)
	rut, kim, out := w.As("rut"), w.As("kim"), w.As("")
	at := "/kurstillfallen/" + o.ID
	for name, x := range map[string]struct {
		who  *webtest.Visitor
		path string
	}{
		"reserv": {rut, at + "/reserv"}, "gaster": {rut, at + "/platser/gaster"}, "boka": {rut, at + "/deltagare/boka"}, "bokning": {rut, at + "/deltagare/" + offered},
		"kommun-bokning": {kim, "/kommun/kursdagar/" + o.ID + "/bokning/" + offered}, "gastbokning": {out, "/gastbokning/" + token}, "grupp": {rut, at + "/platser/grupp"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			x.who.Open(p)
			p.Open(w.Base + x.path)
			look(t, p, name)
			if strings.HasPrefix(name, "reserv") {
				p.TabWalk(t)
			}
		})
	}
}
