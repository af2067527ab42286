package planweb

import (
	"net/http"
	"net/url"

	"yrkesresan/internal/development"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// Plans that are read and not changed: the own unit's, and those of places that are no more.

// shared is the unit's plan to those who work there.
func (p *Pages) shared(w http.ResponseWriter, r *http.Request) error {
	c := p.catalog(r)
	plan, units, err := p.Plans.Shared(r.Context(), web.ActorOf(r.Context()), r.FormValue("enhet"))
	if err != nil {
		return err
	}
	v := planView{desk: desk{Whose: plan.Whose, title: c.T("development.of_unit", "place", plan.Name), back: ui.Link{Href: "/min-kompetens/plan", Text: c.T("development.back_plan")}}, Lead: c.T("development.lead.shared")}
	for _, u := range units {
		if u.ID != plan.NodeID {
			v.Ways = append(v.Ways, ui.Part{Href: "/min-kompetens/plan/enhet?" + url.Values{"enhet": {u.ID}}.Encode(), Title: c.T("development.of_unit", "place", u.Name)})
		}
	}
	return p.showRead(w, r, v, plan)
}

// closed is the plan of a place that is no more.
func (p *Pages) closed(w http.ResponseWriter, r *http.Request) error {
	c := p.catalog(r)
	plan, above, err := p.Plans.ClosedPlan(r.Context(), web.ActorOf(r.Context()), r.FormValue("plan"))
	if err != nil {
		return err
	}
	v := planView{desk: desk{Whose: plan.Whose, title: c.T("development.of_unit", "place", plan.Name)}, Lead: c.T("development.lead.closed", "place", plan.Name, "date", c.Date(plan.EndedAt))}
	v.back = ui.Link{Href: "/plan?" + url.Values{"plats": {above.ID}}.Encode(), Text: c.T("development.back_place", "place", above.Name)}
	if plan.Kind == development.OfOperation {
		v.title = c.T("development.of_place", "place", plan.Name)
	}
	return p.showRead(w, r, v, plan.Plan)
}

func (p *Pages) showRead(w http.ResponseWriter, r *http.Request, v planView, plan development.Plan) error {
	c := p.catalog(r)
	book, err := p.Frameworks.Book(r.Context(), p.Staff.Today())
	if err != nil {
		return err
	}
	v.facts(c, &plan)
	v.items(c, &plan, book, p.Staff.Today())
	for _, f := range plan.Follows {
		v.Follows = append(v.Follows, ui.Fact{Term: c.DateOf(f.On), Text: orElse(f.Note, c.T("development.follow.no_note"))})
	}
	return p.render(w, r, http.StatusOK, v.title, planPage(v))
}

// fillClosed lists the plans of places under this one that are no more.
func (p *Pages) fillClosed(r *http.Request, v *planView) error {
	c := p.catalog(r)
	all, err := p.Plans.Closed(r.Context(), web.ActorOf(r.Context()), v.NodeID)
	if err != nil {
		return err
	}
	for _, one := range all {
		title := c.T("development.of_unit", "place", one.Name)
		if one.Kind == development.OfOperation {
			title = c.T("development.of_place", "place", one.Name)
		}
		v.Ways = append(v.Ways, ui.Part{Href: "/plan/tidigare?" + url.Values{"plan": {one.ID}}.Encode(), Title: title, Note: c.T("development.way.closed_about", "date", c.Date(one.EndedAt))})
	}
	return nil
}

// ownUnit is the way from the own plan to the unit's, for who works at a unit.
func (p *Pages) ownUnit(r *http.Request, v *planView) {
	if !v.own {
		return
	}
	if plan, _, err := p.Plans.Shared(r.Context(), web.ActorOf(r.Context()), ""); err == nil {
		c := p.catalog(r)
		v.Ways = append(v.Ways, ui.Part{Href: "/min-kompetens/plan/enhet", Title: c.T("development.of_unit", "place", plan.Name), Note: c.T("development.way.shared_about")})
	}
}
