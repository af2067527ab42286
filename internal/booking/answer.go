package booking

import (
	"context"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// on reads a booking, asks as what the actor acts on it, and runs f while its occasion is held.
func (b *Bookings) on(ctx context.Context, a may.Actor, bookingID string, may []Side, f func(*turn, *Booking, Side) error) (k Booking, err error) {
	if k, err = find(ctx, b.DB, bookingID); err != nil {
		return k, err
	}
	as, err := b.side(ctx, a, k)
	if err != nil {
		return k, err
	}
	if err := allow(a, as, may); err != nil {
		return k, err
	}
	err = b.held(ctx, k.OccasionID, a.PersonID, func(t *turn) error {
		if k, err = find(ctx, t.tx, bookingID); err != nil {
			return err
		}
		if err := f(t, &k, as); err != nil {
			return err
		}
		return t.fill(ctx)
	})
	return k, err
}

// allow refuses who acts as nobody that may: strangers learn nothing of the booking.
func allow(a may.Actor, as Side, sides []Side) error {
	for _, s := range sides {
		if s == as {
			return nil
		}
	}
	switch {
	case !a.Known():
		return may.ErrSignIn
	case as == Nobody:
		return ErrNoBooking
	}
	return ErrNotYours
}

// Approve says yes to a place that somebody has asked for: a seat if there is one, else a place on the reserve list.
// Where the employer has said that its contact names people, the manager's yes waits for the contact.
func (b *Bookings) Approve(ctx context.Context, a may.Actor, bookingID, why string) (k Booking, err error) {
	defer fault.Wrap(&err, "approve booking %s", bookingID)
	if why, err = b.text(why, "why"); err != nil {
		return k, err
	}
	if k, err = find(ctx, b.DB, bookingID); err != nil {
		return k, err
	}
	choice, err := b.ChoiceOf(ctx, k.EmployerID)
	if err != nil {
		return k, err
	}
	return b.on(ctx, a, bookingID, []Side{Self, Manager, Contact, Owner}, func(t *turn, k *Booking, as Side) error {
		if as == Self {
			return ErrOwnAnswer
		}
		if err := t.open(t.o, late(as)); err != nil {
			return err
		}
		if notHeld(t.o) && as != Owner {
			return ErrNoGo
		}
		if as == Manager && choice.Names == Contact {
			if err := t.step(ctx, k, seat.Pass, why); err != nil {
				return err
			}
			return t.tell(ctx, *k, "passed", nil)
		}
		if err := t.Staff.HoldPerson(ctx, t.tx, k.PersonID); err != nil {
			return err
		}
		if err := t.free(ctx, k.PersonID); err != nil {
			return err
		}
		e := seat.Approve
		if k.State == seat.Approved {
			e = seat.Book // the contact names the person
		}
		if err := t.step(ctx, k, e, why); err != nil {
			return err
		}
		return t.tellPlaced(ctx, *k)
	})
}

// late are those who may still answer after the cut-off: what was asked in time may be answered until the day.
func late(as Side) Side {
	if as == Nobody {
		return as
	}
	return Owner
}

// Decline says no to a place that somebody has asked for, with a reason.
func (b *Bookings) Decline(ctx context.Context, a may.Actor, bookingID, why string) (k Booking, err error) {
	defer fault.Wrap(&err, "decline booking %s", bookingID)
	if why, err = b.reason(why); err != nil {
		return k, err
	}
	return b.on(ctx, a, bookingID, []Side{Self, Manager, Contact, Owner}, func(t *turn, k *Booking, as Side) error {
		if as == Self {
			return ErrOwnAnswer
		}
		if err := t.step(ctx, k, seat.Decline, why); err != nil {
			return err
		}
		return t.tell(ctx, *k, "declined", map[string]string{"why": why})
	})
}

// Accept takes an offered seat, for oneself or on behalf of somebody. ErrOfferOver when its time has run out.
func (b *Bookings) Accept(ctx context.Context, a may.Actor, bookingID string) (k Booking, err error) {
	defer fault.Wrap(&err, "accept offer %s", bookingID)
	return b.on(ctx, a, bookingID, []Side{Self, Manager, Contact, Owner}, func(t *turn, k *Booking, as Side) error {
		switch {
		case k.OfferedUntil != nil && !t.at.Before(*k.OfferedUntil):
			return ErrOfferOver
		case notHeld(t.o) && as != Owner:
			return ErrNoGo
		}
		if k.Person() && k.State == seat.Offered {
			if err := t.Staff.HoldPerson(ctx, t.tx, k.PersonID); err != nil {
				return err
			}
			if err := t.free(ctx, k.PersonID); err != nil {
				return err
			}
		}
		if err := t.step(ctx, k, seat.Accept, ""); err != nil {
			return err
		}
		return t.tellPlaced(ctx, *k)
	})
}

// Refuse says no to an offered seat, for oneself or on behalf of somebody; the next is offered it.
func (b *Bookings) Refuse(ctx context.Context, a may.Actor, bookingID string) (k Booking, err error) {
	defer fault.Wrap(&err, "refuse offer %s", bookingID)
	return b.on(ctx, a, bookingID, []Side{Self, Manager, Contact, Owner}, func(t *turn, k *Booking, as Side) error {
		if err := t.step(ctx, k, seat.Refuse, ""); err != nil {
			return err
		}
		return t.tell(ctx, *k, "refused", nil)
	})
}

// Cancel gives a place up before the day, with a reason when it is somebody else's; a seat is offered to the next.
func (b *Bookings) Cancel(ctx context.Context, a may.Actor, bookingID, why string) (k Booking, err error) {
	defer fault.Wrap(&err, "cancel booking %s", bookingID)
	return b.giveUp(ctx, a, bookingID, why, seat.Cancel, "cancelled")
}

// Excuse gives a seat up before the day for a good reason (ill, for one); it is offered to the next.
func (b *Bookings) Excuse(ctx context.Context, a may.Actor, bookingID, why string) (k Booking, err error) {
	defer fault.Wrap(&err, "excuse booking %s", bookingID)
	return b.giveUp(ctx, a, bookingID, why, seat.Excuse, "excused")
}

func (b *Bookings) giveUp(ctx context.Context, a may.Actor, bookingID, why string, e seat.Event, told string) (Booking, error) {
	why, err := b.text(why, "why")
	if err != nil {
		return Booking{}, err
	}
	k, err := find(ctx, b.DB, bookingID)
	if err != nil {
		return k, err
	}
	leaders, err := b.leadersOf(ctx, k)
	if err != nil {
		return k, err
	}
	return b.on(ctx, a, bookingID, []Side{Self, Manager, Contact, Owner}, func(t *turn, k *Booking, as Side) error {
		if as != Self && why == "" {
			return ErrWhy
		}
		if !t.at.Before(t.begins()) {
			return ErrOver
		}
		had := k.State == seat.Booked
		if err := t.step(ctx, k, e, why); err != nil {
			return err
		}
		if as == Self {
			if err := t.tellLeaders(ctx, leaders, *k, told+"_leader"); err != nil || !had {
				return err
			}
		}
		return t.tell(ctx, *k, told, map[string]string{"why": why})
	})
}
