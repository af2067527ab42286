package booking

import (
	"context"
	"slices"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// Left is how many seats of an occasion somebody could take, and how many wait for one.
type Left struct{ Free, Waiting int64 }

// SeenBy says which open occasions a person sees: those of places above where the person works, and those that have
// seats for the person's municipality or employer.
func (b *Bookings) SeenBy(ctx context.Context, personID string) (s occasion.Seen, err error) {
	defer fault.Wrap(&err, "occasions seen by %s", personID)
	if s, err = b.Occasions.Sees(ctx, personID); err != nil || len(s.NodeIDs) == 0 {
		return s, err
	}
	s.Extra, err = b.withQuota(ctx, s.NodeIDs)
	return s, err
}

// SeenFrom is SeenBy for the people of a unit.
func (b *Bookings) SeenFrom(ctx context.Context, unit org.Node) (s occasion.Seen, err error) {
	defer fault.Wrap(&err, "occasions seen from %s", unit.ID)
	if s, err = b.Occasions.SeesFrom(ctx, []string{unit.Path}); err != nil {
		return s, err
	}
	s.Extra, err = b.withQuota(ctx, s.NodeIDs)
	return s, err
}

// withQuota gives the occasions that are not over and have seats for one of some places.
func (b *Bookings) withQuota(ctx context.Context, nodeIDs []string) ([]string, error) {
	scanID := func(s db.Scanner) (id string, err error) { err = s.Scan(&id); return id, err }
	return db.All(ctx, b.DB, scanID, `
		SELECT DISTINCT q.occasion_id
		FROM quota q
		JOIN occasion o ON o.id = q.occasion_id
		WHERE q.node_id IN (`+db.Marks(2, len(nodeIDs))+`) AND q.seats > 0 AND o.last_day >= $1
		ORDER BY q.occasion_id
		LIMIT 500`,
		args(b.Today(), nodeIDs)...)
}

// LeftFor tells of some occasions how many seats a person could take now, and how many wait: of the quota of where the
// person works, and of the pool. It counts seats and names nobody.
func (b *Bookings) LeftFor(ctx context.Context, personID string, all []occasion.Occasion) (_ map[string]Left, err error) {
	defer fault.Wrap(&err, "seats left for %s", personID)
	jobs, err := b.Staff.Employments(ctx, personID, b.Today())
	if err != nil {
		return nil, err
	}
	var homes [][2]string
	for _, e := range jobs {
		employer, err := org.Find(ctx, b.DB, e.EmployerID, b.Today())
		if err != nil {
			return nil, err
		}
		municipality, err := b.municipalityOf(ctx, employer)
		if err != nil {
			return nil, err
		}
		if home := [2]string{employer.ID, municipality}; !slices.Contains(homes, home) {
			homes = append(homes, home)
		}
	}
	return b.leftAt(ctx, homes, all)
}

// LeftAt is LeftFor for the people of a unit.
func (b *Bookings) LeftAt(ctx context.Context, unit org.Node, all []occasion.Occasion) (_ map[string]Left, err error) {
	defer fault.Wrap(&err, "seats left at %s", unit.ID)
	employer, err := org.EmployerOf(ctx, b.DB, unit.Path, b.Today())
	if err != nil {
		return nil, err
	}
	municipality, err := b.municipalityOf(ctx, employer)
	if err != nil {
		return nil, err
	}
	return b.leftAt(ctx, [][2]string{{employer.ID, municipality}}, all)
}

// leftAt counts for somebody who works at one of some pairs of employer and municipality: where most is left.
func (b *Bookings) leftAt(ctx context.Context, homes [][2]string, all []occasion.Occasion) (map[string]Left, error) {
	out := make(map[string]Left, len(all))
	for _, o := range all {
		s, _, waiting, err := standing(ctx, b.DB, o.ID, o.Seats, b.Today())
		if err != nil {
			return nil, err
		}
		l := Left{Waiting: waiting}
		for _, h := range homes {
			l.Free = max(l.Free, freeFor(s, s.Home(h[0], h[1])))
		}
		out[o.ID] = l
	}
	return out, nil
}

// freeFor is how many seats somebody with a home could take: the quota's and the pool's.
func freeFor(s seat.Standing, home string) int64 {
	free := s.PoolFree()
	if q, ok := s.Of(home); ok {
		free += q.Free()
	}
	return free
}
