package booking

import (
	"context"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Substitute sends a colleague of the same employer in somebody's place. The seat stays the same: the one who had it is
// noted as substituted, and the colleague, who leaves the reserve list by it, is booked. It can be done until the day
// begins, also after the cut-off.
func (b *Bookings) Substitute(ctx context.Context, a may.Actor, bookingID, personID, why string) (now Booking, err error) {
	defer fault.Wrap(&err, "send a colleague for %s", bookingID)
	if why, err = b.text(why, "why"); err != nil {
		return now, err
	}
	k, err := find(ctx, b.DB, bookingID)
	if err != nil {
		return now, err
	}
	o, err := b.Occasions.Find(ctx, k.OccasionID)
	if err != nil {
		return now, err
	}
	as, err := b.side(ctx, a, k)
	if err != nil {
		return now, err
	}
	if err := allow(a, as, []Side{Manager, Contact, Owner}); err != nil {
		return now, err
	}
	if _, _, err := b.bookerOf(ctx, a, o, personID); err != nil {
		return now, err // nobody sends another's people
	}
	want, err := b.colleague(ctx, a, o.CourseID, k, personID)
	if err != nil {
		return now, err
	}
	at, err := b.placeFor(ctx, o, personID, k.EmployerID)
	if err != nil {
		return now, err
	}
	want.UnitID = at.unitID
	err = b.held(ctx, k.OccasionID, a.PersonID, func(t *turn) error {
		if k, err = find(ctx, t.tx, bookingID); err != nil {
			return err
		}
		now, err = t.replace(ctx, &k, want, why)
		return err
	})
	return now, err
}

// colleague is the booking of whoever goes instead: employed by the same employer, and somebody that the actor may book.
func (b *Bookings) colleague(ctx context.Context, a may.Actor, courseID string, k Booking, personID string) (Booking, error) {
	if !k.Person() || personID == "" || personID == k.PersonID {
		return Booking{}, ErrColleague.On("person")
	}
	jobs, err := b.Staff.Employments(ctx, personID, b.Today())
	if err != nil {
		return Booking{}, err
	}
	for _, e := range jobs {
		if e.EmployerID != k.EmployerID {
			continue
		}
		need, err := b.need(ctx, courseID, personID)
		return Booking{OccasionID: k.OccasionID, PersonID: personID, EmployerID: k.EmployerID, MunicipalityID: k.MunicipalityID, UnitID: e.UnitID, Need: need, Replaces: k.ID}, err
	}
	return Booking{}, ErrColleague.On("person")
}

// replace gives a booking's seat to a colleague. The seat is held all the time: nobody is offered it meanwhile.
func (t *turn) replace(ctx context.Context, k *Booking, want Booking, why string) (Booking, error) {
	if err := t.open(t.o, Owner); err != nil {
		return want, err
	}
	if notHeld(t.o) {
		return want, ErrNoGo
	}
	if !t.at.Before(t.begins()) {
		return want, ErrOver
	}
	if k.State == seat.Offered && k.OfferedUntil != nil && !t.at.Before(*k.OfferedUntil) {
		return want, ErrOfferOver // the seat is the next one's in the queue
	}
	if err := t.Staff.HoldPerson(ctx, t.tx, want.PersonID); err != nil {
		return want, err
	}
	has, err := live(ctx, t.tx, t.o.ID, want.PersonID)
	if err != nil {
		return want, err
	}
	switch {
	case has.Takes != "" || seat.Holds(has.State):
		return want, ErrSeated
	case has.ID != "":
		if err := t.step(ctx, &has, seat.Cancel, WhySent); err != nil {
			return want, err
		}
	}
	if err := t.free(ctx, want.PersonID); err != nil {
		return want, err
	}
	takes := k.Takes
	if err := t.step(ctx, k, seat.Substitute, why); err != nil {
		return want, err
	}
	want.State, want.Takes, want.ChangedAt = seat.Booked, takes, t.at
	t.stand = t.stand.Take(takes, 1)
	if err := t.write(ctx, &want, string(seat.Book), seat.None, why); err != nil {
		return want, err
	}
	if err := t.tell(ctx, *k, "substituted", nil); err != nil {
		return want, err
	}
	return want, t.tellPlaced(ctx, want)
}
