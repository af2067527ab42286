package folder

import (
	"slices"
	"strconv"
)

// enoughQuestions per goal lets a second try meet other questions.
const enoughQuestions = 4

// checkWhole checks what only the whole course can tell.
func (r *reader) checkWhole() {
	r.checkKind()
	r.checkIDs()
	r.checkGoals()
	r.checkCases()
	r.checkEasy()
	for _, m := range r.c.Media {
		if !r.used[m.Name] {
			place{r.report, "media/" + m.Name, 1}.wrong("media_unused", "file", m.Name)
		}
	}
}

func (r *reader) checkKind() {
	at := place{r.report, courseFile, 1}
	lessons := slices.ContainsFunc(r.c.Files, lessonName.MatchString)
	switch {
	case r.c.Kind == "lessons" && !lessons:
		at.wrong("lesson_none")
	case r.c.Kind == kindDay && !lessons && r.c.Test != nil:
		place{r.report, testFile, 1}.wrong("day_test")
	case r.c.Kind == "external" && (lessons || r.c.Test != nil):
		at.wrong("external_lessons")
	}
}

// checkIDs makes sure that answers find their question: lesson ids and
// question ids are used once in the course.
func (r *reader) checkIDs() {
	lessons, questions := once{}, once{}
	for _, l := range r.c.Lessons {
		lessons.add(place{r.report, l.File, 1}, l.ID)
		for _, s := range l.Steps {
			for _, q := range questionsOf(s.Blocks) {
				questions.add(place{r.report, l.File, q.line}, q.ID)
			}
		}
	}
	if r.c.Test == nil {
		return
	}
	for _, q := range r.c.Test.Questions {
		questions.add(place{r.report, testFile, q.line}, q.ID)
	}
}

// checkGoals doubts goals that no lesson teaches or that the test hardly asks.
func (r *reader) checkGoals() {
	for _, g := range r.c.Goals {
		read := slices.ContainsFunc(r.c.Lessons, func(l Lesson) bool { return slices.Contains(l.Goals, g.ID) })
		trained := slices.ContainsFunc(r.c.Days, func(d Day) bool { return slices.Contains(d.Goals, g.ID) })
		if r.c.Kind != "external" && !read && !trained && len(r.c.Lessons)+len(r.c.Days) > 0 {
			place{r.report, courseFile, 1}.doubtful("goal_untaught", "goal", g.ID)
		}
		if r.c.Test == nil || trained && !read {
			continue // what is trained on a day is not asked on paper
		}
		n := 0
		for _, q := range r.c.Test.Questions {
			if q.Goal == g.ID {
				n++
			}
		}
		if n < enoughQuestions {
			place{r.report, testFile, 1}.doubtful("test_few", "goal", g.ID, "count", strconv.Itoa(n),
				"enough", strconv.Itoa(enoughQuestions))
		}
	}
}

// checkCases doubts that an area of the audience meets no case of its own.
func (r *reader) checkCases() {
	if r.c.Kind == "external" || len(r.c.Lessons) == 0 {
		return
	}
	met := map[string]bool{}
	for _, l := range r.c.Lessons {
		for _, s := range l.Steps {
			for _, b := range s.Blocks {
				for area := range b.Areas {
					met[area] = true
				}
			}
		}
	}
	for _, area := range r.c.Areas {
		if !met[area] {
			place{r.report, courseFile, 1}.doubtful("area_case", "area", area)
		}
	}
}

// checkEasy doubts easy lessons in a course that opens without easy words, and course days without them.
func (r *reader) checkEasy() {
	if r.c.Kind != kindDay && !slices.ContainsFunc(r.c.Lessons, func(l Lesson) bool { return l.HasEasy }) {
		return
	}
	if r.c.EasyTitle == "" || r.c.WhyEasyHTML == "" {
		place{r.report, courseFile, 1}.doubtful("course_easy")
	}
}
