package booking

import (
	"context"
	"slices"
	"strconv"
	"time"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// mostQuotas is how many places can have seats of their own of an occasion: all municipalities and some.
const mostQuotas = 400

// owned runs f while an occasion is held, for who arranges it.
func (b *Bookings) owned(ctx context.Context, a may.Actor, occasionID string, f func(*turn) error) error {
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return err
	}
	if err := b.Occasions.Owns(ctx, a, o); err != nil {
		return err
	}
	return b.held(ctx, occasionID, a.PersonID, f)
}

// SetQuotas says how many seats places have of an occasion; what is left is the pool. Never below what is taken, and
// never more than the seats: ErrTaken, ErrSeats, ErrPool. Whoever waits is offered what comes free by it.
func (b *Bookings) SetQuotas(ctx context.Context, a may.Actor, occasionID string, quotas []Quota, why string) error {
	return b.SetQuotasSeen(ctx, a, occasionID, quotas, "", why)
}

// SetQuotasSeen is SetQuotas for who saw how the seats were divided (Board.Mark) and decided from it: ErrChanged when
// somebody has changed them since.
func (b *Bookings) SetQuotasSeen(ctx context.Context, a may.Actor, occasionID string, quotas []Quota, seen, why string) (err error) {
	defer fault.Wrap(&err, "set quotas of %s", occasionID)
	if why, err = b.text(why, "why"); err != nil {
		return err
	}
	if len(quotas) > mostQuotas {
		return ErrMany
	}
	for _, q := range quotas {
		if err := b.quotaPlace(ctx, q.NodeID); err != nil {
			return err
		}
	}
	return b.owned(ctx, a, occasionID, func(t *turn) error {
		was := t.quotas
		if seen != "" && seen != markOf(was) {
			return ErrChanged
		}
		if err := checkQuotas(t.o, quotas); err != nil {
			return err
		}
		if err := t.putQuotas(ctx, quotas); err != nil {
			return err
		}
		for _, q := range quotas {
			i := slices.IndexFunc(was, func(w Quota) bool { return w.NodeID == q.NodeID })
			before := Quota{}
			if i >= 0 {
				before = was[i]
			}
			if before.Seats != q.Seats || before.ReleasedOn != q.ReleasedOn {
				if err := t.noteQuota(ctx, "set", Pool, q.NodeID, q.Seats-before.Seats, why); err != nil {
					return err
				}
			}
		}
		for _, w := range was {
			if !slices.ContainsFunc(quotas, func(q Quota) bool { return q.NodeID == w.NodeID }) {
				if err := t.noteQuota(ctx, "set", w.NodeID, Pool, w.Seats, why); err != nil {
					return err
				}
			}
		}
		return t.settle(ctx)
	})
}

// quotaPlace refuses what is no municipality or other employer.
func (b *Bookings) quotaPlace(ctx context.Context, nodeID string) error {
	n, err := b.Tree.Find(ctx, nodeID, b.Today())
	if err != nil {
		return ErrPlace.With("place", nodeID)
	}
	if k := org.Kind(n.Kind); k != org.Municipality && k != org.Employer {
		return ErrPlace.With("place", n.Name)
	}
	return nil
}

