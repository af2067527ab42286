package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// The presets are listed, one is taken in, and taken in again it makes nothing and says so; what is unknown is exit 1.
func TestPresetsAreListedAndLoaded(t *testing.T) {
	data := t.TempDir()
	call := func(want int, words ...string) string {
		t.Helper()
		var out, complain strings.Builder
		if code := start(append(words, "--data", data, "--format", "json"), &out, &complain); code != want {
			t.Fatalf("%v: exit %d, want %d: %s%s", words, code, want, out.String(), complain.String())
		}
		return out.String()
	}
	var list struct {
		Presets []struct{ Name, Title string }
	}
	if err := json.Unmarshal([]byte(call(0, "preset", "list")), &list); err != nil || len(list.Presets) < 6 || list.Presets[0].Title == "" {
		t.Fatal(list, err)
	}
	load := func() (x loadedPreset) {
		t.Helper()
		if err := json.Unmarshal([]byte(call(0, "preset", "load", "sprakombud", "--node", "k-1480")), &x); err != nil {
			t.Fatal(err)
		}
		return x
	}
	if x := load(); x.Load == "" || len(x.Made["function"]) != 1 || len(x.Made["managers"]) == 0 || len(x.Already["guide"]) != 1 {
		t.Errorf("first %+v", x)
	}
	if x := load(); x.Load != "" || len(x.Made) != 0 || len(x.Already["function"]) != 1 {
		t.Errorf("again %+v", x)
	}
	for code, words := range map[string][]string{"preset.missing": {"preset", "load", "x", "--node", "k-1480"}, "org.node_missing": {"preset", "load", "sprakombud", "--node", "x"}, "preset.place_wrong": {"preset", "load", "sprakombud", "--node", "se"}} {
		if out := call(1, words...); !strings.Contains(out, code) {
			t.Errorf("%v: %s", words, out)
		}
	}
}
