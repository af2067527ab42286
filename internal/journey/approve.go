package journey

import (
	"context"
	"strings"

	"yrkesresan/internal/journey/plan"
)

// NeedsApproval tells whether a layer around the person says that a manager approves what is
// reported of an external course (rule 15). It implements course.Approval.
func (js *Journeys) NeedsApproval(ctx context.Context, personID, courseID string) (bool, error) {
	on := js.Staff.Today()
	paths, err := js.Staff.Paths(ctx, personID, on)
	if err != nil || len(paths) == 0 {
		return false, err
	}
	var nodes []string
	for _, p := range paths {
		nodes = addNodes(nodes, strings.Split(p, "/"))
	}
	layers, err := js.layers(ctx, nodes, on)
	if err != nil {
		return false, err
	}
	for _, l := range layers {
		if approves(l, courseID, plan.Date(on)) {
			return true, nil
		}
	}
	return false, nil
}

func approves(l plan.Layer, courseID string, on plan.Date) bool {
	for _, op := range l.Ops {
		holds := (op.Since == "" || op.Since <= on) && (op.Until == "" || op.Until >= on)
		if op.Kind == plan.Approve && (op.Course == courseID || op.Item == courseID) && holds {
			return true
		}
	}
	return false
}
