package access

import (
	"context"
	"errors"
	"slices"
	"strings"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

const selectHeld = `
		SELECT g.id, g.person_id, g.role, g.node_id, g.subject, g.valid_from, g.valid_until, g.made_by, g.ended_by, g.lent_by
		FROM role_grant g`

func (h *Held) fields() []any {
	return []any{&h.ID, &h.PersonID, &h.Role, &h.NodeID, &h.Subject, &h.From, &h.Until, &h.MadeBy, &h.EndedBy, &h.LentBy}
}

func scanHeld(s db.Scanner) (h Held, err error) {
	err = s.Scan(h.fields()...)
	return h, err
}

func findHeld(ctx context.Context, q db.Q, id string) (Held, error) {
	h, err := db.One(ctx, q, scanHeld, selectHeld+`
		WHERE g.id = $1`,
		id)
	if errors.Is(err, db.ErrMissing) {
		err = ErrNoGrant
	}
	return h, err
}

// End ends a role after a last day, or at once when last is "". Whoever may give it may end it; the
// last one who can give roles at a place is not ended (nobody could give any after that).
func (a *Access) End(ctx context.Context, actor may.Actor, grantID, last, note string) error {
	note = strings.TrimSpace(note)
	if err := a.checkNote(note); err != nil {
		return err
	}
	return a.change(ctx, actor, grantID, func(tx *db.Tx, h Held, place Place, today string) error {
		day, err := endDay(h, last, today)
		if err != nil {
			return err
		}
		if err := a.notLast(ctx, tx, h, place, day); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			UPDATE role_grant
			SET valid_until = $2, ended_by = $3
			WHERE id = $1`,
			h.ID, day, actor.PersonID)
		if err != nil {
			return err
		}
		h.Until = day
		if err := a.insertLog(ctx, tx, Ended, h, actor.PersonID, note); err != nil {
			return err
		}
		return a.tell(ctx, tx, Ended, h, place)
	})
}

// endDay is the first day that an ended role no longer holds; one that has not begun never does.
func endDay(h Held, last, today string) (string, error) {
	day := today
	if last != "" {
		if !lang.IsDay(last) || last < today {
			return "", ErrUntilDay.On("till")
		}
		var err error
		if day, err = after(last); err != nil {
			return "", err
		}
	}
	day = max(day, h.From)
	if day >= h.Until {
		return "", ErrNotSooner.On("till")
	}
	return day, nil
}

// Prolong lets a role go on after its end, as a row of its own: what was decided before stays as it
// was. Last is the new last day, "" for no end.
func (a *Access) Prolong(ctx context.Context, actor may.Actor, grantID, last, note string) error {
	note = strings.TrimSpace(note)
	if err := a.checkNote(note); err != nil {
		return err
	}
	return a.change(ctx, actor, grantID, func(tx *db.Tx, h Held, place Place, today string) error {
		if actor.PersonID == h.PersonID {
			return ErrOwnRole
		}
		if h.Until == db.NoEnd {
			return ErrNotProlong
		}
		if err := checkDays(may.TermsOf(h.Role), today, last); err != nil {
			return err
		}
		until, err := after(last)
		if err != nil {
			return err
		}
		if until <= h.Until {
			return ErrNotLonger.On("till")
		}
		more := Held{ID: a.NewID(), PersonID: h.PersonID, Role: h.Role, NodeID: h.NodeID, Subject: h.Subject, From: h.Until, Until: until, MadeBy: actor.PersonID}
		if err := a.mayHold(ctx, tx, h.PersonID, h.Role, place, today); err != nil {
			return err
		}
		if err := a.free(ctx, tx, Gift{PersonID: h.PersonID, NodeID: h.NodeID, Subject: h.Subject, From: more.From, Until: until}, h.Role); err != nil {
			return err
		}
		if err := a.insertGrant(ctx, tx, more, Prolonged, note); err != nil {
			return err
		}
		return a.tell(ctx, tx, Prolonged, more, place)
	})
}

// change holds the place of a role, asks for leave and lets a change be made of the role as it is
// then. One that has ended is left: of two who end it at once the second is told.
func (a *Access) change(ctx context.Context, actor may.Actor, grantID string, do func(*db.Tx, Held, Place, string) error) error {
	today := a.Staff.Today()
	return a.DB.Tx(ctx, func(tx *db.Tx) error {
		h, err := findHeld(ctx, tx, grantID)
		if err != nil {
			return err
		}
		place, err := a.holdPlace(ctx, tx, h.NodeID, today)
		if err != nil {
			return err
		}
		if err := may.AskGrant(actor, h.Role, place.asked()); err != nil {
			return err
		}
		if h, err = findHeld(ctx, tx, grantID); err != nil {
			return err
		}
		if h.Until <= today || h.Until <= h.From {
			return ErrEnded
		}
		if may.TermsOf(h.Role).Appointed {
			return ErrAppointed
		}
		return do(tx, h, place, today)
	})
}

// notLast refuses to end the last role that can give roles at a place: on the day it ends somebody
// else must hold it.
func (a *Access) notLast(ctx context.Context, tx *db.Tx, h Held, place Place, day string) error {
	if !slices.Contains(lastOfARole, h.Role) {
		return nil
	}
	others, err := db.All(ctx, tx, db.Text, `
		SELECT DISTINCT person_id
		FROM role_grant
		WHERE node_id = $1 AND role = $2 AND id <> $3 AND valid_from <= $4 AND valid_until > $4
		LIMIT 100`,
		h.NodeID, h.Role, h.ID, day)
	if err != nil {
		return err
	}
	for _, id := range others {
		if !may.TermsOf(h.Role).Employed {
			return nil
		}
		if here, err := works(ctx, tx, id, place.Employer.ID, day); err != nil || here {
			return err
		}
	}
	return ErrLastOne.With("place", place.Name)
}
