package rule_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/attendance/rule"
)

func TestSmallNumbersOfAGroupAreHidden(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		of   map[string]int64
		want []rule.Total
	}{
		"all are many":                      {map[string]int64{"a": 9, "b": 5}, []rule.Total{{"a", 9, false}, {"b", 5, false}}},
		"one is small: a second is hidden":  {map[string]int64{"a": 12, "b": 6, "c": 1}, []rule.Total{{"a", 12, false}, {"b", 0, true}, {"c", 0, true}}},
		"two are small, and could be many":  {map[string]int64{"a": 12, "c": 4, "b": 2}, []rule.Total{{"a", 12, false}, {"b", 0, true}, {"c", 0, true}}},
		"two are one each: a third":         {map[string]int64{"a": 30, "d": 8, "c": 1, "b": 1}, []rule.Total{{"a", 30, false}, {"b", 0, true}, {"c", 0, true}, {"d", 0, true}}},
		"two are one each, and one is left": {map[string]int64{"a": 8, "b": 1, "c": 1}, nil},
		"two are four each":                 {map[string]int64{"a": 6, "b": 4, "c": 4}, nil},
		"one large, one small":              {map[string]int64{"a": 20, "b": 1}, nil},
		"one odd in a large group":          {map[string]int64{"a": 30, "b": 20, "c": 1}, []rule.Total{{"a", 30, false}, {"b", 0, true}, {"c", 0, true}}},
		"one small alone":                   {map[string]int64{"a": 3}, nil},
		"nobody":                            {map[string]int64{"a": 0}, nil},
	} {
		if got := rule.Few(tc.of); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %+v, want %+v", name, got, tc.want)
		}
	}
}

// Whatever the group: no number below Least is said, and none that is hidden can be worked out by who knows the group's
// size, its parts and this rule: other groups look the same, in which each of the hidden numbers is another.
func TestNoSmallNumberCanBeWorkedOut(t *testing.T) {
	t.Parallel()
	// the groups that give each picture, of up to four parts of up to 14
	const most = 14
	looks := map[string][][]int64{}
	var every func(group []int64)
	every = func(group []int64) {
		if len(group) > 0 {
			look := lookOf(group)
			looks[look] = append(looks[look], slices.Clone(group))
		}
		if len(group) < 4 {
			for n := int64(1); n <= most; n++ {
				every(append(group, n))
			}
		}
	}
	every(nil)
	checked := 0
	for look, groups := range looks {
		for i, x := range rule.Few(named(groups[0])) {
			if x.Hidden != (x.N == 0) || !x.Hidden && x.N < rule.Least {
				t.Fatalf("%s: %+v", look, x)
			}
			if !x.Hidden {
				continue
			}
			checked++
			part := int(x.Key[0] - 'a')
			if !slices.ContainsFunc(groups, func(g []int64) bool { return g[part] != groups[0][part] }) {
				t.Fatalf("%s, line %d: %q is always %d", look, i, x.Key, groups[0][part])
			}
		}
	}
	if checked < 1000 {
		t.Fatalf("only %d hidden numbers: the test sees nothing", checked)
	}
}

// named gives the parts of a group names.
func named(group []int64) map[string]int64 {
	of := map[string]int64{}
	for i, n := range group {
		of[string(rune('a'+i))] = n
	}
	return of
}

// lookOf is what is known of a group: how many parts, its size, and what is said.
func lookOf(group []int64) string {
	size := int64(0)
	for _, n := range group {
		size += n
	}
	said := rule.Few(named(group))
	if said == nil {
		return fmt.Sprint("nothing of ", len(group), size)
	}
	return fmt.Sprint(len(group), size, said)
}

// Of larger groups, too: what is hidden is at least Least together, at least two, and not all ones.
func TestWhatIsHiddenIsNeverOneNorFew(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		of := rapid.MapOf(rapid.StringMatching(`[a-h]`), rapid.Int64Range(0, 40)).Draw(t, "group")
		all := rule.Few(of)
		hidden, sum := int64(0), int64(0)
		for _, x := range all {
			switch {
			case x.Hidden:
				hidden, sum = hidden+1, sum+of[x.Key]
			case x.N != of[x.Key] || x.N < rule.Least:
				t.Fatalf("%+v of %v", x, of)
			}
		}
		if hidden > 0 && (hidden < 2 || sum < rule.Least || sum == hidden) {
			t.Fatalf("%v: %+v", of, all)
		}
	})
}
