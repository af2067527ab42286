package rows

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
)

// maxRecord bounds what one row may hold, so that a file without line breaks
// is not read into memory.
const maxRecord = 1 << 20

// quoteWindow is how far a closing quotation mark may be from the opening one;
// a cell in Excel holds 32 767 characters.
const quoteWindow = 33 << 10

// records reads separated text the way Excel does: every line is a row, also an
// empty one; a quotation mark counts only where a field begins; a line break
// inside quotation marks does not start a row. encoding/csv drops empty lines
// and refuses stray quotation marks, which makes its row numbers wrong here.
type records struct {
	in     *bufio.Reader
	delim  byte
	max    int // columns with something in them
	number int
	widest int    // fields in the widest row so far
	buf    []byte // the row being read, without its delimiters
	ends   []int  // where each field of the row ends in buf
	over   bool
}

func newRecords(r io.Reader, delim byte, columns int) *records {
	return &records{in: bufio.NewReaderSize(r, 64<<10), delim: delim, max: columns}
}

// Next gives the next row. Number counts rows as Excel does.
func (c *records) Next() (Row, error) {
	if c.over {
		return Row{}, io.EOF
	}
	c.buf, c.ends = c.buf[:0], c.ends[:0]
	for last := false; !last; {
		var err error
		if last, err = c.field(); err != nil {
			return Row{}, err
		}
		c.ends = append(c.ends, len(c.buf))
	}
	if c.over && len(c.buf) == 0 && len(c.ends) == 1 {
		return Row{}, io.EOF // the file ends with a line break
	}
	c.number++
	c.widest = max(c.widest, len(c.ends))
	return c.line()
}

func (c *records) line() (Row, error) {
	text := string(c.buf)
	l := Row{Number: c.number, Cells: make([]Cell, 0, min(len(c.ends), c.max))}
	from := 0
	for i, to := range c.ends {
		if i >= c.max {
			if strings.TrimSpace(text[from:to]) != "" {
				return Row{}, refuse("columns", "max", strconv.Itoa(c.max))
			}
		} else {
			l.Cells = append(l.Cells, Cell{Text: text[from:to]})
		}
		from = to
	}
	return l, nil
}

// field reads one field into buf; last is true when the row ends with it.
func (c *records) field() (last bool, err error) {
	quoted, from := false, len(c.buf)
	for {
		b, err := c.in.ReadByte()
		if errors.Is(err, io.EOF) {
			c.over = true
			return true, nil
		}
		if err != nil {
			return false, broken(err)
		}
		if len(c.buf) > maxRecord || len(c.ends) > maxRecord/16 {
			return false, refuse("record", "row", strconv.Itoa(c.number+1))
		}
		switch {
		case b == '"' && quoted:
			if quoted = c.follows('"'); quoted {
				c.buf = append(c.buf, b)
			}
		case quoted:
			c.buf = append(c.buf, b)
		case b == '"' && len(c.buf) == from && c.closes():
			quoted = true
		case b == c.delim:
			return false, nil
		case b == '\n', b == '\r':
			if b == '\r' {
				c.follows('\n')
			}
			return true, nil
		default:
			c.buf = append(c.buf, b)
		}
	}
}

// follows consumes the next byte when it is b.
func (c *records) follows(b byte) bool {
	next, err := c.in.Peek(1)
	if err != nil || next[0] != b {
		return false
	}
	_, _ = c.in.Discard(1)
	return true
}

// closes looks ahead whether the quotation mark just read has a partner. One
// that never closes, or only after what looks like a row of its own, is a stray
// mark in the text: taken for a real one it would swallow the next person, who
// would then count as missing from the file.
func (c *records) closes() bool {
	ahead, _ := c.in.Peek(c.in.Buffered())
	inside, after, ok := quotedPart(ahead)
	if !ok || len(after) == 0 {
		ahead, _ = c.in.Peek(quoteWindow)
		inside, after, ok = quotedPart(ahead)
	}
	if !ok {
		return false
	}
	i := bytes.IndexAny(inside, "\r\n")
	if i < 0 {
		return true
	}
	ends := len(after) == 0 || after[0] == c.delim || after[0] == '\r' || after[0] == '\n'
	return ends && bytes.Count(inside[i:], []byte{c.delim}) < max(3, c.widest/2)
}

// quotedPart gives what stands before and after the closing quotation mark.
func quotedPart(ahead []byte) (inside, after []byte, ok bool) {
	for i := 0; i < len(ahead); i++ {
		if ahead[i] != '"' {
			continue
		}
		if i+1 < len(ahead) && ahead[i+1] == '"' {
			i++
			continue
		}
		return ahead[:i], ahead[i+1:], true
	}
	return nil, nil, false
}

// openText opens a whole file of separated text.
func openText(src io.ReaderAt, size int64, columns int, score func(Row) int) (*File, error) {
	f := &File{Kind: "csv", columns: columns}
	cs, err := charsetOf(src, size)
	if err != nil {
		return f, err
	}
	f.Encoding = cs.name
	in := bufio.NewReaderSize(cs.open(src, size), 64<<10)
	opening, err := in.Peek(64 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return f, broken(err)
	}
	delim, told := toldDelimiter(opening)
	if told {
		_, _ = in.ReadSlice('\n') // Excel uses the line sep=; and does not show it
	} else {
		delim = bestDelimiter(opening, columns, score)
	}
	f.Delimiter = string(delim)
	f.text = newRecords(in, delim, columns)
	return f, nil
}

// toldDelimiter reads the line "sep=;" that some systems write first.
func toldDelimiter(opening []byte) (byte, bool) {
	first, _, ok := bytes.Cut(opening, []byte("\n"))
	first = bytes.ToLower(bytes.Trim(first, "\r\""))
	if ok && len(first) == 5 && bytes.HasPrefix(first, []byte("sep=")) {
		return first[4], true
	}
	return 0, false
}

// bestDelimiter is the one that gives the best header, or, when nobody knows one, by which most rows have
// as many columns as the first; then the one that gives most columns.
func bestDelimiter(opening []byte, columns int, score func(Row) int) byte {
	best, bestScore := byte(';'), -1
	for _, d := range []byte(";,\t|") {
		seen, err := Look(newRecords(bytes.NewReader(opening), d, columns))
		width, known := 0, 0
		if err != nil { // too many columns: only a header of another kind speaks against it
			width = columns + 1
		}
		for _, l := range seen {
			width = max(width, len(l.Cells))
			switch {
			case score != nil:
				known = max(known, score(l))
			case len(l.Cells) > 1 && len(l.Cells) == len(seen[0].Cells):
				known++
			}
		}
		if s := known*1000 + width; s > bestScore {
			best, bestScore = d, s
		}
	}
	return best
}
