package org

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Copy gives out the functions that a person holds or has held at an employer, or ("") all.
func (t *Tree) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	return db.ReadSheets(ctx, q, db.Statement{Name: "function_holder", Args: []any{personID, employerID}, Text: `
		SELECT f.employer_id AS employer, f.kind, f.valid_from, f.valid_until
		FROM function_holder f
		WHERE f.person_id = $1 AND $2 IN ('', f.employer_id)
		ORDER BY f.valid_from, f.id`})
}
