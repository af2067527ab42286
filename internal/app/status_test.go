package app_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	testName  = regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z0-9]+)`")
	testFuncs = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)[A-Za-z0-9]+)\(`)
	ticked    = regexp.MustCompile(`(?m)^- \[x\] [^\n]*(?:\n  [^\n]*)*`)
)

// docs/status.md promises a test for every point that is ticked.
func TestTheStatusNamesTestsThatExist(t *testing.T) {
	t.Parallel()
	have := map[string]bool{}
	for _, dir := range []string{"../../internal", "../../cmd", "../../test", "../../assets"} {
		err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			for _, m := range testFuncs.FindAllSubmatch(text, -1) {
				have[string(m[1])] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile("../../docs/status.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range testName.FindAllSubmatch(text, -1) {
		if !have[string(m[1])] {
			t.Errorf("docs/status.md names %s, which is no test", m[1])
		}
	}
	for _, point := range ticked.FindAllString(string(text), -1) {
		if !strings.Contains(point, "`") {
			t.Errorf("docs/status.md ticks without a test: %s", point)
		}
	}
}
