package lang

import (
	"strconv"
	"strings"
)

// hard is a space that does not break between lines.
const hard = "\u00a0"

// Number writes a whole number in groups of three: 222 600.
func Number[N int | int64](n N) string {
	s := strconv.FormatInt(int64(n), 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "−", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + hard + s[i:]
	}
	return sign + s
}

// Decimal writes a number with a decimal comma and at most the given number of
// decimals: 1,5 and 2.
func Decimal(x float64, decimals int) string {
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	whole, part, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return s // too large to group
	}
	out := Number(n)
	if n == 0 && x < 0 && strings.Trim(part, "0") != "" {
		out = "−0"
	}
	if part = strings.TrimRight(part, "0"); part != "" {
		out += "," + part
	}
	return out
}

// Percent is a part in whole percent, rounded; but 0 and 100 are said of none and all alone. all is not 0.
func Percent(part, all int64) int64 {
	n := (part*100 + all/2) / all
	switch {
	case n == 0 && part > 0:
		return 1
	case n == 100 && part < all:
		return 99
	}
	return n
}

// Of is how many of how many are done: "4 av 6 är klara".
func (c *Catalog) Of(done, all int) string {
	key := "lang.of_many"
	if done == 1 {
		key = "lang.of_one"
	}
	return c.T(key, "done", done, "all", all)
}

// Bytes is a file size a person can compare: "10 MB".
func (c *Catalog) Bytes(n int64) string {
	const step = 1000
	switch {
	case n < step:
		return c.T("lang.bytes", "n", n)
	case n < step*step:
		return c.T("lang.kilobytes", "n", (n+step/2)/step)
	case n < 10*step*step:
		return c.T("lang.megabytes", "n", Decimal(float64(n)/step/step, 1))
	case n < step*step*step:
		return c.T("lang.megabytes", "n", (n+step*step/2)/step/step)
	default:
		return c.T("lang.gigabytes", "n", Decimal(float64(n)/step/step/step, 1))
	}
}

// And joins words as one says them: "Amina, Bengt och Carmen".
func (c *Catalog) And(words ...string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + c.T("lang.and") + " " + words[last]
}
