package booking

import (
	"context"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// free refuses with ErrClash when a person has, or is offered, a seat of another occasion with a session at the same time.
// The person is held.
func (t *turn) free(ctx context.Context, personID string) error {
	type other struct{ id, day string }
	c, err := db.One(ctx, t.tx, func(s db.Scanner) (c other, err error) { err = s.Scan(&c.id, &c.day); return c, err }, `
		SELECT o.id, s.on_day
		FROM booking b
		JOIN occasion o ON o.id = b.occasion_id
		JOIN occasion_session s ON s.occasion_id = b.occasion_id
		JOIN occasion_session m ON m.occasion_id = $2 AND m.on_day = s.on_day AND m.begins < s.ends AND s.begins < m.ends
		WHERE b.person_id = $1 AND b.state IN ('booked', 'offered') AND b.occasion_id <> $2 AND o.state = 'open'
		ORDER BY s.on_day
		LIMIT 1`,
		personID, t.o.ID)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return nil
	}
	if err != nil {
		return err
	}
	o, err := occasion.Find(ctx, t.tx, c.id)
	if err != nil {
		return err
	}
	return ErrClash.With("title", o.Title).With("day", t.day(c.day))
}
