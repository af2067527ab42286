package ui

import "github.com/a-h/templ"

// CardProps is a box with a heading. Its children are what it holds.
type CardProps struct {
	ID    string // of the heading; needed when two cards have the same title
	Over  string // a line above the heading
	Title string
	Level int // of the heading; 2 when 0
}

func (p CardProps) id() string { return orElse(p.ID, slug(p.Title)) }

// NextStepProps is the one thing to do next, on the first page.
type NextStepProps struct {
	Over   string // "Nästa steg för dig"
	Title  string
	Text   string // where one is and how long it takes
	Why    string // why it comes first: "Därför att …"
	Steps  StepsProps
	Button LinkButtonProps
}

// TaskProps is a row of a to-do list: what, and one button as its children.
type TaskProps struct {
	Title, Text string
}

// Part is a piece of a whole, in its order: a step of a course.
type Part struct {
	Href   string // none: it cannot be opened
	Title  string
	Note   string
	Status StatusKind
	Word   string // instead of the word of the status
	Topic  string // of a door: the heading that it stands under; none: all stand in one list
}

// byTopic are doors in runs of one topic.
func byTopic(doors []Part) [][]Part {
	var out [][]Part
	for i, d := range doors {
		if i == 0 || d.Topic != doors[i-1].Topic {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], d)
	}
	return out
}

// Fact is a term and what it says.
type Fact struct {
	Term string
	Text string
	Body templ.Component // instead of a text: links, a status
}

// slug makes an id from a title: lower case, and a hyphen for anything that is
// not a letter or digit.
func slug(title string) string {
	id := []rune("r-")
	for _, r := range title {
		switch {
		case r >= 'A' && r <= 'Z':
			id = append(id, r+'a'-'A')
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r > 127:
			id = append(id, r)
		case id[len(id)-1] != '-':
			id = append(id, '-')
		}
	}
	return string(id)
}

// button is always large and points onwards.
func (p NextStepProps) button() LinkButtonProps {
	b := p.Button
	b.Large = true
	b.IconAfter = orElse(b.IconAfter, "arrow-right")
	return b
}
