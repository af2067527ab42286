package appointment

import (
	"context"
	"slices"

	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// Merged implements org.Follower: appointments at a place that goes on as another end there. Where whoever decided the
// merge has said that roles follow, the same people hold them at the other from the day.
func (a *Appointments) Merged(ctx context.Context, tx *db.Tx, m org.Merged) error {
	ids, err := at(ctx, tx, m.From.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		x, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		follows := m.Roles && x.State.Open() && x.Until > m.On
		has := slices.ContainsFunc(x.Places, func(n org.Node) bool { return n.ID == m.Into.ID })
		if err := a.leave(ctx, tx, x, m.From.ID, m.On, !follows); err != nil {
			return err
		}
		if !follows || has {
			continue
		}
		if _, err := tx.Exec(ctx, `INSERT INTO appointment_place (appointment_id, node_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, x.ID, m.Into.ID); err != nil {
			return err
		}
		if x.State == rule.Standing && max(x.From, m.On) < x.Until {
			if err := a.open(ctx, tx, x, m.Into.ID, max(x.From, m.On), m.By); err != nil {
				return err
			}
		}
	}
	return nil
}

// at are the appointments at a place that can still come to something.
func at(ctx context.Context, tx *db.Tx, nodeID string) ([]string, error) {
	return db.All(ctx, tx, db.Text, `
		SELECT x.id
		FROM appointment x
		JOIN appointment_place p ON p.appointment_id = x.id
		WHERE p.node_id = $1 AND x.state NOT IN ('ended', 'declined')
		ORDER BY x.id`,
		nodeID)
}

// leave ends what an appointment is at a place on a day; at its only one, the appointment, unless it goes on elsewhere.
func (a *Appointments) leave(ctx context.Context, tx *db.Tx, x Appointment, nodeID, on string, ends bool) error {
	spans, err := spansOf(ctx, tx, x.ID)
	if err != nil {
		return err
	}
	for _, s := range spans {
		if s.node == nodeID && s.until > on {
			s.until = max(s.from, on)
			if err := a.cut(ctx, tx, s, "appointment"); err != nil {
				return err
			}
		}
	}
	if len(x.Places) == 1 && ends {
		x.State, x.Until = rule.Ended, max(x.From, min(x.Until, on))
		if err := a.save(ctx, tx, x); err != nil {
			return err
		}
		return a.note(ctx, tx, x.ID, string(rule.Ended), "", "")
	}
	_, err = tx.Exec(ctx, `DELETE FROM appointment_place WHERE appointment_id = $1 AND node_id = $2`, x.ID, nodeID)
	return err
}

// Standing implements org.Follower: appointments end with their place, so none stands in the way.
func (a *Appointments) Standing(context.Context, db.Q, string, string) (int64, error) { return 0, nil }

// Ended implements org.Ender.
func (a *Appointments) Ended(ctx context.Context, tx *db.Tx, e org.Ended) error {
	ids, err := at(ctx, tx, e.Node.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		x, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := a.leave(ctx, tx, x, e.Node.ID, e.On, true); err != nil {
			return err
		}
	}
	return nil
}
