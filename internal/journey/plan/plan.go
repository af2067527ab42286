// Package plan holds the pure rules of journeys: it reads a journey's definition and resolves the journey of one person.
//
// It owns no tables, asks nobody and knows no clock: values and a day in, values with reasons out. The same input
// always gives the same answer, in the same order, and the order of the journeys, layers, employments and facts does
// not matter, nor does an employment or a fact that stands twice. Within a layer the order of the operations matters.
//
// # Which journeys
//
// A journey is resolved when it is live, switched on at a node of the person's path, and its audience takes in at least
// one current employment. Only those employments count in it, so that one person can be a learner in one journey and a
// manager in another (R167). Of journeys that overlap (declared by either) the person gets one (rule 12): first what
// person and manager have chosen, then the one that fits most of the person's work (an employment in a live track counts
// 2, otherwise 1), then the highest priority, then the id. The others stand in Personal.Instead with the reason.
// Two overlapping journeys that are both chosen are both shown.
//
// # What is in it
//
// Every employment is decided by itself, from the top of its path downwards: frame, nation, RSS, municipality,
// operations, unit, team. Within a layer the later of two conflicting operations wins. Between layers:
//
//   - The nearest level decides whether an item is recommended, elective, hidden or shown.
//   - Mandatory stays: what an employer's layer has made mandatory no lower layer may hide, weaken or give a later date
//     (an earlier one it may), and a lower layer's require beats a hide above it. A block (gate) stays likewise.
//   - Only municipality, employer, operation and unit may make mandatory, hide and block (rule 8). From nation, RSS and
//     team, and in a frame they own, mandatory counts as recommended, hide as nothing, block as a warning. Validate and
//     Parse refuse them.
//   - Require, recommend and elective reach those the item is meant for; add, hide and show reach everyone below the
//     node. An audience in the operation replaces either.
//   - An item that the frame has retired or dropped stays, as local, where a layer adds, requires, recommends or offers it.
//   - A manager block is for managers only, whatever a layer says. A move changes where an item stands, never who sees
//     it: nothing that stands elsewhere goes into or out of a manager block or a block with an audience.
//
// Operations of different layers, or of one layer on different items, commute: only the order of items depends on them
// (add and move work from the top down, in the order they stand).
//
// Then the employments are joined: what one of them has is in; the strongest requirement, the earliest due date and the
// strictest notice win, and all reasons are kept (an offer is dropped where the item is more than offered). A course
// that stands twice is shown once, where it stands first.
//
// # Done, due and leave
//
// Done is never lost. A completed, passed or credited course (not revoked) counts in every journey. When the item is no
// longer in the person's journey, or hidden, it stands in a last block, Earlier, of the journey that knows the course,
// else of the first. Where no journey is shown there is nothing to show it in; the record still has it. A course that
// has been begun stays, elective, unless it is hidden. Past its last valid day a completion makes the item due again
// (rule "renew"): on that day where it is mandatory or has a due date, else without a date.
//
// A due date is the start of the employment, or the day the item was asked of the person, plus days. Where the start
// plus days lies before the decision itself, the days count from the decision: nobody is late for what did not exist. Nor
// for what was decided where the person did not work: the days then count from the day the work came under that node.
// Nor before anybody knew of the employment (Known): a municipality that joins has people of many years.
// Leave moves a date it touches by its days (a leave without end: up to today). What is elective or done has no date.
//
// An enrolment (whoever leads the person has put a course in the journey) makes it recommended at least, with the earlier of
// the dates; it holds while the person works under the node that decided.
//
// Status, first that holds: done or credited, paused (on leave from every employment that gives the item), overdue
// (due before today), started, not_started.
package plan

// Input is all that a resolution depends on.
type Input struct {
	Journeys []Journey
	On       []Switch
	Layers   []Layer
	Person   Person
	Today    Date // facts, decisions and employments after this day do not count
}

// Switch says that a node, normally a municipality, has switched a journey on (rule 12).
type Switch struct {
	Journey, NodeID, NodeName string
	From, Until               Date
}

// Resolve gives the person's journeys on in.Today, best fitting first. It keeps nothing of in and changes nothing in it,
// but the answer shares slices with the journeys. Requirements R060–R081, rules 8–13 and 16.
func Resolve(in Input) []Personal {
	rec := readRecord(&in.Person, in.Today)
	picked := choose(&in)
	if len(picked) == 0 {
		return nil
	}
	out := make([]Personal, len(picked))
	for i := range picked {
		out[i] = resolve(&in, &picked[i], rec)
	}
	enrol(&in, out, rec)
	keepEarlier(&in, out, rec)
	tellShared(out)
	openCircles(out)
	for i := range out {
		count(&out[i])
		out[i].Next = next(&out[i])
	}
	return out
}

// resolve gives one journey, without what depends on the others.
func resolve(in *Input, c *candidate, rec *record) Personal {
	j := c.j
	p := Personal{
		Journey: j.ID, Title: j.Title, Short: j.Short, Scheme: j.Scheme,
		Reasons: c.reasons, Instead: c.instead, Step: c.step, Paused: true,
		Tracks: c.tracks(), Parallel: c.parallel(),
	}
	for i := range c.seats {
		p.Paused = p.Paused && c.seats[i].e.onLeave(in.Today)
	}
	p.Blocks = arrange(in, c, rec).blocks()
	return p
}

// tracks lists the tracks that any of the employments is in, in the journey's order.
func (c *candidate) tracks() []Track {
	var ts []Track
	for i := range c.j.Tracks {
		if c.any(func(w *who) bool { return oneOf(w.tracks, c.j.Tracks[i].ID) && len(w.tracks) > 0 }) {
			ts = append(ts, c.j.Tracks[i])
		}
	}
	return ts
}

// parallel lists the paths for employments where the formal level is lacking (rule 13).
func (c *candidate) parallel() []Path {
	var ps []Path
	for i := range c.j.Parallel {
		path := &c.j.Parallel[i]
		if c.any(func(w *who) bool { return w.e.LacksFormal && path.Audience.matches(w) }) {
			ps = append(ps, *path)
		}
	}
	return ps
}

func (c *candidate) any(f func(*who) bool) bool {
	for i := range c.seats {
		if f(&c.seats[i]) {
			return true
		}
	}
	return false
}
