package development

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

// Shared gives a unit's plan to those who work there: its period, its goals and what is planned. Who is
// responsible, notes and reasons are left out, since they may name somebody. unitID "" is the first of the units
// where the actor works; all of them are given in units. Faults: ErrNoPlan for who works nowhere today,
// may.ErrDenied for a unit where the actor does not work.
func (ps *Plans) Shared(ctx context.Context, a may.Actor, unitID string) (p Plan, units []org.Node, err error) {
	today := ps.Staff.Today()
	if !a.Known() {
		return p, nil, may.ErrSignIn
	}
	paths, err := ps.Staff.Paths(ctx, a.PersonID, today)
	if err != nil {
		return p, nil, err
	}
	chosen := -1
	for _, path := range paths {
		n, err := ps.Tree.Find(ctx, last(path), today)
		if err != nil {
			return p, nil, err
		}
		if org.Kind(n.Kind) != org.Unit {
			continue
		}
		if chosen < 0 && (unitID == "" || n.ID == unitID) {
			chosen = len(units)
		}
		units = append(units, n)
	}
	switch {
	case len(units) == 0:
		return p, nil, ErrNoPlan
	case chosen < 0:
		return p, nil, may.ErrDenied
	}
	unit := units[chosen]
	employer, err := org.EmployerOf(ctx, ps.DB, unit.Path, today)
	if err != nil {
		return p, nil, err
	}
	if p, err = findPlan(ctx, ps.DB, at{Whose: Unit(unit.ID), controller: employer, node: unit}); err != nil || p.ID == "" {
		return p, units, err
	}
	if p.Items, err = itemsOf(ctx, ps.DB, p.ID); err != nil {
		return p, units, err
	}
	for k, i := range p.Items {
		p.Items[k] = Item{ID: i.ID, PlanID: i.PlanID, Whose: p.Whose, Requirement: i.Requirement, How: i.How, Ref: i.Ref, Title: i.Title, Hours: i.Hours, Due: i.Due, State: i.State, StateOn: i.StateOn}
	}
	p.ChangedBy = ""
	return p, units, ps.derive(ctx, p.Items, known{})
}
