package access

import (
	"cmp"
	"context"
	"errors"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Grants gives the roles that a person holds on a day, with where they reach. A role at an employer
// counts only while the person works there, or at the employer that lends the person, unless its
// terms say otherwise: derived here, so that an employment that ends takes its roles with it at
// once, and a corrected file gives them back.
//
// The way up from each node ends at the first employer; the tree is some steps deep.
func Grants(ctx context.Context, q db.Q, personID, on string) ([]may.Grant, error) {
	var out []may.Grant
	err := db.Each(ctx, q, scanCounted, func(g countedGrant) error {
		if g.works > 0 || !may.TermsOf(g.Role).Employed {
			out = append(out, g.Grant)
		}
		return nil
	}, `
		WITH RECURSIVE held AS (
			SELECT g.role, g.node_id, p.path, g.subject, g.lent_by, p.parent_id, n.kind
			FROM role_grant g
			JOIN node_place p ON p.node_id = g.node_id AND p.valid_from <= $2 AND p.valid_until > $2
			JOIN node n ON n.id = g.node_id
			WHERE g.person_id = $1 AND g.valid_from <= $2 AND g.valid_until > $2
			ORDER BY p.path, g.role
			LIMIT 200
		), up AS (
			SELECT DISTINCT node_id AS start, node_id AS at, parent_id, kind
			FROM held
			UNION ALL
			SELECT u.start, p.node_id, p.parent_id, n.kind
			FROM up u
			JOIN node_place p ON p.node_id = u.parent_id AND p.valid_from <= $2 AND p.valid_until > $2
			JOIN node n ON n.id = p.node_id
			WHERE u.kind NOT IN ('employer', 'municipality')
		)
		SELECT h.role, h.node_id, h.path, h.subject, (
			SELECT COUNT(*)
			FROM up u
			JOIN employment_period k ON k.person_id = $1 AND k.employer_id = CASE WHEN h.lent_by = '' THEN u.at ELSE h.lent_by END
			WHERE u.start = h.node_id AND u.kind IN ('employer', 'municipality')
			      AND k.valid_from <= $2 AND k.valid_until > $2 AND (k.end_date = '' OR k.end_date >= $2))
		FROM held h
		ORDER BY h.path, h.role`,
		personID, on)
	return out, err
}

type countedGrant struct {
	may.Grant
	works int64
}

func scanCounted(s db.Scanner) (g countedGrant, err error) {
	err = s.Scan(&g.Role, &g.NodeID, &g.Path, &g.Subject, &g.works)
	return g, err
}

// works tells whether a person works for an employer on a day. One who begins later does: the
// employer has said so, and the role has a day of its own.
func works(ctx context.Context, q db.Q, personID, employerID, on string) (bool, error) {
	n, err := db.One(ctx, q, db.Number, `
		SELECT COUNT(*)
		FROM employment_period
		WHERE person_id = $1 AND employer_id = $2 AND valid_from <= $3 AND valid_until > $3 AND (end_date = '' OR end_date >= $3)`,
		personID, employerID, on)
	return n > 0, err
}

// heldFrom gives the roles a person holds on a day or is to hold later, with where they reach, also
// those that do not count now because the person does not work there.
func (a *Access) heldFrom(ctx context.Context, personID, on string) ([]may.Grant, error) {
	return db.All(ctx, a.DB, func(s db.Scanner) (g may.Grant, err error) {
		err = s.Scan(&g.Role, &g.NodeID, &g.Path, &g.Subject)
		return g, err
	}, `
		SELECT g.role, g.node_id, p.path, g.subject
		FROM role_grant g
		JOIN node_place p ON p.node_id = g.node_id AND p.valid_from <= $2 AND p.valid_until > $2
		WHERE g.person_id = $1 AND g.valid_until > $2
		LIMIT 1000`,
		personID, on)
}

// Grant gives a person a role on a node from a day until another (the first day it no longer
// holds; db.NoEnd for none). Callers have asked for leave; the same role twice is held once.
func (a *Access) Grant(ctx context.Context, tx *db.Tx, personID string, role may.Role, nodeID, from, until, madeBy string) error {
	return a.GrantAbout(ctx, tx, personID, role, nodeID, "", from, until, madeBy)
}

// GrantAbout gives a role narrowed to one thing at the node: the journey that a producer produces.
func (a *Access) GrantAbout(ctx context.Context, tx *db.Tx, personID string, role may.Role, nodeID, subject, from, until, madeBy string) error {
	if _, err := a.holdAccount(ctx, tx, personID); err != nil {
		return err
	}
	n, err := db.One(ctx, tx, db.Number, `
		SELECT COUNT(*)
		FROM role_grant
		WHERE person_id = $1 AND role = $2 AND node_id = $3 AND subject = $4 AND valid_from <= $5 AND valid_until >= $6`,
		personID, role, nodeID, subject, from, until)
	if err != nil || n > 0 {
		return err
	}
	h := Held{ID: a.NewID(), PersonID: personID, Role: role, NodeID: nodeID, Subject: subject, From: from, Until: until, MadeBy: madeBy}
	if err := a.insertGrant(ctx, tx, h, Given, ""); err != nil || a.Appointed == nil || !may.TermsOf(role).Appointed {
		return err
	}
	return a.Appointed(ctx, tx, h)
}

// GrantHeld notes a role that follows from an appointment, and gives its id. The room of appointments has asked for
// leave and for consent, and tells the person.
func (a *Access) GrantHeld(ctx context.Context, tx *db.Tx, h Held) (string, error) {
	h.ID = a.NewID()
	return h.ID, a.insertGrant(ctx, tx, h, Given, "")
}

// EndHeld ends a role that followed from an appointment, on a day (the first that it no longer holds). One that has
// ended by then is left.
func (a *Access) EndHeld(ctx context.Context, tx *db.Tx, grantID, day, by string) error {
	h, err := findHeld(ctx, tx, grantID)
	if errors.Is(err, ErrNoGrant) || err == nil && h.Until <= day {
		return nil
	}
	if err != nil {
		return err
	}
	h.Until = max(h.From, day)
	if _, err := tx.Exec(ctx, `
		UPDATE role_grant
		SET valid_until = $2, ended_by = $3
		WHERE id = $1`,
		h.ID, h.Until, by); err != nil {
		return err
	}
	return a.insertLog(ctx, tx, Ended, h, by, "")
}

// Holder is who holds a role somewhere.
type Holder struct{ PersonID, NodeID, lentBy string }

// Holders lists who holds a role on a node itself on a day: of a role that asks for an employment,
// those who work there.
func (a *Access) Holders(ctx context.Context, role may.Role, nodeID, on string) ([]Holder, error) {
	all, err := db.All(ctx, a.DB, func(s db.Scanner) (h Holder, err error) {
		err = s.Scan(&h.PersonID, &h.NodeID, &h.lentBy)
		return h, err
	}, `
		SELECT person_id, node_id, lent_by
		FROM role_grant
		WHERE node_id = $1 AND role = $2 AND valid_from <= $3 AND valid_until > $3
		ORDER BY person_id
		LIMIT 100`,
		nodeID, role, on)
	if err != nil || len(all) == 0 || !may.TermsOf(role).Employed {
		return all, err
	}
	node, err := org.Find(ctx, a.DB, nodeID, on)
	if errors.Is(err, org.ErrNoNode) { // a place that has ended has nobody
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	employer, err := org.EmployerOf(ctx, a.DB, node.Path, on)
	if err != nil {
		return nil, err
	}
	out := all[:0]
	for _, h := range all {
		here, err := works(ctx, a.DB, h.PersonID, cmp.Or(h.lentBy, employer.ID), on)
		if err != nil {
			return nil, err
		}
		if here {
			out = append(out, h)
		}
	}
	return out, nil
}
