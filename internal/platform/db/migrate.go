package db

import (
	"context"
	"embed"
	"io/fs"
	"regexp"
	"slices"
	"testing/fstest"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the text of every migration of ours, as written; tests fingerprint it.
func Migrations() fs.FS { return files }

// Migrate brings the database to the newest shape: our tables, then the job queue's own. Processes
// that may start together call it inside Alone.
func Migrate(ctx context.Context, d *DB) error { return MigrateTo(ctx, d, 0) }

// MigrateTo brings our tables no further than to version, for rows that were kept in that shape;
// 0 is the newest. The job queue's own tables are always the newest.
func MigrateTo(ctx context.Context, d *DB, version int64) error {
	texts, err := textsFor(d.engine)
	if err != nil {
		return err
	}
	dialect := goose.DialectSQLite3
	if d.engine == Postgres {
		dialect = goose.DialectPostgres
	}
	provider, err := goose.NewProvider(dialect, d.pool, texts, goose.WithVerbose(false))
	if err != nil {
		return err
	}
	if version == 0 {
		_, err = provider.Up(ctx)
	} else {
		_, err = provider.UpTo(ctx, version)
	}
	if err != nil {
		return err
	}
	return migrateQueue(ctx, d)
}

// Version tells which migration of ours the database has come to.
func Version(ctx context.Context, q Q) (int64, error) {
	return One(ctx, q, Number, `SELECT MAX(version_id) FROM goose_db_version`)
}

// Newest is the last migration that this program knows.
func Newest() (int64, error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return 0, err
	}
	slices.Sort(names)
	return goose.NumericComponent(names[len(names)-1])
}

func migrateQueue(ctx context.Context, d *DB) error {
	if d.engine == Postgres {
		m, err := rivermigrate.New(riverdatabasesql.New(d.pool), nil)
		if err != nil {
			return err
		}
		_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
		return err
	}
	m, err := rivermigrate.New(riversqlite.New(d.pool), nil)
	if err != nil {
		return err
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

var textType = regexp.MustCompile(`\bTEXT\b`)

// textsFor gives the one text its only difference: PostgreSQL must compare text byte by byte,
// as SQLite does, for path prefixes and dates to find their index in any locale.
func textsFor(e Engine) (fs.FS, error) {
	out := fstest.MapFS{}
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if e == Postgres {
			text = textType.ReplaceAll(text, []byte(`TEXT COLLATE "C"`))
		}
		out[name[len("migrations/"):]] = &fstest.MapFile{Data: text}
	}
	return out, nil
}
