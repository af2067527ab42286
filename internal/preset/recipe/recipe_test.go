package recipe

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const shipped = "../../../content/presets"

// Every shipped preset can be used, and is called as its file is.
func TestShippedPresetsCanBeUsed(t *testing.T) {
	files, err := filepath.Glob(shipped + "/*.yaml")
	if err != nil || len(files) < 6 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		x, problems := Parse(text)
		for _, p := range problems {
			t.Errorf("%s:%d: %s", file, p.Line, p.Text)
		}
		if x.ID+".yaml" != filepath.Base(file) {
			t.Errorf("%s is called %s", file, x.ID)
		}
	}
}

const good = `
id: prov
title: Prov
short: En mening.
about: Vad det är.
credit: Egna ord.
places: [municipality, unit]
parts:
  - {kind: together, courses: [a, b], weeks: 8, places: [unit]}
  - {kind: reflect, ref: a, need: group, weeks: 6}
next:
  - {who: loader, text: Planera., href: /kursdagar}
`

func TestWhatIsWrongInAPresetIsTold(t *testing.T) {
	if _, problems := Parse([]byte(good)); len(problems) > 0 {
		t.Fatal(problems)
	}
	for name, c := range map[string][3]string{
		"an unknown key":          {"title: Prov", "titel: Prov", "titel"},
		"no title":                {"title: Prov", `title: ""`, "title"},
		"an id in capitals":       {"id: prov", "id: Prov", "id"},
		"an unknown place":        {"[municipality, unit]", "[municipality, team]", "places"},
		"a place twice":           {"[municipality, unit]", "[unit, unit]", "places"},
		"an unknown kind":         {"kind: reflect", "kind: reflex", "part 2: kind"},
		"a course missing":        {"courses: [a, b]", "courses: []", "part 1"},
		"a course twice":          {"courses: [a, b]", "courses: [a, a]", "part 1: courses"},
		"an unknown need":         {"need: group", "need: everybody", "part 2: need"},
		"nothing after a course":  {"need: group, weeks: 6", "need: none", "part 2: weeks"},
		"too many weeks":          {"weeks: 8", "weeks: 900", "part 1: weeks"},
		"a scheme without terms":  {"kind: reflect, ref: a, need: group, weeks: 6", "kind: scheme, ref: a", "part 2: scheme"},
		"somebody unknown next":   {"who: loader", "who: nurse", "next 1"},
		"a page elsewhere":        {"href: /kursdagar", "href: https://x.example", "next 1"},
		"a page of somebody else": {"who: loader", "who: manager", "next 1"},
		"two documents":           {"next:", "---\nnext:", "one document"},
		"a part twice":            {"next:", "  - {kind: reflect, ref: a, need: alone, weeks: 2}\nnext:", "part 3: twice"},
		"only elsewhere made":     {"ref: a, need: group, weeks: 6", "ref: a, need: group, weeks: 6, places: [unit]", "nothing is made at municipality"},
		"a note that nobody gets": {"need: group", "need: group, note: Hej", "part 2: weeks or note"},
	} {
		text := strings.Replace(good, c[0], c[1], 1)
		_, problems := Parse([]byte(text))
		if !slices.ContainsFunc(problems, func(p Problem) bool { return strings.Contains(p.Text, c[2]) }) {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

// The parts at a kind of place are those of everywhere and those of that kind.
func TestPartsStandWhereTheyAreMade(t *testing.T) {
	x, _ := Parse([]byte(good))
	if got := x.PartsAt(Municipality); len(got) != 1 || got[0].Kind != Reflect {
		t.Errorf("at a municipality %v", got)
	}
	if got := x.PartsAt(Unit); len(got) != 2 {
		t.Errorf("at a unit %v", got)
	}
	if got := x.AllCourses(); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("courses %v", got)
	}
}

// Whatever the file says, reading ends; and what is good is read the same when it is written anew.
func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	files, _ := filepath.Glob(shipped + "/*.yaml")
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		x, problems := Parse(text)
		if len(problems) > 0 {
			return
		}
		again, err := yaml.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		if _, problems := Parse(again); len(problems) > 0 {
			t.Fatalf("%v\n%s", problems, again)
		}
	})
}
