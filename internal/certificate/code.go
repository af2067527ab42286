package certificate

import (
	"io"
	"strings"
)

// letters are those of a code: none is mistaken for another when read aloud or typed (no 0 O 1 I L).
const letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

// codeLength gives 64 bits: where ten million certificates stand, a thousand guesses a second find
// one in seventy years.
const codeLength = 13

const prefix = "YR"

// newCode draws a code, such as YR-7K2M-48QX-9RTW5.
func newCode(random io.Reader) (string, error) {
	const fair = 256 / len(letters) * len(letters) // bytes above would favour the first letters
	drawn := make([]byte, 0, codeLength)
	one := make([]byte, 1)
	for len(drawn) < codeLength {
		if _, err := io.ReadFull(random, one); err != nil {
			return "", err
		}
		if int(one[0]) < fair {
			drawn = append(drawn, letters[int(one[0])%len(letters)])
		}
	}
	return write(string(drawn)), nil
}

func write(drawn string) string {
	return prefix + "-" + drawn[:4] + "-" + drawn[4:8] + "-" + drawn[8:]
}

// Normal is the code in what somebody typed: in small letters, with spaces or without hyphens,
// with or without the first letters, or as the whole address. ok is false when it cannot be one.
func Normal(typed string) (code string, ok bool) {
	typed = typed[strings.LastIndex(typed, "/")+1:]
	var b strings.Builder
	for _, r := range strings.ToUpper(typed) {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			b.WriteRune(r)
		} else if r > 0x7f && r != '–' && r != '—' && r != '‑' && r != '\u00a0' {
			return "", false // a letter that no code has
		}
	}
	drawn := b.String()
	if len(drawn) == len(prefix)+codeLength {
		drawn = strings.TrimPrefix(drawn, prefix)
	}
	if len(drawn) != codeLength || strings.Trim(drawn, letters) != "" {
		return "", false
	}
	return write(drawn), true
}
