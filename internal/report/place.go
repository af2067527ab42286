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
	org.SortByName(out)
	return out, nil
}
