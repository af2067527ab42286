package holiday_test

import (
	"slices"
	"testing"

	"yrkesresan/internal/platform/holiday"
)

// The days of 2026 and 2027 as the Swedish almanac has them.
func TestTheAlmanac(t *testing.T) {
	t.Parallel()
	want := []string{
		"2026-01-01 Nyårsdagen", "2026-01-06 Trettondedag jul", "2026-04-03 Långfredagen", "2026-04-05 Påskdagen", "2026-04-06 Annandag påsk", "2026-05-01 Första maj",
		"2026-05-14 Kristi himmelsfärds dag", "2026-05-24 Pingstdagen", "2026-06-06 Sveriges nationaldag", "2026-06-19 Midsommarafton", "2026-06-20 Midsommardagen",
		"2026-10-31 Alla helgons dag", "2026-12-24 Julafton", "2026-12-25 Juldagen", "2026-12-26 Annandag jul", "2026-12-31 Nyårsafton",
		"2027-01-01 Nyårsdagen", "2027-01-06 Trettondedag jul", "2027-03-26 Långfredagen", "2027-03-28 Påskdagen", "2027-03-29 Annandag påsk", "2027-05-01 Första maj",
		"2027-05-06 Kristi himmelsfärds dag", "2027-05-16 Pingstdagen", "2027-06-06 Sveriges nationaldag", "2027-06-25 Midsommarafton", "2027-06-26 Midsommardagen",
		"2027-11-06 Alla helgons dag", "2027-12-24 Julafton", "2027-12-25 Juldagen", "2027-12-26 Annandag jul", "2027-12-31 Nyårsafton",
	}
	var got []string
	for _, d := range holiday.Between("2026-01-01", "2027-12-31") {
		got = append(got, d.Day+" "+d.Name)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestOneDay(t *testing.T) {
	t.Parallel()
	for day, public := range map[string]bool{"2026-12-24": false, "2027-06-25": false, "2026-12-31": false, "2027-01-06": true, "2027-03-28": true, "2027-05-16": true} {
		if d, ok := holiday.On(day); !ok || d.Public != public {
			t.Errorf("%s: %+v %t", day, d, ok)
		}
	}
	for _, day := range []string{"2026-12-23", "2027-05-15", "", "2026-02-30", "9999"} {
		if d, ok := holiday.On(day); ok {
			t.Errorf("%s: %+v", day, d)
		}
	}
	if !holiday.Weekend("2026-11-22") || holiday.Weekend("2026-11-23") || holiday.Weekend("x") {
		t.Error("weekends")
	}
	if got := holiday.Between("2027-12-27", "2027-12-30"); len(got) != 0 {
		t.Errorf("%v", got)
	}
}
