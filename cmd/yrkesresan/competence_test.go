package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yrkesresan/internal/framework"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/dbtest"
)

// The contract: a workbook goes out and comes in; a bad one says where, writes nothing and ends with 1.
func TestFrameworksAsCommands(t *testing.T) {
	t.Parallel()
	common := []string{"--data", t.TempDir(), "--database", dbtest.Empty(t)}
	dir := t.TempDir()
	run := func(exit int, args ...string) map[string]any {
		t.Helper()
		return answered(t, exit, append(append([]string{"competence"}, args...), common...)...)
	}
	file := filepath.Join(dir, "ut.xlsx")
	var out, complaint strings.Builder
	if code := start(append([]string{"competence", "export", "--framework", "formell-kompetens", file}, common...), &out, &complaint); code != 0 || out.Len() > 0 {
		t.Fatal(code, complaint.String())
	}
	got := run(0, "import", file)
	if got["framework"] != "formell-kompetens" || got["version"].(float64) != 1 || got["committed"] != true || got["areas"].(float64) != 6 {
		t.Errorf("the same again: %v", got)
	}
	out.Reset()
	if code := start(append([]string{"competence", "export", "--framework", "evikomp"}, common...), &out, &complaint); code != 0 || !strings.HasPrefix(out.String(), "PK") {
		t.Error("no workbook on standard output")
	}
	write := func(f *frame.Frame) string {
		body, err := framework.Excel(f)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "in.xlsx")
		if err := os.WriteFile(path, body, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	f := &frame.Frame{ID: "eget", Name: "Eget", Expect: 2, Areas: []frame.Area{{ID: "a", Name: "A", Requirements: []frame.Requirement{{ID: "k", Name: "K",
		Goals: []frame.Goal{{ID: "m", Text: "M", Kind: "magi", Form: frame.Fact}}, Evidence: []frame.Evidence{{By: frame.ByAssessment}}}}}}}
	got = run(1, "import", write(f), "--owner", "k-1480")
	errors := got["errors"].([]any)
	if got["committed"] != false || got["version"].(float64) != 0 || len(errors) != 2 {
		t.Errorf("%v", got)
	}
	if at := errors[0].(map[string]any); at["row"].(float64) != 2 || at["column"] != "Kompetensslag" || !strings.Contains(at["message"].(string), "Krav och mål") {
		t.Errorf("%v", at)
	}
	run(1, "export", "--framework", "eget") // nothing was written
	f.Expect, f.Areas[0].Requirements[0].Goals[0].Kind = 1, frame.Theory
	got = run(0, "import", write(f), "--owner", "k-1480", "--from", "2026-01-01")
	if got["version"].(float64) != 1 || got["goals"].(float64) != 1 || got["requirements"].(float64) != 1 {
		t.Errorf("%v", got)
	}
	f.About = "Nytt"
	if got = run(1, "import", write(f), "--owner", "k-0180"); got["committed"] != false || len(got["errors"].([]any)) != 1 {
		t.Errorf("another's framework was taken: %v", got)
	}
	if got = run(0, "import", write(f), "--draft"); got["committed"] != true || got["version"].(float64) != 0 {
		t.Errorf("%v", got)
	}
	if got = run(0, "import", write(f)); got["version"].(float64) != 2 {
		t.Errorf("%v", got)
	}
	bad := filepath.Join(dir, "trasig.xlsx")
	if err := os.WriteFile(bad, []byte("PK\x03\x04"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got = run(1, "import", bad); len(got["errors"].([]any)) != 1 {
		t.Errorf("%v", got)
	}
	run(1, "import", filepath.Join(dir, "borta.xlsx"))
}
