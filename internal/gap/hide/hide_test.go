package hide_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/gap/hide"
)

// keys are units of two operations, or occupations in areas.
var keys = []string{"a/1", "a/2", "a/3", "b/1", "b/2", "b/3"}

// cell draws the positions of one key: few and many, alike and not.
func cell(t *rapid.T, key, name string) hide.Cell {
	required := rapid.OneOf(rapid.Int64Range(0, 14), rapid.Int64Range(15, 60)).Draw(t, name+" required")
	held := rapid.OneOf(rapid.Just(int64(0)), rapid.Just(required), rapid.Int64Range(0, required)).Draw(t, name+" held")
	develop := rapid.OneOf(rapid.Just(required-held), rapid.Int64Range(0, required-held)).Draw(t, name+" develop")
	return hide.Cell{Key: key, Path: key, Column: count.Column{Required: required, Held: held, Develop: develop, Recruit: required - held - develop},
		Extra: rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(0, min(required, 3))).Draw(t, name+" extra")}
}

func cells(t *rapid.T, name string) []hide.Cell {
	var out []hide.Cell
	for _, k := range keys {
		out = append(out, cell(t, k, name+k))
	}
	return out
}

// moved draws the cells of a later day: most are as they were, some have changed by a few or by many.
func moved(t *rapid.T, before []hide.Cell, name string) []hide.Cell {
	var out []hide.Cell
	for _, c := range before {
		switch rapid.IntRange(0, 3).Draw(t, name+c.Key+" how") {
		case 0:
			c = cell(t, c.Key, name+c.Key)
		case 1: // one more or one fewer holds it
			if d := rapid.Int64Range(-2, 2).Draw(t, name+c.Key+" by"); c.Held+d >= 0 && c.Develop-d >= 0 {
				c.Held, c.Develop = c.Held+d, c.Develop-d
			}
		}
		out = append(out, c)
	}
	return out
}

// few tells whether a figure points at somebody: whom it is of are at least n − extra people.
func few(n, extra int64) bool { return n != 0 && n-extra < hide.Few }

func TestWhatIsToldIsNeverFew(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		own := cells(t, "")
		told := hide.Tell(own, hide.Told{}, "2026-11-22")
		at := map[string]hide.Cell{}
		for _, c := range own {
			at[c.Key] = c
		}
		seen := map[string]bool{}
		for _, g := range told.Groups {
			var sum hide.Cell
			for _, k := range g.Keys {
				if seen[k] {
					t.Fatalf("%s is in two groups", k)
				}
				seen[k] = true
				sum.Add(at[k].Column)
				sum.Extra += at[k].Extra
			}
			if g.Required != sum.Required || g.Required-sum.Extra < hide.Few {
				t.Fatalf("%+v of %+v", g, sum)
			}
			if g.Split && (g.Held != sum.Held || few(g.Held, sum.Extra) || few(g.Gap(), sum.Extra) ||
				(g.Held == 0 || g.Gap() == 0) && g.Required-sum.Extra < hide.Many) {
				t.Fatalf("%+v of %+v", g, sum)
			}
			if !g.Split && (g.Held != 0 || g.Parts) {
				t.Fatalf("%+v", g)
			}
			if g.Parts && (g.Develop != sum.Develop || g.Recruit != sum.Recruit || few(g.Develop, sum.Extra) || few(g.Recruit, sum.Extra)) {
				t.Fatalf("%+v of %+v", g, sum)
			}
			if !g.Parts && g.Develop+g.Recruit != 0 {
				t.Fatalf("%+v", g)
			}
		}
		for _, c := range own {
			if c.Required > 0 && !seen[c.Key] && !told.Partly {
				t.Fatalf("%s is told nowhere, and nothing says so", c.Key)
			}
		}
	})
}

