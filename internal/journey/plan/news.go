package plan

import (
	"crypto/sha256"
	"encoding/hex"
)

// Above is what a layer builds on: the frame, and the layers on the way down to it, from the top.
type Above struct {
	Frame  Journey
	Layers []Layer
}

// News is one item that has become otherwise above a layer, for whoever tends the layer (R073).
type News struct {
	Kind            NewsKind
	Item, Course    string
	Title           string // "" = the catalogue's
	By, ByID        string // who has changed it
	ByKind          NodeKind
	Since           Date
	Was, Is         *Item  // in the frame; nil: not in it
	WasBlock, Block string // ids
	WasOps, IsOps   []Op   // decided by a layer above
}

// NewsKind is what has happened to the item.
type NewsKind string

// The kinds of change.
const (
	Arrived NewsKind = "arrived" // the frame has it, and had it not
	Dropped NewsKind = "dropped" // the frame had it, and has it no more or from a day on
	Altered NewsKind = "altered" // the frame means it for others, more or less strongly, by another date, elsewhere
	Decided NewsKind = "decided" // a layer above decides otherwise about it
)

// Key names the change: the same change has the same key whenever it is looked at, and another change another.
func (c *News) Key() string {
	sum := sha256.Sum256(encoded([]any{c.Kind, c.Item, c.ByID, c.Is, c.Block, c.IsOps}))
	return hex.EncodeToString(sum[:12])
}

// Tell says item by item what has become otherwise from one state above a layer to another: first what the frame
// says, in its order, then layer by layer. from is the day the frame's new version holds.
func Tell(was, is Above, from Date) []News {
	out := compareFrames(&was.Frame, &is.Frame, from)
	for i := range is.Layers {
		l := &is.Layers[i]
		out = append(out, compareLayers(layerOf(was.Layers, l.NodeID), l)...)
	}
	for i := range was.Layers {
		l := &was.Layers[i]
		if layerOf(is.Layers, l.NodeID) == nil { // the place stands elsewhere now, or has ended
			gone := *l
			gone.Ops, gone.Since = nil, from
			out = append(out, compareLayers(l, &gone)...)
		}
	}
	return out
}

func layerOf(ls []Layer, node string) *Layer {
	for i := range ls {
		if ls[i].NodeID == node {
			return &ls[i]
		}
	}
	return nil
}

type framed struct {
	item  *Item
	block string
}

func itemsOf(j *Journey) (ids []string, in map[string]framed) {
	in = map[string]framed{}
	for b := range j.Blocks {
		for i := range j.Blocks[b].Items {
			it := &j.Blocks[b].Items[i]
			if _, twice := in[it.ID]; !twice {
				ids = append(ids, it.ID)
				in[it.ID] = framed{it, j.Blocks[b].ID}
			}
		}
	}
	return ids, in
}

func compareFrames(was, is *Journey, from Date) []News {
	before, had := itemsOf(was)
	now, has := itemsOf(is)
	var out []News
	change := func(kind NewsKind, id string, since Date) {
		c := News{Kind: kind, Item: id, By: is.owner(), ByID: is.Owner, ByKind: is.OwnerKind, Since: since,
			Was: had[id].item, Is: has[id].item, WasBlock: had[id].block, Block: has[id].block}
		for _, it := range []*Item{c.Was, c.Is} {
			if it != nil {
				c.Course, c.Title = it.Course, it.Title
			}
		}
		out = append(out, c)
	}
	for _, id := range now {
		a, b := had[id].item, has[id].item
		switch {
		case b.goneBy(from) && a.goneBy(from):
		case a.goneBy(from):
			change(Arrived, id, latest(from, b.Since))
		case b.Retired != "" && a.Retired != b.Retired:
			change(Dropped, id, latest(from, b.Retired))
		case a.Retired != "" && b.Retired == "":
			change(Arrived, id, from)
		case otherwise(a, b) || had[id].block != has[id].block:
			change(Altered, id, from)
		}
	}
	for _, id := range before {
		if has[id].item == nil && !had[id].item.goneBy(from) {
			change(Dropped, id, from)
		}
	}
	return out
}

// goneBy tells whether the frame does not have the item on a day.
func (it *Item) goneBy(day Date) bool { return it == nil || it.Retired != "" && it.Retired <= day }

// otherwise tells whether a place that builds on the item has reason to look again. Words are the owner's own matter.
func otherwise(a, b *Item) bool {
	of := func(it *Item) []byte {
		return encoded([]any{it.Course, it.Requirement, it.Audience, it.Due, it.Requires, it.Kind, it.DoneBy})
	}
	return string(of(a)) != string(of(b))
}

