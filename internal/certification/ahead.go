package certification

import (
	"context"
	"slices"

	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// mostAhead is how many months a forecast looks ahead.
const mostAhead = 36

// foresee lets in who may ask what would come of plans: who sees the unit's people by name, and not only their tasks.
func (p place) foresee() error { return p.ask(may.SeeProgress, may.GuideUnit) }

// ahead reads a programme for who may see its people, as what is known today says of coming days.
func (c *Certifications) ahead(ctx context.Context, a may.Actor, programmeID, through string) (Programme, place, rule.Input, error) {
	p, err := programmeByID(ctx, c.DB, programmeID)
	if err != nil {
		return p, place{}, rule.Input{}, err
	}
	at, err := c.at(ctx, a, p.UnitID)
	if err != nil {
		return p, at, rule.Input{}, err
	}
	if err := at.foresee(); err != nil {
		return p, at, rule.Input{}, err
	}
	if p.JoinedOn == "" || p.LeftOn != db.NoEnd {
		return p, at, rule.Input{}, ErrNotJoined
	}
	if !lang.IsDay(through) || through < c.Today() || through > rule.AddMonths(c.Today(), mostAhead) {
		return p, at, rule.Input{}, ErrThrough
	}
	all, err := c.inputs(ctx, c.DB, []Programme{p})
	return p, at, all[programmeID], err
}

// Forecast gives how a unit stands from today through a day, whenever it changes, if a plan comes true: the same rule on
// what is known today and what is supposed. It names nobody. Errors, each at its field: ErrPlan, ErrComing,
// ErrLeaving, ErrPerson, ErrThrough; ErrNotJoined, may.ErrDenied.
func (c *Certifications) Forecast(ctx context.Context, a may.Actor, programmeID string, plan rule.Plan, through string) (_ []rule.Point, err error) {
	defer fault.Wrap(&err, "forecast of programme %s", programmeID)
	_, _, in, err := c.ahead(ctx, a, programmeID, through)
	if err != nil {
		return nil, err
	}
	total := 0
	for _, x := range plan.Coming {
		if total += x.Number; x.Number < 1 || total > 100 {
			return nil, ErrPlan
		}
		if !lang.IsDay(x.Day) || x.Day < c.Today() {
			return nil, ErrComing
		}
	}
	for _, days := range []map[string]string{plan.Leaving, plan.Done} {
		for id, day := range days {
			if !lang.IsDay(day) || day < c.Today() {
				return nil, ErrLeaving
			}
			if !slices.ContainsFunc(in.People, func(p rule.Person) bool { return p.ID == id }) {
				return nil, ErrPerson.On("slutar")
			}
		}
	}
	return rule.Forecast(rule.Suppose(in, plan), c.Today(), through), nil
}

// Needed is what a unit needs to be certified on a day, with the names of those who miss something.
type Needed struct {
	rule.Need
	People []Person
}

// Needed gives it, which is logged. Errors: ErrThrough, ErrNotJoined, may.ErrDenied.
func (c *Certifications) Needed(ctx context.Context, a may.Actor, programmeID, on string) (n Needed, err error) {
	defer fault.Wrap(&err, "what programme %s needs", programmeID)
	p, at, in, err := c.ahead(ctx, a, programmeID, on)
	if err != nil {
		return n, err
	}
	n.Need = rule.Needed(in, on)
	v := View{Programme: p, Outcome: n.Outcome}
	v.Outcome.People = n.Missing
	if err := c.people(ctx, &v, at); err != nil {
		return n, err
	}
	n.People = v.People
	return n, c.Audit.Node(ctx, c.DB, a, "certification.people", p.UnitID)
}
