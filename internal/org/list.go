package org

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// List gives the node and those under it, in path order after a path, at most limit, to who may see
// them.
func (t *Tree) List(ctx context.Context, a may.Actor, id, after, on string, limit int) ([]Node, error) {
	n, err := t.Find(ctx, id, on)
	if err != nil {
		return nil, err
	}
	if err := may.Ask(a, may.SeeNode, n.Path); err != nil {
		return nil, err
	}
	low, high := Inside(n.Path)
	return db.All(ctx, t.DB, scanNode, selectNode+`
		WHERE (p.path = $1 OR (p.path >= $2 AND p.path < $3)) AND p.path > $4 AND p.valid_from <= $5 AND p.valid_until > $5
		ORDER BY p.path
		LIMIT $6`,
		n.Path, low, high, after, on, limit)
}
