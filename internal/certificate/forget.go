package certificate

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Forget removes the certificates of an employer's facts; with last all of a person's. Their codes
// are then unknown. It comes before the facts.
func (cs *Certificates) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	if last {
		return gone, gone.Destroy(ctx, tx, `DELETE FROM certificate WHERE person_id = $1`, personID)
	}
	held, err := cs.Record.HeldBy(ctx, tx, personID, employerID)
	if err != nil {
		return nil, err
	}
	for _, f := range held {
		if err := gone.Destroy(ctx, tx, `DELETE FROM certificate WHERE fact_id = $1`, f.ID); err != nil {
			return nil, err
		}
	}
	return gone, nil
}
