package staff

import (
	"cmp"
	"slices"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/staff/sheet"
)

// place is a node of the tree as it will be after the import.
type place struct {
	org.Node
	parent   *place
	isNew    bool
	children []*place
	area     *string // what its name and the names above say; nil until asked
	now      *place  // for a former place: the one that it has become
	was      []*place
}

// forest is an employer's tree and what the file adds to it.
type forest struct {
	root    *place
	newID   func() string
	places  map[string]*place          // by id
	byCode  map[string][]*place        // units
	byName  map[string][]*place        // units
	named   map[string]map[string]bool // the codes of the file, with the names it gives them
	seen    map[string]found           // what the same words meant before
	added   []*place                   // new ones, parents first
	recoded []recoded
	labels  map[string]bool // names of the municipality itself
}

type found struct {
	unit, team *place
	wrong      string
	doubt      string
}

// newForest takes the nodes under an employer; what other employers have under it is theirs.
func newForest(employer org.Node, nodes []org.Node, newID func() string) *forest {
	f := &forest{newID: newID, places: map[string]*place{}, byCode: map[string][]*place{}, byName: map[string][]*place{}, named: map[string]map[string]bool{},
		seen:   map[string]found{},
		labels: map[string]bool{nameKey(employer.Name): true, nameKey(employer.Label): true}}
	for _, form := range []string{" kommun", "s kommun", " stad", "s stad"} {
		f.labels[nameKey(employer.Name)+form] = true
	}
	f.root = &place{Node: employer}
	f.places[employer.ID] = f.root
	for _, n := range nodes { // in path order: parents first
		if parent := f.places[n.Parent]; parent != nil && n.ID != employer.ID && n.Kind != string(org.Employer) {
			f.put(&place{Node: n, parent: parent})
		}
	}
	for _, units := range []map[string][]*place{f.byName, f.byCode} { // the oldest first, wherever they have moved
		for _, same := range units {
			slices.SortFunc(same, func(a, b *place) int { return cmp.Compare(a.ID, b.ID) })
		}
	}
	return f
}

func (f *forest) put(p *place) {
	f.places[p.ID] = p
	p.parent.children = append(p.parent.children, p)
	if p.Kind == string(org.Unit) {
		f.byName[nameKey(p.Name)] = append(f.byName[nameKey(p.Name)], p)
		if p.Code != "" {
			f.byCode[nameKey(p.Code)] = append(f.byCode[nameKey(p.Code)], p)
		}
	}
}

func (f *forest) add(kind org.Kind, parent *place, name, label, code string) *place {
	p := &place{Node: org.Node{ID: f.newID(), Kind: string(kind), Name: name, Label: label, Code: code, Parent: parent.ID}, parent: parent, isNew: true}
	f.put(p)
	f.added = append(f.added, p)
	return p
}

// child finds a node of a kind by name under a parent, in any case of letters.
func (p *place) child(kind org.Kind, name string) *place {
	key := nameKey(name)
	for _, c := range p.children {
		if c.Kind == string(kind) && nameKey(c.Name) == key {
			return c.real()
		}
	}
	return nil
}

// listen notes which names and codes stand together in the file, before any row is placed.
func (f *forest) listen(es []*entry) {
	for _, e := range es {
		code := nameKey(e.row.Ansvar)
		if code == "" {
			continue
		}
		if f.named[code] == nil {
			f.named[code] = map[string]bool{}
		}
		f.named[code][nameKey(e.row.Unit)] = true
	}
}

// levels are the operations a row names; a level that is the municipality itself is none.
func (f *forest) levels(ops []sheet.Operation) []sheet.Operation {
	if !slices.ContainsFunc(ops, func(o sheet.Operation) bool { return f.labels[nameKey(o.Name)] }) {
		return ops
	}
	return slices.DeleteFunc(slices.Clone(ops), func(o sheet.Operation) bool { return f.labels[nameKey(o.Name)] })
}

func (f *forest) levelsKey(ops []sheet.Operation) string {
	var b strings.Builder
	for _, o := range f.levels(ops) {
		b.WriteString(nameKey(o.Name))
		b.WriteByte(0)
	}
	return b.String()
}

// find gives the unit and the team of a row, and makes what is not there.
func (f *forest) find(r sheet.Row) found {
	key := f.levelsKey(r.Operations) + "\x01" + nameKey(r.Unit) + "\x01" + nameKey(r.Ansvar) + "\x01" + nameKey(r.Team)
	if got, ok := f.seen[key]; ok {
		return got
	}
	var got found
	got.unit, got.wrong, got.doubt = f.unit(f.levels(r.Operations), r)
	got.unit = got.unit.real()
	if got.unit != nil && r.Team != "" {
		if got.team = got.unit.child(org.Team, r.Team); got.team == nil {
			got.team = f.add(org.Team, got.unit, r.Team, "", "")
		}
	}
	f.seen[key] = got
	return got
}

