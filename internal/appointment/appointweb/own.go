package appointweb

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"yrkesresan/internal/appointment"
	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

func (p *Pages) own(w http.ResponseWriter, r *http.Request) error { return p.showOwn(w, r, nil) }

// showOwn is a holder's own page: what one is and where, the track, guides, networks, how one is reached.
func (p *Pages) showOwn(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	all, err := p.Appointments.Own(r.Context(), actor(r))
	if err != nil {
		return err
	}
	c, today := p.catalog(r), p.Appointments.Today()
	v := &sheet.Sheet{Title: c.T("appointment.own_title"), Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: "/larande", Text: c.T("appointment.to_learning")}}
	open := slices.DeleteFunc(slices.Clone(all), func(x appointment.Appointment) bool { return x.Over(today) })
	over := slices.DeleteFunc(slices.Clone(all), func(x appointment.Appointment) bool { return !x.Over(today) })
	if len(open) == 0 {
		v.Add(ui.Empty(ui.EmptyProps{Icon: "users", Title: c.T("appointment.own_none"), Text: c.T("appointment.own_none_text")}))
	} else if err := p.ownOpen(r, v, open); err != nil {
		return err
	}
	if len(over) > 0 {
		v.Add(sheet.More(c.T("appointment.over"), ui.Parts(p.ownLines(r, over))))
	}
	return v.Show(w, r, p.Frame)
}

func (p *Pages) ownLines(r *http.Request, all []appointment.Appointment) (out []ui.Part) {
	c := p.catalog(r)
	for _, x := range all {
		part := ui.Part{Href: oneOf(x.ID), Title: capital(c.T("appointment.at", "kind", bears(c, x), "places", names(c, x.Places))), Note: when(c, x.From, x.Until)}
		part.Status, part.Word = standing(c, x, p.Appointments.Today())
		if x.State == rule.Asked {
			part.Status, part.Word = ui.Missing, c.T("appointment.state.answer")
			if _, said := x.Answers[rule.ThePerson]; said {
				part.Status, part.Word = standing(c, x, p.Appointments.Today())
			}
		}
		out = append(out, part)
	}
	return out
}

func (p *Pages) ownOpen(r *http.Request, v *sheet.Sheet, open []appointment.Appointment) error {
	c := p.catalog(r)
	v.Add(sheet.Heading(c.T("appointment.own_places")), ui.Parts(p.ownLines(r, open)))
	if err := p.track(r, v, open); err != nil {
		return err
	}
	if err := p.guides(r, v); err != nil {
		return err
	}
	if err := p.networks(r, v, open); err != nil {
		return err
	}
	if err := p.booked(r, v, open); err != nil {
		return err
	}
	return p.reachForms(r, v, open)
}

// track is what a holder learns for it: what each employer asks for or recommends, and what the journeys have.
func (p *Pages) track(r *http.Request, v *sheet.Sheet, open []appointment.Appointment) error {
	c, a := p.catalog(r), actor(r)
	var steps []Step
	add := func(s Step) {
		if !slices.ContainsFunc(steps, func(k Step) bool { return k.Course == s.Course }) {
			steps = append(steps, s)
		}
	}
	leads := false
	for _, x := range open {
		settings, err := p.Appointments.Settings(r.Context(), x.EmployerID)
		if err != nil {
			return err
		}
		for _, id := range settings[x.Kind].Courses {
			s, err := p.Courses.Step(r.Context(), a, id)
			if err != nil {
				return err
			}
			add(s)
		}
		leads = leads || x.Kind == rule.Leader && x.On(p.Appointments.Today())
	}
	if leads {
		more, err := p.Courses.Track(r.Context(), a)
		if err != nil {
			return err
		}
		for _, s := range more {
			add(s)
		}
	}
	if len(steps) == 0 {
		return nil
	}
	var parts []ui.Part
	for _, s := range steps {
		part := ui.Part{Href: "/kurs/" + url.PathEscape(s.Course), Title: s.Title, Status: s.Status}
		if s.Title == "" { // it is being written
			part.Href, part.Title, part.Status, part.Word = "", s.Course, ui.Locked, c.T("appointment.course_coming")
		}
		parts = append(parts, part)
	}
	v.Add(sheet.Heading(c.T("appointment.track")), ui.Parts(parts))
	return nil
}

func (p *Pages) guides(r *http.Request, v *sheet.Sheet) error {
	if p.Guides == nil {
		return nil
	}
	c := p.catalog(r)
	all, err := p.Guides(r.Context(), actor(r), c)
	if err != nil || len(all) == 0 {
		return err
	}
	var parts []ui.Part
	for _, g := range all {
		parts = append(parts, ui.Part{Href: g.Href, Title: g.Title, Note: g.About})
	}
	v.Add(sheet.Heading(c.T("appointment.guides")), ui.Parts(parts))
	return nil
}

