package journey

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// SwitchedOn tells which journeys are on in the municipalities on a day, by municipality. It asks
// about every municipality at once: they are 290.
func (js *Journeys) SwitchedOn(ctx context.Context, on string) (map[string][]string, error) {
	type pair struct{ municipality, journey string }
	out := map[string][]string{}
	err := db.Each(ctx, js.DB, func(r db.Scanner) (p pair, err error) { err = r.Scan(&p.municipality, &p.journey); return p, err },
		func(p pair) error { out[p.municipality] = append(out[p.municipality], p.journey); return nil }, `
		SELECT municipality_id, journey_id
		FROM journey_switch
		WHERE valid_from <= $1 AND valid_until > $1
		ORDER BY municipality_id, journey_id`,
		on)
	return out, err
}
