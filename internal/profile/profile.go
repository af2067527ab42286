// Package profile owns what competence each place asks for: requirement profiles in layers on the tree,
// as journeys are; how far people's roles go, what roles are described as and where they lead (R201, R202,
// R205, R283; rules 22 and 23).
//
// What holds at a place is resolved by profile/layer, pure.
//
// Tables: profile_layer, role_level, role_description, career_path. Says: Changed, in the same transaction. Asks: org, staff,
// framework, may, audit.
package profile

import (
	"context"
	"time"

	"yrkesresan/internal/framework"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/profile/layer"
	"yrkesresan/internal/staff"
)

// Profiles is the door to this room.
type Profiles struct {
	DB         *db.DB
	Tree       *org.Tree
	Staff      *staff.Staff
	Frameworks *framework.Frameworks
	Audit      *audit.Log
	Now        func() time.Time
	NewID      func() string
	// Changed, when set, is told in the transaction that what a node asks for has changed.
	Changed func(ctx context.Context, tx *db.Tx, nodeID string) error
	// PersonChanged, when set, is told in the transaction that how far a person's role goes has changed.
	PersonChanged func(ctx context.Context, tx *db.Tx, personID string) error
}

// LevelsOf gives how far the roles of some employments go on a day, by employment; who has none noted is
// not in it. It is for the rules.
func (ps *Profiles) LevelsOf(ctx context.Context, q db.Q, employmentIDs []string, on string) (map[string]layer.RoleLevel, error) {
	out := map[string]layer.RoleLevel{}
	if len(employmentIDs) == 0 {
		return out, nil
	}
	type row struct {
		employment string
		level      layer.RoleLevel
	}
	return out, db.Each(ctx, q, func(s db.Scanner) (l row, err error) { err = s.Scan(&l.employment, &l.level); return l, err },
		func(l row) error { out[l.employment] = l.level; return nil }, `
		SELECT employment_id, level
		FROM role_level
		WHERE employment_id IN (`+db.Marks(2, len(employmentIDs))+`) AND valid_from <= $1 AND valid_until > $1`,
		db.Args(employmentIDs, on)...)
}
