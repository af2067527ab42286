package db

import (
	"context"
	"embed"
	"io/fs"
	"regexp"
	"testing/fstest"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the text of every migration of ours, as written; tests fingerprint it.
func Migrations() fs.FS { return files }

// Migrate brings the database to the newest shape: our tables, then the job queue's own.
// Several replicas may call it at once; PostgreSQL lets one through at a time.
func Migrate(ctx context.Context, d *DB) error {
	texts, err := textsFor(d.engine)
	if err != nil {
		return err
	}
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption{goose.WithVerbose(false)}
	if d.engine == Postgres {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return err
		}
		dialect, options = goose.DialectPostgres, append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(dialect, d.pool, texts, options...)
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return err
	}
	return migrateQueue(ctx, d)
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
