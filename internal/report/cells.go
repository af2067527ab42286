package report

import (
	"context"

	"yrkesresan/internal/group"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/report/pool"
)

// cellsOf counts a municipality's own staff by journey, occupation and area: who is away is not
// counted, nor is another employer's staff (rule 3). Nothing of it leaves the municipality as it is.
func cellsOf(ctx context.Context, q db.Q, employerID string) (map[string][]pool.Cell, error) {
	type counted struct {
		journey string
		pool.Key
		state group.State
		n     int64
	}
	rows, err := db.All(ctx, q, func(r db.Scanner) (c counted, err error) {
		err = r.Scan(&c.journey, &c.Occupation, &c.Area, &c.state, &c.n)
		return c, err
	}, `
		SELECT s.journey_id, s.occupation, s.area, s.state, COUNT(*)
		FROM standing s
		WHERE s.employer_id = $1 AND s.journey_id <> '' AND s.state IN ('done', 'late', 'on_way', 'not_yet')
		GROUP BY s.journey_id, s.occupation, s.area, s.state
		ORDER BY s.journey_id, s.occupation, s.area, s.state`,
		employerID)
	out := map[string][]pool.Cell{}
	for _, r := range rows {
		cells := out[r.journey]
		if n := len(cells); n == 0 || cells[n-1].Key != r.Key {
			cells = append(cells, pool.Cell{Key: r.Key})
		}
		c := &cells[len(cells)-1]
		c.People += r.n
		switch r.state {
		case group.AllDone:
			c.Done += r.n
		case group.Late:
			c.Late += r.n
		}
		out[r.journey] = cells
	}
	return out, err
}
