package blob

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"yrkesresan/internal/platform/picture"
)

// What is wrong with an uploaded paper. Rooms say it in their own words.
var (
	ErrLarge = errors.New("the paper is too large")
	ErrSort  = errors.New("the paper is none of PDF, JPEG, PNG")
	// ErrBroken is a picture that cannot be read, so that nobody can tell what it holds.
	ErrBroken = errors.New("the picture cannot be read")
)

// MaxPaper is how large an uploaded paper may be.
const MaxPaper = 10 << 20

// Upload is a file that a person has uploaded, and the row of the copy of the person's data that it belongs to.
type Upload struct{ Sheet, ID, Name, Hash string }

// Paper is a certificate or another paper that somebody has uploaded; the zero value is none.
type Paper struct{ Hash, Name string }

// PutPaper puts a paper in a store when its bytes are a PDF, a JPEG or a PNG: what a file is called says nothing
// about what it is. A picture loses what the camera wrote beside it: where, when and with what it was taken. No reader
// and no bytes are no paper: a form sends an empty file when none is chosen. fallback is what a file without a name is
// called. Errors: ErrLarge, ErrSort, ErrBroken.
func PutPaper(ctx context.Context, to Store, r io.Reader, name, fallback string) (p Paper, err error) {
	if r == nil {
		return p, nil
	}
	body, err := io.ReadAll(io.LimitReader(r, MaxPaper+1))
	switch {
	case err != nil:
		return p, err
	case len(body) == 0:
		return p, nil
	case len(body) > MaxPaper:
		return p, ErrLarge
	case paperKind(body) == "":
		return p, ErrSort
	}
	if body, err = bare(body); err != nil {
		return p, err
	}
	p.Name = tidyName(name, fallback)
	p.Hash, _, err = to.Put(ctx, bytes.NewReader(body))
	return p, err
}

// bare is a picture with only what is seen of it, and anything else as it is.
func bare(body []byte) ([]byte, error) {
	if !strings.HasPrefix(paperKind(body), "image/") {
		return body, nil
	}
	out, err := picture.Bare(body)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return out, nil
}

// GetPaper opens a paper, and tells what its bytes are.
func GetPaper(ctx context.Context, from Store, hash string) (_ io.ReadSeekCloser, kind string, err error) {
	f, err := from.Get(ctx, hash)
	if err != nil {
		return nil, "", err
	}
	head := make([]byte, 8)
	n, err := io.ReadFull(f, head)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, "", errors.Join(err, f.Close())
	}
	return f, paperKind(head[:n]), nil
}

// paperKind is what bytes are: PDF, JPEG or PNG; "" for anything else.
func paperKind(body []byte) string {
	for begins, kind := range map[string]string{"%PDF-": "application/pdf", "\xff\xd8\xff": "image/jpeg", "\x89PNG\r\n\x1a\n": "image/png"} {
		if bytes.HasPrefix(body, []byte(begins)) {
			return kind
		}
	}
	return ""
}

// tidyName keeps the last part of a file's name, at a sane length.
func tidyName(name, fallback string) string {
	name = filepath.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	for utf8.RuneCountInString(name) > 100 {
		_, first := utf8.DecodeRuneInString(name)
		name = name[first:]
	}
	if name == "." || name == "/" || name == "" {
		return fallback
	}
	return name
}
