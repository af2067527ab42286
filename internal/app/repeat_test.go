package app_test

import (
	"testing"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// A unit whose certification is renewed takes the courses again every time: the day tells the rounds apart, and two programmes
// that are renewed on one day are one round (R064, R183).
func TestEveryRenewalIsARoundOfItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	renew := func() {
		t.Helper()
		err := w.app.DB.Tx(t.Context(), func(tx *db.Tx) error {
			return w.app.Certification.Repeater.Repeat(t.Context(), tx, may.Operator(), []string{"unit-1480"}, []string{"bemotande"}, "certification", "")
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	tasks := func(want int64) {
		t.Helper()
		if n := w.count(t, `SELECT COUNT(*) FROM team_task WHERE node_id = 'unit-1480'`); n != want {
			t.Errorf("%d rounds, want %d", n, want)
		}
		if n := w.count(t, `SELECT COUNT(*) FROM team_task WHERE node_id = 'unit-1480' AND ended_on = '9999-12-31'`); n != 1 {
			t.Errorf("%d rounds last", n)
		}
	}
	renew()
	renew()
	tasks(1)
	w.exec(t, `UPDATE team_task SET once_key = REPLACE(once_key, $1, '2024-11-22') WHERE node_id = 'unit-1480'`, w.app.Staff.Today())
	renew()
	tasks(2)
}
