package journey

import (
	"testing"

	"yrkesresan/internal/journey/plan"
)

func TestALayerSaysWhichReportsAManagerApproves(t *testing.T) {
	layer := plan.Layer{Ops: []plan.Op{{Kind: plan.Approve, Item: "pfa"}, {Kind: plan.Approve, Item: "e-autism", Until: "2026-01-31"}, {Kind: plan.Require, Item: "demens-abc"}}}
	for course, want := range map[string]bool{"pfa": true, "e-autism": false, "demens-abc": false} {
		if got := approves(layer, course, "2026-02-01"); got != want {
			t.Errorf("%s: %v", course, got)
		}
	}
}
