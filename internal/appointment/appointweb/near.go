package appointweb

import (
	"net/http"
	"net/url"

	"yrkesresan/internal/appointment"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// ombud is a learner's own språkombud and kompetensombud, and who leads the learning.
func (p *Pages) ombud(w http.ResponseWriter, r *http.Request) error {
	all, err := p.Appointments.Ombud(r.Context(), actor(r))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("appointment.ombud_title"), Lead: c.T("appointment.ombud_lead"), Back: ui.Link{Href: "/larande", Text: c.T("appointment.to_learning")}}
	for _, n := range all {
		v.Add(sheet.Heading(n.Unit.Name))
		if len(n.People) == 0 {
			v.Add(sheet.Para(c.T("appointment.ombud_none")))
			continue
		}
		var parts []ui.Part
		for _, x := range n.People {
			note := x.Reach
			if note == "" {
				note = c.T("appointment.ombud_talk")
			}
			if x.Self {
				note = c.T("appointment.ombud_self")
			}
			parts = append(parts, ui.Part{Title: c.T("appointment.one", "name", x.Name, "kind", kindName(c, x.Kind)), Note: c.T("appointment.ombud_does."+string(x.Kind)) + " " + note})
		}
		v.Add(ui.Parts(parts))
	}
	if len(all) == 0 {
		v.Add(sheet.Para(c.T("appointment.ombud_none")))
	}
	return v.Show(w, r, p.Frame)
}

// ambassadors is open to everybody: which municipalities schools can turn to.
func (p *Pages) ambassadors(w http.ResponseWriter, r *http.Request) error {
	all, err := p.Appointments.Ambassadors(r.Context())
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("appointment.open_title"), Lead: c.T("appointment.open_lead")}
	if len(all) == 0 {
		v.Add(ui.Empty(ui.EmptyProps{Icon: "users", Title: c.T("appointment.open_none"), Text: c.T("appointment.open_none_text")}))
		return v.Show(w, r, p.Frame)
	}
	var parts []ui.Part
	for _, t := range all {
		parts = append(parts, ui.Part{Href: openAt + "/" + url.PathEscape(t.Node.ID), Title: t.Node.Name, Note: c.T("appointment.open_count", "n", t.Count)})
	}
	v.Add(ui.Parts(parts))
	return v.Show(w, r, p.Frame)
}

func (p *Pages) ambassador(w http.ResponseWriter, r *http.Request) error {
	return p.showAmbassador(w, r, nil)
}

// showAmbassador is one municipality's, with a form for schools.
func (p *Pages) showAmbassador(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	t, err := p.Appointments.AmbassadorsOf(r.Context(), r.PathValue("employer"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("appointment.open_one", "town", t.Node.Name), Lead: c.T("appointment.open_count", "n", t.Count), Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: openAt, Text: c.T("appointment.open_title")}}
	if len(t.Names) > 0 {
		v.Add(sheet.List(t.Names))
	}
	v.Add(sheet.Para(c.T("appointment.open_contact", "contact", t.Contact)), sheet.Heading(c.T("appointment.book")), sheet.Para(c.T("appointment.book_lead")))
	v.Form(r).Input(sheet.Field{Name: "skola", Label: c.T("appointment.f.school")}).Input(sheet.Field{Name: "kontakt", Label: c.T("appointment.f.school_contact"), Tip: c.T("appointment.tip.school_contact")}).
		Input(sheet.Field{Name: "onskemal", Label: c.T("appointment.f.wish"), Tip: c.T("appointment.tip.wish"), Rows: 4}).
		End(sheet.Send{Action: openAt + "/" + url.PathEscape(t.Node.ID), Button: c.T("appointment.book_button")})
	return v.Show(w, r, p.Frame)
}

func (p *Pages) book(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("employer")
	err := p.Appointments.Ask(r.Context(), appointment.Request{EmployerID: id, School: r.PostFormValue("skola"), Contact: r.PostFormValue("kontakt"), Wish: r.PostFormValue("onskemal")}, web.ClientAddress(r))
	if err != nil {
		return refused(p.catalog(r), err, func(wrong map[string]string) error { return p.showAmbassador(w, r, wrong) })
	}
	return web.Redirect(w, r, page.At(openAt+"/"+url.PathEscape(id), "gjort", "sent"))
}
