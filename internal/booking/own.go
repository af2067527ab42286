package booking

import (
	"context"
	"maps"
	"slices"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Entry is a booking with the day that it is of.
type Entry struct {
	Booking
	Occasion occasion.Occasion
	Queue    int64 // place on the reserve list, from 1; 0 when the person does not wait
}

// Seen is a booking as who may see it sees it.
type Seen struct {
	Entry
	As      Side
	Name    string // of the person or guest; the contact code of a protected identity for others than the manager
	Guest   Guest
	History []Event
	Left    bool // the person no longer works for the employer, or will not on the day: somebody has to decide
}

// mostOwn is how many bookings of a person are shown.
const mostOwn = 200

// Own gives the actor's own bookings with their days, the latest day first.
func (b *Bookings) Own(ctx context.Context, a may.Actor) (_ []Entry, err error) {
	defer fault.Wrap(&err, "own bookings")
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return nil, err
	}
	return b.ofPerson(ctx, a.PersonID)
}

// Booked gives a person's bookings with their days, for the person's own calendar; the caller knows whose it is.
func (b *Bookings) Booked(ctx context.Context, personID string) ([]Entry, error) {
	all, err := b.ofPerson(ctx, personID)
	out := all[:0]
	for _, e := range all {
		if seat.Holds(e.State) {
			out = append(out, e)
		}
	}
	return out, err
}

func (b *Bookings) ofPerson(ctx context.Context, personID string) ([]Entry, error) {
	all, err := db.All(ctx, b.DB, scan, `
		SELECT `+columns+`
		FROM booking b
		JOIN occasion o ON o.id = b.occasion_id
		WHERE b.person_id = $1 AND b.person_id <> ''
		ORDER BY o.first_day DESC, b.made_at DESC, b.id
		LIMIT $2`,
		personID, mostOwn)
	if err != nil {
		return nil, err
	}
	return b.entries(ctx, all)
}

// entries adds the days and the places on reserve lists.
func (b *Bookings) entries(ctx context.Context, all []Booking) ([]Entry, error) {
	ids := make([]string, len(all))
	for i, k := range all {
		ids[i] = k.OccasionID
	}
	days, err := b.Occasions.FindMany(ctx, ids)
	if err != nil {
		return nil, err
	}
	queues, out := map[string]map[string]int64{}, make([]Entry, len(all))
	for i, k := range all {
		out[i] = Entry{Booking: k, Occasion: days[k.OccasionID]}
		if k.State != seat.Waiting {
			continue
		}
		if queues[k.OccasionID] == nil {
			order, err := b.order(ctx, days[k.OccasionID])
			if err != nil {
				return nil, err
			}
			queues[k.OccasionID] = map[string]int64{}
			for at, w := range order {
				queues[k.OccasionID][w.ID] = int64(at + 1)
			}
		}
		out[i].Queue = queues[k.OccasionID][k.ID]
	}
	return out, nil
}

// order is an occasion's reserve list in order.
func (b *Bookings) order(ctx context.Context, o occasion.Occasion) ([]seat.Waiter, error) {
	rule, err := ruleOf(ctx, b.DB, o.ID)
	if err != nil {
		return nil, err
	}
	waiting, err := inState(ctx, b.DB, o.ID, seat.Waiting)
	if err != nil {
		return nil, err
	}
	quotas, err := quotasOf(ctx, b.DB, o.ID)
	if err != nil {
		return nil, err
	}
	var s seat.Standing
	for _, q := range quotas {
		s.Quotas = append(s.Quotas, seat.Quota{Node: q.NodeID})
	}
	return seat.Order(rule.Queue, (&turn{Bookings: b, stand: s}).waiters(waiting)), nil
}

// Find gives a booking with its day and history to whoever may act on it: the person, the manager, the contact, who
// arranges it. Others learn nothing (ErrNoBooking). Looking at somebody else's is logged.
func (b *Bookings) Find(ctx context.Context, a may.Actor, id string) (s Seen, err error) {
	defer fault.Wrap(&err, "find booking %s", id)
	k, err := find(ctx, b.DB, id)
	if err != nil {
		return s, err
	}
	at := ""
	if s.As, at, err = b.sideAt(ctx, a, k); err != nil {
		return s, err
	}
	if s.As == Nobody {
		return s, ErrNoBooking
	}
	if at != "" && k.Person() {
		k.UnitID = at
	}
	all, err := b.entries(ctx, []Booking{k})
	if err != nil {
		return s, err
	}
	s.Entry = all[0]
	if s.History, err = historyOf(ctx, b.DB, id); err != nil {
		return s, err
	}
	if !k.Person() {
		s.Guest, err = guestOf(ctx, b.DB, k.GuestID)
		s.Name = s.Guest.Name
		return s, err
	}
	known, err := b.named(ctx, a, k)
	if err != nil {
		return s, err
	}
	names, err := b.names(ctx, []Booking{k}, map[string]bool{k.PersonID: known})
	if err != nil {
		return s, err
	}
	s.Name = names[k.PersonID]
	works, err := b.works(ctx, []Booking{k})
	if err != nil {
		return s, err
	}
	s.Left = b.hasLeft(works[k.PersonID], k, s.Occasion)
	return s, b.Audit.Person(ctx, b.DB, a, "booking.read", k.PersonID)
}

// works gives what is known of the employments of some bookings' people, by person.
func (b *Bookings) works(ctx context.Context, all []Booking) (map[string][]staff.Period, error) {
	var ids []string
	for _, k := range all {
		if k.Person() {
			ids = append(ids, k.PersonID)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	out := map[string][]staff.Period{}
	for chunk := range slices.Chunk(ids, 500) {
		some, err := b.Staff.HistoriesOn(ctx, chunk, b.Today())
		if err != nil {
			return nil, err
		}
		maps.Copy(out, some)
	}
	return out, nil
}

// hasLeft tells whether somebody with a place no longer works for the employer on the day, as far as is known. Nothing
// happens by itself: who answers for the seat sees it and decides.
func (b *Bookings) hasLeft(works []staff.Period, k Booking, o occasion.Occasion) bool {
	return !seat.Ended(k.State) && !slices.ContainsFunc(works, func(p staff.Period) bool {
		return p.EmployerID == k.EmployerID && p.CurrentOn(b.Today()) && worksThen(p.Employment, o)
	})
}

// names gives what people are called at the employers whose matter their bookings are. A protected identity is a contact
// code, but for those whom the reader may know by name (rule 7).
func (b *Bookings) names(ctx context.Context, all []Booking, known map[string]bool) (map[string]string, error) {
	out, at := map[string]string{}, map[string]string{}
	var ids []string
	for _, k := range all {
		if k.Person() && at[k.PersonID] == "" {
			at[k.PersonID] = k.EmployerID
			ids = append(ids, k.PersonID)
		}
	}
	for chunk := range slices.Chunk(ids, 500) {
		cards, err := b.Staff.CardsOf(ctx, chunk)
		if err != nil {
			return nil, err
		}
		for id, of := range cards {
			if known[id] {
				of = slices.Clone(of)
				for i := range of {
					of[i].Protected = false
				}
			}
			out[id], _ = staff.Listed(of, at[id])
		}
	}
	return out, nil
}
