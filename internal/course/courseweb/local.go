package courseweb

import (
	"net/http"
	"net/url"

	"yrkesresan/internal/course"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// localView is a page or task that a place around the learner's work adds. It stands beside the
// course's own text and says whose it is (R105).
type localView struct {
	ID, Over, Title, HTML string
	Task, Done            bool
	Action, Back          string
}

// localViews gives what the learner's own places add where pick says. back is where a tick leads.
func (p *Pages) localViews(r *http.Request, courseID string, pick func(*course.Local) bool, back string) ([]localView, error) {
	if p.Locals == nil {
		return nil, nil
	}
	all, err := p.Locals.Own(r.Context(), web.ActorOf(r.Context()), courseID)
	if err != nil {
		return nil, err
	}
	var out []localView
	for i := range all {
		if l := &all[i]; pick(l) {
			out = append(out, localView{ID: "lokalt-" + l.ID, Over: p.words(r).T("course.local_from", "from", l.From), Title: l.Title, HTML: l.HTML,
				Task: l.Kind == course.LocalTask, Done: l.Done, Action: courseURL(courseID) + "/lokalt/" + url.PathEscape(l.ID), Back: back})
		}
	}
	return out, nil
}

// tickLocal notes that a local task is done. It never keeps the course itself from being done.
func (p *Pages) tickLocal(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if p.Locals == nil {
		return course.ErrNoLocal
	}
	l, err := p.Locals.Tick(r.Context(), web.ActorOf(r.Context()), id, r.PathValue("local"), r.PostFormValue("klar") != "")
	if err != nil {
		return err
	}
	return web.Redirect(w, r, web.LocalPath(r.PostFormValue("till"), courseURL(id))+"#lokalt-"+url.PathEscape(l.ID))
}

// status is how a local task stands.
func (v localView) status() ui.StatusKind {
	if v.Done {
		return ui.Done
	}
	return ui.NotStarted
}
