package rows

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// Limits on a workbook. A compressed file can be a thousand times smaller than
// what it unpacks to; nothing is unpacked past these.
const (
	maxUnpacked = 200 << 20 // all parts together
	maxRatio    = 200       // unpacked to packed, for workbooks over smallBook
	smallBook   = 32 << 20
	maxParts    = 1000
	maxToken    = 1 << 20 // one tag, text or comment
	maxDepth    = 64      // elements inside elements
)

// parts are the files inside the workbook, by lower-case path.
type parts struct {
	files map[string]*zip.File
	left  int64 // bytes that may still be unpacked
}

// openParts looks at the list of contents only, and refuses what it shows:
// bombs, macros, encryption and other kinds of files.
func openParts(r io.ReaderAt, size int64) (*parts, error) {
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // paths are never used outside the archive
		return nil, broken(err)
	}
	if len(z.File) > maxParts {
		return nil, refuse("bomb")
	}
	p := &parts{files: make(map[string]*zip.File, len(z.File)), left: maxUnpacked}
	var total uint64
	for _, f := range z.File {
		if total += f.UncompressedSize64; f.UncompressedSize64 > maxUnpacked || total > maxUnpacked {
			return nil, refuse("bomb")
		}
		if f.Flags&1 != 0 {
			return nil, refuse("encrypted")
		}
		name := partName(f.Name)
		if isMacro(name) {
			return nil, refuse("macro")
		}
		if p.files[name] == nil {
			p.files[name] = f
		}
	}
	if total > smallBook && total/uint64(size) > maxRatio {
		return nil, refuse("bomb")
	}
	return p, p.isWorkbook()
}

// isWorkbook refuses other kinds of archives, each with its own advice.
func (p *parts) isWorkbook() error {
	switch {
	case p.files["xl/workbook.bin"] != nil:
		return refuse("xlsb")
	case p.files["content.xml"] != nil && p.files["mimetype"] != nil:
		return refuse("ods")
	case p.files["[content_types].xml"] == nil:
		return refuse("type")
	}
	t, err := p.tokens("[content_types].xml")
	if err != nil {
		return err
	}
	sheets := false
	err = t.each(func(e xml.StartElement) error {
		kind := strings.ToLower(attr(e, "ContentType"))
		if e.Name.Local == "Default" && !p.hasExtension(attr(e, "Extension")) {
			return nil // some programs name the type of macros in every file; it is about parts that are there
		}
		if strings.Contains(kind, "macroenabled") || strings.Contains(kind, "vbaproject") || strings.Contains(kind, "macrosheet") {
			return refuse("macro")
		}
		sheets = sheets || strings.Contains(kind, "spreadsheetml")
		return nil
	})
	if err == nil && !sheets {
		return refuse("type")
	}
	return err
}

func (p *parts) hasExtension(ext string) bool {
	for name := range p.files {
		if strings.TrimPrefix(path.Ext(name), ".") == strings.ToLower(ext) {
			return true
		}
	}
	return false
}

func isMacro(name string) bool {
	return strings.HasPrefix(path.Base(name), "vbaproject") || strings.HasPrefix(name, "xl/macrosheets/") || strings.Contains(name, "vbadata.xml")
}

func partName(s string) string {
	return strings.TrimPrefix(path.Clean("/"+strings.ToLower(strings.ReplaceAll(s, `\`, "/"))), "/")
}

// tokens opens one part for reading as XML.
func (p *parts) tokens(name string) (*tokens, error) {
	f := p.files[partName(name)]
	if f == nil {
		return nil, refuse("broken")
	}
	r, err := f.Open()
	if err != nil {
		return nil, broken(err)
	}
	m := &meter{in: r, left: &p.left}
	return &tokens{meter: m, dec: xml.NewDecoder(m)}, nil
}

// meter counts what is unpacked, in all and since the last token.
type meter struct {
	in    io.ReadCloser
	left  *int64
	token int
}

func (m *meter) Read(b []byte) (int, error) {
	n, err := m.in.Read(b)
	m.token += n
	if *m.left -= int64(n); *m.left < 0 || m.token > maxToken {
		return 0, refuse("bomb")
	}
	return n, err
}

// tokens reads XML without trusting it: no document types (and so no entities,
// internal or external), bounded depth and bounded tokens.
type tokens struct {
	*meter
	dec   *xml.Decoder
	depth int
	begun bool
}

// next gives the next token, io.EOF after a complete document, or a *Refused.
func (t *tokens) next() (xml.Token, error) {
	t.token = 0
	tok, err := t.dec.Token()
	if errors.Is(err, io.EOF) && t.begun {
		return nil, io.EOF
	}
	if err != nil {
		return nil, broken(err)
	}
	switch tok.(type) {
	case xml.Directive:
		return nil, refuse("doctype")
	case xml.StartElement:
		t.begun = true
		if t.depth++; t.depth > maxDepth {
			return nil, refuse("broken")
		}
	case xml.EndElement:
		t.depth--
	}
	return tok, nil
}

// each gives every start tag of the document.
func (t *tokens) each(do func(xml.StartElement) error) error {
	defer t.in.Close()
	for {
		tok, err := t.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := tok.(xml.StartElement); ok {
			if err := do(e); err != nil {
				return err
			}
		}
	}
}

// text reads until the end of the element just begun, and gives the text in
// it and in its children. Phonetic readings are left out.
func (t *tokens) text(into []byte) ([]byte, error) {
	silent, from := 0, len(into)
	for end := t.depth - 1; ; {
		tok, err := t.next()
		if err != nil {
			return into, broken(err)
		}
		switch e := tok.(type) {
		case xml.CharData:
			if silent == 0 {
				into = append(into, e...)
			}
		case xml.StartElement:
			if silent > 0 || e.Name.Local == "rPh" {
				silent++
			}
		case xml.EndElement:
			if silent > 0 {
				silent--
			}
			if t.depth == end {
				return into, nil
			}
		}
		if len(into)-from > maxToken {
			return into, refuse("bomb")
		}
	}
}

func attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}
