package booking

import (
	"context"
	"strings"
	"unicode/utf8"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
)

// longestText is how many characters a note or a reason may have.
const longestText = 1000

// Ask asks for a place for oneself, with a note to the manager. Where the employer has said that no manager needs to
// say yes the seat is taken at once, or the person waits for one. Refuses with ErrNotSeen, ErrJobless, ErrClosed,
// ErrOver, ErrCancelled, ErrAlready or ErrClash (R133).
func (b *Bookings) Ask(ctx context.Context, a may.Actor, occasionID, note string) (k Booking, err error) {
	defer fault.Wrap(&err, "ask for a place at %s", occasionID)
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return k, err
	}
	if note, err = b.text(note, "note"); err != nil {
		return k, err
	}
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return k, err
	}
	if err := b.open(o, Self); err != nil {
		return k, err
	}
	at, err := b.placeFor(ctx, o, a.PersonID, "")
	if err != nil {
		return k, err
	}
	want, err := b.wish(ctx, o, a.PersonID, at)
	if err != nil {
		return k, err
	}
	want.Note = note
	choice, err := b.ChoiceOf(ctx, at.employerID)
	if err != nil {
		return k, err
	}
	var leaders []string
	if choice.Approval {
		if leaders, err = b.leaders(ctx, at.unitID, a.PersonID); err != nil {
			return k, err
		}
	}
	err = b.held(ctx, occasionID, a.PersonID, func(t *turn) error {
		k = want
		if err := t.begin(ctx, &k, Self); err != nil {
			return err
		}
		if err := t.step(ctx, &k, seat.Ask, note); err != nil {
			return err
		}
		if choice.Approval {
			return t.tellLeaders(ctx, leaders, k, "asked")
		}
		return t.step(ctx, &k, seat.Approve, "")
	})
	return k, err
}

// wish is a booking of a person that has not been made.
func (b *Bookings) wish(ctx context.Context, o occasion.Occasion, personID string, at place) (Booking, error) {
	need, err := b.need(ctx, o.CourseID, personID)
	return Booking{OccasionID: o.ID, PersonID: personID, EmployerID: at.employerID, MunicipalityID: at.municipalityID, UnitID: at.unitID, Need: need}, err
}

// begin lets a person's booking be made: the occasion takes bookings, the person has none there, and no other day at
// the same time.
func (t *turn) begin(ctx context.Context, k *Booking, by Side) error {
	if err := t.open(t.o, by); err != nil {
		return err
	}
	if err := t.Staff.HoldPerson(ctx, t.tx, k.PersonID); err != nil {
		return err
	}
	has, err := live(ctx, t.tx, t.o.ID, k.PersonID)
	if err != nil {
		return err
	}
	if has.ID != "" {
		return ErrAlready
	}
	return t.free(ctx, k.PersonID)
}

// open tells whether an occasion takes bookings. Learners and workplaces book until the cut-off, whoever arranges it
// through the last day, also when it has been decided that it is not held.
func (b *Bookings) open(o occasion.Occasion, by Side) error {
	today, begun := b.Today(), false
	if len(o.Sessions) > 0 {
		begun = !b.Now().Before(o.Sessions[0].BeginsAt(b.Place))
	}
	switch {
	case o.State == occasion.Cancelled:
		return ErrCancelled
	case o.State == occasion.Draft:
		return ErrDraft
	case by == Owner && o.LastDay != "" && today > o.LastDay:
		return ErrOver
	case by == Owner:
		return nil
	case notHeld(o):
		return ErrNoGo
	case begun || o.FirstDay != "" && today > o.FirstDay:
		return ErrOver
	case o.CutOff != "" && today > o.CutOff:
		return ErrClosed.With("day", b.day(o.CutOff))
	}
	return nil
}

// notHeld tells whether it has been decided that an occasion is not held: until it is cancelled or the decision is
// another, only whoever arranges it seats people there.
func notHeld(o occasion.Occasion) bool { return o.Decided == "no_go" }

// text is what somebody wrote, as it is kept: bounded, and without identity numbers (rule 42).
func (b *Bookings) text(typed, field string) (string, error) {
	typed = strings.TrimSpace(typed)
	if utf8.RuneCountInString(typed) > longestText {
		return "", ErrLong.On(field)
	}
	if identity.In(typed, b.Now()) {
		return "", ErrIdentity.On(field)
	}
	return typed, nil
}

// reason is a text that must be there.
func (b *Bookings) reason(typed string) (string, error) {
	typed, err := b.text(typed, "why")
	if err == nil && typed == "" {
		return "", ErrWhy
	}
	return typed, err
}
