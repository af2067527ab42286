package org

import (
	"maps"
	"slices"
	"strings"

	"yrkesresan/internal/platform/fault"
)

// Faults of changes.
var (
	ErrNoName   = fault.New(fault.Invalid, "org.change.name_missing")
	ErrLongName = fault.New(fault.Invalid, "org.change.name_long")
	ErrSame     = fault.New(fault.Invalid, "org.change.same")
	ErrTaken    = fault.New(fault.Invalid, "org.change.name_taken")
	ErrRoot     = fault.New(fault.Invalid, "org.change.root")
	ErrElse     = fault.New(fault.Invalid, "org.change.elsewhere")
	ErrChildren = fault.New(fault.Invalid, "org.change.children")
	ErrWhere    = fault.New(fault.Invalid, "org.change.where")
	ErrMerge    = fault.New(fault.Invalid, "org.change.merge_kind")
	ErrCode     = fault.New(fault.Invalid, "org.change.code_taken")
)

const longestName = 120

// Forest is an employer's part of the tree on one day, by id. It is a value: rules change a copy.
// What another employer has under it is there, and can only be carried along (rule 3).
type Forest struct {
	Root  string
	Nodes map[string]Node
}

// NewForest takes an employer and all that stands under it.
func NewForest(root string, nodes []Node) Forest {
	f := Forest{Root: root, Nodes: make(map[string]Node, len(nodes))}
	for _, n := range nodes {
		f.Nodes[n.ID] = n
	}
	return f
}

// Clone copies the forest.
func (f Forest) Clone() Forest { return Forest{f.Root, maps.Clone(f.Nodes)} }

