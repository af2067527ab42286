package access

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// ManagedPaths gives the places at a path or under it that somebody manages on a day, each once:
// what stands under one of them has a manager too.
func (a *Access) ManagedPaths(ctx context.Context, path, on string) ([]string, error) {
	return db.All(ctx, a.DB, db.Text, `
		SELECT DISTINCT p.path
		FROM node_place p
		JOIN role_grant g ON g.node_id = p.node_id AND g.role = 'manager' AND g.valid_from <= $4 AND g.valid_until > $4
		WHERE (p.path = $1 OR (p.path >= $2 AND p.path < $3)) AND p.valid_from <= $4 AND p.valid_until > $4
		ORDER BY p.path`,
		path, path+"/", path+"0", on)
}
