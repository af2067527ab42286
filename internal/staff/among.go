package staff

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// PeopleAfter lists people whose ids come after one, in the order of their ids, at most limit: to go
// through everybody in steps.
func (s *Staff) PeopleAfter(ctx context.Context, id string, limit int) ([]string, error) {
	return db.All(ctx, s.DB, db.Text, `
		SELECT id
		FROM person
		WHERE id > $1
		ORDER BY id
		LIMIT $2`,
		id, limit)
}
