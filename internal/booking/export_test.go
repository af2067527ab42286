package booking

import (
	"context"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
)

// StandingNow gives the seats as the rules count them.
func (b *Bookings) StandingNow(ctx context.Context, o occasion.Occasion) (seat.Standing, error) {
	s, _, _, err := standing(ctx, b.DB, o.ID, o.Seats, b.Today())
	return s, err
}

// HistoryOf gives what has happened to a booking.
func (b *Bookings) HistoryOf(ctx context.Context, q db.Q, id string) ([]Event, error) {
	return historyOf(ctx, q, id)
}

// SweepBy is OnSwept with so many occasions at a time.
func (b *Bookings) SweepBy(ctx context.Context, page int) error { return b.sweep(ctx, page) }

// AsChanged is changedBy, for tests that are their own job.
func AsChanged(occasionID string, c occasion.Change) Changed { return changedBy(occasionID, c) }

// ToldGuests are what guests are told of.
func ToldGuests() []string { return toldGuests }
