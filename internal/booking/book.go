package booking

import (
	"context"
	"errors"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// mostAtOnce is how many people can be booked in one step.
const mostAtOnce = 200

// Answer is what came of booking one of several people.
type Answer struct {
	PersonID string
	Booking  Booking
	Err      error // a fault: why this person was not booked
}

// Book takes a seat for somebody, or a place on the reserve list: the manager for the unit's people, the contact for the
// municipality's or employer's, whoever arranges it for anybody it is for. Who has asked already is approved by it. Nobody
// books oneself where somebody is to say yes: ErrOwnAnswer.
func (b *Bookings) Book(ctx context.Context, a may.Actor, occasionID, personID, why string) (k Booking, err error) {
	defer fault.Wrap(&err, "book %s at %s", personID, occasionID)
	if why, err = b.text(why, "why"); err != nil {
		return k, err
	}
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return k, err
	}
	return b.book(ctx, a, o, personID, why)
}

// BookMany books several of the actor's people, each on its own: a full quota for one does not undo the others.
func (b *Bookings) BookMany(ctx context.Context, a may.Actor, occasionID string, personIDs []string) (out []Answer, err error) {
	defer fault.Wrap(&err, "book %d people at %s", len(personIDs), occasionID)
	switch {
	case len(personIDs) == 0:
		return nil, ErrNobody
	case len(personIDs) > mostAtOnce:
		return nil, ErrMany
	}
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return nil, err
	}
	for _, id := range personIDs {
		k, err := b.book(ctx, a, o, id, "")
		if err != nil && fault.Of(err) == nil {
			return out, err
		}
		out = append(out, Answer{PersonID: id, Booking: k, Err: err})
	}
	return out, nil
}

func (b *Bookings) book(ctx context.Context, a may.Actor, o occasion.Occasion, personID, why string) (k Booking, err error) {
	as, at, err := b.bookerOf(ctx, a, o, personID)
	if err != nil {
		return k, err
	}
	if err := b.open(o, as); err != nil {
		return k, err
	}
	want, err := b.wish(ctx, o, personID, at)
	if err != nil {
		return k, err
	}
	choice, err := b.ChoiceOf(ctx, at.employerID)
	if err != nil {
		return k, err
	}
	if personID == a.PersonID && choice.Approval {
		return k, ErrOwnAnswer // to book oneself is to say yes to oneself
	}
	err = b.held(ctx, o.ID, a.PersonID, func(t *turn) error {
		has, err := live(ctx, t.tx, o.ID, personID)
		if err != nil {
			return err
		}
		if k = has; k.ID == "" {
			k = want
			err = t.begin(ctx, &k, as)
		} else if err = t.Staff.HoldPerson(ctx, t.tx, personID); err == nil {
			err = t.free(ctx, personID)
		}
		if err != nil {
			return err
		}
		if as == Manager && choice.Names == Contact {
			return t.pass(ctx, &k, why)
		}
		if err := t.step(ctx, &k, seat.Book, why); err != nil {
			return err
		}
		return t.tellPlaced(ctx, k)
	})
	return k, err
}

// pass is a manager's yes where the employer's contact names people.
func (t *turn) pass(ctx context.Context, k *Booking, why string) error {
	if k.ID == "" {
		if err := t.step(ctx, k, seat.Ask, ""); err != nil {
			return err
		}
	}
	if err := t.step(ctx, k, seat.Pass, why); err != nil {
		return err
	}
	return t.tell(ctx, *k, "passed", nil)
}

// bookerOf tells as what the actor books somebody, and for which of the person's places.
func (b *Bookings) bookerOf(ctx context.Context, a may.Actor, o occasion.Occasion, personID string) (Side, place, error) {
	for _, c := range []struct {
		as Side
		do may.Action
	}{{Contact, may.NameSeats}, {Manager, may.BookStaff}} {
		if a.IsOperator() {
			break
		}
		known, err := b.Staff.Know(ctx, a, c.do, personID, b.Today())
		if err == nil {
			at, err := b.placeFor(ctx, o, personID, known.Employer.ID)
			return c.as, at, err
		}
		if !errors.Is(err, may.ErrDenied) && !errors.Is(err, staff.ErrNoPerson) {
			return Nobody, place{}, err
		}
	}
	if err := b.Occasions.Owns(ctx, a, o); errors.Is(err, may.ErrDenied) {
		return Nobody, place{}, ErrNotYours
	} else if err != nil {
		return Nobody, place{}, err
	}
	at, err := b.placeFor(ctx, o, personID, "")
	return Owner, at, err
}
