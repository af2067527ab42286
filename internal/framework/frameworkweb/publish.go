package frameworkweb

import (
	"net/http"
	"strconv"

	"yrkesresan/internal/framework"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// gone is a requirement that the next version does not have: where does its evidence count?
type gone struct {
	ID, Name, To string
	Also         string // a second one, when the old was split
}

type reviewView struct {
	ID, Name, Revision string
	New, Broken        bool
	Passed             bool
	From, Today        string
	Changes            []string
	Gone               []gone
	Requirements, Also []ui.Option
	Problems           []ui.Problem
	Wrong              map[string]string
}

// review shows what a draft changes, asks where old evidence counts, and from which day it holds.
func (p *Pages) review(w http.ResponseWriter, r *http.Request) error {
	return p.showReview(w, r, http.StatusOK, nil)
}

func (p *Pages) showReview(w http.ResponseWriter, r *http.Request, status int, f *fault.Fault) error {
	d, s, err := p.open(r)
	if err != nil {
		return err
	}
	v := &reviewView{ID: d.ID, Name: d.Name, Revision: strconv.FormatInt(d.Revision, 10), New: d.Before == nil, Broken: d.Broken(), Passed: d.Latest > d.Base && d.Before != nil,
		From: p.Today(), Today: p.Today(), Problems: problems(s.c, f), Wrong: map[string]string{}}
	if r.Method == http.MethodPost {
		v.From = trimmed(r, "from")
	}
	if f != nil {
		v.Wrong[f.Field] = page.Say(s.c, f)
	}
	if d.Before != nil {
		v.Changes = s.differences(frame.Diff(d.Before, d.Frame))
		for _, q := range frame.Gone(d.Before, d.Frame) {
			v.Gone = append(v.Gone, gone{q.ID, q.Name, r.FormValue("till " + q.ID), r.FormValue("aven " + q.ID)})
		}
	}
	v.Requirements = []ui.Option{{Text: s.t("nowhere")}}
	for _, a := range d.Areas {
		for _, q := range a.Requirements {
			v.Requirements = append(v.Requirements, ui.Option{Value: q.ID, Text: a.Name + ": " + q.Name})
		}
	}
	v.Also = append([]ui.Option{{Text: s.t("nothing_more")}}, v.Requirements[1:]...)
	return p.Frame.ShowAs(w, r, status, p.Frame.Shell(r, s.t("review_title", "name", d.Name)), reviewPage(v))
}

func (p *Pages) publish(w http.ResponseWriter, r *http.Request) error {
	d, _, err := p.open(r)
	if err != nil {
		return err
	}
	release := framework.Release{From: trimmed(r, "from")}
	if d.Before != nil {
		for _, q := range frame.Gone(d.Before, d.Frame) {
			release.Changes = append(release.Changes, changesOf(r, q.ID)...)
		}
	}
	_, err = p.Frameworks.PublishDraft(r.Context(), web.ActorOf(r.Context()), d.ID, revisionOf(r), release)
	if f := refused(err); f != nil {
		return p.showReview(w, r, web.Status(f), f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, at(d.ID, "?klart=publicerad"))
}

// changesOf reads where the evidence of one that is gone counts: nowhere, or in one or two.
func changesOf(r *http.Request, id string) []frame.Change {
	to, also := r.FormValue("till "+id), r.FormValue("aven "+id)
	out := []frame.Change{{From: id, To: to}}
	if to != "" && also != "" && also != to {
		out = append(out, frame.Change{From: id, To: also})
	}
	return out
}
