package evaluation

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Forget removes that an employer's people were asked; answers stand without names and stay.
func (e *Evaluations) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	return gone, gone.Destroy(ctx, tx, `DELETE FROM evaluation_ask WHERE person_id = $1 AND (employer_id = $2 OR $3)`, personID, employerID, last)
}

// Copy gives out what a person has been asked. What was answered cannot be found again: it has no name.
func (e *Evaluations) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	return db.ReadSheets(ctx, q, db.Statement{Name: "evaluation_ask", Text: `
		SELECT kind, occasion_id, made_on, until_day, answered
		FROM evaluation_ask
		WHERE person_id = $1 AND ($2 = '' OR employer_id = $2)
		ORDER BY made_on, id`, Args: []any{personID, employerID}})
}
