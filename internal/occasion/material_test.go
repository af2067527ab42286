package occasion_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/picture/picturetest"
)

// The picture of a part of a day's plan tells not where and when it was taken.
func TestTheMaterialOfADaySaysNothingOfTheCamera(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	var part occasion.Part
	if err := w.KeepMaterial(ctx, &part, occasion.Upload{File: bytes.NewReader(picturetest.Photo(t, binary.BigEndian, 6)), Name: "salen.jpg"}); err != nil || part.FileName != "salen.jpg" {
		t.Fatal(part, err)
	}
	f, err := w.Blobs.Get(ctx, part.Blob)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if body, err := io.ReadAll(f); err != nil || len(body) == 0 || bytes.Contains(body, []byte(picturetest.Secret)) {
		t.Errorf("%d bytes tell where it was taken: %v", len(body), err)
	}
	for body, want := range map[string]error{"\xff\xd8\xff\xe0": occasion.ErrPicture, "<svg/>": occasion.ErrFileKind, "": nil} {
		if err := w.KeepMaterial(ctx, &occasion.Part{}, occasion.Upload{File: strings.NewReader(body)}); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", body, err, want)
		}
	}
}
