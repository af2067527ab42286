package competence

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Copy gives out what is kept of what a person holds, at an employer or ("") all.
func (c *Competence) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	return db.ReadSheets(ctx, q, db.Statement{Name: "merit", Args: []any{personID, employerID}, Text: `
		SELECT m.controller_id AS employer, m.kind, m.ref, m.orientation, m.credits, m.credit_system, m.from_date, m.until_date, m.body, m.evidence_name, m.made_at, m.checked_at, m.ended_at, m.ended_why
		FROM merit m
		WHERE m.person_id = $1 AND $2 IN ('', m.controller_id)
		ORDER BY m.made_at, m.id`},
		db.Statement{Name: "assessment", Args: []any{personID, employerID}, Text: `
		SELECT m.controller_id AS employer, m.requirement, m.goal, m.level, m.assessor, m.on_day, m.note, m.ended_at
		FROM assessment m
		WHERE m.person_id = $1 AND $2 IN ('', m.controller_id)
		ORDER BY m.on_day, m.id`})
}
