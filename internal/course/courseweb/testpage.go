package courseweb

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// testPage is where a try begins, or why it has to wait.
type testPage struct {
	ID      string
	Course  ui.Link
	Rules   []string
	Rests   bool
	Again   []ui.Part // lessons to read again
	Go      ui.LinkButtonProps
	Lessons bool // not all lessons are read
}

// standing reads the actor's progress where there is a test; begun false: the page of the course
// is where to go.
func (p *Pages) standing(r *http.Request) (*course.Progress, course.Test, bool, error) {
	pr, err := p.Studies.Own(r.Context(), web.ActorOf(r.Context()), r.PathValue("id"))
	if err != nil {
		return nil, course.Test{}, false, err
	}
	if pr.Course.Test == nil {
		return nil, course.Test{}, false, course.ErrNoTest
	}
	if !pr.Begun() {
		return pr, course.Test{}, false, nil
	}
	return pr, pr.Test(p.Studies.Now(), p.Studies.Place), true, nil
}

func (p *Pages) test(w http.ResponseWriter, r *http.Request) error {
	pr, t, begun, err := p.standing(r)
	id := r.PathValue("id")
	switch {
	case err != nil:
		return err
	case !begun:
		return web.Redirect(w, r, courseURL(id))
	case t.Open != nil:
		return web.Redirect(w, r, goOnURL(id, pr.Course.Test, *t.Open))
	case t.Passed:
		return web.Redirect(w, r, resultURL(id))
	}
	return p.showTest(w, r, http.StatusOK, pr, t)
}

func (p *Pages) showTest(w http.ResponseWriter, r *http.Request, status int, pr *course.Progress, t course.Test) error {
	c, id := p.words(r), pr.Study.CourseID
	drawn := drawnCount(pr.Course.Test)
	v := testPage{ID: id, Course: ui.Link{Href: courseURL(id), Text: titleOf(r.Context(), pr.Course)}, Rests: t.Rests, Lessons: !pr.AllSeen(), Again: p.readAgain(r, pr, t.Again)}
	v.Rules = []string{c.T("course.test_count", "n", drawn, "need", neededCount(pr.Course.Test, drawn)), c.T("course.test_feedback"), c.T("course.test_pause")}
	if t.Tries > 0 {
		v.Rules = append(v.Rules, c.T("course.test_tries", "n", t.Tries))
	}
	if t.Rests {
		next := p.next(pr)
		v.Go = ui.LinkButtonProps{Href: placeURL(id, next), Text: c.T("course.read_again"), Large: true, IconAfter: "arrow-right"}
	}
	return p.Frame.ShowAs(w, r, status, p.Frame.Shell(r, c.T("course.test_of", "title", v.Course.Text)), testBody(v))
}

// goOnURL is where a try goes on: its first question without an answer.
func goOnURL(id string, test *folder.Test, t course.Try) string {
	left := t.Left(test)
	if len(left) == 0 {
		return resultURL(id)
	}
	return questionURL(id, slices.Index(t.Questions, left[0])+1)
}

func questionURL(id string, n int) string { return testURL(id) + "/" + strconv.Itoa(n) }

func (p *Pages) beginTry(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	try, err := p.Studies.BeginTry(r.Context(), web.ActorOf(r.Context()), id)
	if errors.Is(err, course.ErrTestPassed) || errors.Is(err, course.ErrTestRests) || errors.Is(err, course.ErrNotBegun) {
		return web.Redirect(w, r, testURL(id)) // that page says why
	}
	if err != nil {
		return err
	}
	pr, err := p.Studies.OwnLessons(r.Context(), web.ActorOf(r.Context()), id)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, goOnURL(id, pr.Course.Test, try))
}

// tryPage is one question of a try: one screen.
type tryPage struct {
	Course   ui.Link
	Over     string
	Title    string
	Steps    ui.StepsProps
	Question asked
	Next     ui.LinkButtonProps // only after the answer
	Problems []ui.Problem
}

