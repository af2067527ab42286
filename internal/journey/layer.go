package journey

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// LayerVersion is what a place decided about a journey at one time. ID "" is none yet.
type LayerVersion struct {
	ID          string
	Ops         []plan.Op
	From, Until string // the days it holds; db.NoEnd for none
	By          string
	At          time.Time // zero: before anybody noted it
}

// LayerDraft is what somebody is working on before it is saved. Version 0 is none.
type LayerDraft struct {
	Version int64
	BaseID  string // the layer it began from
	Ops     []plan.Op
	By      string
	At      time.Time
}

// Sight is what an editor saw: the draft's version, or else the layer. A change is made to what was
// seen, so that what somebody else has changed meanwhile is found.
type Sight struct {
	LayerID string
	Version int64
}

// Tailoring is a journey at one place, for who edits what the place adds (R073).
type Tailoring struct {
	Node    org.Node
	Version int64  // of the frame
	From    string // the day that version holds
	Above   plan.Above
	Layer   LayerVersion // the newest; it may hold from a coming day
	Draft   LayerDraft
	MayEdit bool // false: it is shown, as who runs which version is open to those above
}

// Frame is the journey as its owner defines it.
func (t *Tailoring) Frame() *plan.Journey { return &t.Above.Frame }

// Ops are what is worked on: the draft's, or else the layer's.
func (t *Tailoring) Ops() []plan.Op {
	if t.Draft.Version > 0 {
		return t.Draft.Ops
	}
	return t.Layer.Ops
}

// Sight is what whoever looks now has seen.
func (t *Tailoring) Sight() Sight { return Sight{t.Layer.ID, t.Draft.Version} }

// Own is the layer with given operations.
func (t *Tailoring) Own(ops []plan.Op, from string) plan.Layer {
	return plan.Layer{NodeID: t.Node.ID, NodeName: t.Node.Name, NodeKind: plan.NodeKind(t.Node.Kind), Journey: t.Above.Frame.ID, Since: plan.Date(from), Ops: ops}
}

// Outline lays the journey out as it is with the operations.
func (t *Tailoring) Outline(ops []plan.Op, today string) plan.Outline {
	return plan.Lay(t.Above, t.Own(ops, today), plan.Date(today))
}

// Tailoring gives a journey at a place to who may edit layers there or above. Only who speaks in the
// place's own name may edit it (rules 3 and 8).
func (js *Journeys) Tailoring(ctx context.Context, a may.Actor, nodeID, journeyID string) (Tailoring, error) {
	node, err := js.Tree.Find(ctx, nodeID, js.Staff.Today())
	if err != nil {
		return Tailoring{}, err
	}
	if err := may.Ask(a, may.EditLayer, node.Path); err != nil {
		return Tailoring{}, err
	}
	t, err := js.tailoring(ctx, js.DB, node, journeyID)
	if err != nil {
		return t, err
	}
	switch err := js.askLayer(ctx, a, node, js.Staff.Today()); {
	case err == nil:
		t.MayEdit = true
	case !errors.Is(err, may.ErrDenied):
		return t, err
	}
	return t, nil
}

// tailoring reads it inside or outside a transaction.
func (js *Journeys) tailoring(ctx context.Context, q db.Q, node org.Node, journeyID string) (t Tailoring, err error) {
	t.Node = node
	if t.Version, t.From, err = newest(ctx, q, journeyID, strings.Split(node.Path, "/"), js.Staff.Today()); err != nil {
		return t, err
	}
	if t.Above, err = js.aboveNow(ctx, q, node, journeyID, t.Version); err != nil {
		return t, err
	}
	if t.Layer, err = newestLayer(ctx, q, node.ID, journeyID); err != nil {
		return t, err
	}
	t.Draft, err = draftOf(ctx, q, node.ID, journeyID)
	return t, err
}

// aboveNow is what a node's layer builds on, as it has been decided by now, also for coming days.
func (js *Journeys) aboveNow(ctx context.Context, q db.Q, node org.Node, journeyID string, version int64) (above plan.Above, err error) {
	if above.Frame, err = js.definitionIn(ctx, q, journeyID, version); err != nil {
		return above, err
	}
	nodes, err := js.nodesAbove(ctx, q, node, journeyID)
	if err != nil || len(nodes) == 0 {
		return above, err
	}
	found, err := db.All(ctx, q, scanLayer, `
		SELECT l.node_id, p.name, n.kind, l.journey_id, l.valid_from, l.body
		FROM layer l
		JOIN node n ON n.id = l.node_id
		JOIN node_place p ON p.node_id = l.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		WHERE l.valid_until = $2 AND l.journey_id = $3 AND l.node_id IN (`+db.Marks(4, len(nodes))+`)`,
		db.Args(nodes, js.Staff.Today(), db.NoEnd, journeyID)...)
	if err != nil {
		return above, err
	}
	above.Layers = inOrder(found, nodes)
	return above, nil
}

func inOrder(found []plan.Layer, nodes []string) (out []plan.Layer) {
	for _, n := range nodes {
		for _, l := range found {
			if l.NodeID == n {
				out = append(out, l)
			}
		}
	}
	return out
}

// nodesAbove lists the nodes on the way down to a node, from the top, with the RSS that has the
// journey there (rule 2).
func (js *Journeys) nodesAbove(ctx context.Context, q db.Q, node org.Node, journeyID string) ([]string, error) {
	nodes := strings.Split(node.Path, "/")
	k := slices.IndexFunc(nodes, func(id string) bool { return strings.HasPrefix(id, "k-") })
	if k > 1 {
		other, err := otherRSS(ctx, q, nodes[k], js.Staff.Today())
		if err != nil {
			return nil, err
		}
		if rss := other[journeyID]; rss != "" {
			nodes[k-1] = rss
		}
	}
	return nodes[:len(nodes)-1], nil
}

