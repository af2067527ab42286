package appointment

import (
	"context"
	"strings"
	"unicode/utf8"

	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// role is what an actor is to an appointment: who may appoint at every place, or leads the person at home, or is the
// person.
type role struct{ appoints, lends, self bool }

// roleOf tells it. may.ErrDenied or may.ErrSignIn to who is none of them.
func (a *Appointments) roleOf(ctx context.Context, actor may.Actor, x Appointment) (r role, err error) {
	r.self = actor.Known() && actor.PersonID == x.PersonID
	employer, err := a.Tree.FindEver(ctx, x.EmployerID)
	if err != nil {
		return r, err
	}
	r.appoints = len(x.Places) > 0
	for _, n := range x.Places {
		r.appoints = r.appoints && may.Ask(actor.Inside(employer.Path), may.Appoint, n.Path) == nil
	}
	if x.Lent() {
		if r.lends, err = a.leads(ctx, actor, x.PersonID, x.HomeID); err != nil {
			return r, err
		}
	}
	if r == (role{}) {
		return r, may.AskAny(actor, may.Appoint, nil)
	}
	return r, nil
}

// leads tells whether the actor may appoint where a person works for an employer: then the actor may lend the person.
func (a *Appointments) leads(ctx context.Context, actor may.Actor, personID, employerID string) (bool, error) {
	home, err := a.Tree.FindEver(ctx, employerID)
	if err != nil {
		return false, err
	}
	paths, err := a.Staff.PathsAt(ctx, personID, employerID, a.Today())
	return len(paths) > 0 && may.AskAny(actor.Inside(home.Path), may.Appoint, paths) == nil, err
}

// change holds an appointment and lets a change be made of it as it is then.
func (a *Appointments) change(ctx context.Context, actor may.Actor, id string, do func(tx *db.Tx, x Appointment, r role) error) error {
	before, err := find(ctx, a.DB, id)
	if err != nil {
		return err
	}
	r, err := a.roleOf(ctx, actor, before)
	if err != nil {
		return err
	}
	return a.DB.Tx(ctx, func(tx *db.Tx) error {
		x, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if x.Over(a.Today()) {
			return ErrEnded
		}
		return do(tx, x, r)
	})
}

// Answer says yes or no to lending somebody: the person, or who leads the person at home. Whoever is both answers as the
// person. It holds when both have said yes; one no is enough (R140). Errors: ErrMissing, ErrAnswered, ErrEnded, may.ErrDenied.
func (a *Appointments) Answer(ctx context.Context, actor may.Actor, id string, yes bool) (err error) {
	defer fault.Wrap(&err, "answer appointment %s", id)
	return a.change(ctx, actor, id, func(tx *db.Tx, x Appointment, r role) error {
		side := rule.TheLender
		switch {
		case !x.Lent() || !r.self && !r.lends:
			return may.ErrDenied
		case r.self:
			side = rule.ThePerson
		}
		if _, said := x.Answers[side]; said || x.State != rule.Asked {
			return ErrAnswered
		}
		answer := Answer{Yes: yes, ByID: actor.PersonID, At: a.Now()}
		if _, err := tx.Exec(ctx, `
			INSERT INTO appointment_answer (appointment_id, side, yes, by_id, at)
			VALUES ($1, $2, $3, $4, $5)`,
			x.ID, side, yes, answer.ByID, answer.At); err != nil {
			return err
		}
		x.Answers[side] = answer
		if err := a.note(ctx, tx, x.ID, word(yes), "", actor.PersonID); err != nil {
			return err
		}
		_, err := a.settle(ctx, tx, x, actor.PersonID)
		return err
	})
}

func word(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// End ends an appointment after a last day, or at once when last is "": whoever appoints at its places; of somebody lent
// also who leads the person at home, and the person. Errors: ErrMissing, ErrEnded, ErrUntil, ErrLong, ErrIdentity, may.ErrDenied.
func (a *Appointments) End(ctx context.Context, actor may.Actor, id, last, why string) (err error) {
	defer fault.Wrap(&err, "end appointment %s", id)
	why = strings.TrimSpace(why)
	if err := a.text(why, "varfor"); err != nil {
		return err
	}
	return a.change(ctx, actor, id, func(tx *db.Tx, x Appointment, r role) error {
		if !r.appoints && !r.lends && !(r.self && x.Lent()) {
			return may.ErrDenied
		}
		today := a.Today()
		was := x.State
		if last == "" {
			x.State, x.Until = rule.Ended, max(x.From, today)
		} else {
			if !lang.IsDay(last) || last < today || dayAfter(last) >= x.Until {
				return ErrUntil
			}
			x.Until = max(x.From, dayAfter(last))
		}
		if err := a.save(ctx, tx, x); err != nil {
			return err
		}
		if err := a.note(ctx, tx, x.ID, "ended", why, actor.PersonID); err != nil {
			return err
		}
		if err := a.keepSpans(ctx, tx, x, actor.PersonID); err != nil {
			return err
		}
		if x.State != rule.Ended {
			return a.tellEnding(ctx, tx, x, actor.PersonID)
		}
		return a.tellState(ctx, tx, was, x, actor.PersonID)
	})
}

func (a *Appointments) text(s, field string) error {
	switch {
	case utf8.RuneCountInString(s) > mostTask:
		return ErrLong.On(field)
	case identity.In(s, a.Now()):
		return ErrIdentity.On(field)
	}
	return nil
}

// Change writes what is expected of the holder and another last day ("" until further notice), when nobody else has
// changed it since revision. Somebody lent is not kept for longer than was said yes to. Errors: as End, ErrChanged, ErrHas,
// ErrLentLonger.
func (a *Appointments) Change(ctx context.Context, actor may.Actor, id string, revision int64, task, last string) (err error) {
	defer fault.Wrap(&err, "change appointment %s", id)
	task = strings.TrimSpace(task)
	if err := a.text(task, "uppdrag"); err != nil {
		return err
	}
	if last != "" && (!lang.IsDay(last) || last < a.Today()) {
		return ErrUntil
	}
	return a.change(ctx, actor, id, func(tx *db.Tx, x Appointment, r role) error {
		switch {
		case !r.appoints:
			return may.ErrDenied
		case x.Revision != revision:
			return ErrChanged
		}
		until := db.NoEnd
		if last != "" {
			until = dayAfter(last)
		}
		if until <= x.From {
			return ErrUntil
		}
		longer := until > x.Until
		if x.Task, x.Until = task, until; longer {
			if x.Lent() {
				return ErrLentLonger
			}
			if err := a.free(ctx, tx, x); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `UPDATE appointment SET task = $2 WHERE id = $1`, x.ID, x.Task); err != nil {
			return err
		}
		if err := a.save(ctx, tx, x); err != nil {
			return err
		}
		if err := a.note(ctx, tx, x.ID, "changed", "", actor.PersonID); err != nil {
			return err
		}
		_, err := a.settle(ctx, tx, x, actor.PersonID)
		return err
	})
}
