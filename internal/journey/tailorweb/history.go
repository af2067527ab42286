package tailorweb

import (
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/db"
)

type templComponent = templ.Component

// historyView is what a place has decided about a journey, the newest first.
type historyView struct {
	head
	Action   string
	Versions []versionView
	Answers  []string
	Wrong    string
}

type versionView struct {
	ID, Title, By string
	Changes       []difference
	Restore       bool
}

func (p *Pages) history(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, false)
	if err != nil {
		return err
	}
	return l.showHistory(http.StatusOK, "")
}

func (l *look) showHistory(status int, wrong string) error {
	v := historyView{head: l.head(l.c.T("tailor.history.title")), Action: l.at() + "/historik", Wrong: wrong}
	all, err := l.p.Journeys.LayerHistory(l.r.Context(), l.actor(), l.t.Node, l.t.Frame().ID)
	if err != nil {
		return err
	}
	for i, version := range all {
		var before []plan.Op
		if i+1 < len(all) {
			before = all[i+1].Ops
		}
		one := versionView{ID: version.ID, Restore: l.t.MayEdit && i > 0, Changes: l.v.differences(before, version.Ops)}
		switch {
		case version.Until == version.From || version.Until < version.From:
			one.Title = l.c.T("tailor.history.replaced", "from", l.v.day(version.From))
		case version.Until == db.NoEnd:
			one.Title = l.c.T("tailor.history.from", "from", l.v.day(version.From))
		default:
			one.Title = l.c.T("tailor.history.between", "from", l.v.day(version.From), "until", l.v.day(version.Until))
		}
		if version.By != "" && !version.At.IsZero() {
			one.By = l.c.T("tailor.history.by", "who", l.who(version.By), "when", l.c.Near(version.At, l.p.Now()))
		}
		v.Versions = append(v.Versions, one)
	}
	answers, err := l.p.Journeys.Answers(l.r.Context(), l.actor(), l.t.Node, l.t.Frame().ID)
	if err != nil {
		return err
	}
	for _, a := range answers {
		s := l.c.T("tailor.answered."+a.Answer.Answer, "item", l.v.title(a.Item), "when", l.c.Date(a.At))
		if a.Why != "" {
			s += " " + l.c.T("tailor.op.why", "why", a.Why)
		}
		v.Answers = append(v.Answers, s)
	}
	return l.p.Frame.ShowAs(l.w, l.r, status, l.p.Frame.Shell(l.r, v.Title), historyPage(v))
}

func (p *Pages) restore(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	err = p.Journeys.Restore(r.Context(), l.actor(), l.t.Node.ID, l.t.Frame().ID, r.PostFormValue("lager"))
	switch {
	case errors.Is(err, journey.ErrDraftOpen):
		return l.showHistory(http.StatusConflict, l.c.T("journey.draft_open"))
	case errors.Is(err, journey.ErrNoLayer):
		return l.showHistory(http.StatusUnprocessableEntity, l.c.T("journey.layer_missing"))
	case err != nil:
		return err
	}
	return l.on(l.at()+"/granska", "tillbaka")
}
