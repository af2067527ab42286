package blob_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"yrkesresan/internal/platform/blob"
)

func TestTheSameContentIsKeptOnceAndFoundByItsHash(t *testing.T) {
	d, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var first string
	for range 2 {
		hash, size, err := d.Put(t.Context(), strings.NewReader("bild"))
		if err != nil || size != 4 || (first != "" && hash != first) {
			t.Fatal(hash, size, err)
		}
		first = hash
	}
	r, err := d.Get(t.Context(), first)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if body, _ := io.ReadAll(r); string(body) != "bild" {
		t.Fatalf("%q", body)
	}
	var seen []string
	if err := d.Each(t.Context(), func(h string) error { seen = append(seen, h); return nil }); err != nil || len(seen) != 1 {
		t.Fatal(seen, err)
	}
}

func TestNoNameLeadsOutOfTheStore(t *testing.T) {
	d, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, hash := range []string{"", "..", "../../etc/passwd", strings.Repeat("0", 64), strings.Repeat("z", 64)} {
		if _, err := d.Get(t.Context(), hash); !errors.Is(err, blob.ErrMissing) {
			t.Errorf("%q: %v", hash, err)
		}
	}
}
