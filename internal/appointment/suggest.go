package appointment

import (
	"context"
	"slices"

	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/competence/programme"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Candidate is somebody of a unit who can be appointed.
type Candidate struct {
	PersonID, Name string
	Title          string
	Reasons        []Reason // why the person stands first; none: stands in the other group
	Holds          bool     // has the kind there already, or is on the way to it
}

// Reason is why somebody is suggested: an occupation, or an education that has been checked (R150).
type Reason struct {
	Occupation string // by id
	Programme  string // what the education is called
}

// mostCandidates bounds the people of a unit who are listed; others are found by name.
const mostCandidates = 300

// Suggestions lists the people of a unit: those with specialist or stödpedagog education first, with the reason, then the
// others; in name order in both groups, since nobody is ranked (R150, rule 22). One viewing of the unit is logged.
func (a *Appointments) Suggestions(ctx context.Context, actor may.Actor, unitID string, kind rule.Kind) (first, others []Candidate, err error) {
	n, employer, err := a.place(ctx, actor, unitID)
	if err != nil {
		return nil, nil, err
	}
	crew, err := a.Staff.Crew(ctx, actor, []string{n.ID}, employer.ID, a.Today())
	if err != nil {
		return nil, nil, err
	}
	crew = slices.DeleteFunc(crew, func(m staff.CrewMember) bool { return m.Employee.EmployerID != employer.ID || m.Dormant })
	crew = crew[:min(len(crew), mostCandidates)]
	u, err := a.At(ctx, actor, unitID)
	if err != nil {
		return nil, nil, err
	}
	for some := range slices.Chunk(crew, 200) {
		if err := a.suggest(ctx, employer.ID, some, u, kind, &first, &others); err != nil {
			return nil, nil, err
		}
	}
	return first, others, nil
}

func (a *Appointments) suggest(ctx context.Context, employerID string, crew []staff.CrewMember, u Unit, kind rule.Kind, first, others *[]Candidate) error {
	ids := make([]string, len(crew))
	for i, m := range crew {
		ids[i] = m.Employee.PersonID
	}
	formal, err := a.Competence.KnownFormal(ctx, employerID, ids)
	if err != nil {
		return err
	}
	for _, m := range crew {
		id := m.Employee.PersonID
		c := Candidate{PersonID: id, Name: m.Employee.Name(), Title: m.Title, Reasons: reasons(m.Occupation, formal[id].Merits, a.Today())}
		c.Holds = slices.ContainsFunc(u.Open, func(x Appointment) bool { return x.PersonID == id && x.Kind == kind })
		if list := others; len(c.Reasons) > 0 {
			*first = append(*first, c)
		} else {
			*list = append(*list, c)
		}
	}
	return nil
}

// leading are the occupations whose education prepares for leading others' learning (R150).
var leading = []string{"specialistunderskoterska", "stodpedagog", "specialistsjukskoterska"}

// reasons are those that somebody has on a day: what the person works as, and checked educations for such work.
func reasons(occupation string, merits []held.Merit, on string) (out []Reason) {
	if slices.Contains(leading, occupation) {
		out = append(out, Reason{Occupation: occupation})
	}
	for _, m := range merits {
		if !m.Checked || m.From > on || m.Until != "" && m.Until <= on || m.By != frame.ByEducation && m.By != frame.ByValidation {
			continue
		}
		p, known := programme.Find(m.Ref)
		if known && slices.ContainsFunc(p.Gives, func(o string) bool { return slices.Contains(leading, o) }) && !slices.ContainsFunc(out, func(r Reason) bool { return r.Programme == p.Name }) {
			out = append(out, Reason{Programme: p.Name})
		}
	}
	return out
}
