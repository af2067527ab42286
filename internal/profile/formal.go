package profile

import (
	"yrkesresan/internal/framework/frame"
)

// FormalFramework is the shipped framework of education, titles and licences.
const FormalFramework = "formell-kompetens"

// formalOf are the requirements of that framework by occupation (R208, R211, R217). Licences are found by
// what they are evidence of.
var formalOf = map[string][]string{
	"underskoterska":      {"underskoterskeutbildning", "underskoterska-titel"},
	"vardbitrade":         {"vardbitradesutbildning"},
	"stodassistent":       {"stodassistent-gymnasial"},
	"stodpedagog":         {"stodpedagog-yh"},
	"socialsekreterare":   {"socionom"},
	"bistandshandlaggare": {"socionom"},
	"lss-handlaggare":     {"socionom"},
}

// FormalOf gives the formal requirements of an occupation: what an employer can ask for with one press.
func FormalOf(book *frame.Book, occupation string) (out []frame.Entry) {
	add := func(id string) {
		if e, ok := book.Find(frame.Key(FormalFramework, id)); ok && e.Formal {
			out = append(out, e)
		}
	}
	for _, id := range formalOf[occupation] {
		add(id)
	}
	if len(out) > 0 {
		return out
	}
	for _, f := range book.Frames {
		if f.ID != FormalFramework {
			continue
		}
		for _, area := range f.Areas {
			for _, r := range area.Requirements {
				if len(r.Evidence) == 1 && r.Evidence[0].By == frame.ByLicence && r.Evidence[0].Ref == occupation {
					add(r.ID)
				}
			}
		}
	}
	return out
}