// networks are those for the kinds that one has, each joined with one tap.
func (p *Pages) networks(r *http.Request, v *sheet.Sheet, open []appointment.Appointment) error {
	var kinds []rule.Kind
	for _, x := range open {
		if x.State == rule.Standing && !slices.Contains(kinds, x.Kind) {
			kinds = append(kinds, x.Kind)
		}
	}
	c := p.catalog(r)
	all, err := p.Networks.For(r.Context(), actor(r), c, kinds)
	if err != nil || len(all) == 0 {
		return err
	}
	v.Add(sheet.Heading(c.T("appointment.networks")))
	for _, n := range all {
		does := sheet.Links(ui.LinkButtonProps{Href: "/natverk/" + url.PathEscape(n.ID), Text: c.T("appointment.network_open"), Kind: ui.Secondary, Describes: n.Name})
		if !n.Joined {
			does = sheet.FormOf(sheet.Send{Action: ownAt + "/natverk/" + url.PathEscape(n.ID), Button: c.T("appointment.network_join"), Kind: ui.Secondary, About: n.Name})
		}
		text := n.Owner
		if n.Next != "" {
			text += ". " + n.Next
		}
		v.Add(sheet.Row(n.Name, text, does))
	}
	return nil
}

func (p *Pages) join(w http.ResponseWriter, r *http.Request) error {
	if err := p.Networks.Join(r.Context(), actor(r), r.PathValue("network")); err != nil {
		return err
	}
	return web.Redirect(w, r, ownAt+"?gjort=joined")
}

// booked is what schools have asked an ambassador's employer for.
func (p *Pages) booked(r *http.Request, v *sheet.Sheet, open []appointment.Appointment) error {
	c := p.catalog(r)
	for _, x := range open {
		if x.Kind != rule.Ambassador || !x.On(p.Appointments.Today()) {
			continue
		}
		all, err := p.Appointments.Requests(r.Context(), actor(r), x.EmployerID)
		if err != nil {
			return err
		}
		v.Add(sheet.Heading(c.T("appointment.requests_title")))
		if len(all) == 0 {
			v.Add(sheet.Para(c.T("appointment.requests_none")))
		}
		for _, q := range all {
			v.Add(sheet.Smaller(q.School), sheet.Written(q.Wish), sheet.Para(c.T("appointment.request_contact", "contact", q.Contact)))
		}
	}
	return nil
}

// reachForms ask how colleagues reach one, at each employer.
func (p *Pages) reachForms(r *http.Request, v *sheet.Sheet, open []appointment.Appointment) error {
	var employers []string
	shows := map[string]bool{}
	for _, x := range open {
		if !slices.Contains(employers, x.EmployerID) {
			employers = append(employers, x.EmployerID)
		}
		shows[x.EmployerID] = shows[x.EmployerID] || x.Kind == rule.Ambassador
	}
	reach, err := p.Appointments.Reaches(r.Context(), actor(r), employers)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v.Add(sheet.Heading(c.T("appointment.reach")), sheet.Para(c.T("appointment.reach_lead")))
	for i, id := range employers {
		n, err := p.Tree.Find(r.Context(), id, p.Appointments.Today())
		if err != nil {
			return err
		}
		text, wrong := reach[id].Text, ""
		if r.PostFormValue("hos") == id && len(v.Wrong) > 0 {
			text, wrong = r.PostFormValue("nas"), v.Wrong["nas"]
		}
		field := "nas"
		if i > 0 && wrong == "" || i == 0 && len(v.Wrong) > 0 && wrong == "" {
			field += "-" + id
		}
		props := ui.FieldProps{Name: "nas", ID: field, Label: c.T("appointment.f.reach"), Tip: c.T("appointment.tip.reach"), Value: text, Error: wrong, Optional: true}
		if len(employers) > 1 {
			props.Label = c.T("appointment.f.reach_at", "employer", n.Name)
		}
		fields := []templ.Component{ui.Input(props)}
		if shows[id] {
			fields = append(fields, ui.Check(ui.CheckProps{Name: "namn", Value: "1", Text: c.T("appointment.f.show_name"), Note: c.T("appointment.tip.show_name"), Chosen: reach[id].ShowName}))
		}
		v.Form(r).Named("nas").Put(fields...).End(sheet.Send{Action: ownAt + "/nas", Hidden: [][2]string{{"hos", id}}, Button: c.T("appointment.save"), Kind: ui.Secondary, About: n.Name})
	}
	return nil
}

func (p *Pages) reach(w http.ResponseWriter, r *http.Request) error {
	err := p.Appointments.SaveReach(r.Context(), actor(r), appointment.Reach{EmployerID: r.PostFormValue("hos"), Text: r.PostFormValue("nas"), ShowName: r.PostFormValue("namn") != ""})
	if err != nil {
		return refused(p.catalog(r), err, func(wrong map[string]string) error { return p.showOwn(w, r, wrong) })
	}
	return web.Redirect(w, r, ownAt+"?gjort=saved")
}
