package access

import (
	"context"
	"errors"
	"time"

	"yrkesresan/internal/platform/db"
)

// limit allows so many failures under a name within a time.
type limit struct {
	name   string
	most   int64
	within time.Duration
}

const (
	quarter = 15 * time.Minute
	day     = 24 * time.Hour
	// placeLife is how long an address is known after somebody signed in from it.
	placeLife = 60 * day
)

// tries are the limits of one try to sign in: mine are the person's own from here, and forgotten
// at a sign-in that goes well; shared are others' too.
type tries struct{ mine, shared []limit }

func (t tries) all() []limit { return append(append([]limit{}, t.mine...), t.shared...) }

// triesOf says what limits a try. A stranger who guesses from one address is stopped there, long
// before the account is; one with many addresses is stopped at the account. Neither reaches a
// device or an address where the person has signed in before: those have counts of their own, so
// that nobody can lock the person out of them. A one-time code works whatever the counts say.
func triesOf(account, address, device string, known bool) tries {
	if device != "" {
		name := account + ":" + device
		return tries{mine: []limit{{"device:" + name, 10, quarter}, {"device-day:" + name, 40, day}}}
	}
	name := account + ":" + address
	t := tries{
		mine:   []limit{{"pair:" + name, 5, quarter}, {"pair-day:" + name, 20, day}},
		shared: []limit{{"address:" + address, 200, quarter}}, // a whole town hall may share one
	}
	if !known {
		t.shared = append(t.shared, limit{"account:" + account, 30, quarter}, limit{"account-day:" + account, 100, day})
	}
	return t
}

// take counts a try before it is judged, so that a hundred at once are a hundred. It refuses at
// the first limit that is passed and gives how many there have been under the last one counted.
func (a *Access) take(ctx context.Context, ls ...limit) (n int64, err error) {
	full := false
	err = a.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, l := range ls {
			if n, err = a.count(ctx, tx, l); err != nil {
				return err
			}
			if full = n > l.most; full {
				return nil
			}
		}
		return nil
	})
	if err == nil && full {
		err = ErrWait
	}
	return n, err
}

// count notes a try. The time runs from the first one.
func (a *Access) count(ctx context.Context, tx *db.Tx, l limit) (int64, error) {
	return db.One(ctx, tx, db.Number, `
		INSERT INTO throttle (name, count, until)
		VALUES ($1, 1, $2)
		ON CONFLICT (name) DO UPDATE SET
			count = CASE WHEN throttle.until <= $3 THEN 1 ELSE throttle.count + 1 END,
			until = CASE WHEN throttle.until <= $3 THEN excluded.until ELSE throttle.until END
		RETURNING count`,
		l.name, a.Now().Add(l.within), a.Now())
}

// giveBack takes away a try that was no failure.
func (a *Access) giveBack(ctx context.Context, q db.Q, ls ...limit) error {
	for _, l := range ls {
		_, err := q.Exec(ctx, `
			UPDATE throttle
			SET count = count - 1
			WHERE name = $1 AND count > 0`,
			l.name)
		if err != nil {
			return err
		}
	}
	return nil
}

// forget takes away every failure under the limits.
func forget(ctx context.Context, q db.Q, ls ...limit) error {
	for _, l := range ls {
		if _, err := q.Exec(ctx, `DELETE FROM throttle WHERE name = $1`, l.name); err != nil {
			return err
		}
	}
	return nil
}

// address is an address as the counts keep it: nobody can read it back.
func (a *Access) address(from string) string { return a.Keys.Hash("address", from) }

// knows tells whether the person has signed in from an address lately.
func (a *Access) knows(ctx context.Context, personID, address string) (bool, error) {
	n, err := db.One(ctx, a.DB, db.Number, `
		SELECT COUNT(*)
		FROM throttle
		WHERE name = $1 AND until > $2`,
		place(personID, address), a.Now())
	return n > 0, err
}

func place(personID, address string) string { return "place:" + personID + ":" + address }

// arrived notes that a person signed in from an address.
func (a *Access) arrived(ctx context.Context, tx *db.Tx, personID, address string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO throttle (name, count, until)
		VALUES ($1, 0, $2)
		ON CONFLICT (name) DO UPDATE SET until = excluded.until`,
		place(personID, address), a.Now().Add(placeLife))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE account
		SET last_signin = $2
		WHERE person_id = $1`,
		personID, a.Now())
	return err
}

// Turn takes one of most turns under a name within a time; ok is false when there is none left.
// Other rooms slow down with it what strangers can do.
func (a *Access) Turn(ctx context.Context, name string, most int64, within time.Duration) (ok bool, err error) {
	_, err = a.take(ctx, limit{"turn:" + a.Keys.Hash("turn", name), most, within})
	if errors.Is(err, ErrWait) {
		return false, nil
	}
	return err == nil, err
}

// Sweep forgets what has run out: failures, sessions, codes.
func (a *Access) Sweep(ctx context.Context) error {
	for _, q := range []string{
		`DELETE FROM throttle WHERE until <= $1`,
		`DELETE FROM session WHERE expires_at <= $1`,
		`DELETE FROM signin_code WHERE expires_at <= $1`,
	} {
		if _, err := a.DB.Exec(ctx, q, a.Now()); err != nil {
			return err
		}
	}
	return nil
}
