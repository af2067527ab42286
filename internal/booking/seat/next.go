package seat

import (
	"cmp"
	"slices"
)

// Rule is how a reserve list is ordered (rule 30).
type Rule string

// The rules.
const (
	ByTime    Rule = "time"    // who has waited longest
	ByNeed    Rule = "need"    // who needs it most, then who has waited longest
	ByLottery Rule = "lottery" // as drawn; who came after the draw last
)

// Rules names them, the one that holds when none is chosen first.
func Rules() []Rule { return []Rule{ByTime, ByNeed, ByLottery} }

// Waiter is somebody on the reserve list.
type Waiter struct {
	ID     string
	Home   string // whose quota the seat would be taken from; "" only the pool
	Group  string // whose own queue it stands in: the home, or the municipality
	Queued int64  // when, in milliseconds
	Need   int64
	Lot    int64
	Rank   int64 // place given by hand within the group; 0 by rule
	Common int64 // place given by hand in the common queue; 0 by rule
}

// Order gives the common queue. What the organiser has ordered by hand comes first, the rest by the rule. A
// place that has ordered its own people moves them among the places that they have, and nobody else.
func Order(r Rule, all []Waiter) []Waiter {
	out := slices.Clone(all)
	slices.SortFunc(out, func(a, b Waiter) int { return compare(r, a, b) })
	own := map[string][]Waiter{}
	for _, w := range out {
		own[w.Group] = append(own[w.Group], w)
	}
	for group := range own {
		slices.SortStableFunc(own[group], func(a, b Waiter) int { return given(a.Rank, b.Rank) })
	}
	for i, w := range out {
		out[i], own[w.Group] = own[w.Group][0], own[w.Group][1:]
	}
	return out
}

func compare(r Rule, a, b Waiter) int {
	byRule := 0
	switch r {
	case ByNeed:
		byRule = cmp.Compare(b.Need, a.Need)
	case ByLottery:
		byRule = given(a.Lot, b.Lot)
	}
	return cmp.Or(given(a.Common, b.Common), byRule, cmp.Compare(a.Queued, b.Queued), cmp.Compare(a.ID, b.ID))
}

// given compares places given by hand or drawn: none (0) comes last.
func given(a, b int64) int {
	switch {
	case a == b:
		return 0
	case a == 0:
		return 1
	case b == 0:
		return -1
	}
	return cmp.Compare(a, b)
}

// Given is a seat for somebody who waits.
type Given struct{ ID, Takes string }

// Next says who is offered the seats that are free: those of a quota go to its own queue, those of the pool to
// everybody in order. Waiters come in the order of the queue. Afterwards no seat is free that one of the rest
// could take.
func Next(s Standing, queue []Waiter) (out []Given, after Standing) {
	for _, w := range queue {
		if s.Free() == 0 {
			break
		}
		if takes := s.Takes(w.Home); takes != "" {
			out, s = append(out, Given{w.ID, takes}), s.Take(takes, 1)
		}
	}
	return out, s
}

// Seated is somebody with a seat of the pool.
type Seated struct{ ID, Home string }

// Return says which seats of the pool become their places' own: a quota that has a free seat is used before the
// pool, also when it came free afterwards.
func Return(s Standing, pool []Seated) (out []Given, after Standing) {
	for _, p := range pool {
		if q, ok := s.Of(p.Home); ok && q.Free() > 0 {
			out, s = append(out, Given{p.ID, p.Home}), s.Take(Pool, -1).Take(p.Home, 1)
		}
	}
	return out, s
}
