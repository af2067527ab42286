package mail

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Forget removes what was or is to be sent to a person: to the addresses that one employer has,
// or with last to any.
func (o *Outbox) Forget(ctx context.Context, tx *db.Tx, personID string, addresses []string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	if last {
		return gone, gone.Destroy(ctx, tx, `DELETE FROM message WHERE person_id = $1`, personID)
	}
	for _, address := range addresses {
		if err := gone.Destroy(ctx, tx, `DELETE FROM message WHERE person_id = $1 AND address = $2`, personID, address); err != nil {
			return nil, err
		}
	}
	return gone, nil
}
