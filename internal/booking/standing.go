package booking

import (
	"context"
	"errors"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Standing is how an occasion's seats stand, without names.
type Standing struct {
	Seats               int64
	Taken               int64 // of all
	Free                int64 // that can be taken now, by somebody
	Pool                int64 // that no quota has now
	PoolTaken, PoolFree int64
	Quotas              []QuotaStanding
	Asked               int64 // who wait for an answer
	Waiting             int64 // on the reserve list
	Offered             int64 // of those taken, held by an offer
	Rule                Rule
}

// QuotaStanding is how one place's seats stand.
type QuotaStanding struct {
	Quota
	Free     int64
	Released int64 // of the quota, what has gone to the pool
	Waiting  int64 // of its own queue
	InPool   int64 // of its people, who have a seat of the pool
}

// StandingOf tells how an occasion's seats stand, to anybody who is signed in: it counts seats and names nobody.
func (b *Bookings) StandingOf(ctx context.Context, a may.Actor, occasionID string) (s Standing, err error) {
	defer fault.Wrap(&err, "standing of %s", occasionID)
	if !a.Known() {
		return s, may.ErrSignIn
	}
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return s, err
	}
	return b.standingOf(ctx, o)
}

func (b *Bookings) standingOf(ctx context.Context, o occasion.Occasion) (s Standing, err error) {
	st, quotas, _, err := standing(ctx, b.DB, o.ID, o.Seats, b.Today())
	if err != nil {
		return s, err
	}
	s = Standing{Seats: o.Seats, Taken: st.Taken(), Free: st.Free(), Pool: st.Pool(), PoolTaken: st.PoolTaken, PoolFree: st.PoolFree()}
	if s.Rule, err = ruleOf(ctx, b.DB, o.ID); err != nil {
		return s, err
	}
	ids := make([]string, len(quotas))
	for i, q := range quotas {
		ids[i] = q.NodeID
	}
	names, err := b.placeNames(ctx, ids)
	if err != nil {
		return s, err
	}
	for i, q := range quotas {
		q.Name = names[q.NodeID]
		at := QuotaStanding{Quota: q, Free: st.Quotas[i].Free()}
		if st.Quotas[i].Released {
			at.Released = q.Seats - q.Taken
		}
		s.Quotas = append(s.Quotas, at)
	}
	return s, b.countWaiting(ctx, o.ID, st, &s)
}

// countWaiting adds who asks, waits and is offered, and whose people have seats of the pool.
func (b *Bookings) countWaiting(ctx context.Context, occasionID string, st seat.Standing, s *Standing) error {
	type group struct {
		state                         seat.State
		takes, employer, municipality string
		n                             int64
	}
	return db.Each(ctx, b.DB, func(r db.Scanner) (g group, err error) {
		err = r.Scan(&g.state, &g.takes, &g.employer, &g.municipality, &g.n)
		return g, err
	}, func(g group) error {
		home := st.Home(g.employer, g.municipality)
		switch g.state {
		case seat.Asked, seat.Approved:
			s.Asked += g.n
		case seat.Waiting:
			s.Waiting += g.n
		case seat.Offered:
			s.Offered += g.n
		}
		for i := range s.Quotas {
			if s.Quotas[i].NodeID != home {
				continue
			}
			if g.state == seat.Waiting {
				s.Quotas[i].Waiting += g.n
			}
			if g.takes == Pool {
				s.Quotas[i].InPool += g.n
			}
		}
		return nil
	}, `
		SELECT state, takes, employer_id, municipality_id, COUNT(*)
		FROM booking
		WHERE occasion_id = $1 AND state NOT IN ('declined', 'cancelled', 'substituted')
		GROUP BY state, takes, employer_id, municipality_id`,
		occasionID)
}

// placeNames gives what places are called.
func (b *Bookings) placeNames(ctx context.Context, ids []string) (map[string]string, error) {
	out := map[string]string{}
	for len(ids) > 0 {
		n := min(len(ids), 200)
		args := make([]any, n)
		for i, id := range ids[:n] {
			args[i] = id
		}
		type named struct{ id, name string }
		if err := db.Each(ctx, b.DB, func(s db.Scanner) (v named, err error) { err = s.Scan(&v.id, &v.name); return v, err },
			func(v named) error { out[v.id] = v.name; return nil }, `
			SELECT node_id, name
			FROM node_place
			WHERE node_id IN (`+db.Marks(1, n)+`) AND valid_from < valid_until
			ORDER BY valid_from`,
			args...); err != nil {
			return nil, err
		}
		ids = ids[n:]
	}
	return out, nil
}

// Taken implements occasion.Seats: the fewest seats that an occasion can have are those that its quotas have been given and
// those taken of the pool.
func (b *Bookings) Taken(ctx context.Context, q db.Q, occasionID string) (int64, error) {
	st, _, _, err := standing(ctx, q, occasionID, 0, b.Today())
	return st.PoolTaken - st.Pool(), err // with no seats the pool is what the quotas have, below zero
}

// Line is a booking in a list of names.
type Line struct {
	Booking
	Name     string // of the person or guest; "" for somebody whom the reader may not know by name
	Unit     string // name of the unit, "" for guests and protected identities
	Employer string // name of the employer, or the guest's organisation
	Guest    Guest
	Queue    int64 // place on the reserve list
	Left     bool
}

// Roll lists who has, wants or waits for a seat of an occasion, by name: everybody for whoever arranges it, their own people
// for those who name people for a place. Others are ErrNotYours. The reading is logged.
func (b *Bookings) Roll(ctx context.Context, a may.Actor, occasionID string) (out []Line, err error) {
	defer fault.Wrap(&err, "roll of %s", occasionID)
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return nil, err
	}
	all, err := b.Of(ctx, b.DB, occasionID)
	if err != nil {
		return nil, err
	}
	err = b.Occasions.Owns(ctx, a, o)
	if err != nil && !errors.Is(err, may.ErrDenied) {
		return nil, err
	}
	if err != nil {
		if all, err = b.ownOf(ctx, a, all); err != nil {
			return nil, err
		}
	}
	if out, err = b.lines(ctx, o, all); err != nil {
		return nil, err
	}
	return out, b.logLines(ctx, a, "booking.roll", out)
}

// ownOf leaves, of an occasion's bookings, those of places where the actor names people. ErrNotYours when there is no such
// place.
func (b *Bookings) ownOf(ctx context.Context, a may.Actor, all []Booking) ([]Booking, error) {
	if err := may.AskSomewhere(a, may.NameSeats); err != nil {
		return nil, ErrNotYours
	}
	names, out := map[string]bool{}, all[:0:0]
	for _, k := range all {
		if k.EmployerID == "" {
			continue
		}
		is, asked := names[k.EmployerID]
		if !asked {
			employer, err := b.Tree.FindEver(ctx, k.EmployerID)
			if err != nil {
				return nil, err
			}
			is = may.Ask(a.Inside(employer.Path), may.NameSeats, employer.Path) == nil
			names[k.EmployerID] = is
		}
		if is {
			out = append(out, k)
		}
	}
	return out, nil
}

// Of reads an occasion's bookings that have not ended, the earliest first, for rooms that have asked for leave.
func (b *Bookings) Of(ctx context.Context, q db.Q, occasionID string) ([]Booking, error) {
	return db.All(ctx, q, scan, `
		SELECT `+columns+`
		FROM booking b
		WHERE b.occasion_id = $1 AND b.state NOT IN ('declined', 'cancelled', 'substituted')
		ORDER BY b.made_at, b.id`,
		occasionID)
}
