package booking

import (
	"context"
	"slices"
	"time"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// DefaultOfferHours is how long an offer holds when nothing else is said; mostOfferHours is the longest.
const (
	DefaultOfferHours = 48
	mostOfferHours    = 14 * 24
)

// Rule is how an occasion's reserve list works.
type Rule struct {
	Queue      seat.Rule
	OfferHours int64
	DrawnAt    *time.Time // when lots were drawn
}

// RuleOf gives how an occasion's reserve list works: queue time and 48 hours, when nothing else is said.
func (b *Bookings) RuleOf(ctx context.Context, occasionID string) (Rule, error) {
	return ruleOf(ctx, b.DB, occasionID)
}

// SetRule says how an occasion's reserve list is ordered, and for how many hours an offer holds; whoever arranges it may.
// Offers that are out keep their time.
func (b *Bookings) SetRule(ctx context.Context, a may.Actor, occasionID string, rule seat.Rule, offerHours int64) (err error) {
	defer fault.Wrap(&err, "set rule of %s", occasionID)
	switch {
	case !slices.Contains(seat.Rules(), rule):
		return ErrRule.On("queue")
	case offerHours < 1 || offerHours > mostOfferHours:
		return ErrHours.On("offer_hours")
	}
	return b.owned(ctx, a, occasionID, func(t *turn) error {
		_, err := t.tx.Exec(ctx, `
			INSERT INTO seat_rule (occasion_id, queue, offer_hours, drawn_at)
			VALUES ($1, $2, $3, NULL)
			ON CONFLICT (occasion_id) DO UPDATE SET queue = excluded.queue, offer_hours = excluded.offer_hours`,
			occasionID, string(rule), offerHours)
		return err
	})
}

// Draw draws lots among those who wait and have none; whoever comes later waits behind them, until lots are drawn again.
func (b *Bookings) Draw(ctx context.Context, a may.Actor, occasionID string) (err error) {
	defer fault.Wrap(&err, "draw lots of %s", occasionID)
	return b.owned(ctx, a, occasionID, func(t *turn) error {
		rule, err := ruleOf(ctx, t.tx, occasionID)
		if err != nil {
			return err
		}
		if rule.Queue != seat.ByLottery {
			return ErrNoLottery
		}
		waiting, err := inState(ctx, t.tx, occasionID, seat.Waiting)
		if err != nil {
			return err
		}
		last, without := int64(0), []Booking{}
		for _, k := range waiting {
			if last = max(last, k.Lot); k.Lot == 0 {
				without = append(without, k)
			}
		}
		for i, at := range t.shuffled(len(without)) {
			k := without[at]
			k.Lot, k.ChangedAt = last+int64(i+1), t.at
			if err := t.write(ctx, &k, "lot", k.State, ""); err != nil {
				return err
			}
		}
		_, err = t.tx.Exec(ctx, `UPDATE seat_rule SET drawn_at = $2 WHERE occasion_id = $1`, occasionID, t.at)
		return err
	})
}

// Reorder puts somebody in another place (from 1) of the reserve list, with a reason that stays in the history: whoever
// names people for a place among its own, whoever arranges it among all. ErrNotQueued when the person does not wait.
func (b *Bookings) Reorder(ctx context.Context, a may.Actor, bookingID string, place int64, why string) (err error) {
	defer fault.Wrap(&err, "reorder booking %s", bookingID)
	if why, err = b.reason(why); err != nil {
		return err
	}
	k, err := find(ctx, b.DB, bookingID)
	if err != nil {
		return err
	}
	own, err := b.ordersFor(ctx, a, k)
	if err != nil {
		return err
	}
	return b.held(ctx, k.OccasionID, a.PersonID, func(t *turn) error {
		waiting, err := inState(ctx, t.tx, t.o.ID, seat.Waiting)
		if err != nil {
			return err
		}
		rule, err := ruleOf(ctx, t.tx, t.o.ID)
		if err != nil {
			return err
		}
		return t.reorder(ctx, seat.Order(rule.Queue, t.waiters(waiting)), waiting, bookingID, own, place, why)
	})
}

// ordersFor tells whether the actor orders only the queue of the place that a booking stands in (true), or the common one.
func (b *Bookings) ordersFor(ctx context.Context, a may.Actor, k Booking) (own bool, err error) {
	o, err := b.Occasions.Find(ctx, k.OccasionID)
	if err != nil {
		return false, err
	}
	if b.Occasions.Owns(ctx, a, o) == nil {
		return false, nil
	}
	quotas, err := quotasOf(ctx, b.DB, k.OccasionID)
	if err != nil {
		return false, err
	}
	group := k.MunicipalityID
	if slices.ContainsFunc(quotas, func(q Quota) bool { return q.NodeID == k.EmployerID }) {
		group = k.EmployerID
	}
	node, err := b.Tree.Find(ctx, group, b.Today())
	if err != nil {
		return false, err
	}
	return true, may.Ask(a.Inside(node.Path), may.NameSeats, node.Path)
}

// reorder writes the places of a queue in which one has been moved.
func (t *turn) reorder(ctx context.Context, order []seat.Waiter, waiting []Booking, bookingID string, own bool, place int64, why string) error {
	i := slices.IndexFunc(order, func(w seat.Waiter) bool { return w.ID == bookingID })
	if i < 0 {
		return ErrNotQueued
	}
	moved := order[i]
	if own {
		order = slices.DeleteFunc(slices.Clone(order), func(w seat.Waiter) bool { return w.Group != moved.Group })
	}
	if place < 1 || place > int64(len(order)) {
		return ErrQueue.On("place")
	}
	order = slices.DeleteFunc(order, func(w seat.Waiter) bool { return w.ID == bookingID })
	order = slices.Insert(order, int(place-1), moved)
	for at, w := range order {
		k := waiting[slices.IndexFunc(waiting, func(k Booking) bool { return k.ID == w.ID })]
		k.ChangedAt = t.at
		if k.Rank = int64(at + 1); !own {
			k.Rank, k.CommonRank = 0, int64(at+1)
		}
		if k.ID == bookingID {
			if err := t.write(ctx, &k, "reorder", k.State, why); err != nil {
				return err
			}
		} else if err := update(ctx, t.tx, k); err != nil {
			return err
		}
	}
	return nil
}

// dueOffers are the occasions with offers that have run out.
func dueOffers(ctx context.Context, q db.Q, at time.Time, limit int) ([]string, error) {
	return db.All(ctx, q, db.Text, `
		SELECT DISTINCT occasion_id
		FROM booking
		WHERE state = 'offered' AND offered_until <= $1
		ORDER BY occasion_id
		LIMIT $2`,
		at, limit)
}

// shuffled gives the numbers from 0 up to n in an order by chance.
func (b *Bookings) shuffled(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
		if b.Random != nil {
			j := b.Random(i + 1)
			out[i], out[j] = out[j], out[i]
		}
	}
	return out
}
