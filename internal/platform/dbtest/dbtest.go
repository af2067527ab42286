// Package dbtest gives each test its own migrated database. Without more it is SQLite in a
// temporary file; under `go run ./internal/platform/dbtest/cluster go test …` the same tests
// run on a private PostgreSQL, each in a database copied from one migrated template.
package dbtest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yrkesresan/internal/platform/db"
)

// PostgresVariable names the server that tests use; the cluster command sets it.
const PostgresVariable = "YRKESRESAN_TEST_POSTGRES"

var (
	count    atomic.Int64
	template = sync.OnceValues(makeTemplate)
)

// Open returns a fresh, migrated database that goes away with the test.
func Open(t testing.TB) *db.DB {
	t.Helper()
	d, err := db.Open(URL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// URL returns the address of a fresh, migrated database, for tests that start the program.
func URL(t testing.TB) string {
	t.Helper()
	from, err := template()
	if err != nil {
		t.Fatal(err)
	}
	if base := os.Getenv(PostgresVariable); base != "" {
		return copyPostgres(t, base, from)
	}
	body, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

// Empty returns the address of a database that nobody has migrated.
func Empty(t testing.TB) string {
	t.Helper()
	if base := os.Getenv(PostgresVariable); base != "" {
		return copyPostgres(t, base, "template0")
	}
	return "sqlite:" + filepath.Join(t.TempDir(), "test.db")
}

// makeTemplate migrates one database a process (SQLite) or one a cluster (PostgreSQL).
func makeTemplate() (string, error) {
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	defer stop()
	if base := os.Getenv(PostgresVariable); base != "" {
		return templatePostgres(ctx, base)
	}
	dir, err := os.MkdirTemp("", "yrkesresan-template-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "template.db")
	if err := migrate(ctx, "sqlite:"+path); err != nil {
		return "", err
	}
	return path, nil
}

func migrate(ctx context.Context, address string) error {
	d, err := db.Open(address)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := db.Migrate(ctx, d); err != nil {
		return err
	}
	if d.Engine() == db.SQLite {
		// The copy is of one file: nothing may wait in the log beside it.
		_, err = d.Exec(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	}
	return err
}

func templatePostgres(ctx context.Context, base string) (string, error) {
	name, err := fingerprint()
	if err != nil {
		return "", err
	}
	pool, err := sql.Open("pgx", base)
	if err != nil {
		return "", err
	}
	defer pool.Close()
	admin, err := pool.Conn(ctx)
	if err != nil {
		return "", err
	}
	defer admin.Close()
	// Test processes run side by side: one makes the template, the others wait.
	if _, err := admin.ExecContext(ctx, `SELECT pg_advisory_lock(4711)`); err != nil {
		return "", err
	}
	defer admin.ExecContext(ctx, `SELECT pg_advisory_unlock(4711)`)
	var there bool
	if err := admin.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)`, name).Scan(&there); err != nil || there {
		return name, err
	}
	making := name + "_making"
	for _, q := range []string{`DROP DATABASE IF EXISTS ` + making, `CREATE DATABASE ` + making + ` TEMPLATE template0`} {
		if _, err := admin.ExecContext(ctx, q); err != nil {
			return "", err
		}
	}
	if err := migrate(ctx, inDatabase(base, making)); err != nil {
		return "", err
	}
	_, err = admin.ExecContext(ctx, `ALTER DATABASE `+making+` RENAME TO `+name)
	return name, err
}

func copyPostgres(t testing.TB, base, from string) string {
	t.Helper()
	name := fmt.Sprintf("t%d_%d", os.Getpid(), count.Add(1))
	admin, err := sql.Open("pgx", base)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		admin.Exec(`DROP DATABASE ` + name + ` WITH (FORCE)`)
		admin.Close()
	})
	// A template somebody else is copying is busy for a moment.
	for try := 0; ; try++ {
		_, err = admin.Exec(`CREATE DATABASE ` + name + ` TEMPLATE ` + from)
		if err == nil {
			return inDatabase(base, name)
		}
		if try > 100 {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func inDatabase(base, name string) string {
	u, err := url.Parse(base)
	if err != nil {
		panic(err) // the cluster command wrote it
	}
	u.Path = "/" + name
	return u.String()
}

func fingerprint() (string, error) {
	h := sha256.New()
	names, err := fs.Glob(db.Migrations(), "migrations/*.sql")
	if err != nil {
		return "", err
	}
	for _, name := range names {
		text, err := fs.ReadFile(db.Migrations(), name)
		if err != nil {
			return "", err
		}
		h.Write(text)
	}
	return "template_" + hex.EncodeToString(h.Sum(nil))[:12], nil
}
