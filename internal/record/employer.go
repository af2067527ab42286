package record

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

// ForEmployer gives what an employer may see of a person's record: its own facts, and those the
// person has shared with it (rule 19). The actor's role must stand at that employer: a role at
// the municipality does not reach into the record of a private provider under it, nor back
// (rule 3).
func (r *Record) ForEmployer(ctx context.Context, a may.Actor, personID, employerID string) ([]Fact, error) {
	if err := r.askEmployer(ctx, a, may.SeeProgress, personID, employerID); err != nil {
		return nil, err
	}
	if err := r.Audit.Person(ctx, r.DB, a, "record.read", personID); err != nil {
		return nil, err
	}
	return r.factsFor(ctx, personID, employerID)
}

// askEmployer lets an actor with a role at an employer at a person who works there.
func (r *Record) askEmployer(ctx context.Context, a may.Actor, do may.Action, personID, employerID string) error {
	if a.IsOperator() {
		return nil // and the employer may be gone
	}
	employer, err := org.Find(ctx, r.DB, employerID, r.Staff.Today())
	if err != nil {
		return err
	}
	paths, err := r.Staff.PathsAt(ctx, personID, employerID, r.Staff.Today())
	if err != nil {
		return err
	}
	return may.AskAny(a.Inside(employer.Path), do, paths)
}
