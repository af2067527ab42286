package journeyweb

import (
	"context"
	"net/http"
	"strings"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// stepView lets a person change the proposed experience step, with a note (rule 9).
type stepView struct {
	Journey, Said, Step, Note string
	Choices                   []ui.Choice
	Wrong                     map[string]string // field → message key; Step and Note are then what was sent
}

func (p *Pages) step(w http.ResponseWriter, r *http.Request) error {
	return p.showStep(w, r, http.StatusOK, stepView{})
}

func (p *Pages) showStep(w http.ResponseWriter, r *http.Request, status int, v stepView) error {
	journeys, err := p.Journeys.Own(r.Context(), page.Of(r.Context()).Actor, p.Today())
	if err != nil {
		return err
	}
	for i := range journeys {
		j := &journeys[i]
		if j.Journey == r.PathValue("journey") && j.Step != nil {
			p.fillStep(r, &v, j)
			s := p.Frame.Shell(r, p.Frame.Texts.T("journey.step.title"))
			s.Wrong = len(v.Wrong) > 0
			return p.Frame.ShowAs(w, r, status, s, stepPage(v))
		}
	}
	return journey.ErrNoJourney
}

func (p *Pages) fillStep(r *http.Request, v *stepView, j *plan.Personal) {
	c := p.Frame.Catalog(page.Of(r.Context()))
	v.Journey = j.Journey
	v.Said = c.T("journey.step.proposed", "step", j.Step.Title)
	if j.Step.Chosen {
		v.Said = c.T("journey.step.chosen_short", "step", j.Step.Title)
	}
	if len(v.Wrong) == 0 {
		v.Step, v.Note = j.Step.ID, j.Step.Note
	}
	for _, l := range j.Scheme.Levels {
		v.Choices = append(v.Choices, ui.Choice{Value: l.ID, Text: l.Title, Note: l.Helper, Chosen: l.ID == v.Step})
	}
}

func (p *Pages) chooseStep(w http.ResponseWriter, r *http.Request) error {
	step, note := r.PostFormValue("step"), strings.TrimSpace(r.PostFormValue("note"))
	err := p.Journeys.ChooseStep(r.Context(), page.Of(r.Context()).Actor, r.PathValue("journey"), step, note)
	if f := fault.Of(err); f != nil && f.Kind == fault.Invalid {
		return p.showStep(w, r, http.StatusUnprocessableEntity, stepView{Step: step, Note: note, Wrong: map[string]string{f.Field: f.Key}})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/min-resa")
}

// wrong is what to say at a field; "" when it is well.
func wrong(ctx context.Context, wrong map[string]string, field string) string {
	if wrong[field] == "" {
		return ""
	}
	return lang.T(ctx, wrong[field])
}
