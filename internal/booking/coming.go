package booking

import (
	"context"
	"time"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Coming gives what may still come of a person's bookings, the earliest day first, for pages of the person's own.
func (b *Bookings) Coming(ctx context.Context, personID string) (_ []Entry, err error) {
	defer fault.Wrap(&err, "coming days of %s", personID)
	all, err := db.All(ctx, b.DB, scan, `
		SELECT `+columns+`
		FROM booking b
		JOIN occasion o ON o.id = b.occasion_id
		WHERE b.person_id = $1 AND b.person_id <> '' AND b.state IN ('asked', 'approved', 'waiting', 'offered', 'booked') AND o.state = 'open' AND o.last_day >= $2
		ORDER BY o.first_day, b.made_at, b.id
		LIMIT $3`,
		personID, b.Today(), mostOwn)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return b.entries(ctx, all)
}

// OfferedOf lists who of some units has been offered a seat and has not answered, what runs out first at the top, for
// whoever books for each of the units. The reading is logged.
func (b *Bookings) OfferedOf(ctx context.Context, a may.Actor, unitIDs []string) (_ []Unit, err error) {
	defer fault.Wrap(&err, "offered at %d units", len(unitIDs))
	return b.unitsOwn(ctx, a, unitIDs, `b.state = 'offered' AND o.last_day >= $1`, `b.offered_until, b.id`, b.Today())
}

// Due is what the course days of some units wait for, in counts.
type Due struct {
	Asked   int
	Since   time.Time // when the first of them asked
	Offered int
	Until   time.Time // when the first of the offers runs out
}

// DueAt counts what waits for an answer at some units, of those where the actor books people. It names nobody.
func (b *Bookings) DueAt(ctx context.Context, a may.Actor, units []org.Node) (d Due, err error) {
	defer fault.Wrap(&err, "due at %d units", len(units))
	var ids []string
	for _, u := range units {
		if may.Ask(a, may.BookStaff, u.Path) == nil && org.AskWithin(ctx, b.DB, a, may.BookStaff, u, b.Today()) == nil {
			ids = append(ids, u.ID)
		}
	}
	if len(ids) == 0 {
		return d, nil
	}
	waiting, _, err := b.ofUnits(ctx, a, ids, `(b.state = 'asked' AND o.first_day >= $1 OR b.state = 'offered' AND o.last_day >= $1) AND o.state = 'open'`, `b.made_at, b.id`, b.Today())
	for _, k := range waiting {
		switch {
		case k.State == seat.Asked:
			if d.Asked++; d.Since.IsZero() || k.MadeAt.Before(d.Since) {
				d.Since = k.MadeAt
			}
		case k.OfferedUntil != nil && k.OfferedUntil.After(b.Now()):
			if d.Offered++; d.Until.IsZero() || k.OfferedUntil.Before(d.Until) {
				d.Until = *k.OfferedUntil
			}
		}
	}
	return d, err
}
