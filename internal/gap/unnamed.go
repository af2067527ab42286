package gap

import (
	"context"
	"maps"
	"slices"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap/hide"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// ErrUnnamed answers who may see figures of a place and not names there, and asks for figures that could
// point at somebody.
var ErrUnnamed = fault.New(fault.Denied, "gap.unnamed")

// UnnamedFigure is what may be told of one requirement; the figures of Figure itself are empty.
type UnnamedFigure struct {
	Figure
	Told hide.Sum
}

// UnnamedRow is a place with what may be told of it.
type UnnamedRow struct {
	org.Node
	Own  bool // another employer's place is shown as not shown (rule 3)
	Told hide.Sum
}

// Unnamed is the figures of a place today for whoever leads there and may not see names: no figure points at
// fewer than hide.Few people, nor does any that can be worked out from several of them (rule 25).
type Unnamed struct {
	Node, Employer, Up org.Node
	On                 string
	Figures            []UnnamedFigure // formal first
	Total              hide.Sum
	Rows, Units        []UnnamedRow // as in View
	Tags               []string
	Frameworks         []*frame.Frame
	Behind             int64
}

// Named tells whether the actor may see by name what people hold at a place: then all its figures may be
// seen too.
func (g *Gaps) Named(ctx context.Context, a may.Actor, nodeID string) (bool, error) {
	n, err := g.Tree.Find(ctx, nodeID, g.Staff.Today())
	if err != nil {
		return false, err
	}
	_, err = g.ask(ctx, a, may.SeeCompetence, n, g.Staff.Today())
	if err != nil && may.Ask(a, may.SeeFigures, n.Path) == nil {
		return false, nil
	}
	return err == nil, err
}

// askNamed lets in who may see by name what people hold at a place: every figure there, of every day and
// choice, would tell it.
func (g *Gaps) askNamed(ctx context.Context, a may.Actor, n org.Node) error {
	if a.IsOperator() {
		return nil
	}
	if _, err := g.ask(ctx, a, may.SeeCompetence, n, g.Staff.Today()); err != nil {
		return ErrUnnamed
	}
	return nil
}

// Unnamed gives it, to who may see figures there. Of the filter it takes what chooses requirements: figures of
// some of the people would be of too few. It is told of the whole employer at once, so that what one reader
// sees of an operation and another of a unit cannot be put together.
func (g *Gaps) Unnamed(ctx context.Context, a may.Actor, nodeID string, f Filter) (Unnamed, error) {
	today := g.Staff.Today()
	f.Occupation, f.Area = "", ""
	v, nodes, err := g.open(ctx, a, nodeID, today)
	if err != nil {
		return Unnamed{}, err
	}
	out := Unnamed{Node: v.Node, Employer: v.Employer, Up: v.Up, On: today}
	r, err := g.reckoner(ctx, today)
	if err != nil {
		return out, err
	}
	l, err := g.load(ctx, r, v.Node, Filter{})
	if err != nil {
		return out, err
	}
	all, err := g.Shown(ctx, v.Employer)
	if err != nil {
		return out, err
	}
	v.roll(nodes, l, r.book) // the places and their order: the figures themselves are not told
	v.choices(l, r.book)
	out.Tags, out.Frameworks = v.Tags, v.Frameworks
	if g.Behind != nil {
		if out.Behind, err = g.Behind(ctx); err != nil {
			return out, err
		}
	}
	out.fill(v, all, f, r.book)
	return out, nil
}

// fill sums up what is told, by requirement and by place.
func (t *Unnamed) fill(v View, all map[string]hide.Told, f Filter, book *frame.Book) {
	at := map[string]string{} // unit → path
	for _, u := range v.Units {
		at[u.ID] = u.Path
	}
	if v.Node.Kind == string(org.Unit) {
		at[v.Node.ID] = v.Node.Path
	}
	under := func(path string) func(string) bool {
		return func(unit string) bool { return at[unit] != "" && may.Within(at[unit], path) }
	}
	place := func(path string) (s hide.Sum) {
		for _, key := range slices.Sorted(maps.Keys(all)) {
			if e, ok := book.Find(key); ok && f.takes(e) {
				s.Add(all[key].Sum(under(path)))
			}
		}
		return s
	}
	for _, fig := range v.Figures {
		if e, ok := book.Find(fig.Key); ok && f.takes(e) {
			fig.Column.Required, fig.Column.Held, fig.Column.Develop, fig.Column.Recruit = 0, 0, 0, 0
			t.Figures = append(t.Figures, UnnamedFigure{fig, all[fig.Key].Sum(under(v.Node.Path))})
		}
	}
	t.Total = place(v.Node.Path)
	rows := func(from []Row) (out []UnnamedRow) {
		for _, r := range from {
			row := UnnamedRow{Node: r.Node, Own: r.Own}
			if r.Own {
				row.Told = place(r.Path)
			}
			out = append(out, row)
		}
		return out
	}
	t.Rows, t.Units = rows(v.Rows), rows(v.Units)
}
