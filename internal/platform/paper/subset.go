package paper

import (
	"encoding/binary"
	"maps"
	"slices"
)

// subset returns a TrueType file with only the outlines of the wanted glyphs
// and of those they are composed of. Glyph numbers stay, so text drawn with
// the whole face needs no change. It holds only the tables that a PDF asks of
// an embedded TrueType font (ISO 32000-1, 9.9).
func (f *face) subset(wanted []uint16) []byte {
	keep := map[uint16]bool{0: true}
	for _, g := range wanted {
		f.keepParts(g, keep)
	}
	var glyf, loca []byte
	for g := range len(f.advances) {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		if keep[uint16(g)] {
			glyf = append(glyf, f.outline(uint16(g))...)
			glyf = pad4(glyf)
		}
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	head := slices.Clone(f.tables["head"])
	copy(head[8:12], make([]byte, 4)) // checksum of the whole, not computed
	head[50], head[51] = 0, 1         // long offsets in loca
	tables := map[string][]byte{"glyf": glyf, "loca": loca, "head": head}
	for _, tag := range []string{"hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep"} {
		if t := f.tables[tag]; t != nil {
			tables[tag] = t
		}
	}
	return assemble(tables)
}

// outline is the drawing of one glyph as it stands in glyf; empty for a space.
func (f *face) outline(g uint16) []byte {
	loca, at := f.tables["loca"], int(g)
	if u16(f.tables["head"], 50) == 0 {
		return f.tables["glyf"][2*u16(loca, 2*at) : 2*u16(loca, 2*at+2)]
	}
	return f.tables["glyf"][u32(loca, 4*at):u32(loca, 4*at+4)]
}

// keepParts marks a glyph and, when it is composite (å is a and a ring), its parts.
func (f *face) keepParts(g uint16, keep map[uint16]bool) {
	if keep[g] {
		return
	}
	keep[g] = true
	const wordArguments, oneScale, more, twoScales, matrix = 1, 8, 32, 64, 128
	b := f.outline(g)
	if len(b) == 0 || i16(b, 0) >= 0 {
		return
	}
	for at, flags := 10, more; flags&more != 0; {
		flags = u16(b, at)
		f.keepParts(uint16(u16(b, at+2)), keep)
		at += 6
		if flags&wordArguments != 0 {
			at += 2
		}
		switch {
		case flags&oneScale != 0:
			at += 2
		case flags&twoScales != 0:
			at += 4
		case flags&matrix != 0:
			at += 8
		}
	}
}

// assemble writes tables as one TrueType file, sorted by tag.
func assemble(tables map[string][]byte) []byte {
	be := binary.BigEndian
	power, log2 := 1, 0
	for power*2 <= len(tables) {
		power *= 2
		log2++
	}
	out := []byte{0, 1, 0, 0}
	for _, v := range []int{len(tables), 16 * power, log2, 16 * (len(tables) - power)} {
		out = be.AppendUint16(out, uint16(v))
	}
	var body []byte
	for _, tag := range slices.Sorted(maps.Keys(tables)) {
		t := pad4(slices.Clone(tables[tag]))
		var sum uint32
		for i := 0; i < len(t); i += 4 {
			sum += be.Uint32(t[i:])
		}
		out = append(out, tag...)
		out = be.AppendUint32(out, sum)
		out = be.AppendUint32(out, uint32(12+16*len(tables)+len(body)))
		out = be.AppendUint32(out, uint32(len(tables[tag])))
		body = append(body, t...)
	}
	return append(out, body...)
}

func pad4(b []byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}
