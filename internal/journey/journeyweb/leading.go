package journeyweb

import (
	"net/http"
	"slices"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// leadingView is the short questionnaire of those who lead (R163, R169).
type leadingView struct {
	Backgrounds, Roles []ui.Choice
	Areas              []ui.Option
	Area               string
	Wrong              map[string]string // field → message key
}

func (p *Pages) leading(w http.ResponseWriter, r *http.Request) error {
	l, err := p.Journeys.Leading(r.Context(), page.Of(r.Context()).Actor)
	if err != nil {
		return err
	}
	return p.showLeading(w, r, http.StatusOK, l, nil)
}

func (p *Pages) showLeading(w http.ResponseWriter, r *http.Request, status int, l journey.Leading, wrong map[string]string) error {
	c := p.Frame.Catalog(page.Of(r.Context()))
	v := leadingView{Area: l.Area, Wrong: wrong}
	for _, b := range journey.Backgrounds {
		v.Backgrounds = append(v.Backgrounds, ui.Choice{Value: b, Text: c.T("journey.lead.background." + b), Chosen: slices.Contains(l.Backgrounds, b)})
	}
	for _, role := range journey.LeadRoles {
		v.Roles = append(v.Roles, ui.Choice{Value: role, Text: c.T("journey.lead.role." + role), Chosen: role == l.Role})
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	v.Areas = []ui.Option{{Text: c.T("journey.lead.no_area")}}
	for _, a := range ref.Areas {
		v.Areas = append(v.Areas, ui.Option{Value: a.ID, Text: a.Name})
	}
	s := p.Frame.Shell(r, p.Frame.Texts.T("journey.lead.title"))
	s.Wrong = len(wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, leadingPage(v))
}

func (p *Pages) sayLeading(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	l := journey.Leading{Backgrounds: r.PostForm["background"], Role: r.PostFormValue("role"), Area: r.PostFormValue("area")}
	err := p.Journeys.SayLeading(r.Context(), page.Of(r.Context()).Actor, l)
	if f := fault.Of(err); f != nil && f.Kind == fault.Invalid {
		return p.showLeading(w, r, http.StatusUnprocessableEntity, l, map[string]string{f.Field: f.Key})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/min-resa")
}
