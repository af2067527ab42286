package paper

import (
	"errors"
	"fmt"
)

// figure draws a picture as a figure with a text alternative and, as PDF/UA
// asks of figures, the box it stands in.
func (f *flow) figure(alt string, x, y, width, height float64, draw func()) {
	n := f.root.child("Figure")
	n.alt = alt
	n.attributes = fmt.Sprintf("<</O /Layout /Placement /Block /BBox [%s %s %s %s]>>",
		number(x), number(pageHeight-y-height), number(x+width), number(pageHeight-y))
	f.page.mark(n, draw)
}

// Mark is the round mark of the programme, a path that leads to a sun, with a
// name beside it. Without Alt the mark is not read and the name says enough;
// one of the two must be there.
type Mark struct {
	Alt  string
	Name string
}

var markFont = font{bold, 16, 20, ink}

func (m Mark) place(f *flow) error {
	const size = 13 * mm
	alt, name := cleanLine(m.Alt), cleanLine(m.Name)
	if alt == "" && name == "" {
		return errors.New("a mark without text alternative or name")
	}
	f.room(0, size)
	draw := func() { f.page.drawMark(left, f.y, size) }
	if alt == "" {
		f.page.artifact("", draw)
	} else {
		f.figure(alt, left, f.y, size, size, draw)
	}
	y := f.y
	if name != "" {
		lines := wrap(name, bold, markFont.size, right-left-size-4*mm)
		f.y += max(0, (size-float64(len(lines))*markFont.leading)/2)
		f.lines(f.root.child("P"), markFont, left+size+3.5*mm, lines)
	}
	f.y = max(f.y, y+size)
	f.gap = 12
	return nil
}

// drawMark draws the mark of the web pages, which is 44 units wide there; the
// numbers below are that drawing's.
func (p *page) drawMark(x, y, size float64) {
	scale := size / 44
	p.op("q %.5f 0 0 %.5f %s %s cm", scale, -scale, number(x), number(pageHeight-y))
	p.disc(primary, 22, 22, 21)
	p.op("%s RG 3.4 w 1 J [1 6] 0 d", white.operands())
	p.op("9 32 m 15 32 23 30 23 25 c 23 20 17 21 19 17 c 21 13 27 14 30 12 c S")
	p.disc(sun, 32, 11.5, 4)
	p.op("Q")
}

// disc draws a filled circle from four curves.
func (p *page) disc(c colour, x, y, r float64) {
	k := 0.5523 * r // makes a curve from a quarter of a circle
	p.op("%s rg %s %s m", c.operands(), number(x+r), number(y))
	for _, q := range [][6]float64{
		{r, k, k, r, 0, r}, {-k, r, -r, k, -r, 0}, {-r, -k, -k, -r, 0, -r}, {k, -r, r, -k, r, 0},
	} {
		p.op("%s %s %s %s %s %s c", number(x+q[0]), number(y+q[1]), number(x+q[2]), number(y+q[3]), number(x+q[4]), number(y+q[5]))
	}
	p.op("f")
}
