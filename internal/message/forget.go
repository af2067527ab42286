package message

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Forget removes what was told on an employer's behalf to a person, or about the person to others;
// with last all of it.
func (m *Messages) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	if last {
		return gone, gone.Destroy(ctx, tx, `DELETE FROM note WHERE person_id = $1 OR about_id = $1`, personID)
	}
	return gone, gone.Destroy(ctx, tx, `DELETE FROM note WHERE (person_id = $1 OR about_id = $1) AND employer_id = $2`, personID, employerID)
}
