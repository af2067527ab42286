package course

import (
	"hash/fnv"
	"slices"
	"time"

	"yrkesresan/internal/course/folder"
)

// Try is one try at the test.
type Try struct {
	ID, StudyID string
	Number      int64
	Questions   []string // the ids drawn, in the order asked
	Answered    []string
	Right       []string
	BegunAt     time.Time
	FinishedAt  *time.Time
	Passed      bool
}

// Seed is what the draw and the order of the answers follow from: coming back, also on another
// device, shows the same.
func (t Try) Seed() uint64 { return seed(t.ID) }

// seed makes a number of an id.
func seed(id string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id)) // a hash takes everything
	return h.Sum64()
}

// asked are the questions of the try that the version still has.
func (t Try) asked(c *folder.Test) []string {
	return slices.DeleteFunc(slices.Clone(t.Questions), func(id string) bool { _, ok := c.Question(id); return !ok })
}

// Left are the questions that are not answered yet, in order.
func (t Try) Left(c *folder.Test) []string {
	return slices.DeleteFunc(t.asked(c), func(id string) bool { return slices.Contains(t.Answered, id) })
}

// Result is how the try went.
func (t Try) Result(c *folder.Test) folder.Result {
	right := map[string]bool{}
	for _, id := range t.Right {
		right[id] = true
	}
	return c.Score(t.asked(c), right)
}

// Test is where a learner stands with the test.
type Test struct {
	Passed bool
	Open   *Try // begun and not finished
	Last   *Try // the latest finished one
	Tries  int  // left in this round; -1: as many as one likes
	Rests  bool // all tries of the round are used
	Again  []string
}

// Test reads the tries.
//
// A test with n tries has rounds of n. When a round is used up without a pass the test rests; a
// new round opens when the lessons of what went wrong have been read again, or the next day, and
// nobody needs to act (docs/course-format.md, tries).
func (p *Progress) Test(now time.Time, place *time.Location) Test {
	var t Test
	finished := 0
	for i := range p.Tries {
		try := &p.Tries[i]
		if try.FinishedAt == nil {
			t.Open = try
			continue
		}
		finished++
		t.Last, t.Passed = try, t.Passed || try.Passed
	}
	n := p.Course.Test.Tries
	if n == 0 {
		t.Tries = -1
		return t
	}
	t.Tries = n - finished%n
	if t.Passed || t.Open != nil || finished == 0 || finished%n != 0 {
		return t
	}
	t.Again = slices.DeleteFunc(t.Last.Result(p.Course.Test).Again, func(id string) bool { return p.reread(id, *t.Last.FinishedAt) })
	t.Rests = len(t.Again) > 0 && day(now, place) <= day(*t.Last.FinishedAt, place)
	return t
}

// reread tells whether every step of a lesson has been seen since.
func (p *Progress) reread(lesson string, since time.Time) bool {
	l, _, ok := p.Lesson(lesson)
	return !ok || !slices.ContainsFunc(l.Steps, func(s folder.Step) bool { return !p.Seen[Spot{lesson, s.ID}].After(since) })
}

// firstToReread is the first step of a lesson not seen since the last try ended.
func (p *Progress) firstToReread(l folder.Lesson) string {
	var since time.Time
	for _, t := range p.Tries {
		if t.FinishedAt != nil && t.FinishedAt.After(since) {
			since = *t.FinishedAt
		}
	}
	for _, s := range l.Steps {
		if !p.Seen[Spot{l.ID, s.ID}].After(since) {
			return s.ID
		}
	}
	return l.Steps[0].ID
}

func day(t time.Time, place *time.Location) string { return t.In(place).Format(time.DateOnly) }
