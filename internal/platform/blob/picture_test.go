package blob_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"io"
	"strings"
	"testing"

	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/picture/picturetest"
)

// Whichever way a picture is taken in, what is kept tells not where and when it was taken, and looks as it did. What is no
// picture is kept byte for byte.
func TestWhatIsKeptOfAPicture(t *testing.T) {
	t.Parallel()
	d, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for way, put := range map[string]func(context.Context, string) (string, error){
		"a paper": func(ctx context.Context, body string) (string, error) {
			p, err := blob.PutPaper(ctx, d, strings.NewReader(body), "x", "x")
			return p.Hash, err
		},
		"material": func(ctx context.Context, body string) (string, error) {
			m, err := blob.PutMaterial(ctx, d, blob.Incoming{File: strings.NewReader(body)}, "x")
			return m.Hash, err
		},
	} {
		for name, body := range map[string][]byte{"photo": picturetest.Photo(t, binary.LittleEndian, 6), "screen": picturetest.Screen(t, 1)} {
			hash, err := put(t.Context(), string(body))
			if err != nil {
				t.Fatalf("%s as %s: %v", name, way, err)
			}
			kept := read(t, d, hash)
			if bytes.Contains(kept, []byte(picturetest.Secret)) {
				t.Errorf("%s as %s tells where it was taken", name, way)
			}
			if up := "\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06"; bytes.Contains(kept, []byte(up)) != (name == "photo") {
				t.Errorf("%s as %s: which way is up is not as it was", name, way)
			}
			same(t, body, kept)
			if again, err := put(t.Context(), string(kept)); err != nil || again != hash {
				t.Errorf("%s as %s: put again it is another: %v", name, way, err)
			}
			if _, err := put(t.Context(), string(body[:60])); !errors.Is(err, blob.ErrBroken) {
				t.Errorf("half a %s as %s: %v", name, way, err)
			}
		}
		pdf := "%PDF-1.7\n" + picturetest.Secret
		hash, err := put(t.Context(), pdf)
		if err != nil || string(read(t, d, hash)) != pdf {
			t.Errorf("a PDF as %s is changed: %v", way, err)
		}
	}
}

func read(t *testing.T, d *blob.Dir, hash string) []byte {
	t.Helper()
	f, err := d.Get(t.Context(), hash)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// same tells that two pictures have the same dots.
func same(t *testing.T, one, other []byte) {
	t.Helper()
	a, _, err := image.Decode(bytes.NewReader(one))
	if err != nil {
		t.Fatal(err)
	}
	b, _, err := image.Decode(bytes.NewReader(other))
	if err != nil {
		t.Fatal(err)
	}
	if a.Bounds() != b.Bounds() {
		t.Fatal(a.Bounds(), b.Bounds())
	}
	for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
		for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
			if a.At(x, y) != b.At(x, y) {
				t.Fatalf("another picture at %d, %d", x, y)
			}
		}
	}
}