// newest gives the newest version of a journey that is for a place, and the day it holds there: one that
// is tried is for its pilots only, one that is taken back for nobody. nodes are the place's path.
func newest(ctx context.Context, q db.Q, id string, nodes []string, on string) (version int64, from string, err error) {
	type row struct {
		version int64
		from    string
	}
	if len(nodes) == 0 {
		nodes = []string{org.Sweden}
	}
	r, err := db.One(ctx, q, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.version, &r.from); return r, err }, `
		SELECT v.version, CASE WHEN p.valid_from IS NOT NULL AND p.valid_from < v.valid_from THEN p.valid_from ELSE v.valid_from END
		FROM journey_version v
		LEFT JOIN journey_pilot p ON p.journey_id = v.journey_id AND p.version = v.version AND p.valid_until > $3 AND p.municipality_id IN (`+db.Marks(4, len(nodes))+`)
		WHERE v.journey_id = $1 AND v.withdrawn_on = '' AND (v.valid_from < $2 OR p.municipality_id IS NOT NULL)
		ORDER BY v.version DESC
		LIMIT 1`,
		db.Args(nodes, id, db.NoEnd, on)...)
	if errors.Is(err, db.ErrMissing) {
		err = ErrNoJourney
	}
	return r.version, r.from, err
}

const selectLayer = `
		SELECT id, body, valid_from, valid_until, made_by, made_at
		FROM layer`

func scanLayerVersion(s db.Scanner) (l LayerVersion, err error) {
	var body string
	var at *time.Time
	if err := s.Scan(&l.ID, &body, &l.From, &l.Until, &l.By, &at); err != nil {
		return l, err
	}
	if at != nil {
		l.At = *at
	}
	return l, json.Unmarshal([]byte(body), &l.Ops)
}

func newestLayer(ctx context.Context, q db.Q, nodeID, journeyID string) (LayerVersion, error) {
	l, err := db.One(ctx, q, scanLayerVersion, selectLayer+`
		WHERE node_id = $1 AND journey_id = $2 AND valid_until = $3`,
		nodeID, journeyID, db.NoEnd)
	if errors.Is(err, db.ErrMissing) {
		return LayerVersion{}, nil
	}
	return l, err
}

func layerByID(ctx context.Context, q db.Q, nodeID, journeyID, id string) (LayerVersion, error) {
	if id == "" {
		return LayerVersion{}, nil
	}
	l, err := db.One(ctx, q, scanLayerVersion, selectLayer+`
		WHERE id = $1 AND node_id = $2 AND journey_id = $3`,
		id, nodeID, journeyID)
	if errors.Is(err, db.ErrMissing) {
		return l, ErrNoLayer
	}
	return l, err
}

func scanLayerDraft(s db.Scanner) (d LayerDraft, err error) {
	var body string
	if err := s.Scan(&d.Version, &d.BaseID, &body, &d.By, &d.At); err != nil || body == "" {
		return d, err
	}
	d.Ops = []plan.Op{}
	return d, json.Unmarshal([]byte(body), &d.Ops)
}

// draftOf gives the open draft. One that has been saved or dropped ends in a version without text.
func draftOf(ctx context.Context, q db.Q, nodeID, journeyID string) (LayerDraft, error) {
	d, err := lastLayerDraft(ctx, q, nodeID, journeyID)
	if err != nil || d.Ops == nil {
		return LayerDraft{}, err
	}
	return d, nil
}

func lastLayerDraft(ctx context.Context, q db.Q, nodeID, journeyID string) (LayerDraft, error) {
	d, err := db.One(ctx, q, scanLayerDraft, `
		SELECT version, base_id, body, made_by, made_at
		FROM layer_draft
		WHERE node_id = $1 AND journey_id = $2
		ORDER BY version DESC
		LIMIT 1`,
		nodeID, journeyID)
	if errors.Is(err, db.ErrMissing) {
		return LayerDraft{}, nil
	}
	return d, err
}

// seen gives the operations that an editor saw.
func seen(ctx context.Context, q db.Q, nodeID, journeyID string, s Sight) ([]plan.Op, error) {
	if s.Version == 0 {
		l, err := layerByID(ctx, q, nodeID, journeyID, s.LayerID)
		return l.Ops, err
	}
	d, err := db.One(ctx, q, scanLayerDraft, `
		SELECT version, base_id, body, made_by, made_at
		FROM layer_draft
		WHERE node_id = $1 AND journey_id = $2 AND version = $3`,
		nodeID, journeyID, s.Version)
	if errors.Is(err, db.ErrMissing) {
		return nil, ErrNoLayerDraft
	}
	return d.Ops, err
}

// keptDrafts is how many versions of drafts stay, so that who began before may end after.
const keptDrafts = 200

// insertLayerDraft adds a version of the draft; ops nil ends it.
func (js *Journeys) insertLayerDraft(ctx context.Context, tx *db.Tx, nodeID, journeyID, baseID string, ops []plan.Op, by string) (int64, error) {
	last, err := lastLayerDraft(ctx, tx, nodeID, journeyID)
	if err != nil {
		return 0, err
	}
	body := ""
	if ops != nil {
		text, err := json.Marshal(ops)
		if err != nil {
			return 0, err
		}
		body = string(text)
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO layer_draft (node_id, journey_id, version, base_id, body, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		nodeID, journeyID, last.Version+1, baseID, body, by, js.Now())
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `
		DELETE FROM layer_draft
		WHERE node_id = $1 AND journey_id = $2 AND version <= $3`,
		nodeID, journeyID, last.Version+1-keptDrafts)
	return last.Version + 1, err
}
