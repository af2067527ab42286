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
// PostgreSQL, many rows per INSERT on SQLite. It returns how many rows went in.
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

func (t *Tx) insertMany(ctx context.Context, table string, columns []string, rows iter.Seq[[]any]) (n int64, err error) {
	// SQLite takes at most 32,766 values a statement.
	batch := max(1, min(400, 30000/len(columns)))
	var args []any
	flush := func() error {
		if len(args) == 0 {
			return nil
		}
		_, err := t.Exec(ctx, insertText(table, columns, len(args)/len(columns)), args...)
		args = args[:0]
		return err
	}
	for row := range rows {
		args = append(args, row...)
		n++
		if len(args) >= batch*len(columns) {
			if err := flush(); err != nil {
				return 0, err
			}
		}
	}
	return n, flush()
}

func insertText(table string, columns []string, rows int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s (%s) VALUES ", table, strings.Join(columns, ", "))
	at := 1
	for r := range rows {
		if r > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('(')
		for c := range columns {
			if c > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "$%d", at)
			at++
		}
		b.WriteByte(')')
	}
	return b.String()
}
