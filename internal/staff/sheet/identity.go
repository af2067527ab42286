package sheet

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"yrkesresan/internal/platform/grid/rows"
	"yrkesresan/internal/platform/identity"
)

// Identity is a checked identity number on its way to a keyed hash. It prints,
// logs and marshals as nothing, so that it cannot slip out by mistake.
type Identity struct{ digits string }

// Digits gives the twelve digits, or "" when the row has no complete number.
// Use it only as input to the keyed hash; never store or show it.
func (i Identity) Digits() string { return i.digits }

// IsZero reports that there is no number.
func (i Identity) IsZero() bool { return i.digits == "" }

// Format prints nothing, whatever the verb.
func (i Identity) Format(fmt.State, rune) {}

func (i Identity) String() string { return "" }

type identityKind uint8

const (
	identityBad     identityKind = iota
	identityWhole                // a number that can be matched
	identityInterim              // with a letter; cannot be matched for sure over time
	identityPartial              // only the birth date, or masked last digits
)

var (
	interimForm = regexp.MustCompile(`^(\d{2})?\d{6}[-+]?[A-Z]\d{3}$`)
	partialForm = regexp.MustCompile(`^((\d{2})?\d{6}[-+]?[X*#?]{4}|(18|19|20)\d{6}[-+]?|\d{6}[-+]?)$`)
)

func readIdentity(s string, today time.Time) (string, identityKind) {
	if digits, ok := identity.Digits(s, today); ok {
		return digits, identityWhole
	}
	s = strings.ToUpper(identity.Tidy(s))
	switch {
	case interimForm.MatchString(s):
		return "", identityInterim
	case partialForm.MatchString(s):
		return "", identityPartial
	}
	return "", identityBad
}

var identityInside = regexp.MustCompile(`\d{6,8}\s?[-+–]?\s?\d{4}`)

// strip takes valid identity numbers out of a text where they do not belong.
func strip(s string, today time.Time) (clean string, found bool) {
	if len(s) < 10 || !identityInside.MatchString(s) {
		return s, false
	}
	clean = identityInside.ReplaceAllStringFunc(s, func(part string) string {
		if _, ok := identity.Digits(part, today); !ok {
			return part
		}
		found = true
		return ""
	})
	return strings.Trim(rows.Tidy(strings.ReplaceAll(clean, "()", "")), " ,;-"), found
}

var longDigits = regexp.MustCompile(`\d{6,8}\s?[-+–]?\s?\d{4}|\d{10,}`)

// mask hides what could be an identity number in a text that is to be shown.
func mask(s string) string { return longDigits.ReplaceAllString(s, "…") }
