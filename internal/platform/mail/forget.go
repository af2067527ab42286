package mail

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Forget removes what was or is to be sent to a person on behalf of an employer or to the addresses
// that it has, or with last anything.
func (o *Outbox) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, addresses []string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	if last {
		return gone, gone.Destroy(ctx, tx, `DELETE FROM message WHERE person_id = $1`, personID)
	}
	if err := gone.Destroy(ctx, tx, `DELETE FROM message WHERE person_id = $1 AND employer_id = $2`, personID, employerID); err != nil {
		return nil, err
	}
	for _, address := range addresses {
		if err := gone.Destroy(ctx, tx, `DELETE FROM message WHERE person_id = $1 AND address = $2`, personID, address); err != nil {
			return nil, err
		}
	}
	return gone, nil
}
