package ui

import (
	"bytes"
	"context"
	"sync"

	"github.com/a-h/templ"

	"yrkesresan/internal/platform/lang"
)

// TableProps is a real table. The first column names the row. Drawn as cards, its roles are said aloud,
// since some browsers then forget that it is a table.
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

// drawn are cells that have been drawn: a matrix has few words and many cells.
var drawn sync.Map // kind + word → templ.Component

// Drawn is Status with a word of the catalogue, drawn once: for the cells of a matrix. The words must
// be few: texts of ours, never what somebody has written.
func Drawn(kind StatusKind, word string) templ.Component {
	key := string(kind) + " " + word
	if have, ok := drawn.Load(key); ok {
		return have.(templ.Component)
	}
	var b bytes.Buffer
	if err := Status(kind, word).Render(context.Background(), &b); err != nil {
		return Text(word)
	}
	made := templ.Raw(b.String()) // our own component, made of our own words
	drawn.Store(key, made)
	return made
}
