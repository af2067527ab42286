package db

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Load puts many rows into a table, in the transaction, as fast as the database can: COPY on
// PostgreSQL, one prepared INSERT on SQLite. It returns how many rows went in.
func (t *Tx) Load(ctx context.Context, table string, columns []string, rows iter.Seq[[]any]) (int64, error) {
	if t.engine == Postgres {
		return t.copyIn(ctx, table, columns, rows)
	}
	return t.insertMany(ctx, table, columns, rows)
}

// copyIn speaks to the connection that the transaction runs on: another one would be outside it.
func (t *Tx) copyIn(ctx context.Context, table string, columns []string, rows iter.Seq[[]any]) (n int64, err error) {
	next, stop := iter.Pull(rows)
	defer stop()
	err = t.conn.Raw(func(c any) error {
		n, err = c.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromFunc(func() ([]any, error) {
			row, ok := next()
			if !ok {
				return nil, nil
			}
			return utc(row), nil
		}))
		return err
	})
	return n, translate(err)
}

// insertMany prepares one row's statement and runs it for every row. Many rows a statement are
// slower here: the driver looks every value up among all of them.
func (t *Tx) insertMany(ctx context.Context, table string, columns []string, rows iter.Seq[[]any]) (n int64, err error) {
	insert, err := t.tx.PrepareContext(ctx, fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, strings.Join(columns, ", "), Marks(1, len(columns))))
	if err != nil {
		return 0, translate(err)
	}
	defer insert.Close()
	for row := range rows {
		if _, err := insert.ExecContext(ctx, utc(row)...); err != nil {
			return 0, translate(err)
		}
		n++
	}
	return n, nil
}
