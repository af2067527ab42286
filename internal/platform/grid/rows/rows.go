// Package rows reads the sheets that people have made in other programs, as Excel (.xlsx) or as separated
// text, and gives plain rows with the row numbers that Excel shows.
//
// It is pure: no database, no clock, no temporary files, and nothing in a file is run or fetched. What a
// file is, is told by its content and never by its name. Encrypted, macro-bearing, torn and oversized
// files are refused whole; a file is never read in part without a word.
package rows

import (
	"errors"
	"io"
	"strings"
	"unicode"
)

// Limits on a file. What goes past them is refused before it costs anything.
type Limits struct {
	Bytes   int64 // the file as it was sent
	Columns int   // columns with something in them
}

// lookAhead is how many non-empty rows Look gives.
const lookAhead = 30

// Source gives one row at a time and, as often as asked, io.EOF after the last.
type Source interface {
	Next() (Row, error)
}

// Row is one physical row.
type Row struct {
	Number int // as Excel shows it
	Cells  []Cell
}

// Cell is what stands in one cell.
type Cell struct {
	Text   string
	Number bool // a number to the workbook, not a text
	Faulty bool // an error value such as #N/A
}

// Empty reports a row without a single letter or digit: blank, or a ruled line.
func (r Row) Empty() bool {
	for _, c := range r.Cells {
		if strings.ContainsFunc(c.Text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			return false
		}
	}
	return true
}

// File is a file ready to give its rows.
type File struct {
	Kind      string // "xlsx" or "csv"
	Encoding  string // "utf-8", "utf-16" or "windows-1252"; empty for xlsx
	Delimiter string // ";", ",", "\t" or "|"; empty for xlsx
	From1904  bool   // dates in the workbook count from 1904
	columns   int
	book      *book
	text      *records
}

// Open tells what a file is and how it is written. Score says how much a row looks like the header that the
// caller waits for, to choose between delimiters; it may be nil. A file that cannot be read gives a *Refused, unless
// src.Lost says that the disk failed.
func Open(src *Disk, size int64, max Limits, score func(Row) int) (*File, error) {
	kind, err := sniff(src, size, max.Bytes)
	if err != nil {
		return &File{}, err
	}
	if kind == "csv" {
		return openText(src, size, max.Columns, score)
	}
	b, err := openBook(src, size, max.Columns)
	if err != nil {
		return &File{Kind: kind}, err
	}
	return &File{Kind: kind, From1904: b.date1904, book: b}, nil
}

// Sheets are the names of the sheets, visible ones first; separated text has one without a name.
func (f *File) Sheets() []string {
	if f.book == nil {
		return []string{""}
	}
	var out []string
	for _, s := range f.book.sheets {
		out = append(out, s.name)
	}
	return out
}

// Sheet gives the rows of one sheet by its place in Sheets; those of separated text are given once. The
// caller closes what it was given.
func (f *File) Sheet(i int) (Source, io.Closer, error) {
	if f.book == nil {
		return f.text, io.NopCloser(nil), nil
	}
	r, err := f.book.open(f.book.sheets[i])
	if err != nil {
		return nil, nil, err
	}
	return r, r.in, nil
}

// Look reads the rows in which a header may stand.
func Look(src Source) ([]Row, error) {
	var found []Row
	for len(found) < lookAhead {
		l, err := src.Next()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		if !l.Empty() {
			found = append(found, l)
		}
	}
	return found, nil
}
