package app_test

import (
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"

	"yrkesresan/internal/app"
	"yrkesresan/internal/platform/dbtest"
)

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// Replicas are started together on a new installation: they share keys, files and database.
func TestProcessesThatStartTogetherOnAnEmptyInstallationAllComeUp(t *testing.T) {
	t.Parallel()
	c := app.Config{Data: t.TempDir(), Database: dbtest.Empty(t)}
	started := make([]*app.App, 4)
	var all sync.WaitGroup
	for i := range started {
		all.Go(func() {
			a, err := app.Open(t.Context(), c, quiet())
			if err != nil {
				t.Error(err)
			}
			started[i] = a
		})
	}
	all.Wait()
	if t.Failed() {
		return
	}
	for _, a := range started {
		if a.Keys.Fingerprint() != started[0].Keys.Fingerprint() {
			t.Error("two replicas hold different keys")
		}
		if _, err := a.Municipality(t.Context(), "0180"); err != nil {
			t.Error(err)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestOtherKeysThanTheDatabasesAreRefused(t *testing.T) {
	t.Parallel()
	c := app.Config{Data: t.TempDir(), Database: dbtest.Empty(t)}
	a, err := app.Open(t.Context(), c, quiet())
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	c.Keys = filepath.Join(t.TempDir(), "other")
	if _, err := app.Open(t.Context(), c, quiet()); !errors.Is(err, app.ErrKeys) {
		t.Fatalf("%v, want %v", err, app.ErrKeys)
	}
}
