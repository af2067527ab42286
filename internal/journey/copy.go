package journey

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Copy gives out the courses that an employer has put in a person's journey; to the person ("") also
// what is chosen there.
func (js *Journeys) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	sheets, err := db.ReadSheets(ctx, q, db.Statement{Name: "assignment", Args: []any{personID, employerID}, Text: `
		SELECT a.employer_id AS employer, a.course_id AS course, a.due, a.note, a.made_on, a.ended_on
		FROM assignment a
		WHERE a.person_id = $1 AND $2 IN ('', a.employer_id)
		ORDER BY a.made_on, a.id`})
	if err != nil || employerID != "" {
		return sheets, err
	}
	own, err := db.ReadSheets(ctx, q, db.Statement{Name: "journey_choice", Args: []any{personID}, Text: `
		SELECT journey_id AS journey, what, value, note, made_at
		FROM journey_choice
		WHERE person_id = $1
		ORDER BY journey_id, what`})
	return append(sheets, own...), err
}
