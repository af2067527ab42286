package introduction

import (
	"context"
	"errors"
	"slices"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// Relieved says that a place asks newcomers for less than before: for some of them everything may be done.
type Relieved struct{ NodeID string }

// Kind implements job.Args.
func (Relieved) Kind() string { return "introduction.relieved" }

// OnRelieved lets those at a place and under it be done who have nothing left. What is paused is looked at when it goes
// on. Twice is once.
func (in *Introductions) OnRelieved(ctx context.Context, r Relieved) (err error) {
	defer fault.Wrap(&err, "settle the introductions at %s", r.NodeID)
	node, err := in.Tree.Find(ctx, r.NodeID, in.Today())
	if errors.Is(err, org.ErrNoNode) {
		return nil // ended meanwhile
	}
	if err != nil {
		return err
	}
	places, err := org.Under(ctx, in.DB, node.Path, in.Today())
	if err != nil {
		return err
	}
	for some := range slices.Chunk(places, 200) {
		ids := make([]string, len(some))
		for i, n := range some {
			ids[i] = n.ID
		}
		open, err := db.All(ctx, in.DB, db.Text, `SELECT id FROM introduction WHERE state = 'active' AND unit_id IN (`+db.Marks(1, len(ids))+`) ORDER BY id`, db.Args(ids)...)
		if err != nil {
			return err
		}
		for _, id := range open {
			if err := in.settleAlone(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// settleAlone settles an introduction in a transaction of its own.
func (in *Introductions) settleAlone(ctx context.Context, id string) error {
	return in.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := hold(ctx, tx, id); err != nil {
			if errors.Is(err, ErrNone) {
				return nil // erased meanwhile
			}
			return err
		}
		return in.settle(ctx, tx, id)
	})
}
