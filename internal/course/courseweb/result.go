package courseweb

import (
	"net/http"

	"yrkesresan/internal/course"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/record"
)

// resultPage is how a try went.
type resultPage struct {
	ID          string
	Course      ui.Link
	Title       string
	Count, Text string
	Goals       []ui.Part
	Again       []ui.Part
	Retry       bool
	Go          ui.LinkButtonProps
}

func (p *Pages) result(w http.ResponseWriter, r *http.Request) error {
	pr, t, begun, err := p.standing(r)
	id := r.PathValue("id")
	switch {
	case err != nil:
		return err
	case !begun:
		return web.Redirect(w, r, courseURL(id))
	case t.Open != nil && len(t.Open.Left(pr.Course.Test)) == 0:
		v := resultPage{ID: id, Course: ui.Link{Href: courseURL(id), Text: titleOf(r.Context(), pr.Course)}}
		return p.Frame.Show(w, r, http.StatusOK, "course.test", finishTryBody(v))
	case t.Last == nil:
		return web.Redirect(w, r, testURL(id))
	}
	v := p.resultPage(r, pr, t)
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title+", "+v.Course.Text), resultBody(v))
}

func (p *Pages) resultPage(r *http.Request, pr *course.Progress, t course.Test) resultPage {
	c, id := p.words(r), pr.Study.CourseID
	result := t.Last.Result(pr.Course.Test)
	v := resultPage{ID: id, Course: ui.Link{Href: courseURL(id), Text: titleOf(r.Context(), pr.Course)}, Title: c.T("course.result_not_yet"),
		Count: c.T("course.result_count", "right", result.Right, "n", result.Drawn)}
	for _, g := range result.Goals {
		part := ui.Part{Title: goalText(pr, g.Goal), Note: c.T("course.result_count_goal", "right", g.Right, "n", g.Drawn), Status: ui.Done, Word: c.T("course.goal_done")}
		if !g.Passed {
			part.Status, part.Word = ui.Renew, c.T("course.goal_again")
		}
		v.Goals = append(v.Goals, part)
	}
	next := p.next(pr)
	v.Go = ui.LinkButtonProps{Href: placeURL(id, next), Text: c.T("course.go_on"), IconAfter: "arrow-right", Large: true}
	switch {
	case t.Passed:
		v.Title = c.T("course.result_passed")
		if !pr.AllSeen() {
			v.Text = c.T("course.result_lessons_left")
		}
	case t.Rests:
		v.Text, v.Go.Text = c.T("course.test_rests"), c.T("course.read_again")
		v.Again = p.readAgain(r, pr, t.Again)
	default:
		v.Retry = true
		v.Again = p.readAgain(r, pr, result.Again)
		v.Text = c.T("course.result_need", "need", neededCount(pr.Course.Test, result.Drawn))
		if t.Tries > 0 {
			v.Text += " " + c.T("course.result_tries", "n", t.Tries)
		}
	}
	return v
}

func goalText(pr *course.Progress, id string) string {
	for _, g := range pr.Course.Goals {
		if g.ID == id {
			return g.Text
		}
	}
	return id
}

// readAgain lists lessons to read again.
func (p *Pages) readAgain(r *http.Request, pr *course.Progress, ids []string) []ui.Part {
	c := p.words(r)
	var parts []ui.Part
	for _, id := range ids {
		if l, _, ok := pr.Lesson(id); ok {
			parts = append(parts, ui.Part{Href: stepURL(pr.Study.CourseID, course.Spot{Lesson: l.ID, Step: l.Steps[0].ID}), Title: lessonTitle(r, l),
				Note: upper(c.Minutes(l.Minutes)), Status: ui.Renew, Word: c.T("course.read_again_short")})
		}
	}
	return parts
}

func (p *Pages) finishTry(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	err := p.Studies.FinishTry(r.Context(), web.ActorOf(r.Context()), id)
	if f := expected(err); f != nil {
		return web.Redirect(w, r, testURL(id))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, resultURL(id))
}

