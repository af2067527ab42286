package booking

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Board is how an occasion's seats are divided and used. Its sums agree: the lines and the pool are the occasion.
type Board struct {
	Occasion occasion.Occasion
	Lines    []BoardLine // places in name order, then organisations outside
	Pool     BoardLine
	Sum      BoardLine
	Mark     string // what it looked like: SetQuotas refuses who saw another
}

// BoardLine is the seats of one place, of the pool, or of all.
type BoardLine struct {
	NodeID     string // Pool of the pool, "" of the sum
	Name       string
	Kind       org.Kind // "" of an organisation outside, of the pool and of the sum
	Outside    bool     // an organisation that is not in the tree
	Seats      int64    // of its own now
	Had        int64    // before its unused seats went to the pool
	Taken      int64
	Free       int64
	Waiting    int64
	ReleasedOn string
	Released   bool
	Basis      string
}

// Board gives it to who arranges the occasion (R122). Errors: occasion.ErrNoOccasion, may.ErrDenied.
func (b *Bookings) Board(ctx context.Context, a may.Actor, occasionID string) (_ Board, err error) {
	defer fault.Wrap(&err, "seats of %s", occasionID)
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return Board{}, err
	}
	if err := b.Occasions.Owns(ctx, a, o); err != nil {
		return Board{}, err
	}
	return b.board(ctx, o)
}

func (b *Bookings) board(ctx context.Context, o occasion.Occasion) (Board, error) {
	out := Board{Occasion: o, Pool: BoardLine{NodeID: Pool}}
	s, quotas, _, err := standing(ctx, b.DB, o.ID, o.Seats, b.Today())
	if err != nil {
		return out, err
	}
	waiting, err := waitingBy(ctx, b.DB, o.ID, s)
	if err != nil {
		return out, err
	}
	outside, err := organisationsOf(ctx, b.DB, o.ID)
	if err != nil {
		return out, err
	}
	nodes, of := make([]org.Node, 0, len(quotas)), map[string]Quota{}
	for _, q := range quotas {
		n, err := b.Tree.FindEver(ctx, q.NodeID)
		if err != nil {
			return out, err
		}
		nodes, of[n.ID] = append(nodes, n), q
	}
	org.SortByName(nodes)
	for _, n := range nodes {
		q := of[n.ID]
		out.Lines = append(out.Lines, BoardLine{NodeID: n.ID, Name: n.Name, Kind: org.Kind(n.Kind), Had: q.Seats, ReleasedOn: q.ReleasedOn, Basis: q.Basis})
	}
	for _, x := range outside {
		out.Lines = append(out.Lines, BoardLine{NodeID: x.ID, Name: x.Name, Outside: true, Had: x.Seats, ReleasedOn: x.ReleasedOn})
	}
	for i := range out.Lines {
		l := &out.Lines[i]
		q, _ := s.Of(l.NodeID)
		l.Seats, l.Taken, l.Free, l.Released, l.Waiting = q.Seats, q.Taken, q.Free(), q.Released, waiting[l.NodeID]
		if q.Released {
			l.Seats = q.Taken
		}
		out.Sum.add(*l)
	}
	out.Pool.Seats, out.Pool.Taken, out.Pool.Free, out.Pool.Waiting = s.Pool(), s.PoolTaken, s.PoolFree(), waiting[""]
	out.Sum.add(out.Pool)
	out.Mark = markOf(quotas)
	return out, nil
}

func (l *BoardLine) add(x BoardLine) {
	l.Seats += x.Seats
	l.Taken += x.Taken
	l.Free += x.Free
	l.Waiting += x.Waiting
}

// waitingBy counts who waits by whose quota the seat would be taken from; "" is the pool.
func waitingBy(ctx context.Context, q db.Q, occasionID string, s seat.Standing) (map[string]int64, error) {
	type row struct {
		employer, municipality string
		n                      int64
	}
	out := map[string]int64{}
	err := db.Each(ctx, q, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.employer, &r.municipality, &r.n); return r, err },
		func(r row) error { out[s.Home(r.employer, r.municipality)] += r.n; return nil }, `
		SELECT employer_id, municipality_id, COUNT(*)
		FROM booking
		WHERE occasion_id = $1 AND state = 'waiting'
		GROUP BY employer_id, municipality_id`,
		occasionID)
	return out, err
}

// markOf tells quotas from others: who saw these may change them.
func markOf(quotas []Quota) string {
	h := sha256.New()
	for _, q := range quotas {
		fmt.Fprintf(h, "%s %d %s\n", q.NodeID, q.Seats, q.ReleasedOn)
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// Places gives the municipalities that an occasion is for, and the employers that have a quota of it, in name order.
// It is for who arranges it. Errors: occasion.ErrNoOccasion, may.ErrDenied.
func (b *Bookings) Places(ctx context.Context, a may.Actor, occasionID string) (_ []org.Node, err error) {
	defer fault.Wrap(&err, "places of %s", occasionID)
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return nil, err
	}
	if err := b.Occasions.Owns(ctx, a, o); err != nil {
		return nil, err
	}
	quotas, err := quotasOf(ctx, b.DB, o.ID)
	if err != nil {
		return nil, err
	}
	all, err := b.Tree.Municipalities(ctx, b.Today())
	if err != nil {
		return nil, err
	}
	belongs, err := b.belongs(ctx, o)
	if err != nil {
		return nil, err
	}
	out := map[string]org.Node{}
	for _, n := range all {
		if belongs[n.ID] || slices.Contains(o.Owners, org.Sweden) || slices.Contains(o.Owners, n.ID) {
			out[n.ID] = n
		}
	}
	for _, q := range quotas {
		if _, have := out[q.NodeID]; have {
			continue
		}
		n, err := b.Tree.FindEver(ctx, q.NodeID)
		if err != nil {
			return nil, err
		}
		out[n.ID] = n
	}
	nodes := slices.Collect(maps.Values(out))
	org.SortByName(nodes)
	return nodes, nil
}

// belongs gives the municipalities of the RSS that own an occasion: by default, or for a journey that has the course.
func (b *Bookings) belongs(ctx context.Context, o occasion.Occasion) (map[string]bool, error) {
	journeys := []string{""}
	if b.Occasions.JourneysWith != nil {
		more, err := b.Occasions.JourneysWith(ctx, o.CourseID)
		if err != nil {
			return nil, err
		}
		journeys = append(journeys, more...)
	}
	out := map[string]bool{}
	for _, journey := range journeys {
		byTown, err := b.Tree.RSSByMunicipality(ctx, journey, b.Today())
		if err != nil {
			return nil, err
		}
		for town, rss := range byTown {
			out[town] = out[town] || slices.Contains(o.Owners, rss)
		}
	}
	return out, nil
}
