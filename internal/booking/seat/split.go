package seat

import (
	"cmp"
	"slices"
)

// Split divides seats among places by weight, by largest remainder: the shares add up to the seats, and none is a
// seat or more from its exact share. Without any weight nobody gets any. Equal remainders go to the place that
// comes first.
func Split(seats int64, weights []int64) []int64 {
	out := make([]int64, len(weights))
	var all int64
	for _, w := range weights {
		all += max(w, 0)
	}
	if all == 0 || seats <= 0 {
		return out
	}
	type rest struct {
		at   int
		left int64
	}
	rests, left := make([]rest, 0, len(weights)), seats
	for i, w := range weights {
		w = max(w, 0)
		out[i] = seats * w / all
		left -= out[i]
		rests = append(rests, rest{i, seats * w % all})
	}
	slices.SortStableFunc(rests, func(a, b rest) int { return cmp.Compare(b.left, a.left) })
	for i := range left {
		out[rests[i].at]++
	}
	return out
}
