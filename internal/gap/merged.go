package gap

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// Merged implements org.Follower: who is to be employed at a place is to be employed where it goes on, and the
// people counted by age there are counted there.
func (g *Gaps) Merged(ctx context.Context, tx *db.Tx, m org.Merged) error {
	if _, err := tx.Exec(ctx, `UPDATE gap_hire SET unit_id = $2 WHERE unit_id = $1 AND ended_at IS NULL`, m.From.ID, m.Into.ID); err != nil {
		return err
	}
	going, day, err := lastAges(ctx, tx, m.From.ID)
	if err != nil || day == "" {
		return err
	}
	there, on, err := lastAges(ctx, tx, m.Into.ID)
	if err != nil {
		return err
	}
	for _, band := range Bands() {
		if _, err := tx.Exec(ctx, `
			INSERT INTO gap_age (node_id, on_day, band, people, made_by, made_at)
			VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (node_id, on_day, band) DO UPDATE SET people = excluded.people, made_by = excluded.made_by, made_at = excluded.made_at`,
			m.Into.ID, max(on, day), band, going[band]+there[band], m.By, g.Now()); err != nil {
			return err
		}
	}
	return nil
}

// lastAges is what was counted last at a place, and on which day; "" never.
func lastAges(ctx context.Context, q db.Q, nodeID string) (bands map[string]int64, day string, err error) {
	type row struct {
		band, on string
		people   int64
	}
	bands = map[string]int64{}
	err = db.Each(ctx, q, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.band, &r.on, &r.people); return r, err }, func(r row) error {
		bands[r.band], day = r.people, r.on
		return nil
	}, `
		SELECT c.band, c.on_day, c.people
		FROM gap_age c
		WHERE c.node_id = $1 AND c.on_day = (SELECT MAX(l.on_day) FROM gap_age l WHERE l.node_id = $1)`,
		nodeID)
	return bands, day, err
}

// Ended implements org.Ender: nobody is to be employed at a place that is no more.
func (g *Gaps) Ended(ctx context.Context, tx *db.Tx, e org.Ended) error {
	_, err := tx.Exec(ctx, `UPDATE gap_hire SET ended_by = $2, ended_at = $3 WHERE unit_id = $1 AND ended_at IS NULL`, e.Node.ID, e.By, g.Now())
	return err
}

// Standing implements org.Follower: numbers stand in nobody's way.
func (g *Gaps) Standing(context.Context, db.Q, string, string) (int64, error) { return 0, nil }
