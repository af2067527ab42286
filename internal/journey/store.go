package journey

import (
	"context"
	"encoding/json"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/db"
)

// switches gives which journeys are on at one of the nodes on a day.
func (js *Journeys) switches(ctx context.Context, nodes []string, on string) ([]plan.Switch, error) {
	return db.All(ctx, js.DB, func(r db.Scanner) (s plan.Switch, err error) {
		err = r.Scan(&s.Journey, &s.NodeID, &s.NodeName, &s.From)
		return s, err
	}, `
		SELECT s.journey_id, s.municipality_id, p.name, s.valid_from
		FROM journey_switch s
		JOIN node_place p ON p.node_id = s.municipality_id AND p.valid_from <= $1 AND p.valid_until > $1
		WHERE s.valid_from <= $1 AND s.valid_until > $1 AND s.municipality_id IN (`+db.Marks(2, len(nodes))+`)
		ORDER BY s.journey_id, s.municipality_id`,
		db.Args(nodes, on)...)
}

// definitions gives the journeys as they are defined on a day for who works under the nodes: the latest version that holds
// for all or, in a municipality that tries a later one, that one. Who works in two municipalities has the later of their
// versions.
func (js *Journeys) definitions(ctx context.Context, nodes []string, on string) ([]plan.Journey, error) {
	versions, err := versionsOn(ctx, js.DB, nodes, on)
	if err != nil {
		return nil, err
	}
	out := make([]plan.Journey, 0, len(versions))
	for _, v := range versions {
		j, err := js.definition(ctx, v.id, v.version)
		if err != nil {
			return nil, err
		}
		out = append(out, j)
	}
	return out, nil
}

// versionsOn tells which version of each journey holds on a day under the nodes.
func versionsOn(ctx context.Context, q db.Q, nodes []string, on string) ([]versionKey, error) {
	towns := municipalities(nodes)
	pilots := ""
	if len(towns) > 0 {
		pilots = `
			UNION ALL
			SELECT journey_id, version
			FROM journey_pilot
			WHERE valid_from <= $1 AND valid_until > $1 AND municipality_id IN (` + db.Marks(2, len(towns)) + `)`
	}
	return db.All(ctx, q, func(r db.Scanner) (v versionKey, err error) { err = r.Scan(&v.id, &v.version); return v, err }, `
		SELECT journey_id, MAX(version)
		FROM (
			SELECT journey_id, version
			FROM journey_version
			WHERE valid_from <= $1 AND withdrawn_on = ''`+pilots+`
		) v
		GROUP BY journey_id
		ORDER BY journey_id`,
		db.Args(towns, on)...)
}

type versionKey struct {
	id      string
	version int64
}

// definition reads one version, once a process: a version never changes.
func (js *Journeys) definition(ctx context.Context, id string, version int64) (plan.Journey, error) {
	return js.definitionIn(ctx, js.DB, id, version)
}

// definitionIn is definition in a transaction.
func (js *Journeys) definitionIn(ctx context.Context, q db.Q, id string, version int64) (plan.Journey, error) {
	if j, ok := js.parsed.Load(versionKey{id, version}); ok {
		return j.(plan.Journey), nil
	}
	body, err := db.One(ctx, q, db.Text, `
		SELECT body
		FROM journey_version
		WHERE journey_id = $1 AND version = $2`,
		id, version)
	if err != nil {
		return plan.Journey{}, err
	}
	j, problems := plan.Parse([]byte(body))
	if plan.Broken(problems) {
		return j, ErrBroken
	}
	js.parsed.Store(versionKey{id, version}, j)
	return j, nil
}

// layers gives what the nodes add, as decided by a day.
func (js *Journeys) layers(ctx context.Context, nodes []string, on string) ([]plan.Layer, error) {
	if len(nodes) == 0 {
		return nil, nil
	}
	return db.All(ctx, js.DB, scanLayer, `
		SELECT l.node_id, p.name, n.kind, l.journey_id, l.valid_from, l.body
		FROM layer l
		JOIN node n ON n.id = l.node_id
		JOIN node_place p ON p.node_id = l.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		WHERE l.valid_from <= $1 AND l.valid_until > $1 AND l.node_id IN (`+db.Marks(2, len(nodes))+`)
		ORDER BY l.node_id, l.journey_id`,
		db.Args(nodes, on)...)
}

func scanLayer(r db.Scanner) (l plan.Layer, err error) {
	var body string
	if err := r.Scan(&l.NodeID, &l.NodeName, &l.NodeKind, &l.Journey, &l.Since, &body); err != nil {
		return l, err
	}
	return l, json.Unmarshal([]byte(body), &l.Ops)
}

// otherRSS gives the journeys that a municipality runs in another RSS than its own.
func otherRSS(ctx context.Context, q db.Q, municipalityID, on string) (map[string]string, error) {
	type pair struct{ journey, rss string }
	pairs, err := db.All(ctx, q, func(r db.Scanner) (p pair, err error) { err = r.Scan(&p.journey, &p.rss); return p, err }, `
		SELECT journey_id, rss_id
		FROM municipality_rss
		WHERE municipality_id = $1 AND journey_id <> '' AND valid_from <= $2 AND valid_until > $2`,
		municipalityID, on)
	out := map[string]string{}
	for _, p := range pairs {
		out[p.journey] = p.rss
	}
	return out, err
}
