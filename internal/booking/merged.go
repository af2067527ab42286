package booking

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// Merged implements org.Follower: places of people of a unit that goes on as another are the other's, from days that are
// not over. What was before stays where it was. Quotas stand at employers, which do not merge.
func (b *Bookings) Merged(ctx context.Context, tx *db.Tx, m org.Merged) error {
	_, err := tx.Exec(ctx, `
		UPDATE booking
		SET unit_id = $2
		WHERE unit_id = $1 AND EXISTS (SELECT 1 FROM occasion o WHERE o.id = booking.occasion_id AND o.last_day >= $3)`,
		m.From.ID, m.Into.ID, m.On)
	return err
}

// Standing implements org.Follower: a place is a person's, who stands somewhere else when the unit ends; none is in the way.
func (b *Bookings) Standing(context.Context, db.Q, string, string) (int64, error) { return 0, nil }
