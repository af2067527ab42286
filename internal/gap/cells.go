package gap

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/gap/hide"
	"yrkesresan/internal/org"
	"yrkesresan/internal/profile/layer"
)

// cells are an employer's figures, exact: whole, and by who they are of.
type cells struct {
	persons int64
	figures []Figure
	targets []Figure
	byKey   map[string][]hide.Cell // by requirement: occupation and area
	byUnit  map[string][]hide.Cell // by requirement: unit
	weights map[string]layer.Weight
	private []string // employers under it, whose figures are not in it
}

// cellsOf counts an employer's own figures of today, as they are kept. What is asked of a unit as a number or a share is
// nobody's alone and stands by itself.
func (g *Gaps) cellsOf(ctx context.Context, employer org.Node) (out cells, err error) {
	today := g.Staff.Today()
	out.byKey, out.byUnit = map[string][]hide.Cell{}, map[string][]hide.Cell{}
	v := View{Node: employer, Employer: employer, On: today}
	nodes, err := org.Under(ctx, g.DB, employer.Path, today)
	if err != nil {
		return out, err
	}
	r, err := g.reckoner(ctx, today)
	if err != nil {
		return out, err
	}
	all, err := g.storedUnder(ctx, employer.Path, today)
	if err != nil {
		return out, err
	}
	all = slices.DeleteFunc(all, func(k kept) bool { return k.EmployerID != employer.ID })
	v.roll(nodes, loadedOf(all, Filter{}, r.book), r.book)
	out.figures, out.targets, out.persons = v.Figures, v.Targets, v.Total.Persons
	if out.weights, err = g.weights(ctx, employer.Path, today); err != nil {
		return out, err
	}
	paths := map[string]string{}
	for _, n := range nodes {
		paths[n.ID] = n.Path
		if n.Kind == string(org.Employer) && n.ID != employer.ID {
			out.private = append(out.private, n.Name)
		}
	}
	out.split(all, paths)
	for _, by := range []map[string][]hide.Cell{out.byKey, out.byUnit} {
		for key := range by {
			if _, ok := r.book.Find(key); !ok {
				delete(by, key) // what no framework has any longer
			}
		}
	}
	return out, nil
}

// split counts who each figure is of. Positions of people who have several are counted, since those may be
// fewer people than positions.
func (c *cells) split(all []kept, paths map[string]string) {
	works := map[string]int{}
	units := map[string][]kept{}
	for _, k := range all {
		works[k.PersonID]++
		units[k.UnitID] = append(units[k.UnitID], k)
	}
	for id, unit := range units {
		stands := make([]count.Stand, len(unit))
		for i, k := range unit {
			stands[i] = k.stand()
		}
		for _, n := range needs(unit) {
			if !n.Local() {
				continue
			}
			columns, _ := count.Unit([]count.Need{n}, stands)
			var extra int64
			for i, k := range unit {
				m, asked := stands[i].Marks[n.Key]
				if !asked || m == count.Out {
					continue
				}
				var several int64
				if works[k.PersonID] > 1 {
					several = 1
				}
				extra += several
				if n.Measure != layer.Each {
					continue
				}
				who := k.Occupation + "/" + k.Area
				c.byKey[n.Requirement] = append(c.byKey[n.Requirement], hide.Cell{Key: who, Path: who, Column: one(m), Extra: several})
			}
			if n.Measure != layer.Each {
				c.byKey[n.Requirement] = append(c.byKey[n.Requirement], hide.Cell{Key: Numbers, Path: Numbers, Column: columns[n.Requirement], Extra: extra})
			}
			c.byUnit[n.Requirement] = append(c.byUnit[n.Requirement], hide.Cell{Key: id, Path: paths[id], Column: columns[n.Requirement], Extra: extra})
		}
	}
}

// one is the figures of one position.
func one(m count.Mark) count.Column {
	switch m {
	case count.Has:
		return count.Column{Required: 1, Held: 1}
	case count.Learn:
		return count.Column{Required: 1, Develop: 1}
	}
	return count.Column{Required: 1, Recruit: 1}
}

// weights tells how much requirements matter, as an employer and whoever stands above it say: of several
// the heaviest.
func (g *Gaps) weights(ctx context.Context, path, on string) (map[string]layer.Weight, error) {
	asked, err := g.Profiles.Reader(on).At(ctx, path)
	out := map[string]layer.Weight{}
	all := layer.Weights()
	for _, a := range asked {
		have, known := out[a.Requirement]
		if a.Weight != "" && !a.Announced && (!known || slices.Index(all, a.Weight) < slices.Index(all, have)) {
			out[a.Requirement] = a.Weight
		}
	}
	return out, err
}

// whoOf is the occupation and area of a key of what is told; both are "" of Numbers.
func whoOf(key string) (occupation, area string) {
	if key == Numbers {
		return "", ""
	}
	occupation, area, _ = strings.Cut(key, "/")
	return occupation, area
}
