package sheet

import "strings"

// Dates outside these years are taken for mistakes. From openYear and on an end
// date means "until further notice": systems write 2999-12-31 or 9999-12-31.
const (
	firstYear = 1930
	openYear  = 2099
)

// noEnd are the ways to write that an employment has no end.
func noEnd(s string) bool {
	switch strings.ToLower(s) {
	case "tillsvidare", "tills vidare", "tv", "tv.", "löpande", "inget slutdatum", "99-12-31", "991231":
		return true
	}
	return false
}

// noDate are the zeros that systems write for an empty date.
func noDate(s string) bool {
	return s != "" && strings.Trim(s, "0-:/. ") == ""
}
