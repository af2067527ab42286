package app

import (
	"context"
	"errors"

	"yrkesresan/content"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// seed fills an empty installation and checks that a used one has its own keys.
func (a *App) seed(ctx context.Context) error {
	mark, err := setting(ctx, a.DB, "keys")
	if err != nil {
		return err
	}
	if mark != "" && mark != a.Keys.Fingerprint() {
		return ErrKeys
	}
	if err := a.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := putSetting(ctx, tx, "keys", a.Keys.Fingerprint()); err != nil {
			return err
		}
		return a.Tree.Seed(ctx, tx)
	}); err != nil {
		return err
	}
	return a.seedContent(ctx)
}

// seedContent takes in the shipped courses and journeys when they have changed since last time;
// each is taken in whole or not at all, and the same again changes nothing.
func (a *App) seedContent(ctx context.Context) error {
	digest, err := content.Digest()
	if err != nil {
		return err
	}
	have, err := setting(ctx, a.DB, "content")
	if err != nil || have == digest {
		return err
	}
	if err := a.Courses.Seed(ctx, content.Courses()); err != nil {
		return err
	}
	// Shipped journeys hold from before anything the programme records: due dates count from them.
	if err := a.Journeys.Seed(ctx, content.Journeys(), "2021-01-01"); err != nil {
		return err
	}
	_, err = a.DB.Exec(ctx, `
		INSERT INTO setting (name, value)
		VALUES ('content', $1)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
		digest)
	return err
}

// setting reads what the installation is; "" when it is not set.
func setting(ctx context.Context, q db.Q, name string) (string, error) {
	value, err := db.One(ctx, q, db.Text, `SELECT value FROM setting WHERE name = $1`, name)
	if f := fault.Of(err); f != nil && errors.Is(f, db.ErrMissing) {
		return "", nil
	}
	return value, err
}

// putSetting sets what is not set; of two replicas that start together the first decides.
func putSetting(ctx context.Context, q db.Q, name, value string) error {
	_, err := q.Exec(ctx, `
		INSERT INTO setting (name, value)
		VALUES ($1, $2)
		ON CONFLICT (name) DO NOTHING`,
		name, value)
	return err
}
