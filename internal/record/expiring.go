package record

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Expiry is that what a person has done of a course runs out, as an employer sees it.
type Expiry struct{ PersonID, CourseID, EmployerID string }

// Expiring tells of whom some courses run out from a day through another, by what each employer may see (rule 19): the
// last of it counts, and what has been taken back does not. It is for rules that sum up: it asks no leave.
func (r *Record) Expiring(ctx context.Context, courseIDs []string, from, through string) ([]Expiry, error) {
	if len(courseIDs) == 0 {
		return nil, nil
	}
	const stands = ` f.kind IN ('completed', 'passed', 'credited') AND NOT EXISTS (
				SELECT 1
				FROM fact b
				WHERE b.person_id = f.person_id AND b.revokes = f.id)`
	in := ` f.course_id IN (` + db.Marks(3, len(courseIDs)) + `) AND`
	return db.All(ctx, r.DB, func(s db.Scanner) (e Expiry, err error) {
		err = s.Scan(&e.PersonID, &e.CourseID, &e.EmployerID)
		return e, err
	}, `
		SELECT person_id, course_id, employer_id
		FROM (
			SELECT f.person_id, f.course_id, f.controller_id AS employer_id, CASE WHEN f.valid_until = '' THEN '9999-12-31' ELSE f.valid_until END AS until
			FROM fact f
			WHERE`+in+stands+`
			UNION ALL
			SELECT f.person_id, f.course_id, s.employer_id, CASE WHEN f.valid_until = '' THEN '9999-12-31' ELSE f.valid_until END AS until
			FROM fact f
			JOIN record_share s ON s.person_id = f.person_id AND s.withdrawn_at IS NULL AND s.fact_id IN ('', f.id)
			WHERE`+in+stands+`) AS seen
		GROUP BY person_id, course_id, employer_id
		HAVING MAX(until) >= $1 AND MAX(until) <= $2
		ORDER BY person_id, course_id, employer_id`,
		db.Args(courseIDs, from, through)...)
}
