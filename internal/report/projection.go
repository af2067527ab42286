package report

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Projection is something else that is kept for people: it is computed again for the same people, from the
// same marks and by the same pass as standings, and kept in the same transaction.
type Projection interface {
	// On gives what reckons on a day (YYYY-MM-DD). It is used by one goroutine.
	On(day string) Reckoner
	// Passed is told when a pass over everybody has ended.
	Passed(ctx context.Context, day string) error
	// Gone takes away what is kept of people who are no longer there.
	Gone(ctx context.Context) error
}

// Reckoner reckons people, at most 200 at once.
type Reckoner interface {
	Reckon(ctx context.Context, personIDs []string) (Reckoned, error)
}

// Reckoned is what is to be kept of some people.
type Reckoned interface {
	// Differ gives those of whom something else is kept.
	Differ(ctx context.Context, q db.Q) ([]string, error)
	// Keep keeps it for some of them.
	Keep(ctx context.Context, tx *db.Tx, personIDs []string) error
}

// reckoners are what reckons the projections on a day, with the standings' own.
func (f *Figures) reckoners(day string) []Reckoner {
	out := make([]Reckoner, len(f.Projections))
	for i, p := range f.Projections {
		out[i] = p.On(day)
	}
	return out
}

func reckonAll(ctx context.Context, all []Reckoner, ids []string) ([]Reckoned, error) {
	out := make([]Reckoned, len(all))
	for i, r := range all {
		var err error
		if out[i], err = r.Reckon(ctx, ids); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Behind is how many people are to be computed again.
func (f *Figures) Behind(ctx context.Context) (int64, error) {
	n, err := f.behind(ctx)
	return int64(n), err
}
