package db

import (
	"context"
	"strings"
)

// Gone counts what is destroyed when a person is erased: rows by table.
type Gone map[string]int64

// Destroy runs a statement that begins DELETE FROM and counts its rows.
func (g Gone) Destroy(ctx context.Context, tx *Tx, q string, args ...any) error {
	n, err := tx.Exec(ctx, q, args...)
	if err != nil || n == 0 {
		return err
	}
	g[strings.Fields(q)[2]] += n
	return nil
}

// Add adds what another has destroyed.
func (g Gone) Add(more map[string]int64) {
	for table, n := range more {
		g[table] += n
	}
}

// Total is how many rows in all.
func (g Gone) Total() (n int64) {
	for _, rows := range g {
		n += rows
	}
	return n
}
