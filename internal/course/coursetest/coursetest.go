// Package coursetest makes the little world that tests of courses stand in: one unit with a
// manager and two learners, and small course folders.
package coursetest

import (
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"yrkesresan/internal/course"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// Who and where.
const (
	Unit   = "u-bjorken"
	Path   = "se/rss-X/k-1/u-bjorken"
	Amina  = "p-amina"
	Bengt  = "p-bengt"
	Carmen = "p-carmen" // the manager
)

// The actors.
var (
	Learner = may.Actor{PersonID: Amina}
	Other   = may.Actor{PersonID: Bengt}
	Manager = may.Actor{PersonID: Carmen, Grants: []may.Grant{{Role: may.Manager, NodeID: Unit, Path: Path}}}
)

// World is the rooms on a fresh database. Its clock stands still until it is moved.
type World struct {
	DB      *db.DB
	Courses *course.Courses
	Studies *course.Studies
	Locals  *course.Locals
	Record  *record.Record
	Staff   *staff.Staff

	mu   sync.Mutex
	now  time.Time
	next int
}

// New makes a World on Monday 2 March 2026 at nine.
func New(t testing.TB) *World {
	t.Helper()
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w := &World{DB: dbtest.Open(t), now: time.Date(2026, 3, 2, 9, 0, 0, 0, lang.Zone())}
	log := &audit.Log{DB: w.DB, Now: w.Now, NewID: w.ID}
	w.Staff = &staff.Staff{DB: w.DB, Audit: log, Now: w.Now, NewID: w.ID, Place: lang.Zone()}
	w.Record = &record.Record{DB: w.DB, Staff: w.Staff, Audit: log, Now: w.Now, NewID: w.ID}
	w.Courses = &course.Courses{DB: w.DB, Blobs: blobs, Now: w.Now}
	w.Studies = &course.Studies{DB: w.DB, Courses: w.Courses, Blobs: blobs, Record: w.Record, Staff: w.Staff, Audit: log, Now: w.Now, NewID: w.ID, Place: lang.Zone()}
	w.Record.Listeners = append(w.Record.Listeners, w.Studies.OnFact)
	w.Locals = &course.Locals{DB: w.DB, Courses: w.Courses, Staff: w.Staff, Tree: &org.Tree{DB: w.DB, NewID: w.ID}, Now: w.Now, NewID: w.ID}
	w.tree(t)
	w.employ(t, Amina, "Amina", "Warsame", "aldreomsorg")
	w.employ(t, Bengt, "Bengt", "Lind", "funktionshinder")
	w.employ(t, Carmen, "Carmen", "Ek", "")
	return w
}

// Now is the world's clock.
func (w *World) Now() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.now }

// Wait moves the clock.
func (w *World) Wait(d time.Duration) { w.mu.Lock(); defer w.mu.Unlock(); w.now = w.now.Add(d) }

// ID makes ids that sort.
func (w *World) ID() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next++
	return fmt.Sprintf("id-%05d", w.next)
}

// Do runs one statement.
func (w *World) Do(t testing.TB, q string, args ...any) {
	t.Helper()
	if _, err := w.DB.Exec(t.Context(), q, args...); err != nil {
		t.Fatalf("%v: %s", err, q)
	}
}

// Import takes in a course, or ends the test.
func (w *World) Import(t testing.TB, fsys fs.FS) (id string, version int64) {
	t.Helper()
	id, version, problems, err := w.Courses.Import(t.Context(), may.Operator(), fsys)
	if err != nil {
		t.Fatalf("import: %v %v", err, problems)
	}
	return id, version
}

