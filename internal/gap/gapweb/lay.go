package gapweb

import (
	"slices"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/profile/layer"
)

// choice is what of a unit's matrix is shown, and in which order. The zero choice is what is missing, by
// name.
type choice struct {
	All         bool   // also what is held
	Area        string // FRAMEWORK/AREA
	Framework   string
	Kind        string // "formell" or "forvarvad"
	Requirement string // only this column
	Sort        string // a column's key; "" by name
	Down        bool
}

// cell is how somebody stands to one requirement, as the matrix says it.
type cell string

// The cells, what is to be done first. Of what a unit is to have together nobody alone lacks anything:
// whoever does not hold it simply does not.
const (
	cellLacks  cell = "lacks"
	cellFaded  cell = "faded"
	cellLower  cell = "lower"
	cellFades  cell = "fades"
	cellNot    cell = "not"
	cellHas    cell = "has"
	cellNotFor cell = "not_for"
)

func cellsInOrder() []cell {
	return []cell{cellLacks, cellFaded, cellLower, cellFades, cellNot, cellHas, cellNotFor}
}

// look is how a cell is drawn.
func (c cell) look() ui.StatusKind {
	switch c {
	case cellLacks:
		return ui.Missing
	case cellFaded:
		return ui.Overdue
	case cellLower:
		return ui.Ongoing
	case cellFades:
		return ui.Renew
	case cellHas:
		return ui.Done
	case cellNot:
		return ui.NotStarted
	}
	return ui.NotApplicable
}

// lacks tells whether something is to be done about it.
func (c cell) lacks() bool {
	return c == cellLacks || c == cellFaded || c == cellLower || c == cellFades
}

// cellOf is how an item is said in a matrix.
func cellOf(i *gap.Item, on string) cell {
	switch {
	case i == nil || i.Mark == count.Out:
		return cellNotFor
	case i.Mark == count.Has && i.Until != "" && i.Until <= addDays(on, fadesWithin):
		return cellFades
	case i.Mark == count.Has:
		return cellHas
	case together(*i):
		return cellNot
	case slices.ContainsFunc(i.Faded, func(p held.Proof) bool { return p.Rank >= i.TargetRank }):
		return cellFaded
	case i.HeldRank > 0 && !i.Formal:
		return cellLower
	}
	return cellLacks
}

// together tells whether it is asked of the unit, not of each person.
func together(i gap.Item) bool { return i.Measure == layer.Share || i.Measure == layer.Count }

// matrix is what a choice leaves of a team.
type matrix struct {
	columns []int // places in Team.Columns
	rows    []int // places in Team.Members
}

// lay lays out a team as a choice wants it: names stay in their order, and nobody is ranked (rule 22).
func lay(t *gap.Team, ch choice) matrix {
	var m matrix
	for i, c := range t.Columns {
		if ch.takes(c.Item) && (ch.All || ch.Requirement != "" || c.Gap() > 0 || fading(t, i)) {
			m.columns = append(m.columns, i)
		}
	}
	slices.SortStableFunc(m.columns, func(a, b int) int { return heavier(t.Columns[a].Item, t.Columns[b].Item) })
	for k := range t.Members {
		shown := ch.All
		for _, i := range m.columns {
			shown = shown || cellOf(t.Members[k].Items[i], t.On).lacks()
		}
		if shown {
			m.rows = append(m.rows, k)
		}
	}
	if by := slices.IndexFunc(t.Columns, func(c gap.TeamColumn) bool { return ch.Sort != "" && c.Need == ch.Sort }); by >= 0 {
		order := cellsInOrder()
		slices.SortStableFunc(m.rows, func(a, b int) int {
			return slices.Index(order, cellOf(t.Members[a].Items[by], t.On)) - slices.Index(order, cellOf(t.Members[b].Items[by], t.On))
		})
	}
	if ch.Down {
		slices.Reverse(m.rows)
	}
	return m
}

// fading tells whether anybody's will end soon in a column.
func fading(t *gap.Team, column int) bool {
	return slices.ContainsFunc(t.Members, func(m gap.Member) bool { return cellOf(m.Items[column], t.On) == cellFades })
}

// The kinds of requirement to choose from.
const (
	kindFormal   = "formell"
	kindAcquired = "forvarvad"
)

// takes tells whether the choice shows a column.
func (ch choice) takes(i gap.Item) bool {
	return (ch.Area == "" || ch.Area == frame.Key(i.FrameworkID, i.AreaID)) && (ch.Framework == "" || ch.Framework == i.FrameworkID) &&
		(ch.Kind == "" || (ch.Kind == kindFormal) == i.Formal) && (ch.Requirement == "" || ch.Requirement == i.Need)
}
