package org

import (
	"context"
	"strings"

	"yrkesresan/internal/platform/db"
)

const selectNode = `
		SELECT p.node_id, n.kind, n.code, p.name, p.label, p.parent_id, p.path, n.population
		FROM node_place p
		JOIN node n ON n.id = p.node_id`

func scanNode(s db.Scanner) (n Node, err error) {
	err = s.Scan(&n.ID, &n.Kind, &n.Code, &n.Name, &n.Label, &n.Parent, &n.Path, &n.Population)
	return n, err
}

// FindEver gives a node as it stood last, also when it is no more.
func (t *Tree) FindEver(ctx context.Context, id string) (Node, error) {
	n, err := db.One(ctx, t.DB, scanNode, selectNode+`
		WHERE p.node_id = $1 AND p.valid_from < p.valid_until
		ORDER BY p.valid_until DESC
		LIMIT 1`,
		id)
	return n, missing(err)
}

// Add puts a new node under its parent's path from a day on; madeBy names the person or import.
func (t *Tree) Add(ctx context.Context, tx *db.Tx, n Node, from, madeBy string) (Node, error) {
	if n.ID == "" {
		n.ID = t.NewID()
	}
	if n.Path == "" {
		parent, err := Find(ctx, tx, n.Parent, from)
		if err != nil {
			return n, err
		}
		n.Path = parent.Path + "/" + n.ID
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO node (id, kind, code, population, made_by)
		VALUES ($1, $2, $3, $4, $5)`,
		n.ID, n.Kind, n.Code, n.Population, madeBy)
	if err != nil {
		return n, err
	}
	return n, t.insertPlace(ctx, tx, n, from)
}

func (t *Tree) insertPlace(ctx context.Context, tx *db.Tx, n Node, from string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO node_place (id, node_id, parent_id, path, name, label, valid_from, valid_until)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		t.NewID(), n.ID, n.Parent, n.Path, n.Name, n.Label, from, db.NoEnd)
	return err
}

// Rename gives a node another name from a day on; the old name stays true before it.
func (t *Tree) Rename(ctx context.Context, tx *db.Tx, id, name, from string) error {
	n, err := hold(ctx, tx, id, from)
	if err != nil {
		return err
	}
	n.Name = name
	return t.replace(ctx, tx, n, from)
}

// Move puts a node, with all that stands under it, under another parent from a day on.
func (t *Tree) Move(ctx context.Context, tx *db.Tx, id, parentID, from string) error {
	n, err := hold(ctx, tx, id, from)
	if err != nil {
		return err
	}
	parent, err := Find(ctx, tx, parentID, from)
	if err != nil {
		return err
	}
	if parent.Path == n.Path || strings.HasPrefix(parent.Path, n.Path+"/") {
		return ErrCircle
	}
	under, err := Under(ctx, tx, n.Path, from)
	if err != nil {
		return err
	}
	path := parent.Path + "/" + n.ID
	for _, child := range under {
		if child.ID == n.ID {
			child.Parent = parentID
		}
		child.Path = path + strings.TrimPrefix(child.Path, n.Path)
		if err := t.replace(ctx, tx, child, from); err != nil {
			return err
		}
	}
	return nil
}

// replace closes what was true until the day and opens what is true from it.
func (t *Tree) replace(ctx context.Context, tx *db.Tx, n Node, from string) error {
	_, err := tx.Exec(ctx, `
		UPDATE node_place
		SET valid_until = $2
		WHERE node_id = $1 AND valid_until > $2`,
		n.ID, from)
	if err != nil {
		return err
	}
	return t.insertPlace(ctx, tx, n, from)
}

// hold takes the node's row before its place is decided on; two moves at once wait for one another.
func hold(ctx context.Context, tx *db.Tx, id, on string) (Node, error) {
	if _, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, id); err != nil {
		return Node{}, err
	}
	return Find(ctx, tx, id, on)
}
