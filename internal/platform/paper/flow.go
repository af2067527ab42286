package paper

// The text area. Lines of running text are held shorter than the page is wide:
// about 80 letters.
const (
	left       = 24 * mm
	right      = pageWidth - 24*mm
	top        = 22 * mm
	bottom     = pageHeight - 25*mm
	footLine   = pageHeight - 14*mm // baseline of the foot
	lineLength = 138 * mm
)

// flow sets elements one after another and starts pages as they fill.
type flow struct {
	pages []*page
	page  *page
	y     float64 // points from the top of the page, where the next thing goes
	gap   float64 // space owed before the next thing
	root  *node
	fonts *fontSet
	// onBreak draws what is repeated at the top of a page, such as a table
	// head; nil outside tables.
	onBreak func()
}

func newFlow() *flow {
	f := &flow{root: &node{tag: "Document"}, fonts: newFontSet()}
	f.newPage()
	return f
}

func (f *flow) newPage() {
	f.page = &page{fonts: f.fonts}
	f.pages = append(f.pages, f.page)
	f.y, f.gap = top, 0
	if f.onBreak != nil {
		f.onBreak()
	}
}

// room makes place for height points after the space owed, on the next page
// when this one is full. What is higher than a page begins on a fresh one.
func (f *flow) room(before, height float64) {
	gap := max(f.gap, before)
	f.gap = 0
	switch {
	case f.y == top: // nothing above: no space either
	case f.y+gap+height > bottom:
		f.newPage()
	default:
		f.y += gap
	}
}

// font is how a piece of text is set; measures in points.
type font struct {
	weight  weight
	size    float64
	leading float64 // from baseline to baseline
	colour  colour
}

// baseline puts capitals, two thirds of an em high, in the middle of the line.
func (t font) baseline() float64 { return t.leading/2 + 0.33*t.size }

// lines draws lines as marked pieces of n, one piece on each page it takes.
// It does not leave a single line behind at the foot of a page.
func (f *flow) lines(n *node, t font, x float64, lines [][]glyph) {
	for len(lines) > 0 {
		fit := min(len(lines), int((bottom-f.y)/t.leading+1e-6))
		if fit < 1 || fit == 1 && len(lines) > 1 && f.y > top {
			f.newPage()
			continue
		}
		if len(lines)-fit == 1 && fit > 2 {
			fit-- // nor carry a single one over
		}
		f.page.mark(n, func() { f.page.drawLines(t, x, f.y, lines[:fit]) })
		f.y += float64(fit) * t.leading
		lines = lines[fit:]
	}
}

// drawLines draws lines downwards from y.
func (p *page) drawLines(t font, x, y float64, lines [][]glyph) {
	for i, l := range lines {
		p.text(t.colour, x, y+float64(i)*t.leading+t.baseline(), t.size, l)
	}
}

var footFont = font{regular, 9, 12, quiet}

// finish draws the foot of every page. It is not read: readers know the title
// and the page.
func (f *flow) finish(d Document) {
	for i, p := range f.pages {
		label := shape(d.pageLabel(i+1, len(f.pages)), regular)
		labelAt := right - textWidth(label, footFont.size)
		foot := wrap(d.Foot, regular, footFont.size, labelAt-left-8*mm)
		p.artifact("/Type /Pagination /Subtype /Footer", func() {
			if len(foot) > 0 {
				p.text(quiet, left, footLine, footFont.size, foot[0])
			}
			p.text(quiet, labelAt, footLine, footFont.size, label)
		})
	}
}
