package gap

import (
	"context"
	"maps"
	"slices"
	"strings"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// branch is a place of the nation or an RSS with what its municipalities had submitted.
type branch struct {
	org.Node
	persons  int64
	columns  map[string]count.Column // by requirement
	names    map[string]string       // what each requirement was called when it was submitted
	children []branch
}

func newBranch(n org.Node, children ...branch) branch {
	b := branch{Node: n, columns: map[string]count.Column{}, names: map[string]string{}, children: children}
	for _, c := range children {
		b.persons += c.persons
		b.columns = count.Sum(b.columns, c.columns)
		maps.Copy(b.names, c.names)
	}
	return b
}

func (b branch) level(depth int, book *frame.Book) Level {
	out := Level{Node: b.Node, Figures: figuresOf(b.columns, book), Persons: b.persons}
	for i, f := range out.Figures {
		if f.Name == f.Key { // no framework has it any longer
			out.Figures[i].Name = b.names[f.Key]
		}
	}
	if depth > 0 {
		for _, c := range b.children {
			out.Children = append(out.Children, c.level(depth-1, book))
		}
	}
	return out
}

// Submitted gives the exact figures of the nation, an RSS or a municipality, with what stands under it to a
// depth, from what each municipality had submitted last on or before a day and not taken back by then. Who
// had submitted nothing is there without figures; every column is the sum over the children. It suppresses
// nothing and is the operator's alone. Errors: org.ErrNoNode, may.ErrDenied.
func (g *Gaps) Submitted(ctx context.Context, a may.Actor, nodeID string, depth int, asOf string) (Level, error) {
	if !a.IsOperator() {
		return Level{}, may.ErrDenied
	}
	on := min(asOf, g.Staff.Today()) // what stands where on a coming day is not known
	n, err := g.Tree.Find(ctx, nodeID, on)
	if err != nil {
		return Level{}, err
	}
	last, err := g.lastBefore(ctx, asOf)
	if err != nil {
		return Level{}, err
	}
	book, err := g.Frameworks.Book(ctx, asOf)
	if err != nil {
		return Level{}, err
	}
	towns, err := g.Tree.Municipalities(ctx, on)
	if err != nil {
		return Level{}, err
	}
	leaves := map[string][]branch{} // by parent, in code order
	for _, town := range towns {
		leaf := newBranch(town)
		if s, ok := last[town.ID]; ok {
			leaf.persons = s.Persons
			for _, e := range s.Figures {
				leaf.columns[e.Requirement], leaf.names[e.Requirement] = e.Column(), e.Name
			}
		}
		if town.ID == n.ID {
			return leaf.level(depth, book), nil
		}
		leaves[town.Parent] = append(leaves[town.Parent], leaf)
	}
	switch org.Kind(n.Kind) {
	case org.RSS:
		return newBranch(n, leaves[n.ID]...).level(depth, book), nil
	case org.Nation:
	default:
		return Level{}, org.ErrNoNode
	}
	regions, err := g.Tree.RSSNodes(ctx, on)
	if err != nil {
		return Level{}, err
	}
	slices.SortFunc(regions, func(a, b org.Node) int { return strings.Compare(a.Code, b.Code) })
	var under []branch
	for _, r := range regions {
		under = append(under, newBranch(r, leaves[r.ID]...))
	}
	return newBranch(n, under...).level(depth, book), nil
}

// lastBefore gives what each municipality had submitted last on or before a day, unless it had been taken
// back by then.
func (g *Gaps) lastBefore(ctx context.Context, on string) (map[string]Summary, error) {
	all, err := db.All(ctx, g.DB, scanSummary, `
		SELECT `+summaryColumns+`
		FROM gap_summary s
		WHERE as_of <= $1
		      AND NOT EXISTS (SELECT 1 FROM gap_summary n WHERE n.municipality_id = s.municipality_id AND n.as_of <= $1
		                      AND (n.made_at > s.made_at OR n.made_at = s.made_at AND n.id > s.id))`,
		on)
	out := make(map[string]Summary, len(all))
	for _, s := range all {
		if s.WithdrawnAt == nil || org.Today(*s.WithdrawnAt, g.Staff.Place) > on {
			out[s.MunicipalityID] = s
		}
	}
	return out, err
}
