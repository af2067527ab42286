package occasion

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Held names the occasions that began on a day or later, whose last day is before another, and that were not
// cancelled, the earliest first.
func (o *Occasions) Held(ctx context.Context, from, before string) ([]string, error) {
	return db.All(ctx, o.DB, db.Text, `
		SELECT id
		FROM occasion
		WHERE first_day >= $1 AND first_day < $2 AND last_day < $2 AND state = 'open'
		ORDER BY first_day, id`,
		from, before)
}
