package picture

import (
	"encoding/binary"
	"hash/crc32"
	"slices"
)

const pngBegins = "\x89PNG\r\n\x1a\n"

// shown are the chunks of a PNG that change what is seen.
var shown = []string{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI", "bKGD", "hIST", "pHYs", "sPLT", "acTL", "fcTL", "fdAT"}

// barePNG copies the chunks that are seen, up to the end.
func barePNG(body []byte) ([]byte, error) {
	out, rest := append(make([]byte, 0, len(body)), pngBegins...), body[len(pngBegins):]
	data, turned := false, false
	for first := true; ; first = false {
		if len(rest) < 12 {
			return nil, ErrBroken
		}
		n := int64(binary.BigEndian.Uint32(rest))
		if n+12 > int64(len(rest)) {
			return nil, ErrBroken
		}
		kind, value, whole := string(rest[4:8]), rest[8:8+n], rest[:n+12]
		rest = rest[n+12:]
		if binary.BigEndian.Uint32(whole[8+n:]) != crc32.ChecksumIEEE(whole[4:8+n]) || first != (kind == "IHDR") {
			return nil, ErrBroken
		}
		data = data || kind == "IDAT"
		switch {
		case slices.Contains(shown, kind):
			out = append(out, whole...)
		case kind == "eXIf" && !turned:
			if up := orientation(value); up != 0 {
				out, turned = appendChunk(out, kind, tiffOf(up)), true
			}
		case kind[0]&0x20 == 0: // what one has to know to show it, and nobody does
			return nil, ErrBroken
		}
		if kind == "IEND" {
			if !data {
				return nil, ErrBroken
			}
			return out, nil
		}
	}
}

func appendChunk(out []byte, kind string, value []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(value)))
	from := len(out)
	out = append(append(out, kind...), value...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[from:]))
}
