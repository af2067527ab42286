package rows

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const bomUTF8 = "\xEF\xBB\xBF"

// charset is how the bytes of a text file become UTF-8.
type charset struct {
	name string
	skip int64 // length of the byte order mark
	enc  encoding.Encoding
}

// charsetOf reads the whole file once to know its encoding for certain: one
// late byte can show that a file is not UTF-8.
func charsetOf(r io.ReaderAt, size int64) (charset, error) {
	mark := make([]byte, min(size, 3))
	if n, err := r.ReadAt(mark, 0); n < len(mark) {
		return charset{}, broken(err)
	}
	cs := charset{name: "utf-8"}
	switch {
	case bytes.HasPrefix(mark, []byte(bomUTF8)):
		cs.skip = 3
	case bytes.HasPrefix(mark, []byte("\xFF\xFE")):
		cs = charset{"utf-16", 2, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)}
	case bytes.HasPrefix(mark, []byte("\xFE\xFF")):
		cs = charset{"utf-16", 2, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)}
	}
	t, err := take(cs.open(r, size))
	switch {
	case err != nil:
		return charset{}, broken(err)
	case t.isBinary():
		return charset{}, refuse("binary")
	case t.invalid == 0:
		return cs, nil
	case cs.skip > 0, t.multi > 10*t.invalid: // it says or looks like Unicode, and is torn
		return charset{}, refuse("encoding")
	}
	return charset{"windows-1252", 0, charmap.Windows1252}, nil
}

// open reads the text from its beginning, as UTF-8.
func (cs charset) open(r io.ReaderAt, size int64) io.Reader {
	section := io.NewSectionReader(r, cs.skip, size-cs.skip)
	if cs.enc == nil {
		return section
	}
	return transform.NewReader(section, cs.enc.NewDecoder())
}

// tally counts what tells encodings and binary files apart.
type tally struct {
	runes, multi, invalid, controls int
	zero                            bool
}

func (t tally) isBinary() bool { return t.zero || t.controls > 3 && t.controls > t.runes/1000 }

func take(r io.Reader) (tally, error) {
	var t tally
	in := bufio.NewReaderSize(r, 64<<10)
	for {
		c, n, err := in.ReadRune()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return t, err
		}
		t.runes++
		switch {
		case c == utf8.RuneError: // also what the UTF-16 decoder makes of half a pair
			t.invalid++
		case n > 1:
			t.multi++
		case c == 0:
			t.zero = true
		case c < ' ' && c != '\t' && c != '\n' && c != '\r':
			t.controls++
		}
	}
}
