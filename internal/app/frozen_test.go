package app_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"testing"

	"yrkesresan/internal/platform/db"
)

// frozen are the migrations of releases: a database out there has run them, so that they never
// change. What is wrong in one is mended in a new one.
var frozen = map[string]string{
	"0001_foundation.sql": "a6a2b8046a5a75cc",
	"0002_learning.sql":   "8ee2feffc6e5e2c1",
}

func TestMigrationsOfReleasesNeverChange(t *testing.T) {
	t.Parallel()
	for name, want := range frozen {
		text, err := fs.ReadFile(db.Migrations(), "migrations/"+name)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(text)
		if got := hex.EncodeToString(sum[:8]); got != want {
			t.Errorf("%s has changed: %s, not %s", name, got, want)
		}
	}
}
