package bookweb

import (
	"net/http"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// cancelView asks whether somebody gives a place up, and says what then happens.
type cancelView struct {
	Title, What, Then, Terms string
	Why                      string
	Optional                 bool // the reason
	Wrong                    map[string]string
	Action, Back             string
	Button, Keep             string
}

func (p *Pages) cancelForm(w http.ResponseWriter, r *http.Request) error {
	return p.showCancel(w, r, http.StatusOK, "", nil)
}

func (p *Pages) showCancel(w http.ResponseWriter, r *http.Request, status int, why string, wrong map[string]string) error {
	o, mine, err := p.visible(r)
	if err != nil {
		return err
	}
	x, has := mine.at(o.ID)
	if !has {
		return booking.ErrNoBooking
	}
	t, err := p.teller(r, o)
	if err != nil {
		return err
	}
	if !comes(x.State) || !t.mayCancel(o) {
		if len(wrong) > 0 {
			return p.showDay(w, r, status, "", wrong)
		}
		return web.Redirect(w, r, dayHref(o.ID))
	}
	v := t.cancelling(x)
	v.Action, v.Back, v.Why, v.Wrong, v.Optional = dayHref(o.ID)+"/avboka", dayHref(o.ID), why, wrong, true
	return p.render(w, r, status, v.Title, cancelPage(v))
}

// cancelling is the question of whether a place is given up.
func (t teller) cancelling(x booking.Entry) cancelView {
	v := cancelView{Title: t.c.T("booking.cancel.title." + string(x.State)), What: x.Occasion.Title + ". " + t.when(x.Occasion) + ".", Then: t.c.T("booking.cancel.then"), Button: t.c.T("booking.cancel." + string(x.State)), Keep: t.c.T("booking.cancel.keep")}
	if seat.Holds(x.State) {
		v.Then = t.c.T("booking.cancel.then_seat")
		if x.Occasion.Terms != "" {
			v.Terms = t.c.T("booking.cancel.terms", "terms", x.Occasion.Terms)
		}
	}
	return v
}

func (p *Pages) cancel(w http.ResponseWriter, r *http.Request) error {
	mine, err := p.own(r)
	if err != nil {
		return err
	}
	x, has := mine.at(r.PathValue("occasion"))
	if !has {
		return booking.ErrNoBooking
	}
	why := r.PostFormValue("why")
	if _, err = p.Bookings.Cancel(r.Context(), web.ActorOf(r.Context()), x.ID, why); err != nil && !is(err, booking.ErrEnded) {
		bad, status, err := wrong(p.catalog(r), err, "")
		if err != nil {
			return err
		}
		return p.showCancel(w, r, status, why, bad)
	}
	return web.Redirect(w, r, page.At("/kursdagar", "gjort", "cancelled"))
}

func is(err error, f *fault.Fault) bool {
	got := fault.Of(err)
	return got != nil && got.Key == f.Key
}

// offerView is a seat that is held for somebody until a time.
type offerView struct {
	Title, Until, Over, Action, Href string
	Facts                            []ui.Fact
}

func (p *Pages) offer(w http.ResponseWriter, r *http.Request) error {
	return p.showOffer(w, r, http.StatusOK, "")
}

func (p *Pages) showOffer(w http.ResponseWriter, r *http.Request, status int, over string) error {
	o, mine, err := p.visible(r)
	if err != nil {
		return err
	}
	x, has := mine.at(o.ID)
	if !has {
		return booking.ErrNoBooking
	}
	t, err := p.teller(r, o)
	if err != nil {
		return err
	}
	if err := p.nameTrainers(r, &t, o); err != nil {
		return err
	}
	v := offerView{Title: t.c.T("booking.offer.title", "course", o.Title), Facts: t.facts(o, false), Action: dayHref(o.ID) + "/erbjudande", Href: dayHref(o.ID), Over: over}
	switch {
	case over != "":
	case x.State == seat.Booked:
		v.Over = t.c.T("booking.offer.taken")
	case x.State != seat.Offered || o.State != occasion.Open:
		v.Over = t.c.T("booking.offer.none")
		if x.State == seat.Cancelled {
			v.Over = t.c.T("booking.offer_over")
		}
	case !t.now.Before(*x.OfferedUntil):
		v.Over = t.c.T("booking.offer_over")
	default:
		v.Until = t.c.T("booking.offer.until", "until", t.until(x.Booking))
	}
	return p.render(w, r, status, v.Title, offerPage(v))
}

// answer takes or refuses the offered seat.
func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	mine, err := p.own(r)
	if err != nil {
		return err
	}
	id := r.PathValue("occasion")
	x, has := mine.at(id)
	if !has {
		return booking.ErrNoBooking
	}
	done, to := "accepted", dayHref(id)
	if r.PostFormValue("svar") == "ja" {
		_, err = p.Bookings.Accept(r.Context(), web.ActorOf(r.Context()), x.ID)
	} else {
		done, to = "refused", "/kursdagar"
		_, err = p.Bookings.Refuse(r.Context(), web.ActorOf(r.Context()), x.ID)
	}
	if err != nil {
		bad, status, err := wrong(p.catalog(r), err, "")
		if err != nil {
			return err
		}
		return p.showOffer(w, r, status, bad[""])
	}
	return web.Redirect(w, r, page.At(to, "gjort", done))
}
