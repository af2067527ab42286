package db

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Alone runs f while no other process of ours is inside Alone on the same database: of replicas
// that start together on an empty one, the first migrates and seeds, and the others find it done.
// f must not call Alone.
func (d *DB) Alone(ctx context.Context, f func() error) error {
	if d.engine == Postgres {
		return d.alonePostgres(ctx, f)
	}
	return d.aloneFile(ctx, f)
}

// alonePostgres holds a lock of the database itself; it goes with the connection when we crash.
func (d *DB) alonePostgres(ctx context.Context, f func() error) error {
	conn, err := d.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	const lock = 0x7972_6573 // "yres"; the number only has to be ours
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, lock); err != nil {
		return translate(err)
	}
	err = f()
	_, unlock := conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, lock)
	return errors.Join(err, unlock)
}

// aloneFile locks the directory that the file lies in, and so leaves nothing behind.
func (d *DB) aloneFile(ctx context.Context, f func() error) error {
	path, _, _ := strings.Cut(strings.TrimPrefix(d.dsn, "file:"), "?")
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer dir.Close() // lets the lock go
	for {
		err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return f()
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}
