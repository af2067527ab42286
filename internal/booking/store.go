package booking

import (
	"context"
	"time"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

const columns = `b.id, b.occasion_id, b.person_id, b.guest_id, b.employer_id, b.municipality_id, b.unit_id, b.state, b.takes, b.queued_at, b.need, b.rank, b.common_rank, b.lot,
	b.offered_until, b.note, b.replaces, b.revision, b.made_by, b.made_at, b.changed_at`

func (k *Booking) fields() []any {
	return []any{&k.ID, &k.OccasionID, &k.PersonID, &k.GuestID, &k.EmployerID, &k.MunicipalityID, &k.UnitID, &k.State, &k.Takes, &k.QueuedAt, &k.Need, &k.Rank, &k.CommonRank, &k.Lot,
		&k.OfferedUntil, &k.Note, &k.Replaces, &k.Revision, &k.MadeBy, &k.MadeAt, &k.ChangedAt}
}

func scan(s db.Scanner) (k Booking, err error) { err = s.Scan(k.fields()...); return k, err }

// find reads a booking.
func find(ctx context.Context, q db.Q, id string) (Booking, error) {
	k, err := db.One(ctx, q, scan, `
		SELECT `+columns+`
		FROM booking b
		WHERE b.id = $1`,
		id)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return k, ErrNoBooking
	}
	return k, err
}

// live reads the booking that a person has of an occasion and that has not ended; none is the zero Booking.
func live(ctx context.Context, q db.Q, occasionID, personID string) (Booking, error) {
	k, err := db.One(ctx, q, scan, `
		SELECT `+columns+`
		FROM booking b
		WHERE b.occasion_id = $1 AND b.person_id = $2 AND b.person_id <> '' AND b.state NOT IN ('declined', 'cancelled', 'substituted') AND NOT (b.state = 'excused' AND b.takes = '')`,
		occasionID, personID)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return Booking{}, nil
	}
	return k, err
}

func insert(ctx context.Context, tx *db.Tx, k Booking) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO booking (id, occasion_id, person_id, guest_id, employer_id, municipality_id, unit_id, state, takes, queued_at, need, rank, common_rank, lot,
			offered_until, note, replaces, revision, made_by, made_at, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
		k.ID, k.OccasionID, k.PersonID, k.GuestID, k.EmployerID, k.MunicipalityID, k.UnitID, string(k.State), k.Takes, k.QueuedAt, k.Need, k.Rank, k.CommonRank, k.Lot,
		k.OfferedUntil, k.Note, k.Replaces, k.Revision, k.MadeBy, k.MadeAt, k.ChangedAt)
	return err
}

// update writes where a booking stands. The occasion is held.
func update(ctx context.Context, tx *db.Tx, k Booking) error {
	_, err := tx.Exec(ctx, `
		UPDATE booking
		SET state = $2, takes = $3, queued_at = $4, need = $5, rank = $6, common_rank = $7, lot = $8, offered_until = $9, revision = revision + 1, changed_at = $10
		WHERE id = $1`,
		k.ID, string(k.State), k.Takes, k.QueuedAt, k.Need, k.Rank, k.CommonRank, k.Lot, k.OfferedUntil, k.ChangedAt)
	return err
}

func insertEvent(ctx context.Context, tx *db.Tx, e Event) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO booking_event (id, booking_id, what, from_state, to_state, why, by_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		e.ID, e.BookingID, e.What, string(e.From), string(e.To), e.Why, e.By, e.At)
	return err
}

// historyOf reads what has happened to a booking, the earliest first.
func historyOf(ctx context.Context, q db.Q, bookingID string) ([]Event, error) {
	return db.All(ctx, q, func(s db.Scanner) (e Event, err error) {
		err = s.Scan(&e.ID, &e.BookingID, &e.What, &e.From, &e.To, &e.Why, &e.By, &e.At)
		return e, err
	}, `
		SELECT id, booking_id, what, from_state, to_state, why, by_id, at
		FROM booking_event
		WHERE booking_id = $1
		ORDER BY at, id`,
		bookingID)
}

