package journey

import (
	"context"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/db"
)

// Catalogue gives every journey as it is defined on a day, in id order; planned ones are among
// them. What it returns is shared and must not be changed.
func (js *Journeys) Catalogue(ctx context.Context, on string) ([]plan.Journey, error) {
	return js.definitions(ctx, nil, on)
}

// Editions names the version of every journey that holds on a day ("vard-och-omsorg@3"), and where a municipality tries
// another ("vard-och-omsorg@4@k-1480"): short marks for rooms that keep something made from the journeys.
func (js *Journeys) Editions(ctx context.Context, on string) ([]string, error) {
	return db.All(ctx, js.DB, db.Text, `
		SELECT journey_id || '@' || CAST(MAX(version) AS TEXT) AS mark
		FROM journey_version
		WHERE valid_from <= $1 AND withdrawn_on = ''
		GROUP BY journey_id
		UNION
		SELECT journey_id || '@' || CAST(version AS TEXT) || '@' || municipality_id
		FROM journey_pilot
		WHERE valid_from <= $1 AND valid_until > $1
		ORDER BY mark`,
		on)
}
