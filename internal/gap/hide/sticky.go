package hide

import "slices"

// component is groups that may be told today and that were told the last time that have keys in common, with
// all that these have in common with others: what is shown of it then and now may be held beside one another.
type component struct{ then, now []Group }

// components puts the groups of today and of the last time that hang together, together.
func components(then, now []Group) []component {
	var out []component
	at := map[string]int{} // key → component
	put := func(keys []string, add func(*component)) {
		to := -1
		for _, k := range keys {
			from, have := at[k]
			switch {
			case !have || from == to:
			case to < 0:
				to = from
			default: // two hang together by this group
				out[to].now, out[to].then = append(out[to].now, out[from].now...), append(out[to].then, out[from].then...)
				out[from] = component{}
				for key, i := range at {
					if i == from {
						at[key] = to
					}
				}
			}
		}
		if to < 0 {
			to = len(out)
			out = append(out, component{})
		}
		for _, k := range keys {
			at[k] = to
		}
		add(&out[to])
	}
	for _, g := range then {
		put(g.Keys, func(c *component) { c.then = append(c.then, g) })
	}
	for _, g := range now {
		put(g.Keys, func(c *component) { c.now = append(c.now, g) })
	}
	return slices.DeleteFunc(out, func(c component) bool { return len(c.now)+len(c.then) == 0 })
}

// settle gives what is told of a component today: the new groups, when no figure changes by fewer than
// Few people; else each of the earlier groups by itself, new when that may be, or as it was.
func (c component) settle(singles []group, today string) []Group {
	// What was told with how many hold it is not told without: that would tell that few do.
	then, now := total(c.then), total(c.now)
	if (now.split || !then.someSplit) && may(c.then, c.now) {
		return c.now
	}
	var out []Group
	for _, was := range c.then {
		out = append(out, again(was, singles, today))
	}
	return out
}

// again tells a group anew with the keys that it had, or leaves it as it was.
func again(was Group, singles []group, today string) Group {
	var own []group
	for _, s := range singles {
		if slices.Contains(was.Keys, s.keys[0]) {
			own = append(own, s)
		}
	}
	if len(own) == 0 {
		return was
	}
	one := join(own...)
	one.keys = was.Keys
	if now, ok := one.told(today); ok && (now.Split || !was.Split) && may([]Group{was}, []Group{now}) {
		return now
	}
	return was
}

// may tells whether the figures then and now may both be seen: each that is told both times is the same,
// or at least Few people have changed.
func may(then, now []Group) bool {
	a, b := total(then), total(now)
	few := max(a.extra, b.extra) + Few
	same := func(x, y int64) bool { return x == y || x-y >= few || y-x >= few }
	ok := same(a.required, b.required)
	if a.split && b.split {
		ok = ok && same(a.held, b.held) && same(a.required-a.held, b.required-b.held)
	}
	if a.parts && b.parts {
		ok = ok && same(a.develop, b.develop) && same(a.recruit, b.recruit)
	}
	return ok
}

type totals struct {
	required, held, develop, recruit, extra int64
	split, parts                            bool // of all
	someSplit                               bool
}

func total(groups []Group) totals {
	t := totals{split: true, parts: true}
	for _, g := range groups {
		t.required, t.held, t.develop, t.recruit = t.required+g.Required, t.held+g.Held, t.develop+g.Develop, t.recruit+g.Recruit
		t.extra, t.split, t.parts = t.extra+g.Extra, t.split && g.Split, t.parts && g.Parts
		t.someSplit = t.someSplit || g.Split
	}
	return t
}
