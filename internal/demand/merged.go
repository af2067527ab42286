package demand

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// Merged implements org.Follower: who is interested is so at the other place, and what the place that ends has stated of its
// need holds no longer: the other one states its own.
func (d *Demand) Merged(ctx context.Context, tx *db.Tx, m org.Merged) error {
	if _, err := tx.Exec(ctx, `UPDATE interest SET unit_id = $2 WHERE unit_id = $1 AND withdrawn_at IS NULL`, m.From.ID, m.Into.ID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE stated_need SET latest = FALSE WHERE node_id = $1 AND latest`, m.From.ID)
	return err
}

// Standing implements org.Follower: nothing of this room is in the way of a place's end.
func (d *Demand) Standing(context.Context, db.Q, string, string) (int64, error) { return 0, nil }
