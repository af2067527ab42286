package booking

import (
	"context"
	"errors"
	"strings"
	"time"

	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Faults of looking somebody up.
var (
	ErrNobodySo = fault.New(fault.Invalid, "booking.nobody_so").On("nummer")
	ErrLookedUp = fault.New(fault.Often, "booking.looked_up")
)

// mostLookups is how many numbers somebody may try within an hour.
const mostLookups = 60

// ByNumber finds the one at an employer who has an employment number, for who arranges an occasion that is for the
// employer's people. Nobody can look through the staff of another that way: the number is exact, numbers are tried
// slowly, and whoever is found can read of it. Who is protected at any employer is found by the contact code (rule 7).
// Errors: ErrPlace, ErrNobodySo, ErrLookedUp, may.ErrDenied.
func (b *Bookings) ByNumber(ctx context.Context, a may.Actor, occasionID, employerID, number string) (e staff.Employee, err error) {
	defer fault.Wrap(&err, "look up a number at %s", employerID)
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return e, err
	}
	if err := b.Occasions.Owns(ctx, a, o); err != nil {
		return e, err
	}
	employer, err := b.Tree.Find(ctx, employerID, b.Today())
	if err != nil {
		return e, ErrPlace.With("place", "")
	}
	if is, err := b.ForPlace(ctx, o, employer); err != nil {
		return e, err
	} else if !is {
		return e, ErrPlace.With("place", employer.Name)
	}
	if ok, err := b.Messages.Access.Turn(ctx, "booking:"+a.PersonID, mostLookups, time.Hour); err != nil {
		return e, err
	} else if !ok {
		return e, ErrLookedUp
	}
	id, err := b.Staff.ByNumber(ctx, employerID, strings.TrimSpace(number))
	if errors.Is(err, staff.ErrNoPerson) {
		return e, ErrNobodySo
	}
	if err != nil {
		return e, err
	}
	cards, err := b.Staff.Cards(ctx, id)
	if err != nil {
		return e, err
	}
	for _, c := range cards {
		if c.EmployerID == employerID {
			if name, hidden := staff.Listed(cards, employerID); hidden {
				c.Protected, c.FirstName, c.LastName, c.ContactCode = true, name, "", name
			}
			return c, b.Audit.Person(ctx, b.DB, a, "booking.find", id)
		}
	}
	return e, ErrNobodySo
}
