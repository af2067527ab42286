package staff

import "yrkesresan/internal/org"

// wish notes where the file puts a unit that was found by its code.
func (f *forest) wish(u, at *place) {
	if u.isNew {
		return
	}
	if f.wishes[u] == nil {
		f.ordered = append(f.ordered, u)
	}
	f.wishes[u] = append(f.wishes[u], at)
}

// move is a unit that has another place in the file than in the tree.
type move struct{ NodeID, ParentID string }

// moves settles which units have moved: those that no row puts where they stand. Where the file
// only tells fewer levels than the tree has, nothing has moved.
func (f *forest) moves() []move {
	var out []move
	for _, u := range f.ordered {
		stays := false
		for _, at := range f.wishes[u] {
			stays = stays || u.under(at)
		}
		if !stays {
			u.parent = f.wishes[u][0]
			out = append(out, move{u.ID, u.parent.ID})
		}
	}
	return out
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
