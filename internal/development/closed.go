package development

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// ClosedPlan is the plan of a place that is no more, as it was when the place ended or merged into another.
type ClosedPlan struct {
	Plan
	EndedAt time.Time
	path    string // where the place stood last
}

// mostClosed bounds the closed plans that are listed, the latest first.
const mostClosed = 200

const closedPlans = `
		SELECT ` + planColumns + `, n.name, n.path, p.ended_at
		FROM development_plan p
		JOIN node_place n ON n.node_id = p.node_id AND n.valid_until <= $1
		WHERE p.kind IN ('unit', 'operation') AND p.ended_at IS NOT NULL
		      AND NOT EXISTS (
			SELECT 1
			FROM node_place later
			WHERE later.node_id = n.node_id AND later.valid_until > n.valid_until)`

func scanClosed(s db.Scanner) (c ClosedPlan, err error) {
	p := &c.Plan
	err = s.Scan(&p.ID, &p.Kind, &p.ControllerID, &p.NodeID, &p.PersonID, &p.Area, &p.From, &p.Until, &p.Goals, &p.Study.Hours, &p.Study.Per, &p.Study.Paid, &p.Study.Note,
		&p.StudyFrom, &p.FollowOn, &p.Revision, &p.HeadRevision, &p.ChangedBy, &p.ChangedAt, &p.Name, &c.path, &c.EndedAt)
	p.EmployerID = p.ControllerID
	return c, err
}

// Closed lists, without their items, the plans of the places under an operation, municipality or employer that
// are no more, the latest first, to whoever plans there.
func (ps *Plans) Closed(ctx context.Context, a may.Actor, nodeID string) ([]ClosedPlan, error) {
	where, err := ps.ask(ctx, a, Operation(nodeID), false)
	if err != nil {
		return nil, err
	}
	all, err := db.All(ctx, ps.DB, scanClosed, closedPlans+` AND p.controller_id = $2
		ORDER BY p.ended_at DESC, p.id
		LIMIT $3`,
		ps.Staff.Today(), where.controller.ID, mostClosed)
	return slices.DeleteFunc(all, func(c ClosedPlan) bool { return !strings.Contains(c.path, "/"+where.node.ID+"/") }), err
}

// ClosedPlan gives the plan of a place that is no more, to whoever plans at the nearest place above it that
// remains.
func (ps *Plans) ClosedPlan(ctx context.Context, a may.Actor, id string) (c ClosedPlan, above org.Node, err error) {
	all, err := db.All(ctx, ps.DB, scanClosed, closedPlans+` AND p.id = $2`, ps.Staff.Today(), id)
	if err != nil {
		return c, above, err
	}
	if len(all) == 0 {
		return c, above, ErrNoPlan
	}
	c = all[0]
	if above, err = ps.above(ctx, c.path); err != nil {
		return c, above, err
	}
	if _, err := ps.ask(ctx, a, Operation(above.ID), false); err != nil {
		return c, above, err
	}
	if err := ps.fill(ctx, ps.DB, &c.Plan); err != nil {
		return c, above, err
	}
	return c, above, ps.derive(ctx, c.Items, known{})
}

// above is the nearest place on a path that remains today.
func (ps *Plans) above(ctx context.Context, path string) (org.Node, error) {
	for i := strings.LastIndexByte(path, '/'); i > 0; i = strings.LastIndexByte(path, '/') {
		path = path[:i]
		n, err := ps.Tree.Find(ctx, last(path), ps.Staff.Today())
		if f := fault.Of(err); f != nil && f.Kind == fault.Missing {
			continue
		}
		return n, err
	}
	return org.Node{}, ErrNoPlan
}
