package booking

import (
	"context"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
)

// Mark notes whether somebody with a seat was there: attended, part, absent or excused, or booked to take a mark back.
// It is called in the transaction that notes the attendance; who may is asked there. The same mark twice is noted once.
// ErrMark when there was no seat.
func (b *Bookings) Mark(ctx context.Context, tx *db.Tx, bookingID string, to seat.State, by, why string) error {
	k, err := find(ctx, tx, bookingID)
	if err != nil {
		return err
	}
	t := &turn{Bookings: b, tx: tx, by: by, at: b.Now(), today: b.Today()}
	if err := occasion.Hold(ctx, tx, k.OccasionID); err != nil {
		return err
	}
	if k, err = find(ctx, tx, bookingID); err != nil {
		return err
	}
	outside, err := t.assesses(ctx, k)
	if err != nil {
		return err
	}
	switch {
	case !seat.CanMark(k.State, to) || k.Takes == "" && !outside:
		return ErrMark
	case k.State == to:
		return nil
	}
	was := k.State
	k.State, k.ChangedAt = to, t.at
	return t.write(ctx, &k, "mark", was, why)
}
