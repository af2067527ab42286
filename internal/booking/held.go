package booking

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Held is how many of an occasion's seats are held now, by somebody booked or offered one.
func (b *Bookings) Held(ctx context.Context, q db.Q, occasionID string) (int64, error) {
	st, _, _, err := standing(ctx, q, occasionID, 0, b.Today())
	return st.Taken(), err
}
