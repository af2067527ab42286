package record_test

import (
	"slices"
	"testing"
	"time"

	"yrkesresan/internal/record"
)

func TestWhatIsTakenBackNoLongerStands(t *testing.T) {
	t.Parallel()
	facts := []record.Fact{{ID: "1", Kind: record.Completed}, {ID: "2", Kind: record.Passed}, {ID: "3", Kind: record.Revoked, Revokes: "1"}}
	if got := ids(record.Standing(facts)); !slices.Equal(got, []string{"2"}) {
		t.Error(got)
	}
}

func TestAFactHoldsUntilTheDayNamed(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		until, on string
		want      bool
	}{{"", "2999-01-01", true}, {"2026-03-01", "2026-02-28", true}, {"2026-03-01", "2026-03-01", false}} {
		if got := (record.Fact{ValidUntil: tc.until}).Holds(tc.on); got != tc.want {
			t.Errorf("%+v: %v", tc, got)
		}
	}
	if got := record.ValidFor(time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC), 24); got != "2028-02-03" {
		t.Error(got)
	}
	if got := record.ValidFor(time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC), 0); got != "" {
		t.Error(got)
	}
}
