package sheet

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
)

// Form is the fields of a form on a sheet: what was typed, and what was wrong.
type Form struct {
	sheet  *Sheet
	values url.Values
	fields []templ.Component
}

// Form begins a form with values, in pairs of name and value; after a refusal with what was typed.
func (s *Sheet) Form(r *http.Request, pairs ...string) *Form {
	f := &Form{sheet: s, values: url.Values{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.values.Add(pairs[i], pairs[i+1])
	}
	if len(s.Wrong) > 0 && r.PostForm != nil {
		f.values = r.PostForm
	}
	return f
}

// Field is what a field asks and how.
type Field struct {
	Name, Label, Tip string
	Type             string // text when empty: date, time, number (digits only), email, tel, search …
	Rows             int    // of a text of several lines
	Optional         bool   // says so in words
}

// Named is a field by what it is called in the catalogue: label is the key of its label, tip that of its help, which it may lack.
func Named(c *lang.Catalog, name, label, tip string) Field {
	x := Field{Name: name, Label: c.T(label)}
	if c.Has(tip) {
		x.Tip = c.T(tip)
	}
	return x
}

func (f *Form) props(x Field) ui.FieldProps {
	f.sheet.fields = append(f.sheet.fields, x.Name)
	p := ui.FieldProps{Name: x.Name, Label: x.Label, Tip: x.Tip, Value: f.values.Get(x.Name), Error: f.sheet.Wrong[x.Name], Type: x.Type, Rows: x.Rows, Optional: x.Optional}
	if x.Type == "number" { // a wheel or an arrow key must not change it
		p.Type, p.InputMode = "", "numeric"
	}
	return p
}

// Values are those of a field: what the form began with or what was typed.
func (f *Form) Values(name string) []string { return f.values[name] }

// Named says which fields a component that is put has, so that a problem leads there.
func (f *Form) Named(names ...string) *Form {
	f.sheet.fields = append(f.sheet.fields, names...)
	return f
}

// Put adds a component of another kind.
func (f *Form) Put(x ...templ.Component) *Form { f.fields = append(f.fields, x...); return f }

// Fields gives what has been put, for a form that FormOf makes.
func (f *Form) Fields() []templ.Component { return f.fields }

// Input asks for a line, or with Rows for a text.
func (f *Form) Input(x Field) *Form {
	if x.Rows > 0 {
		return f.Put(ui.TextArea(f.props(x)))
	}
	return f.Put(ui.Input(f.props(x)))
}

// Pick asks for one of several in a list.
func (f *Form) Pick(x Field, options []ui.Option) *Form {
	p := f.props(x)
	p.Options = options
	return f.Put(ui.Select(p))
}

// Choose asks for one of a few that all stand there, or with many for several.
func (f *Form) Choose(x Field, many bool, choices []ui.Choice) *Form {
	f.sheet.fields = append(f.sheet.fields, x.Name)
	for i := range choices {
		choices[i].Chosen = slices.Contains(f.values[x.Name], choices[i].Value)
	}
	return f.Put(ui.Choices(ui.ChoicesProps{Name: x.Name, Legend: x.Label, Tip: x.Tip, Error: f.sheet.Wrong[x.Name], Many: many, Choices: choices}))
}

// Tick asks for a yes. Its value is "1".
func (f *Form) Tick(x Field) *Form {
	f.sheet.fields = append(f.sheet.fields, x.Name)
	return f.Put(ui.Check(ui.CheckProps{Name: x.Name, Value: "1", Text: x.Label, Note: x.Tip, Chosen: f.values.Get(x.Name) != "", Error: f.sheet.Wrong[x.Name]}))
}

// Send is what a form does: where it goes, and its one button.
type Send struct {
	Action string
	Get    bool        // it asks and changes nothing
	Files  bool        // it sends files
	Hidden [][2]string // names and values that nobody sees
	Button string
	Kind   ui.ButtonKind
	About  string // what the button is about, for those who hear it alone
}

// End makes the form, and puts it on the sheet.
func (f *Form) End(s Send) { f.sheet.Add(FormOf(s, f.fields...)) }
