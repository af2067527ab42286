package profile

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Copy gives out how far a person's roles go, at an employer or ("") all.
func (ps *Profiles) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	return db.ReadSheets(ctx, q, db.Statement{Name: "role_level", Args: []any{personID, employerID}, Text: `
		SELECT r.employer_id AS employer, r.level, r.valid_from, r.valid_until
		FROM role_level r
		WHERE r.person_id = $1 AND $2 IN ('', r.employer_id)
		ORDER BY r.valid_from, r.id`})
}
