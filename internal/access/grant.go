package access

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Grants gives the roles a person holds on a day, with where they reach.
func Grants(ctx context.Context, q db.Q, personID, on string) ([]may.Grant, error) {
	return db.All(ctx, q, scanGrant, `
		SELECT g.role, g.node_id, p.path, g.subject
		FROM role_grant g
		JOIN node_place p ON p.node_id = g.node_id AND p.valid_from <= $2 AND p.valid_until > $2
		WHERE g.person_id = $1 AND g.valid_from <= $2 AND g.valid_until > $2
		ORDER BY p.path, g.role
		LIMIT 200`,
		personID, on)
}

// heldFrom gives the roles a person holds on a day or is to hold later, with where they reach.
func (a *Access) heldFrom(ctx context.Context, personID, on string) ([]may.Grant, error) {
	return db.All(ctx, a.DB, scanGrant, `
		SELECT g.role, g.node_id, p.path, g.subject
		FROM role_grant g
		JOIN node_place p ON p.node_id = g.node_id AND p.valid_from <= $2 AND p.valid_until > $2
		WHERE g.person_id = $1 AND g.valid_until > $2
		LIMIT 1000`,
		personID, on)
}

func scanGrant(s db.Scanner) (g may.Grant, err error) {
	err = s.Scan(&g.Role, &g.NodeID, &g.Path, &g.Subject)
	return g, err
}

// Grant gives a person a role on a node from a day until another (the first day it no longer
// holds; db.NoEnd for none). Callers have asked for leave; the same role twice is held once.
func (a *Access) Grant(ctx context.Context, tx *db.Tx, personID string, role may.Role, nodeID, from, until, madeBy string) error {
	if _, err := a.holdAccount(ctx, tx, personID); err != nil {
		return err
	}
	n, err := db.One(ctx, tx, db.Number, `
		SELECT COUNT(*)
		FROM role_grant
		WHERE person_id = $1 AND role = $2 AND node_id = $3 AND subject = '' AND valid_from <= $4 AND valid_until >= $5`,
		personID, role, nodeID, from, until)
	if err != nil || n > 0 {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO role_grant (id, person_id, role, node_id, valid_from, valid_until, made_by, ended_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, '')`,
		a.NewID(), personID, role, nodeID, from, until, madeBy)
	return err
}

// Holder is who holds a role somewhere.
type Holder struct{ PersonID, NodeID string }

// Holders lists who holds a role on a node itself on a day.
func (a *Access) Holders(ctx context.Context, role may.Role, nodeID, on string) ([]Holder, error) {
	return db.All(ctx, a.DB, func(s db.Scanner) (h Holder, err error) { err = s.Scan(&h.PersonID, &h.NodeID); return h, err }, `
		SELECT person_id, node_id
		FROM role_grant
		WHERE node_id = $1 AND role = $2 AND valid_from <= $3 AND valid_until > $3
		ORDER BY person_id
		LIMIT 100`,
		nodeID, role, on)
}
