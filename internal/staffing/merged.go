package staffing

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// Merged implements org.Follower: when a unit goes on as another, its people keep when they usually work, unless it
// has been said there. The limit of the other holds; one that goes on where nothing is said brings its own.
// What was noted of its courses goes along, since whoever leads there answers for it.
func (s *Staffing) Merged(ctx context.Context, tx *db.Tx, m org.Merged) error {
	if _, err := tx.Exec(ctx, `
		INSERT INTO work_group (employment_id, unit_id, person_id, employer_id, usual, made_by, made_at)
		SELECT g.employment_id, CAST($2 AS TEXT), g.person_id, g.employer_id, g.usual, g.made_by, g.made_at
		FROM work_group g
		WHERE g.unit_id = $1
		ON CONFLICT DO NOTHING`,
		m.From.ID, m.Into.ID); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM work_group WHERE unit_id = $1`, m.From.ID); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE staffing_record SET unit_id = $2 WHERE unit_id = $1`, m.From.ID, m.Into.ID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO staffing_limit (id, node_id, measure, of_unit, of_team, latest, made_by, made_at)
		SELECT CAST($3 AS TEXT), CAST($2 AS TEXT), l.measure, l.of_unit, l.of_team, TRUE, l.made_by, l.made_at
		FROM staffing_limit l
		WHERE l.node_id = $1 AND l.latest
		ON CONFLICT DO NOTHING`,
		m.From.ID, m.Into.ID, s.NewID())
	return err
}

// Standing implements org.Follower: nothing here stands in the way when a place ends.
func (s *Staffing) Standing(context.Context, db.Q, string, string) (int64, error) { return 0, nil }
