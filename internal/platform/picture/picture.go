// Package picture takes out of a picture what a camera writes beside it: where it was taken, when, and with what. What is
// seen stays as it is, byte for byte, and so does which way is up. It is pure.
package picture

import (
	"bytes"
	"errors"
	"image"
	_ "image/jpeg" // what image.DecodeConfig knows
	_ "image/png"
)

// What may be wrong.
var (
	ErrSort   = errors.New("the picture is neither JPEG nor PNG")
	ErrBroken = errors.New("the picture cannot be read")
)

// Bare gives a JPEG or a PNG with only what is needed to show it: what is kept is named, so that what nobody here knows goes.
// Of Exif the way up is kept. Bare of what is bare is the same. Errors: ErrSort, ErrBroken.
func Bare(body []byte) (out []byte, err error) {
	switch {
	case bytes.HasPrefix(body, []byte(jpegBegins)):
		out, err = bareJPEG(body)
	case bytes.HasPrefix(body, []byte(pngBegins)):
		out, err = barePNG(body)
	default:
		return nil, ErrSort
	}
	if err != nil {
		return nil, err
	}
	if c, _, err := image.DecodeConfig(bytes.NewReader(out)); err != nil || c.Width < 1 || c.Height < 1 {
		return nil, ErrBroken
	}
	return out, nil
}
