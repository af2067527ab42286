package occasion

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Held names the occasions whose last day is a day or later and before another, and that were not cancelled, the
// earliest first. A course may go on for months: when it began bounds nothing.
func (o *Occasions) Held(ctx context.Context, from, before string) ([]string, error) {
	return db.All(ctx, o.DB, db.Text, `
		SELECT id
		FROM occasion
		WHERE first_day < $2 AND last_day >= $1 AND last_day < $2 AND state = 'open'
		ORDER BY first_day, id`,
		from, before)
}
