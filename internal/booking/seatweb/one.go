package seatweb

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

// side is from where somebody's booking is looked at: the organiser's roll, or the municipal contact's day.
type side struct {
	at      string // the address of the booking
	list    string // the address of the list that it stands in
	town    string // the place whose people the contact names; "" for the organiser
	contact bool   // it is the municipal contact who looks
}

func (p *Pages) organiserSide(r *http.Request) side {
	list := "/kurstillfallen/" + r.PathValue("occasion") + "/deltagare"
	return side{at: list + "/" + r.PathValue("booking"), list: list}
}

func (p *Pages) townSide(r *http.Request) side {
	list := "/kommun/kursdagar/" + r.PathValue("occasion")
	s := side{at: list + "/bokning/" + r.PathValue("booking"), list: list, contact: true, town: r.URL.Query().Get("plats")}
	if s.town == "" {
		s.town = r.PostFormValue("plats")
	}
	s.list = page.At(s.list, "plats", s.town)
	return s
}

// one finds a booking of the occasion in the address. Where the address names another, there is none.
func (p *Pages) one(r *http.Request) (booking.Seen, error) {
	s, err := p.Bookings.Find(r.Context(), page.Of(r.Context()).Actor, r.PathValue("booking"))
	if err != nil {
		return s, err
	}
	if s.OccasionID != r.PathValue("occasion") {
		return s, booking.ErrNoBooking
	}
	return s, nil
}

func (p *Pages) oneOf(from func(*http.Request) side) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		return p.showOne(w, r, from(r), http.StatusOK, nil)
	}
}

// showOne shows how a booking stands, what can be done about it, and its history.
func (p *Pages) showOne(w http.ResponseWriter, r *http.Request, at side, status int, wrong *refused) error {
	s, err := p.one(r)
	if err != nil {
		return err
	}
	if at.contact && at.town == "" {
		at.town = s.EmployerID
		at.list = page.At("/kommun/kursdagar/"+s.OccasionID, "plats", at.town)
	}
	c := p.catalog(r)
	v := pageView{Back: ui.Link{Href: at.list, Text: c.T("seats.roll.back")}, Title: s.Name, About: []string{s.Occasion.Title, p.days(c, s.Occasion)}}
	v.Said = said(c, r, map[string]string{"ja": "seats.one.accepted", "nej": "seats.one.refused"})
	wrong.told(c, &v, map[string]string{"why": "skal", "nummer": "nummer", "person": "nummer"})
	facts := []ui.Fact{{Term: c.T("seats.roll.state"), Body: stateOf(c, booking.Line{Booking: s.Booking})}}
	if s.Queue > 0 {
		facts = append(facts, ui.Fact{Term: c.T("seats.one.queue"), Text: itoa(s.Queue)})
	}
	if s.State == seat.Offered && s.OfferedUntil != nil {
		facts = append(facts, ui.Fact{Term: c.T("seats.one.until"), Text: c.When(*s.OfferedUntil, p.Now())})
	}
	if !s.Person() {
		facts = append(facts, ui.Fact{Term: c.T("seats.guest.organisation"), Text: s.Guest.Organisation}, ui.Fact{Term: c.T("seats.one.reach"), Text: reachOf(s.Guest)}, ui.Fact{Term: c.T("seats.guest.part"), Text: c.T("seats.part." + s.Guest.Part)})
	}
	v.Sections = append(v.Sections, section{Facts: facts})
	if s.Left {
		v.Sections = append(v.Sections, section{Lines: []string{c.T("seats.one.left")}})
	}
	v.Sections = append(v.Sections, p.doSections(c, at, s, wrong)...)
	history := section{ID: "historik", Title: c.T("seats.one.history")}
	for _, e := range s.History {
		i := item{Title: c.T("seats.event." + e.What), Lines: []string{c.When(e.At, p.Now())}}
		if e.Why != "" {
			i.Lines = append(i.Lines, c.T("seats.change.why", "why", e.Why))
		}
		history.Items = append(history.Items, i)
	}
	v.Sections = append(v.Sections, history)
	return p.show(w, r, status, v)
}

