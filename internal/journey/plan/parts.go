package plan

import (
	"reflect"
	"slices"
)

// Part is a kind of thing that a definition consists of.
type Part string

// The parts.
const (
	JourneyPart Part = "journey"
	LevelPart   Part = "level"
	TrackPart   Part = "track"
	BlockPart   Part = "block"
	ItemPart    Part = "item"
	PathPart    Part = "path"
)

// Field is one thing said of a part, by its key in docs/journey-format.md.
type Field string

// Fields that more than the comparison speaks of.
const (
	TitleField       Field = "title"
	RequirementField Field = "requirement"
	DueField         Field = "due"
	AudienceField    Field = "audience"
	RetiredField     Field = "retired"
	BlockField       Field = "block" // where an item stands
	OrderField       Field = "order" // in what order the parts of a list stand
)

// fieldOf finds a field in a part: at points at it.
type fieldOf[T any] struct {
	name Field
	at   func(*T) any
}

var journeyFields = []fieldOf[Journey]{
	{TitleField, func(j *Journey) any { return &j.Title }},
	{"short", func(j *Journey) any { return &j.Short }},
	{"owner", func(j *Journey) any { return &j.Owner }},
	{"owner_name", func(j *Journey) any { return &j.OwnerName }},
	{"status", func(j *Journey) any { return &j.Status }},
	{"since", func(j *Journey) any { return &j.Since }},
	{"target", func(j *Journey) any { return &j.Target }},
	{AudienceField, func(j *Journey) any { return &j.Audience }},
	{"overlaps", func(j *Journey) any { return &j.Overlaps }},
	{"priority", func(j *Journey) any { return &j.Priority }},
	{"managers", func(j *Journey) any { return &j.Managers }},
	{"scheme", func(j *Journey) any { return &j.Scheme.Kind }},
	{"years", func(j *Journey) any { return &j.Scheme.Years }},
}

var levelFields = []fieldOf[Level]{
	{TitleField, func(l *Level) any { return &l.Title }},
	{"helper", func(l *Level) any { return &l.Helper }},
	{"from_years", func(l *Level) any { return &l.Years }},
	{"over_years", func(l *Level) any { return &l.Over }},
}

var trackFields = []fieldOf[Track]{
	{TitleField, func(t *Track) any { return &t.Title }},
	{AudienceField, func(t *Track) any { return &t.Audience }},
	{"status", func(t *Track) any { return &t.Status }},
	{"note", func(t *Track) any { return &t.Note }},
}

// A block's items are compared by themselves.
var blockFields = []fieldOf[Block]{
	{TitleField, func(b *Block) any { return &b.Title }},
	{"helper", func(b *Block) any { return &b.Helper }},
	{"icon", func(b *Block) any { return &b.Icon }},
	{"kind", func(b *Block) any { return &b.Kind }},
	{"level", func(b *Block) any { return &b.Level }},
	{AudienceField, func(b *Block) any { return &b.Audience }},
}

var itemFields = []fieldOf[Item]{
	{"course", func(it *Item) any { return &it.Course }},
	{TitleField, func(it *Item) any { return &it.Title }},
	{"text", func(it *Item) any { return &it.Text }},
	{"url", func(it *Item) any { return &it.URL }},
	{"kind", func(it *Item) any { return &it.Kind }},
	{RequirementField, func(it *Item) any { return &it.Requirement }},
	{AudienceField, func(it *Item) any { return &it.Audience }},
	{DueField, func(it *Item) any { return &it.Due }},
	{"since", func(it *Item) any { return &it.Since }},
	{RetiredField, func(it *Item) any { return &it.Retired }},
	{"requires", func(it *Item) any { return &it.Requires }},
	{"done_by", func(it *Item) any { return &it.DoneBy }},
	{"wish", func(it *Item) any { return &it.Wish }},
	{"introduction", func(it *Item) any { return &it.Introduction }},
	{"tags", func(it *Item) any { return &it.Tags }},
}

var pathFields = []fieldOf[Path]{
	{TitleField, func(p *Path) any { return &p.Title }},
	{"text", func(p *Path) any { return &p.Text }},
	{"url", func(p *Path) any { return &p.URL }},
	{AudienceField, func(p *Path) any { return &p.Audience }},
}

// value is what stands at a pointer that a field gave.
func value(at any) any { return reflect.ValueOf(at).Elem().Interface() }

// same tells whether two values of a field say the same: an empty list is as none, an audience of nobody in
// particular as none.
func same(a, b any) bool { return reflect.DeepEqual(plain(a), plain(b)) }

// plain takes away the difference between what is empty and what is not there.
func plain(v any) any {
	switch v := v.(type) {
	case []string:
		if len(v) == 0 {
			return []string(nil)
		}
	case []Link:
		if len(v) == 0 {
			return []Link(nil)
		}
	case *Audience:
		if v == nil {
			return v
		}
		a := plainAudience(v)
		if reflect.DeepEqual(a, &Audience{}) {
			return (*Audience)(nil)
		}
		return a
	}
	return v
}

func plainAudience(a *Audience) *Audience {
	if a == nil {
		return nil
	}
	list := func(of []string) []string { return plain(of).([]string) }
	out := &Audience{Occupations: list(a.Occupations), Areas: list(a.Areas), Forms: list(a.Forms), Roles: list(a.Roles),
		Backgrounds: list(a.Backgrounds), Steps: list(a.Steps), Tracks: list(a.Tracks), Licensed: a.Licensed, Not: plainAudience(a.Not)}
	for i := range a.All {
		out.All = append(out.All, *plainAudience(&a.All[i]))
	}
	for i := range a.Any {
		out.Any = append(out.Any, *plainAudience(&a.Any[i]))
	}
	return out
}

// standing is an item with the block it stands in.
type standing struct {
	block string
	it    *Item
}

// standings lists a journey's items in the order of the page.
func standings(j *Journey) []standing {
	var out []standing
	for b := range j.Blocks {
		for i := range j.Blocks[b].Items {
			out = append(out, standing{j.Blocks[b].ID, &j.Blocks[b].Items[i]})
		}
	}
	return out
}

// ids names the elements of a list, in its order.
func ids[T any](list []T, id func(*T) string) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = id(&list[i])
	}
	return out
}

func find[T any](list []T, id func(*T) string, want string) *T {
	if i := slices.IndexFunc(list, func(t T) bool { return id(&t) == want }); i >= 0 {
		return &list[i]
	}
	return nil
}

func levelID(l *Level) string { return l.ID }
func trackID(t *Track) string { return t.ID }
func blockID(b *Block) string { return b.ID }
func itemID(it *Item) string  { return it.ID }
func pathID(p *Path) string   { return p.ID }
