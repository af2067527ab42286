package plan

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// An edit could not be carried out.
var (
	ErrPartGone = errors.New("plan: the part is not there")
	ErrHasItems = errors.New("plan: the block has items")
)

// Edit is one thing somebody does to a draft. Base is the draft as that person saw it, j the draft as it is now and is
// changed in place: what others have done to other fields and parts since stays. Conflicts are the fields that both have
// changed: Before is what the other saved and what j keeps, After what this edit wanted.
type Edit func(base, j *Journey) (conflicts []Change, err error)

// Put sets the fields of a part that is there, or adds it at the end of its list.
func put[T any](part Part, list func(*Journey) *[]T, id func(*T) string, fields []fieldOf[T], want T) Edit {
	return func(base, j *Journey) ([]Change, error) {
		now := find(*list(j), id, id(&want))
		if now == nil {
			if find(*list(base), id, id(&want)) != nil {
				return nil, ErrPartGone
			}
			*list(j) = append(*list(j), want)
			return nil, nil
		}
		saw := find(*list(base), id, id(&want))
		return merge(&differ{from: j, to: j}, part, id(&want), fields, saw, &want, now), nil
	}
}

// merge takes what an edit changes of what its maker saw into what is there now. saw is nil when the part came since.
func merge[T any](d *differ, part Part, id string, fields []fieldOf[T], saw, want, now *T) []Change {
	for _, f := range fields {
		w, n := f.at(want), f.at(now)
		switch {
		case same(value(w), value(n)):
		case saw == nil || same(value(f.at(saw)), value(n)):
			reflect.ValueOf(n).Elem().Set(reflect.ValueOf(w).Elem())
		case !same(value(f.at(saw)), value(w)):
			d.add(Change{Kind: Changed, Part: part, ID: id, Field: f.name, Before: value(n), After: value(w)})
		}
	}
	return d.changes
}

// remove takes a part out of its list; one that is gone already is no error.
func remove[T any](list func(*Journey) *[]T, id func(*T) string, which string) Edit {
	return func(_, j *Journey) ([]Change, error) {
		*list(j) = slices.DeleteFunc(*list(j), func(t T) bool { return id(&t) == which })
		return nil, nil
	}
}

// step moves a part one place up or down in its list; at the end it stays.
func step[T any](list func(*Journey) *[]T, id func(*T) string, which string, up bool) Edit {
	return func(_, j *Journey) ([]Change, error) {
		all := *list(j)
		i := slices.IndexFunc(all, func(t T) bool { return id(&t) == which })
		k := i + 1
		if up {
			k = i - 1
		}
		switch {
		case i < 0:
			return nil, ErrPartGone
		case k >= 0 && k < len(all):
			all[i], all[k] = all[k], all[i]
		}
		return nil, nil
	}
}

func levelsOf(j *Journey) *[]Level { return &j.Scheme.Levels }
func tracksOf(j *Journey) *[]Track { return &j.Tracks }
func blocksOf(j *Journey) *[]Block { return &j.Blocks }
func pathsOf(j *Journey) *[]Path   { return &j.Parallel }

// PutHead sets what is said of the journey itself; id and owner stay.
func PutHead(want Journey) Edit {
	return func(base, j *Journey) ([]Change, error) {
		want.Owner, want.OwnerName = base.Owner, base.OwnerName
		return merge(&differ{from: j, to: j}, JourneyPart, "", journeyFields, base, &want, j), nil
	}
}

// PutLevel, PutTrack and PutPath set a part, or add it when its id is new.
func PutLevel(want Level) Edit { return put(LevelPart, levelsOf, levelID, levelFields, want) }
func PutTrack(want Track) Edit { return put(TrackPart, tracksOf, trackID, trackFields, want) }
func PutPath(want Path) Edit   { return put(PathPart, pathsOf, pathID, pathFields, want) }

// PutBlock sets a block, or adds one when its id is new; its items stay.
func PutBlock(want Block) Edit { return put(BlockPart, blocksOf, blockID, blockFields, want) }

// RemovePart takes a level, a track, a path or a block without items away.
func RemovePart(part Part, id string) Edit {
	switch part {
	case LevelPart:
		return remove(levelsOf, levelID, id)
	case TrackPart:
		return remove(tracksOf, trackID, id)
	case PathPart:
		return remove(pathsOf, pathID, id)
	case ItemPart:
		return removeItem(id)
	case BlockPart:
		return func(base, j *Journey) ([]Change, error) {
			if b := find(j.Blocks, blockID, id); b != nil && len(b.Items) > 0 {
				return nil, ErrHasItems
			}
			return remove(blocksOf, blockID, id)(base, j)
		}
	}
	return func(_, _ *Journey) ([]Change, error) { return nil, ErrPartGone }
}

