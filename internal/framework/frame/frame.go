// Package frame is what a competence framework says, as plain values: areas, requirements and their
// goals, the scheme of levels, what is formal, on what each requirement rests and what counts as
// evidence (R190–R195, R201, R212; rules 22, 23 and 27). Pure: no database, no clock.
package frame

import "slices"

// Kind is what sort of competence a goal is (R192). Every goal has exactly one.
type Kind string

// The kinds.
const (
	Theory Kind = "theory" // theoretical knowledge of a subject
	Method Kind = "method" // ways of working
	Skill  Kind = "skill"  // practical skill or approach
)

// Kinds names every kind, in the order that pages show them.
func Kinds() []Kind { return []Kind{Theory, Method, Skill} }

// Form is how well something is known, in the taxonomy of the original concept.
type Form string

// The forms of knowledge.
const (
	Fact          Form = "fact"
	Understanding Form = "understanding"
	Ability       Form = "skill"
	Familiarity   Form = "familiarity"
)

// Forms names every form, lowest first.
func Forms() []Form { return []Form{Fact, Understanding, Ability, Familiarity} }

// Basis is what a requirement rests on (R201, rule 23).
type Basis string

// What a requirement may rest on.
const (
	Needs           Basis = "needs"            // the needs of those who receive care
	Law             Basis = "law"              // a law
	Regulation      Basis = "regulation"       // a regulation of an authority
	Guideline       Basis = "guideline"        // a guideline, national or local
	WorkEnvironment Basis = "work_environment" // a work-environment rule
	TitleStrategy   Basis = "title_strategy"   // a strategy for titles
	Local           Basis = "local"            // a local decision
)

// Bases names every basis.
func Bases() []Basis {
	return []Basis{Needs, Law, Regulation, Guideline, WorkEnvironment, TitleStrategy, Local}
}

// Ground is what something rests on. Dates are YYYY-MM-DD; Until is the first day it no longer holds.
type Ground struct {
	Basis     Basis  `json:"basis" yaml:"basis"`
	Reference string `json:"reference,omitempty" yaml:"reference,omitempty"` // SFS 2025:400 5 kap. 3 §
	URL       string `json:"url,omitempty" yaml:"url,omitempty"`
	From      string `json:"from,omitempty" yaml:"from,omitempty"`
	Until     string `json:"until,omitempty" yaml:"until,omitempty"`
}

// Level is a step of a framework's scheme of levels.
type Level struct {
	Key   string `json:"key" yaml:"key"`
	Name  string `json:"name" yaml:"name"`
	About string `json:"about,omitempty" yaml:"about,omitempty"`
}

// By is what sort of evidence something is.
type By string

// The sorts of evidence. What is formal is filled by the first four only (rule 22).
const (
	ByEducation  By = "education"  // formal education; Ref is the programme, "" any
	ByLicence    By = "licence"    // a state licence; Ref is the occupation
	ByTitle      By = "title"      // the right to a protected title; Ref is the title
	ByValidation By = "validation" // prior learning validated against a programme; Ref is the programme
	ByCourse     By = "course"     // a course done; Ref is its id
	ByAssessment By = "assessment" // assessed on the requirement; Ref is who at least: self, colleague, manager
	ByFunction   By = "function"   // a specialist role or function held; Ref is which
)

// ByAll names every sort.
func ByAll() []By {
	return []By{ByEducation, ByLicence, ByTitle, ByValidation, ByCourse, ByAssessment, ByFunction}
}

// Formal tells whether evidence of the sort may fill a formal requirement (rule 22, R076).
func (b By) Formal() bool {
	return b == ByEducation || b == ByLicence || b == ByTitle || b == ByValidation
}

// Evidence is one thing that counts. Of several any one is enough; the highest level counts.
type Evidence struct {
	By          By      `json:"by" yaml:"by"`
	Ref         string  `json:"ref,omitempty" yaml:"ref,omitempty"`
	Level       string  `json:"level,omitempty" yaml:"level,omitempty"`             // key of the level it gives; "" the highest. An assessment gives what was assessed
	Orientation string  `json:"orientation,omitempty" yaml:"orientation,omitempty"` // education: only this orientation
	Credits     float64 `json:"credits,omitempty" yaml:"credits,omitempty"`         // education: at least so many
	Months      int     `json:"months,omitempty" yaml:"months,omitempty"`           // how long it counts; 0: as the requirement or the evidence itself says
}

