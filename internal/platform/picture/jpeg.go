package picture

import (
	"bytes"
	"encoding/binary"
)

const jpegBegins = "\xff\xd8\xff"

// The markers of a JPEG that are of interest here.
const (
	mSOI, mEOI, mSOS         = 0xd8, 0xd9, 0xda
	mAPP0, mAPP1, mAPP2      = 0xe0, 0xe1, 0xe2
	mAPP14, mAPP15, mComment = 0xee, 0xef, 0xfe
)

// How the segments begin that are kept or read.
const (
	jfif  = "JFIF\x00"
	exif  = "Exif\x00\x00"
	icc   = "ICC_PROFILE\x00"
	adobe = "Adobe"
)

// bareJPEG copies what the picture is made of, up to its end: pictures and films that cameras put after it go, too.
func bareJPEG(body []byte) ([]byte, error) {
	out, rest := append(make([]byte, 0, len(body)), body[:2]...), body[2:]
	scanned, turned := false, false
	for {
		marker, after, ok := nextMarker(rest)
		if !ok {
			return nil, ErrBroken
		}
		if marker == mEOI {
			if !scanned {
				return nil, ErrBroken
			}
			return append(out, 0xff, mEOI), nil
		}
		segment, after, ok := segmentOf(after)
		if !ok || marker < 0xc0 || marker >= 0xd0 && marker <= mSOI { // nothing that stands alone belongs between segments
			return nil, ErrBroken
		}
		rest = after
		if marker == mAPP1 && !turned && bytes.HasPrefix(segment, []byte(exif)) {
			if up := orientation(segment[len(exif):]); up != 0 {
				segment, turned = append([]byte(exif), tiffOf(up)...), true
				out = appendSegment(out, marker, segment)
			}
			continue
		}
		if segment = kept(marker, segment); segment == nil {
			continue
		}
		out = appendSegment(out, marker, segment)
		if marker == mSOS {
			scanned = true
			n := scanLength(rest)
			out, rest = append(out, rest[:n]...), rest[n:]
		}
	}
}

// nextMarker reads a marker, which any number of 0xff may stand before.
func nextMarker(b []byte) (marker byte, rest []byte, ok bool) {
	if len(b) < 2 || b[0] != 0xff {
		return 0, nil, false
	}
	for len(b) > 1 && b[1] == 0xff {
		b = b[1:]
	}
	if len(b) < 2 || b[1] == 0 {
		return 0, nil, false
	}
	return b[1], b[2:], true
}

// segmentOf reads what follows a marker: its length in two bytes, which count themselves, and as much.
func segmentOf(b []byte) (segment, rest []byte, ok bool) {
	if len(b) < 2 {
		return nil, nil, false
	}
	n := int(binary.BigEndian.Uint16(b))
	if n < 2 || n > len(b) {
		return nil, nil, false
	}
	return b[2:n], b[n:], true
}

func appendSegment(out []byte, marker byte, segment []byte) []byte {
	out = append(out, 0xff, marker)
	out = binary.BigEndian.AppendUint16(out, uint16(len(segment)+2))
	return append(out, segment...)
}

// kept is what stays of a segment; nil for nothing. Of what programs write (APP0 to APP15) and comments there stay the size
// of a dot, without the small picture beside it, the colours, and how they are counted.
func kept(marker byte, segment []byte) []byte {
	begins := func(s string) bool { return bytes.HasPrefix(segment, []byte(s)) }
	switch {
	case marker == mAPP0 && begins(jfif) && len(segment) >= 14:
		small := bytes.Clone(segment[:14])
		small[12], small[13] = 0, 0
		return small
	case marker == mAPP2 && begins(icc):
		return segment
	case marker == mAPP14 && begins(adobe) && len(segment) >= 12:
		return segment[:12]
	case marker >= mAPP0 && marker <= mAPP15, marker == mComment, marker > mAPP15:
		return nil
	}
	return segment
}

// scanLength is how long the coded picture is that follows a scan's head: up to the next marker that is no restart.
func scanLength(b []byte) int {
	for i := 0; i+1 < len(b); i++ {
		if b[i] == 0xff && b[i+1] != 0 && b[i+1] != 0xff && (b[i+1] < 0xd0 || b[i+1] > 0xd7) {
			return i
		}
	}
	return len(b)
}

// orientationTag is the number of the way up among what Exif tells.
const orientationTag = 0x0112

// orientation is which way is up by Exif (TIFF inside), 2 to 8; 0 when it is as the picture lies or cannot be told.
func orientation(tiff []byte) uint16 {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
	default:
		return 0
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 0
	}
	n := int64(order.Uint16(tiff[at:]))
	for i := range n {
		from := at + 2 + 12*i
		if from+12 > int64(len(tiff)) {
			return 0
		}
		entry := tiff[from : from+12]
		if order.Uint16(entry) != orientationTag {
			continue
		}
		if up := order.Uint16(entry[8:]); order.Uint16(entry[2:]) == 3 && order.Uint32(entry[4:]) == 1 && up >= 2 && up <= 8 {
			return up
		}
		return 0
	}
	return 0
}

// tiffOf is the smallest Exif that tells which way is up, and nothing else.
func tiffOf(up uint16) []byte {
	b := []byte("MM\x00*\x00\x00\x00\x08\x00\x01")
	b = binary.BigEndian.AppendUint16(b, orientationTag)
	b = append(b, 0, 3, 0, 0, 0, 1) // a short, one of it
	b = binary.BigEndian.AppendUint16(b, up)
	return append(b, 0, 0, 0, 0, 0, 0) // the rest of the value, and no more tags after these
}
