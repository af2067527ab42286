package folder

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
)

const (
	svgSpace   = "http://www.w3.org/2000/svg"
	xlinkSpace = "http://www.w3.org/1999/xlink"
	deepestSVG = 50
)

// svgElements are what a picture is drawn with. What runs, moves, fetches or
// holds HTML is not among them.
var svgElements = set(`svg g defs symbol use title desc path rect circle ellipse line polyline polygon
	text tspan textPath linearGradient radialGradient stop clipPath mask pattern marker switch
	filter feBlend feColorMatrix feComposite feDropShadow feFlood feGaussianBlur feMerge feMergeNode feOffset`)

var (
	outsideURL = regexp.MustCompile(`(?i)url\(\s*["']?\s*[^#"'\s]`)
	svgLength  = regexp.MustCompile(`^([0-9.]+)(px)?$`)
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// readSVG checks a drawing and notes its size.
func (r *reader) readSVG(at place, m *Media) {
	data, ok := r.bytes(at, at.file, mediaKinds[".svg"].most)
	if !ok {
		return
	}
	dec := xml.NewDecoder(bytes.NewReader(data))
	depth, roots := 0, 0
	for {
		line, _ := dec.InputPos()
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			line, _ = dec.InputPos()
			at.on(line).wrong("svg_xml")
			return
		}
		on := at.on(line)
		switch token := token.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
				rootSVG(on, token, m)
			}
			if depth++; depth > deepestSVG {
				on.wrong("svg_deep")
				return
			}
			checkSVG(on, token)
		case xml.EndElement:
			depth--
		case xml.Directive:
			on.wrong("svg_directive")
		case xml.ProcInst:
			if token.Target != "xml" {
				on.wrong("svg_directive")
			}
		}
	}
	if roots != 1 {
		at.wrong("svg_xml")
	}
}

// rootSVG notes the size of the drawing, which keeps its place on the page
// before it has loaded.
func rootSVG(at place, e xml.StartElement, m *Media) {
	if e.Name.Local != "svg" || e.Name.Space != svgSpace {
		at.wrong("svg_root")
		return
	}
	for _, a := range e.Attr {
		if a.Name.Local != "viewBox" {
			continue
		}
		parts := strings.FieldsFunc(a.Value, func(c rune) bool { return c == ' ' || c == ',' || c == '\n' || c == '\t' })
		if len(parts) == 4 {
			m.Width, m.Height = svgUnits(parts[2]), svgUnits(parts[3])
		}
	}
	if m.Width < 1 || m.Height < 1 {
		at.wrong("svg_size")
	}
}

func svgUnits(s string) int {
	if !svgLength.MatchString(s) {
		return 0
	}
	n, err := strconv.ParseFloat(strings.TrimSuffix(s, "px"), 64)
	if err != nil || n < 0.5 || n > 100_000 {
		return 0
	}
	return int(math.Round(n))
}

// checkSVG refuses elements and attributes that could run or fetch something,
// and styles, which a strict content security policy would switch off.
func checkSVG(at place, e xml.StartElement) {
	if e.Name.Space != svgSpace || !svgElements[e.Name.Local] {
		at.wrong("svg_element", "element", e.Name.Local)
	}
	for _, a := range e.Attr {
		name, value := strings.ToLower(a.Name.Local), strings.TrimSpace(a.Value)
		switch {
		case a.Name.Space == "xmlns" || a.Name.Space == "" && name == "xmlns":
		case a.Name.Space == "xml" || strings.HasSuffix(a.Name.Space, "/XML/1998/namespace"):
			if name == "base" {
				at.wrong("svg_attribute", "attribute", a.Name.Local)
			}
		case a.Name.Space != "" && a.Name.Space != xlinkSpace:
			at.wrong("svg_attribute", "attribute", a.Name.Local)
		case strings.HasPrefix(name, "on"):
			at.wrong("svg_attribute", "attribute", a.Name.Local)
		case name == "style":
			at.wrong("svg_style")
		case name == "href" && !strings.HasPrefix(value, "#"), name == "src", outsideURL.MatchString(value):
			at.wrong("svg_outside", "attribute", a.Name.Local)
		}
	}
}
