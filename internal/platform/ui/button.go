package ui

import "github.com/a-h/templ"

// ButtonKind is how loudly a button speaks. One primary per page.
type ButtonKind string

// The kinds of button.
const (
	Primary   ButtonKind = ""
	Secondary ButtonKind = "andra"
	Danger    ButtonKind = "risk" // takes something away
	Quiet     ButtonKind = "text" // looks like a link
)

// ButtonProps is a button that sends its form, or does what Attrs say.
type ButtonProps struct {
	Text        string
	Kind        ButtonKind
	Icon        string // before the word
	IconAfter   string // after the word, for a direction
	Large       bool
	Wide        bool             // as wide as a phone
	Name, Value string           // what the form says when this button sent it
	Type        string           // "submit" when empty
	Describes   string           // what it is about, for those who hear the button alone
	Attrs       templ.Attributes // further attributes
}

// LinkButtonProps is a link that looks like a button: it leads somewhere and
// changes nothing.
type LinkButtonProps struct {
	Href, Text      string
	Kind            ButtonKind
	Icon, IconAfter string
	Large, Wide     bool
	Describes       string
	Attrs           templ.Attributes
}

func classes(kind ButtonKind, large, wide bool) string {
	class := "knapp"
	if kind != Primary {
		class += " " + string(kind)
	}
	if large {
		class += " stor"
	}
	if wide {
		class += " bred"
	}
	return class
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