func (w *World) tree(t testing.TB) {
	t.Helper()
	tree := &org.Tree{DB: w.DB, NewID: w.ID}
	err := w.DB.Tx(t.Context(), func(tx *db.Tx) error {
		for _, n := range []org.Node{
			{ID: org.Sweden, Kind: "nation", Path: org.Sweden, Name: "Sverige"},
			{ID: "rss-X", Kind: "rss", Parent: org.Sweden, Name: "RSS"},
			{ID: "k-1", Kind: "municipality", Parent: "rss-X", Name: "Ekby"},
			{ID: Unit, Kind: "unit", Parent: "k-1", Name: "Björken"},
		} {
			if _, err := tree.Add(t.Context(), tx, n, "2000-01-01", "test"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (w *World) employ(t testing.TB, id, first, last, area string) {
	t.Helper()
	w.Do(t, `INSERT INTO person (id, made_at, made_by) VALUES ($1, $2, 'test')`, id, w.now)
	w.Do(t, `INSERT INTO account (person_id, secret_kind, secret_hash, text_size, theme, easy, low_data, asked_done) VALUES ($1, '', '', '', '', $2, $2, $2)`, id, false)
	w.Do(t, `INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
		VALUES ('k-1', $1, $2, $3, $4, '', '', $5, '')`, id, first, last, staff.NewSorter().Key(first, last), false)
	w.Do(t, `INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ($1, 'k-1', $1, $1, $2, 'test')`, "e-"+id, id)
	w.Do(t, `INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent,
			start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
		VALUES ($1, $1, 'k-1', $2, $3, '', 'Undersköterska', '', '', $4, 'permanent', 100, '2020-01-01', '', $5, '', '', '2020-01-01', '9999-12-31', 'test', '')`,
		"e-"+id, id, Unit, area, false)
}

// Folder is a small course with two lessons, preparation, a reflection and a test with n tries.
func Folder(id string, tries int) fstest.MapFS {
	return fstest.MapFS{
		"course.yaml":               file(strings.ReplaceAll(courseYAML, "ID", id)),
		"test.yaml":                 file(testYAML(tries)),
		"lessons/01-varfor.md":      file(lessonOne),
		"lessons/01-varfor.latt.md": file(lessonOneEasy),
		"lessons/02-sa-gor-du.md":   file(lessonTwo),
		"media/hander.svg":          file(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180"><path d="M0 0h320v180H0z" fill="#9dbfae"/></svg>`),
		"media/film.mp4":            file("\x00\x00\x00\x18ftypmp42" + strings.Repeat("x", 3000)),
		"media/film.vtt":            file("WEBVTT\n\n00:00.000 --> 00:02.000\nTvätta händerna\n"),
		"media/lathund.pdf":         file("%PDF-1.4\n"),
	}
}

// Without is the folder without some files.
func Without(f fstest.MapFS, names ...string) fstest.MapFS {
	for _, n := range names {
		delete(f, n)
	}
	return f
}

// Changed is the folder with one text for another in one file.
func Changed(t testing.TB, f fstest.MapFS, name, old, new string) fstest.MapFS {
	t.Helper()
	if !strings.Contains(string(f[name].Data), old) {
		t.Fatalf("%s has no %q", name, old)
	}
	f[name] = file(strings.ReplaceAll(string(f[name].Data), old, new))
	return f
}

// DayFolder is a course with two preparations, one day that must be attended, one optional day and a follow-up; with
// lessons and a test when web is set.
func DayFolder(id string, web bool) fstest.MapFS {
	f := Folder(id, 3)
	text := strings.Replace(string(f["course.yaml"].Data), "kind: lessons", "kind: day", 1)
	text = strings.Replace(text, "hours: 0.5", "hours: 10", 1)
	text = strings.Replace(text, "preparation:\n", dayPreparation, 1)
	f["course.yaml"] = file(text + dayYAML)
	if web {
		return f
	}
	return fstest.MapFS{"course.yaml": f["course.yaml"]}
}

// ExternalFolder is an external course.
func ExternalFolder(id string) fstest.MapFS {
	return fstest.MapFS{"course.yaml": file(strings.ReplaceAll(externalYAML, "ID", id))}
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
