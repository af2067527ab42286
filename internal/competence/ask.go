package competence

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

// employerFor gives the employer whose matter a person is to the actor, who may do it there. With employerID ""
// it is the one where the actor's role reaches the person; otherwise that one, and a role at another
// employer is none there (rule 3).
func (c *Competence) employerFor(ctx context.Context, a may.Actor, do may.Action, personID, employerID string) (org.Node, error) {
	on := c.Staff.Today()
	if employerID == "" {
		k, err := c.Staff.Know(ctx, a, do, personID, on)
		return k.Employer, err
	}
	employer, err := org.Find(ctx, c.DB, employerID, on)
	if err != nil {
		return employer, err
	}
	if a.IsOperator() {
		return employer, nil
	}
	paths, err := c.Staff.PathsAt(ctx, personID, employerID, c.Staff.Today())
	if err != nil {
		return employer, err
	}
	return employer, may.AskAny(a.Inside(employer.Path), do, paths)
}

// ownEmployer gives the employer through which a person notes something of the own: the one named, where the
// person works, or the first when none is named.
func (c *Competence) ownEmployer(ctx context.Context, personID, employerID string) (string, error) {
	jobs, err := c.Staff.Employments(ctx, personID, c.Staff.Today())
	if err != nil {
		return "", err
	}
	for _, e := range jobs {
		if employerID == "" || e.EmployerID == employerID {
			return e.EmployerID, nil
		}
	}
	return "", ErrNotEmployed.On("employer")
}