// Sorted gives the nodes in path order.
func (f Forest) Sorted() []Node {
	out := slices.Collect(maps.Values(f.Nodes))
	slices.SortFunc(out, func(a, b Node) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// Children gives the nodes directly under one, in Swedish name order.
func (f Forest) Children(id string) []Node {
	var out []Node
	for _, n := range f.Nodes {
		if n.Parent == id && n.ID != f.Root {
			out = append(out, n)
		}
	}
	SortByName(out)
	return out
}

// Own tells whether a node is the employer's own to change: in the forest, and not in or under
// another employer.
func (f Forest) Own(id string) bool {
	n, ok := f.Nodes[id]
	if !ok {
		return false
	}
	for n.ID != f.Root {
		if Kind(n.Kind) == Employer {
			return false
		}
		if n, ok = f.Nodes[n.Parent]; !ok {
			return false
		}
	}
	return true
}

// fits are the kinds that may stand directly under a kind (rule 1).
var fits = map[Kind][]Kind{
	Municipality: {Operation, Unit},
	Employer:     {Operation, Unit},
	Operation:    {Operation, Unit},
	Unit:         {Team},
}

// Fits tells whether a kind may stand directly under another.
func Fits(kind, under string) bool { return slices.Contains(fits[Kind(under)], Kind(kind)) }

// Apply gives the forest as it is after a change, or why the change cannot be. It is pure.
func (f Forest) Apply(c Change) (Forest, error) {
	f = f.Clone()
	if c.Kind == Add {
		return f, f.add(c)
	}
	n, ok := f.Nodes[c.NodeID]
	switch {
	case !ok:
		return f, ErrNoNode
	case n.ID == f.Root:
		return f, ErrRoot
	case !f.Own(n.ID):
		return f, ErrElse
	}
	switch c.Kind {
	case Rename:
		return f, f.rename(n, c)
	case Move:
		return f, f.move(n, c.Into)
	case Merge:
		return f, f.merge(n, c.Into)
	}
	return f, f.end(n)
}

func (f Forest) add(c Change) error {
	n := Node{ID: c.NodeID, Kind: c.NodeKind, Name: c.Name, Label: c.Label, Code: c.Code, Parent: c.Into}
	if err := checkName(n); err != nil {
		return err
	}
	if err := f.room(n, c.Into); err != nil {
		return err
	}
	if f.coded(n) {
		return ErrCode.On("kod")
	}
	n.Path = f.Nodes[c.Into].Path + "/" + n.ID
	f.Nodes[n.ID] = n
	return nil
}

func checkName(n Node) error {
	switch {
	case strings.TrimSpace(n.Name) == "":
		return ErrNoName.On("namn")
	case len([]rune(n.Name)) > longestName:
		return ErrLongName.On("namn")
	case len([]rune(n.Label)) > longestName:
		return ErrLongName.On("ord")
	case len([]rune(n.Code)) > longestName:
		return ErrLongName.On("kod")
	}
	return nil
}

// room says whether a node can stand directly under a place.
func (f Forest) room(n Node, parent string) error {
	p, ok := f.Nodes[parent]
	switch {
	case !ok:
		return ErrWhere.On("till")
	case !f.Own(parent):
		return ErrElse.On("till")
	case !Fits(n.Kind, p.Kind):
		return ErrKind.On("till")
	}
	return f.free(n, parent)
}

// free says whether the name is free among those who would stand beside it.
func (f Forest) free(n Node, parent string) error {
	for _, o := range f.Nodes {
		if o.Parent == parent && o.ID != n.ID && o.ID != f.Root && o.Kind == n.Kind && sameName(o.Name, n.Name) {
			return ErrTaken.On("namn")
		}
	}
	return nil
}

// coded tells whether another unit of the same name has the code: several workplaces may share one,
// and then the name tells them apart.
func (f Forest) coded(n Node) bool {
	for _, o := range f.Nodes {
		if n.Code != "" && o.ID != n.ID && o.Kind == n.Kind && sameName(o.Code, n.Code) && sameName(o.Name, n.Name) {
			return true
		}
	}
	return false
}

func sameName(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

func (f Forest) rename(n Node, c Change) error {
	old := n
	n.Name, n.Label, n.Code = c.Name, c.Label, c.Code
	if n == old {
		return ErrSame.On("namn")
	}
	if err := checkName(n); err != nil {
		return err
	}
	if err := f.free(n, n.Parent); err != nil {
		return err
	}
	if f.coded(n) {
		return ErrCode.On("kod")
	}
	f.Nodes[n.ID] = n
	return nil
}

func (f Forest) move(n Node, parent string) error {
	p := f.Nodes[parent]
	switch {
	case n.Parent == parent:
		return ErrSame.On("till")
	case p.Path == n.Path || strings.HasPrefix(p.Path, n.Path+"/"):
		return ErrCircle.On("till")
	}
	if err := f.room(n, parent); err != nil {
		return err
	}
	f.hang(n, parent)
	return nil
}

// hang puts a node, with all under it, under a parent.
func (f Forest) hang(n Node, parent string) {
	path := f.Nodes[parent].Path + "/" + n.ID
	for id, u := range f.Nodes {
		if rest, under := strings.CutPrefix(u.Path, n.Path+"/"); under {
			u.Path = path + "/" + rest
			f.Nodes[id] = u
		}
	}
	n.Parent, n.Path = parent, path
	f.Nodes[n.ID] = n
}

func (f Forest) merge(n Node, into string) error {
	a, ok := f.Nodes[into]
	switch {
	case !ok:
		return ErrWhere.On("till")
	case !f.Own(into):
		return ErrElse.On("till")
	case a.ID == n.ID:
		return ErrSame.On("till")
	case a.Kind != n.Kind:
		return ErrMerge.On("till")
	case strings.HasPrefix(a.Path, n.Path+"/"), strings.HasPrefix(n.Path, a.Path+"/"):
		return ErrCircle.On("till")
	}
	for _, child := range f.Children(n.ID) {
		if f.free(child, into) != nil {
			return ErrTaken.On("till")
		}
		f.hang(child, into)
	}
	delete(f.Nodes, n.ID)
	return nil
}

func (f Forest) end(n Node) error {
	if len(f.Children(n.ID)) > 0 {
		return ErrChildren
	}
	delete(f.Nodes, n.ID)
	return nil
}
