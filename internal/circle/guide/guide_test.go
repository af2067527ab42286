package guide_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/content"
	"yrkesresan/internal/circle/guide"

	"io/fs"
)

const small = `id: prov
title: Prov
kind: reflection
about: Om något.
meetings:
  - title: Träff
    minutes: 10
    steps:
      - title: Ett
        minutes: 5
        how: all
        question: Vad?
      - id: tva
        title: Två
        minutes: 5
        how: small
        text: Gör så här.
        writes: true
`

func TestParseNamesWhatIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		from, to string
		key      string
		line     int
	}{
		"misspelt":     {"about:", "abuot:", "guide.problem.unknown", 4},
		"not yaml":     {"kind: reflection", "kind: [", "guide.problem.yaml", 0},
		"kind":         {"kind: reflection", "kind: party", "guide.problem.kind", 3},
		"id":           {"id: prov", "id: Prov Å", "guide.problem.id", 1},
		"no about":     {"about: Om något.", "about: ''", "guide.problem.empty", 4},
		"too long":     {"minutes: 10", "minutes: 9", "guide.problem.long_steps", 7},
		"how":          {"how: small", "how: crowd", "guide.problem.how", 16},
		"says nothing": {"        text: Gör så här.\n", "", "guide.problem.nothing_said", 13},
		"step twice":   {"id: tva", "id: steg-1", "guide.problem.step_twice", 13},
		"case is kept": {"id: tva", "id: case", "guide.problem.step_id", 13},
		"no link":      {"writes: true", "writes: true\n        material: [{title: X, link: 'javascript:alert(1)'}]", "guide.problem.link", 19},
		"two at once":  {"writes: true", "writes: true\n        material: [{title: X, link: 'https://a.se', course: b}]", "guide.problem.material", 19},
	} {
		_, problems := guide.Parse([]byte(strings.Replace(small, x.from, x.to, 1)))
		i := slices.IndexFunc(problems, func(p guide.Problem) bool { return p.Key == x.key })
		if i < 0 {
			t.Errorf("%s: %+v", name, problems)
			continue
		}
		if x.line != 0 && problems[i].Line != x.line {
			t.Errorf("%s: line %d, want %d", name, problems[i].Line, x.line)
		}
	}
	if g, problems := guide.Parse([]byte(small)); len(problems) > 0 || g.Meetings[0].Steps[0].ID != "steg-1" || g.Meetings[0].Took() != 10 {
		t.Errorf("%+v %+v", g, problems)
	}
}

func TestWhatIsWrittenIsReadAsTheSame(t *testing.T) {
	t.Parallel()
	all, err := fs.Glob(content.Guides(), "*.yaml")
	if err != nil || len(all) < 4 {
		t.Fatal(all, err)
	}
	kinds := map[guide.Kind]bool{}
	for _, name := range all {
		text, err := fs.ReadFile(content.Guides(), name)
		if err != nil {
			t.Fatal(err)
		}
		g, problems := guide.Parse(text)
		if len(problems) > 0 {
			t.Errorf("%s: %+v", name, problems)
			continue
		}
		kinds[g.Kind] = true
		if g.ID+".yaml" != name {
			t.Errorf("%s has the id %s", name, g.ID)
		}
		body, err := guide.Write(g)
		if err != nil {
			t.Fatal(err)
		}
		if again, problems := guide.Parse(body); len(problems) > 0 || !reflect.DeepEqual(again, g) {
			t.Errorf("%s is read as another: %+v", name, problems)
		}
		for _, m := range g.Shown().Meetings {
			for _, s := range m.Steps {
				if s.Note != "" {
					t.Errorf("%s shows what is for the leader", name)
				}
			}
		}
	}
	for _, k := range guide.Kinds() {
		if !kinds[k] {
			t.Errorf("no guide of kind %s is shipped", k)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("a: &a [*a]"))
	f.Add([]byte("meetings: [{steps: [{}]}]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		g, problems := guide.Parse(text)
		if len(problems) > 0 {
			for _, p := range problems {
				if p.Key == "" || p.Line < 0 {
					t.Errorf("%+v", p)
				}
			}
			return
		}
		body, err := guide.Write(g)
		if err != nil {
			t.Fatal(err)
		}
		if _, problems := guide.Parse(body); len(problems) > 0 {
			t.Errorf("what is written cannot be read: %+v\n%s", problems, body)
		}
	})
}

// Groups are as even as can be, none above the limit, and each kind is spread over them.
func TestSplitIsEvenAndMixed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		kinds := rapid.SliceOfN(rapid.SampledFrom([]string{"usk", "ssk", "at", "ft"}), 0, 60).Draw(t, "kinds")
		most := rapid.Int64Range(0, 12).Draw(t, "most")
		groups := guide.Split(kinds, most)
		sizes, of := map[int64]int{}, map[string]map[int64]int{}
		for i, n := range groups {
			if n < 1 {
				t.Fatalf("somebody is in no group: %v", groups)
			}
			sizes[n]++
			if of[kinds[i]] == nil {
				of[kinds[i]] = map[int64]int{}
			}
			of[kinds[i]][n]++
		}
		spread := func(m map[int64]int) int {
			low, high := 1<<30, 0
			for n := int64(1); n <= int64(len(sizes)); n++ {
				low, high = min(low, m[n]), max(high, m[n])
			}
			if len(sizes) == 0 {
				return 0
			}
			if most > 1 && high > int(most) {
				t.Fatalf("a group of %d, at most %d", high, most)
			}
			return high - low
		}
		if spread(sizes) > 1 {
			t.Fatalf("uneven: %v", sizes)
		}
		for k, m := range of {
			if spread(m) > 1 {
				t.Fatalf("%s is not spread: %v", k, m)
			}
		}
	})
}

// Whatever a guide and a place are called, a copy has an id, and each copy its own.
func TestCopiesHaveIDs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.StringMatching(`[a-z0-9][a-z0-9-]{0,79}`).Draw(t, "id")
		owner := rapid.StringMatching(`[A-Za-z0-9åÄ_.-]{1,100}`).Draw(t, "owner")
		seen := map[string]bool{}
		for _, n := range []int{1, 2, 10, 999} {
			copied := guide.CopyID(id, owner, n)
			if !guide.IsID(copied) || seen[copied] {
				t.Fatalf("copy %d of %q at %q: %q", n, id, owner, copied)
			}
			seen[copied] = true
		}
	})
}
