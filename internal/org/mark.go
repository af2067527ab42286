package org

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Mark is a few words that change when any place in the tree does: for rooms that keep something
// made from it.
func Mark(ctx context.Context, q db.Q) (string, error) {
	return db.One(ctx, q, db.Text, `
		SELECT CAST(COUNT(*) AS TEXT) || ' ' || COALESCE(MAX(id), '') || ' ' || CAST(SUM(CASE WHEN valid_until = '9999-12-31' THEN 1 ELSE 0 END) AS TEXT)
		FROM node_place`)
}
