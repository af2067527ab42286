package gap

import (
	"context"
	"errors"
	"slices"
	"strings"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

// Level is the figures of a place with those of what stands under it, to a depth.
type Level struct {
	org.Node
	Figures  []Figure
	Targets  []Figure
	Persons  int64
	Children []Level // what stands directly under it, in path order; nil below the depth
}

// Levels reckons the figures of a place and what stands under it, some levels down, on a day, from their
// sources: it waits for no job and needs no server. Every column is the sum over the children. It is for
// whoever runs commands on the machine: it tells of every employer's places. Errors: ErrTeam for a team,
// which is part of its unit.
func (g *Gaps) Levels(ctx context.Context, a may.Actor, nodeID string, depth int, on string) (Level, error) {
	return g.levels(ctx, a, nodeID, depth, on, g.reckoned)
}

// KeptLevels gives the same of today from what is kept: the whole nation at once.
func (g *Gaps) KeptLevels(ctx context.Context, a may.Actor, nodeID string, depth int) (Level, error) {
	return g.levels(ctx, a, nodeID, depth, g.Staff.Today(), g.load)
}

type loader func(ctx context.Context, r *reckoner, at org.Node, f Filter) (loaded, error)

func (g *Gaps) levels(ctx context.Context, a may.Actor, nodeID string, depth int, on string, load loader) (Level, error) {
	if !a.IsOperator() {
		return Level{}, may.ErrDenied
	}
	v, nodes, err := g.open(ctx, a, nodeID, on)
	if errors.Is(err, org.ErrNoNode) && on < g.Staff.Today() { // a place of today that was not there then had nothing
		var now org.Node
		if now, err = g.Tree.Find(ctx, nodeID, g.Staff.Today()); err == nil && org.Kind(now.Kind) == org.Team {
			err = ErrTeam
		}
		return Level{Node: now}, err
	}
	if err != nil {
		return Level{}, err
	}
	if org.Kind(v.Node.Kind) == org.Team {
		return Level{}, ErrTeam
	}
	r, err := g.reckoner(ctx, on)
	if err != nil {
		return Level{}, err
	}
	l, err := load(ctx, r, v.Node, Filter{})
	if err != nil {
		return Level{}, err
	}
	return newForest(nodes, l, r.book).level(v.Node, depth), nil
}

// forest is the nodes at a place and under it with the units' figures.
type forest struct {
	children map[string][]org.Node
	byID     map[string]org.Node
	units    []org.Node // those with figures, in path order
	loaded
	book *frame.Book
}

func newForest(nodes []org.Node, l loaded, book *frame.Book) forest {
	f := forest{children: map[string][]org.Node{}, byID: map[string]org.Node{}, loaded: l, book: book}
	for _, n := range nodes { // in path order
		if org.Kind(n.Kind) == org.Team {
			continue
		}
		f.byID[n.ID] = n
		f.children[n.Parent] = append(f.children[n.Parent], n)
		if _, here := l.units[n.ID]; here && org.Kind(n.Kind) == org.Unit {
			f.units = append(f.units, n)
		}
	}
	slices.SortFunc(f.units, func(a, b org.Node) int { return strings.Compare(a.Path, b.Path) })
	return f
}

// level sums a place up, and its children to a depth.
func (f forest) level(n org.Node, depth int) Level {
	sum := newAt(n)
	for _, u := range f.units {
		if may.Within(u.Path, n.Path) {
			t := f.loaded.units[u.ID]
			sum.add(u.ID, t, t.targets(u, f.byID))
		}
	}
	row := sum.row(f.several, f.book)
	out := Level{Node: n, Figures: figuresOf(row.Columns, f.book), Targets: row.Targets, Persons: row.Persons}
	if depth > 0 {
		for _, c := range f.children[n.ID] {
			out.Children = append(out.Children, f.level(c, depth-1))
		}
	}
	return out
}
