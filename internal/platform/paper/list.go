package paper

// Both kinds of list are tagged L, LI, Lbl and LBody (ISO 32000-1, 14.8.4.3.3),
// so a reader hears how many there are, and the label before the body.

// Facts are terms with their values, side by side.
type Facts struct{ Pairs []Pair }

// Pair is one term, such as "Born", and its value. A line break in the value
// stays. An empty value is shown as a dash.
type Pair struct{ Term, Value string }

const (
	termWidth = 40 * mm
	valueAt   = left + termWidth + 4*mm
	indent    = 5 * mm
)

func (e Facts) place(f *flow) error {
	list := f.root.child("L")
	for _, p := range e.Pairs {
		value := wrap(p.Value, regular, bodyFont.size, left+lineLength-valueAt)
		if len(value) == 0 {
			value = wrap("–", regular, bodyFont.size, termWidth)
		}
		f.item(list, wrap(p.Term, bold, strongFont.size, termWidth), strongFont, value, valueAt)
		f.gap = 7
	}
	f.gap = 12
	return nil
}

// List is a list with bullets. Items that are empty are left out.
type List struct{ Items []string }

func (e List) place(f *flow) error {
	list := f.root.child("L")
	list.attributes = "<</O /List /ListNumbering /Disc>>"
	bullet := font{bold, bodyFont.size, bodyFont.leading, primary}
	for _, item := range e.Items {
		body := wrap(item, regular, bodyFont.size, lineLength-indent)
		if len(body) == 0 {
			continue
		}
		f.item(list, [][]glyph{shape("•", bold)}, bullet, body, left+indent)
		f.gap = 3
	}
	f.gap = 12
	return nil
}

// item sets a label at the margin and a body beside it at x. Both begin on the
// same line; the label is kept whole, the body may go on over the page.
func (f *flow) item(list *node, label [][]glyph, t font, body [][]glyph, x float64) {
	height := float64(max(len(label), min(len(body), 2))) * t.leading
	f.room(0, height)
	item := list.child("LI")
	start, first := f.y, f.page
	if len(label) > 0 {
		f.lines(item.child("Lbl"), t, left, label)
	}
	end, last := f.y, f.page
	f.page, f.y = first, start
	f.lines(item.child("LBody"), bodyFont, x, body)
	switch f.page {
	case last:
		f.y = max(f.y, end)
	case first: // the label alone went over the page
		f.page, f.y = last, end
	}
}
