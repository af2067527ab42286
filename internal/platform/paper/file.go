package paper

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// ref is the number of an object in the file.
type ref int

func (r ref) String() string { return fmt.Sprintf("%d 0 R", int(r)) }

// file gathers the objects of a PDF 1.7 file (ISO 32000-1, 7.5). Numbers are
// given in order of asking, so equal documents become equal bytes.
type file struct {
	objects []object // object n is objects[n-1]
	zip     *zlib.Writer
}

type object struct {
	body   string // a dictionary or array as it is written
	stream []byte // nil when the object is not a stream
}

// reserve gives a number whose object is set later.
func (f *file) reserve() ref {
	f.objects = append(f.objects, object{})
	return ref(len(f.objects))
}

func (f *file) set(r ref, format string, args ...any) {
	f.objects[r-1].body = fmt.Sprintf(format, args...)
}

func (f *file) add(format string, args ...any) ref {
	r := f.reserve()
	f.set(r, format, args...)
	return r
}

// addStream adds a deflated stream; entries go into its dictionary.
func (f *file) addStream(data []byte, entries string) ref {
	return f.addRaw(f.deflate(data), "/Filter /FlateDecode "+entries)
}

// addRaw adds a stream as it is.
func (f *file) addRaw(data []byte, entries string) ref {
	r := f.add("<<%s /Length %d>>", entries, len(data))
	f.objects[r-1].stream = data
	return r
}

func (f *file) deflate(data []byte) []byte {
	var out bytes.Buffer
	if f.zip == nil {
		f.zip = zlib.NewWriter(&out)
	}
	f.zip.Reset(&out)
	f.zip.Write(data) // a bytes.Buffer takes everything
	f.zip.Close()
	return out.Bytes()
}

// bytes writes the file. Objects that are not streams are packed together
// (7.5.7) and the cross-reference table is a stream (7.5.8): a structure tree
// of some thousand small dictionaries shrinks to a tenth.
func (f *file) bytes(root, info ref) []byte {
	out := bytes.NewBufferString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	count := len(f.objects)
	places := make([]place, count+1)
	var plain []ref
	for n := 1; n <= count; n++ {
		if f.objects[n-1].stream == nil {
			plain = append(plain, ref(n))
			continue
		}
		places[n] = place{1, out.Len(), 0}
		f.writeStream(out, ref(n))
	}
	const perPack = 200
	for group := range slices.Chunk(plain, perPack) {
		pack := f.pack(group)
		for i, r := range group {
			places[r] = place{2, int(pack), i}
		}
		places = append(places, place{1, out.Len(), 0})
		f.writeStream(out, pack)
	}
	f.writeTable(out, places, root, info)
	return out.Bytes()
}

// place is where an object stands: kind 1 at an offset in the file, kind 2 in
// a pack with an index.
type place struct{ kind, at, index int }

// pack adds a stream that holds plain objects.
func (f *file) pack(group []ref) ref {
	var head, body bytes.Buffer
	for _, r := range group {
		fmt.Fprintf(&head, "%d %d ", int(r), body.Len())
		body.WriteString(f.objects[r-1].body + "\n")
	}
	first := head.Len()
	head.Write(body.Bytes())
	return f.addStream(head.Bytes(), fmt.Sprintf("/Type /ObjStm /N %d /First %d", len(group), first))
}

// writeTable writes the cross-reference stream and the end of the file. The
// file identifier is a digest of all that stands before it.
func (f *file) writeTable(out *bytes.Buffer, places []place, root, info ref) {
	start, id := out.Len(), sha256.Sum256(out.Bytes())
	places = append(places, place{1, start, 0})
	var table []byte
	for i, p := range places {
		if i == 0 {
			table = append(table, 0, 0, 0, 0, 0, 255, 255)
			continue
		}
		table = append(table, byte(p.kind), byte(p.at>>24), byte(p.at>>16), byte(p.at>>8), byte(p.at), byte(p.index>>8), byte(p.index))
	}
	r := f.addStream(table, fmt.Sprintf("/Type /XRef /Size %d /W [1 4 2] /Root %v /Info %v /ID [<%x> <%x>]",
		len(places), root, info, id[:16], id[:16]))
	f.writeStream(out, r)
	fmt.Fprintf(out, "startxref\n%d\n%%%%EOF\n", start)
}

func (f *file) writeStream(out *bytes.Buffer, r ref) {
	o := f.objects[r-1]
	fmt.Fprintf(out, "%d 0 obj\n%s\nstream\n", int(r), o.body)
	out.Write(o.stream)
	out.WriteString("\nendstream\nendobj\n")
}

// textString writes a text as UTF-16 in hexadecimal (7.9.2), which needs no
// escaping whatever stands in it.
func textString(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	b.WriteString(utf16Hex(s))
	b.WriteByte('>')
	return b.String()
}

func utf16Hex(s string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	return b.String()
}
