package profile

import (
	"cmp"
	"context"
	"slices"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
)

// ErrOtherEmployer answers whoever would copy what another employer asks for.
var ErrOtherEmployer = fault.New(fault.Missing, "profile.other_employer")

// Edit is a change of what a place asks for, made from a version that somebody saw.
type Edit struct {
	Set    []layer.Op // put in, or in place of the operation about the same demand
	Remove []string   // demands about which the place no longer decides anything
	From   string     // the day; "" today
	Note   string
	SeenID string // the version that was seen; "" none
}

// Ops gives the whole of what a place would decide with an edit, as it was made: from what was seen.
func (ps *Profiles) Ops(ctx context.Context, a may.Actor, nodeID string, e Edit) ([]layer.Op, error) {
	if _, err := ps.layered(ctx, a, nodeID); err != nil {
		return nil, err
	}
	var ops []layer.Op
	if e.SeenID != "" {
		v, err := ps.version(ctx, ps.DB, nodeID, e.SeenID)
		if err != nil {
			return nil, err
		}
		ops = v.Ops
	}
	ops = slices.DeleteFunc(slices.Clone(ops), func(o layer.Op) bool { return slices.Contains(e.Remove, o.Demand.ID) })
	for _, op := range e.Set {
		if had := layer.Find(ops, op.Demand.ID); had != nil {
			*had = op
		} else {
			ops = append(ops, op)
		}
	}
	return ops, nil
}

// Edit changes what a place asks for; as Save.
func (ps *Profiles) Edit(ctx context.Context, a may.Actor, nodeID string, e Edit) error {
	ops, err := ps.Ops(ctx, a, nodeID, e)
	if err != nil {
		return err
	}
	return ps.Save(ctx, a, nodeID, ops, e.From, e.Note, e.SeenID)
}

// Peer is another place of the same employer that asks for something of its own.
type Peer struct{ ID, Name, Above string }

// Peers lists the places of a place's employer that ask for something of their own, in name order, at
// most limit from offset, and how many they are.
func (ps *Profiles) Peers(ctx context.Context, a may.Actor, nodeID string, limit, offset int) (peers []Peer, all int64, err error) {
	node, err := ps.layered(ctx, a, nodeID)
	if err != nil {
		return nil, 0, err
	}
	on := ps.Staff.Today()
	employer, err := ps.Tree.EmployerAt(ctx, node.Path, on)
	if err != nil {
		return nil, 0, err
	}
	low, high := org.Inside(employer.Path)
	const where = `
		FROM profile_layer l
		JOIN node_place p ON p.node_id = l.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		JOIN node_place u ON u.node_id = p.parent_id AND u.valid_from <= $1 AND u.valid_until > $1
		WHERE l.valid_from <= $1 AND l.valid_until > $1 AND l.body <> '[]' AND l.body <> 'null' AND p.path >= $2 AND p.path < $3 AND l.node_id <> $4 AND NOT EXISTS (
			SELECT 1
			FROM node o
			JOIN node_place q ON q.node_id = o.id AND q.valid_from <= $1 AND q.valid_until > $1
			WHERE o.kind = 'employer' AND q.path > $5 AND q.path <= p.path AND (p.path = q.path OR SUBSTR(p.path, 1, LENGTH(q.path) + 1) = q.path || '/'))`
	all, err = db.One(ctx, ps.DB, db.Number, `SELECT COUNT(*)`+where, on, low, high, nodeID, employer.Path)
	if err != nil {
		return nil, 0, err
	}
	peers, err = db.All(ctx, ps.DB, func(s db.Scanner) (p Peer, err error) { err = s.Scan(&p.ID, &p.Name, &p.Above); return p, err }, `
		SELECT p.node_id, p.name, u.name`+where+`
		ORDER BY p.name, p.node_id
		LIMIT $6 OFFSET $7`,
		on, low, high, nodeID, employer.Path, limit, offset)
	return peers, all, err
}

// OfPeer gives what another place of the same employer asks for itself, which this one does not: the
// demands, ready to be asked for here too.
func (ps *Profiles) OfPeer(ctx context.Context, a may.Actor, nodeID, otherID string) (other org.Node, demands []layer.Demand, err error) {
	node, err := ps.layered(ctx, a, nodeID)
	if err != nil {
		return other, nil, err
	}
	on := ps.Staff.Today()
	if other, err = ps.Tree.Find(ctx, otherID, on); err != nil {
		return other, nil, err
	}
	mine, err := ps.Tree.EmployerAt(ctx, node.Path, on)
	if err != nil {
		return other, nil, err
	}
	theirs, err := ps.Tree.EmployerAt(ctx, other.Path, on)
	if err != nil {
		return other, nil, err
	}
	if mine.ID != theirs.ID {
		return other, nil, ErrOtherEmployer
	}
	r := ps.Reader(on)
	here, err := r.At(ctx, node.Path)
	if err != nil {
		return other, nil, err
	}
	there, err := r.At(ctx, other.Path)
	if err != nil {
		return other, nil, err
	}
	for _, x := range there {
		d := x.Demand
		d.From, d.Until, d.Note = "", "", ""
		has := func(o layer.Asked) bool {
			od := o.Demand
			od.ID, od.Note = d.ID, ""
			return layer.Same(od, d)
		}
		if x.NodeID == otherID && !x.Announced && !slices.ContainsFunc(here, has) {
			demands = append(demands, d)
		}
	}
	slices.SortStableFunc(demands, func(a, b layer.Demand) int { return cmp.Compare(a.Requirement, b.Requirement) })
	return other, demands, nil
}

// Touched is whom some demands touch, in positions: an employment is one for each demand.
type Touched struct {
	Positions int64 // whom they are for
	Holding   int64 // of them hold it today; not said to who may not see names (Unsaid)
	Unsaid    bool  // how many hold it is not said: of few people it would tell who does (rule 25)
	Known     bool  // false: they are too many to count here
}

// Preview counts whom demands at a place would touch today, if they were asked for now, for somebody who may
// change what is asked there.
type Preview interface {
	Touched(ctx context.Context, a may.Actor, node org.Node, demands []layer.Asked) (Touched, error)
}
