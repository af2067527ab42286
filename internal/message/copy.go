package message

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Copy gives out what a person has been told on an employer's behalf; to the person ("") all.
func (m *Messages) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	notes, err := db.ReadSheets(ctx, q, db.Statement{Name: "note", Args: []any{personID, employerID}, Text: `
		SELECT n.made_at, n.read_at, n.key, n.args, n.href
		FROM note n
		WHERE n.person_id = $1 AND $2 IN ('', n.employer_id)
		ORDER BY n.made_at, n.id`})
	if err != nil || employerID != "" {
		return notes, err
	}
	wishes, err := db.ReadSheets(ctx, q, db.Statement{Name: "message_wish", Args: []any{personID}, Text: `
		SELECT by_email, by_sms, own_email, silent, days, from_hour, until_hour, digest
		FROM message_wish
		WHERE person_id = $1`})
	return append(notes, wishes...), err
}