func compareLayers(was, is *Layer) []News {
	var before, now []Op
	now = is.Ops
	if was != nil {
		before = was.Ops
	}
	if SameOps(before, now) {
		return nil
	}
	var out []News
	told := map[string]bool{}
	for _, ops := range [][]Op{now, before} {
		for i := range ops {
			key := ops[i].key()
			if told[key] {
				continue
			}
			told[key] = true
			c := News{Kind: Decided, Item: key, By: is.name(), ByID: is.NodeID, ByKind: is.NodeKind, Since: is.Since,
				WasOps: sameKey(before, key), IsOps: sameKey(now, key)}
			if SameOps(withoutSince(c.WasOps), withoutSince(c.IsOps)) {
				continue
			}
			for _, o := range append(append([]Op{}, c.WasOps...), c.IsOps...) {
				c.Course, c.Title = firstText(o.Course, c.Course), firstText(o.Title, c.Title)
			}
			out = append(out, c)
		}
	}
	return out
}

func sameKey(ops []Op, key string) []Op {
	var out []Op
	for i := range ops {
		if ops[i].key() == key {
			out = append(out, ops[i])
		}
	}
	return out
}

// Conflicting gives what of a layer's operations says otherwise than the change: what taking the change takes away.
func (c *News) Conflicting(ops []Op) []Op {
	var out []Op
	for i := range ops {
		if c.against(&ops[i]) {
			out = append(out, ops[i])
		}
	}
	return out
}

func (c *News) against(o *Op) bool {
	if !o.speaksOf(c.Item, c.Course) {
		return false
	}
	switch o.Slot().Aspect {
	case Standing:
		return true
	case Placing:
		return c.Kind == Dropped || c.Kind == Altered && c.WasBlock != c.Block
	case Gating:
		return c.Kind == Dropped || c.Kind == Altered && string(encoded(c.Was.Requires)) != string(encoded(c.Is.Requires))
	}
	return c.Kind == Dropped
}

// Take gives the operations without those that say otherwise than the change; the rest stay as they are, in their order.
func (c *News) Take(ops []Op) []Op {
	out := make([]Op, 0, len(ops))
	for i := range ops {
		if !c.against(&ops[i]) {
			out = append(out, ops[i])
		}
	}
	return out
}

// Decline gives the operation by which a place of a kind does without the change, and why; ok is false for what the
// rules do not let it decline: nation and RSS hide nothing (rule 8), and what an employer above has made mandatory stays.
func (c *News) Decline(kind NodeKind, why string) (op Op, ok bool) {
	switch c.Kind {
	case Arrived:
		return Op{Kind: Hide, Item: c.Item, Why: why}, kind.MayDemand() && !c.demands(c.Is.Requirement)
	case Dropped:
		it := c.Was
		return Op{Kind: Add, Item: it.ID, Course: it.Course, Title: it.Title, Text: it.Text, URL: it.URL, Requirement: kind.weaken(it.Requirement),
			Block: c.WasBlock, Audience: it.Audience, Due: it.Due, Why: why}, true
	case Altered:
		op = Op{Kind: Recommend, Item: c.Item, Due: c.Was.Due, Audience: c.Was.Audience, Why: why}
		if c.Was.Requirement == Elective {
			op.Kind, op.Due = Elect, nil
		}
		if op.Audience == nil && c.Is.Audience != nil {
			op.Audience = &Audience{} // everyone, as it was: those who had it keep it
		}
		return op, !c.demands(c.Is.Requirement) && !c.demands(c.Was.Requirement)
	}
	return c.declineDecided(kind, why)
}

// demands tells whether whoever made the change may make mandatory, and has.
func (c *News) demands(r Requirement) bool { return r == Mandatory && c.ByKind.MayDemand() }

func (c *News) declineDecided(kind NodeKind, why string) (Op, bool) {
	var last *Op
	for i := range c.IsOps {
		if o := &c.IsOps[i]; o.Slot().Aspect == Standing && o.Kind != SetDue {
			if c.demands(o.wants()) && o.includes() {
				return Op{}, false
			}
			last = o
		}
	}
	switch {
	case last == nil:
		return Op{}, false
	case last.Kind == Hide:
		return Op{Kind: Show, Item: c.Item, Why: why}, true
	case last.Kind == Add:
		return Op{Kind: Hide, Item: c.Item, Why: why}, kind.MayDemand()
	}
	return Op{}, false
}
