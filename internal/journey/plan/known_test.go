package plan

import "testing"

// A municipality that joins today has people who have worked there for years. Their days count from
// today; those who have just begun keep the date they would have had.
func TestNobodyIsLateBeforeBeingKnown(t *testing.T) {
	t.Parallel()
	d := dueRule{Due: Due{Days: 90, From: FromStart}, since: "2021-01-01"}
	for name, c := range map[string]struct {
		e    Employment
		want Date
	}{
		"for years":        {Employment{Start: "2015-03-01", Known: "2026-11-22"}, "2026-11-22"},
		"for a month":      {Employment{Start: "2026-10-22", Known: "2026-11-22"}, "2026-10-22"},
		"known from start": {Employment{Start: "2024-03-01", Known: "2024-03-01"}, "2024-03-01"},
		"known before":     {Employment{Start: "2026-12-01", Known: "2026-11-22"}, "2026-12-01"},
		"not said":         {Employment{Start: "2024-03-01"}, "2024-03-01"},
	} {
		if got := d.anchor(&c.e); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
