package plan

import (
	"testing"

	"pgregory.net/rapid"
)

// Saving a layer with something else changed moves no date of what it said before.
func TestSavingAgainMovesNoDate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := drawOps(t, "before")
		ops := edit(t, before, "edit")
		kept := KeepSince(ops, before, "2026-01-01")
		if !SameOps(withoutSince(kept), withoutSince(ops)) {
			t.Fatalf("%v became %v", ops, kept)
		}
		for i := range kept {
			had := false
			for k := range before {
				had = had || SameOps(ops[i:i+1], before[k:k+1])
			}
			if had != (kept[i].Since == "2026-01-01") {
				t.Fatalf("%+v was there before: %v", kept[i], had)
			}
		}
	})
}
