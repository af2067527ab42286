package plan

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

const good = `id: prov
title: Prov
owner: k-1480
owner_name: Göteborg
status: live
since: 2026-01-01
target: Till för dig.
audience: {areas: [aldreomsorg]}
managers: [enhetschef]
scheme:
  kind: experience
  years: area
  levels:
    - {id: ny, title: Ny, from_years: 0}
    - {id: erfaren, title: Erfaren, over_years: 5}
tracks:
  - id: leg
    title: Leg
    audience:
      licensed: true
      not: {occupations: [mas]}
blocks:
  - id: ny
    title: Ny
    kind: step
    level: ny
    items:
      - course: akk
        requirement: mandatory
        tracks: [leg]
        due: {days: 90}
        requires:
          - {course: bemotande, mode: block, why: Du behöver grunden.}
      - course: bemotande
        since: 2026-02-01
        retired: 2027-01-01
      - {id: text, title: Läs, tags: [a, b]}
parallel:
  - {id: validering, title: Validering}
`

func TestParseReadsEveryPart(t *testing.T) {
	j, problems := Parse([]byte(good))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	akk := Item{
		ID: "akk", Course: "akk", Kind: CourseItem, Requirement: Mandatory, Audience: &Audience{Tracks: []string{"leg"}},
		Due: &Due{90, FromStart}, Requires: []Link{{"bemotande", BlockMode, "Du behöver grunden."}},
	}
	if got := j.Blocks[0].Items[0]; !reflect.DeepEqual(got, akk) {
		t.Errorf("got %+v", got)
	}
	if it := j.Blocks[0].Items[1]; it.Requirement != Elective || it.Since != "2026-02-01" || it.Retired != "2027-01-01" {
		t.Errorf("got %+v", it)
	}
	if it := j.Blocks[0].Items[2]; it.Kind != Info || !slices.Equal(it.Tags, []string{"a", "b"}) {
		t.Errorf("got %+v", it)
	}
	if j.OwnerKind != Municipality || j.Scheme.Levels[1] != (Level{ID: "erfaren", Title: "Erfaren", Years: 5, Over: true}) {
		t.Errorf("got %+v", j)
	}
	if a := j.Tracks[0].Audience; a.Licensed == nil || !*a.Licensed || a.Not == nil || a.Not.Occupations[0] != "mas" {
		t.Errorf("got %+v", a)
	}
	if !slices.Equal(j.Courses(), []string{"akk", "bemotande"}) {
		t.Errorf("courses %v", j.Courses())
	}
}

func TestParseTellsWhatIsWrongAndWhere(t *testing.T) {
	for name, tc := range map[string]struct {
		old, new string
		key      string
		line     int
	}{
		"no YAML":                 {"id: prov", "id: [", "yaml", 2},
		"a misspelled key":        {"target:", "tagret:", "key_unknown", 7},
		"a key twice":             {"title: Prov", "title: Prov\ntitle: Igen", "key_twice", 3},
		"a day that is not":       {"2026-01-01", "2026-02-30", "date", 6},
		"a word that is not":      {"status: live", "status: levande", "word", 5},
		"a number that is not":    {"days: 90", "days: nittio", "number", 31},
		"no days":                 {"days: 90", "from: assigned", "missing", 28},
		"an id with capitals":     {"id: prov", "id: Prov", "id", 0},
		"a track that is not":     {"tracks: [leg]", "tracks: [lag]", "track_unknown", 28},
		"a level that is not":     {"level: ny", "level: nyy", "level_unknown", 23},
		"an item twice":           {"{id: text", "{id: akk", "id_twice", 37},
		"a list that is none":     {"[enhetschef]", "enhetschef", "sequence", 9},
		"a mapping that is none":  {"{areas: [aldreomsorg]}", "alla", "mapping", 8},
		"an alias":                {"owner_name: Göteborg", "owner_name: &a Göteborg\nshort: *a", "scalar", 5},
		"no owner":                {"owner: k-1480\n", "", "missing", 0},
		"a nation that demands":   {"owner: k-1480", "owner: se", "may_not_require", 28},
		"a nation that blocks":    {"owner: k-1480", "owner: rss-GR", "may_not_block", 28},
		"an unknown owner's kind": {"owner: k-1480", "owner: vem", "may_not_require", 28},
		"no why":                  {", why: Du behöver grunden.", "", "missing", 28},
		"a circle": {"since: 2026-02-01", "requires: [{course: akk, why: Så.}]",
			"circle", 28},
		"no years": {"  years: area\n", "", "missing", 0},
		"a text that is mandatory": {"tags: [a, b]", "requirement: mandatory", "info_mandatory",
			37},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(good, tc.old, tc.new, 1)
			if text == good {
				t.Fatal("nothing was changed")
			}
			_, problems := Parse([]byte(text))
			if !slices.ContainsFunc(problems, func(p Problem) bool { return p.Key == "journey.problem."+tc.key && p.Line == tc.line }) {
				t.Errorf("got %+v", problems)
			}
			if !Broken(problems) {
				t.Error("may be stored")
			}
		})
	}
	if _, ps := Parse(make([]byte, maxBytes+1)); !Broken(ps) {
		t.Error("a file that is too large was read")
	}
	text := strings.Replace(good, "requirement: mandatory", "requirement: elective", 1)
	if _, ps := Parse([]byte(text)); Broken(ps) || len(ps) != 1 {
		t.Errorf("a date of an elective is a warning: %v", ps)
	}
	text = strings.Replace(strings.Replace(good, "owner: k-1480", "owner: se", 1), "tags: [a, b]", "introduction: workplace", 1)
	if _, ps := Parse([]byte(text)); !slices.ContainsFunc(ps, func(p Problem) bool { return p.Key == "journey.problem.workplace_is_local" }) {
		t.Errorf("a nation writes the workplace's introduction: %v", ps)
	}
}

