package app

import (
	"context"

	"yrkesresan/internal/gap"
	"yrkesresan/internal/report"
)

// followGaps lets journeys know who lacks the formal level, and positions follow what changes.
func (a *App) followGaps() {
	a.Journeys.Formal, a.Gaps.Behind = a.Gaps, a.Figures.Behind
	a.Figures.Projections = append(a.Figures.Projections, gaps{a.Gaps})
}

// gaps lets positions be kept from the same marks as standings.
type gaps struct{ *gap.Gaps }

// On implements report.Projection.
func (g gaps) On(day string) report.Reckoner { return gapReckoner{g.Reckoner(day)} }

type gapReckoner struct{ *gap.Reckoner }

// Reckon implements report.Reckoner.
func (r gapReckoner) Reckon(ctx context.Context, personIDs []string) (report.Reckoned, error) {
	return r.Reckoner.Reckon(ctx, personIDs)
}
