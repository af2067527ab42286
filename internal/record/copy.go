package record

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Copy gives out the facts that an employer is controller of, and what the person lets it see; to
// the person ("") the whole record.
func (r *Record) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	who := []any{personID, employerID}
	return db.ReadSheets(ctx, q,
		db.Statement{Name: "fact", Args: who, Text: `
			SELECT f.id, f.controller_id AS employer, f.kind, f.course_id AS course, f.title, f.version, f.at, f.valid_until, f.hours, f.source, f.revokes, f.detail
			FROM fact f
			WHERE f.person_id = $1 AND $2 IN ('', f.controller_id)
			ORDER BY f.at, f.id`},
		db.Statement{Name: "record_share", Args: who, Text: `
			SELECT s.employer_id AS employer, s.fact_id AS fact, s.made_at, s.withdrawn_at
			FROM record_share s
			WHERE s.person_id = $1 AND $2 IN ('', s.employer_id)
			ORDER BY s.made_at, s.id`})
}
