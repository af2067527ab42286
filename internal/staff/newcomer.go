package staff

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// Newcomers gives who works under a path on a day and began at the employer since another day, each once. Who changes
// work at the same employer is not new. It is for rules that sum up: it asks no leave.
func (s *Staff) Newcomers(ctx context.Context, path, since, on string) ([]string, error) {
	low, high := org.Inside(path)
	return db.All(ctx, s.DB, db.Text, `
		SELECT DISTINCT p.person_id
		FROM node_place u
		JOIN employment_period p ON p.unit_id = u.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		WHERE u.path >= $2 AND u.path < $3 AND u.valid_from <= $1 AND u.valid_until > $1
			AND p.start_date >= $4 AND p.start_date <= $1 AND (p.end_date = '' OR p.end_date >= $1) AND NOT p.dormant
			AND NOT EXISTS (
				SELECT 1
				FROM employment_period e
				WHERE e.person_id = p.person_id AND e.employer_id = p.employer_id AND e.start_date < $4 AND e.valid_from < e.valid_until)
		ORDER BY p.person_id`,
		on, low, high, since)
}
