package booking

import (
	"context"
	"time"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
)

// followDay moves the days on which unused seats go to the pool along with the first day of a postponed occasion; those
// that have come stay.
func (t *turn) followDay(ctx context.Context, c occasion.Change) error {
	was := c.FirstDayBefore(t.o)
	if was == "" || was == t.o.FirstDay {
		return nil
	}
	today, err := time.Parse(time.DateOnly, t.today)
	if err != nil {
		return err
	}
	for _, q := range releases {
		if err := t.releasesFollow(ctx, q, was, today.AddDate(0, 0, 1).Format(time.DateOnly)); err != nil {
			return err
		}
	}
	return t.read(ctx)
}

// releases read and write the days of release of an occasion: of places, and of organisations outside.
var releases = []struct{ read, write string }{
	{`
		SELECT node_id, released_on
		FROM quota
		WHERE occasion_id = $1 AND released_on >= $2
		ORDER BY node_id`, `
		UPDATE quota
		SET released_on = $3
		WHERE occasion_id = $1 AND node_id = $2`},
	{`
		SELECT id, released_on
		FROM guest_organisation
		WHERE occasion_id = $1 AND released_on >= $2
		ORDER BY id`, `
		UPDATE guest_organisation
		SET released_on = $3
		WHERE occasion_id = $1 AND id = $2`},
}

func (t *turn) releasesFollow(ctx context.Context, q struct{ read, write string }, was, tomorrow string) error {
	all, err := db.All(ctx, t.tx, func(s db.Scanner) (r [2]string, err error) { err = s.Scan(&r[0], &r[1]); return r, err }, q.read, t.o.ID, tomorrow)
	for _, r := range all {
		if _, err := t.tx.Exec(ctx, q.write, t.o.ID, r[0], occasion.Follow(r[1], was, t.o.FirstDay, tomorrow)); err != nil {
			return err
		}
	}
	return err
}
