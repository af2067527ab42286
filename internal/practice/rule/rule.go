// Package rule is what holds of practical skills, requests and pilots: tries of a skill, how a request goes on, and
// when a pilot may go on to its next phase. Values in, values out.
package rule

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Step is one thing that a skill is made of. Without a critical step the skill is not passed.
type Step struct {
	Text     string `json:"text"`
	Critical bool   `json:"critical,omitempty"`
}

// mark stands before a step that is critical when steps are written as lines.
const mark = "*"

// Steps reads steps written one a line; a line that begins with "*" is critical.
func Steps(text string) (out []Step) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		s := Step{Text: strings.TrimSpace(strings.TrimPrefix(line, mark)), Critical: strings.HasPrefix(line, mark)}
		if s.Text != "" {
			out = append(out, s)
		}
	}
	return out
}

// Lines writes steps as Steps reads them.
func Lines(steps []Step) string {
	lines := make([]string, len(steps))
	for i, s := range steps {
		if lines[i] = s.Text; s.Critical {
			lines[i] = mark + " " + s.Text
		}
	}
	return strings.Join(lines, "\n")
}

// Ready tells whether all critical steps are ticked: only then may a try be passed.
func Ready(steps []Step, ticked []int) bool {
	for i, s := range steps {
		if s.Critical && !slices.Contains(ticked, i) {
			return false
		}
	}
	return true
}

// Try is one try at a skill.
type Try struct {
	ID     string
	Passed bool
	At     time.Time
}

// Standing is how somebody stands at a skill.
type Standing struct {
	Tries  int
	Passed bool // the latest was passed
	Last   time.Time
}

// Stand tells it from the tries in any order; the latest holds, of two at the same time the one with the greater id.
// The same try twice is one.
func Stand(tries []Try) (s Standing) {
	seen := map[string]bool{}
	var last Try
	for _, t := range tries {
		if seen[t.ID] {
			continue
		}
		seen[t.ID] = true
		if s.Tries++; s.Tries == 1 || t.At.After(last.At) || t.At.Equal(last.At) && t.ID > last.ID {
			last = t
		}
	}
	s.Passed, s.Last = s.Tries > 0 && last.Passed, last.At
	return s
}

// Few is the least number of people that a figure may be about (rule 25).
const Few = 5

// State is how far a request has come.
type State string

// The states.
const (
	Asked    State = "asked"
	Assigned State = "assigned"
	Answered State = "answered"
	Done     State = "done"
	Declined State = "declined"
)

// moves are the states that may follow each. A trainer may be changed as long as nothing is done.
var moves = map[State][]State{
	Asked:    {Assigned, Done, Declined},
	Assigned: {Assigned, Answered, Done, Declined},
	Answered: {Assigned, Answered, Done, Declined},
}

// States names the states.
func States() []State { return []State{Asked, Assigned, Answered, Done, Declined} }

// Follows tells whether a request may go from one state to another.
func Follows(from, to State) bool { return slices.Contains(moves[from], to) }

// Open tells whether something more is to be done.
func (s State) Open() bool { return len(moves[s]) > 0 }

// Phase is how far a pilot has come.
type Phase string

// The phases. After learning, either another round is tried or it is spread to all.
const (
	Prepare Phase = "prepare"
	Trial   Phase = "try"
	Learn   Phase = "learn"
	Spread  Phase = "spread"
)

// Pilot is what a phase gate asks about.
type Pilot struct {
	Phase                           Phase
	Needs, Goals, Way, Plan, Follow bool // that part is written (R272)
	Occasions                       int  // of this round
	Lessons                         int  // of this round
}

// Next are the phases that may follow one.
func Next(p Phase) []Phase {
	switch p {
	case Prepare:
		return []Phase{Trial}
	case Trial:
		return []Phase{Learn}
	case Learn:
		return []Phase{Trial, Spread}
	}
	return nil
}

// Missing names what a pilot lacks to go to a phase; none: it may. A phase that may not follow lacks "phase".
func Missing(p Pilot, to Phase) (out []string) {
	if !slices.Contains(Next(p.Phase), to) {
		return []string{"phase"}
	}
	lacks := func(has bool, what string) {
		if !has {
			out = append(out, what)
		}
	}
	lacks(p.Needs, "needs")
	lacks(p.Goals, "goals")
	lacks(p.Way, "way")
	lacks(p.Plan, "plan")
	if to == Trial && p.Phase == Prepare {
		return out
	}
	lacks(p.Follow, "follow")
	if p.Phase == Trial {
		lacks(p.Occasions > 0, "occasion")
	} else {
		lacks(p.Lessons > 0, "lesson")
	}
	return out
}

// Matches tells how many words of a need somebody's field has: words of four letters or more, as they begin, so that
// "epidermolys" and "epidermolysen" are one.
func Matches(need, field string) (n int) {
	words := func(s string) []string {
		return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) })
	}
	theirs := words(field)
	var seen []string
	for _, w := range words(need) {
		if utf8.RuneCountInString(w) < 4 || slices.Contains(seen, w) {
			continue
		}
		seen = append(seen, w)
		if slices.ContainsFunc(theirs, func(x string) bool {
			return utf8.RuneCountInString(x) >= 4 && (strings.HasPrefix(w, x) || strings.HasPrefix(x, w))
		}) {
			n++
		}
	}
	return n
}
