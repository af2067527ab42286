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

// Few gives the totals of a group, the largest first. Numbers below Least are hidden, and the next smallest with them
// until none of the hidden can be worked out, though the group's size is known and so what the hidden are together.
// Nothing is given when all would be hidden. N of what is hidden is 0.
func Few(of map[string]int64) []Total {
	var out []Total
	for key, n := range of {
		if n > 0 {
			out = append(out, Total{Key: key, N: n})
		}
	}
	slices.SortFunc(out, func(a, b Total) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Key, b.Key)) })
	shown, sum := len(out), int64(0)
	hide := func() {
		shown--
		sum += out[shown].N
	}
	for shown > 0 && out[shown-1].N < Least {
		hide()
	}
	for shown > 0 && shown < len(out) && !blurred(int64(len(out)-shown), sum, out[shown-1].N) {
		hide()
	}
	if shown == 0 {
		return nil
	}
	for i := shown; i < len(out); i++ {
		out[i].N, out[i].Hidden = 0, true
	}
	slices.SortFunc(out[shown:], func(a, b Total) int { return cmp.Compare(a.Key, b.Key) }) // the order would tell
	return out
}

// blurred tells whether k hidden numbers stay unknown to who knows their sum, what is shown, of which least is the
// smallest, and this rule. They do when each may be several of 1 to 4; or when they are two, of which one may be
// several of 1 to 4 and the other the rest, that is more than that and less than what is shown.
func blurred(k, sum, least int64) bool {
	if k < 2 || sum < Least {
		return false
	}
	if k < sum && sum < k*(Least-1) {
		return true
	}
	may := 0
	for few := int64(1); few < Least; few++ {
		if rest := sum - few; rest >= Least && rest < least {
			may++
		}
	}
	return k == 2 && may > 1
}
