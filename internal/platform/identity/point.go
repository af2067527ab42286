package identity

import (
	"regexp"
	"slices"
	"strings"
)

// Hint is a kind of pattern in a text that may point at somebody: it is warned about, not refused (rule 42, R148).
type Hint string

// The hints, in the order that they are told.
const (
	HintName    Hint = "name"    // a service user, patient or relative by name
	HintRoom    Hint = "room"    // a room or flat number
	HintAddress Hint = "address" // a street with a number
	HintPhone   Hint = "phone"
	HintMail    Hint = "mail"
	HintAge     Hint = "age" // somebody's age to the year
	HintBirth   Hint = "birth"
	HintInitial Hint = "initial" // initials: two capitals with points
)

// hints are what the patterns look like in Swedish. A name is a capitalised word after a word for somebody who gets care,
// or after a title.
var hints = []struct {
	hint Hint
	like *regexp.Regexp
}{
	{HintName, regexp.MustCompile(`(?:^|[^\p{L}])(?:[Bb]rukare|[Bb]rukaren|[Pp]atient|[Pp]atienten|[Bb]oende|[Dd]en boende|[Kk]lienten|[Gg]ästen|[Kk]unden|[Ff]ru|[Hh]err|[Ff]röken|[Tt]ant|[Ff]arbror|[Dd]ottern|[Ss]onen|[Hh]ustrun|[Mm]aken|[Mm]amma|[Pp]appa)\s+\p{Lu}\p{Ll}+`)},
	{HintName, regexp.MustCompile(`(?:^|[^\p{L}])(?:heter|kallas|hette)\s+\p{Lu}\p{Ll}+`)},
	{HintRoom, regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:rum|rummet|lägenhet|lgh|avdelning rum)\.?\s*(?:nr|nummer)?\.?\s*\d{1,4}(?:[^\d]|$)`)},
	{HintAddress, regexp.MustCompile(`\p{Lu}\p{L}*(?:gatan|vägen|gränd|gränden|stigen|allén|backen|torget|platsen|plan)\s+\d{1,3}`)},
	{HintPhone, regexp.MustCompile(`(?:^|[^\d])(?:\+46|0)[ -]?\d{1,3}(?:[ -]?\d{2,3}){2,4}(?:[^\d]|$)`)},
	{HintMail, regexp.MustCompile(`[\p{L}\d._%+-]+@[\p{L}\d-]+\.[\p{L}\d.-]+`)},
	{HintAge, regexp.MustCompile(`(?i)(?:^|[^\d])\d{1,3}[ -]?(?:år gammal|åring)`)},
	{HintBirth, regexp.MustCompile(`(?i)född\s+(?:den\s+)?\d`)},
	{HintBirth, regexp.MustCompile(`(?:^|[^\d])(?:19\d{2}|20[01]\d)-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])(?:[^\d]|$)`)},
	{HintInitial, regexp.MustCompile(`(?:^|[^\p{L}.])\p{Lu}\.\s?\p{Lu}\.`)},
}

// Hints tells what in some texts may point at somebody, each kind once and in order; it refuses nothing.
func Hints(texts ...string) (out []Hint) {
	whole := strings.Join(texts, "\n")
	for _, h := range hints {
		if !slices.Contains(out, h.hint) && h.like.MatchString(whole) {
			out = append(out, h.hint)
		}
	}
	return out
}
