package journey

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
	Next        *plan.PersonalItem
	Late        []*plan.PersonalItem // what is overdue
}

// Count sums up a person's journeys. A course that is in two of them is one thing to do.
func Count(journeys []plan.Personal) Tally {
	t := Tally{State: NoneNow}
	if len(journeys) == 0 {
		return t
	}
	seen := map[string]bool{}
	paused, begun := true, false
	for i := range journeys {
		paused = paused && journeys[i].Paused
		for _, it := range Counted(&journeys[i]) {
			key := it.Course
			if key == "" {
				key = journeys[i].Journey + "/" + it.ID
			}
			if seen[key] {
				continue
			}
			seen[key] = true
			t.add(it)
			begun = begun || it.Started || it.IsDone()
		}
	}
	t.State = state(t, paused, begun)
	return t
}

func (t *Tally) add(it *plan.PersonalItem) {
	t.Total++
	if it.IsDone() {
		t.Done++
		return
	}
	if it.Status == plan.Overdue {
		t.Late = append(t.Late, it)
	}
	if it.Due != "" && (t.Due == "" || it.Due < t.Due) {
		t.Due, t.Next = it.Due, it
	}
}

func state(t Tally, paused, begun bool) State {
	switch {
	case paused:
		return Resting
	case len(t.Late) > 0:
		return Late
	case t.Done == t.Total:
		return AllDone
	case begun:
		return OnWay
	}
	return NotYet
}

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
