package sheet

import "testing"

// The numbers are made up; only their check digits are right.
func TestIdentityDigits(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"19800101-1231": "198001011231", "198001011231": "198001011231", "800101-1231": "198001011231", "8001011231": "198001011231",
		"800101 1231": "198001011231", "19800101–1231": "198001011231", "800101+1231": "188001011231", "19800101 - 1231": "198001011231",
		"800161-1238": "198001611238", "198001611238": "198001611238", "000229-1235": "200002291235",
		"19800101-1238": "", "800101-123": "", "19801301-1237": "", "19800230-1235": "", "": "", "19800101-T123": "", "abc": "",
		"203001011232": "", "178001011231": "",
	} {
		got, ok := IdentityDigits(text, today)
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
		if got, ok := IdentityDigits(ten(nine), today); !ok || got[:2] != want {
			t.Errorf("%s: got %q %v", nine, got, ok)
		}
	}
}
