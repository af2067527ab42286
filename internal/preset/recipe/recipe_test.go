package recipe

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"yrkesresan/internal/certification/rule"
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

// A unit that walks the steps of its new round on what it learnt for the last one is not certified again: the group takes
// the course again, as the presets say (R183, R331).
func TestARenewalInAPresetAsksForNewEvidence(t *testing.T) {
	files, err := filepath.Glob(shipped + "/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		x, _ := Parse(text)
		for _, part := range x.Parts {
			if part.Scheme == nil {
				continue
			}
			seen++
			s := part.Scheme.Tidy()
			in := rule.Input{Versions: []rule.Version{{Number: 1, From: "2027-01-01", Scheme: s}}, Courses: map[string][]rule.Release{}, Leaders: []rule.Span{{From: "2027-01-01", Until: "9999-12-31"}}}
			for _, id := range s.Courses() {
				in.Courses[id] = []rule.Release{{Version: 1, From: "2026-01-01"}, {Version: 2, From: "2028-06-01"}}
			}
			in.People = []rule.Person{{ID: "anna", Stints: []rule.Stint{{Span: rule.Span{From: "2027-01-01", Until: "9999-12-31"}, Arrived: "2027-01-01"}}}}
			in.Events = []rule.Event{{Day: "2027-01-01", Kind: rule.Joined}}
			walk := func(day string, version int64, evidence bool) rule.Outcome {
				for _, step := range rule.Steps() {
					if step != rule.Certification {
						in.Events = append(in.Events, rule.Event{Day: day, Kind: rule.StepDone, Step: step})
					}
				}
				if evidence {
					in.People[0].Facts = append(in.People[0].Facts, evidenceFor(s, day, version)...)
				}
				if s.By != rule.ByRule && rule.At(in, day).Ready {
					in.Events = append(in.Events, rule.Event{Day: day, Kind: rule.Certify})
				}
				return rule.At(in, day)
			}
			if o := walk("2027-03-01", 1, true); o.State != rule.Certified {
				t.Fatalf("%s: %s with everything done: %+v", file, o.State, o.Lacks)
			}
			in.Events = append(in.Events, rule.Event{Day: "2028-10-01", Kind: rule.Renew})
			if o := walk("2028-10-02", 2, false); o.Ready || o.Held != 1 || o.CertifiedOn != "2027-03-01" {
				t.Errorf("%s: the new round is certified on what was done for the first: %+v", file, o)
			}
			if o := walk("2028-11-01", 2, true); o.Held != 2 || o.CertifiedOn != "2028-11-01" {
				t.Errorf("%s: the new round is not certified on what was done for it: %+v", file, o.Lacks)
			}
		}
	}
	if seen == 0 {
		t.Error("no preset has a scheme")
	}
}

// evidenceFor is what somebody shows who takes the first way of each requirement on a day.
func evidenceFor(s rule.Scheme, day string, version int64) (out []rule.Fact) {
	kinds := map[string]rule.FactKind{rule.ByCourse: rule.Completed, rule.ByTest: rule.Passed, rule.ByTask: rule.Assessed, rule.BySkill: rule.Signed, rule.ByMeetings: rule.Attended}
	for _, r := range s.Requirements {
		e := r.OneOf[0]
		f := rule.Fact{Kind: kinds[e.Kind], Ref: e.Ref, Day: day, Span: rule.Span{From: day, Until: "9999-12-31"}}
		switch e.Kind {
		case rule.ByCourse, rule.ByTest:
			f.Version = version
		case rule.ByTask:
			f.Ref = r.Key
		}
		for range max(e.Count, 1) {
			out = append(out, f)
		}
	}
	return out
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
