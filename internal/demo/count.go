package demo

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	figures "yrkesresan/internal/report"
)

// submitted are the days on which municipalities have given their figures to region and nation, by
// their place in the data; the others have not. The first are old by now.
var submitted = map[int]int{0: -12, 1: -103}

// count computes how everybody stood on the days of the submissions, submits, and computes how
// everybody stands today.
func (m *maker) count(ctx context.Context) error {
	for _, at := range []int{1, 0} {
		_, then, _ := m.past(m.at(submitted[at], 9))
		f := &figures.Figures{DB: m.DB, Tree: m.Tree, Staff: then, Journeys: m.Journeys, Jobs: m.Figures.Jobs, Now: then.Now, NewID: m.NewID}
		town := org.MunicipalityID(m.Towns[at].Code)
		s, err := f.Submission(ctx, may.Operator(), town)
		if err != nil {
			return err
		}
		if len(s.History) > 0 {
			continue
		}
		if err := recount(ctx, f); err != nil {
			return err
		}
		if s, err = f.Submission(ctx, may.Operator(), town); err != nil {
			return err
		}
		if _, err := f.Submit(ctx, may.Operator(), town, s.Draft.Digest()); err != nil {
			return err
		}
	}
	return recount(ctx, m.Figures)
}

// recount computes how everybody stands: first whom the making has marked, then the others.
func recount(ctx context.Context, f *figures.Figures) error {
	if err := f.OnChanged(ctx, figures.Changed{}); err != nil {
		return err
	}
	return f.OnPassed(ctx, figures.Passed{Why: "demo"})
}
