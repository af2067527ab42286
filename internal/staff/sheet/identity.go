package sheet

import (
	"fmt"
	"regexp"
	"strings"
	"time"
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

// IdentityDigits normalises a Swedish personal identity number or coordination
// number to twelve digits. It takes ten or twelve digits, with or without "-"
// or "+"; ten digits get the latest century that is not after today, and "+"
// one hundred years more. Ok is false when the date or the check digit is wrong.
func IdentityDigits(s string, today time.Time) (digits string, ok bool) {
	digits, kind := readIdentity(s, today)
	return digits, kind == identityWhole
}

type identityKind uint8

const (
	identityBad     identityKind = iota
	identityWhole                // a number that can be matched
	identityInterim              // with a letter; cannot be matched for sure over time
	identityPartial              // only the birth date, or masked last digits
)

var (
	identityForm = regexp.MustCompile(`^(\d{2})?(\d{6})([-+]?)(\d{4})$`)
	interimForm  = regexp.MustCompile(`^(\d{2})?\d{6}[-+]?[A-Z]\d{3}$`)
	partialForm  = regexp.MustCompile(`^((\d{2})?\d{6}[-+]?[X*#?]{4}|(18|19|20)\d{6}[-+]?|\d{6}[-+]?)$`)
	spacesOut    = strings.NewReplacer(" ", "", "\u00a0", "", "–", "-", "—", "-", "−", "-", "‐", "-", "‑", "-")
)

func readIdentity(s string, today time.Time) (string, identityKind) {
	s = strings.ToUpper(spacesOut.Replace(s))
	m := identityForm.FindStringSubmatch(s)
	switch {
	case m == nil && interimForm.MatchString(s):
		return "", identityInterim
	case m == nil && partialForm.MatchString(s):
		return "", identityPartial
	case m == nil || !luhn(m[2]+m[4]):
		return "", identityBad
	}
	century := m[1]
	if century == "" {
		century = centuryOf(m[2], m[3] == "+", today)
	}
	born, ok := birth(century + m[2])
	if !ok || born.After(today) || born.Year() < 1850 {
		return "", identityBad
	}
	return century + m[2] + m[4], identityWhole
}

// centuryOf gives the first two digits of the birth year for YYMMDD.
func centuryOf(yymmdd string, plus bool, today time.Time) string {
	century := today.Year() / 100
	born, ok := birth(twoDigits(century) + yymmdd)
	if !ok || born.After(today) { // 29 February may be missing in one century and right in the one before
		century--
	}
	if plus {
		century--
	}
	return twoDigits(century)
}

func twoDigits(n int) string {
	return string([]byte{'0' + byte(n/10%10), '0' + byte(n%10)})
}

// birth reads YYYYMMDD, where coordination numbers have 60 added to the day.
func birth(yyyymmdd string) (time.Time, bool) {
	b := []byte(yyyymmdd)
	if b[6] >= '6' {
		b[6] -= 6
	}
	t, err := time.Parse("20060102", string(b))
	return t, err == nil
}

// luhn checks ten digits.
func luhn(ten string) bool {
	sum := 0
	for i := range len(ten) {
		n := int(ten[i] - '0')
		if i%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

var identityInside = regexp.MustCompile(`\d{6,8}\s?[-+–]?\s?\d{4}`)

// strip takes valid identity numbers out of a text where they do not belong.
func strip(s string, today time.Time) (clean string, found bool) {
	if len(s) < 10 || !identityInside.MatchString(s) {
		return s, false
	}
	clean = identityInside.ReplaceAllStringFunc(s, func(part string) string {
		if _, ok := IdentityDigits(part, today); !ok {
			return part
		}
		found = true
		return ""
	})
	return strings.Trim(tidy(strings.ReplaceAll(clean, "()", "")), " ,;-"), found
}

var longDigits = regexp.MustCompile(`\d{6,8}\s?[-+–]?\s?\d{4}|\d{10,}`)

// mask hides what could be an identity number in a text that is to be shown.
func mask(s string) string { return longDigits.ReplaceAllString(s, "…") }
