package introduction

import (
	"context"
	"slices"

	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// how tells as whom the reader of a sight may confirm a line.
func (s Sight) how(l checklist.Line) (checklist.Who, error) {
	switch {
	case l.Course != "":
		return "", ErrByCourse
	case l.Session:
		return "", ErrBySession
	case s.Own && l.Who == checklist.Self:
		return checklist.Self, nil
	case s.Own:
		return "", ErrNotYours
	case s.Leads:
		return checklist.Manager, nil
	case s.Mentors && (l.Who == checklist.Mentor || l.Who == checklist.Colleague):
		return l.Who, nil
	}
	return "", ErrNotYours
}

// MayConfirm tells whether the reader may confirm a line, or take that back.
func (s Sight) MayConfirm(l checklist.Line) bool {
	if s.State != Active && !(s.State == Done && l.Done()) {
		return false
	}
	how, err := s.how(l)
	return err == nil && (l.Tick == nil || l.Tick.How == how || s.Leads && l.Tick.How != "session")
}

// Confirm ticks an item, or takes the tick back. Twice is once. Errors: ErrNone, ErrNoItem, ErrState, ErrNotYours,
// ErrByCourse, ErrBySession.
func (in *Introductions) Confirm(ctx context.Context, a may.Actor, id, itemID string, done bool) (err error) {
	defer fault.Wrap(&err, "confirm %s in %s", itemID, id)
	x, err := find(ctx, in.DB, id)
	if err != nil {
		return err
	}
	s, err := in.reach(ctx, a, x)
	if err != nil {
		return err
	}
	return in.DB.Tx(ctx, func(tx *db.Tx) error {
		if s.Introduction, err = hold(ctx, tx, id); err != nil {
			return err
		}
		_, standing, err := in.stand(ctx, tx, s.Introduction)
		if err != nil {
			return err
		}
		l, ok := standing.Line(itemID)
		if !ok {
			return ErrNoItem
		}
		if l.Done() == done {
			return nil
		}
		how, err := s.how(l)
		switch {
		case err != nil:
			return err
		case !s.MayConfirm(l):
			return whenState(s.State, done)
		case done:
			err = in.tick(ctx, tx, id, itemID, string(how), a.PersonID)
		default:
			_, err = tx.Exec(ctx, `DELETE FROM introduction_tick WHERE introduction_id = $1 AND item_id = $2`, id, itemID)
		}
		if err != nil {
			return err
		}
		return in.settle(ctx, tx, id)
	})
}

// whenState tells why something cannot be confirmed.
func whenState(s State, done bool) error {
	if s == Active && !done {
		return ErrNotYours
	}
	return ErrState
}

// leads gives an introduction to who leads its unit, for something to be done about it.
func (in *Introductions) leads(ctx context.Context, a may.Actor, id string, do may.Action) (Sight, error) {
	x, err := find(ctx, in.DB, id)
	if err != nil {
		return Sight{}, err
	}
	s, err := in.reach(ctx, a, x)
	if err != nil {
		return s, err
	}
	if do == may.Appoint && !s.Appoints || do == may.PlanPerson && !s.Leads {
		return s, may.ErrDenied
	}
	return s, nil
}

// change writes a new state of an introduction, when nobody else has changed it since revision. What goes on may have
// nothing left by now.
func (in *Introductions) change(ctx context.Context, a may.Actor, id string, revision int64, from []State, set func(x *Introduction) error) (err error) {
	if _, err := in.leads(ctx, a, id, may.PlanPerson); err != nil {
		return err
	}
	return in.DB.Tx(ctx, func(tx *db.Tx) error {
		x, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if x.Revision != revision {
			return ErrChanged
		}
		if !slices.Contains(from, x.State) {
			return ErrState
		}
		if err := set(&x); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			UPDATE introduction
			SET state = $2, paused_on = $3, paused_days = $4, ended_on = $5, end_reason = $6, asks_buddy = $7, asks_mentor = $8, revision = revision + 1, changed_by = $9, changed_at = $10
			WHERE id = $1`,
			id, string(x.State), x.PausedOn, x.PausedDays, x.EndedOn, x.EndReason, x.AsksBuddy, x.AsksMentor, a.PersonID, in.Now())
		if err != nil {
			return err
		}
		return in.settle(ctx, tx, id)
	})
}

// Pause lets time stand still while somebody is away for long; nothing is late meanwhile. Errors: ErrNone, ErrState,
// ErrChanged, may.ErrDenied.
func (in *Introductions) Pause(ctx context.Context, a may.Actor, id string, revision int64) (err error) {
	defer fault.Wrap(&err, "pause introduction %s", id)
	return in.change(ctx, a, id, revision, []State{Active}, func(x *Introduction) error {
		x.State, x.PausedOn = Paused, in.Today()
		return nil
	})
}

// Resume goes on after a pause: what is left is due so many days later, beside the days on leave; with nothing left it is
// done. Errors: as Pause.
func (in *Introductions) Resume(ctx context.Context, a may.Actor, id string, revision int64) (err error) {
	defer fault.Wrap(&err, "resume introduction %s", id)
	was, err := find(ctx, in.DB, id)
	if err != nil {
		return err
	}
	away, err := in.away(ctx, in.DB, []string{was.PersonID})
	if err != nil {
		return err
	}
	return in.change(ctx, a, id, revision, []State{Paused}, func(x *Introduction) error {
		x.PausedDays = int64(x.paused(in.Today(), away[x.PersonID]))
		x.State, x.PausedOn = Active, ""
		return nil
	})
}

// End ends an introduction that is not done, with a reason. Errors: as Pause, ErrReason, ErrLong, ErrIdentity.
func (in *Introductions) End(ctx context.Context, a may.Actor, id string, revision int64, reason string) (err error) {
	defer fault.Wrap(&err, "end introduction %s", id)
	if err := in.needed(&reason, ErrReason, mostText); err != nil {
		return err
	}
	return in.change(ctx, a, id, revision, []State{Active, Paused}, func(x *Introduction) error {
		x.State, x.EndedOn, x.EndReason = Ended, in.Today(), reason
		return nil
	})
}

// AskBuddy says whether a buddy is asked for in this introduction, whatever the checklist says (R246).
func (in *Introductions) AskBuddy(ctx context.Context, a may.Actor, id string, revision int64, asks bool) (err error) {
	defer fault.Wrap(&err, "ask for a buddy in %s", id)
	return in.change(ctx, a, id, revision, []State{Active, Paused}, func(x *Introduction) error {
		x.AsksBuddy = asks
		return nil
	})
}
