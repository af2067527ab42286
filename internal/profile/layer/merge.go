package layer

import "slices"

// Clash is a demand that two have decided otherwise about. Nil is nothing of the place's own.
type Clash struct {
	ID                 string
	Base, Mine, Theirs *Op
}

// Find gives the operation about a demand; nil when there is none.
func Find(ops []Op, id string) *Op {
	for i := range ops {
		if ops[i].Demand.ID == id {
			return &ops[i]
		}
	}
	return nil
}

// Merge puts what one has changed since the base into what others have made of it meanwhile. Where both
// have changed the same demand otherwise it stands in clashes, and theirs in the operations.
func Merge(base, mine, theirs []Op) (ops []Op, clashes []Clash) {
	ops = slices.Clone(theirs)
	var ids []string
	for _, all := range [][]Op{mine, base} {
		for _, op := range all {
			if !slices.Contains(ids, op.Demand.ID) {
				ids = append(ids, op.Demand.ID)
			}
		}
	}
	for _, id := range ids {
		b, m, t := Find(base, id), Find(mine, id), Find(theirs, id)
		switch {
		case alike(b, m) || alike(m, t):
		case !alike(b, t):
			clashes = append(clashes, Clash{id, b, m, t})
		case m == nil:
			ops = slices.DeleteFunc(ops, func(o Op) bool { return o.Demand.ID == id })
		case t == nil:
			ops = append(ops, *m)
		default:
			*Find(ops, id) = *m
		}
	}
	return ops, clashes
}

func alike(a, b *Op) bool {
	if a == nil || b == nil {
		return a == b
	}
	return SameOp(*a, *b)
}

// KeepSince lets operations that say what they said before keep the day from which they hold, though the
// layer is another: before is what stood, from the day since. What is said otherwise holds from its own
// coming day, else from the new layer's.
func KeepSince(ops, before []Op, since, from string) []Op {
	out := slices.Clone(ops)
	for i := range out {
		d := &out[i].Demand
		had := Find(before, d.ID)
		switch {
		case had != nil && had.Drop == out[i].Drop && Same(had.Demand, *d) && (d.From == "" || d.From == had.Demand.From):
			d.From = had.Demand.From
			if d.From == "" {
				d.From = since
			}
		case d.From <= from:
			d.From = ""
		}
	}
	return out
}
