package staff

import (
	"cmp"
	"slices"
	"strings"

	"yrkesresan/internal/org"
)

// alikeEnough is how much of their letters two titles must share for one to suggest the other.
const alikeEnough = 0.6

// Suggest says what a title nobody has mapped may mean, by the rule whose title is most like it: one
// that stands whole in the title ("undersköterska natt") before one that is only spelled almost the
// same, a longer before a shorter, the employer's own before the nation's. It only suggests: a person
// decides. False when nothing is like it.
func Suggest(title string, rules map[string]org.TitleRule) (org.TitleRule, bool) {
	key := org.TitleKey(title)
	words, letters := whole(key), triples(key)
	var best org.TitleRule
	most := 0.0
	for _, r := range inOrder(rules) {
		score := 0.0
		switch {
		case strings.TrimSpace(whole(r.Title)) == "":
		case strings.Contains(words, whole(r.Title)):
			score = 1 + float64(len(r.Title))
		default:
			if s := common(letters, triples(r.Title)); s >= alikeEnough {
				score = s
			}
		}
		if score > most {
			best, most = r, score
		}
	}
	return best, most > 0
}

// inOrder gives the employer's own rules first, each kind by title, so that the same titles always
// get the same suggestion.
func inOrder(rules map[string]org.TitleRule) []org.TitleRule {
	out := make([]org.TitleRule, 0, len(rules))
	for _, r := range rules {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b org.TitleRule) int {
		if a.Own != b.Own {
			if a.Own {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Title, b.Title)
	})
	return out
}

// whole is a title as words with a space around each, so that one is found in another only as whole words.
func whole(title string) string {
	return " " + strings.Join(strings.FieldsFunc(title, func(r rune) bool { return strings.ContainsRune(" ,./()-+:;", r) }), " ") + " "
}

// triples are the groups of three letters in a title, each once.
func triples(title string) map[string]bool {
	runes := []rune("  " + title + " ")
	out := make(map[string]bool, len(runes))
	for i := 0; i+3 <= len(runes); i++ {
		out[string(runes[i:i+3])] = true
	}
	return out
}

// common is how much two sets have in common, from 0 to 1.
func common(a, b map[string]bool) float64 {
	both := 0
	for t := range a {
		if b[t] {
			both++
		}
	}
	return 2 * float64(both) / float64(len(a)+len(b))
}
