package plan

import "slices"

// Change is one difference between two definitions of a journey. Say tells it in words.
type Change struct {
	Kind   ChangeKind
	Part   Part
	ID     string // of the part in its journey; "" for the journey itself
	Course string // items: the course, "" for what is none
	Title  string // what the part is called, the newer name; "" for a course that the catalogue names
	Field  Field  // of a Changed: what is another
	// Before and After are the field's values: string, int, bool, []string, []Link, *Audience, *Due, Date or a word of
	// the format. Of an item Added, Removed or Moved to another block they are the blocks' titles.
	Before, After any
	Item          *Item // items: as it is now, or as it was when it is gone

	from, to *Journey // whose tracks and levels the values name
}

// ChangeKind says what has happened.
type ChangeKind string

// The kinds. Moved is an item in another block or, with equal Before and After, at another place in its list; a list
// of levels, tracks, blocks or paths in another order is one Moved without ID.
const (
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Moved   ChangeKind = "moved"
	Changed ChangeKind = "changed"
)

// Diff tells how a definition differs from another: first the journey, then levels, tracks, blocks, items in the order
// of the newer page and what is gone after them, paths last. No change means that both say the same. It is what the
// owner reads before publishing and the places with layers of their own afterwards (R073).
func Diff(before, after *Journey) []Change {
	d := &differ{from: before, to: after}
	compare(d, JourneyPart, "", nil, journeyFields, before, after)
	parts(d, LevelPart, before.Scheme.Levels, after.Scheme.Levels, levelID, func(l *Level) string { return l.Title }, levelFields)
	parts(d, TrackPart, before.Tracks, after.Tracks, trackID, func(t *Track) string { return t.Title }, trackFields)
	parts(d, BlockPart, before.Blocks, after.Blocks, blockID, func(b *Block) string { return b.Title }, blockFields)
	d.items()
	parts(d, PathPart, before.Parallel, after.Parallel, pathID, func(p *Path) string { return p.Title }, pathFields)
	return d.changes
}

type differ struct {
	from, to *Journey
	changes  []Change
}

func (d *differ) add(c Change) {
	c.from, c.to = d.from, d.to
	if c.Item != nil {
		c.ID, c.Course, c.Title = c.Item.ID, c.Item.Course, c.Item.Title
	}
	d.changes = append(d.changes, c)
}

// compare tells which fields of a part are others.
func compare[T any](d *differ, part Part, id string, it *Item, fields []fieldOf[T], before, after *T) {
	for _, f := range fields {
		b, a := value(f.at(before)), value(f.at(after))
		if !same(b, a) {
			c := Change{Kind: Changed, Part: part, ID: id, Field: f.name, Before: b, After: a, Item: it}
			if t, ok := any(after).(interface{ title() string }); ok {
				c.Title = t.title()
			}
			d.add(c)
		}
	}
}

func (j *Journey) title() string { return j.Title }
func (l *Level) title() string   { return l.Title }
func (t *Track) title() string   { return t.Title }
func (b *Block) title() string   { return b.Title }
func (p *Path) title() string    { return p.Title }

// parts compares two lists, part by part.
func parts[T any](d *differ, part Part, before, after []T, id, title func(*T) string, fields []fieldOf[T]) {
	for i := range after {
		a := &after[i]
		if b := find(before, id, id(a)); b != nil {
			compare(d, part, id(a), nil, fields, b, a)
		} else {
			d.add(Change{Kind: Added, Part: part, ID: id(a), Title: title(a)})
		}
	}
	for i := range before {
		if b := &before[i]; find(after, id, id(b)) == nil {
			d.add(Change{Kind: Removed, Part: part, ID: id(b), Title: title(b)})
		}
	}
	if len(outOfOrder(ids(before, id), ids(after, id))) > 0 {
		d.add(Change{Kind: Moved, Part: part, Field: OrderField})
	}
}

func (d *differ) items() {
	before, after := standings(d.from), standings(d.to)
	had := func(in []standing, id string) *standing {
		if i := slices.IndexFunc(in, func(e standing) bool { return e.it.ID == id }); i >= 0 {
			return &in[i]
		}
		return nil
	}
	moved := map[string]bool{}
	for i := range d.to.Blocks {
		b := &d.to.Blocks[i]
		if was := find(d.from.Blocks, blockID, b.ID); was != nil {
			for _, id := range outOfOrder(ids(was.Items, itemID), ids(b.Items, itemID)) {
				moved[id] = true
			}
		}
	}
	for _, a := range after {
		b := had(before, a.it.ID)
		if b == nil {
			d.add(Change{Kind: Added, Part: ItemPart, After: d.to.blockTitle(a.block), Item: a.it})
			continue
		}
		compare(d, ItemPart, a.it.ID, a.it, itemFields, b.it, a.it)
		if b.block != a.block || moved[a.it.ID] {
			d.add(Change{Kind: Moved, Part: ItemPart, Field: BlockField, Before: d.from.blockTitle(b.block), After: d.to.blockTitle(a.block), Item: a.it})
		}
	}
	for _, b := range before {
		if had(after, b.it.ID) == nil {
			d.add(Change{Kind: Removed, Part: ItemPart, Before: d.from.blockTitle(b.block), Item: b.it})
		}
	}
}

func (j *Journey) blockTitle(id string) string {
	if b := find(j.Blocks, blockID, id); b != nil {
		return firstText(b.Title, b.ID)
	}
	return id
}

// outOfOrder names those of after that have changed places among those that both have: all but a longest run that
// stands as before, so that moving one thing up tells of that one only.
func outOfOrder(before, after []string) []string {
	var common []string
	at := map[string]int{}
	for i, id := range before {
		at[id] = i
	}
	for _, id := range after {
		if _, ok := at[id]; ok {
			common = append(common, id)
		}
	}
	longest, prev := make([]int, len(common)), make([]int, len(common))
	best := -1
	for i, id := range common {
		longest[i], prev[i] = 1, -1
		for k := range i {
			if at[common[k]] < at[id] && longest[k]+1 > longest[i] {
				longest[i], prev[i] = longest[k]+1, k
			}
		}
		if best < 0 || longest[i] > longest[best] {
			best = i
		}
	}
	stays := map[string]bool{}
	for i := best; i >= 0; i = prev[i] {
		stays[common[i]] = true
	}
	return slices.DeleteFunc(common, func(id string) bool { return stays[id] })
}
