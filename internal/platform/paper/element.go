package paper

import (
	"errors"
	"fmt"
)

// Element is one thing on paper: Mark, Heading, Paragraph, Facts, List, Table,
// QR, Rule or Space.
type Element interface {
	// place sets the element at the flow's position.
	place(f *flow) error
}

// maxLevel is the deepest heading there is a look for.
const maxLevel = 3

// Heading opens a section. Level is 1 to 3; the first is 1 and none is skipped.
type Heading struct {
	Level  int
	Text   string
	Kicker string // a few words above it, a paragraph of their own; may be empty
}

var headingFonts = map[int]font{1: {bold, 30, 36, ink}, 2: {bold, 17, 23, ink}, 3: {bold, 12.5, 18, ink}}

func (h Heading) place(f *flow) error {
	t := headingFonts[h.Level]
	lines := wrap(h.Text, t.weight, t.size, right-left)
	if len(lines) == 0 {
		return errors.New("a heading without text")
	}
	const company = 48 // points of what it heads, so that it never ends a page
	kicker := wrap(h.Kicker, bold, kickerFont.size, right-left)
	f.room(t.size*0.9, float64(len(kicker))*kickerFont.leading+float64(len(lines))*t.leading+company)
	if len(kicker) > 0 {
		f.lines(f.root.child("P"), kickerFont, left, kicker)
	}
	f.lines(f.root.child(fmt.Sprintf("H%d", h.Level)), t, left, lines)
	f.gap = t.size * 0.35
	return nil
}

// Style is the look of a paragraph.
type Style int

const (
	Body  Style = iota
	Lead        // larger, for the sentence that matters most
	Large       // large and bold, for a name
	Small       // smaller and quieter
)

// Paragraph is running text. A line break in it stays a line break. Text that
// is empty, or becomes so when control characters are gone, leaves nothing.
type Paragraph struct {
	Text  string
	Style Style
}

var (
	bodyFont   = font{regular, 11.5, 17, ink}
	kickerFont = font{bold, 11.5, 17, primary}
	strongFont = font{bold, 11.5, 17, ink}
	smallFont  = font{regular, 9.5, 13.5, quiet}
	styleFonts = map[Style]font{
		Body: bodyFont, Lead: {regular, 15, 22, ink}, Large: {bold, 21, 28, ink}, Small: smallFont,
	}
)

func (p Paragraph) place(f *flow) error {
	t, ok := styleFonts[p.Style]
	if !ok {
		return fmt.Errorf("no paragraph style %d", p.Style)
	}
	width := right - left
	if t.size < 15 {
		width = lineLength
	}
	lines := wrap(p.Text, t.weight, t.size, width)
	if len(lines) == 0 {
		return nil
	}
	f.room(0, t.leading)
	f.lines(f.root.child("P"), t, left, lines)
	f.gap = 10
	if p.Style == Large {
		f.gap = 3
	}
	return nil
}

// Rule is a thin line across the page. It is not read.
type Rule struct{}

func (Rule) place(f *flow) error {
	f.room(10, 1)
	f.page.artifact("", func() { f.page.fillRect(line, left, f.y, right-left, 0.75) })
	f.y++
	f.gap = 10
	return nil
}

// Space is empty height, in millimetres. At the top of a page it is nothing.
type Space struct{ MM float64 }

func (s Space) place(f *flow) error {
	if s.MM < 0 {
		return fmt.Errorf("a space of %v mm", s.MM)
	}
	f.gap += s.MM * mm
	return nil
}
