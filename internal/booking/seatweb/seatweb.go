// Package seatweb is the pages of who divides the seats of course days and who names people for them: the
// organiser's seats, reserve list, roll and groups, the municipal contact's course days, and the address where an
// organisation outside books its guests.
package seatweb

import (
	"context"
	"embed"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/search"
	"yrkesresan/internal/staff"
)

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Turns limits how often something may be done under a name.
type Turns interface {
	Turn(ctx context.Context, name string, most int64, within time.Duration) (ok bool, err error)
}

// Pages serves them.
type Pages struct {
	Bookings  *booking.Bookings
	Occasions *occasion.Occasions
	Staff     *staff.Staff
	Tree      *org.Tree
	Turns     Turns
	Search    *search.Search
	Frame     *page.Frame
	URL       string // where people reach the program
	Now       func() time.Time
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	arrange, name := web.To(may.ArrangeDays), web.To(may.NameSeats)
	const days = "/kurstillfallen/{occasion}"
	r.Page("GET "+days+"/platser", arrange, p.quotas)
	r.Page("POST "+days+"/platser", arrange, p.save)
	r.Page("GET "+days+"/platser/andra", arrange, p.edit)
	r.Page("GET "+days+"/platser/flytta", arrange, p.moving)
	r.Page("POST "+days+"/platser/flytta", arrange, p.move)
	r.Page("GET "+days+"/platser/grupp", arrange, p.mix)
	r.Page("POST "+days+"/platser/grupp/byt", arrange, p.swap)
	r.Page("POST "+days+"/platser/grupp/fraga", arrange, p.askToMove)
	r.Page("GET "+days+"/platser/gaster", arrange, p.organisations)
	r.Page("POST "+days+"/platser/gaster", arrange, p.invite)
	r.Page("POST "+days+"/platser/gaster/{organisation}", arrange, p.setInvited)
	r.Page("POST "+days+"/platser/gaster/{organisation}/adress", arrange, p.reinvite)
	r.Page("GET "+days+"/reserv", arrange, p.queue)
	r.Page("POST "+days+"/reserv/regel", arrange, p.setRule)
	r.Page("POST "+days+"/reserv/lotta", arrange, p.draw)
	r.Page("POST "+days+"/reserv/ordna", arrange, p.reorder)
	r.Page("GET "+days+"/deltagare", arrange, p.roll)
	r.Page("GET "+days+"/deltagare/fil", arrange, p.file)
	r.Page("GET "+days+"/deltagare/utskrift", arrange, p.printed)
	r.Page("GET "+days+"/deltagare/gast", arrange, p.guest)
	r.Page("POST "+days+"/deltagare/gast", arrange, p.addGuest)
	r.Page("GET "+days+"/deltagare/boka", arrange, p.finding)
	r.Page("POST "+days+"/deltagare/boka", arrange, p.found)
	r.Page("GET "+days+"/deltagare/{booking}", arrange, p.oneOf(p.organiserSide))
	r.Page("POST "+days+"/deltagare/{booking}/avboka", arrange, p.cancelOne(p.organiserSide))
	r.Page("POST "+days+"/deltagare/{booking}/svar", arrange, p.answerOne(p.organiserSide))
	r.Page("POST "+days+"/deltagare/{booking}/ersatt", arrange, p.substituteOne(p.organiserSide))

	const town = "/kommun/kursdagar"
	r.Page("GET "+town, name, p.towns)
	r.Page("POST "+town+"/val", name, p.choose)
	r.Page("GET "+town+"/{occasion}", name, p.town)
	r.Page("POST "+town+"/{occasion}/svar", name, p.answer)
	r.Page("POST "+town+"/{occasion}/ordna", name, p.townReorder)
	r.Page("POST "+town+"/{occasion}/lamna", name, p.giveBack)
	r.Page("GET "+town+"/{occasion}/namnge", name, p.naming)
	r.Page("POST "+town+"/{occasion}/namnge", name, p.nameThem)
	r.Page("GET "+town+"/{occasion}/lappar", name, p.slips)
	r.Page("GET "+town+"/{occasion}/bokning/{booking}", name, p.oneOf(p.townSide))
	r.Page("POST "+town+"/{occasion}/bokning/{booking}/avboka", name, p.cancelOne(p.townSide))
	r.Page("POST "+town+"/{occasion}/bokning/{booking}/svar", name, p.answerOne(p.townSide))
	r.Page("POST "+town+"/{occasion}/bokning/{booking}/ersatt", name, p.substituteOne(p.townSide))

	r.Page("GET /gastbokning/{token}", web.Public, p.invited)
	r.Page("POST /gastbokning/{token}", web.Public, p.addInvited)
	r.Page("POST /gastbokning/{token}/ta-bort", web.Public, p.dropInvited)
}

// How often one address may ask for the page of an organisation outside, and be wrong.
const (
	mostVisits = 120
	visitsTime = 15 * time.Minute
)

// errOften answers who tries addresses.
var errOften = fault.New(fault.Often, "seats.invited.often")

