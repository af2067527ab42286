package org

import (
	"context"
	"errors"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// mostChildren bounds the nodes directly under one: the nation has 24, a large municipality some
// hundred.
const mostChildren = 2000

// Level is a node with what stands directly under it, one page at a time.
type Level struct {
	Node
	Up       Node   // the node above, when the actor may see it; else the zero Node
	Children []Node // in Swedish name order
	All      int    // children in all
	Units    int64  // units under the node, at any depth
}

// Below gives a node and what stands directly under it to who may see it, at most limit from
// offset.
func (t *Tree) Below(ctx context.Context, a may.Actor, id, on string, limit, offset int) (Level, error) {
	n, err := t.Find(ctx, id, on)
	if err != nil {
		return Level{}, err
	}
	if err := may.Ask(a, may.SeeNode, n.Path); err != nil {
		return Level{}, err
	}
	l := Level{Node: n}
	if n.Parent != "" {
		up, err := t.Find(ctx, n.Parent, on)
		if err != nil {
			return l, err
		}
		if may.Ask(a, may.SeeNode, up.Path) == nil {
			l.Up = up
		}
	}
	all, err := t.Children(ctx, id, on, mostChildren, 0)
	if err != nil {
		return l, err
	}
	SortByName(all) // the databases sort å ä ö each in their own way
	l.All = len(all)
	from := min(offset, len(all))
	l.Children = all[from:min(from+limit, len(all))]
	l.Units, err = t.units(ctx, n.Path, on)
	return l, err
}

// Places gives the nodes of an actor's grants by id; one that has ended is not there.
func (t *Tree) Places(ctx context.Context, a may.Actor, on string) (map[string]Node, error) {
	out := map[string]Node{}
	for _, g := range a.Grants {
		if _, have := out[g.NodeID]; have {
			continue
		}
		n, err := t.Find(ctx, g.NodeID, on)
		if errors.Is(missing(err), ErrNoNode) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out[g.NodeID] = n
	}
	return out, nil
}

// units counts the units under a path on a day.
func (t *Tree) units(ctx context.Context, path, on string) (int64, error) {
	low, high := Inside(path)
	return db.One(ctx, t.DB, db.Number, `
		SELECT COUNT(*)
		FROM node_place p
		JOIN node n ON n.id = p.node_id
		WHERE n.kind = 'unit' AND p.path >= $1 AND p.path < $2 AND p.valid_from <= $3 AND p.valid_until > $3`,
		low, high, on)
}