func (f *forest) unit(levels []sheet.Operation, r sheet.Row) (unit *place, wrong, doubt string) {
	if u, doubt := f.withCode(r); u != nil {
		f.chain(levels) // what the file names is made, also where nobody stands
		return u, "", doubt
	}
	if r.Unit == "" {
		return nil, "staff.import.ansvar_unknown", ""
	}
	at := f.chain(levels)
	if len(levels) == 0 {
		unit, doubt = f.anywhere(r)
	} else {
		unit = f.within(at, r)
	}
	if unit == nil {
		unit = f.add(org.Unit, at, r.Unit, "", r.Ansvar)
	}
	f.adopt(unit, r.Ansvar)
	return unit, "", doubt
}

// adopt gives a unit that was found by name the code that the file tells of it.
func (f *forest) adopt(u *place, code string) {
	if code == "" || u.now != nil || nameKey(u.Code) == nameKey(code) {
		return
	}
	for _, g := range u.was { // its code before somebody gave it another in the page
		if nameKey(g.Code) == nameKey(code) {
			return
		}
	}
	if !u.isNew {
		f.recoded = append(f.recoded, recoded{NodeID: u.ID, Was: u.Code, Code: code})
	}
	old := nameKey(u.Code)
	f.byCode[old] = slices.DeleteFunc(f.byCode[old], func(o *place) bool { return o == u })
	u.Code = code
	f.byCode[nameKey(code)] = append(f.byCode[nameKey(code)], u)
}

// recoded is a unit whose code has changed.
type recoded struct{ NodeID, Was, Code string }

// withCode finds the unit whose code is the row's Ansvar (rule 5). Several workplaces may share a
// code: then the name chooses among them, and a further name is a further unit. A unit whose own
// name the file gives that code no longer has got a new name in the HR system.
func (f *forest) withCode(r sheet.Row) (unit *place, doubt string) {
	code, name := nameKey(r.Ansvar), nameKey(r.Unit)
	have := f.byCode[code]
	if code == "" || len(have) == 0 {
		return nil, ""
	}
	if name == "" {
		if len(have) > 1 {
			doubt = "staff.import.unit_ambiguous"
		}
		return slices.MinFunc(have, func(a, b *place) int {
			return cmp.Or(cmp.Compare(nameKey(a.Name), nameKey(b.Name)), cmp.Compare(a.ID, b.ID))
		}), doubt
	}
	for _, u := range have {
		if nameKey(u.Name) == name {
			return u, ""
		}
	}
	for _, u := range have {
		if !u.isNew && !f.named[code][nameKey(u.Name)] {
			return u, "staff.import.unit_other_name"
		}
	}
	return nil, ""
}

// chain finds or makes the operations of a row, outermost first.
func (f *forest) chain(levels []sheet.Operation) *place {
	at := f.root
	for _, l := range levels {
		next := at.child(org.Operation, l.Name)
		if next == nil {
			next = f.add(org.Operation, at, l.Name, l.Column, "")
		}
		at = next
	}
	return at
}

// anywhere finds a unit by name when the file does not say under what: the outermost.
func (f *forest) anywhere(r sheet.Row) (unit *place, doubt string) {
	fits := f.fitting(r)
	if len(fits) == 0 {
		return nil, ""
	}
	if len(fits) > 1 {
		doubt = "staff.import.unit_ambiguous"
	}
	return slices.MinFunc(fits, func(a, b *place) int { return cmp.Or(cmp.Compare(a.depth(), b.depth()), cmp.Compare(a.ID, b.ID)) }), doubt
}

// within finds a unit by name directly under an operation, else the only one further down.
func (f *forest) within(at *place, r sheet.Row) *place {
	var deeper []*place
	for _, u := range f.fitting(r) {
		switch {
		case u.parent == at:
			return u
		case u.under(at):
			deeper = append(deeper, u)
		}
	}
	if len(deeper) == 1 {
		return deeper[0]
	}
	return nil
}

// fitting are the units of that name, without those whose own code the file gives to others.
func (f *forest) fitting(r sheet.Row) []*place {
	code := nameKey(r.Ansvar)
	return slices.DeleteFunc(slices.Clone(f.byName[nameKey(r.Unit)]), func(u *place) bool {
		other := nameKey(u.Code)
		return code != "" && other != "" && other != code && f.named[other] != nil
	})
}

func (p *place) under(at *place) bool {
	for q := p.parent; q != nil; q = q.parent {
		if q == at {
			return true
		}
	}
	return false
}

func (p *place) depth() (n int) {
	for q := p.parent; q != nil; q = q.parent {
		n++
	}
	return n
}
