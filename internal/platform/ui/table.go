package ui

import (
	"context"

	"github.com/a-h/templ"

	"yrkesresan/internal/platform/lang"
)

// TableProps is a real table. The first column names the row.
type TableProps struct {
	ID      string // unique on the page
	Caption string
	Columns []Column
	Rows    []Row
	Foot    []Row // sums
	Cards   bool  // on a phone each row becomes a card
}

// Column is a heading of the table.
type Column struct {
	Title    string
	SortHref string // a link that sorts by this column; none: it cannot
	Sorted   Order
	Number   bool // digits stand under digits
}

// Order is how a column is sorted now.
type Order string

// The orders of a column.
const (
	Unsorted   Order = ""
	Ascending  Order = "ascending"
	Descending Order = "descending"
)

// Row is a row of the table: its name and one cell for each further column.
type Row struct {
	Head  templ.Component
	Cells []templ.Component
}

func (p TableProps) class() string {
	if p.Cards {
		return "somkort"
	}
	return ""
}

// role is said aloud only when the table is drawn as cards, since some
// browsers then forget that it is one.
func (p TableProps) role(role string) templ.Attributes {
	if !p.Cards {
		return nil
	}
	return templ.Attributes{"role": role}
}

// heading is the column of the cell at place i, after the row's name.
func (p TableProps) heading(i int) Column {
	if i+1 < len(p.Columns) {
		return p.Columns[i+1]
	}
	return Column{}
}

func (c Column) class() string {
	if c.Number {
		return "tal"
	}
	return ""
}

func (c Column) icon() string {
	switch {
	case c.Sorted == Unsorted:
		return ""
	case c.Number && c.Sorted == Ascending:
		return "arrow-up"
	case c.Number:
		return "arrow-down"
	case c.Sorted == Ascending:
		return "arrow-down-a-z"
	default:
		return "arrow-up-a-z"
	}
}

// sortWords tell those who do not see the arrow what the link does.
func (c Column) sortWords(ctx context.Context) string {
	switch {
	case c.Sorted == Unsorted:
		return lang.T(ctx, "ui.sort.unsorted")
	case c.Number:
		return lang.T(ctx, "ui.sort.number."+string(c.Sorted))
	default:
		return lang.T(ctx, "ui.sort."+string(c.Sorted))
	}
}

// PagerProps leads through a long list, page by page.
type PagerProps struct {
	Page, Pages    int
	Previous, Next string // addresses; empty at the ends
}