func TestLayersAreChecked(t *testing.T) {
	frame, _ := Parse([]byte(good))
	for name, tc := range map[string]struct {
		kind NodeKind
		op   Op
		key  string // empty: nothing wrong
		warn bool
	}{
		"a unit requires":          {Unit, Op{Kind: Require, Item: "akk"}, "", false},
		"a nation requires":        {Nation, Op{Kind: Require, Item: "akk"}, "may_not_require", false},
		"an RSS hides":             {RSS, Op{Kind: Hide, Item: "akk"}, "may_not_hide", false},
		"a team hides":             {Team, Op{Kind: Hide, Item: "akk"}, "may_not_hide", false},
		"an RSS blocks":            {RSS, gate("text", "akk", BlockMode), "may_not_block", false},
		"an RSS warns":             {RSS, gate("text", "akk", Warn), "", false},
		"an RSS adds as mandatory": {RSS, Op{Kind: Add, Course: "x", Requirement: Mandatory}, "may_not_require", false},
		"an RSS adds":              {RSS, Op{Kind: Add, Course: "x"}, "", false},
		"nothing to add":           {Unit, Op{Kind: Add, Item: "x"}, "missing", false},
		"what the frame lost":      {Unit, Op{Kind: Require, Item: "borta"}, "item_gone", true},
		"what it has retired":      {Unit, Op{Kind: Recommend, Item: "bemotande"}, "item_gone", true},
		"a layer above added it":   {Unit, Op{Kind: Require, Item: "ovanifran"}, "", false},
		"a block that is gone":     {Unit, Op{Kind: Move, Item: "akk", Block: "borta"}, "block_gone", true},
		"no date":                  {Unit, Op{Kind: SetDue, Item: "akk"}, "missing", false},
		"no days":                  {Unit, Op{Kind: SetDue, Item: "akk", Due: &Due{}}, "missing", false},
		"no link":                  {Unit, Op{Kind: Gate, Item: "akk"}, "missing", false},
		"a circle with the frame":  {Unit, gate("bemotande", "akk", Warn), "circle", false},
		"an unknown kind":          {Unit, Op{Kind: "rank", Item: "akk"}, "word", false},
		"an unknown track":         {Unit, Op{Kind: Require, Item: "akk", Audience: &Audience{Tracks: []string{"x"}}}, "track_unknown", false},
		"ended before it began":    {Unit, Op{Kind: Require, Item: "akk", Until: "2025-01-01"}, "until_before_since", false},
		"nothing named":            {Unit, Op{Kind: Hide}, "missing", false},
	} {
		t.Run(name, func(t *testing.T) {
			l := Layer{NodeID: "n", NodeKind: tc.kind, Journey: "prov", Since: "2026-01-01", Ops: []Op{tc.op}}
			ps := l.Validate(&frame, []Layer{{Ops: []Op{{Kind: Add, Course: "ovanifran"}}}})
			found := slices.ContainsFunc(ps, func(p Problem) bool {
				return p.Key == "journey.problem."+tc.key && p.Warning == tc.warn && (p.Line == 1)
			})
			if found != (tc.key != "") || tc.key == "" && len(ps) > 0 {
				t.Errorf("got %+v", ps)
			}
		})
	}
	l := Layer{NodeKind: Unit, Journey: "annan"}
	if ps := l.Validate(&frame, nil); len(ps) != 3 {
		t.Errorf("a layer without node and date, of another journey: %v", ps)
	}
}

func TestDates(t *testing.T) {
	if d, ok := ParseDate("2026-02-30"); ok {
		t.Error("read", d)
	}
	if d := Date("2024-02-29").AddYears(2); d != "2026-03-01" {
		t.Error(d)
	}
	if d := Date("2026-12-31").AddDays(1); d != "2027-01-01" {
		t.Error(d)
	}
	if d := Date("").AddDays(1); d != "" {
		t.Error(d)
	}
	if n := Date("2026-03-01").DaysTo("2026-04-01"); n != 31 {
		t.Error(n)
	}
	if n := Date("").DaysTo("2026-04-01"); n != 0 {
		t.Error(n)
	}
}

// FuzzParse wants that no text stops the program, that problems have sentences' keys, and that what may be stored can be
// resolved.
func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	files, _ := filepath.Glob(contentDir + "/*.yaml")
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte("a: &a [*a]"))
	f.Add([]byte("audience: {not: {not: {any: [{all: []}]}}}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		j, problems := Parse(text)
		for _, p := range problems {
			if !strings.HasPrefix(p.Key, "journey.problem.") {
				t.Errorf("problem %+v", p)
			}
		}
		if Broken(problems) {
			return
		}
		in := world()
		in.Journeys, in.On = []Journey{j}, []Switch{{Journey: j.ID, NodeID: "k"}}
		in.Person.Employments[0].Manager = true
		eachItem(Resolve(in), func(_ *Personal, it *PersonalItem) {
			if len(it.Reasons) == 0 {
				t.Errorf("%s has no reason", it.ID)
			}
		})
	})
}
