// Package paste reads, purely, assessments of many people from rows that somebody has pasted from a sheet:
// the first row names the requirements, the first columns the people, and the cells the levels (R196).
//
// Nothing of it holds while anything is wrong: every problem says its row and column as Excel shows them.
package paste

import (
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/framework/frame"
)

// Person is somebody whom a row may be about.
type Person struct{ ID, Number, Name string }

// Requirement is what a column may be about. Levels are its framework's scheme, lowest first.
type Requirement struct {
	Key, Name string
	Levels    []frame.Level
}

// Row is a pasted row and its number as Excel shows it.
type Row struct {
	Number int
	Cells  []string
}

// Word is what one cell says; Level "" is none of it.
type Word struct {
	Row, Column         int // as they were pasted, from 0, for whoever shows them again
	PersonID, Name      string
	Requirement, Needed string // key and name
	Level, Said         string // key and name; Said "" is none of it
}

// Problem is something to mend. Key names the sentence, Cell where it is ("C7").
type Problem struct {
	Row    int // as Excel shows it
	Column int // from 0
	Key    string
	Value  string // what stands there
}

// Cell names the place as Excel does.
func (p Problem) Cell() string { return Letter(p.Column) + strconv.Itoa(p.Row) }

// Letter names a column from 0 as Excel does.
func Letter(column int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

// What is wrong. The sentences have the keys assess.paste.…
const (
	Empty       = "empty"       // no rows
	NoHeader    = "no_header"   // no column is a requirement
	TwiceColumn = "twice"       // two columns of one requirement
	Unknown     = "unknown"     // nobody here has that number or name
	Ambiguous   = "ambiguous"   // more than one has that name
	TwicePerson = "twice_row"   // two rows of one person
	NoLevel     = "no_level"    // no level of the scheme
	NoColumn    = "no_column"   // a column that is no requirement here
	SameName    = "two_columns" // the name is that of two requirements
)

// The columns that name people.
var (
	numberWords = []string{"anställningsnummer", "anstnr", "anst.nr", "anst nr", "nummer", "nr"}
	nameWords   = []string{"namn", "medarbetare", "person", "förnamn och efternamn"}
)

// none are the words for holding none of it.
var none = []string{"0", "inget", "inget av det", "nej", "saknas"}

// unsaid are the words for saying nothing: the cell changes nothing.
var unsaid = []string{"", "-", "–", "—", "?"}

// Lines takes pasted text apart: rows by line breaks, cells by tabs, or by semicolons where there is no tab.
func Lines(text string) []Row {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	split := "\t"
	if !strings.Contains(text, "\t") {
		split = ";"
	}
	var out []Row
	for i, line := range strings.Split(text, "\n") {
		if strings.Trim(line, " "+split) == "" {
			continue
		}
		out = append(out, Row{Number: i + 1, Cells: strings.Split(line, split)})
	}
	return out
}

// Read reads rows for some people and requirements. With any problem what is read is not to be used.
func Read(rows []Row, people []Person, requirements []Requirement) (words []Word, problems []Problem) {
	if len(rows) < 2 {
		return nil, []Problem{{Row: 1, Key: Empty}}
	}
	columns, numberAt, nameAt, problems := header(rows[0], requirements)
	if len(problems) > 0 {
		return nil, problems
	}
	seen := map[string]bool{}
	for i, row := range rows[1:] {
		p, at, problem := find(row, numberAt, nameAt, people)
		if problem == "" && seen[p.ID] {
			problem = TwicePerson
		}
		if problem != "" {
			problems = append(problems, Problem{row.Number, at, problem, cell(row, at)})
			continue
		}
		seen[p.ID] = true
		for _, c := range columns {
			text := cell(row, c.at)
			if slices.Contains(unsaid, text) {
				continue
			}
			level, ok := levelOf(text, c.Levels)
			if !ok {
				problems = append(problems, Problem{row.Number, c.at, NoLevel, text})
				continue
			}
			words = append(words, Word{i + 1, c.at, p.ID, p.Name, c.Key, c.Name, level.Key, level.Name})
		}
	}
	return words, problems
}

type column struct {
	Requirement
	at int
}

// header tells which columns are requirements, and which name people.
func header(row Row, requirements []Requirement) (columns []column, numberAt, nameAt int, problems []Problem) {
	numberAt, nameAt = -1, -1
	taken := map[string]bool{}
	for i := range row.Cells {
		name := cell(row, i)
		low := strings.ToLower(name)
		switch {
		case name == "":
			continue
		case numberAt < 0 && slices.Contains(numberWords, low):
			numberAt = i
			continue
		case nameAt < 0 && slices.Contains(nameWords, low):
			nameAt = i
			continue
		}
		found := slices.DeleteFunc(slices.Clone(requirements), func(r Requirement) bool { return !strings.EqualFold(r.Name, name) && r.Key != name })
		switch {
		case len(found) == 0:
			problems = append(problems, Problem{row.Number, i, NoColumn, name})
		case len(found) > 1:
			problems = append(problems, Problem{row.Number, i, SameName, name})
		case taken[found[0].Key]:
			problems = append(problems, Problem{row.Number, i, TwiceColumn, name})
		default:
			taken[found[0].Key] = true
			columns = append(columns, column{found[0], i})
		}
	}
	if numberAt < 0 && nameAt < 0 || len(columns) == 0 && len(problems) == 0 {
		problems = append(problems, Problem{row.Number, 0, NoHeader, ""})
	}
	return columns, numberAt, nameAt, problems
}

// find tells whom a row is about: by number, else by name.
func find(row Row, numberAt, nameAt int, people []Person) (p Person, at int, problem string) {
	if number := cell(row, numberAt); number != "" {
		if i := slices.IndexFunc(people, func(p Person) bool { return p.Number == number }); i >= 0 {
			return people[i], numberAt, ""
		}
		return p, numberAt, Unknown
	}
	name := cell(row, nameAt)
	found := slices.DeleteFunc(slices.Clone(people), func(p Person) bool { return name == "" || !sameName(p.Name, name) })
	switch len(found) {
	case 0:
		return p, max(nameAt, 0), Unknown
	case 1:
		return found[0], nameAt, ""
	}
	return p, nameAt, Ambiguous
}

// sameName takes "Åsa Berg" and "Berg, Åsa" for the same.
func sameName(is, said string) bool {
	if last, first, ok := strings.Cut(said, ","); ok {
		said = strings.TrimSpace(first) + " " + strings.TrimSpace(last)
	}
	return strings.EqualFold(strings.Join(strings.Fields(is), " "), strings.Join(strings.Fields(said), " "))
}

// levelOf reads a level: its name, its key, or its number from 1; the zero Level is none of it.
func levelOf(text string, scheme []frame.Level) (frame.Level, bool) {
	low := strings.ToLower(text)
	if slices.Contains(none, low) {
		return frame.Level{}, true
	}
	for i, l := range scheme {
		if strings.EqualFold(l.Name, text) || l.Key == text || strconv.Itoa(i+1) == text || strings.EqualFold(strconv.Itoa(i+1)+" "+l.Name, text) {
			return l, true
		}
	}
	return frame.Level{}, false
}

// cell is what stands at a place of a row, without spaces around and without the mark that Excel's own
// writers put before what is a text.
func cell(row Row, at int) string {
	if at < 0 || at >= len(row.Cells) {
		return ""
	}
	return strings.TrimPrefix(strings.Trim(strings.Join(strings.Fields(strings.ReplaceAll(row.Cells[at], "\u00a0", " ")), " "), `"`), "'")
}
