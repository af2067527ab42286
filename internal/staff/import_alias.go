package staff

import "yrkesresan/internal/org"

// haunt puts places as they were before somebody changed them in the page beside those that are, so that
// a staff file in the old words finds what they have become (rule 5): a former name, a former place, a
// unit that has gone on as another. They are found like any place and lead to the one that is.
func (f *forest) haunt(aliases []org.Alias) {
	into := map[string]string{}
	for _, a := range aliases {
		if a.NodeID != a.WasID {
			into[a.WasID] = a.NodeID
		}
	}
	now := func(id string) *place {
		for range len(into) + 1 {
			if p := f.places[id]; p != nil {
				return p
			}
			id = into[id]
		}
		return nil
	}
	for _, a := range aliases {
		is, parent := now(a.NodeID), now(a.ParentID)
		if is == nil || parent == nil || is == parent || (nameKey(is.Name) == nameKey(a.Name) && is.parent == parent) {
			continue
		}
		if parent.child(org.Kind(a.Kind), a.Name) != nil { // the name stands for another place there now
			continue
		}
		g := &place{Node: org.Node{ID: a.WasID, Kind: a.Kind, Name: a.Name, Code: a.Code, Parent: parent.ID}, parent: parent, now: is}
		parent.children = append(parent.children, g)
		if a.Kind == string(org.Unit) {
			f.byName[nameKey(a.Name)] = append(f.byName[nameKey(a.Name)], g)
			if a.Code != "" {
				f.byCode[nameKey(a.Code)] = append(f.byCode[nameKey(a.Code)], g)
			}
		}
		is.was = append(is.was, g)
	}
}

// real is the place that a former one has become.
func (p *place) real() *place {
	if p != nil && p.now != nil {
		return p.now
	}
	return p
}

// wasUnder tells whether somebody moved the place away from there in the page: then a file that still
// says so is not newer.
func (p *place) wasUnder(at *place) bool {
	for _, g := range p.was {
		if g.under(at) {
			return true
		}
	}
	return false
}
