// Package mix tells how groups of course days are made up, and how they could be made up so that people meet
// others than those they work with (R127). It is pure: what it proposes, somebody carries out or does not.
package mix

import (
	"cmp"
	"slices"
	"time"
)

// Step is how long somebody has done the work.
type Step string

// The steps: less than 2 years, 2–5 years, more than 5 (rule 9).
const (
	Unknown     Step = ""
	New         Step = "new"
	Practised   Step = "practised"
	Experienced Step = "experienced"
)

// Steps names the steps in order, the unknown last.
func Steps() []Step { return []Step{New, Practised, Experienced, Unknown} }

// StepOf is the step on a day of who has done the work since a day. Both are YYYY-MM-DD; what is no day is
// Unknown, and so is a day to come.
func StepOf(since, on string) Step {
	from, err := time.Parse(time.DateOnly, since)
	if err != nil {
		return Unknown
	}
	day, err := time.Parse(time.DateOnly, on)
	switch {
	case err != nil || from.After(day):
		return Unknown
	case day.Before(from.AddDate(2, 0, 0)):
		return New
	case !day.After(from.AddDate(5, 0, 0)):
		return Practised
	}
	return Experienced
}

// Person is one of a group: what tells people apart there.
type Person struct {
	ID           string
	Municipality string
	Occupation   string
	Step         Step
	Waiting      bool // waits for a seat; moving needs no seat of the group that is left
	Movable      bool // may be asked to come another day instead
}

// Group is the people of one occasion.
type Group struct {
	ID       string
	Seats    int
	MinSeats int // below this the day may not be held: nobody is asked away
	People   []Person
}

// Seated counts those with a seat.
func (g Group) Seated() (n int) {
	for _, p := range g.People {
		if !p.Waiting {
			n++
		}
	}
	return n
}

// Share is how many of a group are of one sort.
type Share struct {
	Of     string
	People int
}

// Spread is a group as totals, the largest share first.
type Spread struct {
	People         int
	Municipalities []Share
	Occupations    []Share
	Steps          []Share // in the order of Steps, those that nobody has left out
}

// SpreadOf counts those of a group who have a seat.
func SpreadOf(people []Person) Spread {
	towns, work, steps := map[string]int{}, map[string]int{}, map[string]int{}
	s := Spread{}
	for _, p := range people {
		if p.Waiting {
			continue
		}
		s.People++
		towns[p.Municipality]++
		work[p.Occupation]++
		steps[string(p.Step)]++
	}
	s.Municipalities, s.Occupations = shares(towns), shares(work)
	for _, step := range Steps() {
		if n := steps[string(step)]; n > 0 {
			s.Steps = append(s.Steps, Share{string(step), n})
		}
	}
	return s
}

func shares(counted map[string]int) []Share {
	out := make([]Share, 0, len(counted))
	for of, n := range counted {
		out = append(out, Share{of, n})
	}
	slices.SortFunc(out, func(a, b Share) int { return cmp.Or(b.People-a.People, cmp.Compare(a.Of, b.Of)) })
	return out
}

// Alike is how many pairs in a group are from the same municipality, and how many have done the work as long:
// the fewer, the more one meets others.
func Alike(people []Person) (towns, steps int) {
	s := SpreadOf(people)
	for _, x := range s.Municipalities {
		towns += x.People * (x.People - 1) / 2
	}
	for _, x := range s.Steps {
		if Step(x.Of) != Unknown {
			steps += x.People * (x.People - 1) / 2
		}
	}
	return towns, steps
}
