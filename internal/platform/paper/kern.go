package paper

import "slices"

// pairTable is one pair-adjustment subtable of GPOS (lookup type 2): by single
// glyphs (format 1) or by classes of glyphs (format 2). Units are font units.
type pairTable struct {
	covered map[uint16]bool
	single  map[[2]uint16]int
	left    map[uint16]int // class; absent means 0
	right   map[uint16]int
	grid    [][]int // by left class, right class
}

// adjust says how much to change the advance of left before right. ok is false
// when the table does not decide and the next one should be asked.
func (p pairTable) adjust(left, right uint16) (v int, ok bool) {
	if !p.covered[left] {
		return 0, false
	}
	if p.grid != nil {
		return p.grid[p.left[left]][p.right[right]], true
	}
	v, ok = p.single[[2]uint16{left, right}]
	return v, ok
}

// readPairs collects the subtables of every lookup the "kern" feature names,
// for any script: these subsets hold one script each.
func readPairs(gpos []byte) []pairTable {
	if gpos == nil {
		return nil
	}
	features, lookups := gpos[u16(gpos, 6):], gpos[u16(gpos, 8):]
	var wanted []int
	for i := range u16(features, 0) {
		record := features[2+6*i:]
		if string(record[:4]) != "kern" {
			continue
		}
		feature := features[u16(record, 4):]
		for j := range u16(feature, 2) {
			wanted = append(wanted, u16(feature, 4+2*j))
		}
	}
	slices.Sort(wanted)
	var pairs []pairTable
	for _, n := range slices.Compact(wanted) {
		lookup := lookups[u16(lookups, 2+2*n):]
		for s := range u16(lookup, 4) {
			kind, table := u16(lookup, 0), lookup[u16(lookup, 6+2*s):]
			if kind == 9 { // extension: the real table stands further away
				kind, table = u16(table, 2), table[u32(table, 4):]
			}
			if kind == 2 {
				pairs = append(pairs, readPair(table))
			}
		}
	}
	return pairs
}

func readPair(table []byte) pairTable {
	glyphs := readCoverage(table[u16(table, 2):])
	p := pairTable{covered: map[uint16]bool{}}
	for _, g := range glyphs {
		p.covered[g] = true
	}
	first, second := valueSize(u16(table, 4)), valueSize(u16(table, 6))
	at := advanceOffset(u16(table, 4))
	if u16(table, 0) == 1 {
		p.single = map[[2]uint16]int{}
		for i, left := range glyphs {
			set := table[u16(table, 10+2*i):]
			for j := range u16(set, 0) {
				record := set[2+j*(2+first+second):]
				p.single[[2]uint16{left, uint16(u16(record, 0))}] = advanceIn(record[2:], at)
			}
		}
		return p
	}
	p.left, p.right = readClasses(table[u16(table, 8):]), readClasses(table[u16(table, 10):])
	p.grid = make([][]int, u16(table, 12))
	columns := u16(table, 14)
	for i := range p.grid {
		p.grid[i] = make([]int, columns)
		for j := range columns {
			p.grid[i][j] = advanceIn(table[16+(i*columns+j)*(first+second):], at)
		}
	}
	return p
}

// valueSize is the length in bytes of a value record: two for each bit set.
func valueSize(format int) int {
	n := 0
	for ; format > 0; format >>= 1 {
		n += 2 * (format & 1)
	}
	return n
}

// advanceOffset tells where a value record keeps the horizontal advance
// (bit 2), or -1 when it has none.
func advanceOffset(format int) int {
	if format&4 == 0 {
		return -1
	}
	return valueSize(format & 3)
}

func advanceIn(record []byte, at int) int {
	if at < 0 {
		return 0
	}
	return i16(record, at)
}

func readCoverage(table []byte) []uint16 {
	var glyphs []uint16
	for i := range u16(table, 2) {
		if u16(table, 0) == 1 {
			glyphs = append(glyphs, uint16(u16(table, 4+2*i)))
			continue
		}
		for g := u16(table, 4+6*i); g <= u16(table, 6+6*i); g++ {
			glyphs = append(glyphs, uint16(g))
		}
	}
	return glyphs
}

func readClasses(table []byte) map[uint16]int {
	classes := map[uint16]int{}
	if u16(table, 0) == 1 {
		for i := range u16(table, 4) {
			classes[uint16(u16(table, 2)+i)] = u16(table, 6+2*i)
		}
		return classes
	}
	for i := range u16(table, 2) {
		for g := u16(table, 4+6*i); g <= u16(table, 6+6*i); g++ {
			classes[uint16(g)] = u16(table, 8+6*i)
		}
	}
	return classes
}
