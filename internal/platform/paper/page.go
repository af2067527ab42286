package paper

import (
	"bytes"
	"fmt"
	"strconv"
)

// Sizes of A4 in points (1/72 inch), the unit of all measures inside the package.
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	mm         = 72 / 25.4
)

// colour is red, green and blue, 0–255: the light theme of the web pages.
type colour [3]uint8

var (
	ink     = colour{0x1c, 0x21, 0x26} // text
	quiet   = colour{0x4a, 0x51, 0x5a} // second text
	primary = colour{0x0b, 0x55, 0x63}
	sun     = colour{0xff, 0xc8, 0x3d}
	sand    = colour{0xf2, 0xee, 0xe6} // ground under a table head
	line    = colour{0xd6, 0xd0, 0xc4} // rules; says nothing by itself
	white   = colour{0xff, 0xff, 0xff}
)

// page is one page while it is drawn. y goes down from the top edge, as a
// reader's eye does; it is turned round when written.
type page struct {
	content bytes.Buffer
	owners  []*node // by mark number: the node each marked piece belongs to
	links   []*link
	reading *node // whose marked piece is open; nil in an artifact
	fonts   *fontSet
	ref     ref // set on export
}

// link is a clickable area on a page.
type link struct {
	x, y, width, height float64
	url, says           string
	owner               *node
	ref                 ref // set on export
}

func (p *page) op(format string, args ...any) {
	fmt.Fprintf(&p.content, format+"\n", args...)
}

// number writes a measure with two decimals, a hundredth of a point.
func number(v float64) string {
	return strconv.FormatFloat(v, 'f', 2, 64)
}

func (c colour) operands() string {
	part := func(v uint8) string { return strconv.FormatFloat(float64(v)/255, 'f', 3, 64) }
	return part(c[0]) + " " + part(c[1]) + " " + part(c[2])
}

// mark draws something that belongs to n in the reading order.
func (p *page) mark(n *node, draw func()) {
	p.begin(n, "")
	draw()
	p.end()
}

// begin opens a marked piece of n with further properties.
func (p *page) begin(n *node, properties string) {
	id := len(p.owners)
	p.owners = append(p.owners, n)
	n.kids = append(n.kids, kid{page: p, mark: id})
	p.op("/%s <</MCID %d%s>> BDC", n.tag, id, properties)
	p.reading = n
}

func (p *page) end() {
	p.op("EMC")
	p.reading = nil
}

// artifact draws something that is not read: a rule, a page number. kind is
// empty or a property list's entries (ISO 32000-1, 14.8.2.2).
func (p *page) artifact(kind string, draw func()) {
	if kind == "" {
		p.op("/Artifact BMC")
	} else {
		p.op("/Artifact <<%s>> BDC", kind)
	}
	draw()
	p.op("EMC")
}

func (p *page) fillRect(c colour, x, y, width, height float64) {
	p.op("%s rg %s %s %s %s re f", c.operands(), number(x), number(pageHeight-y-height), number(width), number(height))
}

// text draws one line with its baseline at y. Glyphs that stand in for others
// become an element of their own, with the true text.
func (p *page) text(c colour, x, y, size float64, glyphs []glyph) {
	for start := 0; start < len(glyphs); {
		end, meant := start, ""
		for end < len(glyphs) && (glyphs[end].meant == "") == (glyphs[start].meant == "") {
			meant += glyphs[end].meant
			end++
		}
		if meant == "" || p.reading == nil {
			p.string(c, x, y, size, glyphs[start:end])
		} else {
			p.standIn(meant, func() { p.string(c, x, y, size, glyphs[start:end]) })
		}
		for _, g := range glyphs[start:end] {
			x += float64(g.advance) * size / 1000
		}
		start = end
	}
}

// standIn interrupts the open piece, since pieces may not stand in each other.
// The text stands both in the tree, for reading aloud, and here, for copying.
func (p *page) standIn(meant string, draw func()) {
	around := p.reading
	p.end()
	span := around.child("Span")
	span.actual = meant
	p.begin(span, " /ActualText "+textString(meant))
	draw()
	p.end()
	p.begin(around, "")
}

// string draws glyphs that stand for themselves, switching faces as needed.
func (p *page) string(c colour, x, y, size float64, glyphs []glyph) {
	p.op("BT %s rg 1 0 0 1 %s %s Tm", c.operands(), number(x), number(pageHeight-y))
	for start := 0; start < len(glyphs); {
		current, end := glyphs[start].face, start
		for end < len(glyphs) && glyphs[end].face == current {
			end++
		}
		p.op("/%s %s Tf", p.fonts.use(current), number(size))
		p.show(glyphs[start:end])
		start = end
	}
	p.op("ET")
}

// show writes glyphs of one face.
func (p *page) show(glyphs []glyph) {
	b := &p.content
	b.WriteString("[<")
	for _, g := range glyphs {
		p.fonts.note(g)
		fmt.Fprintf(b, "%04X", g.id)
		if kern := g.advance - g.face.width(g.id); kern != 0 {
			fmt.Fprintf(b, ">%d<", -kern)
		}
	}
	b.WriteString(">] TJ\n")
}
