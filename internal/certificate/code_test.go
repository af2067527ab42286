package certificate

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestCodesAreDrawnEvenlyAndReadBack(t *testing.T) {
	t.Parallel()
	random := rand.NewChaCha8([32]byte{2})
	count, seen := map[rune]int{}, map[string]bool{}
	const n = 4000
	for range n {
		code, err := newCode(random)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := Normal(code); !ok || got != code || seen[code] {
			t.Fatal(code, got, ok)
		}
		seen[code] = true
		for _, r := range strings.ReplaceAll(strings.TrimPrefix(code, prefix), "-", "") {
			count[r]++
		}
	}
	mean := n * codeLength / len(letters)
	for _, r := range letters {
		if got := count[r]; got < mean*8/10 || got > mean*12/10 {
			t.Errorf("%c is drawn %d times, the mean is %d", r, got, mean)
		}
	}
	if len(count) != len(letters) || strings.ContainsAny(letters, "01OIL") {
		t.Error(count)
	}
}

func TestWhatIsTypedIsReadAsACode(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"YR-7K2M-48QX-9RTW5":                    "YR-7K2M-48QX-9RTW5",
		" yr 7k2m 48qx 9rtw5\n":                 "YR-7K2M-48QX-9RTW5",
		"yr7k2m48qx9rtw5":                       "YR-7K2M-48QX-9RTW5",
		"7K2M–48QX–9RTW5":                       "YR-7K2M-48QX-9RTW5",
		"https://x.se/intyg/yr-7k2m-48qx-9rtw5": "YR-7K2M-48QX-9RTW5",
		"YRYR-22222222222":                      "YR-YR22-2222-22222",
		"YR-7K2M-48QX-9RTW":                     "",
		"XX-7K2M-48QX-9RTW5":                    "",
		"YR-7K2M-48QX-9RTW0":                    "",
		"YR-7K2M-48QX-9RTWÅ":                    "",
		"":                                      "",
	} {
		if got, ok := Normal(typed); got != want || ok != (want != "") {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}
