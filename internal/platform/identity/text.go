package identity

import (
	"regexp"
	"strings"
	"time"
)

// How a number may be written in a text: 6 or 8 digits and 4, with the date in one or in parts.
var written = []*regexp.Regexp{
	regexp.MustCompile(`^\d{4}[ ./-]?\d{2}[ ./-]?\d{2}\s?[-+–—]?\s?\d{4}`),
	regexp.MustCompile(`^\d{2}[ ./-]?\d{2}[ ./-]?\d{2}\s?[-+–—]?\s?\d{4}`),
}

// In tells whether a text holds a valid Swedish identity or coordination number (rule 42, R364).
func In(text string, today time.Time) bool {
	digit := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9' }
	for i := range len(text) {
		if !digit(i) || digit(i-1) {
			continue
		}
		for _, how := range written {
			found := how.FindString(text[i:])
			if found == "" || digit(i+len(found)) {
				continue
			}
			if _, ok := Digits(bare(found), today); ok {
				return true
			}
		}
	}
	return false
}

// bare leaves the digits, and the + of somebody over a hundred.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, s)
}
