package db

import (
	"context"
	"errors"
)

// Setting reads what the installation notes of itself under a name: its keys, what is seeded,
// whether it is a demo. "" when nothing is noted.
func Setting(ctx context.Context, q Q, name string) (string, error) {
	value, err := One(ctx, q, Text, `SELECT value FROM setting WHERE name = $1`, name)
	if errors.Is(err, ErrMissing) {
		return "", nil
	}
	return value, err
}

// SetSetting notes a value, in place of the one before.
func SetSetting(ctx context.Context, q Q, name, value string) error {
	_, err := q.Exec(ctx, `
		INSERT INTO setting (name, value)
		VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
		name, value)
	return err
}
