package journey

import (
	"context"
	"strings"

	"yrkesresan/internal/platform/db"
)

// StampAmong is a text that is another one whenever the journeys of some people have changed for
// what this room decides: definitions, switches, layers of the nodes on the paths, RSS of a
// journey, choices and enrolments.
func (js *Journeys) StampAmong(ctx context.Context, personIDs, paths []string, on string) (string, error) {
	if len(personIDs) == 0 {
		return "", nil
	}
	var nodes []string
	for _, p := range paths {
		nodes = addNodes(nodes, strings.Split(p, "/"))
	}
	at, who := db.Marks(2, len(nodes)), db.Marks(2+len(nodes), len(personIDs))
	parts, err := db.All(ctx, js.DB, db.Text, `
		SELECT COALESCE(string_agg(journey_id || CAST(version AS TEXT), ';'), '')
		FROM journey_version
		WHERE valid_from <= $1
		UNION ALL
		SELECT COALESCE(string_agg(journey_id || municipality_id || valid_from, ';'), '')
		FROM journey_switch
		WHERE municipality_id IN (`+at+`) AND valid_from <= $1 AND valid_until > $1
		UNION ALL
		SELECT COALESCE(string_agg(journey_id || rss_id, ';'), '')
		FROM municipality_rss
		WHERE municipality_id IN (`+at+`) AND valid_from <= $1 AND valid_until > $1
		UNION ALL
		SELECT COALESCE(string_agg(id || valid_from || body, ';'), '')
		FROM layer
		WHERE node_id IN (`+at+`) AND valid_from <= $1 AND valid_until > $1
		UNION ALL
		SELECT COALESCE(string_agg(person_id || what || value || CAST(made_at AS TEXT), ';'), '')
		FROM journey_choice
		WHERE person_id IN (`+who+`)
		UNION ALL
		SELECT COALESCE(string_agg(id || node_id || due || ended_on, ';'), '')
		FROM assignment
		WHERE person_id IN (`+who+`)`,
		db.Args(personIDs, db.Args(nodes, on)...)...)
	return strings.Join(parts, "\n"), err
}
