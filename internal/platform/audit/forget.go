package audit

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes who has looked at a person when nobody holds anything about the person any more;
// until then the person can go on reading it. Where the person has looked at others the row stays,
// since it is theirs to see that somebody looked, but no longer says who.
func (l *Log) Forget(ctx context.Context, tx *db.Tx, personID, _ string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	if !last {
		return gone, nil
	}
	if err := gone.Destroy(ctx, tx, `DELETE FROM access_log WHERE person_id = $1`, personID); err != nil {
		return nil, err
	}
	_, err := tx.Exec(ctx, `UPDATE access_log SET viewer_id = $2 WHERE viewer_id = $1`, personID, may.Erased)
	return gone, err
}
