package folder

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Reading is how hard a Swedish text is to read (R251). LIX is words per
// sentence plus the percent of words longer than six letters (Björnsson 1968):
// under 30 is easy, over 50 is hard. Below 100 words it is unstable.
type Reading struct {
	Words, Sentences, Long int
	Lix                    int
	LongSentences          []Sentenced // over 20 words
}

// Sentenced is a sentence: how it begins and how many words it has.
type Sentenced struct {
	Begins string
	Words  int
}

// longestSentence is the most words of a sentence that passes without warning.
const longestSentence = 20

// Lix gives the LIX of text, rounded. An empty text has 0.
func Lix(text string) int { return Measure(text).Lix }

// Measure reads text. A sentence ends at . ! ? … or : and at an empty line, so
// that headings and list items are sentences of their own.
func Measure(text string) Reading {
	var m Reading
	for _, paragraph := range paragraphs(text) {
		m.count(strings.Fields(paragraph))
	}
	if m.Words > 0 {
		lix := float64(m.Words)/float64(m.Sentences) + 100*float64(m.Long)/float64(m.Words)
		m.Lix = int(math.Round(lix))
	}
	return m
}

// paragraphs splits at empty lines.
func paragraphs(text string) []string {
	var all []string
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			all, lines = append(all, strings.Join(lines, " ")), nil
			continue
		}
		lines = append(lines, line)
	}
	return append(all, strings.Join(lines, " "))
}

// count adds the tokens of one paragraph.
func (m *Reading) count(tokens []string) {
	begin, words := 0, 0
	for i, token := range tokens {
		length, isWord := measureWord(token)
		if isWord {
			words++
			m.Words++
		}
		if length > 6 {
			m.Long++
		}
		if i < len(tokens)-1 && !ends(token, tokens[i+1]) || words == 0 {
			continue
		}
		m.Sentences++
		if words > longestSentence {
			m.LongSentences = append(m.LongSentences, Sentenced{beginning(tokens[begin:]), words})
		}
		begin, words = i+1, 0
	}
	if words > 0 {
		m.Sentences++ // the paragraph ended in signs without letters
	}
}

// measureWord counts the letters of a token. A number is a word too, without
// letters.
func measureWord(token string) (length int, isWord bool) {
	for _, c := range token {
		switch {
		case unicode.IsLetter(c):
			length, isWord = length+1, true
		case unicode.IsDigit(c):
			isWord = true
		}
	}
	return length, isWord
}

// abbreviations end in a full stop and never end a sentence.
var abbreviations = map[string]bool{
	"bl.a.": true, "ca.": true, "d.v.s.": true, "dvs.": true, "kap.": true, "kl.": true, "nr.": true, "s.k.": true, "t.ex.": true,
}

// ends tells whether a sentence ends between two tokens.
func ends(token, next string) bool {
	bare := strings.TrimRight(token, `"'”’»)]`)
	if bare == "" || abbreviations[strings.ToLower(strings.TrimLeft(bare, "([\"”"))] {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(bare)
	switch last {
	case ':':
		return true
	case '.', '!', '?', '…':
		first, _ := utf8.DecodeRuneInString(strings.TrimLeft(next, `"'”’»«([–-`))
		return !unicode.IsLower(first)
	}
	return false
}

func beginning(tokens []string) string { return strings.Join(tokens[:min(5, len(tokens))], " ") }
