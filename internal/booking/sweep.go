package booking

import (
	"context"
	"errors"
	"strings"
	"time"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// SweepEvery is how often seats that have come free by the clock are offered on.
const SweepEvery = 2 * time.Minute

// Swept asks for what the clock has changed: offers that have run out, quotas that are released, days that have begun.
type Swept struct{}

// Kind implements job.Args.
func (Swept) Kind() string { return "booking.swept" }

// sweepPage is how many occasions of a kind are read at a time. All are gone through in each sweep: the first ones may have
// seats that nobody who waits can take, for weeks.
const sweepPage = 500

// OnSwept offers on what has come free by the clock, and ends what came to nothing. Twice is once; each occasion is its own
// transaction, and one that fails does not stop the others.
func (b *Bookings) OnSwept(ctx context.Context, _ Swept) (err error) {
	defer fault.Wrap(&err, "sweep seats")
	return b.sweep(ctx, sweepPage)
}

func (b *Bookings) sweep(ctx context.Context, page int) error {
	due, err := dueOffers(ctx, b.DB, b.Now(), page) // those that have run out, which end by it: the rest in the next sweep
	if err != nil {
		return err
	}
	var failed error
	for _, id := range due {
		failed = errors.Join(failed, b.held(ctx, id, "", func(t *turn) error { return t.expire(ctx) }))
	}
	return errors.Join(failed,
		b.each(ctx, page, b.withIdleSeats, func(*turn) error { return nil }), // a turn begins by filling
		b.each(ctx, page, b.begunWithQueue, func(t *turn) error { return t.close(ctx) }))
}

// dated is an occasion by its first day.
type dated struct{ day, id string }

func scanDated(s db.Scanner) (d dated, err error) { err = s.Scan(&d.day, &d.id); return d, err }

// each lets f hold every occasion that a list gives, page by page.
func (b *Bookings) each(ctx context.Context, page int, list func(context.Context, dated, int) ([]dated, error), f func(*turn) error) error {
	var failed error
	for last := (dated{}); ; {
		all, err := list(ctx, last, page)
		if err != nil {
			return errors.Join(failed, err)
		}
		for _, o := range all {
			failed = errors.Join(failed, b.held(ctx, o.id, "", f))
			last = o
		}
		if len(all) < page {
			return failed
		}
	}
}

// withIdleSeats are the open occasions to come, after one, where somebody waits and not every seat is taken.
func (b *Bookings) withIdleSeats(ctx context.Context, after dated, most int) ([]dated, error) {
	return db.All(ctx, b.DB, scanDated, `
		SELECT o.first_day, o.id
		FROM occasion o
		WHERE o.state = 'open' AND o.first_day >= $1 AND (o.first_day > $2 OR o.first_day = $2 AND o.id > $3)
			AND EXISTS (SELECT 1 FROM booking b WHERE b.occasion_id = o.id AND b.state = 'waiting')
			AND o.seats > (SELECT COUNT(*) FROM booking b WHERE b.occasion_id = o.id AND b.takes <> '')
		ORDER BY o.first_day, o.id
		LIMIT $4`,
		b.Today(), after.day, after.id, most)
}

// begunWithQueue are the occasions whose day has come, after one, where somebody still asks, waits or is offered a seat.
func (b *Bookings) begunWithQueue(ctx context.Context, after dated, most int) ([]dated, error) {
	return db.All(ctx, b.DB, scanDated, `
		SELECT o.first_day, o.id
		FROM occasion o
		WHERE o.first_day <= $1 AND o.first_day >= $2 AND o.first_day <> '' AND (o.first_day > $3 OR o.first_day = $3 AND o.id > $4)
			AND EXISTS (SELECT 1 FROM booking b WHERE b.occasion_id = o.id AND b.state IN ('asked', 'approved', 'waiting', 'offered'))
		ORDER BY o.first_day, o.id
		LIMIT $5`,
		b.Today(), b.Now().AddDate(0, 0, -90).Format(time.DateOnly), after.day, after.id, most)
}

// expire ends the offers that have run out and offers the seats to the next.
func (t *turn) expire(ctx context.Context) error {
	offered, err := inState(ctx, t.tx, t.o.ID, seat.Offered)
	if err != nil {
		return err
	}
	for i := range offered {
		k := &offered[i]
		if k.OfferedUntil == nil || t.at.Before(*k.OfferedUntil) {
			continue
		}
		if err := t.step(ctx, k, seat.Expire, WhyExpired); err != nil {
			return err
		}
		if err := t.tell(ctx, *k, "expired", nil); err != nil {
			return err
		}
	}
	return t.fill(ctx)
}

// close ends what has come to nothing when the day has begun.
func (t *turn) close(ctx context.Context) error {
	if t.at.Before(t.begins()) || t.o.State != occasion.Open {
		return nil
	}
	all, err := t.Of(ctx, t.tx, t.o.ID)
	if err != nil {
		return err
	}
	for i := range all {
		k := &all[i]
		if _, can := seat.Step(k.State, seat.Close, false); !can {
			continue
		}
		if err := t.step(ctx, k, seat.Close, WhyBegun); err != nil {
			return err
		}
		if err := t.tell(ctx, *k, "closed", nil); err != nil {
			return err
		}
	}
	return nil
}

// Reminded asks for those who have a seat to be reminded in the week before the day.
type Reminded struct{}

// Kind implements job.Args.
func (Reminded) Kind() string { return "booking.reminded" }

// remindDays is how long before the day people are reminded.
const remindDays = 7

// OnReminded reminds who has a seat of the day and of what to do before it, once, in the week before it; who has got the
// seat since yesterday was told then.
func (b *Bookings) OnReminded(ctx context.Context, _ Reminded) (err error) {
	defer fault.Wrap(&err, "remind of course days")
	today, err := time.Parse(time.DateOnly, b.Today())
	if err != nil {
		return err
	}
	last := today.AddDate(0, 0, remindDays).Format(time.DateOnly)
	ids, err := db.All(ctx, b.DB, db.Text, `
		SELECT o.id
		FROM occasion o
		WHERE o.state = 'open' AND o.decided <> 'no_go' AND o.first_day > $1 AND o.first_day <= $2
		ORDER BY o.first_day, o.id`,
		b.Today(), last)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := b.remind(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func (b *Bookings) remind(ctx context.Context, occasionID string) error {
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return err
	}
	return b.DB.Tx(ctx, func(tx *db.Tx) error {
		t := &turn{Bookings: b, tx: tx, o: o, at: b.Now(), today: b.Today()}
		seated, err := inState(ctx, tx, o.ID, seat.Booked)
		if err != nil {
			return err
		}
		for _, k := range seated {
			if k.ChangedAt.After(t.at.Add(-24 * time.Hour)) {
				continue // has just been told of the seat
			}
			if err := t.tellOnce(ctx, k, "remind", "booking/remind/"+k.ID+"/"+o.FirstDay, map[string]string{"where": where(o), "time": strings.Replace(o.Sessions[0].Begins, ":", ".", 1)}); err != nil {
				return err
			}
		}
		return nil
	})
}
