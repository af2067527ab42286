package booking

import (
	"context"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// ByPeople proposes how seats are shared among places by how many work there; nothing is kept. The shares add up to the
// seats (largest remainder).
func (b *Bookings) ByPeople(ctx context.Context, a may.Actor, occasionID string, nodeIDs []string, seats int64) (_ []Quota, err error) {
	defer fault.Wrap(&err, "propose quotas of %s by people", occasionID)
	return b.propose(ctx, a, occasionID, nodeIDs, seats, "people", func() (map[string]int64, error) {
		out := make(map[string]int64, len(nodeIDs))
		for _, id := range nodeIDs {
			n, err := b.Tree.Find(ctx, id, b.Today())
			if err != nil {
				return nil, ErrPlace.With("place", id)
			}
			count, err := b.Staff.CountUnder(ctx, n.Path, b.Today())
			if err != nil {
				return nil, err
			}
			out[id] = int64(count)
		}
		return out, nil
	})
}

// ByNeed proposes how seats are shared among places by submitted need and interest; nothing is kept.
func (b *Bookings) ByNeed(ctx context.Context, a may.Actor, occasionID string, nodeIDs []string, seats int64) (_ []Quota, err error) {
	defer fault.Wrap(&err, "propose quotas of %s by need", occasionID)
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return nil, err
	}
	return b.propose(ctx, a, occasionID, nodeIDs, seats, "need", func() (map[string]int64, error) {
		if b.Needs == nil {
			return nil, nil
		}
		return b.Needs.OfPlaces(ctx, o.CourseID, nodeIDs)
	})
}

func (b *Bookings) propose(ctx context.Context, a may.Actor, occasionID string, nodeIDs []string, seats int64, basis string, weigh func() (map[string]int64, error)) ([]Quota, error) {
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return nil, err
	}
	if err := b.Occasions.Owns(ctx, a, o); err != nil {
		return nil, err
	}
	switch {
	case len(nodeIDs) > mostQuotas:
		return nil, ErrMany
	case seats < 0 || seats > o.Seats:
		return nil, ErrNumber.On("seats")
	}
	by, err := weigh()
	if err != nil {
		return nil, err
	}
	weights, out := make([]int64, len(nodeIDs)), make([]Quota, len(nodeIDs))
	for i, id := range nodeIDs {
		weights[i] = by[id]
	}
	for i, n := range seat.Split(seats, weights) {
		out[i] = Quota{OccasionID: occasionID, NodeID: nodeIDs[i], Seats: n, Basis: basis}
	}
	return out, nil
}
