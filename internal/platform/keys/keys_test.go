package keys_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"yrkesresan/internal/platform/keys"
)

func TestWhatWasHashedBeforeARotationIsFoundAfterIt(t *testing.T) {
	dir := t.TempDir()
	before, err := keys.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	old := before.Hash("identity", "191212121212")
	if err := keys.Rotate(dir); err != nil {
		t.Fatal(err)
	}
	after, err := keys.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if after.Hash("identity", "191212121212") == old {
		t.Error("the newest key should hash")
	}
	if !slices.Contains(after.Hashes("identity", "191212121212"), old) {
		t.Error("the older key should still be tried")
	}
	if before.Fingerprint() != after.Fingerprint() {
		t.Error("a rotation keeps the fingerprint")
	}
}

func TestPurposesDoNotMeet(t *testing.T) {
	r, err := keys.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if r.Hash("a", "bc") == r.Hash("ab", "c") {
		t.Error("two purposes gave the same hash")
	}
}

func TestRestoredKeysHashAsBefore(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	before, err := keys.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	names, err := keys.Names(from)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if files[name], err = os.ReadFile(filepath.Join(from, name)); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // the second time finds its own and minds nothing
		if err := keys.Restore(to, files); err != nil {
			t.Fatal(err)
		}
	}
	after, err := keys.Open(to)
	if err != nil {
		t.Fatal(err)
	}
	if before.Hash("identity", "x") != after.Hash("identity", "x") {
		t.Error("another hash")
	}
	other := t.TempDir()
	if _, err := keys.Open(other); err != nil {
		t.Fatal(err)
	}
	if err := keys.Restore(other, files); !errors.Is(err, keys.ErrOther) {
		t.Errorf("%v, want %v", err, keys.ErrOther)
	}
}