// donePage is the end of a course, with the reflection that comes after.
type donePage struct {
	ID       string
	Course   ui.Link
	Title    string
	Finished bool
	Evidence bool
	Text     string
	Valid    string
	Question string // of the reflection; "" when there is none
	Written  string
	Error    string
	Feedback *feedback
	Problems []ui.Problem
	Beside   []besideView // what the workplace asks for
	Reflect  string       // the course waits for a reflection
}

func (p *Pages) done(w http.ResponseWriter, r *http.Request) error {
	pr, err := p.Studies.Own(r.Context(), web.ActorOf(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	if next := p.next(pr); !pr.Begun() || !pr.Finished() && next.Kind != course.AtEnd {
		return web.Redirect(w, r, courseURL(r.PathValue("id")))
	}
	v, err := p.donePage(r, pr)
	if err != nil {
		return err
	}
	if course.PointsOut(v.Written) {
		v.Feedback = &feedback{Kind: ui.Warn, Lines: []string{p.words(r).T("course.points_out")}, Just: r.URL.Query().Get("sparat") != ""}
	} else if r.URL.Query().Get("sparat") != "" {
		v.Feedback = &feedback{Kind: ui.OK, Lines: []string{p.words(r).T("course.saved_own")}, Just: true}
	}
	return p.showDone(w, r, http.StatusOK, v)
}

func (p *Pages) donePage(r *http.Request, pr *course.Progress) (donePage, error) {
	c, ctx := p.words(r), r.Context()
	title := titleOf(ctx, pr.Course)
	v := donePage{ID: pr.Study.CourseID, Course: ui.Link{Href: courseURL(pr.Study.CourseID), Text: title}, Title: c.T("course.almost_done"),
		Finished: pr.Finished(), Evidence: pr.Course.EvidenceOnly, Written: pr.Reflection()}
	beside, reflect, _, err := p.beside(r, pr)
	if v.Beside, v.Reflect = beside, reflect.Text; err != nil || !v.Finished {
		return v, err
	}
	v.Title = c.T("course.done_title")
	at := *pr.Study.FinishedAt
	v.Text = c.T("course.done_text", "title", title, "date", at)
	if until := record.ValidFor(at.In(p.Studies.Place), pr.Course.ValidityMonths); until != "" {
		v.Valid = c.T("course.done_valid", "date", c.DateOf(until))
	}
	if f := pr.Course.Reflection; f != nil {
		v.Question = f.Text
		if page.Of(ctx).Easy && f.Easy != "" {
			v.Question = f.Easy
		}
	}
	return v, nil
}

func (p *Pages) showDone(w http.ResponseWriter, r *http.Request, status int, v donePage) error {
	s := p.Frame.Shell(r, v.Title+", "+v.Course.Text)
	s.Wrong = len(v.Problems) > 0
	return p.Frame.ShowAs(w, r, status, s, doneBody(v))
}

// finish asks whether what held the course has opened.
func (p *Pages) finish(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	err := p.Studies.Finish(r.Context(), web.ActorOf(r.Context()), id)
	if f := expected(err); f == nil && err != nil {
		return err
	}
	return web.Redirect(w, r, doneURL(id))
}

func (p *Pages) reflect(w http.ResponseWriter, r *http.Request) error {
	id, actor, text := r.PathValue("id"), web.ActorOf(r.Context()), r.PostFormValue("text")
	err := p.Studies.Reflect(r.Context(), actor, id, text)
	if autosaves(r) && err == nil {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	if f := expected(err); f != nil && f.Field != "" && !autosaves(r) {
		pr, err := p.Studies.Own(r.Context(), actor, id)
		if err != nil {
			return err
		}
		v, err := p.donePage(r, pr)
		if err != nil {
			return err
		}
		v.Written, v.Error = text, p.words(r).T(f.Key)
		v.Problems = []ui.Problem{{Field: "text", Text: v.Error}}
		return p.showDone(w, r, web.Status(f), v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, doneURL(id)+"?sparat=1#svar-reflektion")
}
