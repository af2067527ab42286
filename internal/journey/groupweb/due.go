package groupweb

import (
	"slices"
	"strings"

	"yrkesresan/internal/journey"
)

// byDue picks those with a date, the first date first; on the same day the list's own order.
func byDue(members []journey.Member, pick func(journey.Member) bool) []journey.Member {
	out := slices.DeleteFunc(slices.Clone(members), func(m journey.Member) bool { return m.Due == "" || !pick(m) })
	slices.SortStableFunc(out, func(a, b journey.Member) int { return strings.Compare(string(a.Due), string(b.Due)) })
	return out
}
