package preset

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes who loaded presets, with last; what was loaded stays the place's.
func (p *Presets) Forget(ctx context.Context, tx *db.Tx, personID, _ string, last bool) (map[string]int64, error) {
	if !last {
		return nil, nil
	}
	_, err := tx.Exec(ctx, `UPDATE preset_load SET made_by = $2 WHERE made_by = $1`, personID, may.Erased)
	return nil, err
}

// Copy gives out which presets a person has taken in.
func (p *Presets) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	return db.ReadSheets(ctx, q, db.Statement{Name: "preset_load", Args: []any{personID, employerID}, Text: `
		SELECT l.preset_id AS preset, l.node_id AS place, l.made_at
		FROM preset_load l
		WHERE l.made_by = $1 AND $2 = ''
		ORDER BY l.made_at, l.id`})
}

// Merged implements org.Follower: what was taken in at a place that goes on as another was taken in there; what it made is
// the other rooms' to bring along.
func (p *Presets) Merged(ctx context.Context, tx *db.Tx, m org.Merged) error {
	for _, q := range []string{
		`UPDATE preset_load SET node_id = $2 WHERE node_id = $1`,
		`UPDATE preset_made SET place_id = $2 WHERE place_id = $1 AND NOT EXISTS (
			SELECT 1 FROM preset_made o WHERE o.preset_id = preset_made.preset_id AND o.place_id = $2 AND o.kind = preset_made.kind AND o.ref = preset_made.ref)`,
	} {
		if _, err := tx.Exec(ctx, q, m.From.ID, m.Into.ID); err != nil {
			return err
		}
	}
	return nil
}

// Standing implements org.Follower: nothing here stands in the way when a place ends.
func (p *Presets) Standing(context.Context, db.Q, string, string) (int64, error) { return 0, nil }
