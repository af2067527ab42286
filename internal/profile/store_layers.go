package profile

import (
	"context"
	"encoding/json"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// hold takes the place's row: two who change what it asks for wait for one another.
func hold(ctx context.Context, tx *db.Tx, nodeID string) error {
	_, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, nodeID)
	return err
}

const selectVersion = `
		SELECT id, body, valid_from, valid_until, note, made_by, made_at
		FROM profile_layer`

func scanVersion(s db.Scanner) (v Version, err error) {
	var body string
	if err = s.Scan(&v.ID, &body, &v.From, &v.Until, &v.Note, &v.By, &v.At); err != nil {
		return v, err
	}
	return v, json.Unmarshal([]byte(body), &v.Ops)
}

// timeline gives a place's versions that hold on a day and later, in order.
func (ps *Profiles) timeline(ctx context.Context, q db.Q, nodeID, on string) ([]Version, error) {
	return db.All(ctx, q, scanVersion, selectVersion+`
		WHERE node_id = $1 AND valid_until > $2 AND valid_from < valid_until
		ORDER BY valid_from`,
		nodeID, on)
}

func (ps *Profiles) version(ctx context.Context, q db.Q, nodeID, id string) (Version, error) {
	v, err := db.One(ctx, q, scanVersion, selectVersion+`
		WHERE id = $1 AND node_id = $2`,
		id, nodeID)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return v, ErrNoLayer
	}
	return v, err
}

func endVersion(ctx context.Context, tx *db.Tx, id, on string) error {
	_, err := tx.Exec(ctx, `
		UPDATE profile_layer
		SET valid_until = CASE WHEN valid_from > $2 THEN valid_from ELSE $2 END
		WHERE id = $1`,
		id, on)
	return err
}

func (ps *Profiles) insertVersion(ctx context.Context, tx *db.Tx, nodeID string, v Version) error {
	body, err := json.Marshal(v.Ops)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO profile_layer (id, node_id, body, valid_from, valid_until, note, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		v.ID, nodeID, string(body), v.From, v.Until, v.Note, v.By, v.At)
	return err
}

// words are what the places under a path are called by their employers: förvaltning, område …
func (ps *Profiles) words(ctx context.Context, path, on string) ([]string, error) {
	low, high := org.Inside(path)
	return db.All(ctx, ps.DB, db.Text, `
		SELECT DISTINCT p.label
		FROM node_place p
		JOIN node n ON n.id = p.node_id
		WHERE n.kind = 'operation' AND p.label <> '' AND (p.path = $1 OR (p.path >= $2 AND p.path < $3)) AND p.valid_from <= $4 AND p.valid_until > $4
		ORDER BY p.label
		LIMIT 50`,
		path, low, high, on)
}
