package mix

import (
	"cmp"
	"slices"
)

// Reason is why a move makes the groups better.
type Reason string

// The reasons.
const (
	Towns Reason = "towns" // fewer in a group are from the same municipality
	Years Reason = "years" // new and experienced meet
	Seat  Reason = "seat"  // who waits gets a seat on another day
)

// Move is a proposal: one goes to another group, or two change places.
type Move struct {
	Person   string
	From, To string
	With     string // who goes the other way; "" when there is a free seat
	Why      Reason
	// Of the municipality of Person, seated in the two groups before and after.
	Municipality         string
	FromBefore, FromNext int
	ToBefore, ToNext     int
}

// townWeight says how much more it matters that municipalities are mixed than that years are.
const townWeight = 3

// Balance proposes at most most moves between groups of the same course, the best first. Those who wait and
// could have a free seat on another day come first; then the moves and changes of places that leave the
// fewest alike. Only who is Movable is moved, each at most once. Nobody is lost, no group gets more people
// than it has seats, and none falls below its least number because of a move.
func Balance(groups []Group, most int) []Move {
	now := copied(groups)
	var out []Move
	moved := map[string]bool{}
	for len(out) < most {
		m, ok := seatForWaiting(now, moved)
		if !ok {
			m, ok = best(now, moved)
		}
		if !ok {
			break
		}
		before := count(now, m)
		now = Apply(now, m)
		after := count(now, m)
		m.FromBefore, m.ToBefore, m.FromNext, m.ToNext = before[0], before[1], after[0], after[1]
		moved[m.Person] = true
		if m.With != "" {
			moved[m.With] = true
		}
		out = append(out, m)
	}
	return out
}

// Apply gives the groups as they are after a move; what was given is left as it is.
func Apply(groups []Group, m Move) []Group {
	out := copied(groups)
	one, other := take(out, m.From, m.Person), take(out, m.To, m.With)
	if one != nil {
		one.Waiting = false
		put(out, m.To, *one)
	}
	if other != nil {
		put(out, m.From, *other)
	}
	return out
}

func copied(groups []Group) []Group {
	out := slices.Clone(groups)
	for i := range out {
		out[i].People = slices.Clone(out[i].People)
	}
	return out
}

func take(groups []Group, group, person string) *Person {
	for i := range groups {
		if groups[i].ID != group {
			continue
		}
		for k, p := range groups[i].People {
			if p.ID == person && person != "" {
				groups[i].People = slices.Delete(groups[i].People, k, k+1)
				return &p
			}
		}
	}
	return nil
}

func put(groups []Group, group string, p Person) {
	for i := range groups {
		if groups[i].ID == group {
			groups[i].People = append(groups[i].People, p)
		}
	}
}

// seatForWaiting finds somebody who waits, in the order they stand, and another group with a free seat: the
// one with the fewest from the same municipality.
func seatForWaiting(groups []Group, moved map[string]bool) (Move, bool) {
	for _, g := range groups {
		for _, p := range g.People {
			if !p.Waiting || !p.Movable || moved[p.ID] {
				continue
			}
			best, fewest := "", 0
			for _, to := range groups {
				if to.ID == g.ID || to.Seated() >= to.Seats || holds(to, p.ID) {
					continue
				}
				if n := from(to, p.Municipality); best == "" || n < fewest {
					best, fewest = to.ID, n
				}
			}
			if best != "" {
				return Move{Person: p.ID, From: g.ID, To: best, Why: Seat, Municipality: p.Municipality}, true
			}
		}
	}
	return Move{}, false
}

func holds(g Group, person string) bool {
	return slices.ContainsFunc(g.People, func(p Person) bool { return p.ID == person })
}

func from(g Group, municipality string) (n int) {
	for _, p := range g.People {
		if !p.Waiting && p.Municipality == municipality {
			n++
		}
	}
	return n
}

// count is how many of the municipality of the one who moves are seated in the two groups.
func count(groups []Group, m Move) (n [2]int) {
	for _, g := range groups {
		switch g.ID {
		case m.From:
			n[0] = from(g, m.Municipality)
		case m.To:
			n[1] = from(g, m.Municipality)
		}
	}
	return n
}

// tally counts the seated of a group by municipality and by step, so that a change can be weighed without
// counting anew.
type tally struct {
	towns map[string]int
	steps map[Step]int
	seats int
}

func tallied(g Group) tally {
	t := tally{map[string]int{}, map[Step]int{}, 0}
	for _, p := range g.People {
		if !p.Waiting {
			t.towns[p.Municipality]++
			t.steps[p.Step]++
			t.seats++
		}
	}
	return t
}

// meets is how many pairs alike somebody makes in a group; less is somebody who leaves it at the same time.
func (t tally) meets(p Person, less *Person) (towns, steps int) {
	towns = t.towns[p.Municipality]
	if p.Step != Unknown {
		steps = t.steps[p.Step]
	}
	if less != nil {
		if less.Municipality == p.Municipality {
			towns--
		}
		if less.Step == p.Step && p.Step != Unknown {
			steps--
		}
	}
	return towns, steps
}

// best finds the move or change of places that leaves the fewest alike. Ties go to what comes first by the
// ids, so that the same groups give the same proposal.
func best(groups []Group, moved map[string]bool) (out Move, ok bool) {
	most := 0
	tallies := make([]tally, len(groups))
	for i, g := range groups {
		tallies[i] = tallied(g)
	}
	try := func(m Move, towns, steps int) {
		gain := townWeight*towns + steps
		if gain <= 0 || gain < most {
			return
		}
		if towns <= 0 {
			m.Why = Years
		} else {
			m.Why = Towns
		}
		if gain > most || !ok || order(m, out) < 0 {
			out, ok, most = m, true, gain
		}
	}
	for i, a := range groups {
		for j, b := range groups {
			if i == j {
				continue
			}
			for _, p := range a.People {
				if p.Waiting || !p.Movable || moved[p.ID] || holds(b, p.ID) {
					continue
				}
				leftTowns, leftSteps := tallies[i].meets(p, &p)
				m := Move{Person: p.ID, From: a.ID, To: b.ID, Municipality: p.Municipality}
				if tallies[j].seats < b.Seats && tallies[i].seats > a.MinSeats {
					towns, steps := tallies[j].meets(p, nil)
					try(m, leftTowns-towns, leftSteps-steps)
				}
				if i > j {
					continue // a change of places is tried once
				}
				for _, q := range b.People {
					if q.Waiting || !q.Movable || moved[q.ID] || holds(a, q.ID) {
						continue
					}
					m.With = q.ID
					towns, steps := tallies[j].meets(p, &q)
					backTowns, backSteps := tallies[j].meets(q, &q)
					comeTowns, comeSteps := tallies[i].meets(q, &p)
					try(m, leftTowns-towns+backTowns-comeTowns, leftSteps-steps+backSteps-comeSteps)
				}
			}
		}
	}
	return out, ok
}

func order(a, b Move) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Person, b.Person), cmp.Compare(a.With, b.With))
}
