// Package guide knows guides of meetings: what a team talks about, step by step, with the time and the way of working of
// each step (R141, R147, R152, R330). It reads, checks and writes them, splits people into small groups and warns about
// words that may point at somebody. It is pure.
package guide

import (
	"net/url"
	"slices"
)

// Kind is the form of what a guide leads.
type Kind string

// The kinds (R141, R330).
const (
	Reflection Kind = "reflection"   // a reflection meeting by a model
	Study      Kind = "study_circle" // a series of meetings
	Discussion Kind = "discussion"   // the team talks about a dilemma
	Film       Kind = "film"         // a short film, then reflection
)

// Kinds names every kind, in the order of the pages.
func Kinds() []Kind { return []Kind{Reflection, Study, Discussion, Film} }

// How is the way of working in a step.
type How string

// The ways of working.
const (
	Alone How = "alone"
	Pair  How = "pair"
	Small How = "small" // in small groups (R147)
	All   How = "all"
)

// Hows names every way of working, from alone to all.
func Hows() []How { return []How{Alone, Pair, Small, All} }

// Case is the id under which a meeting keeps the team's own case (R148); no step has it.
const Case = "case"

// Guide is a template that meetings are planned from.
type Guide struct {
	ID          string    `yaml:"id" json:"id"`
	Title       string    `yaml:"title" json:"title"`
	Kind        Kind      `yaml:"kind" json:"kind"`
	About       string    `yaml:"about" json:"about"`
	For         string    `yaml:"for,omitempty" json:"for,omitempty"`       // for whom
	Source      string    `yaml:"source,omitempty" json:"source,omitempty"` // whom it is after
	Course      string    `yaml:"course,omitempty" json:"course,omitempty"` // a course that it goes with
	Preparation []string  `yaml:"preparation,omitempty" json:"preparation,omitempty"`
	Rules       []string  `yaml:"rules,omitempty" json:"rules,omitempty"`
	Groups      Groups    `yaml:"groups,omitempty" json:"groups"`
	OwnCase     bool      `yaml:"own_case,omitempty" json:"own_case,omitempty"` // the team adds a case of its own (R148)
	Meetings    []Meeting `yaml:"meetings" json:"meetings"`
}

// Groups is the guide to small groups (R147).
type Groups struct {
	Most int64  `yaml:"most,omitempty" json:"most,omitempty"` // of one small group; 0 = no limit is said
	How  string `yaml:"how,omitempty" json:"how,omitempty"`   // how to split
	Help string `yaml:"help,omitempty" json:"help,omitempty"` // for those with language difficulty
}

// Meeting is one meeting of a guide.
type Meeting struct {
	Title   string `yaml:"title" json:"title"`
	About   string `yaml:"about,omitempty" json:"about,omitempty"`
	Minutes int64  `yaml:"minutes" json:"minutes"` // in all; at least what its steps take
	Steps   []Step `yaml:"steps" json:"steps"`
}

// Step is one step of a meeting's agenda.
type Step struct {
	ID       string     `yaml:"id" json:"id"` // its own in the meeting
	Title    string     `yaml:"title" json:"title"`
	Minutes  int64      `yaml:"minutes" json:"minutes"`
	How      How        `yaml:"how" json:"how"`
	Text     string     `yaml:"text,omitempty" json:"text,omitempty"`         // shown to all
	Question string     `yaml:"question,omitempty" json:"question,omitempty"` // shown to all, in large type
	Easy     string     `yaml:"easy,omitempty" json:"easy,omitempty"`         // the question in easy words
	Note     string     `yaml:"note,omitempty" json:"note,omitempty"`         // for the leader only
	Writes   bool       `yaml:"writes,omitempty" json:"writes,omitempty"`     // the group writes what it came to
	Material []Material `yaml:"material,omitempty" json:"material,omitempty"`
}

// Material is something to read or see in a step: a link, a film, or a course and one of its lessons.
type Material struct {
	Title  string `yaml:"title" json:"title"`
	Link   string `yaml:"link,omitempty" json:"link,omitempty"`
	Film   string `yaml:"film,omitempty" json:"film,omitempty"`
	Course string `yaml:"course,omitempty" json:"course,omitempty"`
	Lesson string `yaml:"lesson,omitempty" json:"lesson,omitempty"`
}

// Href leads to the page, film, course or lesson.
func (m Material) Href() string {
	switch {
	case m.Link != "":
		return m.Link
	case m.Film != "":
		return m.Film
	case m.Lesson != "":
		return "/kurs/" + url.PathEscape(m.Course) + "/lektion/" + url.PathEscape(m.Lesson)
	}
	return "/kurs/" + url.PathEscape(m.Course)
}

// Step finds a step of the meeting by id.
func (m Meeting) Step(id string) (Step, bool) {
	i := slices.IndexFunc(m.Steps, func(s Step) bool { return s.ID == id })
	if i < 0 {
		return Step{}, false
	}
	return m.Steps[i], true
}

// Took is the sum of the steps' minutes.
func (m Meeting) Took() (minutes int64) {
	for _, s := range m.Steps {
		minutes += s.Minutes
	}
	return minutes
}

// Part gives one of the guide's meetings by its number from 1; after the last it begins anew, so that a model can be
// used at as many meetings as a team likes.
func (g Guide) Part(n int64) Meeting {
	if len(g.Meetings) == 0 {
		return Meeting{}
	}
	return g.Meetings[(max(n, 1)-1)%int64(len(g.Meetings))]
}

// Shown is the guide as those who take part see it: without what is for the leader only.
func (g Guide) Shown() Guide {
	g.Preparation, g.Meetings = nil, slices.Clone(g.Meetings)
	for i := range g.Meetings {
		g.Meetings[i].Steps = slices.Clone(g.Meetings[i].Steps)
		for k := range g.Meetings[i].Steps {
			g.Meetings[i].Steps[k].Note = ""
		}
	}
	return g
}
