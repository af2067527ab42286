package org

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// ReferenceKind is a list of the reference data.
type ReferenceKind string

// The lists. A word is an old or everyday one that a search understands; its id is the word itself.
const (
	OccupationList ReferenceKind = "occupation"
	AreaList       ReferenceKind = "area"
	TagList        ReferenceKind = "tag"
	WordList       ReferenceKind = "synonym"
)

// ReferenceKinds names the lists, in the order of the pages.
func ReferenceKinds() []ReferenceKind {
	return []ReferenceKind{OccupationList, AreaList, TagList, WordList}
}

// Fields are what can be said of an entry, as forms have it: a list is one line each, a yes is "1".
type Fields map[string]string

// fieldsOf names the fields of each list, in the order of the pages.
var fieldsOf = map[ReferenceKind][]string{
	OccupationList: {"name", "plural", "licensed", "manager", "no_track", "education", "ssyk", "titles"},
	AreaList:       {"name", "words"},
	TagList:        {"name", "area", "about", "synonyms"},
	WordList:       {"name", "means", "is_old"},
}

// FieldsOf names what can be said of an entry of a list.
func FieldsOf(kind ReferenceKind) []string { return slices.Clone(fieldsOf[kind]) }

// Entry is an entry of a list. Its id never changes; one that is retired stays for what has it, and is
// not chosen anew.
type Entry struct {
	Kind     ReferenceKind
	ID       string
	Fields   Fields
	Retired  string // since which day; ""
	Revision int64  // how many times it has been changed
}

// Name is what the entry is called.
func (e Entry) Name() string { return e.Fields["name"] }

// tidy is the fields of a list as they are kept: no others, no spaces around, each line once.
func (f Fields) tidy(kind ReferenceKind) Fields {
	out := Fields{}
	for _, name := range fieldsOf[kind] {
		switch v := strings.TrimSpace(f[name]); name {
		case "titles", "words", "synonyms":
			out[name] = strings.Join(lines(v), "\n")
		case "licensed", "manager", "no_track", "is_old":
			out[name] = yes(v != "")
		default:
			out[name] = strings.Join(strings.Fields(v), " ")
		}
	}
	if kind == WordList {
		out["name"] = TitleKey(out["name"])
	}
	return out
}

// lines are the lines of a text in lower case, each once.
func lines(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = TitleKey(line); line != "" && !slices.Contains(out, line) {
			out = append(out, line)
		}
	}
	return out
}

func yes(is bool) string {
	if is {
		return "1"
	}
	return ""
}

func (o Occupation) fields() Fields {
	return Fields{"name": o.Name, "plural": o.Plural, "licensed": yes(o.Licensed), "manager": yes(o.Manager), "no_track": yes(o.NoTrack),
		"education": o.Education, "ssyk": o.SSYK, "titles": strings.Join(o.Titles, "\n")}
}

func (a Area) fields() Fields { return Fields{"name": a.Name, "words": strings.Join(a.Words, "\n")} }

func (t Tag) fields() Fields {
	return Fields{"name": t.Name, "area": t.Area, "about": t.About, "synonyms": strings.Join(t.Synonyms, "\n")}
}

func (s Synonym) fields() Fields {
	return Fields{"name": s.Word, "means": s.Means, "is_old": yes(s.Old)}
}

// entries gives a list of the reference data as entries.
func (r Reference) entries(kind ReferenceKind) []Entry {
	var out []Entry
	switch kind {
	case OccupationList:
		for _, o := range r.Occupations {
			out = append(out, Entry{Kind: kind, ID: o.ID, Fields: o.fields(), Retired: o.Retired})
		}
	case AreaList:
		for _, a := range r.Areas {
			out = append(out, Entry{Kind: kind, ID: a.ID, Fields: a.fields(), Retired: a.Retired})
		}
	case TagList:
		for _, t := range r.Tags {
			out = append(out, Entry{Kind: kind, ID: t.ID, Fields: t.fields(), Retired: t.Retired})
		}
	case WordList:
		for _, s := range r.Synonyms {
			out = append(out, Entry{Kind: kind, ID: s.Word, Fields: s.fields(), Retired: s.Retired})
		}
	}
	return out
}

// body is how an entry of the first three lists is kept.
func (e Entry) body() (string, error) {
	f := e.Fields
	var v any
	switch e.Kind {
	case OccupationList:
		v = Occupation{ID: e.ID, Name: f["name"], Plural: f["plural"], Licensed: f["licensed"] != "", Manager: f["manager"] != "", NoTrack: f["no_track"] != "",
			Education: f["education"], SSYK: f["ssyk"], Titles: lines(f["titles"]), Retired: e.Retired}
	case AreaList:
		v = Area{ID: e.ID, Name: f["name"], Words: lines(f["words"]), Retired: e.Retired}
	case TagList:
		v = Tag{ID: e.ID, Name: f["name"], Area: f["area"], About: f["about"], Synonyms: lines(f["synonyms"]), Retired: e.Retired}
	}
	body, err := json.Marshal(v)
	return string(body), err
}

// said is an entry as a change tells of it: its fields, and since when it is retired.
func (e Entry) said() (string, error) {
	all := maps.Clone(e.Fields)
	if e.Retired != "" {
		all["retired"] = e.Retired
	}
	body, err := json.Marshal(all)
	return string(body), err
}

// mergeFields puts together what two have made of the same: a field that only one has changed is taken. Where both
// have, mine stays in out and theirs is told.
func mergeFields(base, theirs, mine Fields) (out, told Fields) {
	out, told = maps.Clone(mine), Fields{}
	for name, t := range theirs {
		switch m := mine[name]; {
		case m == t:
		case m == base[name]:
			out[name] = t
		case t != base[name]:
			told[name] = t
		}
	}
	return out, told
}

// newID makes an id from a name that no other entry of the list has.
func newEntryID(name string, has func(id string) bool) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r == 'å' || r == 'ä':
			r = 'a'
		case r == 'ö':
			r = 'o'
		case r == 'é' || r == 'è':
			r = 'e'
		}
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else if s := b.String(); s != "" && !strings.HasSuffix(s, "-") {
			b.WriteByte('-')
		}
	}
	id := strings.Trim(b.String(), "-")
	if len(id) > 60 {
		id = strings.Trim(id[:60], "-")
	}
	if id == "" {
		id = "ny"
	}
	for n, base := 2, id; has(id); n++ {
		id = base + "-" + string('0'+rune(n%10))
		if n > 9 {
			base = id
		}
	}
	return id
}
