package gap

import (
	"context"
	"slices"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// WorkGap is one employment of a person with what its unit asks for.
type WorkGap struct {
	staff.Working
	Counted bool   // it stands among the unit's positions that day: not dormant, not away, at a unit
	Items   []Item // what is asked for and what is announced; formal first
}

// Lacking are the items where something is missing.
func (w WorkGap) Lacking() []Item {
	return slices.DeleteFunc(slices.Clone(w.Items), func(i Item) bool { return !i.Lacks() })
}

// PersonGap is what is asked of a person at one employer, and what the person holds of it, as that
// employer may see it (rule 19).
type PersonGap struct {
	PersonID string
	Name     string // "" to the person self; the contact code of who is protected (rule 7)
	Employer org.Node
	On       string
	Works    []WorkGap
}

// Person gives what a person holds and lacks at an employer on a day, to the person self or to who may
// see competence where the person works. It is logged. Errors: may.ErrDenied, staff.ErrNoPerson.
func (g *Gaps) Person(ctx context.Context, a may.Actor, personID, employerID, on string) (PersonGap, error) {
	out := PersonGap{PersonID: personID, On: on}
	if err := g.mayPerson(ctx, a, &out, employerID); err != nil {
		return out, err
	}
	r, err := g.reckoner(ctx, on)
	if err != nil {
		return out, err
	}
	work, err := g.Staff.WorkOf(ctx, []string{personID}, on)
	if err != nil {
		return out, err
	}
	own := slices.DeleteFunc(work[personID], func(w staff.Working) bool { return w.EmployerID != employerID })
	all, err := r.of(ctx, own)
	if err != nil {
		return out, err
	}
	for _, s := range all {
		p, err := r.place(ctx, s.UnitPath)
		if err != nil {
			return out, err
		}
		w := WorkGap{Working: s.Working, Counted: s.Counts(), Items: items(s.Positions, false)}
		w.Items = append(w.Items, items(p.Coming(s.work(), s.Known, r.book.Now, on), true)...)
		if err := g.close(ctx, w.Items); err != nil {
			return out, err
		}
		out.Works = append(out.Works, w)
	}
	return out, nil
}

// mayPerson asks for leave to see a person, and logs that somebody else does.
func (g *Gaps) mayPerson(ctx context.Context, a may.Actor, out *PersonGap, employerID string) (err error) {
	today := g.Staff.Today()
	if out.Employer, err = g.whose(ctx, employerID, today); err != nil {
		return err
	}
	if may.AskSelf(a, out.PersonID) == nil && !a.IsOperator() {
		return nil
	}
	who := a
	if !a.IsOperator() {
		who = a.Inside(out.Employer.Path)
	}
	known, err := g.Staff.Know(ctx, who, may.SeeCompetence, out.PersonID, today)
	if err != nil {
		return err
	}
	if known.Employer.ID != employerID && !a.IsOperator() {
		return may.ErrDenied
	}
	out.Name = known.Shown()
	return g.Audit.Person(ctx, g.DB, a, "gap.read", out.PersonID)
}
