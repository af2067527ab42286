package sheet

import (
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/platform/grid/rows"
)

// parser knows which column holds what, and reads rows by it.
type parser struct {
	cols       [fieldCount]int // index of the column, -1 when there is none
	levels     []int           // operation columns, outermost first
	headers    []string        // as written, per column
	folded     []string
	titles     map[string]bool // folded rows above the header, which page breaks may repeat
	titleCells int             // most filled cells in any of them; fuller rows are not compared
	lastFirst  bool            // the name column says "Efternamn Förnamn"
	date1904   bool
	today      time.Time
}

// findHeader chooses the row with most recognised names. It gives the index of
// the row in seen, or ok false when no row is a header.
func findHeader(seen []rows.Row) (at int, ok bool) {
	best := 0
	for i, l := range seen {
		if n := score(l); n > best {
			best, at = n, i
		}
	}
	return at, best >= 3
}

// score counts distinct recognised names; a row that names neither unit nor
// person is worth at most 2, so that it is never taken for the header.
func score(l rows.Row) int {
	known := map[string]bool{}
	people := false
	for _, c := range l.Cells {
		if c.Number || len(c.Text) > 200 {
			continue
		}
		for _, m := range meaningsOf(c.Text) {
			known[fold(c.Text)] = true
			switch m.field {
			case FieldUnit, FieldName, FieldFirst, FieldLast:
				people = true
			}
		}
	}
	if !people {
		return min(len(known), 2)
	}
	return len(known)
}

// newParser maps the columns of the header row, or refuses the file when
// required columns are missing or two columns mean the same.
func newParser(seen []rows.Row, at int, today time.Time) (*parser, error) {
	p := &parser{titles: map[string]bool{}, today: today}
	for _, l := range seen[:at] {
		p.titles[foldLine(l)] = true
		p.titleCells = max(p.titleCells, filled(l))
	}
	for _, c := range seen[at].Cells {
		p.headers = append(p.headers, strings.TrimSpace(c.Text))
		p.folded = append(p.folded, fold(c.Text))
	}
	for i := range p.cols {
		p.cols[i] = -1
	}
	if err := p.mapColumns(); err != nil {
		return nil, err
	}
	if i := p.cols[FieldName]; i >= 0 {
		p.lastFirst = strings.HasPrefix(p.folded[i], "efternamn")
	}
	return p, p.complete()
}

// mapColumns settles the unit first: names that can be both unit and operation
// become operations when a better unit column stands beside them.
func (p *parser) mapColumns() error {
	for _, f := range append([]Field{FieldUnit}, fields()...) {
		if f == FieldOperation || p.cols[f] >= 0 {
			continue
		}
		if err := p.mapField(f); err != nil {
			return err
		}
	}
	return p.mapLevels()
}

func fields() []Field {
	all := make([]Field, 0, fieldCount)
	for f := FieldNone + 1; f < fieldCount; f++ {
		all = append(all, f)
	}
	return all
}

func (p *parser) mapField(f Field) error {
	best, tie := -1, -1
	bestRank := 0
	for i, h := range p.headers {
		rank, ok := rankOf(h, f)
		switch {
		case !ok:
		case best < 0 || rank < bestRank:
			best, bestRank, tie = i, rank, -1
		case rank == bestRank:
			tie = i
		}
	}
	if tie >= 0 {
		return refuse("duplicate", "first", p.headers[best], "second", p.headers[tie])
	}
	p.cols[f] = best
	return nil
}

func rankOf(header string, f Field) (int, bool) {
	for _, m := range meaningsOf(header) {
		if m.field == f {
			return m.rank, true
		}
	}
	return 0, false
}

func (p *parser) mapLevels() error {
	for i, h := range p.headers {
		if _, ok := rankOf(h, FieldOperation); !ok || i == p.cols[FieldUnit] {
			continue
		}
		for _, j := range p.levels {
			if p.folded[i] == p.folded[j] {
				return refuse("duplicate", "first", p.headers[j], "second", h)
			}
		}
		p.levels = append(p.levels, i)
	}
	slices.SortStableFunc(p.levels, func(a, b int) int {
		ra, _ := rankOf(p.headers[a], FieldOperation)
		rb, _ := rankOf(p.headers[b], FieldOperation)
		return ra - rb
	})
	return nil
}

// complete refuses a header without number, name or unit, and names what is missing.
func (p *parser) complete() error {
	has := func(f Field) bool { return p.cols[f] >= 0 }
	var missing []string
	if !has(FieldNumber) && !has(FieldIdentity) {
		missing = append(missing, "Anställningsnr eller Personnummer")
	}
	switch {
	case has(FieldName), has(FieldFirst) && has(FieldLast):
	case has(FieldFirst):
		missing = append(missing, "Efternamn")
	case has(FieldLast):
		missing = append(missing, "Förnamn")
	default:
		missing = append(missing, "Namn")
	}
	if !has(FieldUnit) && !has(FieldAnsvar) {
		missing = append(missing, "Enhet")
	}
	if len(missing) > 0 {
		return refuse("missing", "columns", strings.Join(missing, ", "))
	}
	return nil
}

// describe fills in what the caller shows about how the file was understood.
func (p *parser) describe(head *Header, row int) {
	head.Row = row
	for i, text := range p.headers {
		if f := p.fieldOf(i); f != FieldNone {
			head.Columns = append(head.Columns, Column{i, text, f})
		} else if text != "" {
			head.Ignored = append(head.Ignored, text)
		}
	}
	if p.cols[FieldEmail] < 0 {
		head.Problems = append(head.Problems, Problem{Row: row, Key: "staff.sheet.email_column", Level: Warning})
	}
}

func (p *parser) fieldOf(col int) Field {
	if slices.Contains(p.levels, col) {
		return FieldOperation
	}
	if f := slices.Index(p.cols[:], col); f > 0 {
		return Field(f)
	}
	return FieldNone
}

func filled(l rows.Row) int {
	n := 0
	for _, c := range l.Cells {
		if c.Text != "" {
			n++
		}
	}
	return n
}

func foldLine(l rows.Row) string {
	var b strings.Builder
	for _, c := range l.Cells {
		b.WriteString(fold(c.Text))
		b.WriteByte('|')
	}
	return strings.TrimRight(b.String(), "|")
}

// start finds the header among the first rows and hands the rest on.
func start(seen []rows.Row, src rows.Source, head *Header, today time.Time, date1904 bool, each func(Row) error) error {
	at, ok := findHeader(seen)
	if !ok {
		return refuse("header")
	}
	p, err := newParser(seen, at, today)
	if err != nil {
		return err
	}
	p.date1904 = date1904
	p.describe(head, seen[at].Number)
	return deliver(p, head, seen[at+1:], src, each)
}
