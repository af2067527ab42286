package courseweb

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// lessonPage is one step of a lesson: one screen.
type lessonPage struct {
	Course   ui.Link
	Over     string // which part this is
	Title    string
	Steps    ui.StepsProps
	Parts    []part
	Boxes    []ui.Word // words that can be pressed
	Words    []ui.Word // the same, at the end
	Easy     easyChoice
	Previous ui.Link
	Action   string // where "Nästa" goes
	Next     string // what it says
	Problems []ui.Problem
	Locals   []localView // what the learner's own places add at this step
}

// easyChoice is the button for easy Swedish.
type easyChoice struct {
	Offered bool
	On      bool
	Missing bool // wanted, and this lesson has none
	Back    string
}

// part is a piece of a step; Kind says which fields are set, as in folder.Block.
type part struct {
	Kind, HTML, Title, Over string
	Src, Alt, Caption, Size string
	Captions, Href, Text    string
	Width, Height           string
	Question                asked
	LowData                 bool
}

func (p *Pages) lesson(w http.ResponseWriter, r *http.Request) error {
	pr, err := p.Studies.OwnLessons(r.Context(), web.ActorOf(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	at := course.Spot{Lesson: r.PathValue("lesson"), Step: r.PathValue("step")}
	if _, _, ok := stepOf(pr, at); !ok || !pr.Begun() {
		// An old address, or one from a colleague: the course page knows where to go on.
		return web.Redirect(w, r, courseURL(r.PathValue("id")))
	}
	return p.showLesson(w, r, http.StatusOK, pr, at, ask{})
}

// lessonBegin leads to the first step of a lesson: who names a lesson, as a guide does, does not know its steps. Who has not
// begun the course comes to the course.
func (p *Pages) lessonBegin(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	pr, err := p.Studies.OwnLessons(r.Context(), web.ActorOf(r.Context()), id)
	if err != nil {
		return err
	}
	l, _, ok := pr.Lesson(r.PathValue("lesson"))
	switch {
	case !ok || len(l.Steps) == 0:
		return course.ErrNoStep
	case !pr.Begun():
		return web.Redirect(w, r, courseURL(id))
	}
	return web.Redirect(w, r, stepURL(id, course.Spot{Lesson: l.ID, Step: l.Steps[0].ID}))
}

// showLesson shows a step. refused is a question whose answer was not taken; its ID is "" when
// there is none.
func (p *Pages) showLesson(w http.ResponseWriter, r *http.Request, status int, pr *course.Progress, at course.Spot, refused ask) error {
	v, err := p.lessonPage(r, pr, at, refused)
	if err != nil {
		return err
	}
	s := p.Frame.Shell(r, v.Title)
	s.Wrong = len(v.Problems) > 0
	return p.Frame.ShowAs(w, r, status, s, lessonBody(v))
}

// stepOf finds a step and its place in its lesson.
func stepOf(pr *course.Progress, at course.Spot) (folder.Step, int, bool) {
	l, _, _ := pr.Lesson(at.Lesson)
	for i, s := range l.Steps {
		if s.ID == at.Step {
			return s, i, true
		}
	}
	return folder.Step{}, 0, false
}

func (p *Pages) lessonPage(r *http.Request, pr *course.Progress, at course.Spot, refused ask) (lessonPage, error) {
	c, ctx := p.words(r), r.Context()
	id := pr.Study.CourseID
	l, nth, _ := pr.Lesson(at.Lesson)
	step, place, _ := stepOf(pr, at)
	easy := page.Of(ctx).Easy
	blocks, title, words := step.Blocks, step.Title, step.Words
	lessonTitle := l.Title
	if easy && len(step.Easy) > 0 {
		blocks, words = step.Easy, step.EasyWords
		if step.EasyTitle != "" {
			title = step.EasyTitle
		}
		if l.EasyTitle != "" {
			lessonTitle = l.EasyTitle
		}
	}
	v := lessonPage{
		Course: ui.Link{Href: courseURL(id), Text: titleOf(ctx, pr.Course)}, Title: title,
		Over:   c.T("course.part_of", "n", nth+1, "all", len(pr.Course.Lessons), "title", lessonTitle),
		Steps:  ui.StepsProps{Done: place, All: len(l.Steps), Now: place + 1, Text: c.T("course.step_of", "n", place+1, "all", len(l.Steps))},
		Action: stepURL(id, at), Next: p.nextWord(r, pr, at), Words: explained(words),
		Easy: easyChoice{Offered: l.HasEasy, On: easy, Missing: easy && len(step.Easy) == 0, Back: r.URL.Path},
	}
	if len(l.Steps) == 1 {
		v.Steps.Text = ""
	}
	if r.Method == http.MethodPost {
		v.Easy.Back = stepURL(id, at)
	}
	v.Previous = ui.Link{Href: courseURL(id), Text: c.T("course.to_course")}
	if place > 0 {
		v.Previous = ui.Link{Href: stepURL(id, course.Spot{Lesson: l.ID, Step: l.Steps[place-1].ID}), Text: c.T("course.back")}
	}
	if refused.Wrong != "" {
		v.Problems = []ui.Problem{{Field: fieldID(refused.ID), Text: c.T(refused.Wrong)}}
	}
	m := newMarker(v.Words)
	d := drawing{p: p, r: r, pr: pr, marker: m, refused: refused, questions: countQuestions(blocks)}
	for _, b := range blocks {
		part, err := d.part(b)
		if err != nil {
			return v, err
		}
		if part.Kind != "word" {
			v.Parts = append(v.Parts, part)
		}
	}
	v.Boxes = m.found()
	places := course.PlacesAt(l, at.Step)
	var err error
	v.Locals, err = p.localViews(r, id, func(o *course.Local) bool { return slices.Contains(places, o.Place) }, v.Action)
	return v, err
}

// nextWord says where the button at the end leads.
func (p *Pages) nextWord(r *http.Request, pr *course.Progress, at course.Spot) string {
	c := p.words(r)
	l, nth, _ := pr.Lesson(at.Lesson)
	switch last := l.Steps[len(l.Steps)-1].ID == at.Step; {
	case !last:
		return c.T("course.next")
	case nth+1 < len(pr.Course.Lessons):
		return c.T("course.next_part")
	case pr.Course.Test != nil && !pr.Finished():
		return c.T("course.lessons_done")
	}
	return c.T("course.i_am_done")
}

func countQuestions(blocks []folder.Block) int {
	n := 0
	for _, b := range blocks {
		if b.Question != nil {
			n++
		}
	}
	return n
}

// drawing turns the blocks of one step into parts of a page.
type drawing struct {
	p         *Pages
	r         *http.Request
	pr        *course.Progress
	marker    *marker
	refused   ask
	questions int
	nth       int
	area      *string // the learner's own service area, asked for when a case needs it
}

// headings moves headings of a text up: the step's own title is the h1.
var headings = strings.NewReplacer("<h3>", "<h2>", "</h3>", "</h2>", "<h4>", "<h3>", "</h4>", "</h3>", "<h5>", "<h4>", "</h5>", "</h4>", "<h6>", "<h5>", "</h6>", "</h5>")

func (d *drawing) part(b folder.Block) (part, error) {
	c := d.p.words(d.r)
	v := part{Kind: b.Kind, Title: b.Title, Alt: b.Alt, Caption: b.Caption, Text: b.Text, Href: b.URL, Size: c.Bytes(b.Bytes)}
	if b.File != "" {
		v.Src = d.media(b.File)
	}
	switch b.Kind {
	case "text":
		v.HTML = d.tables(d.marker.mark(headings.Replace(b.HTML)))
	case "facts", "audio":
		v.HTML = d.tables(d.marker.mark(b.HTML))
	case "discussion":
		v.HTML = d.tables(d.marker.mark(b.HTML))
		v.Over = c.T("course.discussion")
		if b.Minutes > 0 {
			v.Over = c.T("course.discussion_for", "time", c.Duration(b.Minutes))
		}
	case "picture":
		v.Width, v.Height = pictureSize(b)
	case "film":
		v.Captions, v.LowData = d.media(b.Captions), page.Of(d.r.Context()).LowData
		v.Size = c.T("course.film_size", "size", c.Bytes(b.Bytes), "time", c.Duration(b.Minutes))
	case "case":
		area, err := d.ownArea()
		if err != nil {
			return v, err
		}
		v.HTML = d.tables(d.marker.mark(caseFor(b, area)))
	case "question":
		v.Question = d.question(*b.Question)
	}
	return v, nil
}

// widestDrawing is as wide as the text; a drawing has no pixels of its own.
const widestDrawing = 608

// pictureSize keeps the room of a picture while it loads.
func pictureSize(b folder.Block) (width, height string) {
	w, h := b.Width, b.Height
	if w <= 0 || h <= 0 {
		return "", ""
	}
	if strings.HasSuffix(b.File, ".svg") {
		w, h = widestDrawing, h*widestDrawing/w
	}
	return strconv.Itoa(w), strconv.Itoa(h)
}

func (d *drawing) media(name string) string {
	return courseURL(d.pr.Study.CourseID) + "/media/" + strconv.FormatInt(d.pr.Study.Version, 10) + "/" + url.PathEscape(name)
}

// tables lets a wide table scroll by itself.
func (d *drawing) tables(html string) string {
	if !strings.Contains(html, "<table>") {
		return html
	}
	open := `<div class="rulla" tabindex="0" role="region" aria-label="` + templ.EscapeString(d.p.words(d.r).T("course.table")) + `"><table>`
	return strings.NewReplacer("<table>", open, "</table>", "</table></div>").Replace(html)
}

func (d *drawing) question(q folder.Question) asked {
	d.nth++
	a := ask{Question: q, Action: answerURL(d.pr.Study.CourseID, q.ID), Seed: d.pr.Study.Seed(), Just: d.r.URL.Query().Get("svar") == q.ID}
	c := d.p.words(d.r)
	a.Heading = c.T("course.question")
	if d.questions > 1 {
		a.Heading = c.T("course.question_of", "n", d.nth, "all", d.questions)
	}
	if q.Kind == "reflect" {
		a.Heading = c.T("course.think")
	}
	if given, ok := d.pr.Answers[q.ID]; ok {
		a.Given = &given.Answer
	}
	if d.refused.ID == q.ID {
		a.Typed, a.Wrong = d.refused.Typed, d.refused.Wrong
	}
	return a.draw(c)
}

// ownArea is the service area of the learner's own work, "" when it is not known.
func (d *drawing) ownArea() (string, error) {
	if d.area != nil {
		return *d.area, nil
	}
	st := d.p.Studies.Staff
	today := st.Today()
	employments, err := st.Employments(d.r.Context(), d.pr.Study.PersonID, today)
	if err != nil {
		return "", err
	}
	d.area = new(string)
	for _, e := range employments {
		if e.Current(today) && e.Area != "" {
			*d.area = e.Area
			break
		}
	}
	return *d.area, nil
}

// caseFor is the case from the learner's own area, else the one for all, else any.
func caseFor(b folder.Block, area string) string {
	for _, a := range append([]string{area, "all"}, folder.Areas...) {
		if html := b.Areas[a]; html != "" {
			return html
		}
	}
	return ""
}

// see marks the step read and goes on.
func (p *Pages) see(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	at := course.Spot{Lesson: r.PathValue("lesson"), Step: r.PathValue("step")}
	next, err := p.Studies.See(r.Context(), web.ActorOf(r.Context()), id, at)
	if errors.Is(err, course.ErrNoStep) || errors.Is(err, course.ErrNotBegun) { // a newer version came between
		return web.Redirect(w, r, courseURL(id))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, placeURL(id, next))
}

// answer keeps an answer and shows the same step with the feedback.
func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	id, actor := r.PathValue("id"), web.ActorOf(r.Context())
	pr, err := p.Studies.OwnLessons(r.Context(), actor, id)
	if err != nil {
		return err
	}
	q, at, ok := pr.Question(r.PathValue("question"))
	if !ok {
		return course.ErrNoQuestion
	}
	if err := r.ParseForm(); err != nil {
		return course.ErrAnswer
	}
	_, err = p.Studies.Answer(r.Context(), actor, id, q.ID, readAnswer(q, r.PostForm))
	if autosaves(r) && err == nil {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	if errors.Is(err, course.ErrNotBegun) {
		return web.Redirect(w, r, courseURL(id))
	}
	if f := expected(err); f != nil && !autosaves(r) {
		key := f.Key
		if key == course.ErrAnswer.Key {
			key = missingKey(q.Kind)
		}
		return p.showLesson(w, r, web.Status(f), pr, at, ask{Question: q, Typed: r.PostForm, Wrong: key})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, stepURL(id, at)+"?svar="+url.QueryEscape(q.ID)+"#svar-"+fieldID(q.ID))
}

// easyWord says what the button does.
func easyWord(ctx context.Context, e easyChoice) string {
	if e.On {
		return lang.T(ctx, "course.easy_off")
	}
	return lang.T(ctx, "course.easy_on")
}
