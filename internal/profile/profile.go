// Package profile owns what competence each place asks for: requirement profiles in layers on the tree,
// as journeys are, and how far people's roles go (R201, R202, R283; rules 22 and 23).
//
// What holds at a place is resolved by profile/layer, pure.
//
// Tables: profile_layer, role_level. Says: Changed, in the same transaction. Asks: org, staff,
// framework, may, audit.
package profile

import (
	"context"
	"encoding/json"
	"strings"
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

// Reader resolves the profiles of many places on one day; each layer is read once. It is for rules that
// sum up: it asks no leave. It is used by one goroutine.
type Reader struct {
	q      db.Q
	on     string
	layers map[string]*layer.Layer // by node; nil: it has none
	asked  map[string][]layer.Asked
}

// Reader makes one for a day (YYYY-MM-DD).
func (ps *Profiles) Reader(on string) *Reader {
	return &Reader{ps.DB, on, map[string]*layer.Layer{}, map[string][]layer.Asked{}}
}

// At gives what is asked for at a place, given its path: by it and everything above it.
func (r *Reader) At(ctx context.Context, path string) ([]layer.Asked, error) {
	if have, ok := r.asked[path]; ok {
		return have, nil
	}
	nodes := strings.Split(strings.Trim(path, "/"), "/")
	var unknown []string
	for _, id := range nodes {
		if _, ok := r.layers[id]; !ok {
			unknown = append(unknown, id)
		}
	}
	if err := r.fetch(ctx, unknown); err != nil {
		return nil, err
	}
	var layers []layer.Layer
	for _, id := range nodes {
		if l := r.layers[id]; l != nil {
			layers = append(layers, *l)
		}
	}
	r.asked[path] = layer.Resolve(layers, r.on)
	return r.asked[path], nil
}

func (r *Reader) fetch(ctx context.Context, nodes []string) error {
	if len(nodes) == 0 {
		return nil
	}
	args := []any{r.on}
	for _, id := range nodes {
		r.layers[id] = nil
		args = append(args, id)
	}
	type row struct {
		layer.Layer
		body string
	}
	return db.Each(ctx, r.q, func(s db.Scanner) (l row, err error) {
		err = s.Scan(&l.NodeID, &l.NodeName, &l.NodeKind, &l.Since, &l.body)
		return l, err
	}, func(l row) error {
		if err := json.Unmarshal([]byte(l.body), &l.Ops); err != nil {
			return err
		}
		r.layers[l.NodeID] = &l.Layer
		return nil
	}, `
		SELECT l.node_id, p.name, n.kind, l.valid_from, l.body
		FROM profile_layer l
		JOIN node n ON n.id = l.node_id
		JOIN node_place p ON p.node_id = l.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		WHERE l.valid_from <= $1 AND l.valid_until > $1 AND l.node_id IN (`+db.Marks(2, len(nodes))+`)`,
		args...)
}

// LevelsOf gives how far the roles of some employments go on a day, by employment; who has none noted is
// not in it. It is for the rules.
func (ps *Profiles) LevelsOf(ctx context.Context, q db.Q, employmentIDs []string, on string) (map[string]layer.RoleLevel, error) {
	out := map[string]layer.RoleLevel{}
	if len(employmentIDs) == 0 {
		return out, nil
	}
	args := []any{on}
	for _, id := range employmentIDs {
		args = append(args, id)
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
		args...)
}
