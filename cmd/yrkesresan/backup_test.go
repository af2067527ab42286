package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"

	"yrkesresan/internal/platform/dbtest"
)

// answered runs a command line and reads its JSON.
func answered(t *testing.T, want int, args ...string) map[string]any {
	t.Helper()
	var out, complaint bytes.Buffer
	if code := start(append(args, "--format", "json"), &out, &complaint); code != want {
		t.Fatalf("%v: %d, want %d: %s%s", args, code, want, out.String(), complaint.String())
	}
	var v map[string]any
	if err := json.Unmarshal(out.Bytes(), &v); err != nil {
		t.Fatalf("%v: %v: %s", args, err, out.String())
	}
	return v
}

func TestBackupAndRestoreAsCommands(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "backup.tar.gz")
	from := []string{"--data", t.TempDir(), "--database", dbtest.Empty(t)}
	to := []string{"--data", t.TempDir(), "--database", dbtest.Empty(t)}
	kept := answered(t, 0, append([]string{"backup", file}, from...)...)
	if kept["tables"].(float64) < 30 || kept["rows"].(float64) < 600 || len(kept) != 3 {
		t.Errorf("kept %v", kept)
	}
	answered(t, 1, append([]string{"restore", file + ".none"}, to...)...)
	if got := answered(t, 0, append([]string{"restore", file}, to...)...); got["rows"] != kept["rows"] {
		t.Errorf("restored %v of %v", got, kept)
	}
	refused := answered(t, 1, append([]string{"restore", file}, to...)...)
	if e, _ := refused["error"].(map[string]any); e["code"] != "backup.not_empty" {
		t.Errorf("a second restore: %v", refused)
	}
	if got := answered(t, 0, append([]string{"org", "list", "--municipality", "0180"}, to...)...); got["nodes"] == nil {
		t.Errorf("the restored tree: %v", got)
	}
	if got := answered(t, 0, append([]string{"keys", "rotate"}, to...)...); got["key"] != "0002" {
		t.Errorf("rotated: %v", got)
	}
	answered(t, 0, append([]string{"org", "list", "--municipality", "0180"}, to...)...)
}
