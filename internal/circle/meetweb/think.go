package meetweb

import (
	"net/http"
	"net/url"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/circle/guide"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// thinkView is one step on one screen, with the visitor's own thoughts.
type thinkView struct {
	Problems       []ui.Problem
	Back, Action   string
	Steps          ui.StepsProps
	Title, Said    string
	Text, Question string
	Self           bool // one may do it alone: then nobody is there to talk to
	Material       []ui.Link
	Warn           string // what in a shared text may point at somebody
	Field          ui.FieldProps
	Shared         bool
	Go             string
	Prev           string
	Came           string
	Thoughts       []string // of others, without names
}

// stepAt is the visitor's own page of a step.
func stepAt(meetingID, step string) string {
	return meetingAt(meetingID, "/min/steg/"+url.PathEscape(step))
}

func (p *Pages) step(w http.ResponseWriter, r *http.Request) error {
	return p.showStep(w, r, nil, "")
}

// placeOf finds a step of a meeting by the address.
func placeOf(v circle.View, id string) (guide.Step, int, error) {
	for i, s := range v.Agenda.Steps {
		if s.ID == id {
			return s, i, nil
		}
	}
	return guide.Step{}, 0, circle.ErrNoStep
}

func (p *Pages) showStep(w http.ResponseWriter, r *http.Request, wrong *fault.Fault, text string) error {
	v, err := p.open(r)
	if err != nil {
		return err
	}
	if !v.Takes {
		return web.Redirect(w, r, meetingAt(v.Meeting.ID, "/min"))
	}
	s, i, err := placeOf(v, r.PathValue("step"))
	if err != nil {
		return err
	}
	c, own, all := p.catalog(r), v.Thoughts[s.ID], len(v.Agenda.Steps)
	d := thinkView{Problems: problems(c, wrong), Back: meetingAt(v.Meeting.ID, "/min"), Action: stepAt(v.Meeting.ID, s.ID), Title: s.Title, Text: s.Text, Question: question(c, s),
		Steps: ui.StepsProps{Done: i, Now: i + 1, All: all, Text: c.T("meet.think.step", "n", i+1, "all", all)}, Material: materialLinks(s), Shared: own.Shared, Go: c.T("meet.think.next"),
		Came: v.Texts[s.ID].Text, Field: ui.FieldProps{Name: "text", Label: c.T("meet.think.label"), Tip: c.T("meet.think.tip"), Rows: 6, Value: own.Text, Error: at(c, wrong, "text")}}
	if wrong != nil {
		d.Field.Value, d.Shared = text, r.PostFormValue("dela") != ""
	}
	if i == all-1 {
		d.Go = c.T("meet.think.last")
	}
	if i > 0 {
		d.Prev = stepAt(v.Meeting.ID, v.Agenda.Steps[i-1].ID)
	}
	d.Self = v.OpenAlone && s.How != guide.Alone && !(v.Marked && v.Own.Present)
	if own.Shared {
		d.Warn = hints(c, own.Text)
	}
	for _, t := range v.Shared[s.ID] {
		d.Thoughts = append(d.Thoughts, t.Text)
	}
	return p.draw(w, r, status(wrong), s.Title+": "+name(v), thinkPage(d))
}

// think keeps a thought and goes on. What the script saves behind the page shares nothing: that is a choice of its own. Taking
// back what is shared is not, and comes before what is typed.
func (p *Pages) think(w http.ResponseWriter, r *http.Request) error {
	ctx, a, id, step := r.Context(), actor(r), r.PathValue("meeting"), r.PathValue("step")
	text, share := r.PostFormValue("text"), r.PostFormValue("dela") != ""
	v, err := p.Circles.Agenda(ctx, a, id)
	if err != nil {
		return err
	}
	if !share {
		err = p.Circles.Share(ctx, a, id, step, false)
	}
	if err == nil {
		err = p.Circles.Think(ctx, a, id, step, text)
	}
	if err == nil && !saves(r) {
		if err = p.Circles.Share(ctx, a, id, step, share && text != ""); err == nil {
			err = p.Circles.Tick(ctx, a, id, step, true)
		}
	}
	if f := told(err); f != nil {
		return p.showStep(w, r, f, text)
	}
	if err != nil {
		return err
	}
	if saves(r) {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	_, i, err := placeOf(v, step)
	if err != nil {
		return err
	}
	if share && !v.Thoughts[step].Shared && hints(p.catalog(r), text) != "" {
		return web.Redirect(w, r, stepAt(id, step)) // the warning stands there, once, while it can be mended
	}
	if i+1 < len(v.Agenda.Steps) {
		return web.Redirect(w, r, stepAt(id, v.Agenda.Steps[i+1].ID))
	}
	return web.Redirect(w, r, meetingAt(id, "/min", "klart", "sparat"))
}
