package booking

import (
	"context"
	"errors"
	"slices"
	"time"

	"yrkesresan/internal/booking/mix"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// How far apart days of the same course may be to be mixed with one another, how many of them, how many people are
// looked at, and how much is proposed.
const (
	mixDays      = 60
	mostMixed    = 8
	mostPeople   = 600
	mostProposed = 8
)

// Faults of mixing groups.
var (
	ErrNotMixed = fault.New(fault.Conflict, "booking.not_mixed") // the proposal holds no more
	ErrAskedOne = fault.New(fault.Conflict, "booking.asked_already")
)

// Blend is how groups of the same course are made up, and proposals that would mix them better (R127).
type Blend struct {
	Groups []BlendGroup // the one asked about first, then the others by day
	Moves  []BlendMove
	Swaps  []mix.Swap
	Names  map[string]string // of municipalities and other places, by id
}

// BlendGroup is one occasion as totals.
type BlendGroup struct {
	Occasion occasion.Occasion
	Spread   mix.Spread
}

// BlendMove is a proposal to ask somebody, or two, to come another day. Nobody is moved by it.
type BlendMove struct {
	mix.Move
	BookingID, Name  string
	WithID, WithName string // the one who would go the other way; "" when there is a free seat
	Asked, WithAsked bool
}

// Blend looks at an occasion together with the other open ones of its course that the actor arranges, within two months.
// Whom it names can read of it. Errors: occasion.ErrNoOccasion, may.ErrDenied.
func (b *Bookings) Blend(ctx context.Context, a may.Actor, occasionID string) (out Blend, err error) {
	defer fault.Wrap(&err, "mix the groups of %s", occasionID)
	days, err := b.siblings(ctx, a, occasionID)
	if err != nil {
		return out, err
	}
	var groups []mix.Group
	var divisions []mix.Division
	bookings := map[[2]string]Booking{}
	towns, total := []string{}, 0
	for _, o := range days {
		all, err := b.Of(ctx, b.DB, o.ID)
		if err != nil {
			return out, err
		}
		people, err := b.mixOf(ctx, all)
		if err != nil {
			return out, err
		}
		out.Groups = append(out.Groups, BlendGroup{o, mix.SpreadOf(people)})
		g := mix.Group{ID: o.ID, Seats: int(o.Seats), MinSeats: int(o.MinSeats)}
		for i, k := range all {
			p := people[i]
			if k.Person() {
				p.ID, p.Movable = k.PersonID, k.State == seat.Waiting || k.State == seat.Booked
				bookings[[2]string{o.ID, k.PersonID}] = k
			}
			if p.Waiting && k.State != seat.Waiting {
				continue // has only asked
			}
			g.People = append(g.People, p)
			towns = append(towns, k.MunicipalityID)
		}
		groups, total = append(groups, g), total+len(g.People)
		d, err := b.division(ctx, o)
		if err != nil {
			return out, err
		}
		divisions = append(divisions, d)
		for _, p := range d.Places {
			towns = append(towns, p.Municipality)
		}
	}
	if out.Names, err = b.placeNames(ctx, slices.Compact(slices.Sorted(slices.Values(towns)))); err != nil {
		return out, err
	}
	if len(days) < 2 || total > mostPeople {
		return out, nil
	}
	if err := b.stay(ctx, days, groups, bookings); err != nil {
		return out, err
	}
	out.Swaps = mix.Swaps(divisions, mostProposed)
	return out, b.nameMoves(ctx, a, &out, mix.Balance(groups, mostProposed), bookings)
}

// siblings are the occasion and the other open ones of its course that the actor arranges, within mixDays.
func (b *Bookings) siblings(ctx context.Context, a may.Actor, occasionID string) ([]occasion.Occasion, error) {
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return nil, err
	}
	if err := b.Occasions.Owns(ctx, a, o); err != nil {
		return nil, err
	}
	out := []occasion.Occasion{o}
	if o.State != occasion.Open || o.FirstDay <= b.Today() {
		return out, nil
	}
	ids, err := db.All(ctx, b.DB, db.Text, `
		SELECT o.id
		FROM occasion o
		WHERE o.course_id = $1 AND o.state = 'open' AND o.first_day > $2 AND o.first_day >= $3 AND o.first_day <= $4 AND o.id <> $5
		ORDER BY o.first_day, o.id
		LIMIT 40`,
		o.CourseID, b.Today(), addDays(o.FirstDay, -mixDays), addDays(o.FirstDay, mixDays), o.ID)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		other, err := b.Occasions.Find(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := b.Occasions.Owns(ctx, a, other); errors.Is(err, may.ErrDenied) {
			continue
		} else if err != nil {
			return nil, err
		}
		if out = append(out, other); len(out) == mostMixed {
			break
		}
	}
	return out, nil
}

// division is how an occasion's seats are divided among the places of the tree; released seats are nobody's.
func (b *Bookings) division(ctx context.Context, o occasion.Occasion) (mix.Division, error) {
	s, quotas, _, err := standing(ctx, b.DB, o.ID, o.Seats, b.Today())
	d := mix.Division{ID: o.ID}
	for i, q := range quotas {
		if !s.Quotas[i].Released {
			d.Places = append(d.Places, mix.Place{Municipality: q.NodeID, Seats: int(q.Seats), Used: int(q.Taken)})
		}
	}
	return d, err
}

