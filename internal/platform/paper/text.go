package paper

import (
	"math"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// glyph is one drawn letter.
type glyph struct {
	face    *face
	id      uint16
	r       rune // what it stands for when text is copied or read aloud
	advance int  // thousandths of an em, with kerning
	// meant is set when the fonts cannot draw what was written and this glyph
	// stands in for it. It goes into the file as ActualText (ISO 32000-1,
	// 14.9.4), so that reading aloud and copying give what was written.
	meant string
}

// clean composes letters (a + ring becomes å) and takes away what has no place
// on paper: control, formatting and direction characters. A line break stays
// as \n, every other space except the no-break space becomes a plain one.
func clean(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "?"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\v' || r == '\f' || r == '\r' || r == '\u2028' || r == '\u2029':
			return '\n'
		case r == '\u00a0' || r == '\u202f':
			return '\u00a0'
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs):
			return -1
		}
		return r
	}, norm.NFC.String(text))
}

// cleanLine is clean for text that must stay on one line of meaning.
func cleanLine(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(clean(text), "\n", " "))
}

// Unprintable lists, in order and once each, the letters of text that the
// fonts cannot draw. Write shows a plain letter or a question mark instead
// (the true text is kept for reading aloud and copying), so a caller who puts
// a person's name on paper can warn first.
func Unprintable(text string) []rune {
	var missing []rune
	seen := map[rune]bool{'\n': true}
	for _, r := range clean(text) {
		if _, _, ok := findGlyph(regular, r); !ok && !seen[r] {
			seen[r] = true
			missing = append(missing, r)
		}
	}
	return missing
}

// shape turns cleaned text into glyphs of one weight.
func shape(text string, w weight) []glyph {
	glyphs := make([]glyph, 0, len(text))
	for _, r := range text {
		if f, id, ok := findGlyph(w, r); ok {
			glyphs = append(glyphs, glyph{face: f, id: id, r: r, advance: f.width(id)})
			continue
		}
		if n := len(glyphs); unicode.Is(unicode.M, r) && n > 0 {
			glyphs[n-1].meant = glyphs[n-1].said() + string(r) // an accent nobody can draw
			continue
		}
		glyphs = append(glyphs, standIn(w, r))
	}
	for i := 1; i < len(glyphs); i++ {
		if left := &glyphs[i-1]; left.face == glyphs[i].face {
			left.advance += left.face.kern(left.id, glyphs[i].id)
		}
	}
	return glyphs
}

// standIn gives the letter without its marks (ḱ becomes k), or a question mark.
func standIn(w weight, r rune) glyph {
	for _, plain := range norm.NFKD.String(string(r)) {
		if f, id, ok := findGlyph(w, plain); ok {
			return glyph{face: f, id: id, r: plain, advance: f.width(id), meant: string(r)}
		}
	}
	f, id, _ := findGlyph(w, '?')
	return glyph{face: f, id: id, r: '?', advance: f.width(id), meant: string(r)}
}

// said is the text a glyph stands for.
func (g glyph) said() string {
	if g.meant != "" {
		return g.meant
	}
	return string(g.r)
}

// textWidth is the length of a line in points at a size in points, without
// spaces at its end.
func textWidth(line []glyph, size float64) float64 {
	end := len(line)
	for end > 0 && line[end-1].r == ' ' {
		end--
	}
	sum := 0
	for _, g := range line[:end] {
		sum += g.advance
	}
	return float64(sum) * size / 1000
}

// wrap sets text in lines of at most width points. It breaks after a space or
// a letter's hyphen (a date stays whole); a word longer than the line is cut
// where the line is full. A line keeps the space it was broken at, so that
// words stay apart when read aloud.
func wrap(text string, w weight, size, width float64) [][]glyph {
	var lines [][]glyph
	for part := range strings.SplitSeq(strings.Trim(clean(text), "\n "), "\n") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		if len(lines) > 0 { // the break itself reads as a space
			last := len(lines) - 1
			lines[last] = append(lines[last], shape(" ", w)...)
		}
		lines = append(lines, breakLines(shape(part, w), int(math.Round(width*1000/size)))...)
	}
	return lines
}

// breakLines does the work of wrap; width is in thousandths of an em.
func breakLines(glyphs []glyph, width int) [][]glyph {
	var lines [][]glyph
	start, used := 0, 0
	chance, before := 0, 0 // last place to break, and what is used up to there
	for i, g := range glyphs {
		if used+g.advance > width && g.r != ' ' && i > start {
			cut, left := i, 0
			if chance > start {
				cut, left = chance, used-before
			}
			lines = append(lines, glyphs[start:cut:cut])
			start, used = cut, left
		}
		used += g.advance
		if g.r == ' ' || g.r == '-' && i > start && unicode.IsLetter(glyphs[i-1].r) {
			chance, before = i+1, used
		}
	}
	if start < len(glyphs) {
		lines = append(lines, glyphs[start:])
	}
	return lines
}

// wordWidths measures text for a column: its longest word and the whole, in
// points.
func wordWidths(text string, w weight, size float64) (word, whole float64) {
	glyphs := shape(cleanLine(text), w)
	start := 0
	for i, g := range glyphs {
		if g.r == ' ' || i == len(glyphs)-1 {
			word = max(word, textWidth(glyphs[start:i+1], size))
			start = i + 1
		}
	}
	return word, textWidth(glyphs, size)
}
