// Package rule says, purely, what an appointment comes to: who must say yes, what must be learnt first, when it rests
// (R140, R258, R264, R267; rule 41).
package rule

import "slices"

// Kind is what somebody is appointed to.
type Kind string

// The kinds.
const (
	Leader        Kind = "leader"         // ledare för arbetsplatslärande (R140)
	CompetenceRep Kind = "competence_rep" // kompetensombud (R264)
	LanguageRep   Kind = "language_rep"   // språkombud (R258)
	Ambassador    Kind = "ambassador"     // yrkesambassadör (R267)
)

// Kinds names them, in the order of pages.
func Kinds() []Kind { return []Kind{Leader, LanguageRep, CompetenceRep, Ambassador} }

// Known tells whether there is such a kind.
func (k Kind) Known() bool { return slices.Contains(Kinds(), k) }

// Function is the optional function that an employer switches the kind on and off by (package org).
func (k Kind) Function() string {
	return map[Kind]string{Leader: "arbetsplatslarande", CompetenceRep: "kompetensombud", LanguageRep: "sprakombud", Ambassador: "yrkesambassador"}[k]
}

// KindOf is the kind that an optional function switches; "" none.
func KindOf(function string) Kind {
	for _, k := range Kinds() {
		if k.Function() == function {
			return k
		}
	}
	return ""
}

// Lends tells whether somebody employed elsewhere can hold it: leaders may be shared (R140).
func (k Kind) Lends() bool { return k == Leader }

// Setting is what an employer asks of who holds a kind.
type Setting struct {
	Courses  []string // by id
	Demanded bool     // false: recommended
}

// Shipped is the setting of an employer that has said nothing: two names are borne only by those who have completed
// their programme (rule 41, R267).
func Shipped(k Kind) Setting {
	switch k {
	case LanguageRep:
		return Setting{Courses: []string{"sprakombud"}, Demanded: true}
	case Ambassador:
		return Setting{Courses: []string{"yrkesambassador"}, Demanded: true}
	case Leader:
		return Setting{Courses: []string{"att-leda-larande"}}
	}
	return Setting{}
}

// Protected tells whether the name is borne only by those who have completed a programme: no employer can do without.
func (k Kind) Protected() bool { return k == LanguageRep || k == Ambassador }

// Lacks are the courses that a setting demands and that are not among those done.
func (s Setting) Lacks(done []string) []string {
	if !s.Demanded {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.Courses), func(c string) bool { return slices.Contains(done, c) })
}

// Side is who must say yes to lending somebody.
type Side string

// The sides; who appoints has said yes by doing so.
const (
	ThePerson Side = "person"
	TheLender Side = "lender"
)

// Sides names them.
func Sides() []Side { return []Side{ThePerson, TheLender} }

// State is where an appointment stands, apart from its days.
type State string

// The states.
const (
	Asked    State = "asked"    // waits for somebody's yes
	Declined State = "declined" // somebody said no
	Training State = "training" // on the way: the name is not borne before the programme is done (rule 41)
	Resting  State = "resting"  // the employer has switched the function off
	Standing State = "standing" // holds, from its first day until its last
	Ended    State = "ended"
)

// Open tells whether it can still come to hold.
func (s State) Open() bool { return s != Ended && s != Declined }

// Case is what decides.
type Case struct {
	Lent    bool
	Answers map[Side]bool
	Lacks   int  // demanded courses that are not done
	On      bool // the employer has the function
	Ended   bool
}

// Judge is the rule.
func Judge(c Case) State {
	if c.Ended {
		return Ended
	}
	if c.Lent {
		waits := false
		for _, side := range Sides() {
			yes, said := c.Answers[side]
			if said && !yes {
				return Declined
			}
			waits = waits || !said
		}
		if waits {
			return Asked
		}
	}
	switch {
	case !c.On:
		return Resting
	case c.Lacks > 0:
		return Training
	}
	return Standing
}
