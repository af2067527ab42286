package rows

import (
	"bytes"
	"io"
	"strconv"
	"unicode/utf16"
)

// sniff tells from the content whether the file is "xlsx" or "csv", or refuses it.
func sniff(r io.ReaderAt, size, most int64) (string, error) {
	if size == 0 {
		return "", refuse("empty")
	}
	if size > most {
		return "", refuse("large", "max", strconv.FormatInt(most>>20, 10))
	}
	start := make([]byte, min(size, 1024))
	if n, err := r.ReadAt(start, 0); n < len(start) {
		return "", broken(err)
	}
	switch {
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		return "xlsx", nil
	case bytes.HasPrefix(start, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return "", refuseContainer(r, size)
	case bytes.HasPrefix(start, []byte("%PDF")), bytes.HasPrefix(start, []byte(`{\rtf`)), bytes.HasPrefix(start, []byte("PK")):
		return "", refuse("type")
	case isMarkup(start):
		return "", refuse("markup")
	}
	return "csv", nil
}

// isMarkup finds the web pages and XML that some systems name ".xls".
func isMarkup(start []byte) bool {
	text := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(start, []byte(bomUTF8))))
	for _, tag := range []string{"<?xml", "<html", "<!doctype", "<table", "<meta", "mime-version:"} {
		if bytes.HasPrefix(text, []byte(tag)) {
			return true
		}
	}
	return false
}

// refuseContainer tells an encrypted workbook from an old .xls: both are
// compound files, and only the encrypted one has the stream EncryptedPackage.
func refuseContainer(r io.ReaderAt, size int64) error {
	var mark []byte
	for _, u := range utf16.Encode([]rune("EncryptedPackage")) {
		mark = append(mark, byte(u), byte(u>>8))
	}
	buf := make([]byte, 1<<20)
	for off := int64(0); off < size; off += int64(len(buf) - len(mark)) {
		n, err := r.ReadAt(buf, off)
		if bytes.Contains(buf[:n], mark) {
			return refuse("encrypted")
		}
		if err != nil {
			break
		}
	}
	return refuse("xls")
}
