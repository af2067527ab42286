package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"yrkesresan/internal/platform/dbtest"
)

func TestAPersonIsGivenOutErasedAndErasedAgainAsCommands(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	place := []string{"--data", dir, "--database", dbtest.Empty(t)}
	at := append(slices.Clone(place), "--municipality", "0180")
	person := append(slices.Clone(at), "--employee", "7")
	run := func(want int, with []string, args ...string) map[string]any {
		t.Helper()
		return answered(t, want, append(args, with...)...)
	}
	run(0, at, "staff", "import", staffFile(t, 20))
	run(0, person, "signin", "code", "--url", "https://x.example")
	backup := filepath.Join(t.TempDir(), "kopia.tar.gz")
	run(0, place, "backup", backup)

	var out, wrong bytes.Buffer
	if code := start(append([]string{"person", "export"}, person...), &out, &wrong); code != 0 {
		t.Fatal(code, wrong.String())
	}
	files := unpacked(t, out.Bytes())
	if len(files) != 2 || !strings.Contains(files["las-mig.html"], "Testa6") || !strings.Contains(files["las-mig.html"], "<th scope=\"col\">Förnamn</th>") {
		t.Errorf("%v", files)
	}
	var data struct {
		Format, Controller string
		Data               map[string][]map[string]any
	}
	if err := json.Unmarshal([]byte(files["uppgifter.json"]), &data); err != nil {
		t.Fatal(err)
	}
	if data.Format != "yrkesresan-person/1" || data.Controller == "" || data.Data["employee"][0]["email"] != "t6@exempel.example" || data.Data["employment"][0]["number"] != "7" {
		t.Errorf("%+v", data)
	}
	if strings.Contains(files["uppgifter.json"], "hash") {
		t.Error("a hash is given out")
	}

	there := filepath.Join(t.TempDir(), "kopia.zip")
	run(0, person, "person", "export", there)
	if e := run(1, person, "person", "export", there)["error"].(map[string]any); e["code"] != "command.file_there" || !strings.Contains(e["message"].(string), there) {
		t.Errorf("over a file: %v", e)
	}

	done := run(0, person, "person", "erase")
	counts := done["destroyed"].(map[string]any)
	if counts["employee"] != 1.0 || counts["employment"] != 1.0 || counts["person"] != 1.0 || counts["signin_code"] != 1.0 || counts["account"] != 1.0 || done["whole"] != true {
		t.Errorf("%v", done)
	}
	for _, args := range [][]string{{"person", "erase"}, {"person", "export"}, {"record", "show"}} {
		if e := run(1, person, args...)["error"].(map[string]any); e["code"] != "staff.person_missing" || e["message"] == "" {
			t.Errorf("%v: %v", args, e)
		}
	}
	list := run(0, place, "person", "erasures")
	if n := len(list["erasures"].([]any)); n != 1 {
		t.Fatalf("%d erasures: %v", n, list)
	}

	// An older backup brings the person back; the list takes the person away again, once.
	kept := filepath.Join(t.TempDir(), "raderingar.json")
	body, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(kept, body, 0o600); err != nil {
		t.Fatal(err)
	}
	fresh := []string{"--data", t.TempDir(), "--database", dbtest.Empty(t)}
	run(0, fresh, "restore", backup)
	again := append(slices.Clone(fresh), "--municipality", "0180", "--employee", "7")
	run(0, again, "record", "show")
	for _, want := range []float64{1, 0} {
		if n := run(0, fresh, "person", "again", kept)["erased"]; n != want {
			t.Errorf("erased again %v, want %v", n, want)
		}
	}
	run(1, again, "record", "show")
}

// unpacked gives the entries of a ZIP.
func unpacked(t *testing.T, body []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(text)
	}
	return files
}
