package folder

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The bounds of a whole folder, on disk or in a ZIP.
const (
	mostFiles   = 2000
	mostBytes   = 500 << 20
	textBytes   = 200 << 10 // a course.yaml, test.yaml or lesson
	mostLessons = 60
)

const (
	courseFile = "course.yaml"
	testFile   = "test.yaml"
	easyEnd    = ".latt.md"
)

var (
	lessonName = regexp.MustCompile(`^lessons/([a-z0-9]+(?:-[a-z0-9]+)*)\.md$`)
	easyName   = regexp.MustCompile(`^lessons/([a-z0-9]+(?:-[a-z0-9]+)*)\.latt\.md$`)
	mediaName  = regexp.MustCompile(`^media/[a-z0-9]+(?:-[a-z0-9]+)*\.(svg|png|jpg|webp|mp4|vtt|mp3|pdf)$`)
)

// lessonStem gives "01-varfor" for lessons/01-varfor.md.
func lessonStem(file string) (string, bool) {
	m := lessonName.FindStringSubmatch(file)
	if m == nil {
		return "", false
	}
	return m[1], true
}

// easyStem gives "01-varfor" for lessons/01-varfor.latt.md.
func easyStem(file string) (string, bool) {
	m := easyName.FindStringSubmatch(file)
	if m == nil {
		return "", false
	}
	return m[1], true
}

// walk lists the regular files of the folder, sorted, and reports what does
// not belong there.
func (r *reader) walk() []string {
	var files []string
	var total int64
	err := fs.WalkDir(r.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		at := place{r.report, name, 1}
		switch {
		case err != nil:
			at.wrong("file_read")
			return nil
		case d.IsDir():
			if name != "." && name != "lessons" && name != "media" {
				at.wrong("folder_unknown", "folder", name)
				return fs.SkipDir
			}
			return nil
		case !d.Type().IsRegular():
			at.wrong("file_kind")
			return nil
		case !knownName(name):
			at.wrong("file_unknown", "file", name)
			return nil
		case len(files) >= mostFiles:
			at.wrong("folder_files", "most", strconv.Itoa(mostFiles))
			return fs.SkipAll
		}
		if info, err := d.Info(); err == nil {
			total += info.Size()
		}
		files = append(files, name)
		return nil
	})
	if err != nil {
		place{r.report, courseFile, 1}.wrong("file_read")
	}
	if total > mostBytes {
		place{r.report, courseFile, 1}.wrong("folder_bytes", "most", strconv.Itoa(mostBytes>>20))
	}
	slices.Sort(files)
	r.c.Files = files
	return files
}

func knownName(name string) bool {
	return name == courseFile || name == testFile ||
		lessonName.MatchString(name) || easyName.MatchString(name) || mediaName.MatchString(name)
}

// text reads a text file: UTF-8, not too long. Line ends become \n.
func (r *reader) text(name string) (string, bool) {
	at := place{r.report, name, 1}
	data, ok := r.bytes(at, name, textBytes)
	if !ok {
		return "", false
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	for i, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) {
			at.on(i + 1).wrong("text_utf8")
			return "", false
		}
		if bytes.ContainsFunc(line, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f }) {
			at.on(i + 1).wrong("text_control")
			return "", false
		}
	}
	return string(data), true
}

// bytes reads a whole file of at most limit bytes.
func (r *reader) bytes(at place, name string, limit int64) ([]byte, bool) {
	f, err := r.fsys.Open(name)
	if err != nil {
		at.wrong("file_read")
		return nil, false
	}
	defer f.Close() // nothing is written: a failing close loses nothing
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		at.wrong("file_read")
		return nil, false
	}
	if int64(len(data)) > limit {
		at.wrong("file_bytes", "file", path.Base(name), "most", size(limit))
		return nil, false
	}
	return data, true
}

// size writes a number of bytes for people.
func size(n int64) string {
	if n >= 1<<20 {
		return strconv.FormatInt(n>>20, 10) + " MB"
	}
	return strconv.FormatInt(n>>10, 10) + " kB"
}

// Fingerprint is a hash over the names and bytes of all files: two folders
// have the same one exactly when import gives the same version. It fails when
// a file cannot be read.
func Fingerprint(fsys fs.FS) (string, error) {
	sum := sha256.New()
	err := eachFile(fsys, func(name string) error {
		f, err := fsys.Open(name)
		if err != nil {
			return fmt.Errorf("fingerprint: %w", err)
		}
		defer f.Close() // nothing is written: a failing close loses nothing
		one := sha256.New()
		if _, err := io.Copy(one, f); err != nil {
			return fmt.Errorf("fingerprint %s: %w", name, err)
		}
		fmt.Fprintf(sum, "%q %x\n", name, one.Sum(nil)) // a hash takes everything
		return nil
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}

// eachFile calls do with every regular file in name order; anything else than
// files and folders is an error.
func eachFile(fsys fs.FS, do func(name string) error) error {
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			return nil
		case !d.Type().IsRegular():
			return fmt.Errorf("%s is not a regular file", name)
		}
		names = append(names, name)
		return nil
	})
	if err != nil {
		return err
	}
	slices.Sort(names) // by whole name: a walk puts a/b before a-b, a sort does not
	for _, name := range names {
		if err := do(name); err != nil {
			return err
		}
	}
	return nil
}

// inMedia gives the name inside media/.
func inMedia(file string) (string, bool) { return strings.CutPrefix(file, "media/") }
