// Package spoken decides, purely, which figures of how well people know Swedish may be told without
// pointing at anybody (R250; rules 25 and 26).
//
// People are told of in pools of whole units. A pool is told when each part of it, who have reached a
// level, who are below it and who have said nothing, is at least Few people; what is not told is no part
// of any total. Nobody is in two pools: who has been counted in one stays in it. A pool is told anew only
// when in each part none or at least Few have come, and none or at least Few have gone, since every time it
// was told before.
//
// That is why nothing hidden can be worked out: each figure is of a whole pool, totals are sums of whole
// pools, pools have nobody in common, and between two days each part of a pool differs by nobody or by at
// least Few people.
package spoken

import (
	"slices"
	"strings"
)

// Few is the number of people from which on a part is told.
const Few = 5

// Part is where somebody is counted.
type Part string

// The parts.
const (
	Reached Part = "reached"
	Below   Part = "below"
	Unsaid  Part = "unsaid"
)

// Parts names them.
func Parts() []Part { return []Part{Reached, Below, Unsaid} }

// Unit is a unit and its people. Somebody who works in two is in the first.
type Unit struct {
	ID     string
	People map[string]Part
}

// Pool is units that are told together, and who was counted.
type Pool struct {
	Units  []string
	People map[string]Part
}

func (p Pool) key() string { return strings.Join(p.Units, " ") }

// Count is how many are in a part.
func (p Pool) Count(part Part) (n int) {
	for _, is := range p.People {
		if is == part {
			n++
		}
	}
	return n
}

func (p Pool) tellable() bool {
	return !slices.ContainsFunc(Parts(), func(part Part) bool { return p.Count(part) < Few })
}

// follows tells whether a pool may be told after another telling of it: in each part none or at least Few
// have come, and gone.
func (p Pool) follows(before Pool) bool {
	for _, part := range Parts() {
		come, gone := 0, 0
		for id, is := range p.People {
			if is == part && before.People[id] != part {
				come++
			}
		}
		for id, was := range before.People {
			if was == part && p.People[id] != part {
				gone++
			}
		}
		if come > 0 && come < Few || gone > 0 && gone < Few {
			return false
		}
	}
	return true
}

// Tell gives the pools that are told anew, given the units in an order in which neighbours stand together
// and every pool that has been told before, the earliest first. A pool that is not among the answers is
// told as it was the last time; units of no pool wait.
func Tell(units []Unit, told []Pool) (anew []Pool) {
	of, in := map[string]string{}, map[string]string{} // person → pool, unit → pool
	var pools []string
	before := map[string][]Pool{}
	for _, p := range told {
		k := p.key()
		if len(before[k]) == 0 {
			pools = append(pools, k)
		}
		before[k] = append(before[k], p)
		for id := range p.People {
			if of[id] == "" {
				of[id] = k
			}
		}
		for _, u := range p.Units {
			in[u] = k
		}
	}
	now := map[string]map[string]Part{}
	for _, k := range pools {
		now[k] = map[string]Part{}
	}
	var waiting Pool
	for _, u := range units {
		for id, part := range u.People {
			k := of[id]
			if k == "" {
				k = in[u.ID]
			}
			if k != "" {
				now[k][id] = part
			}
		}
		if in[u.ID] == "" {
			waiting, anew = wait(waiting, u, of, anew)
		}
	}
	for _, k := range pools {
		p := Pool{Units: before[k][0].Units, People: now[k]}
		last := before[k][len(before[k])-1]
		if p.tellable() && !same(p.People, last.People) && !slices.ContainsFunc(before[k], func(b Pool) bool { return !p.follows(b) }) {
			anew = append(anew, p)
		}
	}
	return anew
}

// wait puts a unit among those that wait, and makes a pool of them when they are enough.
func wait(w Pool, u Unit, of map[string]string, anew []Pool) (Pool, []Pool) {
	if w.People == nil {
		w.People = map[string]Part{}
	}
	w.Units = append(w.Units, u.ID)
	for id, part := range u.People {
		if of[id] == "" {
			w.People[id] = part
		}
	}
	if w.tellable() {
		for id := range w.People {
			of[id] = w.key()
		}
		return Pool{}, append(anew, w)
	}
	return w, anew
}

func same(a, b map[string]Part) bool {
	if len(a) != len(b) {
		return false
	}
	for id, part := range a {
		if b[id] != part {
			return false
		}
	}
	return true
}
