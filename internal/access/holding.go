package access

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Holding gives the ids of people who hold one of some roles on a day, in the order of ids, after one
// of them, at most n.
func (a *Access) Holding(ctx context.Context, roles []may.Role, on, after string, n int) ([]string, error) {
	return db.All(ctx, a.DB, db.Text, `
		SELECT DISTINCT person_id
		FROM role_grant
		WHERE valid_from <= $1 AND valid_until > $1 AND person_id > $2 AND role IN (`+db.Marks(4, len(roles))+`)
		ORDER BY person_id
		LIMIT $3`,
		db.Args(roles, on, after, n)...)
}
