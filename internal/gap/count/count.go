// Package count reckons, purely, the difference between what is asked and what is held, as the contract
// counts: positions (employment × requirement), never persons. A surplus in one unit never covers
// another's shortage, so that every figure of a place is the sum over what stands under it.
package count

import (
	"cmp"
	"maps"
	"slices"

	"yrkesresan/internal/profile/layer"
)

// Column is the figures of one requirement. Gap = Required − Held = Develop + Recruit.
type Column struct{ Required, Held, Develop, Recruit int64 }

// Gap is what is missing.
func (c Column) Gap() int64 { return c.Required - c.Held }

// Add adds another place's figures.
func (c *Column) Add(o Column) {
	c.Required, c.Held, c.Develop, c.Recruit = c.Required+o.Required, c.Held+o.Held, c.Develop+o.Develop, c.Recruit+o.Recruit
}

// Mark is how an employment stands to one demand.
type Mark byte

// The marks.
const (
	Has   Mark = 'h' // holds it
	Learn Mark = 'l' // lacks it, and can be developed to hold it
	Hire  Mark = 'r' // lacks it, and nobody can be developed to hold it: a licence
	Out   Mark = '-' // works where it is asked for, and is not whom it is for
)

// Need is a demand with all that counting asks of it.
type Need struct {
	Key         string // of a demand on each person: the requirement; else DEMAND@REQUIREMENT: counted by itself
	Requirement string // frame.Key
	Measure     layer.Measure
	Percent     int
	Count       int
	At          string // Count: the level of the place
}

// Local tells whether it is counted unit by unit. What is asked for at a higher level is a target of
// that place (Target) and no unit's.
func (n Need) Local() bool { return n.Measure != layer.Count || n.At == "unit" || n.At == "team" }

// Stand is how one employment stands to what is asked of it.
type Stand struct {
	Team  string
	Marks map[string]Mark // by Need.Key
}

// Pool is how many of some employments stand how to one need.
type Pool struct{ Asked, Has, Learn int64 } // Asked: whom it is for

// Add adds another's.
func (p *Pool) Add(o Pool) { p.Asked, p.Has, p.Learn = p.Asked+o.Asked, p.Has+o.Has, p.Learn+o.Learn }

func (p *Pool) mark(m Mark) {
	if m == Out {
		return
	}
	p.Asked++
	switch m {
	case Has:
		p.Has++
	case Learn:
		p.Learn++
	}
}

// Target fills a number that is asked for from those there are: who holds it, then who can be developed
// to, and the rest is to be recruited.
func Target(required int64, p Pool) Column {
	c := Column{Required: required, Held: min(p.Has, required)}
	c.Develop = min(c.Gap(), p.Learn)
	c.Recruit = c.Gap() - c.Develop
	return c
}

// Unit counts a unit: the figures by requirement, and for what is asked for at higher levels who there
// is to fill it, by need. A demand concerns the unit when anybody there has a mark for it.
func Unit(needs []Need, stands []Stand) (columns map[string]Column, pools map[string]Pool) {
	columns, pools = map[string]Column{}, map[string]Pool{}
	for _, n := range needs {
		teams := map[string]Pool{}
		var whole Pool
		concerned := false
		for _, s := range stands {
			m, ok := s.Marks[n.Key]
			if !ok {
				continue
			}
			concerned = true
			whole.mark(m)
			if s.Team != "" {
				p := teams[s.Team]
				p.mark(m)
				teams[s.Team] = p
			}
		}
		if !concerned {
			continue
		}
		if !n.Local() {
			pools[n.Key] = whole
			continue
		}
		column := columns[n.Requirement]
		column.Add(n.column(whole, teams))
		columns[n.Requirement] = column
	}
	return columns, pools
}

func (n Need) column(whole Pool, teams map[string]Pool) Column {
	switch {
	case n.Measure == layer.Share:
		return Target((whole.Asked*int64(n.Percent)+99)/100, whole)
	case n.Measure == layer.Count && n.At == "team":
		var sum Column
		for _, team := range slices.Sorted(maps.Keys(teams)) {
			sum.Add(Target(int64(n.Count), teams[team]))
		}
		return sum
	case n.Measure == layer.Count:
		return Target(int64(n.Count), whole)
	}
	return Column{Required: whole.Asked, Held: whole.Has, Develop: whole.Learn, Recruit: whole.Asked - whole.Has - whole.Learn}
}

// Row is one requirement's figures, in a list.
type Row struct {
	Requirement string
	Column
}

// Rows lists columns in the order of their requirements.
func Rows(columns map[string]Column) []Row {
	var out []Row
	for key, c := range columns {
		out = append(out, Row{key, c})
	}
	slices.SortFunc(out, func(a, b Row) int { return cmp.Compare(a.Requirement, b.Requirement) })
	return out
}

// Sum adds the columns of several places.
func Sum(places ...map[string]Column) map[string]Column {
	out := map[string]Column{}
	for _, p := range places {
		for key, c := range p {
			sum := out[key]
			sum.Add(c)
			out[key] = sum
		}
	}
	return out
}
