package frame

import (
	"reflect"
	"slices"
)

// Sort is how something differs between two versions.
type Sort string

// The sorts.
const (
	Added   Sort = "added"
	Removed Sort = "removed"
	Changed Sort = "changed"
	Moved   Sort = "moved" // a requirement to another area
)

// Difference is one thing that two versions say differently.
type Difference struct {
	Sort   Sort
	Part   Part
	ID     string // of the requirement, for a goal too
	Name   string // as it is called, in the later version when it is there
	In     string // the area's name, of a goal the requirement's
	Fields []string
}

// Diff tells what a later version says differently: of the framework itself, its levels, its areas, its
// requirements and their goals, in the order of the later version and then what is gone.
func Diff(a, b *Frame) []Difference {
	d := differ{}
	if fields := differing(
		field{"name", a.Name, b.Name}, field{"about", a.About, b.About}, field{"shell", a.Shell, b.Shell}, field{"expect", a.Expect, b.Expect},
		field{"links", a.Links, b.Links}, field{"grounds", a.Grounds, b.Grounds}, field{"occupations", a.Occupations, b.Occupations}, field{"service", a.Service, b.Service},
	); len(fields) > 0 {
		d.add(Difference{Sort: Changed, Part: Whole, ID: b.ID, Name: b.Name, Fields: fields})
	}
	d.levels(a.Scheme(), b.Scheme())
	each(a.Areas, b.Areas, func(x Area) string { return x.ID }, func(was, is *Area) {
		d.one(AreaPart, was != nil, is != nil, func() Difference {
			return Difference{ID: or(was, is).ID, Name: or(was, is).Name}
		}, func() []string {
			return differing(field{"name", was.Name, is.Name}, field{"about", was.About, is.About})
		})
	})
	d.requirements(a, b)
	return d.out
}

type differ struct{ out []Difference }

func (d *differ) add(x Difference) { d.out = append(d.out, x) }

// one notes that something has come, gone or changed.
func (d *differ) one(part Part, was, is bool, what func() Difference, fields func() []string) {
	x := what()
	x.Part = part
	switch {
	case !was:
		x.Sort = Added
	case !is:
		x.Sort = Removed
	default:
		if x.Fields = fields(); len(x.Fields) == 0 {
			return
		}
		x.Sort = Changed
	}
	d.add(x)
}

// levels are a scheme: their order counts.
func (d *differ) levels(a, b []Level) {
	rank := func(all []Level, key string) int {
		return slices.IndexFunc(all, func(l Level) bool { return l.Key == key })
	}
	each(a, b, func(l Level) string { return l.Key }, func(was, is *Level) {
		d.one(LevelPart, was != nil, is != nil, func() Difference {
			return Difference{ID: or(was, is).Key, Name: or(was, is).Name}
		}, func() []string {
			return differing(field{"name", was.Name, is.Name}, field{"about", was.About, is.About}, field{"order", rank(a, was.Key), rank(b, is.Key)})
		})
	})
}

// standing is a requirement in its area.
type standing struct {
	*Requirement
	area *Area
}

func (f *Frame) standing() (out []standing) {
	for i := range f.Areas {
		for k := range f.Areas[i].Requirements {
			out = append(out, standing{&f.Areas[i].Requirements[k], &f.Areas[i]})
		}
	}
	return out
}

func (d *differ) requirements(a, b *Frame) {
	each(a.standing(), b.standing(), func(s standing) string { return s.ID }, func(was, is *standing) {
		what := func() Difference {
			return Difference{ID: or(was, is).ID, Name: or(was, is).Name, In: or(was, is).area.Name}
		}
		d.one(RequirePart, was != nil, is != nil, what, func() []string {
			return differing(
				field{"name", was.Name, is.Name}, field{"about", was.About, is.About}, field{"formal", was.Formal, is.Formal}, field{"lowest", was.Lowest, is.Lowest},
				field{"risk", was.Risk, is.Risk}, field{"tags", was.Tags, is.Tags}, field{"grounds", was.Grounds, is.Grounds},
				field{"evidence", was.Evidence, is.Evidence}, field{"months", was.Months, is.Months})
		})
		if was == nil || is == nil {
			return
		}
		if was.area.ID != is.area.ID {
			x := what()
			x.Sort, x.Part = Moved, RequirePart
			d.add(x)
		}
		each(was.Goals, is.Goals, func(g Goal) string { return g.ID }, func(old, now *Goal) {
			d.one(GoalPart, old != nil, now != nil, func() Difference {
				return Difference{ID: is.ID, Name: or(old, now).Text, In: is.Name}
			}, func() []string {
				return differing(field{"text", old.Text, now.Text}, field{"kind", old.Kind, now.Kind}, field{"form", old.Form, now.Form}, field{"level", old.Level, now.Level})
			})
		})
	})
}

