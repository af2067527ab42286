// Package pool decides, purely, which figures may leave a municipality without pointing at anybody
// (rule 25).
//
// A cell is those of one occupation and area in one journey. A cell may be told by itself when it has
// at least Few people, of whom at least Few are done and at least Few are not. Cells that may not are
// pooled, first with others of the same occupation, then with other occupations, until each pool may
// be told. What leaves is the pools' sums and nothing else.
//
// That is why nothing hidden can be worked out afterwards, whatever tables are made of it: every
// figure in every table, for any place, filter or day, is a sum of whole pools, and pools have no
// cell in common. A sum of whole pools equals a hidden cell only if that cell is a union of pools, and
// then it is not hidden. There is no total that the pools do not add up to, so no second cell can be
// had by subtraction. Nothing is rounded.
//
// When a municipality submits again, cells that were pooled stay pooled together: what was hidden
// before does not come to light by being told apart a month later.
package pool

import (
	"cmp"
	"slices"
)

// Few is the number of people from which on a figure is told.
const Few = 5

// Key is what tells the cells of a journey apart: national ids, "" where nobody knows.
type Key struct {
	Occupation string `json:"o"`
	Area       string `json:"a"`
}

// Cell is the people of one occupation and area: how many, and of them how many have done all that
// counts and how many are late with something. Late and done exclude one another.
type Cell struct {
	Key
	People, Done, Late int64
}

// Group is cells that are told together.
type Group struct {
	Keys   []Key `json:"keys"`   // in order
	People int64 `json:"people"` // at least Few
	Done   int64 `json:"done"`   // at least Few and at most People-Few; 0 when Split is false
	Split  bool  `json:"split"`  // Done is told
}

// Told is what may be told of a journey. The groups are disjoint and make up all people, unless
// they are too few for anything.
type Told struct {
	Groups   []Group `json:"groups"`
	Late     int64   `json:"late"`      // of all the groups together, never of one
	LateTold bool    `json:"late_told"` // Late is told
}

// Tell gives what may be told of the cells of a journey, pooled at least as before ("" keys are a kind
// of their own). An empty answer is fewer than Few people. The order of the cells does not matter.
func Tell(cells []Cell, before [][]Key) Told {
	groups := start(cells, before)
	groups = poolWithin(groups)
	groups = poolRest(groups)
	if len(groups) == 0 || people(groups) < Few {
		return Told{}
	}
	slices.SortFunc(groups, func(a, b group) int { return byKey(a.keys[0], b.keys[0]) })
	t := Told{Groups: make([]Group, len(groups))}
	var all, done, late int64
	for i, g := range groups {
		t.Groups[i] = Group{Keys: g.keys, People: g.people, Split: g.tellable()}
		if t.Groups[i].Split {
			t.Groups[i].Done = g.done
		}
		all, done, late = all+g.people, done+g.done, late+g.late
	}
	if t.Groups[0].Split && late >= Few && all-done-late >= Few {
		t.Late, t.LateTold = late, true
	}
	return t
}

// Partition is how the cells were pooled: what Tell takes as before the next time.
func (t Told) Partition() [][]Key {
	var out [][]Key
	for _, g := range t.Groups {
		out = append(out, g.Keys)
	}
	return out
}

// Occupation is the one of all the group's cells; ok is false when there are several.
func (g Group) Occupation() (id string, ok bool) {
	return g.Keys[0].Occupation, !slices.ContainsFunc(g.Keys, func(k Key) bool { return k.Occupation != g.Keys[0].Occupation })
}

// Area is the one of all the group's cells; ok is false when there are several.
func (g Group) Area() (id string, ok bool) {
	return g.Keys[0].Area, !slices.ContainsFunc(g.Keys, func(k Key) bool { return k.Area != g.Keys[0].Area })
}

// group is cells that are told together, while that is being decided.
type group struct {
	keys               []Key
	people, done, late int64
}

// tellable says whether the group may be told with how many are done.
func (g group) tellable() bool { return g.done >= Few && g.people-g.done >= Few }

func (g group) occupation() (string, bool) { return Group{Keys: g.keys}.Occupation() }

func join(groups ...group) group {
	var out group
	for _, g := range groups {
		out.keys = append(out.keys, g.keys...)
		out.people, out.done, out.late = out.people+g.people, out.done+g.done, out.late+g.late
	}
	slices.SortFunc(out.keys, byKey)
	return out
}

func byKey(a, b Key) int {
	return cmp.Or(cmp.Compare(a.Occupation, b.Occupation), cmp.Compare(a.Area, b.Area))
}

// bySize puts the smallest first, always in the same way.
func bySize(a, b group) int {
	return cmp.Or(cmp.Compare(a.people, b.people), byKey(a.keys[0], b.keys[0]))
}

// start makes a group of each cell, and one of those that were pooled before.
func start(cells []Cell, before [][]Key) []group {
	at := map[Key]int{}
	for i, keys := range before {
		for _, k := range keys {
			at[k] = i + 1
		}
	}
	pooled := make([]group, len(before))
	var out []group
	for _, c := range cells {
		if c.People == 0 {
			continue
		}
		g := group{[]Key{c.Key}, c.People, c.Done, c.Late}
		if i := at[c.Key]; i > 0 {
			pooled[i-1] = join(pooled[i-1], g)
		} else {
			out = append(out, g)
		}
	}
	for _, g := range pooled {
		if len(g.keys) > 0 {
			out = append(out, g)
		}
	}
	slices.SortFunc(out, bySize)
	return out
}

// poolWithin pools, within each occupation, what may not be told by itself.
func poolWithin(groups []group) []group {
	byOccupation := map[string][]group{}
	var out []group
	for _, g := range groups {
		if id, one := g.occupation(); one {
			byOccupation[id] = append(byOccupation[id], g)
		} else {
			out = append(out, g)
		}
	}
	for _, own := range byOccupation {
		out = append(out, pooled(own)...)
	}
	slices.SortFunc(out, bySize)
	return out
}

// poolRest pools what still may not be told by itself, whatever it is.
func poolRest(groups []group) []group { return pooled(groups) }

// pooled puts the groups that may not be told into one, and takes the smallest of the others in until
// that one may be told. Where it never may, all are one.
func pooled(groups []group) []group {
	var good, bad []group
	for _, g := range groups {
		if g.tellable() {
			good = append(good, g)
		} else {
			bad = append(bad, g)
		}
	}
	if len(bad) == 0 {
		return groups
	}
	slices.SortFunc(good, bySize)
	pool := join(bad...)
	for !pool.tellable() && len(good) > 0 {
		pool, good = join(pool, good[0]), good[1:]
	}
	return append(good, pool)
}

func people(groups []group) (n int64) {
	for _, g := range groups {
		n += g.people
	}
	return n
}
