// Package word holds the pure rules of finding in Swedish: how a text falls into words, what words
// have in common (stems, parts of compounds), and which are written almost alike.
//
// It knows no database. The index and a question pass through the same functions, so that what is
// asked meets what is kept, on every engine.
package word

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/swedish"
	"golang.org/x/text/unicode/norm"
)

// Bounds: longer words are cut, more words in a question are left out.
const (
	longest   = 40
	mostAsked = 8
)

// Split gives the words of a text in their order, in small letters. Digits count as letters (HVB2,
// 2025:400 is two words).
func Split(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(norm.NFC.String(text)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	for i, w := range words {
		if utf8.RuneCountInString(w) > longest {
			words[i] = string([]rune(w)[:longest])
		}
	}
	return words
}

// Asked gives the words of a question: those that carry meaning, each once; all of them when none does.
func Asked(text string) []string {
	all := unique(Split(text))
	kept := slices.DeleteFunc(slices.Clone(all), Common)
	if len(kept) == 0 {
		kept = all
	}
	return kept[:min(len(kept), mostAsked)]
}

// Stem is what the forms of a word have in common: läkemedel, läkemedlet, läkemedlen. Endings are
// taken off until none is left, so that a word whose own end looks like an ending (hygien) meets its
// other forms (hygienen).
func Stem(w string) string {
	if strings.ContainsFunc(w, unicode.IsDigit) {
		return w
	}
	for {
		next := irregular(definite(swedish.Stem(w, true)))
		if next == w || utf8.RuneCountInString(next) < shortestStem {
			return w
		}
		w = next
	}
}

// shortestStem is how many letters a stem keeps: shorter ones would be one for many words.
const shortestStem = 4

// definite takes off the endings of the definite form that the stemmer leaves: -an, -et.
func definite(w string) string {
	for _, end := range []string{"ans", "an", "ets", "et"} {
		if cut, ok := strings.CutSuffix(w, end); ok && utf8.RuneCountInString(cut) >= shortestStem {
			return cut
		}
	}
	return w
}

// irregular takes out the vowel that Swedish drops before an ending: läkemedel, läkemedlet.
func irregular(stem string) string {
	for _, end := range []string{"el", "en", "er"} {
		if cut, ok := strings.CutSuffix(stem, end); ok && utf8.RuneCountInString(cut) >= shortestStem && !strings.ContainsAny(cut[len(cut)-1:], "aeiouy") {
			return cut + end[1:]
		}
	}
	return stem
}

// Common tells whether a word stands everywhere and says nothing by itself.
func Common(w string) bool { return common[w] }

var common = set(`alla allt att av bara blev bli blir de dem den denna deras dess det detta dig din ditt du där då efter ej eller en er
	ett från för ha hade han hans har hon hur här i inte jag kan man med men mig min mitt mot mycket ni nu när någon något några och om oss på
	sig sin sitt ska som så till upp ut var vara vi vid vad är åt över`)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

func unique(words []string) []string {
	var out []string
	for _, w := range words {
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
