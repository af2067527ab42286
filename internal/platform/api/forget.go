package api

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Forget removes the kept answers that tell of a person: an answer names the person by id. Whoever
// sends such a write again has it done again.
func Forget(ctx context.Context, tx *db.Tx, personID, _ string, _ bool) (map[string]int64, error) {
	gone := db.Gone{}
	return gone, gone.Destroy(ctx, tx, `DELETE FROM api_call WHERE body LIKE '%' || $1 || '%'`, personID)
}
