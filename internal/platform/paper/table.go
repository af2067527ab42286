package paper

import (
	"errors"
	"fmt"
)

// Table is a table with one row of column heads, repeated on every page (the
// repetition is not read aloud).
type Table struct {
	Header []string   // 1 to 10 columns
	Rows   [][]string // each as long as Header
	// RowHeads says that the first column names the row.
	RowHeads bool
}

const (
	maxColumns = 10
	cellPad    = 5.0 // points on each side of a cell's text
)

var (
	cellFont     = font{regular, 10, 14, ink}
	cellHeadFont = font{bold, 10, 14, ink}
)

func (t Table) place(f *flow) error {
	if len(t.Header) < 1 || len(t.Header) > maxColumns {
		return fmt.Errorf("a table of %d columns", len(t.Header))
	}
	for i, row := range t.Rows {
		if len(row) != len(t.Header) {
			return fmt.Errorf("row %d of a table has %d cells for %d columns", i, len(row), len(t.Header))
		}
	}
	for _, h := range t.Header {
		if cleanLine(h) == "" {
			return errors.New("a table column without a head")
		}
	}
	table := f.root.child("Table")
	columns := t.columns()
	head := newRow(t.Header, columns, true)
	f.room(6, head.height()+2*cellFont.leading)
	f.row(table.child("THead"), head)
	if head.height() < (bottom-top)/3 {
		f.onBreak = func() { f.repeat(head) }
		defer func() { f.onBreak = nil }()
	}
	if len(t.Rows) > 0 {
		body := table.child("TBody")
		for _, cells := range t.Rows {
			r := newRow(cells, columns, false)
			if t.RowHeads {
				r.cells[0] = newRow(cells[:1], columns[:1], true).cells[0]
				r.cells[0].scope = "Row"
			}
			f.row(body, r)
		}
	}
	f.gap = 14
	return nil
}

// columns divides the width of the page: each column gets its longest word,
// what is left is shared by how much more the columns would like.
func (t Table) columns() []float64 {
	words, wants := make([]float64, len(t.Header)), make([]float64, len(t.Header))
	measure := func(i int, text string, w weight) {
		word, whole := wordWidths(text, w, cellFont.size)
		words[i] = max(words[i], min(word, 160))
		wants[i] = max(wants[i], min(whole, 320), words[i])
	}
	for i, h := range t.Header {
		measure(i, h, bold)
		for _, row := range t.Rows {
			w := regular
			if t.RowHeads && i == 0 {
				w = bold
			}
			measure(i, row[i], w)
		}
	}
	free := right - left - 2*cellPad*float64(len(t.Header))
	return share(free, words, wants)
}

// share divides free between columns that need at least words and at best
// wants.
func share(free float64, words, wants []float64) []float64 {
	var need, want float64
	for i := range words {
		need, want = need+words[i], want+wants[i]
	}
	widths := make([]float64, len(words))
	for i := range widths {
		switch {
		case want <= free:
			widths[i] = wants[i] + (free-want)/float64(len(widths))
		case need <= free:
			widths[i] = words[i] + (free-need)*(wants[i]-words[i])/(want-need)
		default:
			widths[i] = free * words[i] / need
		}
		widths[i] += 2 * cellPad
	}
	return widths
}

// row is one row of a table, its text already set in lines.
type row struct {
	cells []cell
	head  bool
}

type cell struct {
	x     float64
	lines [][]glyph
	font  font
	scope string // Column or Row for a head, else empty
}

func newRow(texts []string, columns []float64, head bool) row {
	r := row{head: head}
	x := left
	for i, text := range texts {
		c := cell{x: x + cellPad, font: cellFont}
		if head {
			c.font, c.scope = cellHeadFont, "Column"
		}
		c.lines = wrap(text, c.font.weight, c.font.size, columns[i]-2*cellPad)
		r.cells = append(r.cells, c)
		x += columns[i]
	}
	return r
}

// count is the number of lines of the tallest cell.
func (r row) count() int {
	n := 1
	for _, c := range r.cells {
		n = max(n, len(c.lines))
	}
	return n
}

func (r row) height() float64 { return rowHeight(r.count()) }

func rowHeight(lines int) float64 { return float64(lines)*cellFont.leading + 2*cellPad }

// row sets one row and tags it. A row of up to two thirds of a page stays
// whole; a taller one goes on over as many pages as it needs.
func (f *flow) row(group *node, r row) {
	tr := group.child("TR")
	nodes := make([]*node, len(r.cells))
	for i, c := range r.cells {
		nodes[i] = tr.child("TD")
		if c.scope != "" {
			nodes[i].tag, nodes[i].attributes = "TH", "<</O /Table /Scope /"+c.scope+">>"
		}
	}
	whole := r.height() <= (bottom-top)*2/3
	if need := min(r.height(), rowHeight(3)); f.y+need > bottom || whole && f.y+r.height() > bottom {
		f.newPage()
	}
	for from, count := 0, r.count(); from < count; {
		fit := int((bottom-f.y-2*cellPad)/cellFont.leading + 1e-6)
		to := min(count, from+max(fit, 1))
		f.ground(r, to-from)
		for i, c := range r.cells {
			if part := c.part(from, to); len(part) > 0 {
				f.page.mark(nodes[i], func() { f.page.drawLines(c.font, c.x, f.y+cellPad, part) })
			}
		}
		f.y += rowHeight(to - from)
		if from = to; from < count {
			f.newPage()
		}
	}
}

// part is the cell's lines from one number to another, as far as it has them.
func (c cell) part(from, to int) [][]glyph {
	return c.lines[min(from, len(c.lines)):min(to, len(c.lines))]
}

// ground draws what lies under a row of so many lines.
func (f *flow) ground(r row, lines int) {
	height := rowHeight(lines)
	f.page.artifact("", func() {
		if r.head {
			f.page.fillRect(sand, left, f.y, right-left, height)
		}
		f.page.fillRect(line, left, f.y+height-0.5, right-left, 0.5)
	})
}

// repeat draws the head again at the top of a page, for the eye only.
func (f *flow) repeat(r row) {
	f.ground(r, r.count())
	f.page.artifact("/Type /Pagination /Subtype /Header", func() {
		for _, c := range r.cells {
			f.page.drawLines(c.font, c.x, f.y+cellPad, c.lines)
		}
	})
	f.y += r.height()
}
