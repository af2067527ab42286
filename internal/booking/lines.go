package booking

import (
	"context"
	"iter"
	"slices"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// lines puts names on bookings of one occasion, for others than the managers.
func (b *Bookings) lines(ctx context.Context, o occasion.Occasion, all []Booking) ([]Line, error) {
	names, err := b.names(ctx, all, nil)
	if err != nil {
		return nil, err
	}
	hidden, err := b.protected(ctx, all)
	if err != nil {
		return nil, err
	}
	guests, err := guestsOf(ctx, b.DB, o.ID)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, k := range all {
		for _, id := range []string{k.UnitID, k.EmployerID} {
			if id != "" && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	places, err := b.placeNames(ctx, ids)
	if err != nil {
		return nil, err
	}
	queue, err := b.queueOf(ctx, o, all)
	if err != nil {
		return nil, err
	}
	works, err := b.works(ctx, all)
	if err != nil {
		return nil, err
	}
	out := make([]Line, len(all))
	for i, k := range all {
		out[i] = Line{Left: k.Person() && b.hasLeft(works[k.PersonID], k, o), Booking: k, Name: names[k.PersonID], Unit: places[k.UnitID], Employer: places[k.EmployerID], Queue: queue[k.ID]}
		if !k.Person() {
			g := guests[k.GuestID]
			out[i].Name, out[i].Employer, out[i].Guest = g.Name, g.Organisation, g
		}
		if hidden[k.PersonID] {
			out[i].Unit, out[i].Employer = "", ""
		}
	}
	return out, nil
}

// protected tells who of some people has a protected identity at any employer.
func (b *Bookings) protected(ctx context.Context, all []Booking) (map[string]bool, error) {
	var ids []string
	for _, k := range all {
		if k.Person() {
			ids = append(ids, k.PersonID)
		}
	}
	out := map[string]bool{}
	for chunk := range slices.Chunk(ids, 500) {
		cards, err := b.Staff.CardsOf(ctx, chunk)
		if err != nil {
			return nil, err
		}
		for id, of := range cards {
			for _, c := range of {
				out[id] = out[id] || c.Protected
			}
		}
	}
	return out, nil
}

// queueOf gives the places on the reserve list of those who wait.
func (b *Bookings) queueOf(ctx context.Context, o occasion.Occasion, all []Booking) (map[string]int64, error) {
	if !slices.ContainsFunc(all, func(k Booking) bool { return k.State == seat.Waiting }) {
		return nil, nil
	}
	order, err := b.order(ctx, o)
	if err != nil {
		return nil, err
	}
	out := map[string]int64{}
	for i, w := range order {
		out[w.ID] = int64(i + 1)
	}
	return out, nil
}

// logLines notes in the log that the actor has read names: a line of each person.
func (b *Bookings) logLines(ctx context.Context, a may.Actor, what string, all []Line) error {
	return b.logged(ctx, a, what, func(yield func(string) bool) {
		for _, l := range all {
			if l.Person() && !yield(l.PersonID) {
				return
			}
		}
	})
}

// logged notes in the log that the actor has read of some people, in one transaction.
func (b *Bookings) logged(ctx context.Context, a may.Actor, what string, people iter.Seq[string]) error {
	return b.DB.Tx(ctx, func(tx *db.Tx) error {
		for id := range people {
			if err := b.Audit.Person(ctx, tx, a, what, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// Queue lists an occasion's reserve list in order. With nodeID it is a place's own queue, for whoever names people for it:
// people of another employer that the place's quota serves stand there without names. Without, it is the common one, for whoever
// arranges it. The reading is logged.
func (b *Bookings) Queue(ctx context.Context, a may.Actor, occasionID, nodeID string) (out []Line, err error) {
	defer fault.Wrap(&err, "queue of %s", occasionID)
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return nil, err
	}
	owns := b.Occasions.Owns(ctx, a, o) == nil
	if !owns {
		if nodeID == "" {
			return nil, ErrNotYours
		}
		node, err := b.Tree.Find(ctx, nodeID, b.Today())
		if err != nil {
			return nil, err
		}
		if err := may.Ask(a.Inside(node.Path), may.NameSeats, node.Path); err != nil {
			return nil, err
		}
	}
	order, err := b.order(ctx, o)
	if err != nil {
		return nil, err
	}
	waiting, err := inState(ctx, b.DB, occasionID, seat.Waiting)
	if err != nil {
		return nil, err
	}
	var all []Booking
	for _, w := range order {
		if nodeID == "" || w.Group == nodeID {
			all = append(all, waiting[slices.IndexFunc(waiting, func(k Booking) bool { return k.ID == w.ID })])
		}
	}
	if out, err = b.lines(ctx, o, all); err != nil {
		return nil, err
	}
	var known []Line
	for i := range out {
		if !owns && out[i].EmployerID != nodeID {
			out[i].Name, out[i].Unit, out[i].PersonID = "", "", ""
			continue
		}
		known = append(known, out[i])
	}
	return out, b.logLines(ctx, a, "booking.queue", known)
}
