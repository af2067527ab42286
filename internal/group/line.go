package group

import (
	"slices"

	"yrkesresan/internal/journey/plan"
)

// Cell is how a person stands in one course, in one word.
type Cell string

// The cells, the one that needs most first.
const (
	Overdue Cell = "overdue"        // the date has passed
	Missing Cell = "missing"        // not begun
	Ongoing Cell = "ongoing"        // begun
	Renew   Cell = "renew"          // done, and runs out soon
	Paused  Cell = "paused"         // on leave
	Done    Cell = "done"           // done and counts
	NotIn   Cell = "not_applicable" // not in the person's journey
)

// Cells names every cell, in that order.
func Cells() []Cell { return []Cell{Overdue, Missing, Ongoing, Renew, Paused, Done, NotIn} }

// lacks tells whether something is to be done.
func (c Cell) lacks() bool { return c == Overdue || c == Missing || c == Ongoing || c == Renew }

// soonOut is how many days before it runs out a completion is to be renewed.
const soonOut = 60

// Line is one thing that counts in a person's journeys: counts and dates, never answers.
type Line struct {
	Key, Course string // Key is the course, or the activity within its journey
	Title       string // "" = what the course is called
	Cell        Cell
	Mandatory   bool
	Enrolled    bool      // whoever leads the person has put it in
	Due         plan.Date // by when; "" = no date
	At          plan.Date // when it was last done
	Until       plan.Date // the last day that counts; "" = for ever
}

// linesOf gives what counts in a person's journeys, in their order; a course in two of them is one line.
func linesOf(journeys []plan.Personal, today plan.Date) (lines []Line, started bool) {
	seen := map[string]bool{}
	for i := range journeys {
		for _, it := range Counted(&journeys[i]) {
			key := it.Course
			if key == "" {
				key = journeys[i].Journey + "/" + it.ID
			}
			if seen[key] {
				continue
			}
			seen[key] = true
			started = started || it.Started || it.IsDone()
			lines = append(lines, Line{Key: key, Course: it.Course, Title: it.Title, Cell: cellOf(it, today), Mandatory: it.Requirement == plan.Mandatory,
				Enrolled: slices.ContainsFunc(it.Reasons, func(r plan.Reason) bool { return r.Rule == plan.RuleEnrolled }), Due: it.Due, At: it.At, Until: it.ValidUntil})
		}
	}
	return lines, started
}

func cellOf(it *plan.PersonalItem, today plan.Date) Cell {
	switch {
	case it.IsDone() && it.ValidUntil != "" && it.ValidUntil <= today.AddDays(soonOut):
		return Renew
	case it.IsDone():
		return Done
	case it.Status == plan.Paused:
		return Paused
	case it.Status == plan.Overdue:
		return Overdue
	case it.Started:
		return Ongoing
	}
	return Missing
}

// done tells whether the line counts as done: what runs out soon is done still.
func (l *Line) done() bool { return l.Cell == Done || l.Cell == Renew }

// Counted are the items of a journey that count, in its order: what is recommended or mandatory.
// What a person has chosen freely is the person's own.
func Counted(j *plan.Personal) []*plan.PersonalItem {
	var out []*plan.PersonalItem
	for b := range j.Blocks {
		for i := range j.Blocks[b].Items {
			if it := &j.Blocks[b].Items[i]; it.Counts() {
				out = append(out, it)
			}
		}
	}
	return out
}
