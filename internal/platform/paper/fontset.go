package paper

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// fontSet is which faces, and which glyphs of them, a document uses.
type fontSet struct {
	faces []*face
	names map[*face]string
	used  map[*face]map[uint16]rune // glyph to what it stands for
}

func newFontSet() *fontSet {
	return &fontSet{names: map[*face]string{}, used: map[*face]map[uint16]rune{}}
}

// use gives the name pages call a face by.
func (s *fontSet) use(f *face) string {
	if s.names[f] == "" {
		s.names[f] = fmt.Sprintf("F%d", len(s.faces))
		s.faces = append(s.faces, f)
		s.used[f] = map[uint16]rune{}
	}
	return s.names[f]
}

func (s *fontSet) note(g glyph) {
	if _, ok := s.used[g.face][g.id]; !ok {
		s.used[g.face][g.id] = g.r
	}
}

// write adds the fonts to the file and returns the resource dictionary.
func (s *fontSet) write(out *file) string {
	var b strings.Builder
	for _, f := range s.faces {
		fmt.Fprintf(&b, "/%s %v ", s.names[f], writeFont(out, f, s.used[f]))
	}
	return "<</Font <<" + b.String() + ">>>>"
}

// writeFont embeds the used glyphs of a face as a composite font where the
// character code is the glyph number (ISO 32000-1, 9.7).
func writeFont(out *file, f *face, used map[uint16]rune) ref {
	glyphs := slices.Sorted(maps.Keys(used))
	data := f.subset(glyphs)
	program := out.addStream(data, fmt.Sprintf("/Length1 %d", len(data)))
	digest := sha256.Sum256(data)
	name := subsetPrefix(digest[:]) + "+" + f.name
	em := func(v int) int { return v * 1000 / f.perEm }
	head, hhea, os2 := f.tables["head"], f.tables["hhea"], f.tables["OS/2"]
	descriptor := out.add("<</Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [%d %d %d %d] /ItalicAngle 0 /Ascent %d /Descent %d /CapHeight %d /StemV %d /FontWeight %d /FontFile2 %v>>",
		name, em(i16(head, 36)), em(i16(head, 38)), em(i16(head, 40)), em(i16(head, 42)),
		em(i16(hhea, 4)), em(i16(hhea, 6)), em(i16(os2, 88)), int(f.weight)/5, int(f.weight), program)
	var widths strings.Builder
	for _, g := range glyphs {
		fmt.Fprintf(&widths, "%d [%d] ", g, f.width(g))
	}
	descendant := out.add("<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor %v /DW 500 /W [%s] /CIDToGIDMap /Identity>>",
		name, descriptor, widths.String())
	letters := out.addStream(toUnicode(glyphs, used), "")
	return out.add("<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%v] /ToUnicode %v>>",
		name, descendant, letters)
}

// subsetPrefix is the six capitals that tell one subset from another (9.6.4).
func subsetPrefix(digest []byte) string {
	b := make([]byte, 6)
	for i := range b {
		b[i] = 'A' + digest[i]%26
	}
	return string(b)
}

// toUnicode maps glyph numbers to letters, for copying and reading (9.10.3).
func toUnicode(glyphs []uint16, used map[uint16]rune) []byte {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for part := range slices.Chunk(glyphs, 100) { // the format's limit
		fmt.Fprintf(&b, "%d beginbfchar\n", len(part))
		for _, g := range part {
			fmt.Fprintf(&b, "<%04X> <%s>\n", g, utf16Hex(string(used[g])))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return []byte(b.String())
}