// Whoever has two employments is two positions and one person: five positions may be three people.
func TestPositionsOfTheSamePeopleAreFewer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		type position struct {
			person int
			key    string
			held   bool
		}
		var all []position
		n := map[int]int{}
		for person := range rapid.IntRange(0, 30).Draw(t, "people") {
			for i := range rapid.IntRange(1, 3).Draw(t, "employments") {
				key := rapid.SampledFrom(keys).Draw(t, "key")
				if i > 0 && rapid.Bool().Draw(t, "same") {
					key = all[len(all)-1].key
				}
				all = append(all, position{person, key, rapid.Bool().Draw(t, "held")})
				n[person]++
			}
		}
		var own []hide.Cell
		for _, k := range keys {
			c := hide.Cell{Key: k, Path: k}
			for _, p := range all {
				if p.key != k {
					continue
				}
				c.Required++
				if p.held {
					c.Held++
				} else {
					c.Develop++
				}
				if n[p.person] > 1 {
					c.Extra++
				}
			}
			own = append(own, c)
		}
		for _, g := range hide.Tell(own, hide.Told{}, "2026-11-22").Groups {
			held, lack := map[int]bool{}, map[int]bool{}
			for _, p := range all {
				if slices.Contains(g.Keys, p.key) {
					map[bool]map[int]bool{true: held, false: lack}[p.held][p.person] = true
				}
			}
			if g.Split && (g.Held > 0 && len(held) < hide.Few || g.Gap() > 0 && len(lack) < hide.Few) {
				t.Fatalf("%+v is %d and %d people", g, len(held), len(lack))
			}
		}
	})
}

func TestTheOrderOfCellsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		first := cells(t, "first ")
		own := moved(t, first, "")
		before := hide.Tell(first, hide.Told{}, "2026-01-01")
		mixed := rapid.Permutation(own).Draw(t, "mixed")
		day := rapid.SampledFrom([]string{"2026-02-01", "2027-02-01"}).Draw(t, "day")
		if a, b := hide.Tell(own, before, day), hide.Tell(mixed, before, day); !reflect.DeepEqual(a, b) {
			t.Fatalf("%+v and %+v", a, b)
		}
	})
}

func TestTheSameFiguresAreToldTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		own := cells(t, "")
		one := hide.Tell(own, hide.Told{}, "2026-01-01")
		two := hide.Tell(own, one, "2026-02-01")
		for i := range two.Groups {
			if two.Groups[i].AsOf != "2026-02-01" {
				t.Fatalf("%+v is of an earlier day, and nothing has changed", two.Groups[i])
			}
			two.Groups[i].AsOf = "2026-01-01"
		}
		if !reflect.DeepEqual(one, two) {
			t.Fatalf("%+v, was %+v", two, one)
		}
	})
}

// hang gives which groups of two days hang together by their keys: what may be held beside one another.
func hang(then, now []hide.Group) map[string]int {
	at := map[string]int{}
	for i, k := range keys {
		at[k] = i
	}
	for changed := true; changed; {
		changed = false
		for _, g := range slices.Concat(then, now) {
			low := at[g.Keys[0]]
			for _, k := range g.Keys {
				low = min(low, at[k])
			}
			for _, k := range g.Keys {
				if at[k] != low {
					at[k], changed = low, true
				}
			}
		}
	}
	return at
}

// What is shown of the same cells on two days in a row is the same, or at least Few people have changed:
// nobody sees who it was that came, went or learnt.
func TestNobodyIsSeenBetweenTwoDates(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		own := cells(t, "0")
		told := hide.Tell(own, hide.Told{}, "2026-01-01")
		for i, day := range []string{"2026-04-01", "2026-07-01", "2027-01-02", "2027-04-01", "2028-06-01"} {
			own = moved(t, own, fmt.Sprint(i+1))
			next := hide.Tell(own, told, day)
			at := hang(told.Groups, next.Groups)
			for _, k := range keys {
				var then, now []hide.Group
				for _, g := range told.Groups {
					if at[g.Keys[0]] == at[k] {
						then = append(then, g)
					}
				}
				for _, g := range next.Groups {
					if at[g.Keys[0]] == at[k] {
						now = append(now, g)
					}
				}
				compare(t, then, now)
			}
			told = next
		}
	})
}

