package courseweb

import (
	"net/http"
	"strconv"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// coursePage is what a course is, and how far one has come.
type coursePage struct {
	ID, Title    string
	Short        string // time and validity, before one begins
	WhyHTML      string
	Goals        []string
	Evidence     bool // not a delegation (rule 18)
	Begun        bool
	State        string // how far, in words
	Steps        ui.StepsProps
	Go           ui.LinkButtonProps // the one button; Href "" = begin
	Again        bool               // may be taken again
	NewVersion   bool               // there is a newer version than the one that is read
	Parts        []ui.Part
	Tasks        []task
	Reflection   ui.Part // after the course; Title "" when there is none
	Facts        []ui.Fact
	Laws         []law
	Sources      []source
	KnowsAlready string // where who knows it already goes; "" when there is no test or it is passed
	External     *externalView
	Days         *daysView // of a course with course days
	Problems     []ui.Problem
	Locals       []localView  // what the learner's own places add before the lessons
	Beside       []besideView // what the workplace asks for
	Use          ui.Link      // where one writes how it is going to be used
}

// task is a preparation.
type task struct {
	ID, Title, Text, Action string
	Done, CanTick           bool
	Course, URL             string // where what it is about is found
}

type law struct{ Name, Date, About string }
type source struct{ Name, Href string }

func (p *Pages) course(w http.ResponseWriter, r *http.Request) error {
	pr, err := p.Studies.Own(r.Context(), web.ActorOf(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	return p.showCourse(w, r, http.StatusOK, pr, "", "")
}

// showCourse shows the page of a course; written and wrong are a follow-up that was refused, and why.
func (p *Pages) showCourse(w http.ResponseWriter, r *http.Request, code int, pr *course.Progress, written, wrong string) (err error) {
	v := p.coursePage(r, pr)
	if pr.Course.Kind == course.WithDays {
		if err := p.fillDays(r, &v, pr); err != nil {
			return err
		}
	}
	if wrong != "" {
		v.refuse(p.words(r), written, wrong)
	}
	if pr.Course.Kind == course.External {
		if v.External, err = p.externalView(r, pr); err != nil {
			return err
		}
	}
	if v.Locals, err = p.localViews(r, v.ID, (*course.Local).AtStart, courseURL(v.ID)); err != nil {
		return err
	}
	var reflect besideView
	if v.Beside, reflect, v.Use, err = p.beside(r, pr); err != nil {
		return err
	}
	if reflect.Text != "" && pr.Begun() && !pr.Finished() && p.next(pr).Kind == course.AtEnd {
		v.State = p.words(r).T("course.your_part_done")
	}
	s := p.Frame.Shell(r, v.Title)
	s.Wrong = len(v.Problems) > 0
	return p.Frame.ShowAs(w, r, code, s, courseBody(v))
}

func (p *Pages) coursePage(r *http.Request, pr *course.Progress) coursePage {
	ctx, c := r.Context(), pr.Course
	v := coursePage{ID: pr.Study.CourseID, Title: titleOf(ctx, c), WhyHTML: c.WhyHTML, Evidence: c.EvidenceOnly, Begun: pr.Begun(),
		NewVersion: pr.Begun() && pr.Finished() && pr.Current > pr.Study.Version}
	if page.Of(ctx).Easy && c.WhyEasyHTML != "" {
		v.WhyHTML = c.WhyEasyHTML
	}
	for _, g := range c.Goals {
		v.Goals = append(v.Goals, g.Text)
	}
	version := pr.Study.Version
	if !pr.Begun() {
		version = pr.Current
	}
	p.describe(r, &v, c, version)
	if c.Kind == course.External {
		return v
	}
	p.parts(r, &v, pr)
	p.tasks(r, &v, pr)
	p.goOn(r, &v, pr)
	return v
}

// describe fills in what does not depend on who reads.
func (p *Pages) describe(r *http.Request, v *coursePage, c *folder.Content, version int64) {
	t := p.words(r)
	reading := 0
	for _, l := range c.Lessons {
		reading += l.Minutes
	}
	fact := func(key, text string) {
		if text != "" {
			v.Facts = append(v.Facts, ui.Fact{Term: t.T(key), Text: text})
		}
	}
	if reading > 0 {
		fact("course.fact.time", upper(t.Minutes(reading)))
		v.Short = t.T("course.short", "time", upper(t.Minutes(reading)), "valid", validity(t, c.ValidityMonths))
	}
	if days := c.DayHours(); days > 0 {
		fact("course.fact.days", t.T("course.days_time", "n", len(c.Days), "time", t.Duration(minutes(days))))
		v.Short = t.T("course.short_days", "days", t.T("course.days_time", "n", len(c.Days), "time", t.Duration(minutes(days))), "valid", validity(t, c.ValidityMonths))
	}
	if c.External == nil && c.Hours > 0 {
		fact("course.fact.hours", t.Duration(minutes(c.Hours)))
	}
	fact("course.fact.valid", validity(t, c.ValidityMonths))
	var areas []string
	for _, a := range c.Areas {
		areas = append(areas, t.T("course.area."+a))
	}
	fact("course.fact.audience", t.And(areas...))
	fact("course.fact.reviewed", t.DateOf(c.Reviewed))
	fact("course.fact.version", strconv.FormatInt(version, 10))
	for _, l := range c.Laws {
		v.Laws = append(v.Laws, law{l.Title + " (" + l.Number + ")", t.T("course.law_date", "date", t.DateOf(l.Date)), l.About})
	}
	for _, s := range c.Sources {
		v.Sources = append(v.Sources, source{s.Publisher + ": " + s.Title, s.URL})
	}
}

// validity says for how long a certificate holds.
func validity(t *lang.Catalog, months int) string {
	switch {
	case months <= 0:
		return t.T("course.valid_forever")
	case months%12 == 0:
		return t.T("course.valid_years", "n", months/12)
	default:
		return t.T("course.valid_months", "n", months)
	}
}

// parts lists the lessons, the test and the reflection in their order.
func (p *Pages) parts(r *http.Request, v *coursePage, pr *course.Progress) {
	t, next, done := p.words(r), p.next(pr), 0
	for _, l := range pr.Course.Lessons {
		seen := pr.SeenIn(l)
		part := ui.Part{Title: lessonTitle(r, l), Note: upper(t.Minutes(l.Minutes)), Status: ui.NotStarted}
		if pr.Begun() {
			part.Href = stepURL(v.ID, course.Spot{Lesson: l.ID, Step: firstUnseen(pr, l)})
		}
		switch {
		case seen == len(l.Steps):
			done++
			part.Status = ui.Done
		case seen > 0:
			part.Status = ui.Ongoing
		}
		if pr.Begun() && !pr.Finished() && next.Kind != course.AtEnd && next.Lesson == l.ID {
			part.Status, part.Word = ui.Ongoing, t.T("course.you_are_here")
		}
		v.Parts = append(v.Parts, part)
	}
	if pr.Course.Test != nil {
		part, passed := p.testPart(r, pr, next)
		v.Parts = append(v.Parts, part)
		if passed {
			done++
		} else {
			v.KnowsAlready = testURL(v.ID)
		}
	}
	if pr.Course.Reflection != nil {
		v.Reflection = ui.Part{Title: t.T("course.reflection"), Note: t.T("course.reflection_note"), Status: ui.NotStarted}
		if pr.Finished() {
			v.Reflection.Href = doneURL(v.ID) + "#reflektion"
		}
		if pr.Reflection() != "" {
			v.Reflection.Status = ui.Done
		}
		v.Parts = append(v.Parts, v.Reflection)
	}
	if pr.Begun() {
		all := len(pr.Course.Lessons)
		if pr.Course.Test != nil {
			all++
		}
		v.Steps = ui.StepsProps{Done: done, All: all, Text: t.T("course.parts_done", "done", t.Of(done, all))}
	}
}

func lessonTitle(r *http.Request, l folder.Lesson) string {
	if page.Of(r.Context()).Easy && l.EasyTitle != "" {
		return l.EasyTitle
	}
	return l.Title
}

// firstUnseen is where a lesson opens: the first step that is not read, else its beginning.
func firstUnseen(pr *course.Progress, l folder.Lesson) string {
	for _, s := range l.Steps {
		if _, ok := pr.Seen[course.Spot{Lesson: l.ID, Step: s.ID}]; !ok {
			return s.ID
		}
	}
	return l.Steps[0].ID
}

func (p *Pages) testPart(r *http.Request, pr *course.Progress, next course.Place) (part ui.Part, passed bool) {
	t := p.words(r)
	part = ui.Part{Title: t.T("course.test"), Note: t.T("course.test_note", "n", drawnCount(pr.Course.Test)), Status: ui.NotStarted}
	if !pr.Begun() {
		return part, false
	}
	s := pr.Test(p.Studies.Now(), p.Studies.Place)
	part.Href = testURL(pr.Study.CourseID)
	switch {
	case s.Passed:
		part.Status, part.Href = ui.Done, resultURL(pr.Study.CourseID)
	case s.Rests:
		part.Status, part.Word = ui.Paused, t.T("course.test_rests_short")
	case s.Open != nil:
		part.Status = ui.Ongoing
	case s.Last != nil:
		part.Status, part.Word = ui.Renew, t.T("course.test_again_short")
	case next.Kind == course.AtTest:
		part.Status, part.Word = ui.Ongoing, t.T("course.you_are_here")
	}
	return part, s.Passed
}

// drawnCount is how many questions a try has.
func drawnCount(test *folder.Test) int {
	byGoal := map[string]int{}
	for _, q := range test.Questions {
		byGoal[q.Goal]++
	}
	n := 0
	for _, count := range byGoal {
		if test.Draw > 0 {
			count = min(count, test.Draw)
		}
		n += count
	}
	return n
}

// neededCount is how many right answers are enough: learners read counts, not percent.
func neededCount(test *folder.Test, drawn int) int { return (test.Pass*drawn + 99) / 100 }

func (p *Pages) tasks(r *http.Request, v *coursePage, pr *course.Progress) {
	t := p.words(r)
	for _, k := range pr.Course.Preparation {
		_, done := pr.Tasks[k.ID]
		one := task{ID: k.ID, Title: k.Text, Text: k.Reason + " " + upper(t.Minutes(k.Minutes)) + ".", Done: done, CanTick: pr.Begun(),
			Action: courseURL(v.ID) + "/forberedelse/" + k.ID, URL: k.URL}
		if k.Course != "" {
			one.Course = courseURL(k.Course)
		}
		v.Tasks = append(v.Tasks, one)
	}
}

// goOn chooses the one button of the page.
func (p *Pages) goOn(r *http.Request, v *coursePage, pr *course.Progress) {
	t, next := p.words(r), p.next(pr)
	v.Go = ui.LinkButtonProps{Href: placeURL(v.ID, next), Text: t.T("course.go_on"), IconAfter: "arrow-right", Large: true}
	switch {
	case !pr.Begun():
		v.Go = ui.LinkButtonProps{Text: t.T("course.begin")}
	case pr.Finished():
		v.State = t.T("course.finished_on", "date", *pr.Study.FinishedAt)
		v.Go.Text, v.Go.IconAfter, v.Again = t.T("course.see_result"), "", true
	case next.Kind == course.AtTest:
		v.Go.Text = t.T("course.to_test")
	case next.Kind == course.AtAgain:
		v.Go.Text = t.T("course.read_again")
		v.State = t.T("course.test_rests")
	case next.Kind == course.AtEnd:
		v.State = t.T("course.waits")
		v.Go.Text, v.Go.IconAfter = t.T("course.see_result"), ""
	}
}

func (p *Pages) begin(w http.ResponseWriter, r *http.Request) error {
	actor, id := web.ActorOf(r.Context()), r.PathValue("id")
	if _, err := p.Studies.Begin(r.Context(), actor, id); err != nil {
		return err
	}
	pr, err := p.Studies.Own(r.Context(), actor, id)
	if err != nil {
		return err
	}
	if len(pr.Course.Preparation) > len(pr.Tasks) && len(pr.Seen) == 0 {
		return web.Redirect(w, r, courseURL(id)+"#forberedelse") // first what is done before the lessons
	}
	return web.Redirect(w, r, placeURL(id, p.next(pr)))
}

func (p *Pages) tick(w http.ResponseWriter, r *http.Request) error {
	id, task := r.PathValue("id"), r.PathValue("task")
	err := p.Studies.Tick(r.Context(), web.ActorOf(r.Context()), id, task, r.PostFormValue("klar") != "")
	if err != nil {
		return err
	}
	return web.Redirect(w, r, courseURL(id)+"#forberedelse-"+task)
}