// slow lets nobody try addresses quickly.
func (p *Pages) slow(r *http.Request) error {
	ok, err := p.Turns.Turn(r.Context(), "invited:"+web.ClientAddress(r), mostVisits, visitsTime)
	if err != nil {
		return err
	}
	if !ok {
		return errOften
	}
	return nil
}

// refusal is the fault of what a person can mend, to be shown on the page itself; nil otherwise.
func refusal(err error) *fault.Fault {
	if f := fault.Of(err); f != nil && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
		return f
	}
	return nil
}

// said is the sentence about what was just done, as the address tells.
func said(c *lang.Catalog, r *http.Request, all map[string]string) string {
	if key := all[r.URL.Query().Get("klart")]; key != "" {
		return c.T(key)
	}
	return ""
}

func atLeast(n int) templ.Attributes { return templ.Attributes{"min": n, "max": 9999} }

// head is an occasion as its organiser's pages show it above everything.
type head struct {
	o     occasion.Occasion
	town  string
	which string // the page that is shown
}

// head finds the occasion of the address, to who arranges it.
func (p *Pages) head(r *http.Request, which string) (head, error) {
	h := head{which: which}
	var err error
	if h.o, err = p.Occasions.Find(r.Context(), r.PathValue("occasion")); err != nil {
		return h, err
	}
	if err := p.Occasions.Owns(r.Context(), page.Of(r.Context()).Actor, h.o); err != nil {
		return h, err
	}
	h.town = p.townName(r.Context(), h.o.Town)
	return h, nil
}

// tabs are the organiser's pages of an occasion's seats, in their order.
var tabs = []struct{ which, path, key string }{
	{"platser", "/platser", "seats.tab.quota"}, {"reserv", "/reserv", "seats.tab.queue"}, {"deltagare", "/deltagare", "seats.tab.roll"},
	{"grupp", "/platser/grupp", "seats.tab.mix"}, {"gaster", "/platser/gaster", "seats.tab.outside"},
}

// page begins a page of the occasion.
func (p *Pages) pageOf(c *lang.Catalog, h head) pageView {
	at := "/kurstillfallen/" + h.o.ID
	v := pageView{Back: ui.Link{Href: at, Text: c.T("seats.back")}, Title: h.o.Title, About: []string{p.days(c, h.o)}}
	if place := where(c, h.o, h.town); place != "" {
		v.About = append(v.About, place)
	}
	for _, t := range tabs {
		v.Tabs = append(v.Tabs, ui.Link{Href: at + t.path, Text: c.T(t.key), Current: t.which == h.which})
	}
	if h.o.State == occasion.Cancelled {
		v.Wrong = c.T("seats.cancelled")
	}
	return v
}

// townName is what a municipality is called; "" when there is none.
func (p *Pages) townName(ctx context.Context, id string) string {
	if id == "" {
		return ""
	}
	n, err := p.Tree.Find(ctx, id, p.Staff.Today())
	if err != nil {
		return ""
	}
	return n.Name
}

// facts are what everybody who comes needs to know of an occasion.
func (p *Pages) facts(ctx context.Context, c *lang.Catalog, o occasion.Occasion) []ui.Fact {
	var out []ui.Fact
	fact := func(key, text string) {
		if text != "" {
			out = append(out, ui.Fact{Term: c.T(key), Text: text})
		}
	}
	for _, s := range o.Sessions {
		fact("seats.fact.session", p.session(c, s))
	}
	fact("seats.fact.place", where(c, o, p.townName(ctx, o.Town)))
	fact("seats.fact.address", o.Address)
	fact("seats.fact.room", o.Room)
	fact("seats.fact.access", o.AccessNotes)
	fact("seats.fact.note", o.Note)
	return out
}

// byName is the name of who did something, as lists show it; "" of what is nobody here.
func (p *Pages) byName(ctx context.Context, personID string) (string, error) {
	cards, err := p.Staff.Cards(ctx, personID)
	name, _ := staff.Listed(cards, "")
	return name, err
}

// days says when an occasion is: the first day and its hours, and how many meetings there are.
func (p *Pages) days(c *lang.Catalog, o occasion.Occasion) string {
	if len(o.Sessions) == 0 {
		return c.DateOf(o.FirstDay)
	}
	text := p.session(c, o.Sessions[0])
	if len(o.Sessions) > 1 {
		text = c.T("seats.when_more", "when", text, "n", len(o.Sessions), "last", c.DateOf(o.LastDay))
	}
	return text
}

func (p *Pages) session(c *lang.Catalog, s occasion.Session) string {
	from, until := s.BeginsAt(lang.Zone()), s.EndsAt(lang.Zone())
	return c.Weekday(from, p.Now()) + " " + c.Hours(from, until)
}

// within tells whether a day comes within so many days from today.
func within(today, on string, n int) bool {
	a, errA := time.Parse(time.DateOnly, today)
	b, errB := time.Parse(time.DateOnly, on)
	return errA == nil && errB == nil && !b.Before(a) && !b.After(a.AddDate(0, 0, n))
}