// tried finds the try and the question that an address names: the try under way, else the latest.
func (p *Pages) tried(r *http.Request) (pr *course.Progress, t course.Try, q folder.Question, err error) {
	pr, standing, begun, err := p.standing(r)
	if err != nil || !begun {
		return pr, t, q, errors.Join(err, course.ErrNoTry)
	}
	switch {
	case standing.Open != nil:
		t = *standing.Open
	case standing.Last != nil:
		t = *standing.Last
	default:
		return pr, t, q, course.ErrNoTry
	}
	n := number(r.PathValue("n"))
	if n < 1 || n > len(t.Questions) {
		return pr, t, q, course.ErrNoQuestion
	}
	q, ok := pr.Course.Test.Question(t.Questions[n-1])
	if !ok {
		return pr, t, q, course.ErrNoQuestion
	}
	return pr, t, q, nil
}

func (p *Pages) testQuestion(w http.ResponseWriter, r *http.Request) error {
	pr, t, q, err := p.tried(r)
	if errors.Is(err, course.ErrNoTry) || errors.Is(err, course.ErrNoQuestion) {
		return web.Redirect(w, r, testURL(r.PathValue("id")))
	}
	if err != nil {
		return err
	}
	answered := slices.Contains(t.Answered, q.ID)
	if !answered && t.FinishedAt != nil {
		return web.Redirect(w, r, resultURL(r.PathValue("id")))
	}
	a := ask{Question: q, Seed: t.Seed(), Final: true, Action: questionURL(pr.Study.CourseID, number(r.PathValue("n"))), Just: answered && r.URL.Query().Get("svarat") != ""}
	if answered {
		given, err := p.Studies.TryAnswer(r.Context(), web.ActorOf(r.Context()), t, q.ID)
		if err != nil {
			return err
		}
		a.Given = &given
	}
	return p.showQuestion(w, r, http.StatusOK, pr, t, a)
}

func (p *Pages) showQuestion(w http.ResponseWriter, r *http.Request, status int, pr *course.Progress, t course.Try, a ask) error {
	c, id, n := p.words(r), pr.Study.CourseID, number(r.PathValue("n"))
	v := tryPage{Course: ui.Link{Href: courseURL(id), Text: titleOf(r.Context(), pr.Course)}, Title: c.T("course.question_of", "n", n, "all", len(t.Questions)),
		Over: c.T("course.test_of", "title", titleOf(r.Context(), pr.Course)), Steps: ui.StepsProps{Done: n - 1, All: len(t.Questions), Now: n}, Question: a.draw(c)}
	if a.Given != nil {
		v.Next = ui.LinkButtonProps{Href: goOnURL(id, pr.Course.Test, t), Text: c.T("course.next_question"), IconAfter: "arrow-right", Large: true}
		if len(t.Left(pr.Course.Test)) == 0 {
			v.Next.Text = c.T("course.see_result")
		}
	}
	if a.Wrong != "" {
		v.Problems = []ui.Problem{{Field: fieldID(a.ID), Text: c.T(a.Wrong)}}
	}
	s := p.Frame.Shell(r, v.Title+", "+v.Course.Text)
	s.Wrong = len(v.Problems) > 0
	return p.Frame.ShowAs(w, r, status, s, tryBody(v))
}

func (p *Pages) answerTry(w http.ResponseWriter, r *http.Request) error {
	pr, t, q, err := p.tried(r)
	if errors.Is(err, course.ErrNoTry) || errors.Is(err, course.ErrNoQuestion) {
		return web.Redirect(w, r, testURL(r.PathValue("id")))
	}
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return course.ErrAnswer
	}
	here := questionURL(pr.Study.CourseID, number(r.PathValue("n")))
	_, err = p.Studies.AnswerTry(r.Context(), web.ActorOf(r.Context()), pr.Study.CourseID, q.ID, readAnswer(q, r.PostForm))
	switch f := fault.Of(err); {
	case err == nil, errors.Is(err, course.ErrNoTry): // the same answer sent twice: it is there
		return web.Redirect(w, r, here+"?"+url.Values{"svarat": {"1"}}.Encode())
	case errors.Is(err, course.ErrAnswer):
		return p.showQuestion(w, r, web.Status(f), pr, t, ask{Question: q, Seed: t.Seed(), Final: true, Action: here, Typed: r.PostForm, Wrong: missingKey(q.Kind)})
	}
	return err
}
