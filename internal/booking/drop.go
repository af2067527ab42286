package booking

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Drop lets go of what was prepared for a draft of an occasion that is taken away: its quotas and its rule. A draft has
// no bookings.
func (b *Bookings) Drop(ctx context.Context, tx *db.Tx, occasionID string) error {
	for _, q := range []string{
		`DELETE FROM quota_change WHERE occasion_id = $1`,
		`DELETE FROM quota WHERE occasion_id = $1`,
		`DELETE FROM seat_rule WHERE occasion_id = $1`,
	} {
		if _, err := tx.Exec(ctx, q, occasionID); err != nil {
			return err
		}
	}
	return nil
}

// Held is how many of an occasion's seats are held now, by somebody booked or offered one.
func (b *Bookings) Held(ctx context.Context, q db.Q, occasionID string) (int64, error) {
	st, _, _, err := standing(ctx, q, occasionID, 0, b.Today())
	return st.Taken(), err
}
