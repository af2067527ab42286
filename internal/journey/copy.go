package journey

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Copy gives out what is chosen in a person's journeys, to the person. An employer holds no choices
// of its own: they are the person's, or shown where they were made.
func (js *Journeys) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	if employerID != "" {
		return nil, nil
	}
	return db.ReadSheets(ctx, q, db.Statement{Name: "journey_choice", Args: []any{personID}, Text: `
		SELECT journey_id AS journey, what, value, note, made_at
		FROM journey_choice
		WHERE person_id = $1
		ORDER BY journey_id, what`})
}
