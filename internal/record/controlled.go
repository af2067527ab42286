package record

import (
	"context"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// ControllerAfter is the next employer that is controller of something after one's id, in id order; ""
// when there is none.
func (r *Record) ControllerAfter(ctx context.Context, after string) (string, error) {
	return db.One(ctx, r.DB, db.Text, `SELECT COALESCE(MIN(controller_id), '') FROM fact WHERE controller_id > $1`, after)
}

// Controlled gives the facts that an employer is controller of, in the order they were noted, after a
// fact's id and from an instant on, at most limit: for the employer's own systems. It is logged as one
// viewing of the employer. A role at the municipality does not reach into a private employer's
// (rule 3).
func (r *Record) Controlled(ctx context.Context, a may.Actor, employerID, after string, since time.Time, limit int) ([]Fact, error) {
	employer, err := org.Find(ctx, r.DB, employerID, r.Staff.Today())
	if err != nil {
		return nil, err
	}
	if org.Kind(employer.Kind) == org.Employer && !a.IsOperator() {
		a = a.Inside(employer.Path)
	}
	if err := may.Ask(a, may.SeeProgress, employer.Path); err != nil {
		return nil, err
	}
	if err := r.Audit.Node(ctx, r.DB, a, "api.completions", employer.ID); err != nil {
		return nil, err
	}
	return db.All(ctx, r.DB, scanFact, `
		SELECT `+factColumns+`
		FROM fact f
		WHERE f.controller_id = $1 AND f.id > $2 AND f.at >= $3
		ORDER BY f.id
		LIMIT $4`,
		employerID, after, since, limit)
}
