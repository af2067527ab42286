package course

import (
	"regexp"
	"time"
	"unicode/utf8"

	"yrkesresan/internal/platform/identity"
)

// longestText is how much a learner may write in one place.
const longestText = 10_000

var (
	phoneLike = regexp.MustCompile(`(^|[^\d])(\+46|0046|0)[ -]?\d([ -]?\d){6,9}($|[^\d])`)
	emailLike = regexp.MustCompile(`\S@\S+\.\S`)
)

// checkText refuses a text that holds a valid identity number: texts here are about work, and
// never about who somebody is (rule 42, R364).
func checkText(text string, now time.Time) error {
	if identity.In(text, now) {
		return ErrIdentity.On("text")
	}
	if utf8.RuneCountInString(text) > longestText {
		return ErrLong.On("text")
	}
	return nil
}

// PointsOut tells whether a text has something that may show who somebody is: a telephone number
// or an address of mail. It is kept, and the writer is told.
func PointsOut(text string) bool { return phoneLike.MatchString(text) || emailLike.MatchString(text) }
