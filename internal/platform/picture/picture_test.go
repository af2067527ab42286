package picture_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"testing"

	"yrkesresan/internal/platform/picture"
	"yrkesresan/internal/platform/picture/picturetest"
)

// secret stands in everything that is to go.
const secret = picturetest.Secret

// Nothing of where, when and with what stays; every dot does, and which way is up.
func TestOnlyThePictureIsKept(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		body []byte
		up   string // what is left of Exif
	}{
		"a photo on its side": {picturetest.Photo(t, binary.BigEndian, 6), "\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06"},
		"a photo upside down": {picturetest.Photo(t, binary.LittleEndian, 3), "\x01\x12\x00\x03\x00\x00\x00\x01\x00\x03"},
		"a photo":             {picturetest.Photo(t, binary.BigEndian, 1), ""},
		"no way is up":        {picturetest.Photo(t, binary.BigEndian, 9), ""},
		"a screen":            {picturetest.Screen(t, 1), ""},
		"a screen turned":     {picturetest.Screen(t, 8), "\x01\x12\x00\x03\x00\x00\x00\x01\x00\x08"},
	} {
		if !bytes.Contains(tc.body, []byte(secret)) {
			t.Fatalf("%s: nothing is hidden in it", name)
		}
		out, err := picture.Bare(tc.body)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, gone := range []string{secret, "tIME", "tEXt", "MPF", "JFXX", "Photoshop", "adobe.com"} {
			if bytes.Contains(out, []byte(gone)) {
				t.Errorf("%s: %q is there", name, gone)
			}
		}
		if has := bytes.Contains(out, []byte("\x01\x12\x00\x03")); has != (tc.up != "") || !bytes.Contains(out, []byte(tc.up)) {
			t.Errorf("%s: which way is up is not as it was", name)
		}
		before, _, err := image.Decode(bytes.NewReader(tc.body))
		if err != nil {
			t.Fatal(err)
		}
		after, _, err := image.Decode(bytes.NewReader(out))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for x := range 24 {
			for y := range 16 {
				if before.At(x, y) != after.At(x, y) {
					t.Fatalf("%s: another picture at %d, %d", name, x, y)
				}
			}
		}
		if again, err := picture.Bare(out); err != nil || !bytes.Equal(again, out) {
			t.Errorf("%s: what is bare is changed: %v", name, err)
		}
	}
	if out, err := picture.Bare(picturetest.Screen(t, 1)); err != nil || !bytes.Contains(out, []byte("gAMA")) {
		t.Errorf("the colours are gone: %v", err)
	}
}

func TestWhatIsNoPicture(t *testing.T) {
	t.Parallel()
	jpg, scr := picturetest.Photo(t, binary.BigEndian, 6), picturetest.Screen(t, 1)
	flipped := bytes.Clone(scr)
	flipped[20] ^= 1 // the width: its sum is wrong
	for name, tc := range map[string]struct {
		body []byte
		want error
	}{
		"nothing": {nil, picture.ErrSort}, "a page": {[]byte("%PDF-1.7\n"), picture.ErrSort}, "a drawing": {[]byte("<svg/>"), picture.ErrSort}, "webp": {[]byte("RIFF\x00\x00\x00\x00WEBPVP8 "), picture.ErrSort},
		"a beginning": {jpg[:200], picture.ErrBroken}, "three bytes": {jpg[:3], picture.ErrBroken}, "no end": {bytes.ReplaceAll(jpg, []byte("\xff\xd9"), []byte("\xff\x00")), picture.ErrBroken},
		"no scan": {[]byte("\xff\xd8\xff\xd9"), picture.ErrBroken}, "half a screen": {scr[:len(scr)/2], picture.ErrBroken}, "a wrong sum": {flipped, picture.ErrBroken}, "a head only": {scr[:33], picture.ErrBroken},
		"what must be known": {append(bytes.Clone(scr[:33]), picturetest.Chunk("NEWX", "")...), picture.ErrBroken},
	} {
		if out, err := picture.Bare(tc.body); !errors.Is(err, tc.want) || out != nil {
			t.Errorf("%s: %v, want %v", name, err, tc.want)
		}
	}
}

// Whatever comes, nothing stops the program, and what is taken is bare: no comment, no text, and the same again.
func FuzzBare(f *testing.F) {
	for _, seed := range [][]byte{picturetest.Photo(f, binary.BigEndian, 6), picturetest.Photo(f, binary.LittleEndian, 1), picturetest.Screen(f, 8), picturetest.Screen(f, 1), []byte("\xff\xd8\xff\xff\xff\xd9"), []byte("\x89PNG\r\n\x1a\n")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		out, err := picture.Bare(body)
		if err != nil {
			if out != nil || !errors.Is(err, picture.ErrSort) && !errors.Is(err, picture.ErrBroken) {
				t.Fatalf("%v with %d bytes", err, len(out))
			}
			return
		}
		if len(out) > len(body)+8 { // an Exif without an end has got one
			t.Fatalf("%d bytes have become %d", len(body), len(out))
		}
		again, err := picture.Bare(out)
		if err != nil || !bytes.Equal(again, out) {
			t.Fatalf("what is bare is not: %v", err)
		}
	})
}
