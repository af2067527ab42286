package blob

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
)

// Incoming is a file on its way in, with the name that it had; without File there is none.
type Incoming struct {
	File io.Reader
	Name string
}

// Material is a file that somebody has put up for others; the zero value is none.
type Material struct {
	Hash, Name string
	Kind       string // its type for HTTP, by its bytes
	Bytes      int64
}

// The kinds of material besides papers.
const (
	Word  = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	Text  = "application/vnd.oasis.opendocument.text"
	Sound = "audio/mpeg"
	Film  = "video/mp4"
)

// endings are what files of a kind are called. The first is given to a name that says something else.
var endings = map[string][]string{
	"application/pdf": {".pdf"}, "image/jpeg": {".jpg", ".jpeg"}, "image/png": {".png"},
	Word: {".docx"}, Text: {".odt"}, Sound: {".mp3"}, Film: {".mp4", ".m4v"},
}

// PutMaterial puts a file in a store when its bytes are a PDF, a picture (JPEG, PNG), a document (Word, OpenDocument, no
// macros), sound (MP3) or film (MP4): pages and drawings that can hold script (HTML, SVG) are none of these. No bytes are
// no file. The name ends as its kind does. A picture loses what the camera wrote beside it, as PutPaper says. Errors:
// ErrLarge, ErrSort, ErrBroken.
func PutMaterial(ctx context.Context, to Store, up Incoming, fallback string) (m Material, err error) {
	if up.File == nil {
		return m, nil
	}
	body, err := io.ReadAll(io.LimitReader(up.File, MaxPaper+1))
	switch {
	case err != nil:
		return m, err
	case len(body) == 0:
		return m, nil
	case len(body) > MaxPaper:
		return m, ErrLarge
	}
	if m.Kind = materialKind(body); m.Kind == "" {
		return Material{}, ErrSort
	}
	if body, err = bare(body); err != nil {
		return Material{}, err
	}
	m.Name = tidyName(up.Name, fallback)
	if low := strings.ToLower(m.Name); !slices.ContainsFunc(endings[m.Kind], func(e string) bool { return strings.HasSuffix(low, e) }) {
		m.Name += endings[m.Kind][0]
	}
	m.Hash, m.Bytes, err = to.Put(ctx, bytes.NewReader(body))
	return m, err
}

// materialKind is what bytes are, or "".
func materialKind(body []byte) string {
	if kind := paperKind(body); kind != "" {
		return kind
	}
	switch {
	case bytes.HasPrefix(body, []byte("ID3")), len(body) > 3 && body[0] == 0xff && body[1]&0xe6 == 0xe2: // a tag, or a frame of layer III
		return Sound
	case len(body) > 12 && string(body[4:8]) == "ftyp" && slices.Contains([]string{"isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "MSNV", "dash"}, string(body[8:12])):
		return Film
	case bytes.HasPrefix(body, []byte("PK\x03\x04")):
		return documentKind(body)
	}
	return ""
}

// documentKind tells which document a ZIP is; only names are read, nothing is unpacked but the type of an OpenDocument.
func documentKind(body []byte) string {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil || len(z.File) == 0 || len(z.File) > 5000 {
		return ""
	}
	names := map[string]bool{}
	for _, f := range z.File {
		low := strings.ToLower(f.Name)
		if strings.HasSuffix(low, "vbaproject.bin") || strings.HasPrefix(low, "basic/") || strings.HasPrefix(low, "scripts/") {
			return "" // a document with macros
		}
		names[f.Name] = true
	}
	if names["[Content_Types].xml"] && names["word/document.xml"] {
		return Word
	}
	if first := z.File[0]; first.Name == "mimetype" && first.UncompressedSize64 < 100 {
		r, err := first.Open()
		if err != nil {
			return ""
		}
		defer r.Close()
		if said, err := io.ReadAll(io.LimitReader(r, 100)); err == nil && string(said) == Text {
			return Text
		}
	}
	return ""
}
