package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/internal/platform/dbtest"
)

func TestADayThatIsNoneIsWrongUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"org", "list", "--municipality", "0180", "--as-of", "2026-13-01"},
		{"journey", "show", "--municipality", "0180", "--employee", "1", "--as-of", "yesterday"},
		{"record", "show", "--municipality", "0180", "--employee", "1", "--as-of", "1/3 2026"},
		{"certificate", "verify", "YR-1", "--as-of", "20260301"},
		{"serve", "--demo", "--today", "2026-02-30"},
		{"serve", "--today", "2026-02-28"},
	} {
		var out, complaint bytes.Buffer
		// Nothing is opened: the data directory cannot be made.
		code := start(append(args, "--data", "/dev/null/data", "--format", "json"), &out, &complaint)
		if code != 2 || out.Len() > 0 || complaint.Len() == 0 {
			t.Errorf("%v: %d, want 2: %s%s", args, code, out.String(), complaint.String())
		}
	}
}

func TestAPathThatIsNotThereIsToldInWords(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := []string{"--data", filepath.Join(dir, "data"), "--database", dbtest.Empty(t)}
	if err := os.WriteFile(filepath.Join(dir, "mine"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		want string
		args []string
	}{
		{"command.no_path", []string{"course", "check", filepath.Join(dir, "none")}},
		{"command.no_path", []string{"backup", filepath.Join(dir, "none", "kopia")}},
		{"command.not_empty", []string{"course", "export", "bemotande", dir}},
	} {
		want, args := c.want, c.args
		got := answered(t, 1, append(args, at...)...)
		e, _ := got["error"].(map[string]any)
		if e["code"] != want {
			t.Errorf("%v: %v, want %s", args, got, want)
		}
	}
}