// MovePart moves a part one place up or down among its like; an item within its block.
func MovePart(part Part, id string, up bool) Edit {
	switch part {
	case LevelPart:
		return step(levelsOf, levelID, id, up)
	case TrackPart:
		return step(tracksOf, trackID, id, up)
	case PathPart:
		return step(pathsOf, pathID, id, up)
	case BlockPart:
		return step(blocksOf, blockID, id, up)
	case ItemPart:
		return func(base, j *Journey) ([]Change, error) {
			b, _ := j.ItemAt(id)
			if b == nil {
				return nil, ErrPartGone
			}
			return step(func(*Journey) *[]Item { return &b.Items }, itemID, id, up)(base, j)
		}
	}
	return func(_, _ *Journey) ([]Change, error) { return nil, ErrPartGone }
}

// ItemAt finds an item and the block it stands in; nil when it is not there.
func (j *Journey) ItemAt(id string) (*Block, *Item) {
	for b := range j.Blocks {
		if it := find(j.Blocks[b].Items, itemID, id); it != nil {
			return &j.Blocks[b], it
		}
	}
	return nil, nil
}

// PutItem sets an item that is there and moves it to the end of a block when it stands in another, or adds it there.
func PutItem(block string, want Item) Edit {
	return func(base, j *Journey) ([]Change, error) {
		to := find(j.Blocks, blockID, block)
		if to == nil {
			return nil, ErrPartGone
		}
		from, now := j.ItemAt(want.ID)
		wasIn, saw := base.ItemAt(want.ID)
		switch {
		case now == nil && saw != nil:
			return nil, ErrPartGone
		case now == nil:
			to.Items = append(to.Items, want)
			return nil, nil
		}
		d := &differ{from: j, to: j}
		conflicts := merge(d, ItemPart, want.ID, itemFields, saw, &want, now)
		for i := range conflicts {
			conflicts[i].Item, conflicts[i].Title, conflicts[i].Course = now, now.Title, now.Course
		}
		if from.ID != block && (wasIn == nil || wasIn.ID == from.ID) {
			moved := *now
			from.Items = slices.DeleteFunc(from.Items, func(it Item) bool { return it.ID == want.ID })
			to.Items = append(to.Items, moved)
		}
		return conflicts, nil
	}
}

func removeItem(id string) Edit {
	return func(_, j *Journey) ([]Change, error) {
		if b, _ := j.ItemAt(id); b != nil {
			b.Items = slices.DeleteFunc(b.Items, func(it Item) bool { return it.ID == id })
		}
		return nil, nil
	}
}

// NewID makes an id of a title that is not yet used in the journey for the same kind of part.
func (j *Journey) NewID(part Part, title string) string {
	used := func(id string) bool {
		switch part {
		case LevelPart:
			return find(j.Scheme.Levels, levelID, id) != nil
		case TrackPart:
			return find(j.Tracks, trackID, id) != nil
		case BlockPart:
			return find(j.Blocks, blockID, id) != nil
		case PathPart:
			return find(j.Parallel, pathID, id) != nil
		}
		_, it := j.ItemAt(id)
		return it != nil
	}
	stem := IDOf(title)
	if stem == "" {
		stem = string(part)
	}
	id := stem
	for n := 2; used(id); n++ {
		id = stem + "-" + strconv.Itoa(n)
	}
	return id
}

// IDOf writes a title as an id: lower case a–z, digits and hyphens; "" when nothing of it can be.
func IDOf(title string) string {
	var out strings.Builder
	gap := false
	for _, r := range strings.ToLower(title) {
		if to, ok := map[rune]rune{'å': 'a', 'ä': 'a', 'ö': 'o', 'é': 'e', 'ü': 'u'}[r]; ok {
			r = to
		}
		if r < 'a' && (r < '0' || r > '9') || r > 'z' {
			gap = true
			continue
		}
		if gap && out.Len() > 0 {
			out.WriteByte('-')
		}
		gap = false
		out.WriteRune(r)
		if out.Len() >= 60 {
			break
		}
	}
	return out.String()
}

// Copy gives a journey that can be edited without touching the one it came from.
func (j *Journey) Copy() Journey {
	out, _ := Parse(Write(j)) // what is wrong in a draft stays in it
	return out
}

// Told is a change's field and its two values in words, for a page that shows both.
func (c *Change) Told(w *Words) (field, before, after string) {
	return w.T("journey.field." + string(c.Field)), c.say(w, c.from, c.Before), c.say(w, c.to, c.After)
}
