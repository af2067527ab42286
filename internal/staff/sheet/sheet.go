// Package sheet reads the staff lists that HR systems export, as Excel (.xlsx)
// or as separated text, and turns every line into one tidy Row.
//
// It is pure: no database, no clock, no temporary files. What the file looks
// like is decided by its content, never by its name. Identity numbers leave the
// package only inside an Identity, which prints as nothing.
//
// Requirement: staff import (Excel .xlsx and CSV, as HR systems export them);
// contract, "What the counts mean", staff import.
package sheet

import (
	"errors"
	"io"
	"strconv"
	"time"

	"yrkesresan/internal/platform/grid/rows"
)

// Limits on a file. What goes past them is refused before it costs anything.
const (
	maxBytes   = 100 << 20 // the file as it was sent
	maxRows    = 200_000   // data rows
	maxColumns = 200       // columns with something in them
)

// Level says whether a Problem keeps its row from being imported.
type Level uint8

// An Error keeps the row out; a Warning lets it in.
const (
	Warning Level = iota
	Error
)

func (l Level) String() string {
	if l == Error {
		return "error"
	}
	return "warning"
}

// Problem is one thing to put right in the file. Key and Args make a sentence
// with the catalogue (sv.json); they never carry an identity number or
// other personal data.
type Problem struct {
	Row    int    // the row number Excel shows
	Column string // the header as written in the file; empty when no column is to blame
	Key    string
	Args   map[string]string
	Level  Level
}

// Operation is one level between municipality and unit, with the file's own
// word for that level.
type Operation struct {
	Column string // header as written: "Förvaltning"
	Name   string // value in the row: "Omsorgsförvaltningen"
}

// Manager is what the row says about the nearest manager. Any of the fields may
// be empty; the caller finds the person by number, hash, e-mail or unique name.
type Manager struct {
	Name     string // "Förnamn Efternamn"
	Number   string // employment number
	Email    string
	Identity Identity
}

// Row is one employment as the file tells it. Texts are trimmed, in Unicode
// NFC and with single spaces; what the file leaves out is empty.
type Row struct {
	Number           int // the row number Excel shows when it opens the file
	EmploymentNumber string
	Identity         Identity
	FirstName        string
	LastName         string
	Title            string
	AID              string
	Operations       []Operation // outermost first; levels without a value are left out
	Unit             string
	Ansvar           string // accounting code: matches a unit's code, not its name
	Team             string
	Email            string // empty when the address in the file cannot be one
	Mobile           string
	Manager          Manager
	FormText         string // as written
	Form             Form   // FormUnknown when the file says nothing
	ExtentPercent    float64
	HasExtent        bool
	Start            string // "2006-01-02", or empty
	End              string // "2006-01-02", or empty when open-ended
	Problems         []Problem
}

// Failed reports whether any problem in the row is an error.
func (r Row) Failed() bool {
	for _, p := range r.Problems {
		if p.Level == Error {
			return true
		}
	}
	return false
}

// Header says how the file was understood.
type Header struct {
	Kind      string   // "xlsx" or "csv"
	Sheet     string   // name of the sheet that was read; empty for csv
	Encoding  string   // "utf-8", "utf-16" or "windows-1252"; empty for xlsx
	Delimiter string   // ";", ",", "\t" or "|"; empty for xlsx
	Row       int      // row number of the header
	Columns   []Column // recognised columns in file order
	Ignored   []string // headers that were not used, as written
	Rows      int      // data rows given to each
	Problems  []Problem
}

// Column is one recognised header.
type Column struct {
	Index int    // 0 is column A
	Text  string // as written
	Field Field
}

// Read reads a whole staff file and calls each for every data row, in file
// order; it keeps neither file nor rows. Today decides the century of identity
// numbers and two-digit years.
//
// A file that cannot be read as a staff list gives a *Refused. As that may show
// late (a torn file, too many rows), what each has been given counts only when
// Read returns nil. An error from each stops the reading and is returned as it is.
func Read(r io.ReaderAt, size int64, today time.Time, each func(Row) error) (Header, error) {
	src := &rows.Disk{At: r}
	head, err := read(src, size, today, each)
	if src.Lost != nil {
		return head, src.Lost // the disk or the network failed: no verdict about the file
	}
	return head, ours(err)
}

// read reads the first sheet that has a header. Visible sheets come first.
func read(src *rows.Disk, size int64, today time.Time, each func(Row) error) (Header, error) {
	f, err := rows.Open(src, size, rows.Limits{Bytes: maxBytes, Columns: maxColumns}, score)
	head := Header{Kind: f.Kind, Encoding: f.Encoding, Delimiter: f.Delimiter}
	if err != nil {
		return head, err
	}
	for i, name := range f.Sheets() {
		in, end, err := f.Sheet(i)
		if err != nil {
			return head, err
		}
		defer end.Close()
		seen, err := rows.Look(in)
		if err != nil {
			return head, err
		}
		if _, ok := findHeader(seen); ok {
			head.Sheet = name
			return head, start(seen, in, &head, today, f.From1904, each)
		}
	}
	return head, refuse("header")
}

// deliver gives every data row after the header to each.
func deliver(p *parser, head *Header, seen []rows.Row, src rows.Source, each func(Row) error) error {
	for _, l := range seen {
		if err := p.give(l, head, each); err != nil {
			return err
		}
	}
	for {
		l, err := src.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := p.give(l, head, each); err != nil {
			return err
		}
	}
}

func (p *parser) give(l rows.Row, head *Header, each func(Row) error) error {
	if l.Empty() || p.skips(l) {
		return nil
	}
	if head.Rows++; head.Rows > maxRows {
		return refuse("rows", "max", strconv.Itoa(maxRows))
	}
	return each(p.row(l))
}
