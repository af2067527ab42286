package practice

import (
	"context"
	"errors"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// A pilot's cap holds at every moment (R276): when an occasion is linked, when its seats are raised and when the cap is
// lowered. Each holds the occasion first, where there is one, and the pilot then, so that two at once see each other and
// neither waits for the other in a ring.

// holdPilot lets one at a time decide about the seats of a pilot's round, and gives the pilot as it stands then.
func holdPilot(ctx context.Context, tx *db.Tx, id string) (Pilot, error) {
	if _, err := tx.Exec(ctx, `UPDATE pilot SET id = id WHERE id = $1`, id); err != nil {
		return Pilot{}, err
	}
	return one(ctx, tx, scanPilot, ErrNoPilot, `SELECT `+pilotColumns+` FROM pilot p WHERE p.id = $1`, id)
}

// roundSeats counts the seats of the occasions of a pilot's round that are not called off, but for one ("": none).
func roundSeats(ctx context.Context, q db.Q, x Pilot, but string) (int64, error) {
	ids, err := db.All(ctx, q, db.Text, `SELECT occasion_id FROM pilot_occasion WHERE pilot_id = $1 AND round = $2 AND occasion_id <> $3`, x.ID, x.Round, but)
	if err != nil {
		return 0, err
	}
	all, err := occasion.FindMany(ctx, q, ids)
	var n int64
	for _, o := range all {
		if o.State != occasion.Cancelled {
			n += o.Seats
		}
	}
	return n, err
}

// MaySeat refuses more seats at an occasion than its pilot takes in the round (R276). Earlier rounds, fewer seats and other
// changes are free, also where a round has been over its cap since before. It is asked in the transaction that changes the
// occasion, which is held. Errors: occasion.ErrPilotCap.
func (p *Practice) MaySeat(ctx context.Context, tx *db.Tx, was, is occasion.Occasion) (err error) {
	defer fault.Wrap(&err, "seats of occasion %s", is.ID)
	if is.Seats <= was.Seats || is.State == occasion.Cancelled {
		return nil
	}
	pilotID, err := db.One(ctx, tx, db.Text, `SELECT pilot_id FROM pilot_occasion WHERE occasion_id = $1`, is.ID)
	if isMissing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	x, err := holdPilot(ctx, tx, pilotID)
	if err != nil {
		return err
	}
	of, err := db.All(ctx, tx, db.Number, `SELECT round FROM pilot_occasion WHERE occasion_id = $1 AND pilot_id = $2`, is.ID, x.ID)
	if err != nil || len(of) == 0 || of[0] != x.Round {
		return err // of an earlier round, or taken out meanwhile
	}
	others, err := roundSeats(ctx, tx, x, is.ID)
	if err != nil || others+is.Seats <= x.Cap {
		return err
	}
	most := max(x.Cap-others, was.Seats)
	return occasion.ErrPilotCap.With("name", x.Name).With("cap", number(x.Cap)).With("others", number(others)).With("most", number(most))
}

// Discarded lets go of what was prepared for a draft that is taken away: its stations, where nobody can have tried
// anything, and its pilot.
func (p *Practice) Discarded(ctx context.Context, tx *db.Tx, occasionID string) error {
	for _, q := range []string{`DELETE FROM station_assessor WHERE occasion_id = $1`, `DELETE FROM station WHERE occasion_id = $1`, `DELETE FROM pilot_occasion WHERE occasion_id = $1`} {
		if _, err := tx.Exec(ctx, q, occasionID); err != nil {
			return err
		}
	}
	return nil
}

// SavePilot writes its name, parts and cap anew. A cap is never below the seats of the round's occasions. Errors: as
// AddPilot, ErrOverCap, ErrChanged, ErrNoPilot.
func (p *Practice) SavePilot(ctx context.Context, a may.Actor, x Pilot) (err error) {
	defer fault.Wrap(&err, "save pilot %s", x.ID)
	if _, err := p.Pilot(ctx, a, x.ID); err != nil {
		return err
	}
	if err := p.checkPilot(&x); err != nil {
		return err
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		was, err := holdPilot(ctx, tx, x.ID)
		if err != nil {
			return err
		}
		if was.Revision != x.Revision {
			return ErrChanged
		}
		seats, err := roundSeats(ctx, tx, was, "")
		if err != nil {
			return err
		}
		if x.Cap < was.Cap && x.Cap < seats {
			return ErrOverCap.On("tak").With("n", number(seats)).With("cap", number(x.Cap))
		}
		_, err = tx.Exec(ctx, `
			UPDATE pilot SET name = $2, needs = $3, goals = $4, way = $5, plan = $6, follow = $7, cap = $8, revision = revision + 1, changed_by = $9, changed_at = $10
			WHERE id = $1`,
			x.ID, x.Name, x.Needs, x.Goals, x.Way, x.Plan, x.Follow, x.Cap, a.PersonID, p.Now())
		return err
	})
}

// Link lets an occasion that the actor arranges be one of the pilot's round. Its seats may not take the round over the
// cap (R276). Errors: ErrOccasion, ErrLinked when it is of a pilot already, ErrOverCap, ErrNoPilot, may.ErrDenied.
func (p *Practice) Link(ctx context.Context, a may.Actor, pilotID, occasionID string) (err error) {
	defer fault.Wrap(&err, "link an occasion to pilot %s", pilotID)
	if _, err := p.Pilot(ctx, a, pilotID); err != nil {
		return err
	}
	if _, err := p.owned(ctx, a, occasionID); err != nil {
		return ErrOccasion
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := occasion.Hold(ctx, tx, occasionID); err != nil {
			return err
		}
		o, err := occasion.Find(ctx, tx, occasionID)
		if err != nil {
			return err
		}
		if o.State == occasion.Cancelled {
			return ErrOccasion
		}
		was, err := holdPilot(ctx, tx, pilotID)
		if err != nil {
			return err
		}
		others, err := roundSeats(ctx, tx, was, occasionID)
		if err != nil {
			return err
		}
		if seats := others + o.Seats; seats > was.Cap {
			return ErrOverCap.With("n", number(seats)).With("cap", number(was.Cap))
		}
		n, err := tx.Exec(ctx, `
			INSERT INTO pilot_occasion (occasion_id, pilot_id, round, made_by, made_at)
			VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT DO NOTHING`,
			occasionID, pilotID, was.Round, a.PersonID, p.Now())
		if err == nil && n == 0 {
			err = ErrLinked
		}
		return err
	})
}

// MayLink lists the occasions from a day on that the actor arranges and that are of no pilot.
func (p *Practice) MayLink(ctx context.Context, a may.Actor, from string) ([]occasion.Occasion, error) {
	ids, err := p.owners(ctx, a)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	all, _, err := p.Occasions.OwnedBy(ctx, a, ids, occasion.Filter{From: from, Limit: mostListed})
	if err != nil {
		return nil, err
	}
	out := all[:0]
	for _, o := range all {
		_, err := db.One(ctx, p.DB, db.Text, `SELECT pilot_id FROM pilot_occasion WHERE occasion_id = $1`, o.ID)
		if errors.Is(err, db.ErrMissing) && o.State != occasion.Cancelled {
			out = append(out, o)
		} else if err != nil && !errors.Is(err, db.ErrMissing) {
			return nil, err
		}
	}
	return out, nil
}
