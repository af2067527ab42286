package journeyweb

import (
	"net/http"
	"strings"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// stepView lets a person change the proposed experience step, with a note (rule 9).
type stepView struct {
	Journey, Title, Said, Note string
	Choices                    []ui.Choice
	Wrong                      map[string]string
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
	v.Journey, v.Title = j.Journey, j.Title
	v.Said = c.T("journey.step.proposed", "step", j.Step.Title)
	if j.Step.Chosen {
		v.Said = c.T("journey.step.chosen_short", "step", j.Step.Title)
		v.Note = j.Step.Note
	}
	for _, l := range j.Scheme.Levels {
		v.Choices = append(v.Choices, ui.Choice{Value: l.ID, Text: l.Title, Note: l.Helper, Chosen: l.ID == j.Step.ID})
	}
}

func (p *Pages) chooseStep(w http.ResponseWriter, r *http.Request) error {
	note := strings.TrimSpace(r.PostFormValue("note"))
	err := p.Journeys.ChooseStep(r.Context(), page.Of(r.Context()).Actor, r.PathValue("journey"), r.PostFormValue("step"), note)
	if f := fault.Of(err); f != nil && f.Kind == fault.Invalid {
		return p.showStep(w, r, http.StatusUnprocessableEntity, stepView{Note: note, Wrong: map[string]string{f.Field: f.Key}})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/min-resa")
}
