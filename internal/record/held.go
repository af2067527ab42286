package record

import "time"

// Standing are the facts that still stand: what has been revoked is gone, with its revocation.
func Standing(facts []Fact) []Fact {
	gone := map[string]bool{}
	for _, f := range facts {
		if f.Kind == Revoked {
			gone[f.Revokes] = true
		}
	}
	var out []Fact
	for _, f := range facts {
		if f.Kind != Revoked && !gone[f.ID] {
			out = append(out, f)
		}
	}
	return out
}

// Holds tells whether a standing fact is valid on a day (YYYY-MM-DD).
func (f Fact) Holds(on string) bool { return f.ValidUntil == "" || on < f.ValidUntil }

// Done tells whether the fact by itself completes its course.
func (f Fact) Done() bool { return f.Kind == Completed || f.Kind == Credited }

// ValidFor is the first day that something done on a day no longer holds, after months; "" for 0.
func ValidFor(on time.Time, months int) string {
	if months <= 0 {
		return ""
	}
	return on.AddDate(0, months, 0).Format(time.DateOnly)
}