// stay lets nobody be proposed a day that is not for the person's municipality and employer.
func (b *Bookings) stay(ctx context.Context, days []occasion.Occasion, groups []mix.Group, bookings map[[2]string]Booking) error {
	type from struct{ municipality, employer string }
	open := map[from]bool{}
	for i := range groups {
		for j, p := range groups[i].People {
			k, is := bookings[[2]string{groups[i].ID, p.ID}]
			if !is || !p.Movable {
				continue
			}
			at := from{k.MunicipalityID, k.EmployerID}
			all, known := open[at]
			if !known {
				all = true
				for _, o := range days {
					seen, err := b.isFor(ctx, b.DB, o, at.municipality, at.employer)
					if err != nil {
						return err
					}
					all = all && seen
				}
				open[at] = all
			}
			groups[i].People[j].Movable = all
		}
	}
	return nil
}

// nameMoves puts names and days on proposals; reading them is logged.
func (b *Bookings) nameMoves(ctx context.Context, a may.Actor, out *Blend, moves []mix.Move, bookings map[[2]string]Booking) error {
	var all []Booking
	for _, m := range moves {
		all = append(all, bookings[[2]string{m.From, m.Person}])
		if m.With != "" {
			all = append(all, bookings[[2]string{m.To, m.With}])
		}
	}
	names, err := b.names(ctx, all, nil)
	if err != nil {
		return err
	}
	for _, m := range moves {
		x := BlendMove{Move: m, BookingID: bookings[[2]string{m.From, m.Person}].ID, Name: names[m.Person]}
		if x.Asked, err = askedToMove(ctx, b.DB, x.BookingID, m.To); err != nil {
			return err
		}
		if m.With != "" {
			x.WithID, x.WithName = bookings[[2]string{m.To, m.With}].ID, names[m.With]
			if x.WithAsked, err = askedToMove(ctx, b.DB, x.WithID, m.From); err != nil {
				return err
			}
		}
		out.Moves = append(out.Moves, x)
	}
	ids := make([]string, len(all))
	for i, k := range all {
		ids[i] = k.PersonID
	}
	return b.logged(ctx, a, "booking.roll", slices.Values(ids))
}

// askedToMove tells whether somebody has been asked already to come another day instead.
func askedToMove(ctx context.Context, q db.Q, bookingID, toID string) (bool, error) {
	n, err := db.One(ctx, q, db.Number, `
		SELECT COUNT(*)
		FROM day_asked
		WHERE booking_id = $1 AND occasion_id = $2`,
		bookingID, toID)
	return n > 0, err
}

// AskToMove asks whoever has a booking to come another day of the course instead. The person is told, once, and nothing
// is moved: who wants to books the other day and cancels this one. Errors: ErrNoBooking, ErrNotMixed, ErrAskedOne,
// may.ErrDenied.
func (b *Bookings) AskToMove(ctx context.Context, a may.Actor, bookingID, toID string) (err error) {
	defer fault.Wrap(&err, "ask booking %s to come another day", bookingID)
	k, err := find(ctx, b.DB, bookingID)
	if err != nil {
		return err
	}
	days, err := b.siblings(ctx, a, k.OccasionID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(days, func(o occasion.Occasion) bool { return o.ID == toID })
	if i < 1 || !k.Person() || k.State != seat.Booked && k.State != seat.Waiting {
		return ErrNotMixed
	}
	other := days[i]
	if seen, err := b.isFor(ctx, b.DB, other, k.MunicipalityID, k.EmployerID); err != nil {
		return err
	} else if !seen {
		return ErrNotMixed
	}
	return b.held(ctx, k.OccasionID, a.PersonID, func(t *turn) error {
		now, err := find(ctx, t.tx, bookingID)
		if err != nil {
			return err
		}
		if now.State != k.State {
			return ErrNotMixed
		}
		asked, err := t.tx.Exec(ctx, `
			INSERT INTO day_asked (booking_id, occasion_id, by_id, at)
			VALUES ($1, $2, $3, $4)
			ON CONFLICT (booking_id, occasion_id) DO NOTHING`,
			k.ID, toID, t.by, t.at)
		if err != nil {
			return err
		}
		if asked == 0 {
			return ErrAskedOne
		}
		n := t.note(k, "other_day", map[string]string{"other": t.day(other.FirstDay)})
		n.PersonID, n.Href, n.OnceKey = k.PersonID, "/kursdagar/"+toID, "other_day:"+k.ID+":"+toID
		return t.Messages.Tell(ctx, t.tx, n)
	})
}

// SwapSeats carries out a proposal about unused seats: at each of two occasions one municipality gives the other as many
// as it gets at the other. Both happen or neither. Errors: ErrNotMixed, ErrFew, ErrNoQuota, may.ErrDenied.
func (b *Bookings) SwapSeats(ctx context.Context, a may.Actor, s mix.Swap, why string) (err error) {
	defer fault.Wrap(&err, "swap seats of %s and %s", s.One, s.Other)
	if why, err = b.reason(why); err != nil {
		return err
	}
	days, err := b.siblings(ctx, a, s.One)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(days[1:], func(o occasion.Occasion) bool { return o.ID == s.Other }) || s.Gives == s.Takes {
		return ErrNotMixed
	}
	for _, place := range []string{s.Gives, s.Takes} {
		if err := b.quotaPlace(ctx, place); err != nil {
			return err
		}
	}
	steps := []struct{ at, from, to string }{{s.One, s.Gives, s.Takes}, {s.Other, s.Takes, s.Gives}}
	slices.SortFunc(steps, func(x, y struct{ at, from, to string }) int { // always in one order, so that two never wait for each other
		if x.at < y.at {
			return -1
		}
		return 1
	})
	return b.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, step := range steps {
			t, err := b.turn(ctx, tx, step.at, a.PersonID)
			if err != nil {
				return err
			}
			if err := t.move(ctx, "move", step.from, step.to, int64(s.Seats), why); err != nil {
				return err
			}
		}
		return nil
	})
}

// addDays is a day so many days later.
func addDays(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}
