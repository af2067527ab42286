package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"yrkesresan/internal/platform/dbtest"
)

// staffFile writes n invented employments, and extra lines after them.
func staffFile(t *testing.T, n int, extra ...string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("Personal vecka 10;;;;;;;\n\nAnst.nr;Förnamn;Efternamn;Befattning;Enhet;E-post;Chef;Fr.o.m.\n")
	for i := range n {
		fmt.Fprintf(&b, "%d;Testa%d;Exempelsson;Undersköterska;Solgläntan;t%d@exempel.example;;2024-03-01\n", i+1, i, i)
	}
	b.WriteString(strings.Join(extra, "\n"))
	name := filepath.Join(t.TempDir(), "personal.csv")
	if err := os.WriteFile(name, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestStaffImportAndUndoAsCommands(t *testing.T) {
	t.Parallel()
	at := []string{"--municipality", "0180", "--data", t.TempDir(), "--database", dbtest.Empty(t)}
	run := func(want int, args ...string) map[string]any {
		t.Helper()
		return answered(t, want, append(args, at...)...)
	}
	counts := func(v map[string]any, want ...float64) {
		t.Helper()
		got := []float64{v["new"].(float64), v["changed"].(float64), v["ended"].(float64), v["unchanged"].(float64)}
		if !slices.Equal(got, want) {
			t.Errorf("%v, want %v: %v", got, want, v)
		}
	}
	twenty := staffFile(t, 20)
	dry := run(0, "staff", "import", twenty, "--dry-run")
	counts(dry, 20, 0, 0, 0)
	if dry["committed"] != false || len(dry["created_nodes"].([]any)) != 1 || len(dry["errors"].([]any)) != 0 {
		t.Errorf("%v", dry)
	}
	did := run(0, "staff", "import", twenty)
	counts(did, 20, 0, 0, 0)
	node := did["created_nodes"].([]any)[0].(map[string]any)
	if did["committed"] != true || node["kind"] != "unit" || node["name"] != "Solgläntan" || node["parent"] != "k-0180" || node["id"] == "" {
		t.Errorf("%v", did)
	}
	counts(run(0, "staff", "import", twenty), 0, 0, 0, 20)
	stopped := run(1, "staff", "import", staffFile(t, 18))
	counts(stopped, 0, 0, 2, 18)
	stop := stopped["errors"].([]any)[0].(map[string]any)
	if stopped["committed"] != false || stop["row"] != 0.0 || !strings.Contains(stop["message"].(string), "2 av 20") {
		t.Errorf("%v", stopped)
	}
	run(1, "staff", "import", staffFile(t, 18), "--dry-run")
	counts(run(0, "staff", "import", staffFile(t, 18), "--max-ended", "10"), 0, 0, 2, 18)
	undone := run(0, "staff", "undo")
	counts(undone, 2, 0, 0, 18)
	if len(undone["errors"].([]any)) != 0 || len(undone["created_nodes"].([]any)) != 0 {
		t.Errorf("%v", undone)
	}
	if e := run(1, "staff", "undo")["error"].(map[string]any); e["code"] != "staff.undo_twice" {
		t.Errorf("%v", e)
	}
}

func TestStaffImportTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	at := []string{"--municipality", "0180", "--data", t.TempDir(), "--database", dbtest.Empty(t)}
	run := func(want int, args ...string) map[string]any {
		t.Helper()
		return answered(t, want, append(args, at...)...)
	}
	faulty := staffFile(t, 3, "9;Testa;Exempelsson;Trollkarl;Solgläntan;;Åsa Påhitt;igår")
	r := run(1, "staff", "import", faulty)
	wrong := r["errors"].([]any)[0].(map[string]any)
	if wrong["row"] != 7.0 || wrong["column"] != "Fr.o.m." || strings.Contains(wrong["message"].(string), "⟦") || r["committed"] != false {
		t.Errorf("%v", r)
	}
	run(1, "staff", "import", faulty, "--dry-run")
	if r := run(0, "staff", "import", faulty, "--skip-errors"); r["committed"] != true || r["new"] != 3.0 || len(r["errors"].([]any)) != 1 {
		t.Errorf("%v", r)
	}
	warned := run(0, "staff", "import", staffFile(t, 3, "9;Testa;Exempelsson;Trollkarl;Solgläntan;;Åsa Påhitt;2024-01-01"))
	var columns []string
	for _, w := range warned["warnings"].([]any) {
		columns = append(columns, w.(map[string]any)["column"].(string))
		if strings.Contains(w.(map[string]any)["message"].(string), "⟦") {
			t.Errorf("%v", w)
		}
	}
	if slices.Sort(columns); !slices.Equal(columns, []string{"Befattning", "Chef", "E-post"}) {
		t.Errorf("%v", columns)
	}
	for name, file := range map[string]string{"no file": "/nowhere/at/all.csv", "a folder": t.TempDir(), "not a list": os.Args[0]} {
		r := run(1, "staff", "import", file)
		if e := r["errors"].([]any); len(e) != 1 || e[0].(map[string]any)["row"] != 0.0 || r["committed"] != false || r["created_nodes"] == nil || r["warnings"] == nil {
			t.Errorf("%s: %v", name, r)
		}
	}
	if e := answered(t, 1, append([]string{"staff", "import", faulty, "--municipality", "9999"}, at[2:]...)...)["error"]; e == nil {
		t.Error("an unknown municipality")
	}
	var out, complaint bytes.Buffer
	for _, args := range [][]string{{"staff", "import", faulty}, {"staff", "import", "--municipality", "0180"}, {"staff", "import", faulty, "--municipality", "0180", "--max-ended", "fem"},
		{"staff", "import", faulty, "--municipality", "0180", "--max-ended", "NaN"}, {"staff", "undo"}} {
		if code := start(args, &out, &complaint); code != 2 {
			t.Errorf("%v: %d", args, code)
		}
	}
}
