package rows

import (
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"yrkesresan/internal/platform/fault"
)

// Line is a row as plain text, for files that people fill in by hand.
type Line struct {
	Number int // the row number Excel shows
	Cells  []string
}

// Cell gives the text of a column from 0; "" when the row has none.
func (l Line) Cell(i int) string {
	if i < 0 || i >= len(l.Cells) {
		return ""
	}
	return l.Cells[i]
}

// Sheet is one sheet of a workbook; separated text is one without a name.
type Sheet struct {
	Name     string
	Lines    []Line // those with something in them
	From1904 bool   // dates that are numbers count from 1904
}

// Problem is one thing to put right in a file. Key and Args make a sentence with the catalogue.
type Problem struct {
	Row    int    // the row number Excel shows; 0 the file itself
	Sheet  string // "" in separated text
	Column string // the header as written; "" when no column is to blame
	Key    string
	Args   map[string]string
}

// Most bounds what ReadLines and ReadSheets take in; all of it is held in memory.
type Most struct {
	Bytes   int64
	Rows    int // in all sheets
	Columns int
}

// ReadLines gives the rows of the first sheet that has any. Looks tells how much a row looks like the
// header that is waited for, to choose between delimiters; nil takes the one by which rows agree.
// A file that cannot be read gives a fault that says why (rows of grid.refused.*).
func ReadLines(src io.ReaderAt, size int64, most Most, looks func(cells []string) int) ([]Line, error) {
	all, err := ReadSheets(src, size, most, looks)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if len(s.Lines) > 0 {
			return s.Lines, nil
		}
	}
	return nil, told(refuse("empty"))
}

// ReadSheets gives all sheets, visible ones first, as ReadLines gives one.
func ReadSheets(src io.ReaderAt, size int64, most Most, looks func(cells []string) int) ([]Sheet, error) {
	disk := &Disk{At: src}
	all, err := readSheets(disk, size, most, looks)
	if disk.Lost != nil {
		return nil, disk.Lost
	}
	return all, told(err)
}

func readSheets(src *Disk, size int64, most Most, looks func([]string) int) ([]Sheet, error) {
	var score func(Row) int
	if looks != nil {
		score = func(r Row) int { return looks(plainCells(r)) }
	}
	f, err := Open(src, size, Limits{Bytes: most.Bytes, Columns: most.Columns}, score)
	if err != nil {
		return nil, err
	}
	var out []Sheet
	left := most.Rows
	for i, name := range f.Sheets() {
		in, end, err := f.Sheet(i)
		if err != nil {
			return nil, err
		}
		lines, err := linesOf(in, &left, most.Rows)
		_ = end.Close()
		if err != nil {
			return nil, err
		}
		out = append(out, Sheet{Name: name, Lines: lines, From1904: f.From1904})
	}
	return out, nil
}

func linesOf(in Source, left *int, most int) ([]Line, error) {
	var out []Line
	for {
		r, err := in.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if r.Empty() {
			continue
		}
		if *left--; *left < 0 {
			return nil, refuse("rows", "max", strconv.Itoa(most))
		}
		out = append(out, Line{Number: r.Number, Cells: plainCells(r)})
	}
}

// Failed tells whether a text is the fault of a formula, as #N/A is, so that it is not taken for something written.
func Failed(text string) bool { return failures.MatchString(text) }

var failures = regexp.MustCompile(`^#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)$`)

// plainCells are the texts of a row without empty ones at its end; the fault of a formula stands there (Failed), since a
// value that is missing is something else.
func plainCells(r Row) []string {
	out := make([]string, len(r.Cells))
	for i, c := range r.Cells {
		if out[i] = Text(c); c.Faulty {
			out[i] = strings.TrimSpace(c.Text)
		}
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return slices.Clip(out)
}

// harmless is the mark that our own writers put before what a spreadsheet would run.
var harmless = regexp.MustCompile(`^'+[=+\-@]`)

// Text is what a person sees in a cell: NFC, without invisible characters and space around, with line breaks
// kept; a whole number without the ".0" of a float, and without the mark that keeps a text from being run.
// A formula that failed is empty.
func Text(c Cell) string {
	if c.Faulty {
		return ""
	}
	if c.Number {
		s, _ := Whole(strings.TrimSpace(c.Text), true)
		return s
	}
	s := c.Text
	if !plain(s) {
		s = visible(s)
	}
	if harmless.MatchString(s) {
		s = s[1:]
	}
	return s
}

func visible(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(norm.NFC.String(s), "\r\n", "\n"), "\r", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r), unicode.IsControl(r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s))
}

// Day reads a date that a person has written, or Excel's number of one, as YYYY-MM-DD. Dates outside
// 1900–2199 are mistakes. Today tells the century of two-digit years.
func Day(text string, today time.Time, from1904 bool) (string, bool) {
	_, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", "."), 64)
	t, ok := Dates{Today: today, From1904: from1904}.Read(Cell{Text: text, Number: err == nil}, text)
	if !ok || t.Year() < 1900 || t.Year() >= 2200 {
		return "", false
	}
	return t.Format(time.DateOnly), true
}

// told makes a refusal a fault that a page can say.
func told(err error) error {
	var no *Refused
	if !errors.As(err, &no) {
		return err
	}
	f := fault.New(fault.Invalid, no.Key())
	f.Args = no.Args
	return f
}
