package group

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Copy gives out what a person has been reminded of by whoever leads, at an employer or ("") all.
func (g *Groups) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	return db.ReadSheets(ctx, q, db.Statement{Name: "reminder", Args: []any{personID, employerID}, Text: `
		SELECT r.employer_id AS employer, r.item AS course, r.made_on
		FROM reminder r
		WHERE r.person_id = $1 AND $2 IN ('', r.employer_id)
		ORDER BY r.made_on, r.id`})
}
