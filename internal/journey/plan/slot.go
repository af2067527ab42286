package plan

import (
	"encoding/json"
	"slices"
)

// Slot is what an operation of a layer decides about. Operations in different slots never conflict: changes of theirs
// are merged without asking anybody.
type Slot struct {
	Item   string // item or course, as the operation names it
	Aspect Aspect
	First  string // a gate: the course that comes first
}

// Aspect is the side of an item that a slot is about.
type Aspect string

// The aspects.
const (
	Standing  Aspect = "standing"  // whether it is there, how strongly it is meant, and when it is due
	Placing   Aspect = "placing"   // where it stands
	Gating    Aspect = "gating"    // what comes first
	Approving Aspect = "approving" // whether a manager approves it
)

// Slot tells what the operation decides about.
func (o *Op) Slot() Slot {
	switch o.Kind {
	case Move:
		return Slot{Item: o.key(), Aspect: Placing}
	case Approve:
		return Slot{Item: o.key(), Aspect: Approving}
	case Gate:
		s := Slot{Item: o.key(), Aspect: Gating}
		if o.Link != nil {
			s.First = o.Link.Course
		}
		return s
	}
	return Slot{Item: o.key(), Aspect: Standing}
}

// About gives the operations that speak of an item, by its id or its course, in their order.
func About(ops []Op, item, course string) []Op {
	var out []Op
	for i := range ops {
		if ops[i].speaksOf(item, course) {
			out = append(out, ops[i])
		}
	}
	return out
}

func (o *Op) speaksOf(item, course string) bool {
	key := o.key()
	return key != "" && (key == item || key == course) || o.Kind == Add && o.Course != "" && o.Course == course
}

// SameOps tells whether two lists of operations decide the same, in the same order.
func SameOps(a, b []Op) bool {
	if len(a) == 0 && len(b) == 0 {
		return true
	}
	return len(a) == len(b) && slices.Equal(encoded(a), encoded(b))
}

func encoded(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain values always marshal
	}
	return b
}

// bySlot splits operations, keeping their order inside each slot and the order in which the slots come.
func bySlot(ops []Op) (slots []Slot, in map[Slot][]Op) {
	in = map[Slot][]Op{}
	for i := range ops {
		s := ops[i].Slot()
		if _, have := in[s]; !have {
			slots = append(slots, s)
		}
		in[s] = append(in[s], ops[i])
	}
	return slots, in
}

// KeepSince gives the operations with the day that those decided before have had: what a layer that began on from
// already said, word for word, is not decided anew when the layer is saved with something else changed.
func KeepSince(ops, before []Op, from Date) []Op {
	out := slices.Clone(ops)
	for i := range out {
		for k := range before {
			if out[i].Since == "" && SameOps(withoutSince(out[i:i+1]), withoutSince(before[k:k+1])) {
				out[i].Since = firstDate(before[k].Since, from)
			}
		}
	}
	return out
}

func withoutSince(ops []Op) []Op {
	out := slices.Clone(ops)
	for i := range out {
		out[i].Since = ""
	}
	return out
}
