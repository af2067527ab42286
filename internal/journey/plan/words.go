package plan

import (
	"fmt"
	"strconv"
	"strings"
)

// Words tell a definition's values as people say them. T is a catalogue's way to a sentence (lang.Catalog.T); the
// others name what stands in other rooms, and a nil one gives the id.
type Words struct {
	T                            func(key string, args ...any) string
	And                          func(words ...string) string // "Amina, Bengt och Carmen"; nil: with commas
	Course, Occupation, AreaName func(id string) string
}

func named(f func(string) string, id string) string {
	if f != nil {
		if name := f(id); name != "" {
			return name
		}
	}
	return id
}

func (w *Words) and(words []string) string {
	if w.And == nil {
		return strings.Join(words, ", ")
	}
	return w.And(words...)
}

func (w *Words) each(ids []string, name func(string) string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = name(id)
	}
	return w.and(out)
}

// word gives a word of the format in Swedish; one that is only known where it is used stands as it is.
func (w *Words) word(family, s string, known ...string) string {
	for _, k := range known {
		if s == k {
			return w.T("journey.word." + family + "." + s)
		}
	}
	return s
}

// Requirement says how strongly an item is meant: "rekommenderad".
func (w *Words) Requirement(r Requirement) string {
	return w.word("requirement", string(r), string(Elective), string(Recommended), string(Mandatory))
}

// Due says when something is to be done: "inom 90 dagar från anställningens första dag".
func (w *Words) Due(d *Due) string {
	switch {
	case d == nil:
		return w.T("journey.word.due.none")
	case d.From == FromAssigned:
		return w.T("journey.word.due.assigned", "n", d.Days)
	}
	return w.T("journey.word.due.start", "n", d.Days)
}

// Audience says whom something in the journey is for: "undersköterskor inom Äldreomsorg".
func (w *Words) Audience(j *Journey, a *Audience) string {
	a, _ = plain(a).(*Audience)
	if a == nil {
		return w.T("journey.word.audience.all")
	}
	who := w.T("journey.word.audience.all")
	if len(a.Occupations) > 0 {
		who = w.each(a.Occupations, func(id string) string { return named(w.Occupation, id) })
	}
	var s strings.Builder
	s.WriteString(who)
	more := func(values []string, key string, name func(string) string) {
		if len(values) > 0 {
			s.WriteString(" " + w.T(key, "n", len(values), "what", w.each(values, name)))
		}
	}
	more(a.Areas, "journey.word.audience.area", func(id string) string { return named(w.AreaName, id) })
	more(a.Tracks, "journey.word.audience.track", j.trackTitle)
	more(a.Steps, "journey.word.audience.step", j.levelTitle)
	more(a.Forms, "journey.word.audience.form", func(id string) string {
		return w.word("form", id, "permanent", "probation", "fixed", "substitute", "hourly")
	})
	if a.Licensed != nil && *a.Licensed {
		s.WriteString(" " + w.T("journey.word.audience.licensed"))
	} else if a.Licensed != nil {
		s.WriteString(" " + w.T("journey.word.audience.unlicensed"))
	}
	more(a.Roles, "journey.word.audience.role", func(id string) string {
		return w.word("role", id, "manager", "mas", "mar", "sas", "workplace_leader", "trainer", "mentor",
			"first_line", "deputy_manager", "area_manager", "healthcare_head")
	})
	more(a.Backgrounds, "journey.word.audience.background", func(id string) string { return id })
	w.combined(j, a, &s)
	return s.String()
}

// combined adds the audiences inside an audience, in brackets.
func (w *Words) combined(j *Journey, a *Audience, s *strings.Builder) {
	inner := func(of []Audience, key string) {
		if len(of) == 0 {
			return
		}
		said := make([]string, len(of))
		for i := range of {
			said[i] = "(" + w.Audience(j, &of[i]) + ")"
		}
		s.WriteString(" " + w.T(key, "what", strings.Join(said, " "+w.T("journey.word.audience.or")+" ")))
	}
	for i := range a.All {
		inner(a.All[i:i+1], "journey.word.audience.also")
	}
	inner(a.Any, "journey.word.audience.any")
	if a.Not != nil {
		s.WriteString(", " + w.T("journey.word.audience.not", "what", w.Audience(j, a.Not)))
	}
}

func (j *Journey) trackTitle(id string) string {
	if t := find(j.Tracks, trackID, id); t != nil {
		return firstText(t.Title, id)
	}
	return id
}

func (j *Journey) levelTitle(id string) string {
	if l := find(j.Scheme.Levels, levelID, id); l != nil {
		return firstText(l.Title, id)
	}
	return id
}

