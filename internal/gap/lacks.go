package gap

import (
	"context"
	"slices"

	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/profile/layer"
	"yrkesresan/internal/staff"
)

// Lacks tells which of the employments of some people, at most 200, lack something formal that is asked
// of each person there: their journeys show the ways to it (R213). It is for the rules: it asks no leave.
func (g *Gaps) Lacks(ctx context.Context, personIDs []string, on string) (map[string]bool, error) {
	out := map[string]bool{}
	r, err := g.reckoner(ctx, on)
	if err != nil || len(r.book.Frames) == 0 {
		return out, err
	}
	r.known = g.Competence.KnownFormal // nothing else fills what is formal
	work, err := g.Staff.WorkOf(ctx, personIDs, on)
	if err != nil {
		return out, err
	}
	var paths []string
	for _, id := range personIDs {
		for _, w := range work[id] {
			paths = append(paths, w.UnitPath)
		}
	}
	if err := r.profiles.Prepare(ctx, paths); err != nil {
		return out, err
	}
	var asked []staff.Working // where anything formal is asked of each
	for _, id := range personIDs {
		for _, w := range work[id] {
			p, err := r.place(ctx, w.UnitPath)
			if err != nil {
				return out, err
			}
			if p.Formal() {
				asked = append(asked, w)
			}
		}
	}
	all, err := r.of(ctx, asked)
	for _, s := range all {
		for _, p := range s.Positions {
			if p.Entry.Formal && p.Measure == layer.Each && slices.Contains([]count.Mark{count.Learn, count.Hire}, p.Mark) {
				out[s.ID] = true
			}
		}
	}
	return out, err
}
