package booking

import (
	"context"
	"time"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
)

// turn is one transaction that holds an occasion: what is read in it stays true until it ends.
type turn struct {
	*Bookings
	tx     *db.Tx
	o      occasion.Occasion
	stand  seat.Standing
	quotas []Quota
	queue  int64 // how many wait
	by     string
	at     time.Time
	today  string
}

// held runs f while nobody else decides about an occasion's seats.
func (b *Bookings) held(ctx context.Context, occasionID, by string, f func(*turn) error) error {
	return b.DB.Tx(ctx, func(tx *db.Tx) error {
		t, err := b.turn(ctx, tx, occasionID, by)
		if err != nil {
			return err
		}
		return f(t)
	})
}

// turn holds an occasion in a transaction and reads how it stands. Seats that have come free since somebody looked,
// by a date that passed, are offered first: nobody gets past the reserve list.
func (b *Bookings) turn(ctx context.Context, tx *db.Tx, occasionID, by string) (*turn, error) {
	if err := occasion.Hold(ctx, tx, occasionID); err != nil {
		return nil, err
	}
	o, err := occasion.Find(ctx, tx, occasionID)
	if err != nil {
		return nil, err
	}
	t := &turn{Bookings: b, tx: tx, o: o, by: by, at: b.Now(), today: b.Today()}
	if err := t.read(ctx); err != nil {
		return nil, err
	}
	return t, t.fill(ctx)
}

func (t *turn) read(ctx context.Context) (err error) {
	t.stand, t.quotas, t.queue, err = standing(ctx, t.tx, t.o.ID, t.o.Seats, t.today)
	return err
}

// begins is when the first session begins.
func (t *turn) begins() time.Time {
	if len(t.o.Sessions) == 0 {
		return t.at
	}
	return t.o.Sessions[0].BeginsAt(t.Place)
}

// home is whose quota a booking's seat is taken from.
func (t *turn) home(k Booking) string { return t.stand.Home(k.EmployerID, k.MunicipalityID) }

// homeOf is home, also of a guest that an organisation outside has booked: its seats are the organisation's.
func (t *turn) homeOf(ctx context.Context, k Booking) (string, error) {
	if k.GuestID == "" {
		return t.home(k), nil
	}
	g, err := guestOf(ctx, t.tx, k.GuestID)
	if g.OrganisationID != "" {
		return g.OrganisationID, err
	}
	return t.home(k), err
}

// step lets an event happen to a booking: the state, the seat, and the history. A booking without id is made.
func (t *turn) step(ctx context.Context, k *Booking, e seat.Event, why string) error {
	outside, err := t.assesses(ctx, *k)
	if err != nil {
		return err
	}
	takes := ""
	if !outside {
		home, err := t.homeOf(ctx, *k)
		if err != nil {
			return err
		}
		takes = t.stand.Takes(home)
	}
	was := k.State
	to, ok := seat.Step(was, e, takes != "" || outside)
	if !ok {
		return refusal(was, e)
	}
	if to == seat.Waiting && !t.at.Before(t.begins()) {
		return ErrFull
	}
	k.State, k.ChangedAt = to, t.at
	switch {
	case to == seat.Waiting:
		at := t.at
		k.QueuedAt = &at
		t.queue++
	case was == seat.Waiting:
		t.queue--
	}
	if to != seat.Offered {
		k.OfferedUntil = nil
	}
	switch holds := seat.Holds(to) && !outside; {
	case holds && k.Takes == "":
		k.Takes = takes
		t.stand = t.stand.Take(takes, 1)
	case !holds && k.Takes != "":
		t.stand = t.stand.Take(k.Takes, -1)
		k.Takes = ""
	}
	return t.write(ctx, k, string(e), was, why)
}

// assesses tells whether a booking is an assessor's, who takes no participant's seat.
func (t *turn) assesses(ctx context.Context, k Booking) (bool, error) {
	if k.GuestID == "" {
		return false, nil
	}
	g, err := guestOf(ctx, t.tx, k.GuestID)
	return g.Part == Assessor, err
}

