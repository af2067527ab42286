package plan

import (
	"cmp"
	"slices"
)

// entry is an item of the frame or of a layer, with the operations on it.
type entry struct {
	item  *Item
	frame bool
	block int
	ops   []opRef // by layer from the top down, in the layer's order
}

type opRef struct {
	layer int // index in planning.layers
	op    *Op
}

// reach is a layer with the employments it reaches.
type reach struct {
	*Layer
	depth int
	seats []bool
}

// planning is one journey being resolved.
type planning struct {
	*candidate
	rec     *record
	today   Date
	layers  []reach
	entries []entry
	order   [][]int  // entries per block
	scratch []Reason // room for one decision's reasons
	pool    []Reason // what items' reasons are cut from
}

// arrange lays out the frame's items and those of the layers, in the order of the page.
func arrange(in *Input, c *candidate, rec *record) *planning {
	pl := &planning{candidate: c, rec: rec, today: in.Today, order: make([][]int, len(c.j.Blocks))}
	n := 0
	for b := range c.j.Blocks {
		n += len(c.j.Blocks[b].Items)
	}
	pl.entries = make([]entry, 0, n+8)
	for b := range c.j.Blocks {
		pl.order[b] = make([]int, 0, len(c.j.Blocks[b].Items)+4)
		for i := range c.j.Blocks[b].Items {
			pl.order[b] = append(pl.order[b], len(pl.entries))
			pl.entries = append(pl.entries, entry{item: &c.j.Blocks[b].Items[i], frame: true, block: b})
		}
	}
	pl.layers = reaching(in, c)
	for l := range pl.layers {
		ops := pl.layers[l].Ops
		for o := range ops {
			if pl.layers[l].opHolds(&ops[o], in.Today) {
				pl.place(l, &ops[o])
			}
		}
	}
	return pl
}

// reaching lists the layers that reach any of the employments, from the top of the tree down.
func reaching(in *Input, c *candidate) []reach {
	var rs []reach
	for i := range in.Layers {
		l := &in.Layers[i]
		if l.Journey != c.j.ID {
			continue
		}
		r := reach{Layer: l, depth: -1}
		for s := range c.seats {
			d := depth(c.seats[s].e, l)
			if d < 0 {
				continue
			}
			if r.seats == nil {
				r.seats = make([]bool, len(c.seats))
			}
			r.seats[s] = true
			if r.depth < 0 || d < r.depth {
				r.depth = d
			}
		}
		if r.depth >= 0 {
			rs = append(rs, r)
		}
	}
	slices.SortStableFunc(rs, func(a, b reach) int {
		return cmp.Or(cmp.Compare(a.depth, b.depth), cmp.Compare(a.NodeID, b.NodeID), cmp.Compare(a.Since, b.Since))
	})
	return rs
}

// depth gives the layer's place in the employment's path, -1 when the layer does not reach it.
func depth(e *Employment, l *Layer) int {
	if own := e.RSS[l.Journey]; own != "" && l.NodeKind == RSS {
		if own == l.NodeID {
			return 1
		}
		return -1
	}
	return slices.Index(e.Path, l.NodeID)
}

// place finds or makes what the operation is about, and puts it where add and move say.
func (pl *planning) place(layer int, op *Op) {
	found, key := false, op.key()
	for i := range pl.entries {
		en := &pl.entries[i]
		if en.item.ID == key || en.item.Course == key {
			found = true
			en.ops = append(en.ops, opRef{layer, op})
			if op.Kind == Move || op.Kind == Add && (op.Block != "" || op.After != "") {
				pl.move(i, op)
			}
		}
	}
	if !found && op.includes() && key != "" && len(pl.order) > 0 {
		pl.entries = append(pl.entries, entry{item: localItem(op), block: -1, ops: []opRef{{layer, op}}})
		pl.move(len(pl.entries)-1, op)
	}
}

// localItem makes the item that a layer adds, or keeps when the frame has dropped it.
func localItem(op *Op) *Item {
	it := &Item{ID: op.key(), Course: op.Course, Title: op.Title, Text: op.Text, URL: op.URL, Kind: CourseItem}
	if it.Course == "" && op.Kind != Add {
		it.Course = op.Item
	}
	if it.Course == "" {
		it.Kind = Info
	}
	return it
}

// move takes entry i to where the operation says: after an item, else first (move) or last (add).
func (pl *planning) move(i int, op *Op) {
	en := &pl.entries[i]
	to := en.block
	if b := pl.blockOf(op); b >= 0 && pl.sameSight(to, b) {
		to = b
	}
	if to < 0 {
		to = pl.fallback()
	}
	if en.block >= 0 {
		k := slices.Index(pl.order[en.block], i)
		pl.order[en.block] = slices.Delete(pl.order[en.block], k, k+1)
	}
	at := len(pl.order[to])
	if op.Kind == Move && op.After == "" {
		at = 0
	}
	for k, o := range pl.order[to] {
		if it := pl.entries[o].item; op.After != "" && (it.ID == op.After || it.Course == op.After) {
			at = k + 1
		}
	}
	pl.order[to] = slices.Insert(pl.order[to], at, i)
	en.block = to
}

// sameSight tells whether an item may go from one block to another without changing who sees it. A move must not hide,
// nor open what is for managers. What is new (from -1) may go anywhere.
func (pl *planning) sameSight(from, to int) bool {
	if from < 0 || from == to {
		return true
	}
	f, t := &pl.j.Blocks[from], &pl.j.Blocks[to]
	return (f.Kind == Manager) == (t.Kind == Manager) && f.Audience == nil && t.Audience == nil
}

// blockOf gives the block the operation names, or the one of the item it should stand after; -1 without either.
func (pl *planning) blockOf(op *Op) int {
	if op.Block != "" {
		return slices.IndexFunc(pl.j.Blocks, func(b Block) bool { return b.ID == op.Block })
	}
	for i := range pl.entries {
		if it := pl.entries[i].item; op.After != "" && (it.ID == op.After || it.Course == op.After) {
			return pl.entries[i].block
		}
	}
	return -1
}

// fallback is the block for what names none: the first base block, else the first that is not for managers, else the first.
func (pl *planning) fallback() int {
	for _, fits := range []func(*Block) bool{
		func(b *Block) bool { return b.Kind == Base },
		func(b *Block) bool { return b.Kind != Manager },
	} {
		for b := range pl.j.Blocks {
			if fits(&pl.j.Blocks[b]) {
				return b
			}
		}
	}
	return 0
}
