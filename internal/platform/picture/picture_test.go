package picture_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"yrkesresan/internal/platform/picture"
)

// secret stands in everything that is to go.
const secret = "57.7089N 11.9746E"

func drawn() image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 24, 16))
	for x := range 24 {
		for y := range 16 {
			m.Set(x, y, color.RGBA{uint8(x * 10), uint8(y * 15), 90, 255})
		}
	}
	return m
}

// exifOf is what a camera writes: the way up among a model and a place.
func exifOf(order binary.AppendByteOrder, up uint16) []byte {
	b := []byte("MM\x00*")
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		b = []byte("II*\x00")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 3)
	entry := func(tag, kind uint16, n uint32, value ...uint16) {
		b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, tag), kind), n)
		for _, v := range append(value, 0)[:2] {
			b = order.AppendUint16(b, v)
		}
	}
	entry(0x0110, 2, uint32(len(secret)), 50, 50)
	entry(0x0112, 3, 1, up)
	entry(0x8825, 4, 1, 50, 50)
	return append(append(b, 0, 0, 0, 0), secret...)
}

func segment(marker byte, body string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2)), body...)
}

// photo is a JPEG with all that cameras and programs write beside a picture.
func photo(t testing.TB, order binary.AppendByteOrder, up uint16) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, drawn(), nil); err != nil {
		t.Fatal(err)
	}
	out := []byte{0xff, 0xd8}
	for _, s := range [][]byte{segment(0xe0, "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x03\x02"+secret+"x"), segment(0xe0, "JFXX\x00\x10"+secret), segment(0xe1, "Exif\x00\x00"+string(exifOf(order, up))),
		segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+secret), segment(0xe2, "MPF\x00"+secret), segment(0xed, "Photoshop 3.0\x00"+secret), segment(0xfe, secret), segment(0xeb, secret), {0xff}} {
		out = append(out, s...)
	}
	return append(append(out, plain.Bytes()[2:]...), append([]byte("\xff\xd8\xff\xe1 the next picture "), secret...)...)
}

func chunk(kind, body string) []byte {
	out := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), kind+body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// screen is a PNG with all that programs write beside a picture.
func screen(t testing.TB, up uint16) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := png.Encode(&plain, drawn()); err != nil {
		t.Fatal(err)
	}
	out := bytes.Clone(plain.Bytes()[:33]) // the beginning and the head
	for _, s := range [][]byte{chunk("tEXt", "Location\x00"+secret), chunk("zTXt", secret), chunk("iTXt", secret), chunk("tIME", "\x07\xea\x0b\x16\x15\x00\x00"), chunk("eXIf", string(exifOf(binary.BigEndian, up))),
		chunk("gAMA", "\x00\x00\xb1\x8f"), chunk("caBX", secret)} {
		out = append(out, s...)
	}
	return append(append(out, plain.Bytes()[33:]...), secret...)
}

// Nothing of where, when and with what stays; every dot does, and which way is up.
func TestOnlyThePictureIsKept(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		body []byte
		up   string // what is left of Exif
	}{
		"a photo on its side": {photo(t, binary.BigEndian, 6), "\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06"},
		"a photo upside down": {photo(t, binary.LittleEndian, 3), "\x01\x12\x00\x03\x00\x00\x00\x01\x00\x03"},
		"a photo":             {photo(t, binary.BigEndian, 1), ""},
		"no way is up":        {photo(t, binary.BigEndian, 9), ""},
		"a screen":            {screen(t, 1), ""},
		"a screen turned":     {screen(t, 8), "\x01\x12\x00\x03\x00\x00\x00\x01\x00\x08"},
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
	if out, err := picture.Bare(screen(t, 1)); err != nil || !bytes.Contains(out, []byte("gAMA")) {
		t.Errorf("the colours are gone: %v", err)
	}
}

func TestWhatIsNoPicture(t *testing.T) {
	t.Parallel()
	jpg, scr := photo(t, binary.BigEndian, 6), screen(t, 1)
	flipped := bytes.Clone(scr)
	flipped[20] ^= 1 // the width: its sum is wrong
	for name, tc := range map[string]struct {
		body []byte
		want error
	}{
		"nothing": {nil, picture.ErrSort}, "a page": {[]byte("%PDF-1.7\n"), picture.ErrSort}, "a drawing": {[]byte("<svg/>"), picture.ErrSort}, "webp": {[]byte("RIFF\x00\x00\x00\x00WEBPVP8 "), picture.ErrSort},
		"a beginning": {jpg[:200], picture.ErrBroken}, "three bytes": {jpg[:3], picture.ErrBroken}, "no end": {bytes.ReplaceAll(jpg, []byte("\xff\xd9"), []byte("\xff\x00")), picture.ErrBroken},
		"no scan": {[]byte("\xff\xd8\xff\xd9"), picture.ErrBroken}, "half a screen": {scr[:len(scr)/2], picture.ErrBroken}, "a wrong sum": {flipped, picture.ErrBroken}, "a head only": {scr[:33], picture.ErrBroken},
		"what must be known": {append(bytes.Clone(scr[:33]), chunk("NEWX", "")...), picture.ErrBroken},
	} {
		if out, err := picture.Bare(tc.body); !errors.Is(err, tc.want) || out != nil {
			t.Errorf("%s: %v, want %v", name, err, tc.want)
		}
	}
}

// Whatever comes, nothing stops the program, and what is taken is bare: no comment, no text, and the same again.
func FuzzBare(f *testing.F) {
	for _, seed := range [][]byte{photo(f, binary.BigEndian, 6), photo(f, binary.LittleEndian, 1), screen(f, 8), screen(f, 1), []byte("\xff\xd8\xff\xff\xff\xd9"), []byte("\x89PNG\r\n\x1a\n")} {
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
