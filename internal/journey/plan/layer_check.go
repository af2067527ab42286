package plan

import "slices"

// Validate tells what is wrong with the layer against the journey's frame as it is now, and the journey's layers above
// it, whose additions it may speak of. Line counts the operations from
// 1. Errors: what the node may not decide (rule 8, R242) and what cannot be carried out. Warnings: what the frame no
// longer has (the layer keeps it, or the operation rests), so that a national change can be shown to whoever tends the
// layer without losing anything (R073).
func (l *Layer) Validate(j *Journey, above []Layer) []Problem {
	c := &checker{j: j, ids: map[string]bool{}, tracks: map[string]bool{}, levels: map[string]bool{}}
	for i := range j.Tracks {
		c.tracks[j.Tracks[i].ID] = true
	}
	for i := range j.Scheme.Levels {
		c.levels[j.Scheme.Levels[i].ID] = true
	}
	c.need("", "node", l.NodeID)
	c.need("", "since", string(l.Since))
	if l.Journey != j.ID {
		c.bad("", "other_journey", "value", l.Journey)
	}
	added := map[string]bool{}
	for i := range above {
		for k := range above[i].Ops {
			noteAdded(added, &above[i].Ops[k])
		}
	}
	for i := range l.Ops {
		from := len(c.problems)
		c.op(l, &l.Ops[i], added)
		noteAdded(added, &l.Ops[i])
		for k := from; k < len(c.problems); k++ {
			c.problems[k].Line = i + 1
		}
	}
	c.layerCircles(l)
	return c.problems
}

func noteAdded(added map[string]bool, op *Op) {
	if op.Kind == Add {
		added[op.key()], added[localItem(op).key()] = true, true
	}
}

func (c *checker) op(l *Layer, op *Op, added map[string]bool) {
	may := l.NodeKind.MayDemand()
	switch op.Kind {
	case Add:
		if op.Course == "" && op.Title == "" {
			c.bad("", "missing", "key", "title")
		}
	case Require:
		if !may {
			c.bad("", "may_not_require")
		}
	case Hide:
		if !may {
			c.bad("", "may_not_hide")
		}
	case Gate:
		if op.Link == nil {
			c.bad("", "missing", "key", "requires")
		} else {
			c.link("", op.Link, l.NodeKind)
		}
	case SetDue:
		if op.Due == nil {
			c.bad("", "missing", "key", "due")
		}
	case Recommend, Elect, Show, Move, Approve:
	default:
		c.bad("", "word", "value", string(op.Kind))
	}
	if op.Kind == Add && op.Requirement == Mandatory && !may {
		c.bad("", "may_not_require")
	}
	if op.Due != nil {
		c.due("", op.Due)
	}
	if op.Until != "" && op.Until < l.since(op) {
		c.bad("", "until_before_since")
	}
	c.audience("", op.Audience)
	c.targets(op, added)
}

// targets looks for what the operation speaks of.
func (c *checker) targets(op *Op, added map[string]bool) {
	if op.key() == "" {
		c.bad("", "missing", "key", "item")
	} else if op.Kind != Add && !added[op.key()] && !c.has(op.key()) {
		c.warn("", "item_gone", "value", op.key())
	}
	if op.After != "" && !added[op.After] && !c.has(op.After) {
		c.warn("", "item_gone", "value", op.After)
	}
	if op.Block != "" && !slices.ContainsFunc(c.j.Blocks, func(b Block) bool { return b.ID == op.Block }) {
		c.warn("", "block_gone", "value", op.Block)
	}
}

// has tells whether the frame has the item or course and has not retired it.
func (c *checker) has(key string) bool {
	found := false
	c.j.eachItem(func(it *Item) { found = found || (it.ID == key || it.Course == key) && it.Retired == "" })
	return found
}

// layerCircles wants that the layer's gates, with the frame's, make no courses wait for each other.
func (c *checker) layerCircles(l *Layer) {
	waits := map[string][]string{}
	c.j.eachItem(func(it *Item) {
		for _, link := range it.Requires {
			waits[it.key()] = append(waits[it.key()], link.Course)
		}
	})
	for i := range l.Ops {
		if op := &l.Ops[i]; op.Kind == Gate && op.Link != nil && op.Link.Mode != Off {
			if reaches(waits, op.Link.Course, op.key(), nil) {
				c.bad("", "circle", "value", op.Link.Course)
				c.problems[len(c.problems)-1].Line = i + 1
			}
			waits[op.key()] = append(waits[op.key()], op.Link.Course)
		}
	}
}
