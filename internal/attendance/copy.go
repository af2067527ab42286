package attendance

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Copy gives out what is kept of a person's course days, at an employer or ("") all. What the person told before a day
// is the person's own and the organiser's: an employer gives it to nobody.
func (at *Attendance) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	return db.ReadSheets(ctx, q, db.Statement{Name: "day_need", Args: []any{personID, employerID}, Text: `
		SELECT n.occasion_id AS occasion, n.able, n.hard, n.tried, n.named, n.diet, n.access, n.made_at
		FROM day_need n
		WHERE n.person_id = $1 AND $2 = ''
		ORDER BY n.made_at, n.booking_id`},
		db.Statement{Name: "day_mark", Args: []any{personID, employerID}, Text: `
		SELECT m.occasion_id AS occasion, m.session_id AS session, m.employer_id AS employer, m.what, m.at_time, m.how, m.why, m.marked_at, m.received_at
		FROM day_mark m
		WHERE m.person_id = $1 AND $2 IN ('', m.employer_id)
		ORDER BY m.marked_at, m.id`},
		db.Statement{Name: "day_outcome", Args: []any{personID, employerID}, Text: `
		SELECT o.occasion_id AS occasion, o.employer_id AS employer, o.outcome, o.minutes, o.of_minutes, o.enough, o.why, o.changed_at
		FROM day_outcome o
		WHERE o.person_id = $1 AND $2 IN ('', o.employer_id)
		ORDER BY o.changed_at, o.booking_id`})
}
