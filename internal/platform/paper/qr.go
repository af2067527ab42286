package paper

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"rsc.io/qr"
)

// quietZone is the empty border a QR code needs, in modules (ISO/IEC 18004).
const quietZone = 4

// QRSVG gives the dark parts of a QR code for an address as the d attribute of
// an SVG path, in a square of size by size units with the quiet border in it.
// It fails when the address is not an http(s) address or too long for a code
// (some 2,300 letters).
func QRSVG(address string) (svgPath string, size int, err error) {
	code, _, err := encodeQR(address)
	if err != nil {
		return "", 0, fmt.Errorf("paper: %w", err)
	}
	var b strings.Builder
	for _, r := range runs(code) {
		fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", r.x+quietZone, r.y+quietZone, r.length, r.length)
	}
	return b.String(), code.Size + 2*quietZone, nil
}

// encodeQR makes a code that can be read with 15 % of it damaged (level M),
// and gives the address as it is encoded: escaped to ASCII.
func encodeQR(address string) (*qr.Code, string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, "", fmt.Errorf("address: %w", err)
	}
	if u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return nil, "", errors.New("the address does not begin with http(s) and a host")
	}
	for _, r := range u.Host {
		if r <= ' ' || r > '~' {
			return nil, "", errors.New("the address has a host outside ASCII")
		}
	}
	ascii := u.String() // escapes what is outside ASCII in the rest
	code, err := qr.Encode(ascii, qr.M)
	if err != nil {
		return nil, "", fmt.Errorf("QR code: %w", err)
	}
	return code, ascii, nil
}

// run is a row of dark modules.
type run struct{ x, y, length int }

func runs(code *qr.Code) []run {
	var found []run
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			start := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > start {
				found = append(found, run{start, y, x - start})
			}
		}
	}
	return found
}

// QR is a code beside what it is for: a title, a text, and the address itself,
// which can be followed as a link by those who read on a screen.
type QR struct {
	URL      string // required, http(s)
	Alt      string // required: what the code leads to
	Title    string
	Text     string
	AtBottom bool // at the foot of the page, below all that is set so far
}

func (e QR) place(f *flow) error {
	const size = 34 * mm
	const beside = left + size + 8*mm
	code, address, err := encodeQR(e.URL)
	if err != nil {
		return err
	}
	alt := cleanLine(e.Alt)
	if alt == "" {
		return errors.New("a QR code without text alternative")
	}
	linkFont := font{regular, 11.5, 17, primary}
	title := wrap(e.Title, bold, 14, right-beside)
	text := wrap(e.Text, regular, bodyFont.size, right-beside)
	shown := wrap(address, regular, linkFont.size, right-beside)
	height := max(size, 22*float64(len(title))+bodyFont.leading*float64(len(text)+len(shown)))
	f.room(14, height)
	if e.AtBottom {
		f.y = max(f.y, bottom-height)
	}
	page, y := f.page, f.y
	if len(title) > 0 {
		f.lines(f.root.child("P"), font{bold, 14, 22, ink}, beside, title)
	}
	if len(text) > 0 {
		f.lines(f.root.child("P"), bodyFont, beside, text)
	}
	f.link(address, alt, linkFont, beside, shown)
	end, last := f.y, f.page
	f.page = page
	f.figure(alt, left, y, size, size, func() { f.page.drawQR(code, left, y, size) })
	f.page, f.y = last, end
	if page == last {
		f.y = max(end, y+height)
	}
	f.gap = 12
	return nil
}

// link sets an address as a paragraph that can be followed.
func (f *flow) link(address, says string, t font, x float64, lines [][]glyph) {
	n := f.root.child("P").child("Link")
	n.alt = says
	for _, l := range lines {
		f.lines(n, t, x, [][]glyph{l})
		area := &link{x: x, y: f.y - t.leading, width: textWidth(l, t.size), height: t.leading, url: address, says: says, owner: n}
		f.page.links = append(f.page.links, area)
		n.kids = append(n.kids, kid{page: f.page, link: area})
	}
}

// drawQR draws a code without its quiet border, which the white page around it
// gives. It is one path, so that no hair lines show between rows.
func (p *page) drawQR(code *qr.Code, x, y, size float64) {
	module := size / float64(code.Size)
	p.op("q %.5f 0 0 %.5f %s %s cm 0 0 0 rg", module, -module, number(x), number(pageHeight-y))
	for _, r := range runs(code) {
		p.op("%d %d %d 1 re", r.x, r.y, r.length)
	}
	p.op("f Q")
}
