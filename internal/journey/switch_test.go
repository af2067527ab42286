package journey_test

import (
	"testing"

	"yrkesresan/content"
	"yrkesresan/internal/platform/db"
)

// On the day a municipality joins nobody is late for what was asked before it did.
func TestAFreshInstallationIsSwitchedOnFromToday(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if _, err := w.DB.Exec(t.Context(), `DELETE FROM journey_switch`); err != nil {
		t.Fatal(err)
	}
	if err := w.Seed(t.Context(), content.Journeys(), "2021-01-01"); err != nil {
		t.Fatal(err)
	}
	first := func() string {
		t.Helper()
		from, err := db.One(t.Context(), w.DB, db.Text, `SELECT MIN(valid_from) FROM journey_switch WHERE journey_id = 'vard-och-omsorg'`)
		if err != nil {
			t.Fatal(err)
		}
		return from
	}
	if got, want := first(), w.Staff.Today(); got != want {
		t.Errorf("on from %s, want %s", got, want)
	}
	for _, from := range []string{"2022-05-01", "2023-05-01"} { // earlier moves it, later does not
		for _, id := range []string{"k-1480"} {
			if err := w.SwitchOn(t.Context(), w.DB, id, "vard-och-omsorg", from); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := first(); got != "2022-05-01" {
		t.Errorf("on from %s after the municipality says it joined earlier", got)
	}
}
