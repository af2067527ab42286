package demo

import (
	"context"
	"fmt"
	"slices"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/may"
)

// decide puts what municipalities, operations and units have decided about the journeys.
func (m *maker) decide(ctx context.Context) error {
	for _, d := range m.decisions {
		var t *town
		for _, other := range m.Towns {
			if other.Code == d.Town {
				t = other
			}
		}
		node, err := m.node(d.On, t)
		if err != nil {
			return err
		}
		have, err := m.Journeys.LayerHistory(ctx, may.Operator(), node, d.Journey)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(have, func(v journey.LayerVersion) bool { return v.From == m.date(d.Day) }) { // decided before a crash
			continue
		}
		ops := make([]plan.Op, len(d.Ops))
		for i, o := range d.Ops {
			ops[i] = o.plan()
		}
		problems, err := m.Journeys.SetLayer(ctx, may.Operator(), node.ID, d.Journey, ops, m.date(d.Day))
		if err != nil {
			return fmt.Errorf("%s in %s: %w %v", d.Journey, node.Name, err, problems)
		}
	}
	return nil
}

func (o op) plan() plan.Op {
	p := plan.Op{Kind: plan.OpKind(o.Op), Item: o.Item, Block: o.Block, Requirement: plan.Requirement(o.Requirement), Title: o.Title, Text: o.Text, Why: o.Why}
	if o.Days > 0 {
		p.Due = &plan.Due{Days: o.Days, From: plan.Anchor(o.From)}
	}
	if o.First != "" {
		p.Why, p.Link = "", &plan.Link{Course: o.First, Mode: plan.Mode(o.Mode), Why: o.Why}
	}
	return p
}
