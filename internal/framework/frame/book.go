package frame

import "strings"

// Key is how a requirement is named outside its framework: FRAMEWORK/REQUIREMENT.
func Key(frameworkID, requirementID string) string { return frameworkID + "/" + requirementID }

// Entry is a requirement with the framework it stands in.
type Entry struct {
	Key   string
	Frame *Frame
	Area  *Area
	*Requirement
}

// Book is all frameworks that hold on a day, to look requirements up in.
type Book struct {
	Frames  []*Frame // in name order
	entries map[string]Entry
	same    map[string][]string // a key that holds → itself
	moved   map[string][]string // an earlier key → where its evidence counts now
}

// NewBook makes one.
func NewBook(frames []*Frame) *Book {
	b := &Book{Frames: frames, entries: map[string]Entry{}, same: map[string][]string{}, moved: map[string][]string{}}
	for _, f := range frames {
		for i := range f.Areas {
			for k := range f.Areas[i].Requirements {
				key := Key(f.ID, f.Areas[i].Requirements[k].ID)
				b.same[key] = []string{key}
				b.entries[key] = Entry{key, f, &f.Areas[i], &f.Areas[i].Requirements[k]}
			}
		}
		for _, c := range f.Changes {
			if c.To != "" {
				b.moved[Key(f.ID, c.From)] = append(b.moved[Key(f.ID, c.From)], Key(f.ID, c.To))
			}
		}
	}
	return b
}

// Find gives the requirement of a key; ok is false when no framework that holds has it.
func (b *Book) Find(key string) (e Entry, ok bool) {
	e, ok = b.entries[key]
	return e, ok
}

// Now gives where evidence noted for a key counts today: the key itself, or where later versions of the
// framework have led it, over as many steps as there are. It is not to be changed.
func (b *Book) Now(key string) []string {
	if same, ok := b.same[key]; ok {
		return same
	}
	var out []string
	seen := map[string]bool{key: true}
	for next := b.moved[key]; len(next) > 0; next = next[1:] {
		to := next[0]
		if seen[to] {
			continue
		}
		seen[to] = true
		if _, ok := b.entries[to]; ok {
			out = append(out, to)
			continue
		}
		next = append(next[:len(next):len(next)], b.moved[to]...)
	}
	return out
}

// Split is the framework and the requirement of a key.
func Split(key string) (frameworkID, requirementID string) {
	frameworkID, requirementID, _ = strings.Cut(key, "/")
	return frameworkID, requirementID
}
