package ui

import (
	"strings"

	"github.com/a-h/templ"
)

// FieldProps is one field of a form: its label, what helps, what was wrong and
// what was typed.
type FieldProps struct {
	Name         string // also its id, unless ID is given
	ID           string
	Label        string
	Tip          string // stands before the field
	Error        string // stands at the field, the same words as in ErrorSummary
	Value        string
	Type         string // text when empty: email, tel, date, number, password, search, file …
	Autocomplete string
	InputMode    string
	Optional     bool             // says so in words
	Rows         int              // of a TextArea
	Options      []Option         // of a Select
	Attrs        templ.Attributes // further attributes: min, max, accept …
}

// Option is one line of a Select.
type Option struct{ Value, Text string }

func (p FieldProps) id() string { return orElse(p.ID, p.Name) }

// describedBy names what a screen reader reads after the label.
func (p FieldProps) describedBy() string { return describedBy(p.id(), p.Tip, p.Error) }

func describedBy(id, tip, wrong string) string {
	var ids []string
	if tip != "" {
		ids = append(ids, id+"-tips")
	}
	if wrong != "" {
		ids = append(ids, id+"-fel")
	}
	return strings.Join(ids, " ")
}

func fieldClass(wrong string) string {
	if wrong != "" {
		return "falt har-fel"
	}
	return "falt"
}

// attrs are the attributes that every kind of field shares.
func (p FieldProps) attrs() templ.Attributes {
	a := templ.Attributes{"id": p.id(), "name": p.Name}
	set := func(name, value string) {
		if value != "" {
			a[name] = value
		}
	}
	set("autocomplete", p.Autocomplete)
	set("inputmode", p.InputMode)
	set("aria-describedby", p.describedBy())
	if p.Error != "" {
		a["aria-invalid"] = "true"
	}
	for name, value := range p.Attrs {
		a[name] = value
	}
	return a
}

func (p FieldProps) rows() int { return max(p.Rows, 3) }

// FormProps is a form that posts to our own pages.
type FormProps struct {
	Action   string
	ID       string
	Files    bool // it sends files
	Get      bool // it asks and changes nothing: a filter, a search
	Autosave bool // it saves itself while one writes, where script works
	Unsent   bool // it empties the browser: one is told first what has not been sent from there
}

func (p FormProps) method() string {
	if p.Get {
		return "get"
	}
	return "post"
}