// write keeps a booking as it stands, and the step that led there.
func (t *turn) write(ctx context.Context, k *Booking, what string, was seat.State, why string) error {
	var err error
	if k.ID == "" {
		k.ID, k.Revision, k.MadeBy, k.MadeAt = t.NewID(), 1, t.by, t.at
		err = insert(ctx, t.tx, *k)
	} else {
		k.Revision++
		err = update(ctx, t.tx, *k)
	}
	if err != nil {
		return err
	}
	return insertEvent(ctx, t.tx, Event{ID: t.NewID(), BookingID: k.ID, What: what, From: was, To: k.State, Why: why, By: t.by, At: t.at})
}

// fill offers every seat that is free to those who wait for it, and lets seats of the pool become their places' own.
// It ends with no seat free that anybody on the reserve list could take. A day that is not to be held offers none.
func (t *turn) fill(ctx context.Context) error {
	if t.o.State != occasion.Open || notHeld(t.o) || !t.at.Before(t.begins()) || t.stand.Free() == 0 {
		return nil
	}
	if err := t.rehome(ctx); err != nil || t.queue == 0 || t.stand.Free() == 0 {
		return err
	}
	rule, err := ruleOf(ctx, t.tx, t.o.ID)
	if err != nil {
		return err
	}
	waiting, err := inState(ctx, t.tx, t.o.ID, seat.Waiting)
	if err != nil {
		return err
	}
	given, _ := seat.Next(t.stand, seat.Order(rule.Queue, t.waiters(waiting)))
	by := t.by
	t.by = "" // the rules do it, not whoever gave the seat up
	defer func() { t.by = by }()
	for _, g := range given {
		for i := range waiting {
			if waiting[i].ID == g.ID {
				if err := t.offer(ctx, &waiting[i], rule); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// offer holds a seat for somebody who waits, for a time, and tells.
func (t *turn) offer(ctx context.Context, k *Booking, rule Rule) error {
	until := t.at.Add(time.Duration(rule.OfferHours) * time.Hour)
	if begins := t.begins(); until.After(begins) {
		until = begins
	}
	k.OfferedUntil = &until
	if err := t.step(ctx, k, seat.Offer, ""); err != nil {
		return err
	}
	return t.tell(ctx, *k, "offered", map[string]string{"until": t.clock(until)})
}

// rehome lets seats of the pool become their places' own where a quota has a free one.
func (t *turn) rehome(ctx context.Context) error {
	own := false
	for _, q := range t.stand.Quotas {
		own = own || q.Free() > 0
	}
	if !own || t.stand.PoolTaken == 0 {
		return nil
	}
	pool, err := inPool(ctx, t.tx, t.o.ID)
	if err != nil {
		return err
	}
	seated := make([]seat.Seated, len(pool))
	for i, k := range pool {
		seated[i] = seat.Seated{ID: k.ID, Home: t.home(k)}
	}
	given, after := seat.Return(t.stand, seated)
	for _, g := range given {
		if _, err := t.tx.Exec(ctx, `
			UPDATE booking
			SET takes = $2, changed_at = $3
			WHERE id = $1`,
			g.ID, g.Takes, t.at); err != nil {
			return err
		}
	}
	t.stand = after
	return nil
}

// waiters are bookings as the rules of the queue see them.
func (t *turn) waiters(all []Booking) []seat.Waiter {
	out := make([]seat.Waiter, len(all))
	for i, k := range all {
		home := t.home(k)
		group := home
		if group == "" {
			group = k.MunicipalityID
		}
		out[i] = seat.Waiter{ID: k.ID, Home: home, Group: group, Queued: milliseconds(k.QueuedAt), Need: k.Need, Lot: k.Lot, Rank: k.Rank, Common: k.CommonRank}
	}
	return out
}
