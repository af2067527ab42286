package demand

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes a person's interest and needs at an employer, and who stated numbers there; with last everywhere.
func (d *Demand) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	for _, q := range []string{
		`DELETE FROM interest WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
		`DELETE FROM course_need WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID, employerID, last); err != nil {
			return nil, err
		}
	}
	if !last {
		return gone, nil
	}
	_, err := tx.Exec(ctx, `UPDATE stated_need SET made_by = $2 WHERE made_by = $1`, personID, may.Erased)
	return gone, err
}

// Copy gives out a person's interest, and why the program reckons that the person needs courses, at an employer or ("") all.
func (d *Demand) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	who := []any{personID, employerID}
	return db.ReadSheets(ctx, q, db.Statement{Name: "interest", Args: who, Text: `
		SELECT employer_id AS employer, course_id AS course, period, weekdays, hours, made_at, withdrawn_at
		FROM interest
		WHERE person_id = $1 AND $2 IN ('', employer_id)
		ORDER BY made_at, id`},
		db.Statement{Name: "course_need", Args: who, Text: `
		SELECT employer_id AS employer, course_id AS course, reason
		FROM course_need
		WHERE person_id = $1 AND $2 IN ('', employer_id)
		ORDER BY course_id, reason`})
}
