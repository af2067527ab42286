package identity

import (
	"testing"
	"time"
)

var today = time.Date(2026, 9, 15, 0, 0, 0, 0, time.UTC)

// The numbers are made up; only their check digits are right.
func TestDigits(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"19800101-1231": "198001011231", "198001011231": "198001011231", "800101-1231": "198001011231", "8001011231": "198001011231",
		"800101 1231": "198001011231", "19800101–1231": "198001011231", "800101+1231": "188001011231", "19800101 - 1231": "198001011231",
		"800161-1238": "198001611238", "198001611238": "198001611238", "000229-1235": "200002291235",
		"19800101-1238": "", "800101-123": "", "19801301-1237": "", "19800230-1235": "", "": "", "19800101-T123": "", "abc": "",
		"203001011232": "", "178001011231": "",
	} {
		got, ok := Digits(text, today)
		if got != want || ok != (want != "") {
			t.Errorf("%s: got %q %v, want %q", text, got, ok, want)
		}
	}
}

func TestCenturyFollowsToday(t *testing.T) {
	t.Parallel()
	ten := func(s string) string { // completes nine digits with their check digit
		for c := '0'; c <= '9'; c++ {
			if luhn(s + string(c)) {
				return s + string(c)
			}
		}
		return ""
	}
	for nine, want := range map[string]string{"260914123": "20", "260916123": "19", "270101123": "19", "040229123": "20", "280229123": "19"} {
		if got, ok := Digits(ten(nine), today); !ok || got[:2] != want {
			t.Errorf("%s: got %q %v", nine, got, ok)
		}
	}
}

func TestANumberIsFoundInAText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Hon heter Anna, 800101-1231.": true, "född 1980-01-01 1231": true, "80.01.01 1231": true, "nr 198001011231x": true,
		"Ring 070-123 45 67": false, "800101-1238": false, "1234198001011231": false, "": false,
	} {
		if got := In(text, today); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