// Name is what a part of a change is called: the catalogue names what has no title of its own.
func (w *Words) Name(c *Change) string {
	if c.Part == JourneyPart {
		return w.T("journey.diff.the_journey")
	}
	return firstText(c.Title, named(w.Course, firstText(c.Course, c.ID)))
}

// longest is how long a text may be to be shown whole in a sentence about its change.
const longest = 80

// Say tells a change in one sentence.
func (c *Change) Say(w *Words) string {
	name := w.Name(c)
	part := string(c.Part)
	switch c.Kind {
	case Added, Removed:
		return c.sayWhole(w, name)
	case Moved:
		return c.sayMoved(w, name)
	}
	before, after := c.say(w, c.from, c.Before), c.say(w, c.to, c.After)
	args := []any{"name", name, "part", w.T("journey.part." + part), "field", w.T("journey.field." + string(c.Field)), "from", before, "to", after}
	switch {
	case c.Field == RequirementField, c.Field == AudienceField && c.Part == ItemPart:
		return w.T("journey.diff.changed."+string(c.Field), args...)
	case c.Field == DueField:
		return c.sayDue(w, args)
	case c.Field == RetiredField:
		if c.After == Date("") {
			return w.T("journey.diff.stays", args...)
		}
		return w.T("journey.diff.retired", args...)
	case len(before) > longest || len(after) > longest || before == after:
		return w.T("journey.diff.text", args...)
	case before == "":
		return w.T("journey.diff.set", args...)
	case after == "":
		return w.T("journey.diff.unset", args...)
	}
	return w.T("journey.diff.changed.any", args...)
}

func (c *Change) sayWhole(w *Words, name string) string {
	switch {
	case c.Part == ItemPart && c.Kind == Added:
		return w.T("journey.diff.item_added", "name", name, "block", c.After, "requirement", w.Requirement(c.Item.Requirement),
			"who", w.Audience(c.to, c.Item.Audience))
	case c.Part == ItemPart:
		return w.T("journey.diff.item_removed", "name", name, "block", c.Before)
	case c.Kind == Added:
		return w.T("journey.diff.added", "name", name, "part", w.T("journey.part."+string(c.Part)))
	}
	return w.T("journey.diff.removed", "name", name, "part", w.T("journey.part."+string(c.Part)))
}

func (c *Change) sayMoved(w *Words, name string) string {
	switch {
	case c.Part != ItemPart:
		return w.T("journey.diff.order." + string(c.Part))
	case c.Before != c.After:
		return w.T("journey.diff.item_moved", "name", name, "from", c.Before, "to", c.After)
	}
	return w.T("journey.diff.item_order", "name", name, "block", c.After)
}

func (c *Change) sayDue(w *Words, args []any) string {
	before, _ := c.Before.(*Due)
	after, _ := c.After.(*Due)
	switch {
	case before == nil:
		return w.T("journey.diff.due_set", args...)
	case after == nil:
		return w.T("journey.diff.due_unset", args...)
	}
	return w.T("journey.diff.changed.due", args...)
}

// say tells a field's value.
func (c *Change) say(w *Words, j *Journey, v any) string {
	switch v := v.(type) {
	case Requirement:
		return w.Requirement(v)
	case *Due:
		return w.Due(v)
	case *Audience:
		return w.Audience(j, v)
	case []Link:
		return w.Links(v)
	case []string:
		return strings.Join(v, ", ")
	case bool:
		if v {
			return w.T("journey.word.yes")
		}
		return w.T("journey.word.no")
	case int:
		return strconv.Itoa(v)
	case BlockKind, ItemKind, TrackStatus, JourneyStatus, SchemeKind, YearsIn, FactKind, Introduction:
		if s := fmt.Sprint(v); s != "" {
			return w.T("journey.word." + wordFamily[c.Field][c.Part] + "." + s)
		}
		return ""
	}
	return fmt.Sprint(v)
}

// wordFamily says which words a field speaks with in which part.
var wordFamily = map[Field]map[Part]string{
	"kind":         {BlockPart: "block", ItemPart: "item"},
	"status":       {JourneyPart: "status", TrackPart: "track"},
	"scheme":       {JourneyPart: "scheme"},
	"years":        {JourneyPart: "years"},
	"done_by":      {ItemPart: "done_by"},
	"introduction": {ItemPart: "introduction"},
}

// Links says what should come first.
func (w *Words) Links(links []Link) string {
	out := make([]string, len(links))
	for i, l := range links {
		out[i] = w.T("journey.word.link."+string(l.Mode), "course", named(w.Course, l.Course), "why", l.Why)
	}
	return strings.Join(out, " ")
}
