package app_test

import (
	"os"
	"testing"

	"yrkesresan/internal/platform/may"
)

// What people read about permissions is what the code asks. `make generate` writes it anew.
func TestThePermissionsAreWrittenDown(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/permissions.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(text) != may.Docs() {
		t.Error("docs/permissions.md is not what the tables say: run make generate")
	}
}
