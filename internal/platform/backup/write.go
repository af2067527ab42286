package backup

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/keys"
)

// partSize is how much of a table is gathered before it is written: a tar tells sizes first.
const partSize = 4 << 20

// Write makes a backup at path. Whoever uses the program meanwhile notices nothing. The file
// appears when it is whole, over an older one of the same name, and only its owner may read it.
func Write(ctx context.Context, p Parts, path string) (c Counts, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*") // made with 0600
	if err != nil {
		return c, err
	}
	defer os.Remove(f.Name()) // gone already when the rename worked
	whole := bufio.NewWriterSize(f, 1<<20)
	squeezed, err := gzip.NewWriterLevel(whole, gzip.BestSpeed)
	if err != nil {
		return c, err
	}
	w := &writer{tar: tar.NewWriter(squeezed), made: p.Now().UTC(), entries: map[string]entry{}}
	err = w.all(ctx, p)
	err = errors.Join(err, w.tar.Close(), squeezed.Close(), whole.Flush(), f.Sync(), f.Close())
	if err != nil {
		return c, err
	}
	return w.counts, os.Rename(f.Name(), path)
}

type writer struct {
	tar     *tar.Writer
	made    time.Time
	counts  Counts
	entries map[string]entry
}

// all writes the rows first and the files after: a row's file is kept before the row is, so every
// file that these rows name is there by then.
func (w *writer) all(ctx context.Context, p Parts) error {
	if err := p.DB.Snapshot(ctx, func(tx *db.Tx) error { return w.rows(ctx, tx) }); err != nil {
		return err
	}
	if err := w.keys(p.Keys); err != nil {
		return err
	}
	if err := p.Blobs.Each(ctx, func(hash string) error { return w.file(ctx, p, hash) }); err != nil {
		return err
	}
	return w.json(manifestName, manifest{w.counts, w.entries})
}

func (w *writer) rows(ctx context.Context, tx *db.Tx) error {
	tables, err := db.Tables(ctx, tx)
	if err != nil {
		return err
	}
	schema, err := db.Version(ctx, tx)
	if err != nil {
		return err
	}
	if err := w.json(headName, head{format, schema, string(tx.Engine()), w.made, layoutOf(tables)}); err != nil {
		return err
	}
	w.counts.Tables = len(tables)
	for _, t := range tables {
		if err := w.table(ctx, tx, t); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	waiting, err := job.Waiting(ctx, tx)
	if err != nil {
		return err
	}
	var lines bytes.Buffer
	for _, k := range waiting {
		if err := json.NewEncoder(&lines).Encode(k); err != nil {
			return err
		}
	}
	return w.bytes(jobsName, lines.Bytes())
}

func (w *writer) table(ctx context.Context, tx *db.Tx, t db.Table) error {
	var lines bytes.Buffer
	part := 0
	flush := func() error {
		if lines.Len() == 0 {
			return nil
		}
		part++
		defer lines.Reset()
		return w.bytes(fmt.Sprintf("tables/%s/%06d.jsonl", t.Name, part), lines.Bytes())
	}
	err := db.Each(ctx, tx, scanRow(t.Columns), func(line []byte) error {
		w.counts.Rows++
		lines.Write(line)
		if lines.Len() >= partSize {
			return flush()
		}
		return nil
	}, rowText(t))
	if err != nil {
		return err
	}
	return flush()
}

func (w *writer) keys(dir string) error {
	names, err := keys.Names(dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		body, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		if err := w.bytes("keys/"+name, body); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) file(ctx context.Context, p Parts, hash string) error {
	f, err := p.Blobs.Get(ctx, hash)
	if errors.Is(err, blob.ErrMissing) {
		return nil // it went with a person who was erased since it was listed
	}
	if err != nil {
		return err
	}
	defer f.Close()
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	name := "files/" + hash
	if err := w.put(name, size, f); err != nil {
		return err
	}
	w.counts.Files++
	if w.entries[name].Sum != hash {
		w.counts.Damaged = append(w.counts.Damaged, hash)
	}
	return nil
}

func (w *writer) json(name string, v any) error {
	body, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return err
	}
	return w.bytes(name, body)
}

func (w *writer) bytes(name string, body []byte) error {
	return w.put(name, int64(len(body)), bytes.NewReader(body))
}

func (w *writer) put(name string, size int64, r io.Reader) error {
	err := w.tar.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: w.made, Format: tar.FormatPAX})
	if err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.Copy(w.tar, io.TeeReader(r, sum)); err != nil {
		return err
	}
	w.entries[name] = entry{size, hex.EncodeToString(sum.Sum(nil))}
	return nil
}
