// Package programme is the register of formal education that the field names, and what fills the formal level of
// an occupation: pure, from data (programmes.yaml; R075–R077, R208, R210, R213, R216; rules 13 and 27).
//
// Courses and what people say of themselves never fill a formal level.
package programme

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/framework/frame"
)

//go:embed programmes.yaml
var shipped []byte

// Level is a level of formal education, as an occupation asks for it (org.Occupation.Education).
type Level string

// The levels, lowest first.
const (
	UpperSecondary Level = "gymnasial"
	Vocational     Level = "yh"
	University     Level = "högskola"
)

// Levels names them, lowest first.
func Levels() []Level { return []Level{UpperSecondary, Vocational, University} }

// System is what credits are counted in (R188).
type System string

// The systems: gymnasiepoäng, yrkeshögskolepoäng, högskolepoäng.
const (
	Gy System = "gy"
	YH System = "yh"
	HP System = "hp"
)

// Systems names them.
func Systems() []System { return []System{Gy, YH, HP} }

// Part is a course of a programme that a validation goes through.
type Part struct {
	ID   string `yaml:"id" json:"id"`
	Name string `yaml:"name" json:"name"`
}

// Field is an orientation that the register knows: evidence of it can be asked for by its id.
type Field struct {
	ID   string `yaml:"id"`
	Name string `yaml:"name"`
}

// Programme is an education.
type Programme struct {
	ID           string   `yaml:"id"`
	Name         string   `yaml:"name"`
	Level        Level    `yaml:"level"`
	System       System   `yaml:"system"`
	Credits      float64  `yaml:"credits"`      // a whole one has so many; 0 it varies
	Orientations bool     `yaml:"orientations"` // one chooses an orientation
	Fields       []Field  `yaml:"fields"`       // the orientations that something asks for; others are written freely
	Gives        []string `yaml:"gives"`        // occupations whose formal level it fills
	How          string   `yaml:"how"`          // how a grown-up takes it
	Parts        []Part   `yaml:"parts"`
}

// Orientation is how a merit says an orientation: the id of a field that is written by its id or name, else as it
// is written.
func (p Programme) Orientation(written string) string {
	for _, f := range p.Fields {
		if strings.EqualFold(written, f.ID) || strings.EqualFold(written, f.Name) {
			return f.ID
		}
	}
	return written
}

// OrientationName is what an orientation is called.
func (p Programme) OrientationName(orientation string) string {
	for _, f := range p.Fields {
		if f.ID == orientation {
			return f.Name
		}
	}
	return orientation
}

// All gives the programmes, in the order of the register.
func All() []Programme { return all() }

// Find gives a programme by id.
func Find(id string) (Programme, bool) {
	i := slices.IndexFunc(all(), func(p Programme) bool { return p.ID == id })
	if i < 0 {
		return Programme{}, false
	}
	return all()[i], true
}

// Giving gives the programmes that fill an occupation's formal level.
func Giving(occupation string) (out []Programme) {
	for _, p := range all() {
		if slices.Contains(p.Gives, occupation) {
			out = append(out, p)
		}
	}
	return out
}

// Fills gives the merit that fills an occupation's formal level on a day: an education or a validation whose
// programme is for the occupation or of a higher level, a licence for it, or the right to its title. level is
// what the occupation asks for; "" asks for nothing, and is filled. What is not checked fills nothing.
func Fills(occupation string, level Level, merits []held.Merit, on string) (m held.Merit, ok bool) {
	if level == "" {
		return m, true
	}
	for _, m := range merits {
		if !m.Checked || m.From > on || m.Until != "" && m.Until <= on {
			continue
		}
		switch m.By {
		case frame.ByEducation, frame.ByValidation:
			p, known := Find(m.Ref)
			if known && (slices.Contains(p.Gives, occupation) || len(p.Gives) > 0 && p.rank() > rank(level)) {
				return m, true
			}
		case frame.ByLicence, frame.ByTitle:
			if m.Ref == occupation {
				return m, true
			}
		}
	}
	return m, false
}

func (p Programme) rank() int { return rank(p.Level) }

func rank(l Level) int { return slices.Index(Levels(), l) }

// all reads the shipped register once; a program whose own register is wrong does not start (Read is tested on it).
var all = sync.OnceValue(func() []Programme {
	list, err := Read(shipped)
	if err != nil {
		panic(err) // part of the program, and a test reads it
	}
	return list
})

// Read reads a register and checks it.
func Read(text []byte) ([]Programme, error) {
	var list []Programme
	if err := yaml.Unmarshal(text, &list); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, p := range list {
		if p.ID == "" || p.Name == "" || seen[p.ID] {
			return nil, fmt.Errorf("programme %q has no name, or stands twice", p.ID)
		}
		if !slices.Contains(Levels(), p.Level) || !slices.Contains(Systems(), p.System) {
			return nil, fmt.Errorf("programme %s: no level %q or system %q", p.ID, p.Level, p.System)
		}
		seen[p.ID] = true
	}
	return list, nil
}
