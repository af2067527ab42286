package org

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget takes the name of who made a place from it, when nobody holds anything about that person
// any more. The place stays.
func (t *Tree) Forget(ctx context.Context, tx *db.Tx, personID, _ string, last bool) (map[string]int64, error) {
	if !last {
		return nil, nil
	}
	_, err := tx.Exec(ctx, `UPDATE node SET made_by = $2 WHERE made_by = $1`, personID, may.Erased)
	return nil, err
}
