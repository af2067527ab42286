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

// limits of a try to sign in. A stranger who guesses from one address is stopped there; one with
// many addresses is stopped at the account, but a device where the person has signed in before
// has a count of its own, so that nobody else can lock the person out.
func limits(account, from, device string) []limit {
	if device != "" {
		return []limit{{"device:" + account + ":" + device, 10, 15 * time.Minute}}
	}
	return []limit{
		{"pair:" + account + ":" + from, 5, 15 * time.Minute},
		{"address:" + from, 200, 15 * time.Minute}, // a whole town hall may share one
		{"account:" + account, 30, 15 * time.Minute},
		{"account-day:" + account, 100, 24 * time.Hour},
	}
}

func (a *Access) allow(ctx context.Context, ls ...limit) error {
	for _, l := range ls {
		n, err := db.One(ctx, a.DB, db.Number, `
			SELECT COALESCE(SUM(count), 0)
			FROM throttle
			WHERE name = $1 AND until > $2`,
			l.name, a.Now())
		if err != nil {
			return err
		}
		if n >= l.most {
			return ErrWait
		}
	}
	return nil
}

// count notes a failure. The time runs from the first one.
func (a *Access) count(ctx context.Context, ls ...limit) error {
	for _, l := range ls {
		_, err := a.DB.Exec(ctx, `
			INSERT INTO throttle (name, count, until)
			VALUES ($1, 1, $2)
			ON CONFLICT (name) DO UPDATE SET
				count = CASE WHEN throttle.until <= $3 THEN 1 ELSE throttle.count + 1 END,
				until = CASE WHEN throttle.until <= $3 THEN excluded.until ELSE throttle.until END`,
			l.name, a.Now().Add(l.within), a.Now())
		if err != nil {
			return err
		}
	}
	return nil
}

// Turn takes one of most turns under a name within a time; ok is false when there is none left.
// Other rooms slow down with it what strangers can do.
func (a *Access) Turn(ctx context.Context, name string, most int64, within time.Duration) (ok bool, err error) {
	turn := limit{"turn:" + name, most, within}
	if err := a.allow(ctx, turn); err != nil {
		if errors.Is(err, ErrWait) {
			return false, nil
		}
		return false, err
	}
	return true, a.count(ctx, turn)
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
