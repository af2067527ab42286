package booking

import (
	"context"
	"fmt"
	"maps"
	"path"
	"strconv"
	"time"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/lang"
)

// day is a day as people read it.
func (b *Bookings) day(iso string) string {
	t, err := lang.ParseDate(iso)
	if err != nil {
		return iso
	}
	return b.Messages.Texts.Weekday(t, b.Now())
}

// clock is an instant as people read it.
func (b *Bookings) clock(at time.Time) string {
	at = at.In(b.Place)
	return fmt.Sprintf("%s %s", b.day(at.Format(time.DateOnly)), at.Format("15.04"))
}

// confirmed are what one is told of also when one has done it oneself, as what: the seat that one has got or given up
// is to stand in the calendar, or no longer.
var confirmed = map[string]string{"booked": "booked", "cancelled": "own_cancelled", "excused": "own_excused"}

// tell tells the person of a booking what has happened, a guest by letter. Nobody is told of what one has done oneself,
// but for what is confirmed.
func (t *turn) tell(ctx context.Context, k Booking, what string, more map[string]string) error {
	return t.tellOnce(ctx, k, what, "", more)
}

// tellOnce tells it, and the same with a key only once.
func (t *turn) tellOnce(ctx context.Context, k Booking, what, once string, more map[string]string) error {
	switch {
	case k.GuestID != "":
		return t.tellGuest(ctx, k, what, once, more)
	case !k.Person():
		return nil
	case k.PersonID == t.by:
		if what = confirmed[what]; what == "" {
			return nil
		}
	}
	n := t.note(k, what, more)
	n.PersonID, n.Href, n.OnceKey, n.DaysOf = k.PersonID, "/kursdagar/"+k.ID, once, k.OccasionID
	return t.Messages.Tell(ctx, t.tx, n)
}

// note says something of a booking to nobody yet.
func (t *turn) note(k Booking, what string, more map[string]string) message.Note {
	args := map[string]string{"title": t.o.Title, "day": t.day(t.o.FirstDay)}
	maps.Copy(args, more)
	return message.Note{EmployerID: k.EmployerID, Key: "booking.told." + what, Args: args}
}

// tellPlaced tells whoever was booked, or came to wait and in which place.
func (t *turn) tellPlaced(ctx context.Context, k Booking) error {
	if k.State != seat.Waiting {
		return t.tell(ctx, k, "booked", nil)
	}
	if k.Person() && k.PersonID == t.by {
		return nil
	}
	place, err := t.placeInQueue(ctx, k)
	if err != nil {
		return err
	}
	return t.tell(ctx, k, "waiting", map[string]string{"n": strconv.FormatInt(place, 10)})
}

// placeInQueue is the place of a booking among those that wait, from 1.
func (t *turn) placeInQueue(ctx context.Context, k Booking) (int64, error) {
	rule, err := ruleOf(ctx, t.tx, t.o.ID)
	if err != nil {
		return 0, err
	}
	if rule.Queue == seat.ByTime && k.Rank == 0 && k.CommonRank == 0 {
		return t.queue, nil // who came last waits last
	}
	waiting, err := inState(ctx, t.tx, t.o.ID, seat.Waiting)
	if err != nil {
		return 0, err
	}
	for i, w := range seat.Order(rule.Queue, t.waiters(waiting)) {
		if w.ID == k.ID {
			return int64(i + 1), nil
		}
	}
	return 0, nil
}

// leaders names who answers for the person of a booking. It is asked before the transaction: one asks for no second
// connection.
func (b *Bookings) leaders(ctx context.Context, unitID, personID string) ([]string, error) {
	if b.Leaders == nil || unitID == "" {
		return nil, nil
	}
	return b.Leaders(ctx, unitID, personID)
}

// leadersOf is leaders where the person of a booking works now.
func (b *Bookings) leadersOf(ctx context.Context, k Booking) ([]string, error) {
	paths, err := b.stands(ctx, k)
	if err != nil || len(paths) == 0 {
		return nil, err
	}
	return b.leaders(ctx, path.Base(paths[0]), k.PersonID)
}

// tellLeaders tells those who answer for the person, by the person's name as they may know it.
func (t *turn) tellLeaders(ctx context.Context, leaders []string, k Booking, what string) error {
	for _, id := range leaders {
		n := t.note(k, what, nil)
		n.PersonID, n.AboutID, n.Href = id, k.PersonID, "/min-grupp/kursdagar"
		if err := t.Messages.Tell(ctx, t.tx, n); err != nil {
			return err
		}
	}
	return nil
}
