package folder

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestMeasure(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		text                        string
		words, sentences, long, lix int
	}{
		"nothing":                    {"", 0, 0, 0, 0},
		"only signs":                 {"– … !", 0, 0, 0, 0},
		"short words":                {"Katten sover. Hunden äter mat.", 5, 2, 0, 3},                              // 2.5
		"a long word has seven":      {"Flickan sover.", 2, 1, 1, 52},                                             // 2 + 50
		"swedish letters count":      {"Äpplena åts.", 2, 1, 1, 52},                                               // 2 + 50
		"four long of ten in two":    {"Personal hjälper dig. Du tvättar händerna och går nu. Bra", 10, 3, 4, 43}, // 3.3 + 40
		"a question and a call":      {"Hur mår du? Bra!", 4, 2, 0, 2},
		"colon ends":                 {"Du behöver: tvål och vatten.", 5, 2, 1, 23},
		"list items are sentences":   {"tvål\n\nvatten\n\nhandduk", 3, 3, 1, 34},
		"a line break does not end":  {"Katten\nsover.", 2, 1, 0, 2},
		"decimals do not end":        {"Häll 2.5 liter nu.", 4, 1, 0, 4},
		"digits are no letters":      {"Läs lagen (2025:400) nu.", 4, 1, 0, 4},
		"abbreviations do not end":   {"Ring t.ex. Karin kl. 13 i dag.", 7, 1, 0, 7},
		"a quote goes on":            {"”Vad gör du?” frågar hon.", 5, 1, 0, 5},
		"a quote ends":               {"Hon säger ”nej.” Du går.", 5, 2, 0, 3},
		"a hyphen keeps it together": {"Hälso- och sjukvård", 3, 1, 1, 36},
		"the end needs no full stop": {"Tvätta händerna", 2, 1, 1, 52},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := Measure(tc.text)
			if m.Words != tc.words || m.Sentences != tc.sentences || m.Long != tc.long || m.Lix != tc.lix {
				t.Errorf("%+v", m)
			}
		})
	}
}

func TestLongSentences(t *testing.T) {
	t.Parallel()
	m := Measure(strings.Repeat("ord ", 20) + ". " + "Den här meningen är för lång " + strings.Repeat("ord ", 16) + "slut. Kort.")
	if len(m.LongSentences) != 1 || m.LongSentences[0] != (Sentenced{"Den här meningen är för", 23}) {
		t.Errorf("%+v", m.LongSentences)
	}
}

func TestMeasureProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		m := Measure(text)
		if m.Long > m.Words || m.Words > utf8.RuneCountInString(text) || m.Sentences > m.Words || (m.Sentences == 0) != (m.Words == 0) {
			t.Fatalf("%+v", m)
		}
		twice := Measure(text + "\n\n" + text)
		if twice.Lix != m.Lix || twice.Words != 2*m.Words {
			t.Fatalf("the same text twice is not as hard: %+v, %+v", m, twice)
		}
	})
}
