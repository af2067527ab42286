package course

import (
	"slices"
	"time"

	"yrkesresan/internal/course/folder"
)

// Study is one person taking one course once.
type Study struct {
	ID, PersonID, CourseID string
	Version                int64
	BegunAt, ChangedAt     time.Time
	Lesson, Step           string // where to go on; "" when the last step is seen
	FinishedAt             *time.Time
}

// Seed is what the order of answers follows from: coming back shows the same.
func (s Study) Seed() uint64 { return seed(s.ID) }

// Spot is a step of a lesson.
type Spot struct{ Lesson, Step string }

// Answered is an answer as it was given.
type Answered struct {
	Answer folder.Answer
	Right  bool
}

// Progress is how far a learner has come in one course. Study.ID is "" when the course is not
// begun; Version is then the current one.
type Progress struct {
	Study   Study
	Course  *folder.Content
	Current int64 // the version given to those who begin now

	Seen    map[Spot]time.Time
	Tasks   map[string]time.Time
	Answers map[string]Answered
	Tries   []Try // oldest first
	Days    []CourseDay
}

// Begun tells whether the learner has begun, or taken, the course.
func (p *Progress) Begun() bool { return p.Study.ID != "" }

// Finished tells whether this study has ended with a completed course.
func (p *Progress) Finished() bool { return p.Study.FinishedAt != nil }

// Lesson finds a lesson and its place in the course.
func (p *Progress) Lesson(id string) (folder.Lesson, int, bool) {
	i := slices.IndexFunc(p.Course.Lessons, func(l folder.Lesson) bool { return l.ID == id })
	if i < 0 {
		return folder.Lesson{}, 0, false
	}
	return p.Course.Lessons[i], i, true
}

// SeenIn counts the steps of a lesson that are seen.
func (p *Progress) SeenIn(l folder.Lesson) int {
	n := 0
	for _, s := range l.Steps {
		if _, ok := p.Seen[Spot{l.ID, s.ID}]; ok {
			n++
		}
	}
	return n
}

// AllSeen tells whether every step of every lesson is seen.
func (p *Progress) AllSeen() bool {
	_, left := p.firstUnseen()
	return !left
}

func (p *Progress) firstUnseen() (Spot, bool) {
	for _, l := range p.Course.Lessons {
		for _, s := range l.Steps {
			if _, ok := p.Seen[Spot{l.ID, s.ID}]; !ok {
				return Spot{l.ID, s.ID}, true
			}
		}
	}
	return Spot{}, false
}

// PlaceKind is what a learner meets next.
type PlaceKind string

// What comes next in a course.
const (
	AtStep  PlaceKind = "step"
	AtTest  PlaceKind = "test"
	AtAgain PlaceKind = "again" // a lesson to read again before the test opens
	AtEnd   PlaceKind = "end"   // nothing is left that the learner can do here

	// In a course with days:
	AtTasks    PlaceKind = "tasks"     // preparation to tick
	AtDay      PlaceKind = "day"       // a day to book and attend
	AtFollowUp PlaceKind = "follow_up" // to write how it has been used
)

// Place is where a learner goes on.
type Place struct {
	Kind PlaceKind
	Spot // of AtStep and AtAgain
}

// Next is where the learner goes on: the step that was open last, else the first that is not
// seen, then the test, then nothing. A step that a newer version no longer has leads to the
// first of its lesson, and a lesson that is gone to the first of the course.
func (p *Progress) Next(now time.Time, place *time.Location) Place {
	unseen, left := p.firstUnseen()
	if left {
		if p.Study.Lesson == "" {
			return Place{AtStep, unseen}
		}
		return Place{AtStep, p.resume()}
	}
	if p.Course.Test == nil {
		return p.afterTest()
	}
	switch t := p.Test(now, place); {
	case t.Passed:
		return p.afterTest()
	case t.Rests && len(t.Again) > 0:
		l, _, _ := p.Lesson(t.Again[0])
		return Place{AtAgain, Spot{l.ID, p.firstToReread(l)}}
	}
	return Place{Kind: AtTest}
}

// afterTest is what is left of a course with days when lessons and test are done.
func (p *Progress) afterTest() Place {
	switch {
	case p.Course.Kind != WithDays || p.Finished():
		return Place{Kind: AtEnd}
	case p.TasksLeft() > 0:
		return Place{Kind: AtTasks}
	case len(p.DaysLeft()) > 0:
		return Place{Kind: AtDay}
	case p.Course.FollowUp != nil && !p.FollowedUp():
		return Place{Kind: AtFollowUp}
	}
	return Place{Kind: AtEnd}
}

// resume is the place kept in the study, as far as the version still has it.
func (p *Progress) resume() Spot {
	l, _, ok := p.Lesson(p.Study.Lesson)
	if !ok {
		l = p.Course.Lessons[0]
	}
	for _, s := range l.Steps {
		if s.ID == p.Study.Step {
			return Spot{l.ID, s.ID}
		}
	}
	return Spot{l.ID, l.Steps[0].ID}
}

// after is the step that follows, in the lesson or in the next one; the zero Spot after the last.
func after(c *folder.Content, at Spot) Spot {
	found := false
	for _, l := range c.Lessons {
		for _, s := range l.Steps {
			if found {
				return Spot{l.ID, s.ID}
			}
			found = l.ID == at.Lesson && s.ID == at.Step
		}
	}
	return Spot{}
}

// has tells whether the course has the step.
func has(c *folder.Content, at Spot) bool {
	return slices.ContainsFunc(c.Lessons, func(l folder.Lesson) bool {
		return l.ID == at.Lesson && slices.ContainsFunc(l.Steps, func(s folder.Step) bool { return s.ID == at.Step })
	})
}

// Question finds a question in the lessons and the step it stands in.
func (p *Progress) Question(id string) (folder.Question, Spot, bool) { return question(p.Course, id) }

// question finds a question in the lessons and the step it stands in.
func question(c *folder.Content, id string) (folder.Question, Spot, bool) {
	for _, l := range c.Lessons {
		for _, s := range l.Steps {
			for _, b := range s.Blocks {
				if b.Question != nil && b.Question.ID == id {
					return *b.Question, Spot{l.ID, s.ID}, true
				}
			}
		}
	}
	return folder.Question{}, Spot{}, false
}
