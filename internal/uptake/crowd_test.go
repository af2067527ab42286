package uptake_test

import (
	"testing"

	"yrkesresan/internal/uptake/rule"
)

// What holds is what the person's own places say, however many other places in the nation have decided something.
func TestOthersRulesDoNotCrowdOutOnesOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Exec(`INSERT INTO uptake_rule (id, node_id, employer_id, course_id, reflect, use_weeks, valid_from, valid_until, made_by, made_at, ended_by)
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
		SELECT 'annan-' || CAST(i AS TEXT), 'manen', 'k-1480', 'hygien', 'alone', 0, '2020-01-01', '9999-12-30', 'olle', '2020-01-01 00:00:00', '' FROM n`)
	w.need("maria", "solen", rule.Group)
	if d, err := w.Uptake.Asked(t.Context(), "amina", "hygien"); err != nil || d.Reflect != rule.Group || d.NodeID != "solen" {
		t.Errorf("%+v, %v", d, err)
	}
	if d, err := w.Uptake.Asked(t.Context(), "olle", "hygien"); err != nil || d.Reflect != rule.Alone {
		t.Errorf("%+v, %v", d, err)
	}
}
