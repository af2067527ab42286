package backup_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"strings"
	"testing"
)

// rowsIn is what a backup holds, but for who made it when.
func rowsIn(t *testing.T, path string) map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	plain, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for entries := tar.NewReader(plain); ; {
		h, err := entries.Next()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(entries)
		if err != nil {
			t.Fatal(err)
		}
		if h.Name != "backup.json" && h.Name != "manifest.json" {
			out[h.Name] = string(body)
		}
	}
}

// changed is a backup with other bytes of the same length in it, whole in every other way.
func changed(t *testing.T, body []byte, from, to string) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(plain, []byte(from)) {
		t.Fatalf("no %q in the backup", from)
	}
	if len(from) == len(to) && !strings.HasPrefix(from, "tables/") {
		return zipped(t, bytes.Replace(plain, []byte(from), []byte(to), 1))
	}
	return zipped(t, renamed(t, plain, from, to))
}

// renamed copies an archive with one entry's name changed.
func renamed(t *testing.T, plain []byte, from, to string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for entries := tar.NewReader(bytes.NewReader(plain)); ; {
		h, err := entries.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		h.Name = strings.Replace(h.Name, from, to, 1)
		h.PAXRecords = nil
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(w, entries); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func zipped(t *testing.T, plain []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
