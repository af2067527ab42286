package staff

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Headcount counts who works under a node today, each person once, to who may see the node's
// figures. The page rounds it: a figure never points at anybody (rule 25).
func (s *Staff) Headcount(ctx context.Context, a may.Actor, node org.Node) (int64, error) {
	if err := may.Ask(a, may.SeeNode, node.Path); err != nil {
		return 0, err
	}
	low, high := org.Inside(node.Path)
	return db.One(ctx, s.DB, db.Number, `
		SELECT COUNT(DISTINCT p.person_id)
		FROM node_place u
		JOIN employment_period p ON p.unit_id = u.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		WHERE (u.path = $2 OR (u.path >= $3 AND u.path < $4)) AND u.valid_from <= $1 AND u.valid_until > $1`,
		s.Today(), node.Path, low, high)
}
