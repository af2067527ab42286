package rows

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Tidy trims, makes every run of white space one space, drops invisible
// characters and gives NFC.
func Tidy(s string) string {
	if plain(s) {
		return s
	}
	s = norm.NFC.String(s)
	var b strings.Builder
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
		case unicode.Is(unicode.Cf, r) || unicode.IsControl(r) || r == unicode.ReplacementChar:
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plain spares nearly every cell the work of Tidy.
func plain(s string) bool {
	last := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && last == ' ' {
			return false
		}
		last = c
	}
	return s == "" || last != ' '
}

// Value is the text of a cell without the wrappings that keep Excel from
// changing it (="0012", '0012) and without marks that mean nothing.
func Value(c Cell) string {
	s := Tidy(c.Text)
	if strings.HasPrefix(s, `="`) && strings.HasSuffix(s, `"`) && len(s) > 2 {
		s = Tidy(s[2 : len(s)-1])
	}
	if len(s) > 1 && s[0] == '\'' && s[1] >= '0' && s[1] <= '9' {
		s = s[1:]
	}
	if strings.Count(s, `"`) == 1 { // its partner is missing
		s = Tidy(strings.Replace(s, `"`, "", 1))
	}
	switch s {
	case "-", "–", "—", "NULL", "null", "(tom)", "(blank)":
		return ""
	}
	return s
}

var (
	trailingZero = regexp.MustCompile(`^(\d+)[.,]0+$`)
	scientific   = regexp.MustCompile(`^(\d)[.,](\d+)[eE]\+?(\d{1,2})$`)
)

// Whole restores a number that a spreadsheet has turned into a float: "12345.0"
// and "1.2345E4" become "12345". Lost is true when digits are gone, as in
// "1,2E+09" in a text file; s is then given back as it is.
func Whole(s string, exact bool) (restored string, lost bool) {
	if m := trailingZero.FindStringSubmatch(s); m != nil {
		return m[1], false
	}
	m := scientific.FindStringSubmatch(s)
	if m == nil {
		return s, false
	}
	decimals := strings.TrimRight(m[2], "0")
	exponent := int(m[3][0] - '0')
	if len(m[3]) == 2 {
		exponent = exponent*10 + int(m[3][1]-'0')
	}
	if exponent > 15 || len(decimals) > exponent || !exact && len(m[2]) < exponent {
		return s, true
	}
	return m[1] + decimals + strings.Repeat("0", exponent-len(decimals)), false
}
