// Package db opens the database and runs statements on it. One statement text
// serves SQLite and PostgreSQL; docs/sql.md tells the shared subset.
package db

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	_ "github.com/jackc/pgx/v5/stdlib" // the PostgreSQL driver
)

// Engine is which database it is. Ask only where a statement must differ, and say why there.
type Engine string

// The two engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Q runs statements: a *DB runs each on its own, a *Tx runs them together.
type Q interface {
	Exec(ctx context.Context, q string, args ...any) (rows int64, err error)
	query(ctx context.Context, q string, args []any) (*sql.Rows, error)
	queryRow(ctx context.Context, q string, args []any) *sql.Row
}

// DB is the open database.
type DB struct {
	statements
	pool   *sql.DB
	dsn    string
	engine Engine
	// writer lets one writer at a time into SQLite, in the order they came. SQLite's own
	// waiting is polling and unfair, and a learner's answer must not wait behind luck.
	writer chan struct{}

	beforeCommit func() error // a test's; nil: nothing is asked
}

// Tx is a transaction. A function that takes one is part of a larger step.
type Tx struct {
	statements
	tx     *sql.Tx
	conn   *sql.Conn
	engine Engine
}

// statements are what database/sql offers both pools and transactions.
type statements struct {
	on interface {
		ExecContext(context.Context, string, ...any) (sql.Result, error)
		QueryContext(context.Context, string, ...any) (*sql.Rows, error)
		QueryRowContext(context.Context, string, ...any) *sql.Row
	}
}

func (s statements) query(ctx context.Context, q string, args []any) (*sql.Rows, error) {
	return s.on.QueryContext(ctx, q, utc(args)...)
}

func (s statements) queryRow(ctx context.Context, q string, args []any) *sql.Row {
	return s.on.QueryRowContext(ctx, q, utc(args)...)
}

// Exec runs a statement and reports how many rows it touched.
func (s statements) Exec(ctx context.Context, q string, args ...any) (int64, error) {
	res, err := s.on.ExecContext(ctx, q, utc(args)...)
	if err != nil {
		return 0, translate(err)
	}
	return res.RowsAffected()
}

// URL is the address to open: url as given, or SQLite in the data directory when url is empty.
func URL(url, dataDir string) string {
	if url != "" {
		return url
	}
	return "sqlite:" + filepath.Join(dataDir, "yrkesresan.db")
}

// sqlitePragmas ride in the address so that every pooled connection has them. Commits are
// synced to disk (synchronous FULL): what a learner was told is saved stays saved.
const sqlitePragmas = "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
	"&_pragma=foreign_keys(1)&_pragma=cache_size(-32768)&_pragma=temp_store(MEMORY)&_time_format=sqlite&_txlock=immediate"

// Open connects to url, which begins with "sqlite:" or "postgres:".
func Open(url string) (*DB, error) {
	d := &DB{dsn: url, engine: Postgres}
	driver := "pgx"
	switch {
	case strings.HasPrefix(url, "sqlite:"):
		d.engine, driver = SQLite, "sqlite"
		d.dsn = "file:" + strings.TrimPrefix(url, "sqlite:") + sqlitePragmas
		d.writer = make(chan struct{}, 1)
	case strings.HasPrefix(url, "postgres:"), strings.HasPrefix(url, "postgresql:"):
	default:
		return nil, fmt.Errorf("a database address begins with sqlite: or postgres: and goes on")
	}
	pool, err := sql.Open(driver, d.dsn)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(16)
	d.pool, d.statements = pool, statements{pool}
	return d, nil
}

// Engine tells which database this is.
func (d *DB) Engine() Engine { return d.engine }

// Pool is the pool underneath, for the job queue's driver.
func (d *DB) Pool() *sql.DB { return d.pool }

// Second opens another pool of at most n connections to the same database: the queue's
// polling must not hold a connection that a page waits for.
func (d *DB) Second(n int) (*sql.DB, error) {
	driver := "pgx"
	if d.engine == SQLite {
		driver = "sqlite"
	}
	pool, err := sql.Open(driver, d.dsn)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(n)
	return pool, nil
}

// Close closes the pool.
func (d *DB) Close() error { return d.pool.Close() }

// Ping asks whether the database answers.
func (d *DB) Ping(ctx context.Context) error { return d.pool.PingContext(ctx) }

