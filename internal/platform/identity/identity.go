// Package identity knows a Swedish identity number when it sees one: to match a person by a keyed
// hash, and to refuse it in texts where it does not belong. It keeps and shows none.
package identity

import (
	"regexp"
	"strings"
	"time"
)

var (
	form      = regexp.MustCompile(`^(\d{2})?(\d{6})([-+]?)(\d{4})$`)
	spacesOut = strings.NewReplacer(" ", "", "\u00a0", "", "–", "-", "—", "-", "−", "-", "‐", "-", "‑", "-")
)

// Tidy takes spaces out and makes every dash a hyphen.
func Tidy(s string) string { return spacesOut.Replace(s) }

// Digits normalises a Swedish personal identity number or coordination number to twelve digits.
// It takes ten or twelve digits, with or without "-" or "+"; ten digits get the latest century
// that is not after today, and "+" one hundred years more. Ok is false when the date or the check
// digit is wrong.
func Digits(s string, today time.Time) (digits string, ok bool) {
	m := form.FindStringSubmatch(Tidy(s))
	if m == nil || !luhn(m[2]+m[4]) {
		return "", false
	}
	century := m[1]
	if century == "" {
		century = centuryOf(m[2], m[3] == "+", today)
	}
	born, ok := birth(century + m[2])
	if !ok || born.After(today) || born.Year() < 1850 {
		return "", false
	}
	return century + m[2] + m[4], true
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
