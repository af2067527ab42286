package folder

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // reads the size of a jpg
	_ "image/png"  // reads the size of a png
	"io"
	"path"
	"strings"
)

// mediaKind is what a kind of media may be: how large, and how its bytes begin.
type mediaKind struct {
	mime   string
	most   int64 // bytes
	begins func(head []byte) bool
}

// mediaKinds are the media a course may hold, by file ending.
var mediaKinds = map[string]mediaKind{
	".svg":  {"image/svg+xml", 200 << 10, func([]byte) bool { return true }}, // read whole instead
	".png":  {"image/png", 5 << 20, prefix("\x89PNG\r\n\x1a\n")},
	".jpg":  {"image/jpeg", 5 << 20, prefix("\xff\xd8\xff")},
	".webp": {"image/webp", 5 << 20, isWebP},
	".mp4":  {"video/mp4", 200 << 20, func(h []byte) bool { return len(h) > 11 && string(h[4:8]) == "ftyp" }},
	".vtt":  {"text/vtt; charset=utf-8", textBytes, isVTT},
	".mp3":  {"audio/mpeg", 50 << 20, isMP3},
	".pdf":  {"application/pdf", 20 << 20, prefix("%PDF-")},
}

// widestPicture is the most pixels of a side: a phone has to unpack it.
const widestPicture = 8000

func prefix(p string) func([]byte) bool {
	return func(head []byte) bool { return bytes.HasPrefix(head, []byte(p)) }
}

func isWebP(h []byte) bool {
	return len(h) >= 30 && string(h[:4]) == "RIFF" && string(h[8:12]) == "WEBP"
}

func isVTT(h []byte) bool {
	rest, ok := bytes.CutPrefix(bytes.TrimPrefix(h, []byte("\ufeff")), []byte("WEBVTT"))
	return ok && (len(rest) == 0 || strings.ContainsRune(" \t\r\n", rune(rest[0])))
}

// isMP3 knows a tag or the first frame of MPEG audio, layer III.
func isMP3(h []byte) bool {
	return bytes.HasPrefix(h, []byte("ID3")) || len(h) > 2 && h[0] == 0xff && h[1]&0xe6 == 0xe2
}

// readMedia checks every file in media/: size, that the bytes are what the
// ending says, and that a picture tells its width and height.
func (r *reader) readMedia(files []string) {
	for _, file := range files {
		name, ok := inMedia(file)
		if !ok {
			continue
		}
		m := Media{Name: name, Type: mediaKinds[path.Ext(name)].mime}
		r.readMedium(place{r.report, file, 1}, &m)
		r.media[name] = m
		r.c.Media = append(r.c.Media, m)
	}
}

func (r *reader) readMedium(at place, m *Media) {
	kind := mediaKinds[path.Ext(m.Name)]
	f, err := r.fsys.Open(at.file)
	if err != nil {
		at.wrong("file_read")
		return
	}
	defer f.Close() // nothing is written: a failing close loses nothing
	info, err := f.Stat()
	if err != nil {
		at.wrong("file_read")
		return
	}
	if m.Bytes = info.Size(); m.Bytes > kind.most {
		at.wrong("file_bytes", "file", m.Name, "most", size(kind.most))
		return
	}
	head := make([]byte, 64)
	n, err := io.ReadFull(f, head)
	if head = head[:n]; err != nil && n == 0 || !kind.begins(head) {
		at.wrong("media_bytes", "file", m.Name)
		return
	}
	switch path.Ext(m.Name) {
	case ".svg":
		r.readSVG(at, m)
	case ".vtt":
		r.text(at.file)
	case ".png", ".jpg", ".webp":
		if m.Width, m.Height, err = pictureSize(head, f, m.Type); err != nil {
			at.wrong("media_bytes", "file", m.Name)
		} else if m.Width > widestPicture || m.Height > widestPicture {
			at.wrong("picture_wide", "file", m.Name, "most", fmt.Sprint(widestPicture))
		}
	}
}

// pictureSize gives width and height in pixels. head is what has been read of
// rest. It fails when the bytes are not such a picture.
func pictureSize(head []byte, rest io.Reader, mime string) (width, height int, err error) {
	if mime == "image/webp" {
		return webpSize(head)
	}
	config, kind, err := image.DecodeConfig(io.MultiReader(bytes.NewReader(head), rest))
	if err != nil {
		return 0, 0, err
	}
	if "image/"+kind != mime || config.Width < 1 || config.Height < 1 {
		return 0, 0, image.ErrFormat
	}
	return config.Width, config.Height, nil
}

// webpSize reads the size out of a WebP header of at least 30 bytes: simple
// lossy (VP8), simple lossless (VP8L) or extended (VP8X).
func webpSize(h []byte) (width, height int, err error) {
	if len(h) < 30 {
		return 0, 0, image.ErrFormat
	}
	switch string(h[12:16]) {
	case "VP8 ":
		width, height = int(h[26])|int(h[27]&0x3f)<<8, int(h[28])|int(h[29]&0x3f)<<8
	case "VP8L":
		bits := uint32(h[21]) | uint32(h[22])<<8 | uint32(h[23])<<16 | uint32(h[24])<<24
		width, height = int(bits&0x3fff)+1, int(bits>>14&0x3fff)+1
	case "VP8X":
		width = (int(h[24]) | int(h[25])<<8 | int(h[26])<<16) + 1
		height = (int(h[27]) | int(h[28])<<8 | int(h[29])<<16) + 1
	}
	if width < 1 || height < 1 {
		return 0, 0, image.ErrFormat
	}
	return width, height, nil
}
