package journey

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Publish takes in a definition: a new version that holds from a day on, or the version that is
// there when the text is the same. Whoever may publish at the owner's node may.
func (js *Journeys) Publish(ctx context.Context, a may.Actor, text []byte, from string) (id string, version int64, problems []plan.Problem, err error) {
	j, problems := plan.Parse(text)
	if plan.Broken(problems) {
		return j.ID, 0, problems, ErrBroken
	}
	owner, err := js.Tree.Find(ctx, j.Owner, js.Staff.Today())
	if err != nil {
		return j.ID, 0, problems, err
	}
	if err := may.Ask(a, may.PublishJourney, owner.Path); err != nil {
		return j.ID, 0, problems, err
	}
	err = js.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		version, err = js.insertVersion(ctx, tx, j, text, from, a.PersonID)
		return err
	})
	return j.ID, version, problems, err
}

func (js *Journeys) insertVersion(ctx context.Context, tx *db.Tx, j plan.Journey, text []byte, from, by string) (int64, error) {
	_, err := tx.Exec(ctx, `
		INSERT INTO journey (id, owner_id, current)
		VALUES ($1, $2, 0)
		ON CONFLICT (id) DO UPDATE SET id = excluded.id`,
		j.ID, j.Owner)
	if err != nil {
		return 0, err
	}
	sum := sha256.Sum256(text)
	digest := hex.EncodeToString(sum[:])
	current, err := db.One(ctx, tx, db.Number, `SELECT current FROM journey WHERE id = $1`, j.ID)
	if err != nil {
		return 0, err
	}
	same, err := db.One(ctx, tx, db.Number, `
		SELECT COUNT(*)
		FROM journey_version
		WHERE journey_id = $1 AND version = $2 AND digest = $3`,
		j.ID, current, digest)
	if err != nil || same == 1 {
		return current, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO journey_version (journey_id, version, digest, body, valid_from, made_at, made_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		j.ID, current+1, digest, string(text), from, js.Now(), by)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `UPDATE journey SET current = $2 WHERE id = $1`, j.ID, current+1)
	return current + 1, err
}

// SwitchOn turns a journey on for a municipality from a day on; twice is once.
func (js *Journeys) SwitchOn(ctx context.Context, q db.Q, municipalityID, journeyID, from string) error {
	_, err := q.Exec(ctx, `
		INSERT INTO journey_switch (municipality_id, journey_id, valid_from, valid_until)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (municipality_id, journey_id, valid_from) DO NOTHING`,
		municipalityID, journeyID, from, db.NoEnd)
	return err
}

// SetLayer puts what a node decides about a journey in place of what it decided before, from a day
// on. What no node of its kind may decide is refused (rule 8).
func (js *Journeys) SetLayer(ctx context.Context, a may.Actor, nodeID, journeyID string, ops []plan.Op, from string) ([]plan.Problem, error) {
	node, err := js.Tree.Find(ctx, nodeID, from)
	if err != nil {
		return nil, err
	}
	if err := may.Ask(a, may.EditLayer, node.Path); err != nil {
		return nil, err
	}
	j, err := js.current(ctx, journeyID)
	if err != nil {
		return nil, err
	}
	layer := plan.Layer{NodeID: node.ID, NodeName: node.Name, NodeKind: plan.NodeKind(node.Kind), Journey: journeyID, Since: plan.Date(from), Ops: ops}
	problems := layer.Validate(&j, nil)
	if plan.Broken(problems) {
		return problems, ErrBroken
	}
	body, err := json.Marshal(ops)
	if err != nil {
		return problems, err
	}
	return problems, js.DB.Tx(ctx, func(tx *db.Tx) error {
		return js.replaceLayer(ctx, tx, nodeID, journeyID, string(body), from, a.PersonID)
	})
}

func (js *Journeys) replaceLayer(ctx context.Context, tx *db.Tx, nodeID, journeyID, body, from, by string) error {
	if _, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, nodeID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		UPDATE layer
		SET valid_until = $3
		WHERE node_id = $1 AND journey_id = $2 AND valid_until > $3`,
		nodeID, journeyID, from)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO layer (id, journey_id, node_id, body, valid_from, valid_until, made_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		js.NewID(), journeyID, nodeID, body, from, db.NoEnd, by)
	return err
}

func (js *Journeys) current(ctx context.Context, id string) (plan.Journey, error) {
	version, err := db.One(ctx, js.DB, db.Number, `SELECT current FROM journey WHERE id = $1`, id)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return plan.Journey{}, ErrNoJourney
	}
	if err != nil {
		return plan.Journey{}, err
	}
	return js.definition(ctx, id, version)
}

// switchedOn are the journeys that every municipality of a fresh installation has.
var switchedOn = []string{"vard-och-omsorg", "barn-och-unga"}

// Seed publishes the shipped journeys (a folder of YAML files) and switches on those that a fresh
// installation has in every municipality. Seeding again publishes what has changed and touches no
// switch.
func (js *Journeys) Seed(ctx context.Context, shipped fs.FS, from string) error {
	names, err := fs.Glob(shipped, "*.yaml")
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := fs.ReadFile(shipped, name)
		if err != nil {
			return err
		}
		if _, _, _, err := js.Publish(ctx, may.Operator(), text, from); err != nil {
			return err
		}
	}
	n, err := db.One(ctx, js.DB, db.Number, `SELECT COUNT(*) FROM journey_switch`)
	if err != nil || n > 0 {
		return err
	}
	all, err := js.Tree.Municipalities(ctx, js.Staff.Today())
	if err != nil {
		return err
	}
	return js.DB.Tx(ctx, func(tx *db.Tx) error { return js.switchOnAll(ctx, tx, all, from) })
}

func (js *Journeys) switchOnAll(ctx context.Context, tx *db.Tx, all []org.Node, from string) error {
	for _, m := range all {
		for _, id := range switchedOn {
			if err := js.SwitchOn(ctx, tx, m.ID, id, from); err != nil {
				return err
			}
		}
	}
	return nil
}
