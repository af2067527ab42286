package rule

import (
	"cmp"
	"slices"
)

// Total is how many of a group something is true of. Hidden: fewer than Least, or hidden so that the few cannot be
// worked out (rule 25).
type Total struct {
	Key    string
	N      int64
	Hidden bool
}

// Least is the smallest number that is said of a part of a group.
const Least = 5

// Few gives the totals of a group, the largest first. Numbers below Least are hidden; when one alone would be hidden,
// the smallest of the others is hidden too, since the group's size is known. N of what is hidden is 0.
func Few(of map[string]int64) []Total {
	var out []Total
	for key, n := range of {
		if n > 0 {
			out = append(out, Total{Key: key, N: n, Hidden: n < Least})
		}
	}
	slices.SortFunc(out, func(a, b Total) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Key, b.Key)) })
	hidden := 0
	for _, t := range out {
		if t.Hidden {
			hidden++
		}
	}
	if hidden == 1 && len(out) > 1 {
		out[len(out)-2].Hidden = true // the hidden one is the smallest, so it stands last
	}
	for i := range out {
		if out[i].Hidden {
			out[i].N = 0
		}
	}
	slices.SortStableFunc(out, func(a, b Total) int { // among those hidden the order would tell
		if a.Hidden && b.Hidden {
			return cmp.Compare(a.Key, b.Key)
		}
		return 0
	})
	return out
}
