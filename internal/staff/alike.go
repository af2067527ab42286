package staff

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// Alike is how many current employments have the same occupation, area and form.
type Alike struct {
	Occupation, Area, Form string
	N                      int64
}

// Groups counts the employments under a node on a day by what journeys ask of them. It names nobody;
// callers have asked for leave.
func (s *Staff) Groups(ctx context.Context, node org.Node, on string) ([]Alike, error) {
	low, high := org.Inside(node.Path)
	return db.All(ctx, s.DB, func(r db.Scanner) (g Alike, err error) {
		err = r.Scan(&g.Occupation, &g.Area, &g.Form, &g.N)
		return g, err
	}, `
		SELECT p.occupation, p.area, p.form, COUNT(*)
		FROM node_place u
		JOIN employment_period p ON p.unit_id = u.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		WHERE u.path >= $2 AND u.path < $3 AND u.valid_from <= $1 AND u.valid_until > $1
		GROUP BY p.occupation, p.area, p.form
		ORDER BY p.occupation, p.area, p.form`,
		on, low, high)
}

// OccupationsUnder gives the occupations of an employer's people at a path and under it on a day, the most
// common first. It names nobody; callers have asked for leave.
func (s *Staff) OccupationsUnder(ctx context.Context, path, employerID, on string) ([]string, error) {
	low, high := org.Inside(path)
	return db.All(ctx, s.DB, db.Text, `
		SELECT p.occupation
		FROM node_place u
		JOIN employment_period p ON p.unit_id = u.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		WHERE (u.path = $2 OR (u.path >= $3 AND u.path < $4)) AND u.valid_from <= $1 AND u.valid_until > $1 AND p.employer_id = $5 AND p.occupation <> ''
		GROUP BY p.occupation
		ORDER BY COUNT(*) DESC, p.occupation`,
		on, path, low, high, employerID)
}
