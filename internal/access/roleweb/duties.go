package roleweb

import (
	"net/http"
	"net/url"
	"slices"

	"yrkesresan/internal/access"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// dutiesView is who does what at a unit: deputies, shared leadership, tasks handed over.
type dutiesView struct {
	Title, Said string
	Units       []ui.Part // to choose from
	None        bool
	Back        ui.Link
	Parts       []duty
	Log         []logLine
}

// duty is one kind of responsibility with who has it.
type duty struct {
	ID, Title, About string
	People           []ui.Part
	Empty            string
	Give, Button     string
}

// duties are the parts of the manager's page, in their order.
var dutyKinds = []string{"chef", "ersattare", "uppgifter", "larande"}

func (p *Pages) duties(w http.ResponseWriter, r *http.Request) error {
	visit, t := page.Of(r.Context()), p.writer(r)
	units, err := p.Tree.UnitsIn(r.Context(), visit.Actor.Scopes(may.Delegate), t.today, mostUnits)
	if err != nil {
		return err
	}
	unit := r.URL.Query().Get("enhet")
	if unit == "" && len(units) == 1 {
		unit = units[0].ID
	}
	if unit != "" {
		return p.showDuties(w, r, unit, len(units) > 1)
	}
	v := dutiesView{Title: t.T("role.duties"), None: len(units) == 0}
	for _, u := range units {
		v.Units = append(v.Units, ui.Part{Href: dutiesAt(u.ID), Title: u.Name})
	}
	return p.show(w, r, http.StatusOK, v.Title, false, dutiesPage(v))
}

func (p *Pages) showDuties(w http.ResponseWriter, r *http.Request, unit string, several bool) error {
	actor, t := page.Of(r.Context()).Actor, p.writer(r)
	place, roles, err := p.Access.RolePlace(r.Context(), actor, unit)
	if err != nil {
		return err
	}
	if err := may.Ask(actor, may.Delegate, place.Path); err != nil {
		return err
	}
	held, _, err := p.Access.Roles(r.Context(), actor, unit, access.RoleFilter{Here: true}, 200, 0)
	if err != nil {
		return err
	}
	v := dutiesView{Title: t.T("role.duties_at", "place", place.Name), Said: t.said(r.URL.Query()), Back: ui.Link{Href: "/min-grupp", Text: t.T("role.to_group")}}
	if several {
		v.Back = ui.Link{Href: "/min-grupp/ansvar", Text: t.T("role.to_units")}
	}
	for _, kind := range dutyKinds {
		d := duty{ID: kind, Title: t.T("role.duty." + kind), About: t.T("role.duty_about." + kind), Empty: t.T("role.duty_none." + kind), Button: t.T("role.duty_give." + kind)}
		if slices.ContainsFunc(kinds[kind], func(k may.Role) bool { return slices.Contains(roles, k) }) {
			d.Give = "/min-grupp/ansvar/ge?plats=" + url.QueryEscape(unit) + "&vad=" + kind
		}
		for _, h := range held {
			if slices.Contains(kinds[kind], h.Role) {
				line := t.line(h, "/min-grupp/ansvar/uppdrag/"+h.ID)
				line.Note = t.when(h.From, h.Until) // the page is about one place
				d.People = append(d.People, line)
			}
		}
		if slices.ContainsFunc(kinds[kind], func(r may.Role) bool { return may.TermsOf(r).Appointed }) {
			d.People = append(d.People, ui.Part{Href: leadersAt(unit), Title: t.T("role.leaders_page")})
		}
		v.Parts = append(v.Parts, d)
	}
	log, err := p.Access.RoleLog(r.Context(), actor, unit, true, onLog)
	if err != nil {
		return err
	}
	v.Log = t.log(log)
	return p.show(w, r, http.StatusOK, v.Title, false, dutiesPage(v))
}
