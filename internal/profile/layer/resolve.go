package layer

import (
	"reflect"
	"slices"
)

// Resolve gives what holds at a place on a day and what is announced for later, given the layers above
// and at it, outermost first; a node may come with several, one after another in time. What is announced
// stands after what holds, the nearest day first, and is counted nowhere.
func Resolve(layers []Layer, on string) []Asked {
	out := holding(layers, on)
	before := slices.Clone(out)
	for _, day := range coming(layers, on) {
		then := holding(layers, day)
		for i := range out {
			if a := &out[i]; !a.Announced && a.Ends == "" && !stays(then, a) {
				a.Ends = day
			}
		}
		for _, a := range then {
			if !stays(before, &a) {
				a.Since, a.Announced = day, true
				out = append(out, a)
			}
		}
		before = then
	}
	return out
}

// holding gives what holds on a day, in the order in which it was decided. A lower layer wins; what has
// not begun or has ended changes nothing: what stood above holds.
func holding(layers []Layer, on string) []Asked {
	var out []Asked
	for i := range layers {
		l := &layers[i]
		if !within(l.Since, l.Until, on) {
			continue
		}
		for _, op := range l.Ops {
			if !within(op.Demand.From, op.Demand.Until, on) {
				continue
			}
			at := slices.IndexFunc(out, func(a Asked) bool { return a.ID == op.Demand.ID })
			if op.Drop {
				if at >= 0 {
					out = slices.Delete(out, at, at+1)
				}
				continue
			}
			a := Asked{Demand: op.Demand, NodeID: l.NodeID, NodeName: l.NodeName, NodeKind: l.NodeKind, Since: l.Since}
			if a.From != "" {
				a.Since = a.From
			}
			if at >= 0 {
				out[at] = a
			} else {
				out = append(out, a)
			}
		}
	}
	return out
}

// within tells whether a day is from one until another; "" is no bound.
func within(from, until, on string) bool { return from <= on && (until == "" || until > on) }

// coming are the days after one on which something begins or ends, in order.
func coming(layers []Layer, on string) []string {
	var days []string
	add := func(day string) {
		if day > on {
			days = append(days, day)
		}
	}
	for i := range layers {
		add(layers[i].Since)
		add(layers[i].Until)
		for _, op := range layers[i].Ops {
			add(op.Demand.From)
			add(op.Demand.Until)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// stays tells whether the same is asked for, by the same.
func stays(all []Asked, a *Asked) bool {
	return slices.ContainsFunc(all, func(o Asked) bool { return o.NodeID == a.NodeID && Same(o.Demand, a.Demand) })
}

// Same tells whether two demands ask for the same, whenever they begin and end.
func Same(a, b Demand) bool {
	a.From, a.Until, b.From, b.Until = "", "", "", ""
	return reflect.DeepEqual(a.plain(), b.plain())
}

// plain is the demand with what is empty written in one way.
func (d Demand) plain() Demand {
	if len(d.Who.Occupations) == 0 {
		d.Who.Occupations = nil
	}
	if len(d.Who.Areas) == 0 {
		d.Who.Areas = nil
	}
	if len(d.Evidence) == 0 {
		d.Evidence = nil
	}
	return d
}

// SameOp tells whether two operations decide the same, with the same days.
func SameOp(a, b Op) bool {
	return a.Drop == b.Drop && a.Demand.From == b.Demand.From && a.Demand.Until == b.Demand.Until && Same(a.Demand, b.Demand)
}
