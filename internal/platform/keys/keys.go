// Package keys holds the installation's secret keys: made once, kept in files outside the
// database, shared by replicas, part of a backup. The newest key signs; every key verifies.
package keys

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"yrkesresan/internal/platform/fault"
)

// Ring is the keys of one installation, newest first.
type Ring struct{ keys []key }

type key struct {
	id     string
	secret []byte
}

// Open reads the keys in dir (files NNNN.key) and makes the first when there are none.
func Open(dir string) (*Ring, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	r, err := read(dir)
	if err != nil || len(r.keys) > 0 {
		return r, err
	}
	if err := make1(dir, "0001"); err != nil {
		return nil, err
	}
	return read(dir)
}

// Rotate adds a new key in front; what was signed before still verifies.
func Rotate(dir string) error {
	r, err := Open(dir)
	if err != nil {
		return err
	}
	var last int
	if _, err := fmt.Sscanf(r.keys[0].id, "%d", &last); err != nil {
		return err
	}
	return make1(dir, fmt.Sprintf("%04d", last+1))
}

// make1 writes a key under another name and links it into place: of two replicas that start
// together on an empty directory one wins, and both read the same key.
func make1(dir, id string) error {
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return err
	}
	temp := filepath.Join(dir, "new-"+rand.Text())
	if err := os.WriteFile(temp, []byte(base64.StdEncoding.EncodeToString(secret)+"\n"), 0o600); err != nil {
		return err
	}
	defer os.Remove(temp)
	if err := os.Link(temp, filepath.Join(dir, id+".key")); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// Names lists the key files in dir, oldest first, for a backup. A directory that is not there has none.
func Names(dir string) ([]string, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.key"))
	for i := range paths {
		paths[i] = filepath.Base(paths[i])
	}
	slices.Sort(paths)
	return paths, err
}

// ErrOther says that the directory holds keys already, and not these.
var ErrOther = fault.New(fault.Conflict, "keys.other")

// Restore puts key files back into dir. Keys that are there must be the same ones.
func Restore(dir string, files map[string][]byte) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	there, err := Names(dir)
	if err != nil {
		return err
	}
	for _, name := range there {
		if have, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.Equal(have, files[name]) {
			return ErrOther
		}
	}
	for name, body := range files {
		temp := filepath.Join(dir, "new-"+rand.Text())
		if err := os.WriteFile(temp, body, 0o600); err != nil {
			return err
		}
		if err := os.Rename(temp, filepath.Join(dir, filepath.Base(name))); err != nil {
			return err
		}
	}
	_, err = read(dir)
	return err
}

func read(dir string) (*Ring, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.key"))
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	slices.Reverse(names)
	r := &Ring{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		secret, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
		if err != nil || len(secret) < 32 {
			return nil, fmt.Errorf("%s is not a key", filepath.Base(name))
		}
		r.keys = append(r.keys, key{strings.TrimSuffix(filepath.Base(name), ".key"), secret})
	}
	return r, nil
}

// Hash is the newest key's hash of text for one purpose, with the key's id in front.
func (r *Ring) Hash(purpose, text string) string { return r.keys[0].hash(purpose, text) }

// Hashes is every key's hash of text, newest first: what was hashed before a rotation is found.
func (r *Ring) Hashes(purpose, text string) []string {
	out := make([]string, len(r.keys))
	for i, k := range r.keys {
		out[i] = k.hash(purpose, text)
	}
	return out
}

// Fingerprint tells two rings apart without telling their keys: it is the oldest key's.
func (r *Ring) Fingerprint() string { return r.keys[len(r.keys)-1].hash("fingerprint", "") }

func (k key) hash(purpose, text string) string {
	mac := hmac.New(sha256.New, k.secret)
	mac.Write([]byte(purpose))
	mac.Write([]byte{0})
	mac.Write([]byte(text))
	return k.id + ":" + hex.EncodeToString(mac.Sum(nil))
}
