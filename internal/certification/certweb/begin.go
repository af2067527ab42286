package certweb

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
)

const (
	// mostUnits is more units than anybody answers for.
	mostUnits = 5000
	// mostChoices is how many units stand in a list to choose from. Where there are more one looks for a name.
	mostChoices = 200
)

// begin lets who leads a unit propose it for a scheme, and who guides units add it.
func (p *Pages) begin(w http.ResponseWriter, r *http.Request) error { return p.showBegin(w, r, nil) }

func (p *Pages) showBegin(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	c, a := p.catalog(r), actor(r)
	v := &sheet.Sheet{Title: c.T("cert.begin"), Lead: c.T("cert.begin_lead"), Wrong: wrong, Back: ui.Link{Href: homeAt, Text: c.T("cert.title")}}
	unit, err := p.chooseUnit(v, c, r)
	if err != nil {
		return err
	}
	if unit == "" {
		return v.Show(w, r, p.Frame)
	}
	offered, err := p.Certifications.Offered(r.Context(), a, unit)
	if err != nil {
		return err
	}
	if len(offered) == 0 {
		v.Add(sheet.Para(c.T("cert.none_offered")))
		return v.Show(w, r, p.Frame)
	}
	var schemes []ui.Choice
	for _, s := range offered {
		schemes = append(schemes, ui.Choice{Value: s.ID, Text: s.Title, Note: s.Owner.Name})
	}
	guides, err := p.guides(r, unit)
	if err != nil {
		return err
	}
	f := v.Form(r).Choose(field(c, "scheme", "scheme"), false, schemes)
	send := sheet.Send{Action: beginAt, Hidden: [][2]string{{"enhet", unit}}, Button: c.T("cert.propose")}
	if guides {
		send.Button = c.T("cert.join")
	} else {
		note := field(c, "note", "why_join")
		note.Rows, note.Optional = 3, true
		f.Input(note)
		v.Add(sheet.Para(c.T("cert.propose_about")))
	}
	f.End(send)
	return v.Show(w, r, p.Frame)
}

// chooseUnit gives the chosen unit, or the first; with several it asks which, and with many it asks for a name first. "" when
// no unit is called so.
func (p *Pages) chooseUnit(v *sheet.Sheet, c *lang.Catalog, r *http.Request) (string, error) {
	units, err := p.Certifications.Beginners(r.Context(), actor(r), mostUnits)
	if err != nil {
		return "", err
	}
	chosen, name := r.FormValue("enhet"), strings.TrimSpace(r.FormValue("sok"))
	if len(units) == 0 {
		return chosen, may.AskSomewhere(may.Actor{PersonID: actor(r).PersonID}, may.Appoint) // nobody begins anything here
	}
	found := units
	if name != "" {
		found = slices.DeleteFunc(slices.Clone(units), func(u org.Node) bool { return !strings.Contains(strings.ToLower(u.Name), strings.ToLower(name)) })
	}
	called := func(u org.Node) bool { return u.ID == chosen }
	if len(found) > 0 && (chosen == "" || name != "" && !slices.ContainsFunc(found, called)) {
		chosen = found[0].ID
	}
	var options []ui.Option
	for i, u := range found {
		if i < mostChoices || u.ID == chosen {
			options = option(options, u.ID, u.Name)
		}
	}
	var fields []templ.Component
	if len(units) > mostChoices {
		fields = append(fields, ui.Input(ui.FieldProps{Name: "sok", Label: c.T("cert.f.unit_name"), Value: name, Type: "search", Optional: true}))
	}
	if len(found) > 0 {
		fields = append(fields, ui.Select(ui.FieldProps{Name: "enhet", Label: c.T("cert.f.unit"), Value: chosen, Options: options}))
	}
	if len(units) > 1 {
		v.Add(sheet.FormOf(sheet.Send{Action: beginAt, Get: true, Button: c.T("cert.show"), Kind: ui.Secondary}, fields...))
	}
	switch {
	case len(found) == 0:
		v.Add(sheet.Para(c.T("cert.no_unit_named", "name", name)))
		return "", nil
	case len(found) > mostChoices:
		v.Add(sheet.Para(c.T("cert.more_units", "n", mostChoices, "all", len(found))))
	}
	return chosen, nil
}

// guides tells whether the visitor guides a unit: then it joins at once.
func (p *Pages) guides(r *http.Request, unitID string) (bool, error) {
	n, err := p.Tree.Find(r.Context(), unitID, p.Certifications.Today())
	if err != nil {
		return false, err
	}
	return may.Ask(actor(r), may.GuideUnit, n.Path) == nil, nil
}

func (p *Pages) begun(w http.ResponseWriter, r *http.Request) error {
	unit, scheme := r.PostFormValue("enhet"), r.PostFormValue("scheme")
	guides, err := p.guides(r, unit)
	if err != nil {
		return err
	}
	var id string
	if guides {
		id, err = p.Certifications.Join(r.Context(), actor(r), unit, scheme, "")
	} else {
		id, err = p.Certifications.Propose(r.Context(), actor(r), unit, scheme, r.PostFormValue("note"))
	}
	if err != nil {
		wrong, err := p.refused(r, err)
		if err != nil {
			return err
		}
		return p.showBegin(w, r, wrong)
	}
	return redirectTo(w, r, id, guides)
}
