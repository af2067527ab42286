package competence

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// askPerson asks whether the actor may do it to a person where the person works for an employer: a role
// at one employer is none at another (rule 3).
func (c *Competence) askPerson(ctx context.Context, a may.Actor, do may.Action, personID, employerID string) error {
	if a.IsOperator() {
		return nil
	}
	employer, err := org.Find(ctx, c.DB, employerID, c.Staff.Today())
	if err != nil {
		return err
	}
	paths, err := c.Staff.PathsAt(ctx, personID, employer.ID, c.Staff.Today())
	if err != nil {
		return err
	}
	return may.AskAny(a.Inside(employer.Path), do, paths)
}

// worksFor tells ErrNotThere of somebody who does not work for the employer.
func (c *Competence) worksFor(ctx context.Context, personID, employerID string) error {
	paths, err := c.Staff.PathsAt(ctx, personID, employerID, c.Staff.Today())
	if err == nil && len(paths) == 0 {
		err = ErrNotThere
	}
	return err
}

// orElse gives the error, or the fault when there is none.
func orElse(err error, otherwise *fault.Fault) error {
	if err != nil {
		return err
	}
	return otherwise
}

// hidden gives the fault in place of an expected error: what is not there and what is another's look alike.
func hidden(err error, instead *fault.Fault) error {
	if fault.Of(err) != nil {
		return instead
	}
	return err
}