func checkQuotas(o occasion.Occasion, quotas []Quota) error {
	seen := map[string]bool{}
	for i, q := range quotas {
		switch {
		case seen[q.NodeID]:
			return ErrTwice
		case q.Seats < 0 || q.Seats > o.Seats:
			return ErrNumber.On("seats." + q.NodeID)
		case q.ReleasedOn != "" && !isDay(q.ReleasedOn), o.FirstDay != "" && q.ReleasedOn > o.FirstDay:
			return ErrDay.On("released_on")
		}
		if seen[q.NodeID] = true; q.Basis == "" {
			quotas[i].Basis = "hand"
		}
	}
	return nil
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// putQuotas writes all quotas of the occasion in place of those it had.
func (t *turn) putQuotas(ctx context.Context, quotas []Quota) error {
	if _, err := t.tx.Exec(ctx, `DELETE FROM quota WHERE occasion_id = $1`, t.o.ID); err != nil {
		return err
	}
	for _, q := range quotas {
		if _, err := t.tx.Exec(ctx, `
			INSERT INTO quota (occasion_id, node_id, seats, released_on, basis)
			VALUES ($1, $2, $3, $4, $5)`,
			t.o.ID, q.NodeID, q.Seats, q.ReleasedOn, q.Basis); err != nil {
			return err
		}
	}
	return nil
}

// settle reads the quotas as they have become: what was taken of a quota that is no more is of the pool, what was taken of
// the pool is a place's own where it has room, none is overdrawn, and who waits is offered what is free.
func (t *turn) settle(ctx context.Context) error {
	if _, err := t.tx.Exec(ctx, `
		UPDATE booking
		SET takes = 'pool'
		WHERE occasion_id = $1 AND takes NOT IN ('', 'pool') AND NOT EXISTS (SELECT 1 FROM quota q WHERE q.occasion_id = booking.occasion_id AND q.node_id = booking.takes)
			AND NOT EXISTS (SELECT 1 FROM guest_organisation x WHERE x.id = booking.takes)`,
		t.o.ID); err != nil {
		return err
	}
	if err := t.read(ctx); err != nil {
		return err
	}
	if flaw, node := t.stand.Check(); flaw == seat.Overdrawn || flaw == seat.TooMany {
		return t.flawed(ctx, flaw, node)
	}
	if err := t.rehome(ctx); err != nil {
		return err
	}
	if flaw, node := t.stand.Check(); flaw != seat.Sound {
		return t.flawed(ctx, flaw, node)
	}
	return t.fill(ctx)
}

// flawed is what is wrong with a standing as a fault.
func (t *turn) flawed(ctx context.Context, flaw seat.Flaw, node string) error {
	switch flaw {
	case seat.Overdrawn:
		q, _ := t.stand.Of(node)
		return ErrTaken.With("place", t.placeName(ctx, node)).With("n", strconv.FormatInt(q.Taken, 10)).On("seats." + node)
	case seat.TooMany:
		return ErrSeats.With("n", strconv.FormatInt(t.stand.Seats, 10)).On("seats")
	}
	return ErrPool.With("n", strconv.FormatInt(t.stand.PoolTaken, 10)).On("seats")
}

func (t *turn) placeName(ctx context.Context, nodeID string) string {
	n, err := org.Find(ctx, t.tx, nodeID, t.today)
	if err != nil {
		return nodeID
	}
	return n.Name
}

// Move moves free seats from one place, or the pool, to another (R122). ErrFew when so many are not free.
func (b *Bookings) Move(ctx context.Context, a may.Actor, occasionID, fromID, toID string, n int64, why string) (err error) {
	defer fault.Wrap(&err, "move seats of %s", occasionID)
	if why, err = b.reason(why); err != nil {
		return err
	}
	if fromID == toID {
		return ErrSame
	}
	if toID != Pool {
		if err := b.quotaPlace(ctx, toID); err != nil {
			return err
		}
	}
	return b.owned(ctx, a, occasionID, func(t *turn) error { return t.move(ctx, "move", fromID, toID, n, why) })
}

// GiveBack gives free seats of a place's quota to the pool; whoever names people for the place may.
func (b *Bookings) GiveBack(ctx context.Context, a may.Actor, occasionID, nodeID string, n int64, why string) (err error) {
	defer fault.Wrap(&err, "give back seats of %s", occasionID)
	if why, err = b.text(why, "why"); err != nil {
		return err
	}
	node, err := b.Tree.Find(ctx, nodeID, b.Today())
	if err != nil {
		return err
	}
	if err := may.Ask(a.Inside(node.Path), may.NameSeats, node.Path); err != nil {
		return err
	}
	return b.held(ctx, occasionID, a.PersonID, func(t *turn) error { return t.move(ctx, "give_back", nodeID, Pool, n, why) })
}

// move takes free seats from one place to another and offers them to who waits.
func (t *turn) move(ctx context.Context, what, fromID, toID string, n int64, why string) error {
	if n <= 0 {
		return ErrNumber.On("n")
	}
	free := t.stand.PoolFree()
	if fromID != Pool {
		q, ok := t.stand.Of(fromID)
		if !ok {
			return ErrNoQuota
		}
		free = q.Free()
	}
	if n > free {
		return ErrFew.With("n", strconv.FormatInt(free, 10)).On("n")
	}
	quotas := slices.Clone(t.quotas)
	if i := slices.IndexFunc(quotas, func(q Quota) bool { return q.NodeID == fromID }); i >= 0 {
		quotas[i].Seats -= n
	}
	switch i := slices.IndexFunc(quotas, func(q Quota) bool { return q.NodeID == toID }); {
	case toID == Pool:
	case i >= 0:
		quotas[i].Seats += n
		if released(quotas[i], t.today) {
			quotas[i].ReleasedOn = "" // seats given to a place after its day are its own
			quotas[i].Seats = quotas[i].Taken + n
		}
	default:
		quotas = append(quotas, Quota{OccasionID: t.o.ID, NodeID: toID, Seats: n, Basis: "hand"})
	}
	if err := t.putQuotas(ctx, quotas); err != nil {
		return err
	}
	if err := t.noteQuota(ctx, what, fromID, toID, n, why); err != nil {
		return err
	}
	return t.settle(ctx)
}

// noteQuota keeps that seats have been set, moved or given back.
func (t *turn) noteQuota(ctx context.Context, what, fromID, toID string, n int64, why string) error {
	_, err := t.tx.Exec(ctx, `
		INSERT INTO quota_change (id, occasion_id, what, from_id, to_id, seats, why, by_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		t.NewID(), t.o.ID, what, fromID, toID, n, why, t.by, t.at)
	return err
}

// QuotaChange is seats that were set, moved or given back.
type QuotaChange struct {
	What         string // set, move or give_back
	FromID, ToID string // places, or Pool
	Seats        int64
	Why, By      string
	At           time.Time
}

// QuotaChanges tells what has been done with an occasion's quotas, the latest first, to who arranges it.
func (b *Bookings) QuotaChanges(ctx context.Context, a may.Actor, occasionID string, limit int) ([]QuotaChange, error) {
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return nil, err
	}
	if err := b.Occasions.Owns(ctx, a, o); err != nil {
		return nil, err
	}
	return db.All(ctx, b.DB, func(s db.Scanner) (c QuotaChange, err error) {
		err = s.Scan(&c.What, &c.FromID, &c.ToID, &c.Seats, &c.Why, &c.By, &c.At)
		return c, err
	}, `
		SELECT what, from_id, to_id, seats, why, by_id, at
		FROM quota_change
		WHERE occasion_id = $1
		ORDER BY at DESC, id DESC
		LIMIT $2`,
		occasionID, limit)
}