func compare(t *rapid.T, then, now []hide.Group) {
	figures := func(groups []hide.Group) (n [5]int64, split, parts bool, extra int64) {
		split, parts = true, true
		for _, g := range groups {
			n[0], n[1], n[2], n[3], n[4] = n[0]+g.Required, n[1]+g.Held, n[2]+g.Gap(), n[3]+g.Develop, n[4]+g.Recruit
			split, parts, extra = split && g.Split, parts && g.Parts, extra+g.Extra
		}
		return n, split, parts, extra
	}
	a, aSplit, aParts, aExtra := figures(then)
	b, bSplit, bParts, bExtra := figures(now)
	for i := range a {
		if i > 0 && !(aSplit && bSplit) || i > 2 && !(aParts && bParts) {
			continue
		}
		if d := a[i] - b[i]; few(max(d, -d), max(aExtra, bExtra)) {
			t.Fatalf("figure %d went from %d to %d: %+v and %+v", i, a[i], b[i], then, now)
		}
	}
}

func TestChangesAreShownWhenTheyAreManyEnough(t *testing.T) {
	t.Parallel()
	of := func(held int64) []hide.Cell {
		return []hide.Cell{{Key: "usk/aldre", Path: "usk/aldre", Column: count.Column{Required: 40, Held: held, Develop: 40 - held}}}
	}
	one := hide.Tell(of(20), hide.Told{}, "2026-01-01")
	two := hide.Tell(of(22), one, "2026-02-01")
	if g := two.Groups[0]; g.Held != 20 || g.AsOf != "2026-01-01" {
		t.Errorf("two more are seen: %+v", g)
	}
	three := hide.Tell(of(25), two, "2026-03-01")
	if g := three.Groups[0]; g.Held != 25 || g.AsOf != "2026-03-01" {
		t.Errorf("five more are not shown: %+v", g)
	}
	four := hide.Tell(of(2), three, "2026-04-01")
	if g := four.Groups[0]; !g.Split || g.Held != 25 || g.AsOf != "2026-03-01" {
		t.Errorf("that few hold it is seen from what is left out: %+v", g)
	}
	if gone := hide.Tell(nil, three, "2026-04-01"); len(gone.Groups) != 0 {
		t.Errorf("nobody is there, and they are told: %+v", gone.Groups)
	}
}

func TestPoolsJoinWhatLiesNearest(t *testing.T) {
	t.Parallel()
	c := func(key string, required, held int64) hide.Cell {
		return hide.Cell{Key: key, Path: "k/" + key, Column: count.Column{Required: required, Held: held, Recruit: required - held}}
	}
	told := hide.Tell([]hide.Cell{c("a/1", 6, 3), c("a/2", 6, 3), c("b/1", 40, 20), c("b/2", 3, 1), c("c/1", 30, 0), c("d/1", 4, 2)}, hide.Told{}, "2026-01-01")
	var got []string
	for _, g := range told.Groups {
		got = append(got, fmt.Sprintf("%s %d/%d %v", strings.Join(g.Keys, "+"), g.Held, g.Required, g.Split))
	}
	// d/1 is alone in its operation: it takes the smallest of the others with which it may be told.
	want := []string{"a/1+a/2+d/1 8/16 true", "b/1+b/2 21/43 true", "c/1 0/30 true"}
	if !slices.Equal(got, want) || told.Partly {
		t.Errorf("%q, want %q", got, want)
	}
	in := func(prefix string) func(string) bool {
		return func(k string) bool { return strings.HasPrefix(k, prefix) }
	}
	if s := told.Sum(in("b/")); s.Groups != 1 || s.Held != 21 || s.Recruit != 22 || s.Partly {
		t.Errorf("%+v", s)
	}
	if s := told.Sum(in("a/")); s.Groups != 0 || !s.Partly {
		t.Errorf("what is told with others is told: %+v", s)
	}
	if s := told.Sum(nil); s.Required != 89 || s.Of != 89 || s.Gap() != 60 || s.Develop != 0 || s.Recruit != 60 {
		t.Errorf("%+v", s)
	}
}
