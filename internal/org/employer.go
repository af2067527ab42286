package org

import (
	"context"
	"strings"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// EmployerOf gives the nearest employer or municipality on the way up from a path on a day: whose
// the place is, and so who is controller of what happens there (rule 3).
func EmployerOf(ctx context.Context, q db.Q, path, on string) (Node, error) {
	ids := strings.Split(path, "/")
	n, err := db.One(ctx, q, scanNode, selectNode+`
		WHERE n.kind IN ('employer', 'municipality') AND p.valid_from <= $1 AND p.valid_until > $1 AND p.node_id IN (`+db.Marks(2, len(ids))+`)
		ORDER BY LENGTH(p.path) DESC
		LIMIT 1`,
		db.Args(ids, on)...)
	return n, missing(err)
}

// EmployerNamed finds a municipality or another employer as people write it: by its name or its code. ErrNoNode when
// there is none of that name.
func (t *Tree) EmployerNamed(ctx context.Context, text, on string) (Node, error) {
	text = strings.TrimSpace(text)
	all, err := t.Municipalities(ctx, on)
	if err != nil {
		return Node{}, err
	}
	for _, n := range all {
		if n.Code == text || strings.EqualFold(n.Name, text) {
			return n, nil
		}
	}
	n, err := db.One(ctx, t.DB, scanNode, selectNode+`
		WHERE n.kind = 'employer' AND p.name = $1 AND p.valid_from <= $2 AND p.valid_until > $2
		ORDER BY p.node_id
		LIMIT 1`,
		text, on)
	return n, missing(err)
}

// Employers gives the municipalities and other employers where an actor holds a role that may do it:
// whose pages the actor sees. A role further up or down gives none.
func (t *Tree) Employers(ctx context.Context, a may.Actor, do may.Action, on string) ([]Node, error) {
	var out []Node
	for _, path := range a.Scopes(do) {
		n, err := t.Find(ctx, path[strings.LastIndexByte(path, '/')+1:], on)
		if err != nil {
			return nil, err
		}
		if k := Kind(n.Kind); k == Municipality || k == Employer {
			out = append(out, n)
		}
	}
	return out, nil
}

// UnitsIn lists the units under paths on a day, in Swedish name order, at most limit. Those of
// another employer inside a path are not there unless a path stands at that employer (rule 3).
func (t *Tree) UnitsIn(ctx context.Context, paths []string, on string, limit int) ([]Node, error) {
	var out []Node
	for _, path := range paths {
		low, high := Inside(path)
		found, err := db.All(ctx, t.DB, scanNode, selectNode+`
			WHERE n.kind IN ('unit', 'employer') AND (p.path = $1 OR (p.path >= $2 AND p.path < $3)) AND p.valid_from <= $4 AND p.valid_until > $4
			ORDER BY p.path
			LIMIT $5`,
			path, low, high, on, limit)
		if err != nil {
			return nil, err
		}
		out = append(out, ownUnits(path, found)...)
	}
	SortByName(out)
	return out[:min(limit, len(out))], nil
}

// ownUnits leaves out the units of employers that begin below the path. Nodes come in path order.
func ownUnits(path string, nodes []Node) []Node {
	var out []Node
	other := ""
	for _, n := range nodes {
		switch {
		case other != "" && strings.HasPrefix(n.Path, other+"/"):
		case Kind(n.Kind) == Employer && n.Path != path:
			other = n.Path
		case Kind(n.Kind) == Unit:
			out = append(out, n)
		}
	}
	return out
}

// EmployerAt gives whose a place is, as EmployerOf.
func (t *Tree) EmployerAt(ctx context.Context, path, on string) (Node, error) {
	return EmployerOf(ctx, t.DB, path, on)
}

// AskWithin asks for something that speaks in a place's own name. At an employer and below only the
// employer's own roles do: those who recommend and offer from above do not speak in its name (rule
// 8), nor does the municipality in a private employer's (rule 3).
func AskWithin(ctx context.Context, q db.Q, a may.Actor, do may.Action, node Node, on string) error {
	if err := may.Ask(a, do, node.Path); err != nil {
		return err
	}
	if k := Kind(node.Kind); k == Nation || k == RSS {
		return nil
	}
	employer, err := EmployerOf(ctx, q, node.Path, on)
	if err != nil {
		return err
	}
	return may.Ask(a.Inside(employer.Path), do, node.Path)
}
