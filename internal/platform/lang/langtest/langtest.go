// Package langtest finds texts that are missing and texts that nobody uses, by
// reading the source of the pages.
package langtest

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"yrkesresan/internal/platform/lang"
)

// Use is what the source says about keys.
type Use struct {
	// Asked are keys that are surely looked up, and where.
	Asked map[string]string
	// Named are all texts that look like a key or the beginning of one
	// ("ui.status." with what is added at run time).
	Named map[string]bool
}

var (
	// asked: T(ctx, "key" · c.T("key" · fault.New(kind, "key".
	asked = regexp.MustCompile(`(?:\bT\((?:\w+,\s*)?|\bfault\.New\([\w.]+,\s*)"([a-z][a-z0-9_]*\.[a-z0-9_.]+)"`)
	// comment is a line that is only read by developers.
	comment = regexp.MustCompile(`(?m)^\s*//.*$`)
	named   = regexp.MustCompile(`"([a-z][a-z0-9_]*\.[a-z0-9_.]*)"`)
)

// Read reads every .go and .templ file below dir but tests and generated ones.
func Read(dir string) (Use, error) {
	use := Use{Asked: map[string]string{}, Named: map[string]bool{}}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !isSource(path) {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		use.add(path, text)
		return nil
	})
	return use, err
}

func isSource(path string) bool {
	if strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") {
		return false
	}
	return strings.HasSuffix(path, ".go") || strings.HasSuffix(path, ".templ")
}

func (u Use) add(path string, text []byte) {
	text = comment.ReplaceAll(text, nil)
	for _, m := range asked.FindAllSubmatch(text, -1) {
		if key := string(m[1]); !strings.HasSuffix(key, ".") {
			u.Asked[key] = path
		}
	}
	for _, m := range named.FindAllSubmatch(text, -1) {
		u.Named[string(m[1])] = true
	}
}

// Missing lists keys that are asked for and have no text.
func (u Use) Missing(c *lang.Catalog) []string {
	var out []string
	for key, path := range u.Asked {
		if !c.Has(key) {
			out = append(out, key+" in "+path)
		}
	}
	slices.Sort(out)
	return out
}

// Unused lists keys that no source names, neither whole nor by a beginning
// that ends with a dot or an underscore.
func (u Use) Unused(c *lang.Catalog) []string {
	var out []string
	for _, key := range c.Keys() {
		if !u.names(key) {
			out = append(out, key)
		}
	}
	return out
}

func (u Use) names(key string) bool {
	if u.Named[key] {
		return true
	}
	for i, r := range key {
		if (r == '.' || r == '_') && i < len(key)-1 && strings.Contains(key[:i+1], ".") && u.Named[key[:i+1]] && key[:i+1] != roomOf(key) {
			return true
		}
	}
	return false
}

// roomOf is the first part of a key with its dot; alone it names nothing.
func roomOf(key string) string {
	room, _, _ := strings.Cut(key, ".")
	return room + "."
}

// Check fails the test for each key in the source below dir that has no text,
// and for each text that no source names.
func Check(t testing.TB, dir string, c *lang.Catalog) {
	t.Helper()
	use, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range use.Missing(c) {
		t.Errorf("no text for %s", key)
	}
	for _, key := range use.Unused(c) {
		t.Errorf("nobody uses the text %s", key)
	}
}
