package group

import "yrkesresan/internal/journey/plan"

// State is how a person stands in all journeys taken together, in one word.
type State string

// The states, the one that needs most first.
const (
	Late    State = "late"    // something is overdue
	OnWay   State = "on_way"  // something is done or begun
	NotYet  State = "not_yet" // nothing is begun
	AllDone State = "done"
	Resting State = "paused" // on leave, or hourly staff who is not here now
	NoneNow State = "none"   // no journey
)

// Tally is how a person stands: counts and dates, never answers.
type Tally struct {
	State       State
	Done, Total int
	Due         plan.Date // of what is to be done first; "" when nothing has a date
	Next        *Line     // what it is
}

// Count sums up a person's journeys, and gives what counts in them.
func Count(journeys []plan.Personal, today plan.Date) (Tally, []Line) {
	t := Tally{State: NoneNow}
	if len(journeys) == 0 {
		return t, nil
	}
	paused := true
	for i := range journeys {
		paused = paused && journeys[i].Paused
	}
	lines, begun := linesOf(journeys, today)
	late := false
	for i := range lines {
		l := &lines[i]
		t.Total++
		if l.done() {
			t.Done++
			continue
		}
		late = late || l.Cell == Overdue
		if l.Due != "" && (t.Due == "" || l.Due < t.Due) {
			t.Due, t.Next = l.Due, l
		}
	}
	switch {
	case paused:
		t.State = Resting
	case late:
		t.State = Late
	case t.Done == t.Total:
		t.State = AllDone
	case begun:
		t.State = OnWay
	default:
		t.State = NotYet
	}
	return t, lines
}
