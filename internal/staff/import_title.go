package staff

import (
	"context"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// guesser tells what a title means nationally and which service area somebody works in.
type guesser struct {
	rules map[string]org.TitleRule
	ref   org.Reference
}

func newGuesser(ctx context.Context, q db.Q, tree *org.Tree, employerID string) (*guesser, error) {
	rules, err := org.Titles(ctx, q, employerID)
	if err != nil {
		return nil, err
	}
	ref, err := tree.CachedReference(ctx)
	return &guesser{rules, ref}, err
}

// of gives occupation and area of a title at a unit. Not mapped: nobody has said what it means.
func (g *guesser) of(title, aid string, unit *place) (occupation, area string, mapped bool) {
	rule, mapped := g.rules[org.TitleKey(title)]
	if !mapped {
		rule.Occupation = byAID(aid)
		mapped = rule.Occupation != ""
	}
	return rule.Occupation, g.areaOf(rule, unit), mapped
}

// areaOf is the title's own area, else what the unit and the levels above it are called, else
// where the occupation mostly works.
func (g *guesser) areaOf(rule org.TitleRule, unit *place) string {
	if rule.Area != "" {
		return rule.Area
	}
	if unit.area == nil {
		area := g.ref.AreaIn(unit.names()...)
		unit.area = &area
	}
	if *unit.area != "" {
		return *unit.area
	}
	return usualArea[rule.Occupation]
}

// usualArea is where an occupation works when neither title nor unit says.
var usualArea = map[string]string{
	"underskoterska": "aldreomsorg", "specialistunderskoterska": "aldreomsorg", "vardbitrade": "aldreomsorg",
	"stodassistent": "funktionshinder", "stodpedagog": "funktionshinder", "personlig-assistent": "funktionshinder", "lss-handlaggare": "funktionshinder",
	"boendestodjare": "socialpsykiatri", "skotare": "socialpsykiatri",
	"sjukskoterska": "halso-och-sjukvard", "distriktsskoterska": "halso-och-sjukvard", "specialistsjukskoterska": "halso-och-sjukvard",
	"arbetsterapeut": "halso-och-sjukvard", "fysioterapeut": "halso-och-sjukvard", "dietist": "halso-och-sjukvard", "logoped": "halso-och-sjukvard",
	"mas": "halso-och-sjukvard", "mar": "halso-och-sjukvard",
}

// byAID knows the AID codes whose meaning is certain; a title rule goes before them.
func byAID(aid string) string {
	code := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, aid)
	switch {
	case code >= "207008" && code <= "207014" && len(code) == 6:
		return "underskoterska"
	case code == "207023", code == "207024", code == "207029":
		return "vardbitrade"
	case code == "351015":
		return "behandlingsassistent"
	case code == "351033":
		return "stodassistent"
	case code == "351034":
		return "boendestodjare"
	}
	return ""
}
