package rule

import "slices"

// stay is when somebody was at a session, in minutes since midnight: from came until went, but for the gaps.
type stay struct {
	came, went int
	left       bool     // went was noted, and not that the person came back
	gaps       [][2]int // in their order
}

// comes is that somebody came at a time. Who had left by then came back, and was there before too; a time before that
// puts right when the person came, or came back last.
func (t *stay) comes(at, ends int) {
	last := len(t.gaps) - 1
	switch {
	case t.left && at >= t.went && t.went > t.came:
		t.gaps, t.went, t.left = append(t.gaps, [2]int{t.went, at}), ends, false
	case t.left && at >= t.went: // left before coming: nothing was attended until now
		t.came, t.went, t.left = at, ends, false
	case last >= 0 && at >= t.gaps[last][0]:
		t.gaps[last][1] = at
	default:
		t.came = at
	}
}

// leaves is that somebody left at a time; what was noted of later than that does not hold.
func (t *stay) leaves(at int) {
	t.gaps = slices.DeleteFunc(t.gaps, func(g [2]int) bool { return g[0] >= at })
	for i := range t.gaps {
		t.gaps[i][1] = min(t.gaps[i][1], at)
	}
	t.went, t.left = at, true
}

// within are the gaps between coming and leaving.
func (t stay) within() (out [][2]int) {
	for _, g := range t.gaps {
		if from, until := max(g[0], t.came), min(g[1], t.went); until > from {
			out = append(out, [2]int{from, until})
		}
	}
	return out
}

// of sums something up over the time that the person was there.
func (t stay) of(count func(from, to int) int) int {
	n := count(t.came, t.went)
	for _, g := range t.within() {
		n -= count(g[0], g[1])
	}
	return n
}

// away are the gaps as times on the wall.
func (t stay) away() (out []Gap) {
	for _, g := range t.within() {
		out = append(out, Gap{Hour(g[0]), Hour(g[1])})
	}
	return out
}
