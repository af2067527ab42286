package booking

import (
	"context"
	"slices"

	"yrkesresan/internal/booking/mix"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Held is how many of an occasion's seats are held now, by somebody booked or offered one.
func (b *Bookings) Held(ctx context.Context, q db.Q, occasionID string) (int64, error) {
	st, _, _, err := standing(ctx, q, occasionID, 0, b.Today())
	return st.Taken(), err
}

// SpreadOf tells who arranges an occasion how those who have a seat are spread, as totals (R127), with the names of the
// municipalities. It names nobody and is not logged. Errors: occasion.ErrNoOccasion, may.ErrDenied.
func (b *Bookings) SpreadOf(ctx context.Context, a may.Actor, occasionID string) (s mix.Spread, towns map[string]string, err error) {
	defer fault.Wrap(&err, "spread of %s", occasionID)
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return s, nil, err
	}
	if err := b.Occasions.Owns(ctx, a, o); err != nil {
		return s, nil, err
	}
	all, err := b.Of(ctx, b.DB, occasionID)
	if err != nil {
		return s, nil, err
	}
	all = slices.DeleteFunc(all, func(k Booking) bool { return !seat.Holds(k.State) })
	people, err := b.mixOf(ctx, all)
	if err != nil {
		return s, nil, err
	}
	s = mix.SpreadOf(people)
	var ids []string
	for _, x := range s.Municipalities {
		ids = append(ids, x.Of)
	}
	towns, err = b.placeNames(ctx, ids)
	return s, towns, err
}
