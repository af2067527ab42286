package staff

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Begun is an employment that is new at its employer.
type Begun struct {
	Employment
	FirstKnown string // the day since when the employer's files tell of it
}

// Begun lists employments at units that are under way on a day and began, or were first told of, since another day; each
// with who is new there. Not new is who was employed before the employer's first file, who works or has worked at the
// employer within the year before, and who is hourly and absent from the files. It is for rules that go through
// everybody: it asks no leave.
func (s *Staff) Begun(ctx context.Context, since, yearBefore, on string) ([]Begun, error) {
	return db.All(ctx, s.DB, func(r db.Scanner) (b Begun, err error) {
		err = r.Scan(append(b.fields(), &b.FirstKnown)...)
		return b, err
	}, `
		WITH fresh AS (
			SELECT employment_id, MIN(valid_from) AS known
			FROM employment_period
			WHERE valid_from < valid_until
			GROUP BY employment_id
			HAVING MIN(valid_from) >= $2 OR MAX(start_date) >= $2
		), opened AS (
			SELECT employer_id, MIN(valid_from) AS day
			FROM employment_period
			WHERE valid_from < valid_until
			GROUP BY employer_id
		)
		SELECT`+employmentColumns+`, f.known
		FROM fresh f
		JOIN employment_period p ON p.employment_id = f.employment_id AND p.valid_from <= $1 AND p.valid_until > $1
		JOIN employment k ON k.id = p.employment_id
		JOIN node n ON n.id = p.unit_id AND n.kind = 'unit'
		JOIN node_place u ON u.node_id = p.unit_id AND u.valid_from <= $1 AND u.valid_until > $1
		JOIN opened o ON o.employer_id = p.employer_id
		WHERE p.start_date <= $1 AND (p.end_date = '' OR p.end_date >= $1) AND NOT p.dormant AND p.start_date >= o.day
		      AND NOT EXISTS (
			SELECT 1
			FROM employment_period e
			WHERE e.person_id = p.person_id AND e.employer_id = p.employer_id AND e.employment_id <> p.employment_id
			      AND e.start_date < p.start_date AND (e.end_date = '' OR e.end_date >= $3) AND e.valid_from < e.valid_until)
		ORDER BY k.id`,
		on, since, yearBefore)
}
