package journey_test

import (
	"testing"

	"yrkesresan/content"
	"yrkesresan/internal/platform/db"
)

// A municipality that says it joined earlier has joined earlier; later moves nothing.
func TestAJourneyIsOnFromTheEarliestDaySaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.Seed(t.Context(), content.Journeys(), "2021-01-01"); err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{"2024-05-01", "2022-05-01", "2023-05-01"} {
		if err := w.SwitchOn(t.Context(), w.DB, "k-0114", "vard-och-omsorg", from); err != nil {
			t.Fatal(err)
		}
	}
	got, err := db.All(t.Context(), w.DB, db.Text, `SELECT valid_from FROM journey_switch WHERE municipality_id = 'k-0114' AND journey_id = 'vard-och-omsorg'`)
	if err != nil || len(got) != 1 || got[0] != "2022-05-01" {
		t.Errorf("%v, %v", got, err)
	}
}
