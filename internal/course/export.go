package course

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Export gives a version (0: the current one) as the folder that came in, byte for byte. Write it
// with os.CopyFS or folder.WriteZip.
func (cs *Courses) Export(ctx context.Context, a may.Actor, id string, version int64) (_ fs.FS, err error) {
	defer fault.Wrap(&err, "export course %s", id)
	if err := cs.askOwner(ctx, cs.DB, a, may.ExportCourse, id); err != nil {
		return nil, err
	}
	if version == 0 {
		if version, err = currentVersion(ctx, cs.DB, id); err != nil {
			return nil, err
		}
	}
	files, err := filesOf(ctx, cs.DB, edition{id, version})
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, ErrNoVersion
	}
	return newStored(ctx, cs.Blobs, files), nil
}

// Media opens a file of media/ for whoever is signed in: everybody may see the courses.
func (cs *Courses) Media(ctx context.Context, a may.Actor, id string, version int64, name string) (io.ReadSeekCloser, string, error) {
	if !a.Known() {
		return nil, "", may.ErrSignIn
	}
	c, err := cs.edition(ctx, edition{id, version})
	if err != nil {
		return nil, "", err
	}
	for _, m := range c.Media {
		if m.Name != name {
			continue
		}
		hash, err := blobOf(ctx, cs.DB, edition{id, version}, "media/"+name)
		if errors.Is(err, db.ErrMissing) {
			return nil, "", ErrNoFile
		}
		if err != nil {
			return nil, "", err
		}
		f, err := cs.Blobs.Get(ctx, hash)
		return f, m.Type, err
	}
	return nil, "", ErrNoFile
}

// stored is a version's files as a file system that reads out of the store.
type stored struct {
	ctx   context.Context
	blobs blob.Store
	files map[string]file
	dirs  map[string][]fs.DirEntry
}

func newStored(ctx context.Context, blobs blob.Store, files []file) *stored {
	s := &stored{ctx, blobs, map[string]file{}, map[string][]fs.DirEntry{".": nil}}
	for _, f := range files {
		s.files[f.path] = f
		s.add(f.path, entry{path.Base(f.path), f.size, 0o644})
	}
	for _, list := range s.dirs {
		slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	}
	return s
}

// add puts an entry in its directory, and the directory in its own.
func (s *stored) add(name string, e entry) {
	dir := path.Dir(name)
	if _, known := s.dirs[dir]; !known {
		s.dirs[dir] = nil
		s.add(dir, entry{path.Base(dir), 0, fs.ModeDir | 0o755})
	}
	s.dirs[dir] = append(s.dirs[dir], e)
}

// Open opens a file or a directory.
func (s *stored) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if list, ok := s.dirs[name]; ok {
		return &openDir{entry{path.Base(name), 0, fs.ModeDir | 0o755}, list}, nil
	}
	f, ok := s.files[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	body, err := s.blobs.Get(s.ctx, f.blob)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return openFile{body, entry{path.Base(name), f.size, 0o644}}, nil
}

// entry is a file or directory as its directory lists it.
type entry struct {
	name string
	size int64
	mode fs.FileMode
}

func (e entry) Name() string               { return e.name }
func (e entry) Size() int64                { return e.size }
func (e entry) Mode() fs.FileMode          { return e.mode }
func (e entry) ModTime() time.Time         { return time.Time{} }
func (e entry) IsDir() bool                { return e.mode.IsDir() }
func (e entry) Sys() any                   { return nil }
func (e entry) Type() fs.FileMode          { return e.mode.Type() }
func (e entry) Info() (fs.FileInfo, error) { return e, nil }

type openFile struct {
	io.ReadSeekCloser
	entry entry
}

func (f openFile) Stat() (fs.FileInfo, error) { return f.entry, nil }

type openDir struct {
	entry entry
	rest  []fs.DirEntry
}

func (d *openDir) Stat() (fs.FileInfo, error) { return d.entry, nil }
func (d *openDir) Close() error               { return nil }
func (d *openDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.entry.name, Err: fs.ErrInvalid}
}

// ReadDir gives the next n entries, or all that are left when n is not positive.
func (d *openDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		list := d.rest
		d.rest = nil
		return list, nil
	}
	if len(d.rest) == 0 {
		return nil, io.EOF
	}
	list := d.rest[:min(n, len(d.rest))]
	d.rest = d.rest[len(list):]
	return list, nil
}
