package keys_test

import (
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
