package journey

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// LayersIn counts the places at a path and under it that have decided something about a journey, as it
// stands on a day: what a change of the tree touches.
func (js *Journeys) LayersIn(ctx context.Context, path, on string) (int64, error) {
	low, high := org.Inside(path)
	return db.One(ctx, js.DB, db.Number, `
		SELECT COUNT(DISTINCT l.node_id)
		FROM node_place p
		JOIN layer l ON l.node_id = p.node_id AND l.valid_from <= $4 AND l.valid_until > $4 AND l.body <> '[]'
		WHERE (p.path = $1 OR (p.path >= $2 AND p.path < $3)) AND p.valid_from <= $4 AND p.valid_until > $4`,
		path, low, high, on)
}
