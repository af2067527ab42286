package rule_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"yrkesresan/internal/uptake/rule"
)

var day = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func at(days int) time.Time { return day.AddDate(0, 0, days) }

func TestWhatCounts(t *testing.T) {
	t.Parallel()
	group := func(days int) rule.Reflection { return rule.Reflection{ID: "g", At: at(days)} }
	alone := func(days int) rule.Reflection { return rule.Reflection{ID: "a", At: at(days), Alone: true} }
	for name, c := range map[string]struct {
		need   rule.Need
		all    []rule.Reflection
		before time.Time
		ok     bool
		at     time.Time
	}{
		"nothing is asked":                 {need: rule.None, ok: true},
		"none yet":                         {need: rule.Alone},
		"alone is enough":                  {rule.Alone, []rule.Reflection{alone(1)}, time.Time{}, true, at(1)},
		"alone is not enough":              {rule.Group, []rule.Reflection{alone(1)}, time.Time{}, false, time.Time{}},
		"a group is always enough":         {rule.Alone, []rule.Reflection{group(1)}, time.Time{}, true, at(1)},
		"the earliest that counts":         {rule.Group, []rule.Reflection{alone(0), group(3), group(2)}, time.Time{}, true, at(2)},
		"one for the completion before":    {rule.Group, []rule.Reflection{group(1)}, at(1), false, time.Time{}},
		"another for the one that follows": {rule.Group, []rule.Reflection{group(1), group(5)}, at(1), true, at(5)},
	} {
		r, ok := rule.Counted(c.need, c.all, c.before)
		if ok != c.ok || !r.At.Equal(c.at) {
			t.Errorf("%s: %v at %v", name, ok, r.At)
		}
	}
}

func TestWhatHolds(t *testing.T) {
	t.Parallel()
	solen, other := rule.Place{"k", "omr", "solen"}, rule.Place{"p", "huset"}
	town := rule.Decided{NodeID: "k", EmployerID: "k", Reflect: rule.Alone, UseWeeks: 8}
	unit := rule.Decided{NodeID: "solen", EmployerID: "k", Reflect: rule.Group, UseWeeks: 4}
	private := rule.Decided{NodeID: "p", EmployerID: "p", Reflect: rule.Group}
	for name, c := range map[string]struct {
		all    []rule.Decided
		places []rule.Place
		want   rule.Decided
	}{
		"nobody has said anything":     {nil, []rule.Place{solen}, rule.Decided{Reflect: rule.None}},
		"the strictest on the way":     {[]rule.Decided{town, unit}, []rule.Place{solen}, unit},
		"the order does not matter":    {[]rule.Decided{unit, town}, []rule.Place{solen}, unit},
		"only those on the way":        {[]rule.Decided{town, unit}, []rule.Place{{"k", "omr", "manen"}}, town},
		"another employer's, not mine": {[]rule.Decided{private}, []rule.Place{solen}, rule.Decided{Reflect: rule.None}},
		"the strictest of two places":  {[]rule.Decided{town, private}, []rule.Place{solen, other}, rule.Decided{NodeID: "p", EmployerID: "p", Reflect: rule.Group, UseWeeks: 8}},
	} {
		if got := rule.Holds(c.all, c.places); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// Whether a course is done does not depend on the order in which reflections were told; taking one back that did not
// count changes nothing, and asking for more never lets more through.
func TestCountingIsFair(t *testing.T) {
	t.Parallel()
	reflection := rapid.Custom(func(t *rapid.T) rule.Reflection {
		return rule.Reflection{ID: rapid.StringMatching(`[a-e]`).Draw(t, "id"), At: at(rapid.IntRange(0, 9).Draw(t, "day")), Alone: rapid.Bool().Draw(t, "alone")}
	})
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(reflection, 0, 6).Draw(t, "all")
		before := time.Time{}
		if rapid.Bool().Draw(t, "again") {
			before = at(rapid.IntRange(0, 9).Draw(t, "before"))
		}
		need := rapid.SampledFrom(rule.Needs()).Draw(t, "need")
		r, ok := rule.Counted(need, all, before)
		other, same := rule.Counted(need, rapid.Permutation(all).Draw(t, "order"), before)
		if ok != same || !r.At.Equal(other.At) {
			t.Fatalf("%v %v, in another order %v %v", r, ok, other, same)
		}
		if _, strict := rule.Counted(rule.Group, all, before); strict && !ok {
			t.Fatal("enough for the strictest and not for less")
		}
		if !ok || need == rule.None {
			return
		}
		if !before.IsZero() && !r.At.After(before) || need == rule.Group && r.Alone {
			t.Fatalf("%v does not count", r)
		}
		for i, x := range all { // without one that does not count it is the same
			if need == rule.Group && x.Alone || !before.IsZero() && !x.At.After(before) {
				less := append(append([]rule.Reflection{}, all[:i]...), all[i+1:]...)
				if got, still := rule.Counted(need, less, before); !still || !got.At.Equal(r.At) {
					t.Fatalf("without %v: %v %v", x, got, still)
				}
			}
		}
	})
}
