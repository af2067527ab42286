package certification

import (
	"context"
	"errors"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/record"
)

// Changed asks for the units that are marked to be computed again.
type Changed struct{}

// Kind implements job.Args.
func (Changed) Kind() string { return "certification.changed" }

// mark marks units that are in a programme, in the transaction in which something changed.
func (c *Certifications) mark(ctx context.Context, tx *db.Tx, unitIDs ...string) error {
	marked := int64(0)
	for len(unitIDs) > 0 {
		some := unitIDs[:min(atOnce, len(unitIDs))]
		unitIDs = unitIDs[len(some):]
		n, err := c.markWhere(ctx, tx, `p.unit_id IN (`+db.Marks(3, len(some))+`)`, db.Args(some, c.NewID(), db.NoEnd)...)
		if err != nil {
			return err
		}
		marked += n
	}
	return c.wake(ctx, tx, marked)
}

// markWhere marks the units of programmes that a condition chooses: $1 is the mark, $2 the day that has no end. Those that
// have been left lately are marked too: what is kept of them goes.
func (c *Certifications) markWhere(ctx context.Context, tx *db.Tx, where string, args ...any) (int64, error) {
	return tx.Exec(ctx, `
		INSERT INTO unit_due (unit_id, mark)
		SELECT DISTINCT p.unit_id, $1
		FROM unit_programme p
		WHERE `+where+` AND (p.left_on = $2 OR EXISTS (
			SELECT 1
			FROM unit_state s
			WHERE s.programme_id = p.id))
		ORDER BY p.unit_id
		ON CONFLICT (unit_id) DO UPDATE SET mark = excluded.mark`,
		args...)
}

func (c *Certifications) wake(ctx context.Context, tx *db.Tx, marked int64) error {
	if marked == 0 {
		return nil
	}
	return c.Jobs.Add(ctx, tx, Changed{})
}

// OnFact marks the units of whom a fact is about. It is a listener of the record.
func (c *Certifications) OnFact(ctx context.Context, tx *db.Tx, f record.Fact) error {
	if f.Source != fromCircle {
		n, err := db.One(ctx, tx, db.Number, `SELECT COUNT(*) FROM scheme_course WHERE course_id = $1`, f.CourseID)
		if err != nil || n == 0 {
			return err
		}
	}
	return c.MarkPerson(ctx, tx, f.PersonID)
}

// MarkPerson marks the units where a person works or serves, or did lately: facts, leave, what is shared or served has
// changed.
func (c *Certifications) MarkPerson(ctx context.Context, tx *db.Tx, personID string) error {
	units, err := c.Staff.UnitsFrom(ctx, tx, personID, c.Today())
	if err != nil {
		return err
	}
	return c.mark(ctx, tx, units...)
}

// MarkEmployer marks an employer's units, and those that its staff serve: its staff has changed.
func (c *Certifications) MarkEmployer(ctx context.Context, tx *db.Tx, employerID string) error {
	n, err := c.markWhere(ctx, tx, `p.employer_id = $3`, c.NewID(), db.NoEnd, employerID)
	if err != nil {
		return err
	}
	if err := c.wake(ctx, tx, n); err != nil {
		return err
	}
	units, err := c.Staff.ServedByStaff(ctx, tx, employerID)
	if err != nil {
		return err
	}
	return c.mark(ctx, tx, units...)
}

// MarkUnder marks the units at a place and under it: who leads workplace learning there has changed.
func (c *Certifications) MarkUnder(ctx context.Context, tx *db.Tx, nodeID string) error {
	n, err := org.Find(ctx, tx, nodeID, c.Today())
	if errors.Is(err, org.ErrNoNode) {
		return nil // the place is no more, nor are its units
	}
	if err != nil {
		return err
	}
	low, high := org.Inside(n.Path)
	marked, err := c.markWhere(ctx, tx, `p.unit_id IN (
			SELECT u.node_id
			FROM node_place u
			WHERE (u.path = $3 OR (u.path >= $4 AND u.path < $5)) AND u.valid_from <= $6 AND u.valid_until > $6)`,
		c.NewID(), db.NoEnd, n.Path, low, high, c.Today())
	if err != nil {
		return err
	}
	return c.wake(ctx, tx, marked)
}

// MarkCourse marks the units whose scheme asks for a course: it has another version.
func (c *Certifications) MarkCourse(ctx context.Context, tx *db.Tx, courseID string) error {
	n, err := c.markWhere(ctx, tx, `p.scheme_id IN (SELECT x.scheme_id FROM scheme_course x WHERE x.course_id = $3)`, c.NewID(), db.NoEnd, courseID)
	if err != nil {
		return err
	}
	return c.wake(ctx, tx, n)
}

// markScheme marks the units that are in a scheme: it has another version.
func (c *Certifications) markScheme(ctx context.Context, tx *db.Tx, schemeID string) error {
	n, err := c.markWhere(ctx, tx, `p.scheme_id = $3`, c.NewID(), db.NoEnd, schemeID)
	if err != nil {
		return err
	}
	return c.wake(ctx, tx, n)
}