// or gives what is, or what was when it is no more.
func or[T any](was, is *T) *T {
	if is != nil {
		return is
	}
	return was
}

// each pairs what has the same id: those of the later list in its order, then what is gone.
func each[T any](was, is []T, id func(T) string, do func(was, is *T)) {
	had := map[string]*T{}
	for i := range was {
		had[id(was[i])] = &was[i]
	}
	seen := map[string]bool{}
	for i := range is {
		key := id(is[i])
		if seen[key] {
			continue
		}
		seen[key] = true
		do(had[key], &is[i])
	}
	for i := range was {
		if key := id(was[i]); !seen[key] {
			seen[key] = true
			do(&was[i], nil)
		}
	}
}

type field struct {
	name    string
	was, is any
}

// differing names the fields that are not the same; an empty list is as none.
func differing(all ...field) (out []string) {
	for _, f := range all {
		w, i := reflect.ValueOf(f.was), reflect.ValueOf(f.is)
		if w.Kind() == reflect.Slice && w.Len() == 0 && i.Len() == 0 {
			continue
		}
		if !reflect.DeepEqual(f.was, f.is) {
			out = append(out, f.name)
		}
	}
	return out
}

// Gone are the requirements of an earlier version that a later one does not have, in their order: where their
// evidence counts is decided when the later one is published.
func Gone(before, next *Frame) (out []Requirement) {
	for _, s := range before.standing() {
		if _, _, ok := next.Find(s.ID); !ok {
			out = append(out, *s.Requirement)
		}
	}
	return out
}

// Carry gives the changes of the next version: those chosen now, and those of all versions before it, each
// led on to where its evidence counts now. So that a version alone tells where evidence of any earlier one
// counts, however many steps back it was noted.
func Carry(before, next *Frame, chosen []Change) []Change {
	to := map[string][]string{}
	for _, c := range chosen {
		to[c.From] = append(to[c.From], c.To)
	}
	var out []Change
	have := map[Change]bool{}
	add := func(c Change) {
		if _, _, kept := next.Find(c.From); kept || have[c] {
			return
		}
		if _, _, there := next.Find(c.To); c.To != "" && !there {
			return
		}
		have[c] = true
		out = append(out, c)
	}
	for _, c := range before.Changes {
		if _, told := to[c.From]; told {
			continue // decided anew
		}
		if _, _, there := next.Find(c.To); there || c.To == "" {
			add(c)
			continue
		}
		for _, further := range to[c.To] {
			add(Change{c.From, further})
		}
	}
	for _, c := range chosen {
		add(c)
	}
	return out
}

// CarryEvidence lets what showed a requirement that is gone, as a course or a merit does, show the one that it was
// chosen to count for: what people have done is kept as facts, not by requirement. Assessments need none of it: they
// follow the requirement they were made for. What is formal stays formal (rule 22).
func CarryEvidence(before, next *Frame, chosen []Change) {
	for _, c := range chosen {
		was, _, gone := before.Find(c.From)
		now, _, there := next.Find(c.To)
		if _, _, kept := next.Find(c.From); !gone || !there || kept || was.Formal != now.Formal {
			continue
		}
		for _, e := range was.Evidence {
			same := func(o Evidence) bool { return o.By == e.By && o.Ref == e.Ref && o.Orientation == e.Orientation }
			known := e.Level == "" || slices.ContainsFunc(next.Scheme(), func(l Level) bool { return l.Key == e.Level })
			if e.By != ByAssessment && known && !slices.ContainsFunc(now.Evidence, same) {
				now.Evidence = append(now.Evidence, e)
			}
		}
	}
}
