package app_test

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/internal/app"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/lang/langtest"
)

// Every key that a page or a fault asks for has a Swedish text, and no text lies about unused.
func TestEveryTextIsThereAndUsed(t *testing.T) {
	t.Parallel()
	texts := catalogue(t)
	use, err := langtest.Read("..")
	if err != nil {
		t.Fatal(err)
	}
	commands, err := langtest.Read("../../cmd")
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(use.Asked, commands.Asked)
	maps.Copy(use.Named, commands.Named)
	for _, key := range use.Missing(texts) {
		t.Errorf("no text for %s", key)
	}
	for _, key := range use.Unused(texts) {
		t.Errorf("nobody uses the text %s", key)
	}
}

// A room's file of texts that app does not take in would be seen only by who meets its page.
func TestEveryRoomsTextsAreTakenIn(t *testing.T) {
	t.Parallel()
	texts := catalogue(t)
	err := filepath.WalkDir("..", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.Name() != "sv.json" {
			return err
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var keys map[string]json.RawMessage
		if err := json.Unmarshal(body, &keys); err != nil {
			return err
		}
		for key := range keys {
			if !texts.Has(key) {
				t.Errorf("%s: %s is in no catalogue; add the file to app.Texts", path, key)
				break
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func catalogue(t *testing.T) *lang.Catalog {
	t.Helper()
	texts, err := app.Texts()
	if err != nil {
		t.Fatal(err)
	}
	return texts
}
