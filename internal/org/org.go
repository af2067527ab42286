// Package org owns the tree that everything hangs on, and the reference data.
//
// The tree is nation → RSS → municipality → operations (any depth) → unit → team. A node is for
// ever; its name and place are valid from one day until another, so that a reorganisation keeps
// its history (rules 1–3).
//
// People decide about the tree from a day on (Decide): what is for a later day waits and is done on its
// day (Due). Here too stand which functions an employer must have, which it has chosen, and whom its
// employees turn to.
//
// Tables: node, node_place, municipality_rss, reference, title_rule, title_change, tree_change, node_alias,
// healthcare, home_care, function_holder, function_switch, contact, synonym, reference_change. Says: Merged to its Followers. Asks: may, identity.
package org

import (
	"context"
	"slices"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// Kind is what a node is.
type Kind string

// The kinds of nodes, outermost first. An employer is a private provider or a kommunalförbund
// under a municipality (rule 3).
const (
	Nation       Kind = "nation"
	RSS          Kind = "rss"
	Municipality Kind = "municipality"
	Employer     Kind = "employer"
	Operation    Kind = "operation"
	Unit         Kind = "unit"
	Team         Kind = "team"
)

// Sweden is the id of the root.
const Sweden = "se"

// Faults.
var (
	ErrNoNode = fault.New(fault.Missing, "org.node_missing")
	ErrCircle = fault.New(fault.Invalid, "org.circle")
	ErrKind   = fault.New(fault.Invalid, "org.wrong_kind")
)

// Node is a node as it was on one day.
type Node struct {
	ID, Kind   string
	Code       string // SCB code, RSS code, or the unit's accounting code (ansvar)
	Name       string
	Label      string // the municipality's own word for an operation: förvaltning, stadsdel …
	Parent     string
	Path       string // ids from the root, joined by "/"
	Population int64
}

// Tree is the door to this room.
type Tree struct {
	DB        *db.DB
	NewID     func() string
	Followers []Follower // rooms that have something standing on places
	// Changed, when set, is told in the transaction that what stands at a place or under it stands otherwise now.
	Changed func(ctx context.Context, tx *db.Tx, nodeID string) error
	// Switched, when set, is told in the transaction that an employer has switched an optional function on or off.
	Switched func(ctx context.Context, tx *db.Tx, employerID string, kind FunctionKind, is bool) error
	cache    referenceCache
}

// MunicipalityID is the node id of a municipality with an SCB code.
func MunicipalityID(code string) string { return "k-" + code }

// RSSID is the node id of an RSS.
func RSSID(code string) string { return "rss-" + code }

// Find gives a node as it stands on a day (YYYY-MM-DD).
func (t *Tree) Find(ctx context.Context, id, on string) (Node, error) { return Find(ctx, t.DB, id, on) }

// Find reads a node on a day, inside or outside a transaction. ErrNoNode when it does not exist then.
func Find(ctx context.Context, q db.Q, id, on string) (Node, error) {
	n, err := db.One(ctx, q, scanNode, selectNode+`
		WHERE p.node_id = $1 AND p.valid_from <= $2 AND p.valid_until > $2`,
		id, on)
	return n, missing(err)
}

// Municipality finds a municipality by SCB code.
func (t *Tree) Municipality(ctx context.Context, code, on string) (Node, error) {
	return t.Find(ctx, MunicipalityID(code), on)
}

// Under lists a node and everything under it on a day, in path order.
func Under(ctx context.Context, q db.Q, path, on string) ([]Node, error) {
	low, high := Inside(path)
	return db.All(ctx, q, scanNode, selectNode+`
		WHERE (p.path = $1 OR (p.path >= $2 AND p.path < $3)) AND p.valid_from <= $4 AND p.valid_until > $4
		ORDER BY p.path`,
		path, low, high, on)
}

// Children lists the nodes directly under one, in name order, at most limit from offset.
func (t *Tree) Children(ctx context.Context, parent, on string, limit, offset int) ([]Node, error) {
	return db.All(ctx, t.DB, scanNode, selectNode+`
		WHERE p.parent_id = $1 AND p.valid_from <= $2 AND p.valid_until > $2
		ORDER BY p.name, p.node_id
		LIMIT $3 OFFSET $4`,
		parent, on, limit, offset)
}

// Municipalities lists all 290, in code order.
func (t *Tree) Municipalities(ctx context.Context, on string) ([]Node, error) {
	return Municipalities(ctx, t.DB, on)
}

// Municipalities lists all 290, in code order, also inside a transaction.
func Municipalities(ctx context.Context, q db.Q, on string) ([]Node, error) {
	return db.All(ctx, q, scanNode, selectNode+`
		WHERE n.kind = 'municipality' AND p.valid_from <= $1 AND p.valid_until > $1
		ORDER BY n.code`,
		on)
}

// Inside gives the bounds of all paths under one: low <= path < high. "0" follows "/" in byte order.
func Inside(path string) (low, high string) { return path + "/", path + "0" }

// RSSOf tells which RSS a municipality belongs to for a journey on a day: the journey's own, else
// the default (rule 2). It is never derived from the county.
func RSSOf(ctx context.Context, q db.Q, municipalityID, journeyID, on string) (string, error) {
	rss, err := db.One(ctx, q, db.Text, `
		SELECT rss_id
		FROM municipality_rss
		WHERE municipality_id = $1 AND journey_id IN ($2, '') AND valid_from <= $3 AND valid_until > $3
		ORDER BY journey_id DESC
		LIMIT 1`,
		municipalityID, journeyID, on)
	return rss, missing(err)
}

// Today is the day at an instant in Sweden, as YYYY-MM-DD.
func Today(now time.Time, place *time.Location) string { return now.In(place).Format(time.DateOnly) }

func missing(err error) error {
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return ErrNoNode
	}
	return err
}

// SortByName puts nodes in Swedish order.
func SortByName(nodes []Node) {
	c := collate.New(language.Swedish)
	slices.SortFunc(nodes, func(a, b Node) int { return c.CompareString(a.Name, b.Name) })
}
