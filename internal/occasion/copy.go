package occasion

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Copy gives out, to the person alone, what the register of trainers tells, what the person has led, which calendars
// there are and what was sent to the own. An employer is given none of it: a trainer leads course days for many.
func (o *Occasions) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	if employerID != "" {
		return nil, nil
	}
	return db.ReadSheets(ctx, q, db.Statement{Name: "trainer", Args: []any{personID}, Text: `
		SELECT t.id, t.name, t.email, t.works_at, t.field, t.made_at
		FROM trainer t
		WHERE t.person_id = $1`},
		db.Statement{Name: "trainer_approval", Args: []any{personID}, Text: `
		SELECT a.node_id AS place, a.journey_id, a.course_id, a.from_day, a.until_day, a.made_at
		FROM trainer_approval a
		JOIN trainer t ON t.id = a.trainer_id
		WHERE t.person_id = $1
		ORDER BY a.made_at, a.id`},
		db.Statement{Name: "session_trainer", Args: []any{personID}, Text: `
		SELECT s.occasion_id, s.on_day, s.begins, s.ends
		FROM session_trainer x
		JOIN trainer t ON t.id = x.trainer_id
		JOIN occasion_session s ON s.id = x.session_id
		WHERE t.person_id = $1
		ORDER BY s.on_day, s.begins, s.id`},
		db.Statement{Name: "calendar_feed", Args: []any{personID}, Text: `
		SELECT f.node_id AS place, f.made_at, f.read_on
		FROM calendar_feed f
		WHERE f.person_id = $1
		ORDER BY f.made_at, f.node_id`},
		db.Statement{Name: "invitation", Args: []any{personID}, Text: `
		SELECT i.occasion_id, i.title, i.begins_at, i.ends_at, i.told_at
		FROM invitation i
		WHERE i.person_id = $1
		ORDER BY i.begins_at, i.uid`})
}
