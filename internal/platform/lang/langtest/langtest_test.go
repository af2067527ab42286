package langtest

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
)

func TestSourceAndCatalogueAreCompared(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"page.templ":      `<h1>{ lang.T(ctx, "a.title") }</h1>{ lang.T(ctx, "a.kind." + kind) }`,
		"faults.go":       `var ErrFull = fault.New(fault.Conflict, "a.full")` + "\n" + `var key = "a.indirect"`,
		"page_templ.go":   `lang.T(ctx, "a.generated")`,
		"page_test.go":    `lang.T(ctx, "a.test")`,
		"other.txt":       `lang.T(ctx, "a.text")`,
		"sub/catalog.go":  `c.T("a.also", "n", 3)`,
		"sub/packages.go": `import "a.example"`,
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	c, err := lang.New(map[string]fs.FS{"a": fstest.MapFS{"sv.json": {Data: []byte(
		`{"a.title": "1", "a.kind.big": "2", "a.indirect": "3", "a.forgotten": "4"}`)}}})
	if err != nil {
		t.Fatal(err)
	}
	use, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"a.also in " + filepath.Join(dir, "sub/catalog.go"), "a.full in " + filepath.Join(dir, "faults.go")}
	if got := use.Missing(c); !slices.Equal(got, want) {
		t.Errorf("missing %q", got)
	}
	unused := slices.DeleteFunc(use.Unused(c), func(key string) bool { return key[:2] != "a." })
	if !slices.Equal(unused, []string{"a.forgotten"}) {
		t.Errorf("unused %q", unused)
	}
}

func TestThePlatformsOwnTexts(t *testing.T) {
	c, err := lang.New(map[string]fs.FS{"ui": ui.Texts})
	if err != nil {
		t.Fatal(err)
	}
	own, err := Read("../../ui")
	if err != nil {
		t.Fatal(err)
	}
	words, err := Read("..")
	if err != nil {
		t.Fatal(err)
	}
	for key := range words.Named {
		own.Named[key] = true
	}
	for _, key := range own.Missing(c) {
		t.Errorf("no text for %s", key)
	}
	for _, key := range own.Unused(c) {
		t.Errorf("nobody uses the text %s", key)
	}
}
