package word

import "unicode/utf8"

// shortestNear is how long a word must be before a misspelling of it is forgiven: a letter in a
// shorter one is another word.
const shortestNear = 4

var dots = map[rune]rune{'å': 'a', 'ä': 'a', 'ö': 'o', 'é': 'e', 'è': 'e', 'ü': 'u', 'ø': 'o', 'æ': 'a'}

// Fold takes dots, rings and accents off: för is for.
func Fold(w string) string {
	out := []rune(w)
	for i, r := range out {
		if plain, ok := dots[r]; ok {
			out[i] = plain
		}
	}
	return string(out)
}

// NearKeys are what a word is found by when it is misspelt: its folded form, and that with one
// letter less in each place. Two words with one letter wrong, missing, added or two that changed
// places share a key.
func NearKeys(w string) []string {
	if utf8.RuneCountInString(w) < shortestNear {
		return nil
	}
	folded := []rune(Fold(w))
	out := []string{string(folded)}
	for i := range folded {
		if i > 0 && folded[i] == folded[i-1] {
			continue // the same key as the letter before
		}
		out = append(out, string(folded[:i])+string(folded[i+1:]))
	}
	return unique(out)
}

// Near tells whether two words are written almost alike: one letter wrong, missing, added, or two
// neighbours in each other's place; two in words of eight letters or more. Dots and rings do not count.
func Near(a, b string) bool {
	most := 1
	if min(utf8.RuneCountInString(a), utf8.RuneCountInString(b)) >= 8 {
		most = 2
	}
	return Distance(Fold(a), Fold(b)) <= most
}

// Distance counts the letters to change, add, take away or swap with the neighbour to make one word
// the other (optimal string alignment).
func Distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last := make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := range x {
		row := make([]int, len(y)+1)
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(y)]
}
