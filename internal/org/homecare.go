package org

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// HomeCare lists the places that an employer has said are home care on a day. It is asked by the rules and
// tells nothing of persons: callers have asked for leave.
func (t *Tree) HomeCare(ctx context.Context, employerID, on string) ([]Care, error) {
	return homeCare(ctx, t.DB, employerID, on)
}

func homeCare(ctx context.Context, q db.Q, employerID, on string) ([]Care, error) {
	return db.All(ctx, q, func(s db.Scanner) (c Care, err error) {
		err = s.Scan(&c.ID, &c.NodeID, &c.Name, &c.Path, &c.From)
		return c, err
	}, `
		SELECT h.id, h.node_id, p.name, p.path, h.valid_from
		FROM home_care h
		JOIN node_place p ON p.node_id = h.node_id AND p.valid_from <= $2 AND p.valid_until > $2
		WHERE h.employer_id = $1 AND h.valid_from <= $2 AND h.valid_until > $2
		ORDER BY p.name, h.id
		LIMIT 2000`,
		employerID, on)
}

// IsHomeCare tells whether a place of an employer, or one above it within the employer, is home care on a day.
func (t *Tree) IsHomeCare(ctx context.Context, employerID, path, on string) (bool, error) {
	over := strings.Split(path, "/")
	all, err := t.HomeCare(ctx, employerID, on)
	return slices.ContainsFunc(all, func(c Care) bool { return slices.Contains(over, c.NodeID) }), err
}

// SetHomeCare says that a place is home care, or no longer is, from today, to who edits the employer's
// settings. Twice is once.
func (t *Tree) SetHomeCare(ctx context.Context, a may.Actor, employerID, nodeID string, is bool, today string) error {
	employer, err := t.maySet(ctx, a, employerID, today)
	if err != nil {
		return err
	}
	node, err := t.Find(ctx, nodeID, today)
	if err != nil {
		return err
	}
	if of, err := EmployerOf(ctx, t.DB, node.Path, today); err != nil || of.ID != employer.ID {
		return ErrNoNode.On("plats")
	}
	return t.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := hold(ctx, tx, employer.ID, today); err != nil {
			return err
		}
		if !is {
			_, err := tx.Exec(ctx, `
				UPDATE home_care
				SET valid_until = $3
				WHERE employer_id = $1 AND node_id = $2 AND valid_until > $3`,
				employerID, nodeID, today)
			return err
		}
		return t.addHomeCare(ctx, tx, employerID, nodeID, today, a.PersonID)
	})
}

// addHomeCare is once for a place that is home care already.
func (t *Tree) addHomeCare(ctx context.Context, tx *db.Tx, employerID, nodeID, from, by string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO home_care (id, employer_id, node_id, valid_from, valid_until, made_by)
		SELECT $1, $2, $3, $4, '9999-12-31', $5
		WHERE NOT EXISTS (SELECT 1 FROM home_care h WHERE h.node_id = $3 AND h.valid_until = '9999-12-31')`,
		t.NewID(), employerID, nodeID, from, by)
	return err
}

// followHomeCare lets the place that a home care unit merges into be home care.
func (t *Tree) followHomeCare(ctx context.Context, tx *db.Tx, m Merged) error {
	n, err := tx.Exec(ctx, `
		UPDATE home_care
		SET valid_until = $2
		WHERE node_id = $1 AND valid_until > $2`,
		m.From.ID, m.On)
	if err != nil || n == 0 {
		return err
	}
	return t.addHomeCare(ctx, tx, m.EmployerID, m.Into.ID, m.On, m.By)
}
