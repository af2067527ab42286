package framework

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes, with last, who made and published frameworks; what they say stays.
func (fs *Frameworks) Forget(ctx context.Context, tx *db.Tx, personID, _ string, last bool) (map[string]int64, error) {
	if !last {
		return nil, nil
	}
	for _, q := range []string{
		`UPDATE framework SET made_by = $2 WHERE made_by = $1`,
		`UPDATE framework_version SET made_by = $2 WHERE made_by = $1`,
		`UPDATE framework_version SET published_by = $2 WHERE published_by = $1`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	return nil, nil
}