// Goal is what a requirement leads to.
type Goal struct {
	ID    string `json:"id" yaml:"id"`
	Text  string `json:"text" yaml:"text"`
	Kind  Kind   `json:"kind" yaml:"kind"`
	Form  Form   `json:"form,omitempty" yaml:"form,omitempty"`
	Level string `json:"level,omitempty" yaml:"level,omitempty"` // the level that the goal belongs to; "" all
}

// Requirement is one thing to hold. ID is unique in its framework and stays through versions.
type Requirement struct {
	ID       string     `json:"id" yaml:"id"`
	Name     string     `json:"name" yaml:"name"`
	About    string     `json:"about,omitempty" yaml:"about,omitempty"`
	Formal   bool       `json:"formal,omitempty" yaml:"formal,omitempty"`
	Lowest   string     `json:"lowest,omitempty" yaml:"lowest,omitempty"` // key of the level that is "lägsta nivå" (R212); "" none is set
	Risk     bool       `json:"risk,omitempty" yaml:"risk,omitempty"`     // a topic that IVO points at (R362)
	Tags     []string   `json:"tags,omitempty" yaml:"tags,omitempty"`     // reference tags
	Grounds  []Ground   `json:"grounds,omitempty" yaml:"grounds,omitempty"`
	Goals    []Goal     `json:"goals,omitempty" yaml:"goals,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty" yaml:"evidence,omitempty"` // what counts unless a profile says otherwise
	Months   int        `json:"months,omitempty" yaml:"months,omitempty"`     // how long what is held counts; 0 for ever
}

// Area groups requirements.
type Area struct {
	ID           string        `json:"id" yaml:"id"`
	Name         string        `json:"name" yaml:"name"`
	About        string        `json:"about,omitempty" yaml:"about,omitempty"`
	Requirements []Requirement `json:"requirements,omitempty" yaml:"requirements,omitempty"`
}

// Change says where evidence of an earlier version's requirement counts in this one.
type Change struct {
	From string `json:"from" yaml:"from"` // requirement of an earlier version
	To   string `json:"to" yaml:"to"`     // requirement of this one; "" nowhere any longer
}

// Frame is one version of a framework.
type Frame struct {
	ID          string   `json:"id" yaml:"id"`
	Name        string   `json:"name" yaml:"name"`
	About       string   `json:"about,omitempty" yaml:"about,omitempty"`
	Shell       bool     `json:"shell,omitempty" yaml:"shell,omitempty"`     // named only: the official text is not ours to invent (rule 27)
	Expect      int      `json:"expect,omitempty" yaml:"expect,omitempty"`   // how many areas it has when it is whole (26); 0 unknown
	Links       []string `json:"links,omitempty" yaml:"links,omitempty"`     // ids of the frameworks it builds on (R193)
	Grounds     []Ground `json:"grounds,omitempty" yaml:"grounds,omitempty"` // with amendments as dated ones
	Occupations []string `json:"occupations,omitempty" yaml:"occupations,omitempty"`
	Service     []string `json:"service,omitempty" yaml:"service,omitempty"` // ids of service areas
	Levels      []Level  `json:"levels,omitempty" yaml:"levels,omitempty"`   // lowest first; none: StandardLevels
	Areas       []Area   `json:"areas,omitempty" yaml:"areas,omitempty"`
	Changes     []Change `json:"changes,omitempty" yaml:"changes,omitempty"`
}

// StandardLevels is the scheme of who says no other: know, understand, do, master (R215).
func StandardLevels() []Level {
	return []Level{{Key: "know", Name: "Känner till"}, {Key: "understand", Name: "Förstår"}, {Key: "do", Name: "Gör"}, {Key: "master", Name: "Behärskar"}}
}

// Scheme is the framework's levels, lowest first.
func (f *Frame) Scheme() []Level {
	if len(f.Levels) == 0 {
		return StandardLevels()
	}
	return f.Levels
}

// Rank is a level's place from 1; "" is the highest; 0 is no level of the scheme.
func (f *Frame) Rank(key string) int {
	scheme := f.Scheme()
	if key == "" {
		return len(scheme)
	}
	return slices.IndexFunc(scheme, func(l Level) bool { return l.Key == key }) + 1
}

// Find gives a requirement and its area; ok is false when there is none.
func (f *Frame) Find(id string) (r *Requirement, a *Area, ok bool) {
	for i := range f.Areas {
		for k := range f.Areas[i].Requirements {
			if f.Areas[i].Requirements[k].ID == id {
				return &f.Areas[i].Requirements[k], &f.Areas[i], true
			}
		}
	}
	return nil, nil, false
}
