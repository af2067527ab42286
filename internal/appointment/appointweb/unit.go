package appointweb

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"yrkesresan/internal/appointment"
	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
)

// mostUnits bounds the units to choose from.
const mostUnits = 300

// unit is who is what in the units that the visitor leads, and what waits for an answer.
func (p *Pages) unit(w http.ResponseWriter, r *http.Request) error {
	c, a := p.catalog(r), actor(r)
	v := &sheet.Sheet{Title: c.T("appointment.unit_title"), Lead: c.T("appointment.unit_lead"), Said: said(c, r), Back: ui.Link{Href: "/min-grupp", Text: c.T("appointment.to_group")}}
	if err := p.waiting(r, v); err != nil {
		return err
	}
	units, err := p.Tree.UnitsIn(r.Context(), a.Scopes(may.Appoint), p.Appointments.Today(), mostUnits)
	if err != nil {
		return err
	}
	id := r.URL.Query().Get("enhet")
	if id == "" && len(units) > 0 {
		id = units[0].ID
	}
	if id == "" {
		v.Add(ui.Empty(ui.EmptyProps{Icon: "users", Title: c.T("appointment.no_units")}))
		return v.Show(w, r, p.Frame)
	}
	if len(units) > 1 {
		var options []ui.Option
		for _, u := range units {
			options = append(options, ui.Option{Value: u.ID, Text: u.Name})
		}
		v.Form(r, "enhet", id).Pick(sheet.Field{Name: "enhet", Label: c.T("appointment.f.unit")}, options).End(sheet.Send{Action: unitAt, Get: true, Button: c.T("appointment.show"), Kind: ui.Secondary})
	}
	u, err := p.Appointments.At(r.Context(), a, id)
	if err != nil {
		return err
	}
	heading := sheet.Heading
	if len(units) != 1 {
		v.Add(sheet.Heading(u.Node.Name))
		heading = sheet.Smaller
	}
	for _, k := range rule.Kinds() {
		p.kind(r, v, u, k, heading)
	}
	if err := p.higher(r, v, u.Node); err != nil {
		return err
	}
	if len(u.Over) > 0 {
		v.Add(sheet.More(c.T("appointment.over"), ui.Parts(p.lines(r, u.Over))))
	}
	return v.Show(w, r, p.Frame)
}

// waiting is what others ask to borrow somebody for.
func (p *Pages) waiting(r *http.Request, v *sheet.Sheet) error {
	c := p.catalog(r)
	all, err := p.Appointments.Waiting(r.Context(), actor(r))
	if err != nil || len(all) == 0 {
		return err
	}
	var parts []ui.Part
	for _, x := range all {
		employer, err := p.Tree.Find(r.Context(), x.EmployerID, p.Appointments.Today())
		if err != nil {
			return err
		}
		parts = append(parts, ui.Part{Href: oneOf(x.ID), Title: c.T("appointment.wants", "employer", employer.Name, "name", x.Name), Note: c.T("appointment.wants_note", "kind", kindName(c, x.Kind), "places", names(c, x.Places)),
			Status: ui.Missing, Word: c.T("appointment.state.answer")})
	}
	v.Add(sheet.Heading(c.T("appointment.waiting")), ui.Parts(parts))
	return nil
}

// kind is one kind with who has it.
func (p *Pages) kind(r *http.Request, v *sheet.Sheet, u appointment.Unit, k rule.Kind, heading func(string) templ.Component) {
	c := p.catalog(r)
	mine := slices.DeleteFunc(slices.Clone(u.Open), func(x appointment.Appointment) bool { return x.Kind != k })
	on := u.Functions[k]
	if !on && len(mine) == 0 {
		return
	}
	v.Add(heading(c.T("appointment.kinds." + string(k))))
	switch {
	case !on:
		v.Add(sheet.Quiet(c.T("appointment.is_off")))
	case len(mine) == 0:
		v.Add(sheet.Quiet(c.T("appointment.nobody_yet." + string(k))))
	}
	if len(mine) > 0 {
		v.Add(ui.Parts(p.lines(r, mine)))
	}
	if on {
		v.Add(sheet.Links(ui.LinkButtonProps{Href: page.At(newAt, "enhet", u.Node.ID, "typ", string(k)), Text: c.T("appointment.appoint." + string(k)), Kind: ui.Secondary, Icon: "plus"}))
	}
}

// lines are appointments in a list about one place.
func (p *Pages) lines(r *http.Request, all []appointment.Appointment) (out []ui.Part) {
	c := p.catalog(r)
	for _, x := range all {
		part := ui.Part{Href: oneOf(x.ID), Title: x.Name, Note: when(c, x.From, x.Until)}
		part.Status, part.Word = standing(c, x, p.Appointments.Today())
		if len(x.Places) > 1 {
			part.Note = names(c, x.Places) + ". " + part.Note
		}
		if x.Lent() {
			part.Note += " " + c.T("appointment.lent")
		}
		out = append(out, part)
	}
	return out
}

// higher leads to the place above, for who may appoint for all of it.
func (p *Pages) higher(r *http.Request, v *sheet.Sheet, n org.Node) error {
	if n.Parent == "" {
		return nil
	}
	up, err := p.Tree.Find(r.Context(), n.Parent, p.Appointments.Today())
	if err != nil {
		return err
	}
	if org.Kind(up.Kind) != org.Operation || may.Ask(actor(r), may.Appoint, up.Path) != nil {
		return nil
	}
	c := p.catalog(r)
	v.Add(sheet.Links(ui.LinkButtonProps{Href: page.At(unitAt, "enhet", up.ID), Text: c.T("appointment.higher", "place", up.Name), Kind: ui.Secondary, Icon: "arrow-up"}))
	return nil
}
