package rows

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
)

// Bounds of a sheet in Excel.
const (
	lastRow    = 1 << 20
	lastColumn = 1 << 14
)

// bookRows gives the rows of one sheet.
type bookRows struct {
	*tokens
	book   *book
	number int
	width  int
	buf    []byte
}

func (b *book) open(s sheetPart) (*bookRows, error) {
	t, err := b.tokens(s.path)
	if err != nil {
		return nil, err
	}
	return &bookRows{tokens: t, book: b}, nil
}

// Next gives the next row that is written in the sheet. io.EOF comes only when
// the document is complete, also after its last row.
func (r *bookRows) Next() (Row, error) {
	for {
		tok, err := r.tokens.next()
		if err != nil {
			return Row{}, err
		}
		if e, ok := tok.(xml.StartElement); ok && e.Name.Local == "row" {
			return r.row(e)
		}
	}
}

func (r *bookRows) row(e xml.StartElement) (Row, error) {
	n, err := position(attr(e, "r"), r.number+1, lastRow)
	if err != nil {
		return Row{}, err
	}
	r.number = n
	l := Row{Number: n, Cells: make([]Cell, 0, r.width)}
	for end := r.depth - 1; r.depth != end; {
		tok, err := r.tokens.next()
		if err != nil {
			return Row{}, broken(err)
		}
		if c, ok := tok.(xml.StartElement); ok && c.Name.Local == "c" {
			if err := r.cell(c, &l); err != nil {
				return Row{}, err
			}
		}
	}
	r.width = max(r.width, len(l.Cells))
	return l, nil
}

// position reads a row or column number; without one it is the next.
func position(s string, next, last int) (int, error) {
	if s != "" {
		var err error
		if next, err = strconv.Atoi(s); err != nil || next < 1 {
			return 0, refuse("broken")
		}
	}
	if next > last {
		return 0, refuse("broken")
	}
	return next, nil
}

// cell reads one cell into its place in the row.
func (r *bookRows) cell(e xml.StartElement, l *Row) error {
	at := len(l.Cells)
	if ref := attr(e, "r"); ref != "" {
		at = columnOf(ref)
	}
	if at < 0 || at >= lastColumn {
		return refuse("broken")
	}
	c, err := r.content(e)
	if err != nil || c.Text == "" && !c.Faulty {
		if at == len(l.Cells) && at < r.book.columns {
			l.Cells = append(l.Cells, Cell{}) // the next cell may have no address
		}
		return err
	}
	if at >= r.book.columns {
		return refuse("columns", "max", strconv.Itoa(r.book.columns))
	}
	for len(l.Cells) <= at {
		l.Cells = append(l.Cells, Cell{})
	}
	l.Cells[at] = c
	return nil
}

// columnOf gives 0 for "A1" and 27 for "AB1"; -1 when it is no address.
func columnOf(ref string) int {
	n := 0
	for i := 0; i < len(ref) && i < 4; i++ {
		switch c := ref[i]; {
		case c >= 'A' && c <= 'Z':
			n = n*26 + int(c-'A') + 1
		case c >= '0' && c <= '9':
			return n - 1
		default:
			return -1
		}
	}
	return -1
}

// unsaved stands for the value of a formula that no program has worked out: made by one that writes formulas only.
const unsaved = "#VALUE!"

// content reads the value of a cell until its end tag. The formula itself is
// never read, only the value that was saved with it.
func (r *bookRows) content(e xml.StartElement) (Cell, error) {
	kind, style := attr(e, "t"), attr(e, "s")
	r.buf = r.buf[:0]
	formula, valued := false, false
	for end := r.depth - 1; r.depth != end; {
		tok, err := r.tokens.next()
		if err != nil {
			return Cell{}, broken(err)
		}
		v, ok := tok.(xml.StartElement)
		formula = formula || ok && v.Name.Local == "f"
		if ok && (v.Name.Local == "v" || v.Name.Local == "is") {
			valued = true
			if r.buf, err = r.text(r.buf[:0]); err != nil {
				return Cell{}, err
			}
		}
	}
	if formula && !valued {
		return Cell{Text: unsaved, Faulty: true}, nil
	}
	if len(r.buf) == 0 {
		return Cell{}, nil
	}
	return r.book.cellOf(kind, style, string(r.buf))
}

func (b *book) cellOf(kind, style, v string) (Cell, error) {
	switch kind {
	case "s":
		s, err := b.shared(v)
		return Cell{Text: unescape(s)}, err
	case "e":
		return Cell{Text: v, Faulty: true}, nil
	case "", "n":
		v = strings.TrimSpace(v)
		if n, err := strconv.Atoi(style); err == nil {
			v = padded(v, b.widths[n])
		}
		return Cell{Text: v, Number: true}, nil
	}
	return Cell{Text: unescape(v)}, nil // str, inlineStr, d (ISO date) and b
}

// padded gives a whole number the leading zeros of its format.
func padded(v string, width int) string {
	if w, lost := Whole(v, true); width > 0 && !lost && len(w) < width && strings.Trim(w, "0123456789") == "" {
		return strings.Repeat("0", width-len(w)) + w
	}
	return v
}

var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescape reads _x000D_, which is how a workbook writes characters that XML cannot.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(m string) string {
		n, _ := strconv.ParseUint(m[2:6], 16, 16)
		return string(rune(n))
	})
}
