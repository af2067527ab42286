package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"yrkesresan/internal/platform/backup"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/keys"
)

// Backup writes everything the installation knows into a file.
func (a *App) Backup(ctx context.Context, path string) (backup.Counts, error) {
	return backup.Write(ctx, backup.Parts{DB: a.DB, Blobs: a.Blobs, Keys: a.Config.keyDir(), Jobs: a.Jobs, Now: time.Now}, path)
}

// Restore fills an empty installation from a file and opens it once to see that it stands. It does
// not begin as Open does, for a seeded database and fresh keys would be in the way.
func Restore(ctx context.Context, c Config, log *slog.Logger, path string) (counts backup.Counts, err error) {
	if counts, err = restore(ctx, c, log, path); err != nil {
		return counts, err
	}
	a, err := Open(ctx, c, log)
	if err != nil {
		return counts, err
	}
	return counts, a.Close()
}

func restore(ctx context.Context, c Config, log *slog.Logger, path string) (counts backup.Counts, err error) {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return counts, err
	}
	parts := backup.Parts{Keys: c.keyDir(), Now: time.Now}
	if parts.Blobs, err = blob.OpenDir(c.fileDir()); err != nil {
		return counts, err
	}
	if parts.DB, err = db.Open(db.URL(c.Database, c.Data)); err != nil {
		return counts, err
	}
	defer func() { err = errors.Join(err, parts.DB.Close()) }()
	if parts.Jobs, err = job.New(parts.DB, log); err != nil {
		return counts, err
	}
	err = parts.DB.Alone(ctx, func() error {
		counts, err = backup.Restore(ctx, parts, path)
		return err
	})
	return counts, err
}

// keyDir and fileDir are where the keys and the files lie.
func (c Config) keyDir() string {
	if c.Keys != "" {
		return c.Keys
	}
	return filepath.Join(c.Data, "keys")
}

func (c Config) fileDir() string {
	if c.Files != "" {
		return c.Files
	}
	return filepath.Join(c.Data, "files")
}

// RotateKeys adds a key in front and tells its name. The installation must be whole: the database's
// own keys are there.
func RotateKeys(ctx context.Context, c Config, log *slog.Logger) (string, error) {
	a, err := Open(ctx, c, log)
	if err != nil {
		return "", err
	}
	if err := errors.Join(keys.Rotate(c.keyDir()), a.Close()); err != nil {
		return "", err
	}
	names, err := keys.Names(c.keyDir())
	if err != nil {
		return "", err
	}
	return strings.TrimSuffix(names[len(names)-1], ".key"), nil
}
