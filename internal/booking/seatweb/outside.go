package seatweb

import (
	"net/http"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// organisations is the organiser's page of those outside the tree that book guests themselves (rule 33).
func (p *Pages) organisations(w http.ResponseWriter, r *http.Request) error {
	return p.showOrganisations(w, r, http.StatusOK, nil, "", "")
}

// showOrganisations shows it; token is of the address just made for the organisation named.
func (p *Pages) showOrganisations(w http.ResponseWriter, r *http.Request, status int, wrong *refused, named, token string) error {
	h, err := p.head(r, "gaster")
	if err != nil {
		return err
	}
	all, err := p.Bookings.Organisations(r.Context(), page.Of(r.Context()).Actor, h.o.ID)
	if err != nil {
		return err
	}
	c, at := p.catalog(r), "/kurstillfallen/"+h.o.ID+"/platser/gaster"
	v := p.pageOf(c, h)
	v.Intro = []string{c.T("seats.outside.intro")}
	if token != "" {
		v.Secret = secret{Title: c.T("seats.outside.address_title", "name", named), Text: c.T("seats.outside.address_text", "name", named), Address: p.URL + "/gastbokning/" + token, Copy: c.T("seats.outside.copy")}
	}
	v.Said = said(c, r, map[string]string{"antal": "seats.outside.changed"})
	if wrong != nil {
		wrong.told(c, &v, map[string]string{"namn": "namn", "platser": "platser"})
	}
	list := section{ID: "organisationer", Title: c.T("seats.outside.list")}
	for _, x := range all {
		list.Items = append(list.Items, organisationItem(c, at, x))
	}
	if len(all) == 0 {
		list.None = c.T("seats.outside.none")
	}
	add := form{Action: at, Button: c.T("seats.outside.invite"), Fields: []ui.FieldProps{
		{Name: "namn", Label: c.T("seats.outside.name"), Tip: c.T("seats.outside.name_tip"), Value: wrong.typed("ny", "namn", ""), Error: wrong.at(c, "ny", "namn")},
		{Name: "platser", Label: c.T("seats.outside.seats"), Type: "number", InputMode: "numeric", Value: wrong.typed("ny", "platser", ""), Error: wrong.at(c, "ny", "platser"), Attrs: atLeast(1)}}}
	v.Sections = append(v.Sections, list, section{ID: "ny", Title: c.T("seats.outside.new"), Forms: []form{add}, After: []string{c.T("seats.outside.sees")}})
	return p.show(w, r, status, v)
}

func organisationItem(c *lang.Catalog, at string, x booking.Organisation) item {
	i := item{ID: x.ID, Title: x.Name, Lines: []string{c.T("seats.outside.uses", "taken", x.Taken, "seats", x.Seats)}}
	if !x.Open {
		i.Lines = append(i.Lines, c.T("seats.outside.closed"))
	}
	i.More = []section{{Hidden: c.T("seats.outside.change"), Forms: []form{
		{Action: at + "/" + x.ID, Button: c.T("seats.outside.set"), Kind: ui.Secondary, Describes: x.Name, Fields: []ui.FieldProps{
			{Name: "platser", ID: "platser-" + x.ID, Label: c.T("seats.outside.seats"), Tip: c.T("seats.outside.seats_tip"), Type: "number", InputMode: "numeric", Value: itoa(x.Seats), Attrs: atLeast(0)}}},
		{Action: at + "/" + x.ID + "/adress", Button: c.T("seats.outside.again"), Kind: ui.Secondary, Describes: x.Name, Lines: []string{c.T("seats.outside.again_text")}},
	}}}
	return i
}

func (p *Pages) invite(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	x, token, err := p.Bookings.Invite(r.Context(), page.Of(r.Context()).Actor, r.PathValue("occasion"), r.PostForm.Get("namn"), number(r.PostForm.Get("platser")))
	if f := refusal(err); f != nil {
		return p.showOrganisations(w, r, web.Status(f), &refused{f, r.PostForm, "ny"}, "", "")
	}
	if err != nil {
		return err
	}
	return p.showOrganisations(w, r, http.StatusOK, nil, x.Name, token)
}

func (p *Pages) setInvited(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	err := p.Bookings.SetInvited(r.Context(), page.Of(r.Context()).Actor, r.PathValue("organisation"), number(r.PostForm.Get("platser")))
	if f := refusal(err); f != nil {
		return p.showOrganisations(w, r, web.Status(f), &refused{f, r.PostForm, r.PathValue("organisation")}, "", "")
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/kurstillfallen/"+r.PathValue("occasion")+"/platser/gaster", "klart", "antal"))
}

func (p *Pages) reinvite(w http.ResponseWriter, r *http.Request) error {
	name, token, err := p.Bookings.Reinvite(r.Context(), page.Of(r.Context()).Actor, r.PathValue("organisation"))
	if err != nil {
		return err
	}
	return p.showOrganisations(w, r, http.StatusOK, nil, name, token)
}

// invited is the page of an organisation outside: the occasion's facts and its own guests, no names of others.
func (p *Pages) invited(w http.ResponseWriter, r *http.Request) error {
	if err := p.slow(r); err != nil {
		return err
	}
	return p.showInvited(w, r, http.StatusOK, nil)
}

func (p *Pages) showInvited(w http.ResponseWriter, r *http.Request, status int, wrong *refused) error {
	in, err := p.Bookings.Invited(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	c, at := p.catalog(r), "/gastbokning/"+r.PathValue("token")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("X-Robots-Tag", "noindex")
	v := pageView{Title: in.Occasion.Title, About: []string{p.days(c, in.Occasion), where(c, in.Occasion, p.townName(r.Context(), in.Occasion.Town))}}
	v.Intro = []string{c.T("seats.invited.intro", "name", in.Organisation.Name, "taken", in.Organisation.Taken, "seats", in.Organisation.Seats)}
	v.Said = said(c, r, map[string]string{"inlagd": "seats.invited.added", "borttagen": "seats.invited.dropped"})
	wrong.told(c, &v, map[string]string{"name": "namn", "email": "epost", "part": "roll"})
	v.Sections = append(v.Sections, section{ID: "om-dagen", Title: c.T("seats.invited.about"), Facts: p.facts(r.Context(), c, in.Occasion)})
	list := section{ID: "gaster", Title: c.T("seats.invited.guests")}
	for _, g := range in.Guests {
		i := item{Title: g.Name, Lines: []string{c.T("seats.part." + g.Part)}}
		if reach := reachOf(g.Guest); reach != "" {
			i.Lines = append(i.Lines, reach)
		}
		if g.State == seat.Booked && !in.Closed {
			i.Forms = []form{{Action: at + "/ta-bort", Hidden: [][2]string{{"gast", g.BookingID}}, Button: c.T("seats.invited.drop"), Kind: ui.Secondary, Describes: g.Name}}
		}
		list.Items = append(list.Items, i)
	}
	if len(in.Guests) == 0 {
		list.None = c.T("seats.invited.none")
	}
	v.Sections = append(v.Sections, list)
	if in.Closed {
		v.Sections = append(v.Sections, section{Lines: []string{c.T("seats.invited.closed")}})
	} else {
		v.Sections = append(v.Sections, section{ID: "lagg-till", Title: c.T("seats.invited.new"), Forms: []form{guestForm(c, at, "ny", wrong, false)}, After: []string{c.T("seats.invited.sees")}})
	}
	return p.show(w, r, status, v)
}

// guestForm asks who a guest is; the organiser also writes from where.
func guestForm(c *lang.Catalog, action, where string, wrong *refused, organisation bool) form {
	f := form{Action: action, Button: c.T("seats.guest.add")}
	if organisation {
		f.Fields = append(f.Fields, ui.FieldProps{Name: "organisation", Label: c.T("seats.guest.organisation"), Tip: c.T("seats.guest.organisation_tip"), Value: wrong.typed(where, "organisation", ""), Error: wrong.at(c, where, "organisation")})
	}
	f.Fields = append(f.Fields,
		ui.FieldProps{Name: "namn", Label: c.T("seats.guest.name"), Value: wrong.typed(where, "namn", ""), Error: wrong.at(c, where, "name"), Autocomplete: "off"},
		ui.FieldProps{Name: "epost", Label: c.T("seats.guest.email"), Tip: c.T("seats.guest.email_tip"), Type: "email", Value: wrong.typed(where, "epost", ""), Error: wrong.at(c, where, "email"), Autocomplete: "off"},
		ui.FieldProps{Name: "mobil", Label: c.T("seats.guest.mobile"), Type: "tel", Value: wrong.typed(where, "mobil", ""), Optional: true, Autocomplete: "off"})
	part := ui.ChoicesProps{Name: "roll", Legend: c.T("seats.guest.part"), Error: wrong.at(c, where, "part")}
	for _, x := range []string{booking.Participant, booking.Assessor} {
		part.Choices = append(part.Choices, ui.Choice{Value: x, Text: c.T("seats.part." + x), Note: c.T("seats.part_note." + x), Chosen: wrong.typed(where, "roll", booking.Participant) == x})
	}
	f.Questions = []ui.ChoicesProps{part}
	return f
}

func guestOf(r *http.Request) booking.Guest {
	f := r.PostForm
	return booking.Guest{Organisation: f.Get("organisation"), Name: f.Get("namn"), Email: f.Get("epost"), Mobile: f.Get("mobil"), Part: f.Get("roll")}
}

func reachOf(g booking.Guest) string {
	if g.Email != "" && g.Mobile != "" {
		return g.Email + ", " + g.Mobile
	}
	return g.Email + g.Mobile
}

func (p *Pages) addInvited(w http.ResponseWriter, r *http.Request) error {
	if err := p.slow(r); err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	err := p.Bookings.AddInvited(r.Context(), r.PathValue("token"), guestOf(r))
	if f := refusal(err); f != nil {
		return p.showInvited(w, r, web.Status(f), &refused{f, r.PostForm, "ny"})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/gastbokning/"+r.PathValue("token"), "klart", "inlagd"))
}

func (p *Pages) dropInvited(w http.ResponseWriter, r *http.Request) error {
	if err := p.slow(r); err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	err := p.Bookings.DropInvited(r.Context(), r.PathValue("token"), r.PostForm.Get("gast"))
	if f := refusal(err); f != nil {
		return p.showInvited(w, r, web.Status(f), &refused{f, r.PostForm, "bort"})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/gastbokning/"+r.PathValue("token"), "klart", "borttagen"))
}
