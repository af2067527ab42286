package sheet

import (
	"regexp"
	"slices"
	"strings"

	"yrkesresan/internal/platform/identity"
)

// particles begin a surname: "Ida von Exempel".
var particles = []string{"von", "af", "av", "de", "der", "den", "van", "da", "di", "du", "del", "della", "al", "el", "la", "le", "bin", "ibn", "ben", "abu", "ter", "dos", "mc"}

// splitName takes "Efternamn, Förnamn", "Förnamn Efternamn" and, when the
// column says so, "Efternamn Förnamn". A single word is given as last name.
func splitName(s string, lastFirst bool) (first, last string) {
	if before, after, ok := strings.Cut(s, ","); ok {
		return strings.TrimSpace(after), strings.TrimSpace(before)
	}
	words := strings.Fields(s)
	if len(words) < 2 {
		return "", s
	}
	if lastFirst {
		i := 0
		for i < len(words)-2 && slices.Contains(particles, strings.ToLower(words[i])) {
			i++
		}
		return strings.Join(words[i+1:], " "), strings.Join(words[:i+1], " ")
	}
	i := len(words) - 1
	for i > 1 && slices.Contains(particles, strings.ToLower(words[i-1])) {
		i--
	}
	return strings.Join(words[:i], " "), strings.Join(words[i:], " ")
}

var nameWithNumber = regexp.MustCompile(`^(\D+?)[\s,]*\(?(\d{2,9})\)?$`)

// readManager tells name, number, e-mail and identity number apart in the one
// column that HR systems use for all of them.
func (p *parser) readManager(s string) Manager {
	if digits, ok := identity.Digits(s, p.today); ok {
		return Manager{Identity: Identity{digits}}
	}
	s, _ = strip(s, p.today)
	switch {
	case strings.Contains(s, "@"):
		if mail, ok := readEmail(s); ok {
			return Manager{Email: mail}
		}
		return Manager{}
	case s != "" && strings.Trim(s, "0123456789") == "":
		return Manager{Number: s}
	}
	if m := nameWithNumber.FindStringSubmatch(s); m != nil {
		return Manager{Name: turned(m[1]), Number: m[2]}
	}
	return Manager{Name: turned(s)}
}

// turned gives "Förnamn Efternamn" for "Efternamn, Förnamn".
func turned(s string) string {
	if !strings.Contains(s, ",") {
		return strings.TrimSpace(s)
	}
	first, last := splitName(s, false)
	return strings.TrimSpace(first + " " + last)
}

var email = regexp.MustCompile(`^[^\s@<>()\[\],;:"\\]+@[^\s@<>()\[\],;:"\\.]+(\.[^\s@<>()\[\],;:"\\.]+)+$`)

// readEmail takes an address as it is, after "mailto:" or inside "Namn <…>".
func readEmail(s string) (string, bool) {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "mailto:"), "MAILTO:")
	if _, inside, ok := strings.Cut(s, "<"); ok {
		s = strings.TrimSuffix(strings.TrimSpace(inside), ">")
	}
	return s, len(s) <= 254 && email.MatchString(s)
}
