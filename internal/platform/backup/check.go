package backup

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// largest is how long an entry that is read whole may be: a part of a table with a very long row,
// or the manifest of very many files.
const largest = 1 << 30

// walk hands over every entry of the backup at path, in order.
func walk(path string, use func(name string, r io.Reader) error) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return because(ErrMissing, err)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	plain, err := gzip.NewReader(f)
	if err != nil {
		return because(ErrNotOne, err)
	}
	entries := tar.NewReader(plain)
	for h, err := entries.Next(); err != io.EOF; h, err = entries.Next() {
		if err != nil {
			return because(ErrDamaged, err)
		}
		if err := use(h.Name, entries); err != nil {
			return err
		}
	}
	// gzip's own checksum stands after the last entry.
	if _, err := io.Copy(io.Discard, plain); err != nil {
		return because(ErrDamaged, err)
	}
	return nil
}

// checker reads a whole backup and keeps what it must be compared with.
type checker struct {
	head     head
	manifest manifest
	seen     map[string]entry
}

// check believes nothing of a backup until every sum in it is right.
func check(path string) (head, manifest, error) {
	c := checker{seen: map[string]entry{}}
	if err := walk(path, c.entry); err != nil {
		return c.head, c.manifest, err
	}
	if len(c.seen) == 0 || !maps.Equal(c.seen, c.manifest.Entries) {
		return c.head, c.manifest, because(ErrDamaged, errors.New("the entries are not those of the manifest"))
	}
	return c.head, c.manifest, c.schema()
}

func (c *checker) entry(name string, r io.Reader) error {
	if len(c.seen) == 0 && name != headName {
		return because(ErrNotOne, fmt.Errorf("it begins with %q", name))
	}
	if _, twice := c.seen[name]; twice || c.manifest.Entries != nil || !known(name) {
		return because(ErrDamaged, fmt.Errorf("entry %q does not belong there", name))
	}
	sum, to := sha256.New(), io.Discard
	var body bytes.Buffer
	if name == headName || name == manifestName {
		r, to = io.LimitReader(r, largest), &body
	}
	size, err := io.Copy(io.MultiWriter(sum, to), r)
	if err != nil {
		return because(ErrDamaged, err)
	}
	if name == manifestName {
		return because(ErrDamaged, json.Unmarshal(body.Bytes(), &c.manifest))
	}
	c.seen[name] = entry{size, hex.EncodeToString(sum.Sum(nil))}
	if name == headName {
		if err := json.Unmarshal(body.Bytes(), &c.head); err != nil {
			return because(ErrDamaged, err)
		}
		if c.head.Format > format {
			return ErrNewer
		}
	}
	return nil
}

// schema refuses rows of a shape that this program does not know yet.
func (c *checker) schema() error {
	newest, err := db.Newest()
	if err == nil && c.head.Schema > newest {
		err = ErrNewer
	}
	return err
}

func known(name string) bool {
	return name == headName || name == jobsName || name == manifestName ||
		tableName.MatchString(name) || keyName.MatchString(name) || fileName.MatchString(name)
}

// because says f with its cause for the log; nil when nothing caused it.
func because(f *fault.Fault, err error) error {
	if err == nil {
		return nil
	}
	return &fault.Fault{Kind: f.Kind, Key: f.Key, Cause: err}
}
