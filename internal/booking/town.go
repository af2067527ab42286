package booking

import (
	"context"
	"slices"
	"time"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// TownDay is a course day as whoever names people for a municipality or another employer sees it: counts, no names.
type TownDay struct {
	Occasion   occasion.Occasion
	HasQuota   bool
	Quota      QuotaStanding // of the place's own; the zero value without a quota
	PoolFree   int64
	Own        Counts     // of the place's own people
	Others     Counts     // of people of other employers in the municipality: the municipality's quota is theirs too
	FirstOffer *time.Time // when the first offer of the place's own people runs out
}

// Counts are people by how they stand.
type Counts struct{ Asked, Approved, Waiting, Offered, Booked int64 }

func (n *Counts) add(s seat.State, of int64) {
	switch s {
	case seat.Asked:
		n.Asked += of
	case seat.Approved:
		n.Approved += of
	case seat.Waiting:
		n.Waiting += of
	case seat.Offered:
		n.Offered += of
	case seat.Booked, seat.Attended, seat.Part, seat.Absent:
		n.Booked += of
	}
}

// Undone tells that somebody has asked, or been approved, and waits for who names people.
func (d TownDay) Undone() int64 { return d.Own.Asked + d.Own.Approved }

// Unused is how many of the place's own seats nobody has.
func (d TownDay) Unused() int64 { return d.Quota.Free }

// mostTownDays is how many coming course days a place looks through.
const mostTownDays = 300

// namer finds the place, for who names people for its seats. Errors: org.ErrNoNode, ErrPlace, may.ErrDenied.
func (b *Bookings) namer(ctx context.Context, a may.Actor, nodeID string) (org.Node, error) {
	n, err := b.Tree.Find(ctx, nodeID, b.Today())
	if err != nil {
		return n, err
	}
	if err := may.Ask(a.Inside(n.Path), may.NameSeats, n.Path); err != nil {
		return n, err
	}
	if k := org.Kind(n.Kind); k != org.Municipality && k != org.Employer {
		return n, ErrPlace.With("place", n.Name)
	}
	return n, nil
}

// TownDays lists the coming course days that are for a place's people, the nearest first, to who names people for its
// seats; limit of them from offset, and how many there are. Errors: org.ErrNoNode, may.ErrDenied.
func (b *Bookings) TownDays(ctx context.Context, a may.Actor, nodeID string, limit, offset int) (out []TownDay, all int, err error) {
	defer fault.Wrap(&err, "course days of %s", nodeID)
	node, err := b.namer(ctx, a, nodeID)
	if err != nil {
		return nil, 0, err
	}
	coming, err := b.comingFor(ctx, node)
	if err != nil {
		return nil, 0, err
	}
	all = len(coming)
	for _, o := range coming[min(offset, all):min(offset+limit, all)] {
		d, err := b.townDay(ctx, node, o)
		if err != nil {
			return nil, 0, err
		}
		out = append(out, d)
	}
	return out, all, nil
}

// TownDay is one of them. ErrNotSeen when the occasion is not for the place.
func (b *Bookings) TownDay(ctx context.Context, a may.Actor, nodeID, occasionID string) (d TownDay, err error) {
	defer fault.Wrap(&err, "course day %s of %s", occasionID, nodeID)
	node, err := b.namer(ctx, a, nodeID)
	if err != nil {
		return d, err
	}
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return d, err
	}
	is, err := b.ForPlace(ctx, o, node)
	if err != nil {
		return d, err
	}
	if !is || o.State == occasion.Draft {
		return d, occasion.ErrNoOccasion
	}
	return b.townDay(ctx, node, o)
}

// comingFor reads the open occasions from today on that are for a place's people.
func (b *Bookings) comingFor(ctx context.Context, node org.Node) (out []occasion.Occasion, err error) {
	municipality, err := b.municipalityOf(ctx, node)
	if err != nil {
		return nil, err
	}
	ids, err := db.All(ctx, b.DB, db.Text, `
		SELECT o.id
		FROM occasion o
		WHERE o.state = 'open' AND o.last_day >= $1 AND (
			EXISTS (
				SELECT 1
				FROM occasion_owner w
				WHERE w.occasion_id = o.id AND (w.node_id IN ('se', $2, $3) OR w.node_id IN (
					SELECT m.rss_id
					FROM municipality_rss m
					WHERE m.municipality_id = $3 AND m.valid_from <= $1 AND m.valid_until > $1)))
			OR EXISTS (
				SELECT 1
				FROM quota q
				WHERE q.occasion_id = o.id AND q.node_id IN ($2, $3)))
		ORDER BY o.first_day, o.id
		LIMIT $4`,
		b.Today(), node.ID, municipality, mostTownDays)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		o, err := b.Occasions.Find(ctx, id)
		if err != nil {
			return nil, err
		}
		is, err := b.ForPlace(ctx, o, node)
		if err != nil {
			return nil, err
		}
		if is {
			out = append(out, o)
		}
	}
	return out, nil
}

func (b *Bookings) townDay(ctx context.Context, node org.Node, o occasion.Occasion) (TownDay, error) {
	d := TownDay{Occasion: o}
	s, err := b.standingOf(ctx, o)
	if err != nil {
		return d, err
	}
	d.PoolFree = s.PoolFree
	if i := slices.IndexFunc(s.Quotas, func(q QuotaStanding) bool { return q.NodeID == node.ID }); i >= 0 {
		d.HasQuota, d.Quota = true, s.Quotas[i]
	}
	type group struct {
		employer string
		state    seat.State
		n        int64
	}
	if err := db.Each(ctx, b.DB, func(r db.Scanner) (g group, err error) { err = r.Scan(&g.employer, &g.state, &g.n); return g, err }, func(g group) error {
		if g.employer == node.ID {
			d.Own.add(g.state, g.n)
		} else {
			d.Others.add(g.state, g.n)
		}
		return nil
	}, `
		SELECT employer_id, state, COUNT(*)
		FROM booking
		WHERE occasion_id = $1 AND (employer_id = $2 OR municipality_id = $2)
		GROUP BY employer_id, state`,
		o.ID, node.ID); err != nil || d.Own.Offered == 0 {
		return d, err
	}
	offered, err := inState(ctx, b.DB, o.ID, seat.Offered)
	for _, k := range offered {
		if k.EmployerID == node.ID && k.OfferedUntil != nil && (d.FirstOffer == nil || k.OfferedUntil.Before(*d.FirstOffer)) {
			d.FirstOffer = k.OfferedUntil
		}
	}
	return d, err
}
