// Package picturetest makes small pictures with what cameras and programs write beside them, for the tests of who takes
// pictures in.
package picturetest

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

// Secret stands in everything that is to go.
const Secret = "57.7089N 11.9746E"

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
	entry(0x0110, 2, uint32(len(Secret)), 50, 50)
	entry(0x0112, 3, 1, up)
	entry(0x8825, 4, 1, 50, 50)
	return append(append(b, 0, 0, 0, 0), Secret...)
}

func segment(marker byte, body string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2)), body...)
}

// Photo is a small JPEG, 24 dots by 16, with all that cameras and programs write beside a picture. order is how its Exif is
// written, and up which way it says is up.
func Photo(t testing.TB, order binary.AppendByteOrder, up uint16) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, drawn(), nil); err != nil {
		t.Fatal(err)
	}
	out := []byte{0xff, 0xd8}
	for _, s := range [][]byte{segment(0xe0, "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x03\x02"+Secret+"x"), segment(0xe0, "JFXX\x00\x10"+Secret), segment(0xe1, "Exif\x00\x00"+string(exifOf(order, up))),
		segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+Secret), segment(0xe2, "MPF\x00"+Secret), segment(0xed, "Photoshop 3.0\x00"+Secret), segment(0xfe, Secret), segment(0xeb, Secret), {0xff}} {
		out = append(out, s...)
	}
	return append(append(out, plain.Bytes()[2:]...), append([]byte("\xff\xd8\xff\xe1 the next picture "), Secret...)...)
}

// Chunk is a chunk of a PNG, with its sum.
func Chunk(kind, body string) []byte {
	out := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), kind+body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// Screen is a small PNG, 24 dots by 16, with all that programs write beside a picture.
func Screen(t testing.TB, up uint16) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := png.Encode(&plain, drawn()); err != nil {
		t.Fatal(err)
	}
	out := bytes.Clone(plain.Bytes()[:33]) // the beginning and the head
	for _, s := range [][]byte{Chunk("tEXt", "Location\x00"+Secret), Chunk("zTXt", Secret), Chunk("iTXt", Secret), Chunk("tIME", "\x07\xea\x0b\x16\x15\x00\x00"), Chunk("eXIf", string(exifOf(binary.BigEndian, up))),
		Chunk("gAMA", "\x00\x00\xb1\x8f"), Chunk("caBX", Secret)} {
		out = append(out, s...)
	}
	return append(append(out, plain.Bytes()[33:]...), Secret...)
}
