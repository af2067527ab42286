package plan

import "slices"

// Merged is what two people's changes of one layer come to together.
type Merged struct {
	Ops       []Op // every change of either, and theirs where they conflict
	Conflicts []Conflict
}

// Conflict is a slot that both have changed, each in another way. Somebody has to choose.
type Conflict struct {
	Slot
	Base, Mine, Theirs []Op
}

// Merge joins what two people have made of the same layer (R073): mine, and theirs that was saved first. What only one of
// them has changed is taken; what both have changed alike is taken once; what both have changed otherwise is a conflict,
// told once, and stays as theirs until somebody chooses. Nothing else is touched.
func Merge(base, mine, theirs []Op) Merged {
	switch {
	case SameOps(base, mine) || SameOps(mine, theirs):
		return Merged{Ops: theirs}
	case SameOps(base, theirs):
		return Merged{Ops: mine}
	}
	_, was := bySlot(base)
	ours, my := bySlot(mine)
	slots, their := bySlot(theirs)
	for _, s := range ours {
		if _, have := their[s]; !have {
			slots = append(slots, s)
		}
	}
	for s := range was { // what both have taken away is in neither
		if !slices.Contains(slots, s) {
			delete(was, s)
		}
	}
	var m Merged
	for _, s := range slots {
		now := their[s]
		switch {
		case SameOps(was[s], my[s]) || SameOps(my[s], now):
		case SameOps(was[s], now):
			now = my[s]
		default:
			m.Conflicts = append(m.Conflicts, Conflict{s, was[s], my[s], now})
		}
		m.Ops = append(m.Ops, now...)
	}
	return m
}

// Choose puts mine in place of theirs in the slots that are named; the others stay as they are.
func (m Merged) Choose(mine []Slot) []Op {
	ops := slices.Clone(m.Ops)
	for _, c := range m.Conflicts {
		if slices.Contains(mine, c.Slot) {
			ops = Put(ops, c.Slot, c.Mine)
		}
	}
	return ops
}

// Put gives the operations with those of one slot replaced, where the first of them stood, else last. ops is not changed.
func Put(ops []Op, s Slot, with []Op) []Op {
	out := make([]Op, 0, len(ops)+len(with))
	done := false
	for i := range ops {
		if ops[i].Slot() != s {
			out = append(out, ops[i])
			continue
		}
		if !done {
			out, done = append(out, with...), true
		}
	}
	if !done {
		out = append(out, with...)
	}
	return out
}
