// Package tally says what is asked after a course day, and counts the answers, as pure functions.
package tally

import (
	"cmp"
	"slices"
)

// Kind is whom one asks, and when.
type Kind string

// The kinds (R129, R133).
const (
	Reaction Kind = "reaction" // those who were there, the days after
	Use      Kind = "use"      // those who were there, three months after
	Manager  Kind = "manager"  // whoever leads people who were there, three months after
)

// Kinds names them in the order of the pages.
func Kinds() []Kind { return []Kind{Reaction, Use, Manager} }

// Few is the smallest number of answers that is shown: fewer would tell who answered what.
const Few = 5

// Question is something to choose an answer to. The first choices are the best ones; Good is how many of them are.
type Question struct {
	ID      string
	Choices []string
	Good    int
	Joint   bool // only where people of several organisations were there (R271)
}

var questions = map[Kind][]Question{
	Reaction: {
		{ID: "day", Choices: []string{"very_good", "good", "fair", "bad"}, Good: 2},
		{ID: "useful", Choices: []string{"much", "some", "little", "none"}, Good: 2},
		{ID: "level", Choices: []string{"right", "easy", "hard"}, Good: 1},
		{ID: "talk", Choices: []string{"enough", "more", "less"}, Good: 1},
		{ID: "together", Choices: []string{"better", "same", "worse"}, Good: 1, Joint: true},
	},
	Use: {
		{ID: "used", Choices: []string{"often", "sometimes", "not_yet", "no_fit"}, Good: 2},
		{ID: "support", Choices: []string{"boss", "colleagues", "nobody"}, Good: 2},
		{ID: "hinder", Choices: []string{"nothing", "time", "things", "others"}, Good: 1},
	},
	Manager: {
		{ID: "seen", Choices: []string{"clearly", "somewhat", "no", "unknown"}, Good: 2},
		{ID: "time", Choices: []string{"yes", "some", "no"}, Good: 2},
		{ID: "worth", Choices: []string{"again", "other_form", "no"}, Good: 1},
	},
}

// Questions are what a kind asks; joint adds what is asked where several organisations met.
func Questions(k Kind, joint bool) []Question {
	var out []Question
	for _, q := range questions[k] {
		if !q.Joint || joint {
			out = append(out, q)
		}
	}
	return out
}

// Main is the question that formats are compared by.
func Main(k Kind) Question { return questions[k][0] }

// Fits tells whether choices answer a kind's questions: only its own choices, and each question but the joint one.
// missing names the first question without an answer.
func Fits(k Kind, joint bool, choices map[string]string) (missing string, ok bool) {
	asked := Questions(k, joint)
	for _, q := range asked {
		if !slices.Contains(q.Choices, choices[q.ID]) {
			return q.ID, false
		}
	}
	return "", len(choices) == len(asked)
}

// Count is how many chose something.
type Count struct {
	Choice string
	N      int
}

// Counted is a question with its answers. Hidden: too few to show.
type Counted struct {
	Question
	N       int
	WasGood int // how many of them chose something good
	Counts  []Count
}

// Sum counts answers by question. With fewer than Few answers nothing is counted: ok is false.
func Sum(k Kind, answers []map[string]string) (out []Counted, ok bool) {
	if len(answers) < Few {
		return nil, false
	}
	for _, q := range questions[k] {
		c := Counted{Question: q}
		for i, choice := range q.Choices {
			n := 0
			for _, a := range answers {
				if a[q.ID] == choice {
					n++
				}
			}
			c.Counts = append(c.Counts, Count{choice, n})
			c.N += n
			if i < q.Good {
				c.WasGood += n
			}
		}
		if c.N >= Few {
			out = append(out, c)
		}
	}
	return out, true
}

// Line is one format in a comparison: how many were asked, answered and answered well.
type Line struct {
	Format                string
	Occasions             int
	Asked, Answered, Good int
}

// Shown tells whether a line has answers enough to be shown.
func (l Line) Shown() bool { return l.Answered >= Few }

// Compare adds lines of the same format, each of one occasion, those with most answers first. Only occasions that have
// answers enough themselves are in the figures: then two comparisons differ by whole groups, and never by the few who
// answered about one day (rule 25). A format with no such occasion is there without its figures.
func Compare(occasions []Line) []Line {
	at, few := map[string]*Line{}, map[string]*Line{}
	for _, l := range occasions {
		of := at
		if !l.Shown() {
			of, l.Answered, l.Good = few, 0, 0
		}
		x := of[l.Format]
		if x == nil {
			x = &Line{Format: l.Format}
			of[l.Format] = x
		}
		x.Occasions += l.Occasions
		x.Asked += l.Asked
		x.Answered += l.Answered
		x.Good += l.Good
	}
	var out []Line
	for _, l := range at {
		out = append(out, *l)
	}
	for format, l := range few {
		if at[format] == nil {
			out = append(out, *l)
		}
	}
	slices.SortFunc(out, func(a, b Line) int {
		return cmp.Or(cmp.Compare(b.Answered, a.Answered), cmp.Compare(a.Format, b.Format))
	})
	return out
}
