// Package recipe reads presets: a model of learning at the workplace as data, that a place can take in as a whole (R330,
// R331, R336, R340, R344). It names parts that other rooms keep; it holds no content of its own. It is pure.
package recipe

import (
	"slices"

	"yrkesresan/internal/certification/rule"
)

// Place is a kind of place in the tree that a preset can be taken in at.
type Place string

// The kinds, from the widest. Employer is one under a municipality.
const (
	Nation       Place = "nation"
	RSS          Place = "rss"
	Municipality Place = "municipality"
	Employer     Place = "employer"
	Operation    Place = "operation"
	Unit         Place = "unit"
)

// Places names every kind, from the widest.
func Places() []Place { return []Place{Nation, RSS, Municipality, Employer, Operation, Unit} }

// Kind is what a part makes.
type Kind string

// The kinds of parts.
const (
	Reflect      Kind = "reflect"      // a course is not done before one has reflected, or its use is followed up (R143, R146)
	Together     Kind = "together"     // the whole team takes courses (R144)
	Guide        Kind = "guide"        // a guide that meetings are planned from (R141)
	Managers     Kind = "managers"     // a course that whoever leads must take (R330)
	Scheme       Kind = "scheme"       // what a unit fulfils to be certified (R185); units join where the place is small
	Toolbox      Kind = "toolbox"      // a bank of material (R331)
	Introduction Kind = "introduction" // a checklist for newcomers (R344)
	Function     Kind = "function"     // an optional function whose name a completed programme gives (R340)
	Journey      Kind = "journey"      // a journey with steps (R336)
)

// Kinds names every kind, in the order of the docs.
func Kinds() []Kind {
	return []Kind{Reflect, Together, Guide, Managers, Scheme, Toolbox, Introduction, Function, Journey}
}

// Preset is a model that a place can take in.
type Preset struct {
	ID     string  `yaml:"id"`
	Title  string  `yaml:"title"`
	Short  string  `yaml:"short"`  // one sentence for lists
	About  string  `yaml:"about"`  // what it is, and what it asks of a place
	Credit string  `yaml:"credit"` // whose model it is after, and what is ours
	Places []Place `yaml:"places"`
	Parts  []Part  `yaml:"parts"`
	Next   []Next  `yaml:"next"`
}

// Part is something that a preset makes. Which fields it has follows from its kind.
type Part struct {
	Kind   Kind    `yaml:"kind"`
	Places []Place `yaml:"places"` // only at these; none: wherever the preset may be
	// Ref names what other rooms know it by: a course, a guide, a toolbox, a checklist, a function, a journey, or the key of a
	// scheme. Of Together there are Courses.
	Ref     string       `yaml:"ref"`
	Courses []string     `yaml:"courses"`
	Need    string       `yaml:"need"`  // of Reflect: group, alone or none
	Weeks   int64        `yaml:"weeks"` // of Reflect: until its use is followed up; of Together: until it is due. 0: none
	Note    string       `yaml:"note"`  // of Together: the people read it
	Scheme  *rule.Scheme `yaml:"scheme"`
}

// Next is what somebody does when the preset is taken in.
type Next struct {
	Who  string `yaml:"who"` // loader, manager, leader or learner
	Text string `yaml:"text"`
	Href string `yaml:"href"` // of the loader: a page here; "" none
}

// Whos names who may have something to do next.
func Whos() []string { return []string{"loader", "manager", "leader", "learner"} }

// At tells whether the preset can be taken in at a kind of place.
func (p Preset) At(place Place) bool { return slices.Contains(p.Places, place) }

// PartsAt are the parts that are made at a kind of place.
func (p Preset) PartsAt(place Place) (out []Part) {
	for _, x := range p.Parts {
		if len(x.Places) == 0 || slices.Contains(x.Places, place) {
			out = append(out, x)
		}
	}
	return out
}

// AllCourses names the courses that the preset speaks of, each once, in its order.
func (p Preset) AllCourses() (out []string) {
	add := func(id string) {
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, x := range p.Parts {
		switch x.Kind {
		case Reflect, Managers:
			add(x.Ref)
		case Together:
			for _, id := range x.Courses {
				add(id)
			}
		case Scheme:
			for _, r := range x.Scheme.Requirements {
				for _, e := range r.OneOf {
					if e.Kind == "course" || e.Kind == "test" {
						add(e.Ref)
					}
				}
			}
		}
	}
	return out
}
