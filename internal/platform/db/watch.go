package db

import (
	"context"
	"database/sql"
)

// Watch tells f of every statement that runs outside transactions from now on, so that a test can
// bound what a page asks. Call it before others use the database.
func (d *DB) Watch(f func(q string)) { d.statements = statements{watched{d.pool, f}} }

// BeforeCommit asks f before every commit of a Tx from now on, so that a test can stop work between any two of them: f's
// error undoes the transaction. Call it before others use the database; nil asks nothing.
func (d *DB) BeforeCommit(f func() error) { d.beforeCommit = f }

type watched struct {
	*sql.DB
	tell func(q string)
}

func (w watched) ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error) {
	w.tell(q)
	return w.DB.ExecContext(ctx, q, args...)
}

func (w watched) QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	w.tell(q)
	return w.DB.QueryContext(ctx, q, args...)
}

func (w watched) QueryRowContext(ctx context.Context, q string, args ...any) *sql.Row {
	w.tell(q)
	return w.DB.QueryRowContext(ctx, q, args...)
}
