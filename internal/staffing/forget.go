package staffing

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes what an employer has noted about a person: when the person works, and what the person's courses
// cost; with last everybody's, and who said and noted what of others'.
func (s *Staffing) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	for _, q := range []string{
		`DELETE FROM work_group WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
		`DELETE FROM staffing_record WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID, employerID, last); err != nil {
			return nil, err
		}
	}
	if !last {
		return gone, nil
	}
	for _, q := range []string{
		`UPDATE staffing_limit SET made_by = $2 WHERE made_by = $1`,
		`UPDATE work_group SET made_by = $2 WHERE made_by = $1`,
		`UPDATE staffing_record SET made_by = $2 WHERE made_by = $1`,
		`UPDATE staffing_record SET changed_by = $2 WHERE changed_by = $1`,
		`UPDATE staffing_record SET removed_by = $2 WHERE removed_by = $1`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	return gone, nil
}

// Copy gives out what is noted about a person, at an employer or ("") all.
func (s *Staffing) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	args := []any{personID, employerID}
	return db.ReadSheets(ctx, q,
		db.Statement{Name: "work_group", Args: args, Text: `
		SELECT g.employer_id AS employer, g.unit_id AS unit, g.usual, g.made_at
		FROM work_group g
		WHERE g.person_id = $1 AND $2 IN ('', g.employer_id)
		ORDER BY g.made_at, g.unit_id`},
		db.Statement{Name: "staffing_record", Args: args, Text: `
		SELECT r.employer_id AS employer, r.unit_id AS unit, r.kind, r.course_id AS course, r.education, r.from_day, r.until_day, r.hours, r.paid, r.funding, r.funding_word, r.made_at
		FROM staffing_record r
		WHERE r.person_id = $1 AND $2 IN ('', r.employer_id) AND r.removed_by = ''
		ORDER BY r.from_day, r.id`})
}
