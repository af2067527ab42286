package staff_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"yrkesresan/internal/access"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/keys"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// world is an installation with the shipped tree and a clock that the test moves.
type world struct {
	t    testing.TB
	db   *db.DB
	im   *staff.Imports
	jobs *job.Queue
	now  time.Time
}

const solna = "k-0184"

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func open(t testing.TB) *world {
	t.Helper()
	return openAt(t, dbtest.Open(t), t.TempDir())
}

func openAt(t testing.TB, d *db.DB, keyDir string) *world {
	t.Helper()
	ring, err := keys.Open(keyDir)
	if err != nil {
		t.Fatal(err)
	}
	place, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: d, now: time.Date(2026, 3, 2, 9, 0, 0, 0, place)}
	now := func() time.Time { return w.now }
	tree := &org.Tree{DB: d, NewID: newID}
	if w.jobs, err = job.New(d, slog.New(slog.NewTextHandler(io.Discard, nil))); err != nil {
		t.Fatal(err)
	}
	room := &staff.Staff{DB: d, Audit: &audit.Log{DB: d, Now: now, NewID: newID}, Now: now, NewID: newID, Place: place}
	w.im = &staff.Imports{Staff: room, Tree: tree, Keys: ring, Jobs: w.jobs, Tasks: &job.Tasks{DB: d, Now: now},
		Managers: access.New(access.Access{DB: d, Staff: room, Keys: ring, Now: now, NewID: newID})}
	if err := d.Tx(t.Context(), func(tx *db.Tx) error { return tree.Seed(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
	return w
}

// day moves the clock.
func (w *world) day(date string) {
	w.t.Helper()
	at, err := time.ParseInLocation(time.DateOnly, date, w.im.Staff.Place)
	if err != nil {
		w.t.Fatal(err)
	}
	w.now = at.Add(9 * time.Hour)
}

func file(text string) staff.File {
	return staff.File{Reader: bytes.NewReader([]byte(text)), Size: int64(len(text))}
}

// lines puts rows under a header.
func lines(header string, rows ...string) string {
	return header + "\n" + strings.Join(rows, "\n") + "\n"
}

// read imports a file with options and tells the result.
func (w *world) read(text string, o staff.ImportOptions) staff.ImportResult {
	w.t.Helper()
	r, err := w.im.Run(w.t.Context(), may.Operator(), solna, file(text), o, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

var (
	careful = staff.ImportOptions{MaxEnded: staff.DefaultMaxEnded}
	anyEnd  = staff.ImportOptions{MaxEnded: 100}
)

// must imports a file that is to be committed.
func (w *world) must(text string) staff.ImportResult {
	w.t.Helper()
	r := w.read(text, anyEnd)
	if !r.Committed {
		w.t.Fatalf("not committed: %+v", r)
	}
	return r
}

func (w *world) undo() staff.ImportResult {
	w.t.Helper()
	r, err := w.im.Undo(w.t.Context(), may.Operator(), solna)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// counts are new, changed, ended, unchanged.
func counts(r staff.ImportResult) [4]int { return [4]int{r.New, r.Changed, r.Ended, r.Unchanged} }

func (w *world) wantCounts(r staff.ImportResult, want ...int) {
	w.t.Helper()
	if got := counts(r); !slices.Equal(got[:], want) {
		w.t.Fatalf("new, changed, ended, unchanged: %v, want %v; errors %+v", got, want, r.Errors)
	}
}

// keysOf are the keys of notes with their rows and columns.
func keysOf(notes []staff.Note) []string {
	out := []string{}
	for _, n := range notes {
		out = append(out, fmt.Sprintf("%d %s %s", n.Row, n.Column, strings.TrimPrefix(n.Key, "staff.")))
	}
	return out
}

// texts reads the first column of a query.
func (w *world) texts(q string, args ...any) []string {
	w.t.Helper()
	out, err := db.All(w.t.Context(), w.db, db.Text, q, args...)
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// exec runs a statement.
func (w *world) exec(q string, args ...any) {
	w.t.Helper()
	if _, err := w.db.Exec(w.t.Context(), q, args...); err != nil {
		w.t.Fatal(err)
	}
}

// kept are the tables that an import changes and an undoing restores.
var kept = []string{"node", "node_place", "person", "employee", "employment", "employment_period", "serves", "role_grant", "account", "title_rule", "fact"}

// dump is everything in the kept tables, as text.
func (w *world) dump() string {
	w.t.Helper()
	var b strings.Builder
	for _, table := range kept {
		rows, err := w.db.Pool().QueryContext(w.t.Context(), "SELECT * FROM "+table)
		if err != nil {
			w.t.Fatal(err)
		}
		columns, _ := rows.Columns()
		var out []string
		for rows.Next() {
			cells := make([]any, len(columns))
			for i := range cells {
				cells[i] = new(any)
			}
			if err := rows.Scan(cells...); err != nil {
				w.t.Fatal(err)
			}
			var line strings.Builder
			for i, c := range cells {
				fmt.Fprintf(&line, "%s=%v ", columns[i], *c.(*any))
			}
			out = append(out, line.String())
		}
		if err := rows.Err(); err != nil {
			w.t.Fatal(err)
		}
		rows.Close()
		slices.Sort(out)
		fmt.Fprintf(&b, "== %s\n%s\n", table, strings.Join(out, "\n"))
	}
	return b.String()
}

// wantSame shows the first difference between two dumps.
func wantSame(t testing.TB, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for _, line := range g {
		if !slices.Contains(w, line) {
			t.Errorf("too much: %s", line)
		}
	}
	for _, line := range w {
		if !slices.Contains(g, line) {
			t.Errorf("missing:  %s", line)
		}
	}
	t.FailNow()
}

// pnr makes a valid, invented identity number.
func pnr(i int) string {
	day := time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i%18000)
	for n := range 10 {
		s := fmt.Sprintf("%s%03d%d", day.Format("20060102"), i/18000, n)
		if _, ok := identity.Digits(s, time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)); ok {
			return s
		}
	}
	panic("no check digit fits")
}
