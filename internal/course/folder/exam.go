package folder

import (
	"slices"
	"strings"
)

// readTest reads test.yaml, when there is one.
func (r *reader) readTest(files []string) {
	if !slices.Contains(files, testFile) {
		return
	}
	text, ok := r.text(testFile)
	if !ok {
		return
	}
	f, ok := readYAML(place{r.report, testFile, 1}, text)
	if !ok {
		return
	}
	t := &Test{Pass: f.whole("pass", 1, 100), Tries: f.whole("tries", 0, 100), Draw: f.whole("draw", 0, 50)}
	f.each("questions", func(q fields) {
		t.Questions = append(t.Questions, r.readTestQuestion(q))
	})
	if len(t.Questions) == 0 {
		f.missing("questions")
	}
	f.close()
	r.checkTestProse(t)
	r.c.Test = t
}

func (r *reader) readTestQuestion(f fields) Question {
	q := readQuestion(f, "single", "multiple", "order", "match")
	q.Goal, q.Lesson = f.text("goal"), f.text("lesson")
	r.checkGoal(f.at("goal"), q.Goal)
	known := slices.ContainsFunc(r.c.Lessons, func(l Lesson) bool { return l.ID == q.Lesson })
	if q.Lesson != "" && !known {
		f.at("lesson").wrong("lesson_unknown", "lesson", q.Lesson)
	}
	return q
}

func (r *reader) checkTestProse(t *Test) {
	at := place{r.report, testFile, 1}
	var all []string
	for i := range t.Questions {
		q := &t.Questions[i]
		text := proseOf([]Block{{Question: q}})
		warnLong(at.on(q.line), text, "")
		all = append(all, text)
	}
	m := Measure(strings.Join(all, "\n\n"))
	t.Lix, t.Words = m.Lix, m.Words
	warnLix(at, m, normalProse)
}
