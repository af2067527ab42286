package report

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

// Places gives the places whose live figures the actor may see, outermost, in Swedish name order:
// employers, operations and units. What an RSS and the nation see is submitted, not live (rule 24).
func (f *Figures) Places(ctx context.Context, a may.Actor) ([]org.Node, error) {
	var out []org.Node
	for _, path := range a.Scopes(may.SeeFigures) {
		n, err := f.Tree.Find(ctx, path[strings.LastIndexByte(path, '/')+1:], f.today())
		if err != nil {
			return nil, err
		}
		if !slices.Contains([]org.Kind{org.Nation, org.RSS}, org.Kind(n.Kind)) {
			out = append(out, n)
		}
	}
	return f.outermost(ctx, out)
}

// outermost leaves out what lies within another of the places at the same employer, and gives the widest
// first.
func (f *Figures) outermost(ctx context.Context, all []org.Node) ([]org.Node, error) {
	whose := map[string]string{}
	for _, n := range all {
		e, err := org.EmployerOf(ctx, f.DB, n.Path, f.today())
		if err != nil {
			return nil, err
		}
		whose[n.ID] = e.ID
	}
	var out []org.Node
	for _, n := range all {
		if !slices.ContainsFunc(all, func(o org.Node) bool { return o.ID != n.ID && whose[o.ID] == whose[n.ID] && may.Within(n.Path, o.Path) }) {
			out = append(out, n)
		}
	}
	org.SortByName(out)
	slices.SortStableFunc(out, func(a, b org.Node) int { return strings.Count(a.Path, "/") - strings.Count(b.Path, "/") })
	return out, nil
}
