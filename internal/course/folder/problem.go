package folder

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
)

// The levels of a problem. A course with an error is not taken in.
const (
	LevelError   = "error"
	LevelWarning = "warning"
)

// mostProblems is how many problems are kept: a person reads no more, and a
// hostile folder must not fill the memory.
const mostProblems = 500

// Problem is something wrong in a course folder. Line is 1 for the whole file.
// Sentence says it in Swedish.
type Problem struct {
	File  string            `json:"file"`
	Line  int               `json:"line"`
	Level string            `json:"level"`
	Key   string            `json:"key"`
	Args  map[string]string `json:"args,omitempty"`
}

//go:embed messages.sv.json
var messagesJSON []byte

// messages maps a problem key to its sentence with {placeholders}.
var messages = func() map[string]string {
	var m map[string]string
	if err := json.Unmarshal(messagesJSON, &m); err != nil {
		panic("messages.sv.json: " + err.Error()) // built in: a test reads it first
	}
	return m
}()

// Sentence says in Swedish what p is and what to do about it. An unknown key
// is returned as it is.
func Sentence(p Problem) string {
	text, ok := messages[p.Key]
	if !ok {
		return p.Key
	}
	var pairs []string
	for name, value := range p.Args {
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// HasErrors tells whether problems forbid the use of the course.
func HasErrors(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return p.Level == LevelError })
}

// report collects problems.
type report struct {
	problems []Problem
	errors   int
}

// sorted gives the problems by file and line.
func (r *report) sorted() []Problem {
	slices.SortStableFunc(r.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return r.problems
}

// place is a line in a file that problems can be pinned to.
type place struct {
	*report
	file string
	line int
}

// on is the same file at another line.
func (p place) on(line int) place {
	p.line = line
	return p
}

// wrong adds an error. pairs are placeholder names and values.
func (p place) wrong(key string, pairs ...string) { p.add(LevelError, key, pairs) }

// doubtful adds a warning.
func (p place) doubtful(key string, pairs ...string) { p.add(LevelWarning, key, pairs) }

// add keeps a problem. When the report is full, a first error still replaces
// a warning, so that HasErrors stays true to the folder.
func (p place) add(level, key string, pairs []string) {
	problem := Problem{File: p.file, Line: max(p.line, 1), Level: level, Key: key}
	for i := 0; i+1 < len(pairs); i += 2 {
		if problem.Args == nil {
			problem.Args = map[string]string{}
		}
		problem.Args[pairs[i]] = shorten(pairs[i+1])
	}
	full := len(p.problems) >= mostProblems
	switch {
	case !full:
		p.problems = append(p.problems, problem)
	case level == LevelError && p.errors == 0:
		p.problems[len(p.problems)-1] = problem
	}
	if level == LevelError {
		p.errors++
	}
}

// shorten keeps a quoted text readable in a sentence.
func shorten(s string) string {
	if runes := []rune(s); len(runes) > 120 {
		return string(runes[:120]) + "…"
	}
	return s
}
