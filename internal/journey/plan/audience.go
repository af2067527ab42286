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

// Unknown warns of the occupations and areas that audiences speak of and that the reference data does not have: they
// would silently reach nobody.
func (j *Journey) Unknown(occupation, area func(id string) bool) []Problem {
	c := &checker{j: j}
	seen := map[string]bool{}
	look := func(at string, a *Audience) {
		a.each(func(a *Audience) {
			for _, id := range a.Occupations {
				if !occupation(id) && !seen[at+id] {
					seen[at+id] = true
					c.warn(at, "occupation_unknown", "value", id)
				}
			}
			for _, id := range a.Areas {
				if !area(id) && !seen[at+id] {
					seen[at+id] = true
					c.warn(at, "area_unknown", "value", id)
				}
			}
		})
	}
	look("", j.Audience)
	for i := range j.Tracks {
		look("track/"+j.Tracks[i].ID, j.Tracks[i].Audience)
	}
	for i := range j.Blocks {
		look("block/"+j.Blocks[i].ID, j.Blocks[i].Audience)
	}
	j.eachItem(func(it *Item) { look("item/"+it.ID, it.Audience) })
	for i := range j.Parallel {
		look("path/"+j.Parallel[i].ID, j.Parallel[i].Audience)
	}
	return c.problems
}

// Mentions are the occupations, areas and topics that a journey names.
type Mentions struct{ Occupations, Areas, Tags map[string]bool }

// Mentions tells what the journey names anywhere in it, so that whoever changes the names knows what follows.
func (j *Journey) Mentions() Mentions {
	m := Mentions{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	see := func(a *Audience) {
		a.each(func(a *Audience) {
			for _, id := range a.Occupations {
				m.Occupations[id] = true
			}
			for _, id := range a.Areas {
				m.Areas[id] = true
			}
		})
	}
	see(j.Audience)
	for _, id := range j.Managers {
		m.Occupations[id] = true
	}
	for i := range j.Tracks {
		see(j.Tracks[i].Audience)
	}
	for i := range j.Parallel {
		see(j.Parallel[i].Audience)
	}
	for i := range j.Blocks {
		see(j.Blocks[i].Audience)
		for k := range j.Blocks[i].Items {
			it := &j.Blocks[i].Items[k]
			see(it.Audience)
			for _, id := range it.Tags {
				m.Tags[id] = true
			}
		}
	}
	return m
}
