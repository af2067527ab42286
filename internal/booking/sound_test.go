package booking_test

import (
	"context"
	"fmt"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
)

// sound tells what is wrong with an occasion's seats: oversold, a quota overdrawn, a seat empty beside somebody who waits for
// it, a person with two bookings, a booking whose history does not lead to where it stands, or one that ended untold.
func sound(ctx context.Context, b *booking.Bookings, occasionID string) error {
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return err
	}
	all, err := db.All(ctx, b.DB, db.Text, `SELECT id FROM booking WHERE occasion_id = $1 ORDER BY id`, occasionID)
	if err != nil {
		return err
	}
	s, err := b.StandingNow(ctx, o)
	if err != nil {
		return err
	}
	var counted, pool int64
	by, lives := map[string]int64{}, map[string]int{}
	for _, id := range all {
		k, err := b.Look(ctx, b.DB, id)
		if err != nil {
			return err
		}
		if k.Takes != "" {
			counted++
			by[k.Takes]++
		}
		if k.Takes == booking.Pool {
			pool++
		}
		if holds := seat.Holds(k.State); holds != (k.Takes != "") && k.State != seat.Excused && k.GuestID == "" {
			return fmt.Errorf("%s is %s and takes %q", id, k.State, k.Takes)
		}
		if k.PersonID != "" && !seat.Ended(k.State) && !(k.State == seat.Excused && k.Takes == "") {
			if lives[k.PersonID]++; lives[k.PersonID] > 1 {
				return fmt.Errorf("%s has two bookings", k.PersonID)
			}
		}
		if k.State == seat.Waiting && o.State == occasion.Open && b.Now().Before(o.Sessions[0].BeginsAt(b.Place)) {
			if takes := s.Takes(s.Home(k.EmployerID, k.MunicipalityID)); takes != "" {
				return fmt.Errorf("%s waits beside a free seat of %s: %+v", k.PersonID, takes, s)
			}
		}
		if err := history(ctx, b, k); err != nil {
			return err
		}
	}
	if flaw, at := s.Check(); flaw != seat.Sound || counted > o.Seats || pool != s.PoolTaken {
		return fmt.Errorf("%d seats of %d taken, %s at %s: %+v", counted, o.Seats, flaw, at, s)
	}
	for _, q := range s.Quotas {
		if by[q.Node] != q.Taken || q.Taken > q.Seats {
			return fmt.Errorf("quota of %s: %d of %d, counted %d", q.Node, q.Taken, q.Seats, by[q.Node])
		}
		delete(by, q.Node)
	}
	delete(by, booking.Pool)
	if len(by) > 0 {
		return fmt.Errorf("seats are taken of what has no quota: %v", by)
	}
	return nil
}

// history holds the steps of a booking against where it stands: they hang together, and what ended by somebody else's hand says why.
func history(ctx context.Context, b *booking.Bookings, k booking.Booking) error {
	steps, err := b.HistoryOf(ctx, b.DB, k.ID)
	if err != nil {
		return err
	}
	if len(steps) == 0 {
		return fmt.Errorf("%s has no history", k.ID)
	}
	at := seat.None
	for _, e := range steps {
		if e.From != at {
			return fmt.Errorf("%s: %s from %s, and it was %s", k.ID, e.What, e.From, at)
		}
		at = e.To
	}
	if at != k.State {
		return fmt.Errorf("%s is %s, and its history ends at %s", k.ID, k.State, at)
	}
	return nil
}
