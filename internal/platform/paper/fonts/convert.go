//go:build ignore

// Convert unpacks WOFF 1 files to TrueType and writes them beside itself:
//
//	npm pack @fontsource/source-sans-3@5.3.1 && tar xzf fontsource-source-sans-3-5.3.1.tgz
//	go run internal/platform/paper/fonts/convert.go package/files/source-sans-3-{latin,latin-ext,vietnamese,cyrillic}-{400,700}-normal.woff
//
// WOFF 1 is the same font with each table deflated (https://www.w3.org/TR/WOFF/);
// nothing in the font is changed. The licence, OFL.txt, is the package's LICENSE.
package main

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	for _, name := range os.Args[1:] {
		woff, err := os.ReadFile(name)
		if err != nil {
			log.Fatal(err)
		}
		to := strings.TrimSuffix(filepath.Base(name), "-normal.woff") + ".ttf"
		if err := os.WriteFile(filepath.Join("internal/platform/paper/fonts", to), unpack(woff), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// unpack returns the TrueType file inside a WOFF 1 file. A WOFF header is 44
// bytes and a directory entry 20: tag, offset, packed length, length, checksum.
func unpack(woff []byte) []byte {
	be := binary.BigEndian
	count := int(be.Uint16(woff[12:]))
	power, log2 := 1, 0
	for power*2 <= count {
		power *= 2
		log2++
	}
	head := append([]byte{}, woff[4:8]...)
	for _, v := range []int{count, power * 16, log2, count*16 - power*16} {
		head = be.AppendUint16(head, uint16(v))
	}
	var body []byte
	for i := range count {
		entry := woff[44+20*i:]
		offset, packed, length := be.Uint32(entry[4:]), be.Uint32(entry[8:]), be.Uint32(entry[12:])
		table := woff[offset : offset+packed]
		if packed < length {
			table = inflate(table)
		}
		head = append(head, entry[:4]...)
		head = append(head, entry[16:20]...)
		head = be.AppendUint32(head, uint32(12+16*count+len(body)))
		head = be.AppendUint32(head, length)
		body = append(body, table...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	return append(head, body...)
}

func inflate(b []byte) []byte {
	r, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		log.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		log.Fatal(err)
	}
	return out
}
