package plan

import "slices"

// Audience says whom something is for. Each list is "one of these", and all that are given must hold; an empty
// Audience, like a nil one, is everyone. All, Any and Not combine audiences.
type Audience struct {
	Occupations, Areas, Forms []string
	Roles                     []string // "manager", or one of the person's roles
	Backgrounds               []string
	Steps, Tracks             []string // ids in the journey
	Licensed                  *bool
	All, Any                  []Audience
	Not                       *Audience
}

// who is one employment seen from one journey.
type who struct {
	e       *Employment
	p       *Person
	on      *Switch
	manager bool
	step    string
	tracks  []string
}

func (a *Audience) matches(w *who) bool {
	if a == nil {
		return true
	}
	return oneOf(a.Occupations, w.e.Occupation) && oneOf(a.Areas, w.e.Area) && oneOf(a.Forms, w.e.Form) &&
		(a.Licensed == nil || *a.Licensed == w.e.Licensed) &&
		(len(a.Roles) == 0 || w.manager && slices.Contains(a.Roles, "manager") || share(a.Roles, w.p.Roles)) &&
		(len(a.Backgrounds) == 0 || share(a.Backgrounds, w.p.Backgrounds)) &&
		oneOf(a.Steps, w.step) && (len(a.Tracks) == 0 || share(a.Tracks, w.tracks)) && a.combined(w)
}

func (a *Audience) combined(w *who) bool {
	for i := range a.All {
		if !a.All[i].matches(w) {
			return false
		}
	}
	if a.Not != nil && a.Not.matches(w) {
		return false
	}
	for i := range a.Any {
		if a.Any[i].matches(w) {
			return true
		}
	}
	return len(a.Any) == 0
}

// each calls f for the audience and every audience inside it.
func (a *Audience) each(f func(*Audience)) {
	if a == nil {
		return
	}
	f(a)
	for i := range a.All {
		a.All[i].each(f)
	}
	for i := range a.Any {
		a.Any[i].each(f)
	}
	a.Not.each(f)
}

func oneOf(list []string, s string) bool { return len(list) == 0 || slices.Contains(list, s) }

func share(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}
