package hide

import (
	"cmp"
	"slices"
	"strings"

	"yrkesresan/internal/gap/count"
)

// Tell gives what may be told today (YYYY-MM-DD) of the cells of one requirement, given what was told
// last: the zero Told when nothing ever was. The order of the cells does not matter; cells of the same key
// are added up.
func Tell(cells []Cell, before Told, today string) Told {
	singles := byKey(cells)
	out := Told{Since: today}
	proposed := pool(singles)
	if len(before.Groups) > 0 && daysBetween(before.Since, today) < Hold {
		out.Since = before.Since
		proposed = pool(startFrom(singles, before))
	}
	told := map[string]bool{}
	var now []Group
	for _, g := range proposed {
		if g, ok := g.told(today); ok {
			now = append(now, g)
		}
	}
	for _, c := range components(before.Groups, now) {
		for _, g := range c.settle(singles, today) {
			out.Groups = append(out.Groups, g)
			for _, k := range g.Keys {
				told[k] = true
			}
		}
	}
	for _, s := range singles {
		out.Partly = out.Partly || !told[s.keys[0]]
	}
	slices.SortFunc(out.Groups, func(a, b Group) int { return cmp.Compare(a.Keys[0], b.Keys[0]) })
	return out
}

// group is cells that are told together, while that is being decided.
type group struct {
	keys []string
	at   []string // what all its cells' paths begin with
	count.Column
	extra int64
}

// enough tells whether so many of the positions are of enough people to be told, or are none of many.
func (g group) enough(positions int64) bool {
	return positions-g.extra >= Few || positions == 0 && g.Required-g.extra >= Many
}

// tellable says whether the group may be told with how many hold what is asked for.
func (g group) tellable() bool {
	return g.Required-g.extra >= Few && g.enough(g.Held) && g.enough(g.Gap())
}

// told is the group as it is told, of a day; ok is false when it may not be at all.
func (g group) told(asOf string) (out Group, ok bool) {
	out = Group{Keys: g.keys, Required: g.Required, Extra: g.extra, AsOf: asOf}
	if g.Required-g.extra < Few {
		return out, false
	}
	if out.Split = g.tellable(); out.Split {
		out.Held = g.Held
		part := func(n int64) bool { return n == 0 || n-g.extra >= Few }
		if out.Parts = part(g.Develop) && part(g.Recruit); out.Parts {
			out.Develop, out.Recruit = g.Develop, g.Recruit
		}
	}
	return out, true
}

func join(groups ...group) group {
	out := group{at: groups[0].at}
	for _, g := range groups {
		out.keys = append(out.keys, g.keys...)
		out.Add(g.Column)
		out.extra += g.extra
		out.at = out.at[:common(out.at, g.at)]
	}
	slices.Sort(out.keys)
	return out
}

func common(a, b []string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// byKey makes a group of each key, in order; what nobody is asked for is left out.
func byKey(cells []Cell) []group {
	at := map[string]int{}
	var out []group
	for _, c := range cells {
		if c.Required == 0 {
			continue
		}
		i, have := at[c.Key]
		if !have {
			i = len(out)
			at[c.Key] = i
			out = append(out, group{keys: []string{c.Key}, at: strings.Split(c.Path, "/")})
		}
		out[i].Add(c.Column)
		out[i].extra += c.Extra
	}
	slices.SortFunc(out, func(a, b group) int { return cmp.Compare(a.keys[0], b.keys[0]) })
	return out
}

// startFrom keeps together what was told together with how many hold it; the rest are by themselves.
func startFrom(singles []group, before Told) []group {
	was := map[string]int{}
	for i, g := range before.Groups {
		if g.Split {
			for _, k := range g.Keys {
				was[k] = i + 1
			}
		}
	}
	kept := make([][]group, len(before.Groups))
	var out []group
	for _, s := range singles {
		if i := was[s.keys[0]]; i > 0 {
			kept[i-1] = append(kept[i-1], s)
		} else {
			out = append(out, s)
		}
	}
	for _, together := range kept {
		if len(together) > 0 {
			out = append(out, join(together...))
		}
	}
	return out
}

// pool joins what may not be told by itself, innermost first. What stays too few is among the answer, not
// tellable.
func pool(groups []group) []group {
	deepest := 0
	for _, g := range groups {
		deepest = max(deepest, len(g.at))
	}
	for depth := deepest; depth >= 0; depth-- {
		places := map[string][]group{}
		var names []string
		var out []group
		for _, g := range groups {
			if len(g.at) < depth {
				out = append(out, g)
				continue
			}
			name := strings.Join(g.at[:depth], "/")
			if places[name] == nil {
				names = append(names, name)
			}
			places[name] = append(places[name], g)
		}
		for _, name := range names {
			out = append(out, within(places[name])...)
		}
		groups = out
	}
	return groups
}

// within puts the groups of a place that may not be told into one, with the smallest of the others that
// lets it be told.
func within(groups []group) []group {
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
	slices.SortFunc(good, func(a, b group) int {
		return cmp.Or(cmp.Compare(a.Required, b.Required), cmp.Compare(a.keys[0], b.keys[0]))
	})
	one := join(bad...)
	if !one.tellable() {
		if i := slices.IndexFunc(good, func(g group) bool { return join(one, g).tellable() }); i >= 0 {
			one = join(one, good[i])
			good = slices.Delete(good, i, i+1)
		}
	}
	return append(good, one)
}
