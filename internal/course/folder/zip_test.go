package folder

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// pack makes a ZIP of entries in order; a name that ends in / is a folder.
func pack(t *testing.T, entries ...zip.FileHeader) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, h := range entries {
		text := h.Comment
		h.Comment = ""
		w, err := z.CreateHeader(&h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil && text != "" {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func named(names ...string) []zip.FileHeader {
	var all []zip.FileHeader
	for _, name := range names {
		all = append(all, zip.FileHeader{Name: name})
	}
	return all
}

func open(data []byte) (fs.FS, error) { return OpenZip(bytes.NewReader(data), int64(len(data))) }

func TestOpenZipRefuses(t *testing.T) {
	t.Parallel()
	link := zip.FileHeader{Name: "media/a.svg"}
	link.SetMode(fs.ModeSymlink | 0o777)
	many := named("course.yaml")
	for range mostFiles {
		many = append(many, zip.FileHeader{Name: "a"})
	}
	locked := pack(t, zip.FileHeader{Name: "course.yaml"})
	for _, header := range []string{"PK\x01\x02", "PK\x03\x04"} {
		at := bytes.Index(locked, []byte(header))
		locked[at+map[string]int{"PK\x01\x02": 8, "PK\x03\x04": 6}[header]] |= 1
	}
	for name, tc := range map[string]struct {
		data []byte
		key  string
	}{
		"not a zip":           {[]byte("hej"), "zip_read"},
		"no course":           {pack(t, named("a.txt")...), "zip_root"},
		"too deep":            {pack(t, named("a/b/course.yaml")...), "zip_root"},
		"two folders":         {pack(t, named("a/course.yaml", "__MACOSX/a/._course.yaml")...), "zip_outside"},
		"up":                  {pack(t, named("course.yaml", "../a")...), "zip_name"},
		"up inside":           {pack(t, named("course.yaml", "media/../../a")...), "zip_name"},
		"absolute":            {pack(t, named("course.yaml", "/etc/a")...), "zip_name"},
		"a drive":             {pack(t, named("course.yaml", "c:a")...), "zip_name"},
		"backslash":           {pack(t, named("course.yaml", `media\a`)...), "zip_name"},
		"empty part":          {pack(t, named("course.yaml", "media//a")...), "zip_name"},
		"twice":               {pack(t, named("course.yaml", "course.yaml")...), "zip_name"},
		"twice but for case":  {pack(t, named("course.yaml", "Course.yaml")...), "zip_name"},
		"a file and a folder": {pack(t, named("course.yaml", "media", "media/a.svg")...), "zip_name"},
		"a folder and a file": {pack(t, named("course.yaml", "media/", "media")...), "zip_name"},
		"long name":           {pack(t, named("course.yaml", strings.Repeat("a", 300))...), "zip_name"},
		"a link":              {pack(t, zip.FileHeader{Name: "course.yaml"}, link), "file_kind"},
		"too many":            {pack(t, many...), "folder_files"},
		"locked":              {locked, "zip_encrypted"},
		"swollen": {pack(t, zip.FileHeader{Name: "course.yaml"},
			zip.FileHeader{Name: "media/a.pdf", Method: zip.Deflate, Comment: strings.Repeat("a", 2<<20)}), "zip_swollen"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := open(tc.data)
			var refused *Refused
			if !errors.As(err, &refused) || refused.Problem.Key != tc.key {
				t.Errorf("got %v, want %s", err, tc.key)
			}
		})
	}
}

func TestOpenZipRefusesWhatIsTooLarge(t *testing.T) {
	t.Parallel()
	if _, err := OpenZip(bytes.NewReader(nil), mostBytes+1); err == nil {
		t.Error("a large ZIP was opened")
	}
	// The directory of the ZIP claims 600 MiB; nothing is read to find out.
	data := pack(t, zip.FileHeader{Name: "course.yaml", Comment: "a"})
	at := bytes.Index(data, []byte("PK\x01\x02"))
	copy(data[at+20:], []byte{0, 0, 0x80, 0x25, 0, 0, 0x80, 0x25})
	_, err := open(data)
	var refused *Refused
	if !errors.As(err, &refused) || refused.Problem.Key != "folder_bytes" {
		t.Errorf("got %v", err)
	}
}

func TestAnEntryLongerThanItSaysFailsToRead(t *testing.T) {
	t.Parallel()
	data := pack(t, zip.FileHeader{Name: "course.yaml", Method: zip.Deflate, Comment: strings.Repeat("a", 5000)})
	at := bytes.Index(data, []byte("PK\x01\x02"))
	copy(data[at+24:], []byte{10, 0, 0, 0}) // says 10 bytes
	fsys, err := open(data)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fs.ReadFile(fsys, "course.yaml"); err == nil {
		t.Error("read more than the entry says")
	}
}

func TestZipGoesRound(t *testing.T) {
	t.Parallel()
	var first, second bytes.Buffer
	if err := WriteZip(sample(), &first); err != nil {
		t.Fatal(err)
	}
	back, err := open(first.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := WriteZip(back, &second); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("export, import, export gives other bytes")
	}
	a, errA := Fingerprint(sample())
	b, errB := Fingerprint(back)
	if a != b || errA != nil || errB != nil {
		t.Errorf("%s %s %v %v", a, b, errA, errB)
	}
	if err := fstest.TestFS(back, "course.yaml", "media/hander.svg"); err != nil {
		t.Error(err)
	}
	if _, problems := Read(back); len(problems) != 0 {
		t.Error(problems)
	}
}

func TestZipInOneFolder(t *testing.T) {
	t.Parallel()
	var entries []zip.FileHeader
	entries = append(entries, zip.FileHeader{Name: "kurs/"}, zip.FileHeader{Name: "kurs/media/"})
	for name, f := range sample() {
		entries = append(entries, zip.FileHeader{Name: "kurs/" + name, Method: zip.Deflate, Comment: string(f.Data)})
	}
	fsys, err := open(pack(t, entries...))
	if err != nil {
		t.Fatal(err)
	}
	if c, problems := Read(fsys); len(problems) != 0 || c.ID != "rena-hander" {
		t.Error(c.ID, problems)
	}
}

func TestFingerprintKnowsEveryByte(t *testing.T) {
	t.Parallel()
	a, _ := Fingerprint(sample()) // a map always reads
	b, _ := Fingerprint(edited(t, "course.yaml", "Du tvättar", "Du tvattar"))
	renamed := sample()
	renamed["lessons/02-varfor.md"] = renamed["lessons/01-varfor.md"]
	delete(renamed, "lessons/01-varfor.md")
	c, _ := Fingerprint(renamed)
	if a == b || a == c || b == c {
		t.Error(a, b, c)
	}
	if _, err := Fingerprint(nilFS{}); err == nil {
		t.Error("no error for a folder that cannot be read")
	}
	if err := WriteZip(nilFS{}, io.Discard); err == nil {
		t.Error("no error for a folder that cannot be read")
	}
}
