package introduction

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/access"
	"yrkesresan/internal/platform/may"
)

// Candidate is somebody who may be named mentor or buddy.
type Candidate struct {
	PersonID, Name string
	Unit           string
	Mentor         bool // holds the role of mentor at the unit
}

// Candidates are those who work at the newcomer's unit, who holds the role of mentor there first; with text also whoever at
// the employer has a name that begins so. As mentors not those who lead the unit. Errors: ErrNone, may.ErrDenied.
func (in *Introductions) Candidates(ctx context.Context, a may.Actor, id string, part Part, text string) (out []Candidate, err error) {
	s, err := in.leads(ctx, a, id, may.Appoint)
	if err != nil {
		return nil, err
	}
	if text = strings.TrimSpace(text); text != "" {
		found, _, err := in.Access.Colleagues(ctx, a, s.UnitID, text)
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			if c.PersonID != s.PersonID {
				out = append(out, Candidate{PersonID: c.PersonID, Name: c.Name, Unit: c.Unit})
			}
		}
		return in.eligible(ctx, s, part, out)
	}
	crew, err := in.Staff.Crew(ctx, a, []string{s.UnitID}, s.EmployerID, in.Today())
	if err != nil {
		return nil, err
	}
	held, err := in.Access.Holders(ctx, may.Mentor, s.UnitID, in.Today())
	if err != nil {
		return nil, err
	}
	for _, m := range crew {
		if id := m.Employee.PersonID; id != s.PersonID {
			out = append(out, Candidate{PersonID: id, Name: m.Shown(), Unit: m.UnitName,
				Mentor: slices.ContainsFunc(held, func(h access.Holder) bool { return h.PersonID == id })})
		}
	}
	if out, err = in.eligible(ctx, s, part, out); err != nil {
		return nil, err
	}
	slices.SortStableFunc(out, func(x, y Candidate) int {
		switch {
		case x.Mentor == y.Mentor:
			return 0
		case x.Mentor:
			return -1
		}
		return 1
	})
	return out[:min(len(out), mostListed)], in.Audit.Node(ctx, in.DB, a, "introduction.crew", s.UnitID)
}

// eligible leaves out, of those who may be named mentor, those who lead the newcomer's unit.
func (in *Introductions) eligible(ctx context.Context, s Sight, part Part, all []Candidate) ([]Candidate, error) {
	if part != MentorPart {
		return all, nil
	}
	ids := make([]string, len(all))
	for i, c := range all {
		ids[i] = c.PersonID
	}
	leads, err := in.leading(ctx, s, ids)
	return slices.DeleteFunc(all, func(c Candidate) bool { return leads[c.PersonID] }), err
}

// leading tells which of some people lead the unit of an introduction: they follow the newcomer as managers, and what a
// newcomer and a mentor note is not for them (R244).
func (in *Introductions) leading(ctx context.Context, s Sight, ids []string) (map[string]bool, error) {
	out := map[string]bool{}
	for some := range slices.Chunk(ids, 200) {
		held, err := access.GrantsAmong(ctx, in.DB, some, in.Today())
		if err != nil {
			return nil, err
		}
		for id, grants := range held {
			inside := may.Actor{PersonID: id, Grants: grants}.Inside(s.Employer.Path)
			out[id] = may.Ask(inside, may.PlanPerson, s.Unit.Path) == nil || may.Ask(inside, may.Appoint, s.Unit.Path) == nil
		}
	}
	return out, nil
}
