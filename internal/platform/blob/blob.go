// Package blob keeps large bytes under the hash of their content. The database holds names
// and rights; the store holds bytes.
package blob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"time"

	"yrkesresan/internal/platform/fault"
)

// ErrMissing says that no content has that hash.
var ErrMissing = fault.New(fault.Missing, "file.missing")

// Store is where bytes are kept: a local directory now, an object store later.
type Store interface {
	// Put keeps what r gives and returns its SHA-256 in hex. The same content twice is kept once.
	Put(ctx context.Context, r io.Reader) (hash string, size int64, err error)
	// Get opens content; ErrMissing when there is none.
	Get(ctx context.Context, hash string) (io.ReadSeekCloser, error)
	// Remove removes content; what is not there is no error. Callers know that nobody needs it.
	Remove(ctx context.Context, hash string) error
	// Each names every hash, in no order.
	Each(ctx context.Context, use func(hash string) error) error
}

// Dir is a Store in a local directory; os.Root keeps every name inside it.
type Dir struct{ root *os.Root }

// OpenDir opens the directory and makes it when it is not there.
func OpenDir(dir string) (*Dir, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Dir{root}, nil
}

// Put writes to a temporary name and renames, so that a hash never names half a file.
func (d *Dir) Put(_ context.Context, r io.Reader) (string, int64, error) {
	temp := "incoming-" + rand.Text()
	f, err := d.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", 0, err
	}
	defer d.root.Remove(temp) // gone already when the rename worked
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(f, sum), r)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return "", 0, err
	}
	hash := hex.EncodeToString(sum.Sum(nil))
	if err := d.root.Mkdir(hash[:2], 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", 0, err
	}
	return hash, size, d.root.Rename(temp, place(hash))
}

// Get opens content by its hash.
func (d *Dir) Get(_ context.Context, hash string) (io.ReadSeekCloser, error) {
	if !valid(hash) {
		return nil, ErrMissing
	}
	f, err := d.root.Open(place(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrMissing
	}
	return f, err
}

// Remove removes content; what is not there is no error.
func (d *Dir) Remove(_ context.Context, hash string) error {
	if !valid(hash) {
		return ErrMissing
	}
	err := d.root.Remove(place(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// KeptSince is when content was last put; ErrMissing when there is none.
func (d *Dir) KeptSince(_ context.Context, hash string) (time.Time, error) {
	if !valid(hash) {
		return time.Time{}, ErrMissing
	}
	info, err := d.root.Stat(place(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return time.Time{}, ErrMissing
	}
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
}

// Each walks the directory.
func (d *Dir) Each(_ context.Context, use func(string) error) error {
	return fs.WalkDir(d.root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !valid(path.Base(name)) {
			return err
		}
		return use(path.Base(name))
	})
}

func place(hash string) string { return hash[:2] + "/" + hash }

func valid(hash string) bool {
	raw, err := hex.DecodeString(hash)
	return err == nil && len(raw) == sha256.Size
}
