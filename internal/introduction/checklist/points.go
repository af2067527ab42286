package checklist

import "regexp"

// pointing are patterns that may point at somebody: a room or flat with its number, a street with its number, titles
// before a name, initials, a date of birth. It is a warning only: words that people write in notes are many.
var pointing = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\b(rum|rummet|lägenhet|lägenheten|lgh|avdelning|avd|plan|våning)\s*(nr\.?|nummer)?\s*\d+`),
	regexp.MustCompile(`(?i)\p{L}+(gatan|vägen|gränd|stigen|torget|allén|backen)\s+\d+`),
	regexp.MustCompile(`\b(Herr|Fru|herr|fru|brukaren|Brukaren|patienten|Patienten|boende|den boende|Kunden|kunden)\s+\p{Lu}\p{L}*`),
	regexp.MustCompile(`\b\p{Lu}\.\s?\p{Lu}\.(\s|$)`),
	regexp.MustCompile(`\b(19|20)\d{2}[-./]?(0[1-9]|1[0-2])[-./]?(0[1-9]|[12]\d|3[01])\b`),
	regexp.MustCompile(`(?i)\b(född|fyller|fyllt)\s+(den\s+)?\d+`),
}

// Points tells whether a text holds a pattern that may point at somebody (rule 42).
func Points(text string) bool {
	for _, p := range pointing {
		if p.MatchString(text) {
			return true
		}
	}
	return false
}
