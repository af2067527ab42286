package paper

import (
	"embed"
	"encoding/binary"
	"fmt"
	"sync"
)

// The letters are Source Sans 3 (OFL, fonts/OFL.txt) as four subset files for
// each weight, tried in this order: fonts/convert.go tells where they are from.
//
//go:embed fonts/*.ttf
var fontFiles embed.FS

var subsetNames = []string{"latin", "latin-ext", "vietnamese", "cyrillic"}

// weight is one of the two weights a document is set in.
type weight int

const (
	regular weight = 400
	bold    weight = 700
)

var weightNames = map[weight]string{regular: "SourceSans3-Regular", bold: "SourceSans3-Bold"}

// face is one parsed TrueType file. It is read-only after parsing and shared
// by all documents.
type face struct {
	name     string // PostScript name, without the subset prefix
	weight   weight
	tables   map[string][]byte
	perEm    int
	glyphs   map[rune]uint16
	advances []int // font units, by glyph
	pairs    []pairTable
}

// loadFaces parses the embedded files once. They are part of the program, so a
// file that cannot be read is a bug and panics (the tests would say so first).
var loadFaces = sync.OnceValue(func() map[weight][]*face {
	faces := map[weight][]*face{}
	for w, name := range weightNames {
		for _, subset := range subsetNames {
			file := fmt.Sprintf("fonts/source-sans-3-%s-%d.ttf", subset, w)
			data, err := fontFiles.ReadFile(file)
			if err != nil {
				panic(err)
			}
			f := parseFace(data)
			f.name, f.weight = name, w
			faces[w] = append(faces[w], f)
		}
	}
	return faces
})

// findGlyph gives the first face of a weight that has a picture of r.
func findGlyph(w weight, r rune) (*face, uint16, bool) {
	for _, f := range loadFaces()[w] {
		if g, ok := f.glyphs[r]; ok {
			return f, g, true
		}
	}
	return nil, 0, false
}

// width is the advance of a glyph in thousandths of an em, the unit PDF uses.
func (f *face) width(g uint16) int {
	return (f.advances[g]*1000 + f.perEm/2) / f.perEm
}

// kern is how much closer (negative) or further apart two glyphs stand, in
// thousandths of an em.
func (f *face) kern(left, right uint16) int {
	for _, p := range f.pairs {
		if v, ok := p.adjust(left, right); ok {
			return v * 1000 / f.perEm
		}
	}
	return 0
}

// Table layouts below: https://learn.microsoft.com/typography/opentype/spec/.

func u16(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
func i16(b []byte, at int) int { return int(int16(binary.BigEndian.Uint16(b[at:]))) }
func u32(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }

func parseFace(data []byte) *face {
	f := &face{tables: map[string][]byte{}, glyphs: map[rune]uint16{}}
	for i := range u16(data, 4) {
		entry := data[12+16*i:]
		start := u32(entry, 8)
		f.tables[string(entry[:4])] = data[start : start+u32(entry, 12)]
	}
	f.perEm = u16(f.tables["head"], 18)
	f.readAdvances()
	f.readCharacters()
	f.pairs = readPairs(f.tables["GPOS"])
	return f
}

// readAdvances reads hmtx: the last advance counts for all glyphs after it.
func (f *face) readAdvances() {
	count, long := u16(f.tables["maxp"], 4), u16(f.tables["hhea"], 34)
	f.advances = make([]int, count)
	for g := range f.advances {
		f.advances[g] = u16(f.tables["hmtx"], 4*min(g, long-1))
	}
}

// readCharacters reads the Unicode maps of cmap, formats 4 and 12.
func (f *face) readCharacters() {
	cmap := f.tables["cmap"]
	for i := range u16(cmap, 2) {
		table := cmap[u32(cmap, 8+8*i):]
		switch u16(table, 0) {
		case 4:
			f.readSegments(table)
		case 12:
			for j := range u32(table, 12) {
				group := table[16+12*j:]
				first, last, g := u32(group, 0), u32(group, 4), u32(group, 8)
				for c := first; c <= last; c++ {
					f.glyphs[rune(c)] = uint16(g + c - first)
				}
			}
		}
	}
}

func (f *face) readSegments(table []byte) {
	size := u16(table, 6) // twice the number of segments
	ends, starts := table[14:], table[16+size:]
	deltas, offsets := table[16+2*size:], table[16+3*size:]
	for s := 0; s < size; s += 2 {
		for c := u16(starts, s); c <= u16(ends, s) && c != 0xffff; c++ {
			g := c
			if offset := u16(offsets, s); offset != 0 {
				if g = u16(offsets, s+offset+2*(c-u16(starts, s))); g == 0 {
					continue
				}
			}
			if g = (g + u16(deltas, s)) & 0xffff; g != 0 {
				f.glyphs[rune(c)] = uint16(g)
			}
		}
	}
}