// doSections are what can be done about a booking as it stands.
func (p *Pages) doSections(c *lang.Catalog, at side, s booking.Seen, wrong *refused) (out []section) {
	hidden := [][2]string{}
	if at.town != "" {
		hidden = append(hidden, [2]string{"plats", at.town})
	}
	answer := func(value string) [][2]string { return append([][2]string{{"svar", value}}, hidden...) }
	if s.State == seat.Offered {
		out = append(out, section{ID: "svara", Title: c.T("seats.one.answer"), Lines: []string{c.T("seats.one.answer_text")}, Forms: []form{
			{Action: at.at + "/svar", Hidden: answer("ja"), Button: c.T("seats.one.accept"), Describes: s.Name},
			{Action: at.at + "/svar", Hidden: answer("nej"), Button: c.T("seats.one.refuse"), Kind: ui.Secondary, Describes: s.Name}}})
	}
	if at.town != "" && s.Person() && (s.State == seat.Offered || s.State == seat.Booked) {
		out = append(out, section{ID: "lapp", Title: c.T("seats.one.paper"), Lines: []string{c.T("seats.one.paper_text")}, Links: []ui.LinkButtonProps{
			{Href: page.At("/kommun/kursdagar/"+s.OccasionID+"/lappar", "plats", at.town, "bokning", s.ID), Text: c.T("seats.one.paper_do"), Kind: ui.Secondary, Icon: "printer"}}})
	}
	if s.Person() && (s.State == seat.Booked || s.State == seat.Offered) {
		out = append(out, section{Hidden: c.T("seats.one.substitute"), Forms: []form{{Action: at.at + "/ersatt", Hidden: hidden, Lines: []string{c.T("seats.one.substitute_text")}, Button: c.T("seats.one.substitute_do"), Kind: ui.Secondary, Fields: []ui.FieldProps{
			{Name: "nummer", Label: c.T("seats.find.number"), Value: wrong.typed("ersatt", "nummer", ""), Error: wrong.at(c, "ersatt", "nummer") + wrong.at(c, "ersatt", "person"), Autocomplete: "off"},
			{Name: "skal", ID: "skal-ersatt", Label: c.T("seats.one.why"), Optional: true, Value: wrong.typed("ersatt", "skal", "")}}}}})
	}
	if !seat.Ended(s.State) && s.State != seat.Attended && s.State != seat.Part && s.State != seat.Absent && s.State != seat.Excused {
		out = append(out, section{Hidden: c.T("seats.one.cancel"), Forms: []form{{Action: at.at + "/avboka", Hidden: hidden, Lines: []string{c.T("seats.one.cancel_text")}, Button: c.T("seats.one.cancel_do"), Kind: ui.Danger, Fields: []ui.FieldProps{
			{Name: "skal", Label: c.T("seats.one.why"), Tip: c.T("seats.one.why_tip"), Value: wrong.typed("avboka", "skal", ""), Error: wrong.at(c, "avboka", "why")}}}}})
	}
	return out
}

func (p *Pages) cancelOne(from func(*http.Request) side) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := r.ParseForm(); err != nil {
			return err
		}
		if _, err := p.one(r); err != nil {
			return err
		}
		at := from(r)
		_, err := p.Bookings.Cancel(r.Context(), page.Of(r.Context()).Actor, r.PathValue("booking"), r.PostForm.Get("skal"))
		return p.after(w, r, at, err, "avboka", and(at.list, "avbokad"))
	}
}

func (p *Pages) answerOne(from func(*http.Request) side) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := r.ParseForm(); err != nil {
			return err
		}
		if _, err := p.one(r); err != nil {
			return err
		}
		a, at, id := page.Of(r.Context()).Actor, from(r), r.PathValue("booking")
		if r.PostForm.Get("svar") == "ja" {
			_, err := p.Bookings.Accept(r.Context(), a, id)
			return p.after(w, r, at, err, "svar", page.At(at.at, "plats", at.town, "klart", "ja"))
		}
		_, err := p.Bookings.Refuse(r.Context(), a, id)
		return p.after(w, r, at, err, "svar", page.At(at.at, "plats", at.town, "klart", "nej"))
	}
}

// substituteOne sends a colleague: the organiser and the contact write the colleague's number.
func (p *Pages) substituteOne(from func(*http.Request) side) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := r.ParseForm(); err != nil {
			return err
		}
		s, err := p.one(r)
		if err != nil {
			return err
		}
		a, at := page.Of(r.Context()).Actor, from(r)
		other, err := p.colleague(r.Context(), a, s, r.PostForm.Get("nummer"))
		if err == nil {
			_, err = p.Bookings.Substitute(r.Context(), a, s.ID, other, r.PostForm.Get("skal"))
		}
		return p.after(w, r, at, err, "ersatt", and(at.list, "bytt"))
	}
}

// colleague finds the one with a number at the employer of a booking.
func (p *Pages) colleague(ctx context.Context, a may.Actor, s booking.Seen, number string) (string, error) {
	if s.As == booking.Owner {
		card, err := p.Bookings.ByNumber(ctx, a, s.OccasionID, s.EmployerID, number)
		return card.PersonID, err
	}
	employer, err := p.Tree.Find(ctx, s.EmployerID, p.Staff.Today())
	if errors.Is(err, org.ErrNoNode) {
		return "", booking.ErrNobodySo
	}
	if err != nil {
		return "", err
	}
	id, err := p.Staff.Whom(ctx, a, employer, number)
	if errors.Is(err, staff.ErrNobodySo) {
		return "", booking.ErrNobodySo
	}
	return id, err
}

// after shows the page again with what was refused, or goes on.
func (p *Pages) after(w http.ResponseWriter, r *http.Request, at side, err error, where, to string) error {
	if wrong := refusal(err); wrong != nil {
		return p.showOne(w, r, at, web.Status(wrong), &refused{wrong, r.PostForm, where})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, to)
}

// and adds what was done to an address that may have a question in it.
func and(address, done string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	q := u.Query()
	q.Set("klart", done)
	u.RawQuery = q.Encode()
	return u.String()
}
