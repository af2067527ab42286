package competence

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// CheckMerit lets a merit count: the actor has seen the evidence. ErrMeritDecided: somebody was first.
func (c *Competence) CheckMerit(ctx context.Context, a may.Actor, id string) (err error) {
	defer fault.Wrap(&err, "check merit %s", id)
	return c.decide(ctx, a, id, "checked", func(tx *db.Tx, m Merit) (bool, error) {
		return checkMerit(ctx, tx, id, a.PersonID, c.Now())
	})
}

// RefuseMerit says that the evidence did not show what the merit says, and why; the person reads it.
func (c *Competence) RefuseMerit(ctx context.Context, a may.Actor, id, why string) (err error) {
	defer fault.Wrap(&err, "refuse merit %s", id)
	why, err = c.words(why)
	if err != nil {
		return err
	}
	return c.decide(ctx, a, id, "refused", func(tx *db.Tx, m Merit) (bool, error) {
		if m.CheckedAt != nil {
			return false, nil
		}
		return endMerit(ctx, tx, id, Refused, why, a.PersonID, c.Now())
	})
}

// EndMerit ends a merit that was wrong, or that no longer holds, and says why; the person reads it.
func (c *Competence) EndMerit(ctx context.Context, a may.Actor, id, why string) (err error) {
	defer fault.Wrap(&err, "end merit %s", id)
	why, err = c.words(why)
	if err != nil {
		return err
	}
	return c.decide(ctx, a, id, "ended", func(tx *db.Tx, m Merit) (bool, error) {
		return endMerit(ctx, tx, id, Ended, why, a.PersonID, c.Now())
	})
}

// decide does something about somebody else's merit, tells the person and who counts.
func (c *Competence) decide(ctx context.Context, a may.Actor, id, what string, do func(*db.Tx, Merit) (bool, error)) error {
	m, err := c.toDecide(ctx, a, id)
	if err != nil {
		return err
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		if m, err = meritByID(ctx, tx, id); err != nil {
			return err
		}
		took, err := do(tx, m)
		if err != nil {
			return err
		}
		if !took {
			return ErrMeritDecided
		}
		if err := c.tell(ctx, tx, a, c.told(ctx, m, what)); err != nil {
			return err
		}
		return c.changed(ctx, tx, m.PersonID)
	})
}

// toDecide gives a formal merit to who may check it.
func (c *Competence) toDecide(ctx context.Context, a may.Actor, id string) (Merit, error) {
	m, err := meritByID(ctx, c.DB, id)
	if err != nil {
		return m, err
	}
	if m.PersonID == a.PersonID {
		return m, ErrOwnMerit
	}
	if _, err := c.employerFor(ctx, a, may.CheckMerit, m.PersonID, m.EmployerID); err != nil {
		return m, err
	}
	return m, nil
}

// WithdrawMerit takes back what a person has added and nobody has checked yet.
func (c *Competence) WithdrawMerit(ctx context.Context, a may.Actor, id string) (err error) {
	defer fault.Wrap(&err, "withdraw merit %s", id)
	m, err := meritByID(ctx, c.DB, id)
	if err != nil {
		return err
	}
	if err := may.AskSelf(a, m.PersonID); err != nil {
		return err
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		if m, err = meritByID(ctx, tx, id); err != nil {
			return err
		}
		if m.CheckedAt != nil {
			return ErrMeritDecided
		}
		took, err := endMerit(ctx, tx, id, Withdrawn, "", a.PersonID, c.Now())
		if err == nil && !took {
			err = ErrMeritDecided
		}
		if err != nil {
			return err
		}
		return c.changed(ctx, tx, m.PersonID)
	})
}
