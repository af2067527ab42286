package journey

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Publish takes in a definition: a new version that holds from a day on, or the version that is
// there when the text is the same. Whoever may publish at the owner's node may, or produces this
// journey there (R004).
func (js *Journeys) Publish(ctx context.Context, a may.Actor, text []byte, from string) (id string, version int64, problems []plan.Problem, err error) {
	j, problems := plan.Parse(text)
	if plan.Broken(problems) {
		return j.ID, 0, problems, ErrBroken
	}
	owner, err := js.Tree.Find(ctx, j.Owner, js.Staff.Today())
	if err != nil {
		return j.ID, 0, problems, err
	}
	ref, err := js.Tree.CachedReference(ctx)
	if err != nil {
		return j.ID, 0, problems, err
	}
	problems = append(problems, j.Unknown(
		func(id string) bool { return ref.Occupation(id).ID != "" }, func(id string) bool { return ref.AreaName(id) != "" })...)
	if err := may.AskAbout(a, may.PublishJourney, owner.Path, j.ID); err != nil {
		return j.ID, 0, problems, err
	}
	err = js.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		if err := js.holdJourney(ctx, tx, a, j); err != nil {
			return err
		}
		if version, err = js.insertVersion(ctx, tx, j.ID, text, from, a.PersonID); err != nil {
			return err
		}
		return js.tellBelow(ctx, tx, j.ID, "")
	})
	return j.ID, version, problems, err
}

// holdJourney takes the journey's row before its versions are decided on. A journey that is there
// goes to another owner only by somebody who may publish for both.
func (js *Journeys) holdJourney(ctx context.Context, tx *db.Tx, a may.Actor, j plan.Journey) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO journey (id, owner_id, current)
		VALUES ($1, $2, 0)
		ON CONFLICT (id) DO UPDATE SET id = excluded.id`,
		j.ID, j.Owner)
	if err != nil {
		return err
	}
	had, err := db.One(ctx, tx, db.Text, `SELECT owner_id FROM journey WHERE id = $1`, j.ID)
	if err != nil || had == j.Owner {
		return err
	}
	before, err := org.Find(ctx, tx, had, js.Staff.Today())
	if err != nil {
		return err
	}
	if err := may.AskAbout(a, may.PublishJourney, before.Path, j.ID); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE journey SET owner_id = $2 WHERE id = $1`, j.ID, j.Owner)
	return err
}

func digestOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func (js *Journeys) insertVersion(ctx context.Context, tx *db.Tx, id string, text []byte, from, by string) (int64, error) {
	digest := digestOf(text)
	current, err := db.One(ctx, tx, db.Number, `SELECT current FROM journey WHERE id = $1`, id)
	if err != nil {
		return 0, err
	}
	same, err := db.One(ctx, tx, db.Number, `
		SELECT COUNT(*)
		FROM journey_version
		WHERE journey_id = $1 AND version = $2 AND digest = $3 AND withdrawn_on = ''`,
		id, current, digest)
	if err != nil || same == 1 {
		return current, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO journey_version (journey_id, version, digest, body, valid_from, made_at, made_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, current+1, digest, string(text), from, js.Now(), by)
	if err != nil {
		return 0, err
	}
	if _, err = tx.Exec(ctx, `UPDATE journey SET current = $2 WHERE id = $1`, id, current+1); err != nil {
		return 0, err
	}
	return current + 1, js.tell(ctx, tx, org.Sweden)
}

// SwitchOn turns a journey on for a municipality from a day on; twice is once. One that is on from
// a later day is on from the earlier.
func (js *Journeys) SwitchOn(ctx context.Context, q db.Q, municipalityID, journeyID, from string) error {
	n, err := q.Exec(ctx, `
		UPDATE journey_switch
		SET valid_from = CASE WHEN valid_from > $3 THEN $3 ELSE valid_from END
		WHERE municipality_id = $1 AND journey_id = $2 AND valid_until = $4`,
		municipalityID, journeyID, from, db.NoEnd)
	if err != nil || n > 0 {
		return err
	}
	_, err = q.Exec(ctx, `
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
	if err := js.askLayer(ctx, a, node, from); err != nil {
		return nil, err
	}
	j, err := js.current(ctx, journeyID)
	if err != nil {
		return nil, err
	}
	above, err := js.above(ctx, node, journeyID, from)
	if err != nil {
		return nil, err
	}
	layer := plan.Layer{NodeID: node.ID, NodeName: node.Name, NodeKind: plan.NodeKind(node.Kind), Journey: journeyID, Since: plan.Date(from), Ops: ops}
	problems := layer.Validate(&j, above)
	if plan.Broken(problems) {
		return problems, ErrBroken
	}
	return problems, js.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := holdPlace(ctx, tx, nodeID); err != nil {
			return err
		}
		return js.replaceLayer(ctx, tx, node, journeyID, ops, from, a.PersonID)
	})
}

// askLayer asks for a node's layer: whoever speaks in the node's own name (rules 3 and 8).
func (js *Journeys) askLayer(ctx context.Context, a may.Actor, node org.Node, on string) error {
	return org.AskWithin(ctx, js.DB, a, may.EditLayer, node, on)
}

// above gives the journey's layers on the way up from a node.
func (js *Journeys) above(ctx context.Context, node org.Node, journeyID, on string) ([]plan.Layer, error) {
	nodes := strings.Split(node.Path, "/")
	all, err := js.layers(ctx, nodes[:len(nodes)-1], on)
	return slices.DeleteFunc(all, func(l plan.Layer) bool { return l.Journey != journeyID }), err
}

// holdPlace takes the place's row: two who change its layers wait for one another.
func holdPlace(ctx context.Context, tx *db.Tx, nodeID string) error {
	_, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, nodeID)
	return err
}

// replaceLayer ends what the node decided before and opens what it decides from a day on. Whoever
// builds on it below is told. What was decided before and still is keeps the day it was decided: days
// that count from it do not begin anew.
func (js *Journeys) replaceLayer(ctx context.Context, tx *db.Tx, node org.Node, journeyID string, ops []plan.Op, from, by string) error {
	had, err := newestLayer(ctx, tx, node.ID, journeyID)
	if err != nil {
		return err
	}
	body, err := json.Marshal(plan.KeepSince(ops, had.Ops, plan.Date(had.From)))
	if err != nil {
		return err
	}
	if err := js.takeStand(ctx, tx, node, journeyID, false); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE layer
		SET valid_until = $3
		WHERE node_id = $1 AND journey_id = $2 AND valid_until > $3`,
		node.ID, journeyID, from)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO layer (id, journey_id, node_id, body, valid_from, valid_until, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		js.NewID(), journeyID, node.ID, string(body), from, db.NoEnd, by, js.Now())
	if err != nil {
		return err
	}
	if err := js.tell(ctx, tx, node.ID); err != nil {
		return err
	}
	return js.tellBelow(ctx, tx, journeyID, node.ID)
}

// tell says that what a node decides has changed.
func (js *Journeys) tell(ctx context.Context, tx *db.Tx, nodeID string) error {
	if js.Changed == nil {
		return nil
	}
	return js.Changed(ctx, tx, nodeID)
}

// tellOf says that what is decided about a person has changed.
func (js *Journeys) tellOf(ctx context.Context, tx *db.Tx, personID string) error {
	if js.PersonChanged == nil {
		return nil
	}
	return js.PersonChanged(ctx, tx, personID)
}

// current gives the version that holds for all today, the latest when none does yet. What holds at a place that tries a
// later one DefinitionAt tells.
func (js *Journeys) current(ctx context.Context, id string) (plan.Journey, error) {
	j, _, err := js.DefinitionAt(ctx, id, org.Sweden, js.Staff.Today())
	if !errors.Is(err, ErrNoJourney) {
		return j, err
	}
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
// installation has in every municipality. What has changed since is a new version from today; what
// has been published before is left, also where somebody has published another version after it.
// Seeding again touches no switch.
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
		if err := js.seedOne(ctx, text, from); err != nil {
			return fmt.Errorf("%s: %w", name, err)
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

func (js *Journeys) seedOne(ctx context.Context, text []byte, from string) error {
	j, problems := plan.Parse(text)
	if plan.Broken(problems) {
		return ErrBroken
	}
	digests, err := db.All(ctx, js.DB, db.Text, `SELECT digest FROM journey_version WHERE journey_id = $1`, j.ID)
	if err != nil || slices.Contains(digests, digestOf(text)) {
		return err
	}
	if len(digests) > 0 {
		from = js.Staff.Today()
	}
	_, _, _, err = js.Publish(ctx, may.Operator(), text, from)
	return err
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