// Tx commits what f did, or nothing when f fails.
func (d *DB) Tx(ctx context.Context, f func(*Tx) error) (err error) {
	if d.writer != nil {
		select {
		case d.writer <- struct{}{}:
			defer func() { <-d.writer }()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return d.tx(ctx, nil, f)
}

// Snapshot runs f on one unchanging picture of the database, taken at its first statement; f only
// reads, and whoever writes meanwhile does not wait.
func (d *DB) Snapshot(ctx context.Context, f func(*Tx) error) error {
	opts := &sql.TxOptions{ReadOnly: true} // SQLite: a plain BEGIN in place of BEGIN IMMEDIATE
	if d.engine == Postgres {
		opts.Isolation = sql.LevelRepeatableRead
	}
	return d.tx(ctx, opts, f)
}

func (d *DB) tx(ctx context.Context, opts *sql.TxOptions, f func(*Tx) error) error {
	conn, err := d.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, opts)
	if err != nil {
		return translate(err)
	}
	defer tx.Rollback()
	if err := f(&Tx{statements{tx}, tx, conn, d.engine}); err != nil {
		return err
	}
	if d.beforeCommit != nil && opts == nil {
		if err := d.beforeCommit(); err != nil {
			return err
		}
	}
	return translate(tx.Commit())
}

// SQL is the transaction underneath, for the job queue's driver.
func (t *Tx) SQL() *sql.Tx { return t.tx }

// Engine tells which database this is.
func (t *Tx) Engine() Engine { return t.engine }

// Scanner is a row to be read; *sql.Row and *sql.Rows both are.
type Scanner interface{ Scan(dest ...any) error }

// One reads exactly one row. No row is ErrMissing.
func One[T any](ctx context.Context, on Q, scan func(Scanner) (T, error), q string, args ...any) (T, error) {
	v, err := scan(on.queryRow(ctx, q, args))
	return v, translate(err)
}

// All reads every row. The caller's statement has a LIMIT or is bounded by its key.
func All[T any](ctx context.Context, on Q, scan func(Scanner) (T, error), q string, args ...any) ([]T, error) {
	var out []T
	err := Each(ctx, on, scan, func(v T) error { out = append(out, v); return nil }, q, args...)
	return out, err
}

// Each hands over every row in turn, so that long answers need no memory.
func Each[T any](ctx context.Context, on Q, scan func(Scanner) (T, error), use func(T) error, q string, args ...any) error {
	rows, err := on.query(ctx, q, args)
	if err != nil {
		return translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return err
		}
		if err := use(v); err != nil {
			return err
		}
	}
	return translate(rows.Err())
}

// Text scans a row of one text.
func Text(s Scanner) (v string, err error) { err = s.Scan(&v); return v, err }

// Number scans a row of one whole number.
func Number(s Scanner) (v int64, err error) { err = s.Scan(&v); return v, err }

// NoEnd is the valid_until of what has no end yet; it sorts after every date.
const NoEnd = "9999-12-31"

// utc stores every time in UTC with millisecond precision, the finest both databases keep exactly,
// and text as PostgreSQL takes it: valid UTF-8 without NUL.
func utc(args []any) []any {
	for i, a := range args {
		switch t := a.(type) {
		case string:
			if !utf8.ValidString(t) || strings.IndexByte(t, 0) >= 0 {
				args[i] = strings.ReplaceAll(strings.ToValidUTF8(t, "\uFFFD"), "\x00", "")
			}
		case time.Time:
			args[i] = t.UTC().Truncate(time.Millisecond)
		case *time.Time:
			if t == nil {
				args[i] = nil
			} else {
				args[i] = t.UTC().Truncate(time.Millisecond)
			}
		}
	}
	return args
}

// Marks writes n placeholders from $first on, for IN (…) over a list that is short by nature (the
// nodes of a path): no statement grows with the data.
func Marks(first, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", first+i)
	}
	return b.String()
}

// Args are the arguments of a statement that ends in a list: those before it, then what Marks makes
// placeholders for.
func Args[T ~string](list []T, before ...any) []any {
	args := make([]any, 0, len(before)+len(list))
	args = append(args, before...)
	for _, v := range list {
		args = append(args, string(v))
	}
	return args
}
