package course

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"yrkesresan/internal/staff/sheet"
)

// longestText is how much a learner may write in one place.
const longestText = 10_000

// How an identity number may be written: 6 or 8 digits and 4, with the date in one or in parts.
var identityForms = []*regexp.Regexp{
	regexp.MustCompile(`^\d{4}[ ./-]?\d{2}[ ./-]?\d{2}\s?[-+–—]?\s?\d{4}`),
	regexp.MustCompile(`^\d{2}[ ./-]?\d{2}[ ./-]?\d{2}\s?[-+–—]?\s?\d{4}`),
}

var (
	phoneLike = regexp.MustCompile(`(^|[^\d])(\+46|0046|0)[ -]?\d([ -]?\d){6,9}($|[^\d])`)
	emailLike = regexp.MustCompile(`\S@\S+\.\S`)
)

// checkText refuses a text that holds a valid identity number: texts here are about work, and
// never about who somebody is (rule 42, R364).
func checkText(text string, now time.Time) error {
	if HasIdentity(text, now) {
		return ErrIdentity.On("text")
	}
	if utf8.RuneCountInString(text) > longestText {
		return ErrLong.On("text")
	}
	return nil
}

// HasIdentity tells whether a text holds a valid Swedish identity or coordination number.
func HasIdentity(text string, now time.Time) bool {
	digit := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9' }
	for i := range len(text) {
		if !digit(i) || digit(i-1) {
			continue
		}
		for _, form := range identityForms {
			found := form.FindString(text[i:])
			if found == "" || digit(i+len(found)) {
				continue
			}
			if _, ok := sheet.IdentityDigits(tidyIdentity(found), now); ok {
				return true
			}
		}
	}
	return false
}

// tidyIdentity leaves the digits, and the + of somebody over a hundred.
func tidyIdentity(s string) string {
	keep := func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}
	return strings.Map(keep, s)
}

// PointsOut tells whether a text has something that may show who somebody is: a telephone number
// or an address of mail. It is kept, and the writer is told.
func PointsOut(text string) bool { return phoneLike.MatchString(text) || emailLike.MatchString(text) }
