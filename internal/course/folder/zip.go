package folder

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"
)

// A text of 200 kB can be all spaces; more than that does not shrink so well
// unless it is meant to hurt.
const (
	mostSwelling = 100     // times
	calmBytes    = 1 << 20 // smaller entries may swell as they like
	longestName  = 200
)

// Refused is the error of a ZIP that is not taken in. Its Problem can be shown
// with Sentence.
type Refused struct{ Problem Problem }

// Error names the key and the entry.
func (e *Refused) Error() string {
	return "course zip refused: " + e.Problem.Key + " " + e.Problem.Args["file"]
}

func refuse(key string, pairs ...string) error {
	r := report{}
	place{&r, courseFile, 1}.wrong(key, pairs...)
	return &Refused{r.problems[0]}
}

// OpenZip opens a ZIP of size bytes with a course folder at its root or in one
// folder. Nothing is unpacked; entries are read out of r when asked for, and
// an entry that is longer than it says fails to read. A ZIP that is too large,
// swells too much, is locked, or holds links, double names or names that lead
// elsewhere gives *Refused.
func OpenZip(r io.ReaderAt, size int64) (fs.FS, error) {
	if size > mostBytes {
		return nil, refuse("folder_bytes", "most", strconv.Itoa(mostBytes>>20))
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, refuse("zip_read")
	}
	if len(z.File) > mostFiles {
		return nil, refuse("folder_files", "most", strconv.Itoa(mostFiles))
	}
	if err := checkEntries(z.File); err != nil {
		return nil, err
	}
	top, err := topFolder(z.File)
	if err != nil {
		return nil, err
	}
	return fs.Sub(z, top)
}

func checkEntries(entries []*zip.File) error {
	var total uint64
	files, folders := map[string]bool{}, map[string]bool{}
	for _, e := range entries {
		if err := checkEntry(e); err != nil {
			return err
		}
		if total += e.UncompressedSize64; total > mostBytes {
			return refuse("folder_bytes", "most", strconv.Itoa(mostBytes>>20))
		}
		name := strings.ToLower(strings.TrimSuffix(e.Name, "/")) // some disks do not tell A from a
		seen := files
		if e.Mode().IsDir() {
			seen = folders
		}
		if seen[name] && !e.Mode().IsDir() || files[name] {
			return refuse("zip_name", "file", e.Name)
		}
		seen[name] = true
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	for name := range files {
		if folders[name] {
			return refuse("zip_name", "file", name)
		}
	}
	return nil
}

// checkEntry judges one entry by its header.
func checkEntry(e *zip.File) error {
	const locked = 0x1 | 0x40 | 0x2000 // encrypted, strongly, header masked
	name, mode := strings.TrimSuffix(e.Name, "/"), e.Mode()
	switch {
	case !fs.ValidPath(name) || name == "." || len(name) > longestName || strings.ContainsAny(name, "\\:\x00"),
		mode.IsDir() != strings.HasSuffix(e.Name, "/"):
		return refuse("zip_name", "file", e.Name)
	case !mode.IsDir() && !mode.IsRegular():
		return refuse("file_kind", "file", e.Name)
	case e.Flags&locked != 0:
		return refuse("zip_encrypted", "file", e.Name)
	case e.Method != zip.Store && e.Method != zip.Deflate:
		return refuse("zip_method", "file", e.Name)
	case e.UncompressedSize64 > calmBytes && e.UncompressedSize64/mostSwelling > e.CompressedSize64:
		return refuse("zip_swollen", "file", e.Name)
	}
	return nil
}

// topFolder is where course.yaml lies: "." or one folder. Everything else has
// to lie there too.
func topFolder(entries []*zip.File) (string, error) {
	top := ""
	for _, e := range entries {
		dir, name := path.Split(e.Name)
		if name == courseFile && strings.Count(dir, "/") <= 1 && (top == "" || dir == "") {
			top = path.Clean(dir)
		}
	}
	if top == "" {
		return "", refuse("zip_root")
	}
	for _, e := range entries {
		if top != "." && !strings.HasPrefix(e.Name, top+"/") {
			return "", refuse("zip_outside", "file", e.Name)
		}
	}
	return top, nil
}

// WriteZip writes every file of fsys to w as a ZIP. The same files give the
// same bytes, today and with any later version: sorted names, one fixed time
// and no compression (media are compressed already). It fails when fsys cannot
// be read, holds anything but files and folders, or w fails.
func WriteZip(fsys fs.FS, w io.Writer) error {
	z := zip.NewWriter(w)
	err := eachFile(fsys, func(name string) error {
		entry, err := z.CreateHeader(&zip.FileHeader{
			Name: name, Method: zip.Store, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC),
		})
		if err != nil {
			return fmt.Errorf("write zip: %w", err)
		}
		f, err := fsys.Open(name)
		if err != nil {
			return fmt.Errorf("write zip: %w", err)
		}
		defer f.Close() // nothing is written: a failing close loses nothing
		if _, err := io.Copy(entry, f); err != nil {
			return fmt.Errorf("write zip: %s: %w", name, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write zip: %w", err)
	}
	return nil
}
