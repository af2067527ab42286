package org

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// RSSByMunicipality tells for every municipality which RSS it belongs to for a journey on a day: the
// journey's own, else its default one (rule 2). journeyID "" gives the default ones.
func (t *Tree) RSSByMunicipality(ctx context.Context, journeyID, on string) (map[string]string, error) {
	type pair struct{ municipality, rss string }
	out := map[string]string{}
	err := db.Each(ctx, t.DB, func(s db.Scanner) (p pair, err error) { err = s.Scan(&p.municipality, &p.rss); return p, err },
		func(p pair) error { out[p.municipality] = p.rss; return nil }, `
		SELECT municipality_id, rss_id
		FROM municipality_rss
		WHERE journey_id IN ('', $1) AND valid_from <= $2 AND valid_until > $2
		ORDER BY journey_id`,
		journeyID, on)
	return out, err
}

// JourneysElsewhere lists the journeys that municipalities run in an RSS that is not their default
// one on a day, by municipality.
func (t *Tree) JourneysElsewhere(ctx context.Context, rssID, on string) (map[string][]string, error) {
	type pair struct{ municipality, journey string }
	out := map[string][]string{}
	err := db.Each(ctx, t.DB, func(s db.Scanner) (p pair, err error) { err = s.Scan(&p.municipality, &p.journey); return p, err },
		func(p pair) error { out[p.municipality] = append(out[p.municipality], p.journey); return nil }, `
		SELECT municipality_id, journey_id
		FROM municipality_rss
		WHERE journey_id <> '' AND rss_id = $1 AND valid_from <= $2 AND valid_until > $2
		ORDER BY municipality_id, journey_id`,
		rssID, on)
	return out, err
}

// RSSNodes lists the 24 RSS on a day, in Swedish name order.
func (t *Tree) RSSNodes(ctx context.Context, on string) ([]Node, error) {
	all, err := db.All(ctx, t.DB, scanNode, selectNode+`
		WHERE n.kind = 'rss' AND p.valid_from <= $1 AND p.valid_until > $1
		ORDER BY p.path`,
		on)
	SortByName(all)
	return all, err
}
