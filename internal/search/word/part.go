package word

import (
	"unicode/utf8"
)

// A part of a compound has at least this many letters.
const shortestPart = 4

// Parts gives the stems of the words that a compound is put together from, when known knows them
// all as stems: läkemedelshantering is läkemedel and hantering. A word that is none gives nothing.
func Parts(w string, known func(stem string) bool) []string {
	if utf8.RuneCountInString(w) < 2*shortestPart {
		return nil
	}
	return parts([]rune(w), known, 3)
}

// parts tries the longest first part first, so that few and long parts win.
func parts(w []rune, known func(string) bool, most int) []string {
	if most < 2 {
		return nil
	}
	for cut := len(w) - shortestPart; cut >= shortestPart; cut-- {
		head := string(w[:cut])
		if !headKnown(head, known) {
			continue
		}
		tail := w[cut:]
		for _, rest := range [][]rune{tail, skipBind(tail)} {
			if len(rest) < shortestPart {
				continue
			}
			if s := Stem(string(rest)); known(s) {
				return []string{headStem(head, known), s}
			}
			if more := parts(rest, known, most-1); more != nil {
				return append([]string{headStem(head, known)}, more...)
			}
		}
	}
	return nil
}

// skipBind leaves out the s that binds two parts: läkemedel-s-hantering.
func skipBind(tail []rune) []rune {
	if tail[0] == 's' {
		return tail[1:]
	}
	return nil
}

// headKnown and headStem read a first part, which may lack its last vowel (omvårdnad, but
// äldr|e, sköt|a): the form as it stands, else with an a or e.
func headKnown(head string, known func(string) bool) bool { return headStem(head, known) != "" }

func headStem(head string, known func(string) bool) string {
	for _, form := range []string{head, head + "a", head + "e"} {
		if s := Stem(form); known(s) {
			return s
		}
	}
	return ""
}
