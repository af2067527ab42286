package rule_test

import (
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
		"all are many":                     {map[string]int64{"a": 9, "b": 5}, []rule.Total{{"a", 9, false}, {"b", 5, false}}},
		"one is small: a second is hidden": {map[string]int64{"a": 12, "b": 6, "c": 1}, []rule.Total{{"a", 12, false}, {"b", 0, true}, {"c", 0, true}}},
		"two are small":                    {map[string]int64{"a": 12, "c": 1, "b": 2}, []rule.Total{{"a", 12, false}, {"b", 0, true}, {"c", 0, true}}},
		"one small alone":                  {map[string]int64{"a": 3}, []rule.Total{{"a", 0, true}}},
		"nobody":                           {map[string]int64{"a": 0}, nil},
	} {
		if got := rule.Few(tc.of); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %+v, want %+v", name, got, tc.want)
		}
	}
}

// Whatever the group: no number below Least is said, and none can be worked out from the size of the group.
func TestNoSmallNumberCanBeWorkedOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		of := rapid.MapOf(rapid.StringMatching(`[a-e]`), rapid.Int64Range(0, 30)).Draw(t, "group")
		size, said, hidden, small := int64(0), int64(0), 0, false
		for _, n := range of {
			size += n
			small = small || n > 0 && n < rule.Least
		}
		for _, x := range rule.Few(of) {
			if x.Hidden {
				hidden++
				if x.N != 0 {
					t.Fatalf("%+v is hidden and said", x)
				}
				continue
			}
			if said += x.N; x.N != of[x.Key] || x.N < rule.Least {
				t.Fatalf("%+v of %v", x, of)
			}
		}
		if small && hidden == 1 && size-said != size {
			t.Fatalf("%v: what is hidden is the rest", of)
		}
	})
}
