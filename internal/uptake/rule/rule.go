// Package rule decides, purely, when a course that asks for a reflection is done, and what is planned and held of
// reflection time.
package rule

import (
	"cmp"
	"slices"
	"time"
)

// Need is how a course asks for reflection.
type Need string

// What may be asked, from the mildest.
const (
	None  Need = "none"
	Alone Need = "alone" // with others, or alone
	Group Need = "group" // with others
)

// Needs names every one, from the mildest.
func Needs() []Need { return []Need{None, Alone, Group} }

// Known tells whether it is one of them.
func (n Need) Known() bool { return slices.Contains(Needs(), n) }

// Decided is what a place has decided comes after a course.
type Decided struct {
	NodeID, EmployerID string
	Reflect            Need
	UseWeeks           int64 // 0: nothing said about use
}

// Place is where a person works: the nodes from the employer down to the unit.
type Place []string

// Holds gives what holds for a person: the strictest that any place on any of the person's paths asks (R143), with the
// employer who asks it, and after how many weeks the use is followed up: the nearest place says. What a place outside
// the paths has decided holds nothing.
func Holds(all []Decided, places []Place) (out Decided) {
	out.Reflect = None
	deepest := -1
	for _, d := range all {
		at := -1
		for _, p := range places {
			at = max(at, slices.Index(p, d.NodeID))
		}
		if at < 0 {
			continue
		}
		if rank(d.Reflect) > rank(out.Reflect) {
			out.Reflect, out.NodeID, out.EmployerID = d.Reflect, d.NodeID, d.EmployerID
		}
		if d.UseWeeks > 0 && (at > deepest || at == deepest && d.UseWeeks < out.UseWeeks) {
			out.UseWeeks, deepest = d.UseWeeks, at
		}
	}
	return out
}

func rank(n Need) int { return slices.Index(Needs(), n) }

// Reflection is that somebody has reflected on a course.
type Reflection struct {
	ID    string
	At    time.Time
	Alone bool
}

// Counted gives the reflection that lets a course be done, the earliest that counts; ok is false when the person still
// waits for one. A reflection counts once: one from before an earlier completion of the course was for that one (R064).
// Whether it came before or after the lessons does not matter.
func Counted(need Need, all []Reflection, completedBefore time.Time) (r Reflection, ok bool) {
	if need == None {
		return r, true
	}
	in := slices.DeleteFunc(slices.Clone(all), func(r Reflection) bool {
		return need == Group && r.Alone || !completedBefore.IsZero() && !r.At.After(completedBefore)
	})
	if len(in) == 0 {
		return r, false
	}
	return slices.MinFunc(in, func(a, b Reflection) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) }), true
}
