package org

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// AddAll puts many new nodes into the tree from a day on, in two statements. Each node comes with
// its id, its parent and its whole path; parents stand before children.
func (t *Tree) AddAll(ctx context.Context, tx *db.Tx, nodes []Node, from, madeBy string) error {
	if len(nodes) == 0 {
		return nil
	}
	_, err := tx.Load(ctx, "node", []string{"id", "kind", "code", "population", "made_by"}, func(yield func([]any) bool) {
		for _, n := range nodes {
			if !yield([]any{n.ID, n.Kind, n.Code, n.Population, madeBy}) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	columns := []string{"id", "node_id", "parent_id", "path", "name", "label", "valid_from", "valid_until"}
	_, err = tx.Load(ctx, "node_place", columns, func(yield func([]any) bool) {
		for _, n := range nodes {
			if !yield([]any{t.NewID(), n.ID, n.Parent, n.Path, n.Name, n.Label, from, db.NoEnd}) {
				return
			}
		}
	})
	return err
}

// Moved is what a move did to one node's place, so that it can be taken back exactly.
type Moved struct{ NodeID, Closed, Opened string }

// MoveNoted is Move that tells what it did.
func (t *Tree) MoveNoted(ctx context.Context, tx *db.Tx, id, parentID, from string) ([]Moved, error) {
	n, err := hold(ctx, tx, id, from)
	if err != nil {
		return nil, err
	}
	before, err := openPlaces(ctx, tx, n.Path)
	if err != nil {
		return nil, err
	}
	if err := t.Move(ctx, tx, id, parentID, from); err != nil {
		return nil, err
	}
	if n, err = Find(ctx, tx, id, from); err != nil {
		return nil, err
	}
	after, err := openPlaces(ctx, tx, n.Path)
	if err != nil {
		return nil, err
	}
	var out []Moved
	for node, closed := range before {
		out = append(out, Moved{NodeID: node, Closed: closed, Opened: after[node]})
	}
	return out, nil
}

// openPlaces gives the place rows without an end at a path and under it, by node.
func openPlaces(ctx context.Context, q db.Q, path string) (map[string]string, error) {
	low, high := Inside(path)
	out := map[string]string{}
	return out, db.Each(ctx, q, func(s db.Scanner) (m Moved, err error) { err = s.Scan(&m.NodeID, &m.Opened); return m, err },
		func(m Moved) error { out[m.NodeID] = m.Opened; return nil }, `
		SELECT node_id, id
		FROM node_place
		WHERE (path = $1 OR (path >= $2 AND path < $3)) AND valid_until = '9999-12-31'`,
		path, low, high)
}

// TakeBack undoes moves. A node that has moved or changed its name since stays as it is.
func (t *Tree) TakeBack(ctx context.Context, tx *db.Tx, moves []Moved) error {
	for _, m := range moves {
		n, err := tx.Exec(ctx, `
			DELETE FROM node_place
			WHERE id = $1 AND valid_until = '9999-12-31'`,
			m.Opened)
		if err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		_, err = tx.Exec(ctx, `
			UPDATE node_place
			SET valid_until = '9999-12-31'
			WHERE id = $1`,
			m.Closed)
		if err != nil {
			return err
		}
	}
	return nil
}

// Recode gives a node another code, when it has the one it is known to have.
func Recode(ctx context.Context, tx *db.Tx, id, was, code string) error {
	_, err := tx.Exec(ctx, `
		UPDATE node
		SET code = $3
		WHERE id = $1 AND code = $2`,
		id, was, code)
	return err
}

// Remove takes a node out of the tree as if it had never been. The caller knows that nothing
// hangs on it.
func Remove(ctx context.Context, tx *db.Tx, id string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM node_place WHERE node_id = $1`, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM node WHERE id = $1`, id)
	return err
}
