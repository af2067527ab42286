package plan

import "slices"

// Outline is a journey as it stands at one place, whoever works there: for who edits the place's layer.
type Outline struct {
	Blocks []OutlineBlock
	Gone   []Op // own operations on what is nowhere any more: they rest
}

// OutlineBlock is a block with all its items, also the hidden ones.
type OutlineBlock struct {
	ID, Title, Helper string
	Kind              BlockKind
	Items             []OutlineItem
}

// OutlineItem is an item, what it is from above and what the place has made of it.
type OutlineItem struct {
	Item
	Above, Here Standpoint
	Decided     []Decision // by the layers above, from the top down
	Own         []Op       // the place's own
}

// Decision is what a layer above has decided about an item.
type Decision struct {
	By, ByID string
	Since    Date
	Op       Op
}

// Standpoint is what an item is down to one level of the tree, for those it is meant for.
type Standpoint struct {
	In, Hidden  bool
	Requirement Requirement
	Fixed       bool   // mandatory by an employer above: nothing below can take it away or put it off
	By, ByID    string // who has said the requirement
	Due         *Due
	Gates       []Link
	Approve     bool
	Some        bool // a layer has said it of some only
}

// Lay gives the outline at a place: the frame, the layers above from the top down, and the place's own layer. Dates of
// single operations count on today; it is what whoever plans ahead sees.
func Lay(above Above, own Layer, today Date) Outline {
	e := Employment{Path: []string{}}
	layers := append(slices.Clone(above.Layers), own)
	for i := range layers {
		layers[i].Journey, layers[i].Since = above.Frame.ID, "" // they hold, whichever day they begin
		if layers[i].NodeID == own.NodeID {
			layers[i].Ops = undated(own.Ops)
		}
		e.Path = append(e.Path, layers[i].NodeID)
	}
	c := &candidate{j: &above.Frame, seats: []who{{e: &e, p: &Person{}}}}
	in := &Input{Layers: layers, Today: today}
	pl := arrange(in, c, &record{})
	var out Outline
	placed := map[string]bool{}
	for b := range pl.order {
		def := &above.Frame.Blocks[b]
		ob := OutlineBlock{ID: def.ID, Title: def.Title, Helper: def.Helper, Kind: def.Kind}
		for _, i := range pl.order[b] {
			it := outlined(pl, &pl.entries[i], own.NodeID)
			it.Own = About(own.Ops, it.ID, it.Course)
			for _, o := range it.Own {
				placed[o.key()] = true
			}
			if it.Above.In || len(it.Own) > 0 || len(it.Decided) > 0 {
				ob.Items = append(ob.Items, it)
			}
		}
		out.Blocks = append(out.Blocks, ob)
	}
	for i := range own.Ops {
		if !placed[own.Ops[i].key()] {
			out.Gone = append(out.Gone, own.Ops[i])
		}
	}
	return out
}

// undated gives operations that hold whenever one looks: whoever edits them sees also those of another day.
func undated(ops []Op) []Op {
	out := slices.Clone(ops)
	for i := range out {
		out[i].Since, out[i].Until = "", ""
	}
	return out
}

func outlined(pl *planning, en *entry, own string) OutlineItem {
	it := OutlineItem{Item: *en.item}
	if en.frame && !pl.retired(en.item) {
		r := pl.j.OwnerKind.weaken(en.item.Requirement)
		it.Above = Standpoint{In: true, Requirement: r, Fixed: r == Mandatory, By: pl.j.owner(), ByID: pl.j.Owner, Due: en.item.Due}
	}
	for i := range en.item.Requires {
		it.Above.gate(&en.item.Requires[i], pl.j.OwnerKind)
	}
	it.Here = it.Above
	for i := 0; i < len(en.ops); {
		k := i + 1
		for k < len(en.ops) && en.ops[k].layer == en.ops[i].layer {
			k++
		}
		l := pl.layers[en.ops[i].layer].Layer
		it.Here.Gates = slices.Clone(it.Here.Gates)
		it.Here.take(l, en.ops[i:k])
		for _, ref := range en.ops[i:k] {
			if l.NodeID != own {
				it.Decided = append(it.Decided, Decision{l.name(), l.NodeID, l.since(ref.op), *ref.op})
			}
		}
		if l.NodeID != own {
			it.Above = it.Here
		}
		i = k
	}
	return it
}

// take adds one layer's operations on the item, as apply does for one person.
func (s *Standpoint) take(l *Layer, ops []opRef) {
	var verdict, added, due *Op
	for _, ref := range ops {
		op := ref.op
		s.Some = s.Some || op.Audience != nil && op.Kind != Move
		switch op.Kind {
		case Add:
			verdict, added = op, op
		case Move:
		case Approve:
			s.Approve = true
		case Gate:
			if op.Link != nil {
				s.gate(op.Link, l.NodeKind)
			}
		case SetDue:
		default:
			verdict = op
		}
	}
	for _, ref := range ops {
		if op := ref.op; op.Due != nil && (op == verdict || op == added || op.Kind == SetDue) {
			due = op
		}
	}
	fixed := s.Fixed
	if added != nil && verdict != added {
		s.include(l, added, fixed)
		s.Fixed = fixed
	}
	switch {
	case verdict == nil:
	case verdict.Kind == Hide:
		s.Hidden = s.Hidden || l.NodeKind.MayDemand() && !fixed
	case verdict.Kind == Show:
		s.Hidden = false
	default:
		s.include(l, verdict, fixed)
	}
	if due != nil && (!fixed || s.Due == nil || due.Due.Days < s.Due.Days) {
		s.Due = due.Due
	}
}

func (s *Standpoint) include(l *Layer, op *Op, fixed bool) {
	s.In, s.Hidden = true, false
	if fixed {
		return
	}
	s.Requirement = l.NodeKind.weaken(op.wants())
	s.Fixed, s.By, s.ByID = s.Requirement == Mandatory, l.name(), l.NodeID
}

func (s *Standpoint) gate(l *Link, kind NodeKind) {
	g := *l
	if g.Mode == BlockMode && !kind.MayDemand() {
		g.Mode = Warn
	}
	k := slices.IndexFunc(s.Gates, func(o Link) bool { return o.Course == g.Course })
	switch {
	case k < 0 && g.Mode == Off:
	case k < 0:
		s.Gates = append(s.Gates, g)
	case g.Mode == Off:
		s.Gates = slices.Delete(s.Gates, k, k+1)
	default:
		s.Gates[k] = g
	}
}
