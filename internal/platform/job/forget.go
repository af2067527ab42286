package job

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Forget removes the long work that a person started, and with last every job in the queue that
// names the person: the queue keeps what is done for a day. A job that is running now is left; it
// ends by itself and is swept.
func (ts *Tasks) Forget(ctx context.Context, tx *db.Tx, personID, _ string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	if !last {
		return gone, nil
	}
	if err := gone.Destroy(ctx, tx, `DELETE FROM task WHERE owner_id = $1 OR subject = $1`, personID); err != nil {
		return nil, err
	}
	return gone, gone.Destroy(ctx, tx, `DELETE FROM river_job WHERE state <> 'running' AND CAST(args AS TEXT) LIKE '%"' || $1 || '"%'`, personID)
}
