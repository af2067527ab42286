package ui

import "strconv"

// ChoicesProps is a question with rows to choose from.
type ChoicesProps struct {
	Name    string
	ID      string // also the id of the first row, so that an error can lead there; Name when empty
	Legend  string
	Tip     string
	Error   string
	Many    bool // several may be chosen
	Choices []Choice
}

// Choice is one row. The whole row is the target.
type Choice struct {
	Value    string
	Text     string
	Note     string // a second line
	Chosen   bool
	Disabled bool
	Mark     Mark   // the answer to an answered question
	MarkText string // the mark in words: "Ditt svar är rätt"
}

// Mark is whether a chosen row was right.
type Mark string

// The marks of a row.
const (
	NoMark Mark = ""
	Right  Mark = "ratt"
	Wrong  Mark = "fel"
)

// CheckProps is one box to tick, with its own name.
type CheckProps struct {
	Name, Value, Text, Note, Error string
	Chosen                         bool
}

func (p ChoicesProps) id() string { return orElse(p.ID, p.Name) }

func (p ChoicesProps) rowID(i int) string {
	if i == 0 {
		return p.id()
	}
	return p.id() + "-" + strconv.Itoa(i+1)
}

func (p ChoicesProps) kind() string {
	if p.Many {
		return "checkbox"
	}
	return "radio"
}

func (c Choice) class() string {
	if c.Mark == NoMark {
		return "val"
	}
	return "val " + string(c.Mark)
}

// status is how a mark looks beside its words.
func (m Mark) status() StatusKind {
	if m == Right {
		return Done
	}
	return Missing
}
