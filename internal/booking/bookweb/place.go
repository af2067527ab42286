package bookweb

import (
	"errors"
	"net/http"
	"strings"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// placeView is one person's booking as the manager sees it, and what the manager can do about it.
type placeView struct {
	Title, Back, Said   string
	Wrong               map[string]string
	Status              ui.StatusKind
	Word, Next, Note    string
	Offered, Asked      bool
	At                  string // the address of the page
	Facts               []ui.Fact
	Slip                string
	Cancel, CancelText  string
	Colleagues          []ui.Option
	Colleague, SendText string
	History             []ui.Part
}

// theirs finds a booking of somebody whose manager or contact the visitor is; others' are not there.
func (p *Pages) theirs(r *http.Request) (booking.Seen, teller, error) {
	x, err := p.Bookings.Find(r.Context(), web.ActorOf(r.Context()), r.PathValue("booking"))
	if err == nil && (x.As != booking.Manager && x.As != booking.Contact || !x.Person()) {
		err = booking.ErrNoBooking
	}
	if err != nil {
		return x, teller{}, err
	}
	t, err := p.teller(r, x.Occasion)
	return x, t, err
}

func (p *Pages) place(w http.ResponseWriter, r *http.Request) error {
	return p.showPlace(w, r, http.StatusOK, "", nil)
}

func (p *Pages) showPlace(w http.ResponseWriter, r *http.Request, status int, colleague string, wrong map[string]string) error {
	x, t, err := p.theirs(r)
	if err != nil {
		return err
	}
	o, c := x.Occasion, t.c
	v := placeView{Title: c.T("booking.place.title", "name", x.Name, "course", o.Title), Back: page.At("/min-grupp/kursdagar", "enhet", x.UnitID), Said: said(c, r, "accepted_for", "refused_for", "sent"), Wrong: wrong,
		Status: statuses[x.State], Word: t.groupWord(x.Entry), At: placeHref(x.ID), Facts: t.facts(o, false), History: t.history(x.History, x.PersonID), Colleague: colleague, Asked: x.State == seat.Asked}
	if x.State == seat.Offered {
		v.Offered, v.Next = true, c.T("booking.group.until", "until", t.until(x.Booking))
	}
	if x.Note != "" {
		v.Note = c.T("booking.group.note", "note", x.Note)
	}
	if o.State == occasion.Cancelled {
		v.Next = c.T("booking.occasion_cancelled")
	}
	if comes(x.State) && o.State == occasion.Open && t.mayCancel(o) {
		if x.State != seat.Offered { // the answer to it stands there already
			v.Cancel, v.CancelText = placeHref(x.ID)+"/avboka", c.T("booking.cancel_for."+string(x.State))
		}
		if x.State != seat.Asked && x.State != seat.Approved {
			v.Slip = placeHref(x.ID) + "/lapp"
		}
		if err := p.fillColleagues(r, &v, t, x); err != nil {
			return err
		}
	}
	return p.render(w, r, status, v.Title, placePage(v))
}

// fillColleagues fills in who can go instead: first those of the unit whom it suits, each with why, then the others who
// have no seat of the day.
func (p *Pages) fillColleagues(r *http.Request, v *placeView, t teller, x booking.Seen) error {
	if !seat.Holds(x.State) {
		return nil
	}
	unit, err := p.Tree.Find(r.Context(), x.UnitID, p.Staff.Today())
	if errors.Is(err, org.ErrNoNode) {
		return nil // the unit is no more: nobody there can go
	}
	if err != nil {
		return err
	}
	suits, err := p.Staffing.Colleagues(r.Context(), web.ActorOf(r.Context()), x.ID)
	if err != nil {
		return err
	}
	first := map[string]bool{}
	for _, k := range suits {
		said := []string{k.Name + ".", k.Text(t.c)}
		for _, warning := range k.Warnings {
			if !ofUnit(warning) { // one goes instead of another: as many are away as before
				said = append(said, warning.Text(t.c))
			}
		}
		first[k.PersonID] = true
		v.Colleagues = append(v.Colleagues, ui.Option{Value: k.PersonID, Text: strings.Join(said, " ")})
	}
	crew, err := p.crew(r, unit, x.Occasion)
	if err != nil {
		return err
	}
	for _, y := range crew {
		if y.ID() != x.PersonID && !first[y.ID()] && !seat.Holds(y.state) {
			v.Colleagues = append(v.Colleagues, ui.Option{Value: y.ID(), Text: y.Listed() + ". " + t.stands(y, x.Occasion)})
		}
	}
	if len(v.Colleagues) > 0 {
		v.Colleagues = append([]ui.Option{{Text: t.c.T("booking.send.choose")}}, v.Colleagues...)
		v.SendText = t.c.T("booking.send.text", "name", x.Name)
	}
	return nil
}

// answerFor takes or refuses an offer for somebody who cannot do it alone.
func (p *Pages) answerFor(w http.ResponseWriter, r *http.Request) error {
	x, _, err := p.theirs(r)
	if err != nil {
		return err
	}
	done := "accepted_for"
	if r.PostFormValue("svar") == "ja" {
		_, err = p.Bookings.Accept(r.Context(), web.ActorOf(r.Context()), x.ID)
	} else {
		done = "refused_for"
		_, err = p.Bookings.Refuse(r.Context(), web.ActorOf(r.Context()), x.ID)
	}
	if err != nil {
		bad, status, err := wrong(p.catalog(r), err, "")
		if err != nil {
			return err
		}
		return p.showPlace(w, r, status, "", bad)
	}
	return web.Redirect(w, r, page.At(placeHref(x.ID), "gjort", done))
}

// send sends a colleague in somebody's place.
func (p *Pages) send(w http.ResponseWriter, r *http.Request) error {
	x, t, err := p.theirs(r)
	if err != nil {
		return err
	}
	to := r.PostFormValue("kollega")
	if to == "" {
		return p.showPlace(w, r, http.StatusUnprocessableEntity, "", map[string]string{"kollega": t.c.T("booking.send.nobody")})
	}
	now, err := p.Bookings.Substitute(r.Context(), web.ActorOf(r.Context()), x.ID, to, "")
	if err != nil {
		bad, status, err := wrong(t.c, err, "kollega")
		if err != nil {
			return err
		}
		if bad["person"] != "" {
			bad = map[string]string{"kollega": bad["person"]}
		}
		return p.showPlace(w, r, status, to, bad)
	}
	return web.Redirect(w, r, page.At(placeHref(now.ID), "gjort", "sent"))
}

func (p *Pages) cancelForForm(w http.ResponseWriter, r *http.Request) error {
	return p.showCancelFor(w, r, http.StatusOK, "", nil)
}

func (p *Pages) showCancelFor(w http.ResponseWriter, r *http.Request, status int, why string, wrong map[string]string) error {
	x, t, err := p.theirs(r)
	if err != nil {
		return err
	}
	if !comes(x.State) || !t.mayCancel(x.Occasion) {
		if len(wrong) > 0 {
			return p.showPlace(w, r, status, "", wrong)
		}
		return web.Redirect(w, r, placeHref(x.ID))
	}
	v := t.cancelling(x.Entry)
	v.Title, v.Button = t.c.T("booking.cancel_for.title", "name", x.Name), t.c.T("booking.cancel_for."+string(x.State))
	v.Action, v.Back, v.Why, v.Wrong = placeHref(x.ID)+"/avboka", placeHref(x.ID), why, wrong
	return p.render(w, r, status, v.Title, cancelPage(v))
}

func (p *Pages) cancelFor(w http.ResponseWriter, r *http.Request) error {
	x, t, err := p.theirs(r)
	if err != nil {
		return err
	}
	why := r.PostFormValue("why")
	if _, err = p.Bookings.Cancel(r.Context(), web.ActorOf(r.Context()), x.ID, why); err != nil && !is(err, booking.ErrEnded) {
		bad, status, err := wrong(t.c, err, "")
		if err != nil {
			return err
		}
		return p.showCancelFor(w, r, status, why, bad)
	}
	return web.Redirect(w, r, page.At("/min-grupp/kursdagar", "enhet", x.UnitID, "gjort", "cancelled_for"))
}

// slipView is a paper for who has no phone: what is offered or booked, and how one answers.
type slipView struct {
	Title, Back, Product, Name, Said string
	Facts                            []ui.Fact
	Lines                            []string
	Answer                           bool
}

func (p *Pages) slip(w http.ResponseWriter, r *http.Request) error {
	x, t, err := p.theirs(r)
	if err != nil {
		return err
	}
	if !comes(x.State) || x.State == seat.Asked || x.State == seat.Approved {
		return web.Redirect(w, r, placeHref(x.ID))
	}
	key := "booking.slip." + string(x.State)
	v := slipView{Title: t.c.T("booking.slip.title", "name", x.Name), Back: placeHref(x.ID), Product: p.Frame.Product, Name: x.Name, Said: t.c.T(key, "course", x.Occasion.Title, "n", x.Queue),
		Facts: t.facts(x.Occasion, x.State == seat.Booked), Answer: x.State == seat.Offered}
	if x.State == seat.Offered {
		v.Lines = append(v.Lines, t.c.T("booking.slip.until", "until", t.until(x.Booking)))
	}
	if x.State == seat.Booked {
		v.Lines = append(v.Lines, t.c.T("booking.slip.cannot"))
	}
	return p.render(w, r, http.StatusOK, v.Title, slipPage(v))
}
