package gap

import (
	"context"
	"errors"
	"sync"

	"yrkesresan/internal/platform/db"
)

// workers is how many reckon at once when everybody is: the database is written by one at a time.
const workers = 2

// Rebuild reckons everybody's positions of today and keeps those that differ, beside what is read and
// written meanwhile. It is what the pass does for positions, without standings; somebody who changes while
// it runs must be marked, as every change does.
func (g *Gaps) Rebuild(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	batches := make(chan []string)
	failed := make([]error, workers+1)
	var all sync.WaitGroup
	for i := range workers {
		all.Add(1)
		go func() {
			defer all.Done()
			if failed[i] = g.rebuildSome(ctx, batches); failed[i] != nil {
				stop()
			}
		}()
	}
	failed[workers] = g.batches(ctx, batches)
	close(batches)
	all.Wait()
	if err := errors.Join(failed...); err != nil {
		return err
	}
	return g.Gone(ctx)
}

// batches gives everybody out, 200 at a time.
func (g *Gaps) batches(ctx context.Context, to chan<- []string) error {
	for at := ""; ; {
		ids, err := g.Staff.PeopleAfter(ctx, at, atOnce)
		if err != nil || len(ids) == 0 {
			return err
		}
		select {
		case to <- ids:
		case <-ctx.Done():
			return ctx.Err()
		}
		at = ids[len(ids)-1]
	}
}

func (g *Gaps) rebuildSome(ctx context.Context, batches <-chan []string) error {
	r := g.Reckoner(g.Staff.Today())
	for ids := range batches {
		d, err := r.Reckon(ctx, ids)
		if err != nil {
			return err
		}
		if err := g.DB.Tx(ctx, func(tx *db.Tx) error { return d.Keep(ctx, tx, ids) }); err != nil {
			return err
		}
	}
	return nil
}
