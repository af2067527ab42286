package staff

import (
	"slices"

	"yrkesresan/internal/org"
)

// move is a unit that has another place in the file than in the tree.
type move struct{ NodeID, ParentID string }

// moves settles, before any other row is placed, which units have moved: those known by their code
// that no row puts where they stand. Where the file only tells fewer levels than the tree has,
// nothing has moved.
func (f *forest) moves(es []*entry) []move {
	wishes := map[*place][]*place{}
	var units []*place
	for _, e := range es {
		levels := f.levels(e.row.Operations)
		if e.row.Unit == "" || len(levels) == 0 {
			continue
		}
		u, _ := f.withCode(e.row)
		if u == nil || u.now != nil { // a former place moves nowhere
			continue
		}
		if wishes[u] == nil {
			units = append(units, u)
		}
		if at := f.chain(levels); !slices.Contains(wishes[u], at) {
			wishes[u] = append(wishes[u], at)
		}
	}
	var out []move
	for _, u := range units {
		if !slices.ContainsFunc(wishes[u], u.under) && !slices.ContainsFunc(wishes[u], u.wasUnder) {
			u.leave()
			u.parent = wishes[u][0]
			u.parent.children = append(u.parent.children, u)
			out = append(out, move{u.ID, u.parent.ID})
		}
	}
	return out
}

func (p *place) leave() {
	p.parent.children = slices.DeleteFunc(p.parent.children, func(c *place) bool { return c == p })
}

// nodes are the new nodes as they will stand, parents first.
func (f *forest) nodes() []org.Node {
	out := make([]org.Node, len(f.added))
	for i, p := range f.added {
		p.Path = p.path()
		out[i] = p.Node
	}
	return out
}

// path is the place's path once everything has moved.
func (p *place) path() string {
	if p.parent == nil {
		return p.Path
	}
	return p.parent.path() + "/" + p.ID
}

// names are the names from the place outwards, without the employer's.
func (p *place) names() []string {
	var out []string
	for q := p; q != nil && q.parent != nil; q = q.parent {
		out = append(out, q.Name)
	}
	return out
}
