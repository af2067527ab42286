package app

import (
	"context"
	"errors"

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
	return a.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := putSetting(ctx, tx, "keys", a.Keys.Fingerprint()); err != nil {
			return err
		}
		return a.Tree.Seed(ctx, tx)
	})
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
