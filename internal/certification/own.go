package certification

import (
	"context"
	"slices"

	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// OwnUnit is how a unit stands where the actor works or serves, with the actor's own part and nobody else's.
type OwnUnit struct {
	Programme
	Unit                   string
	State                  rule.State
	ValidUntil             string
	Counted, Met           int
	Steps                  []rule.Step
	Requirements           []rule.Requirement
	Me                     rule.Verdict
	RenewFrom, CertifiedOn string // when renewal begins; when it was certified
}

// OwnUnits gives the programmes of the units where the actor works or serves today.
func (c *Certifications) OwnUnits(ctx context.Context, a may.Actor) (_ []OwnUnit, err error) {
	defer fault.Wrap(&err, "own units' programmes")
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	today := c.Today()
	names := map[string]string{}
	jobs, err := c.Staff.Employments(ctx, a.PersonID, today)
	if err != nil {
		return nil, err
	}
	for _, j := range jobs {
		if j.Current(today) {
			names[j.UnitID] = j.UnitName
		}
	}
	served, err := c.Staff.ServedBy(ctx, []string{a.PersonID}, today)
	if err != nil {
		return nil, err
	}
	for _, s := range served[a.PersonID] {
		n, err := c.Tree.FindEver(ctx, s.UnitID)
		if err != nil {
			return nil, err
		}
		names[n.ID] = n.Name
	}
	var ids []string
	for id := range names {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	all, err := programmesOf(ctx, c.DB, ids)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(p Programme) bool { return p.Proposed() || p.LeftOn != db.NoEnd })
	inputs, err := c.inputs(ctx, c.DB, all)
	if err != nil {
		return nil, err
	}
	var out []OwnUnit
	for _, p := range all {
		o := rule.At(inputs[p.ID], today)
		i := slices.IndexFunc(o.People, func(v rule.Verdict) bool { return v.PersonID == a.PersonID })
		if i < 0 || o.Scheme == nil {
			continue // begins at the unit later
		}
		out = append(out, OwnUnit{Programme: p, Unit: names[p.UnitID], State: o.State, ValidUntil: o.ValidUntil, Counted: o.Counted, Met: o.Met, Steps: o.Steps, Requirements: o.Scheme.Requirements,
			Me: o.People[i], RenewFrom: o.Window, CertifiedOn: o.CertifiedOn})
	}
	return out, nil
}