// quotasOf reads an occasion's quotas, without what is taken of them.
func quotasOf(ctx context.Context, q db.Q, occasionID string) ([]Quota, error) {
	return db.All(ctx, q, func(s db.Scanner) (u Quota, err error) {
		err = s.Scan(&u.OccasionID, &u.NodeID, &u.Seats, &u.ReleasedOn, &u.Basis)
		return u, err
	}, `
		SELECT occasion_id, node_id, seats, released_on, basis
		FROM quota
		WHERE occasion_id = $1
		ORDER BY node_id`,
		occasionID)
}

// taken counts what is taken of each quota and of the pool, and how many wait.
func taken(ctx context.Context, q db.Q, occasionID string) (by map[string]int64, waiting int64, err error) {
	type count struct {
		what string
		n    int64
	}
	by = map[string]int64{}
	err = db.Each(ctx, q, func(s db.Scanner) (c count, err error) { err = s.Scan(&c.what, &c.n); return c, err }, func(c count) error {
		if c.what == "" {
			waiting = c.n
		} else {
			by[c.what] = c.n
		}
		return nil
	}, `
		SELECT takes, COUNT(*)
		FROM booking
		WHERE occasion_id = $1 AND (takes <> '' OR state = 'waiting')
		GROUP BY takes`,
		occasionID)
	return by, waiting, err
}

// standing reads how an occasion's seats stand on a day.
func standing(ctx context.Context, q db.Q, occasionID string, seats int64, today string) (s seat.Standing, quotas []Quota, waiting int64, err error) {
	if quotas, err = quotasOf(ctx, q, occasionID); err != nil {
		return s, nil, 0, err
	}
	by, waiting, err := taken(ctx, q, occasionID)
	if err != nil {
		return s, nil, 0, err
	}
	s.Seats, s.PoolTaken = seats, by[Pool]
	for i, u := range quotas {
		quotas[i].Taken = by[u.NodeID]
		s.Quotas = append(s.Quotas, seat.Quota{Node: u.NodeID, Seats: u.Seats, Taken: by[u.NodeID], Released: released(u, today)})
	}
	outside, err := organisationsOf(ctx, q, occasionID)
	for _, x := range outside { // a quota without a node
		s.Quotas = append(s.Quotas, seat.Quota{Node: x.ID, Seats: x.Seats, Taken: by[x.ID], Released: x.ReleasedOn != "" && x.ReleasedOn <= today})
	}
	return s, quotas, waiting, err
}

func released(u Quota, today string) bool { return u.ReleasedOn != "" && u.ReleasedOn <= today }

// inStates reads an occasion's bookings in a state, in the order they were made.
func inState(ctx context.Context, q db.Q, occasionID string, s seat.State) ([]Booking, error) {
	return db.All(ctx, q, scan, `
		SELECT `+columns+`
		FROM booking b
		WHERE b.occasion_id = $1 AND b.state = $2
		ORDER BY b.made_at, b.id`,
		occasionID, string(s))
}

// inPool reads who has a seat of the pool, in the order they were made.
func inPool(ctx context.Context, q db.Q, occasionID string) ([]Booking, error) {
	return db.All(ctx, q, scan, `
		SELECT `+columns+`
		FROM booking b
		WHERE b.occasion_id = $1 AND b.takes = 'pool'
		ORDER BY b.made_at, b.id`,
		occasionID)
}

// ruleOf reads how an occasion's reserve list works.
func ruleOf(ctx context.Context, q db.Q, occasionID string) (Rule, error) {
	r, err := db.One(ctx, q, func(s db.Scanner) (r Rule, err error) {
		err = s.Scan(&r.Queue, &r.OfferHours, &r.DrawnAt)
		return r, err
	}, `
		SELECT queue, offer_hours, drawn_at
		FROM seat_rule
		WHERE occasion_id = $1`,
		occasionID)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return Rule{Queue: seat.ByTime, OfferHours: DefaultOfferHours}, nil
	}
	return r, err
}

// milliseconds is an instant as the pure rules compare them.
func milliseconds(t *time.Time) int64 {
	if t == nil {
		return 0
	}
	return t.UnixMilli()
}

// Look reads a booking for rooms that have asked for leave, also inside a transaction.
func (b *Bookings) Look(ctx context.Context, q db.Q, id string) (Booking, error) {
	return find(ctx, q, id)
}
