package staff

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// UnitsWithPeople lists the units of an employer where somebody works today, in path order, at most
// limit, to who may read in its staff.
func (s *Staff) UnitsWithPeople(ctx context.Context, a may.Actor, employer org.Node, limit int) ([]org.Node, error) {
	if err := may.Ask(a, may.ImportStaff, employer.Path); err != nil {
		return nil, err
	}
	low, high := org.Inside(employer.Path)
	return db.All(ctx, s.DB, func(r db.Scanner) (n org.Node, err error) {
		err = r.Scan(&n.ID, &n.Name, &n.Path)
		return n, err
	}, `
		SELECT u.node_id, u.name, u.path
		FROM node_place u
		WHERE u.path >= $1 AND u.path < $2 AND u.valid_from <= $3 AND u.valid_until > $3
		      AND EXISTS (
			SELECT 1
			FROM employment_period p
			WHERE p.unit_id = u.node_id AND p.employer_id = $4 AND p.valid_from <= $3 AND p.valid_until > $3)
		ORDER BY u.path
		LIMIT $5`,
		low, high, s.Today(), employer.ID, limit)
}
