package backup_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yrkesresan/internal/platform/backup"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/keys"
)

// Every round goes through SQLite: run on PostgreSQL it crosses from one engine to the other and back.
func TestWhatIsRestoredIsWhatWasKept(t *testing.T) {
	t.Parallel()
	from := filled(t)
	first := write(t, from)
	onSQLite := place(t, "sqlite:"+filepath.Join(t.TempDir(), "other.db"))
	restore(t, onSQLite, first)
	second := write(t, onSQLite)
	back := place(t, dbtest.Empty(t))
	counts := restore(t, back, second)
	if counts.Rows < 5 || counts.Tables < 30 || counts.Files != 1 {
		t.Errorf("counts %+v", counts)
	}
	third := write(t, back)
	want := rowsIn(t, first)
	for name, path := range map[string]string{"restored on SQLite": second, "restored back": third} {
		if diff := cmp.Diff(want, rowsIn(t, path)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if !strings.Contains(want["jobs.jsonl"], "test.waits") {
		t.Error("the waiting job did not come along")
	}
	if !strings.Contains(want["tables/throttle/000001.jsonl"], "2026-03-29T01:30:00.123Z") {
		t.Error(want["tables/throttle/000001.jsonl"])
	}
}

// A learner's answer writes a fact and its certificate together; a backup must hold both or neither.
func TestABackupBesideWritersIsOfOneMoment(t *testing.T) {
	t.Parallel()
	from := filled(t)
	ctx, stop := context.WithCancel(t.Context())
	wrote := make(chan int)
	go func() {
		n := 0
		for ctx.Err() == nil {
			if err := certify(t.Context(), from.DB, n); err != nil {
				t.Error(err)
				break
			}
			n++
		}
		wrote <- n
	}()
	var files []string
	for range 4 {
		time.Sleep(20 * time.Millisecond)
		files = append(files, write(t, from))
	}
	stop()
	if n := <-wrote; n < 4 {
		t.Errorf("only %d writes beside 4 backups", n)
	}
	for i, file := range files {
		rows := rowsIn(t, file)
		facts, certificates := rows["tables/fact/000001.jsonl"], rows["tables/certificate/000001.jsonl"]
		if f, c := strings.Count(facts, "\n"), strings.Count(certificates, "\n"); f != c {
			t.Errorf("backup %d: %d facts and %d certificates", i, f, c)
		}
	}
	restore(t, place(t, dbtest.Empty(t)), files[3])
}

func TestABackupIsForItsOwnerAndLeavesNothingElse(t *testing.T) {
	t.Parallel()
	path := write(t, filled(t))
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
	if there, err := os.ReadDir(filepath.Dir(path)); err != nil || len(there) != 1 {
		t.Error(there, err)
	}
}

func TestADamagedBackupIsRefusedBeforeAnythingIsTouched(t *testing.T) {
	t.Parallel()
	good, err := os.ReadFile(write(t, filled(t)))
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(good)
	flipped[len(flipped)/2] ^= 1
	for name, c := range map[string]struct {
		body []byte
		want *fault.Fault
	}{
		"cut in the middle":     {good[:len(good)/2], backup.ErrDamaged},
		"cut before its end":    {good[:len(good)-9], backup.ErrDamaged},
		"one bit flipped":       {flipped, backup.ErrDamaged},
		"a row changed":         {changed(t, good, "2026-03-29T01:30", "2026-03-29T01:31"), backup.ErrDamaged},
		"a table renamed":       {changed(t, good, "tables/throttle/000001", "tables/throttle/000002"), backup.ErrDamaged},
		"a path that leads out": {changed(t, good, "tables/throttle/000001.jsonl", "../tables/throttle/01.jsonl"), backup.ErrDamaged},
		"of a later format":     {changed(t, good, `"format": 1`, `"format": 2`), backup.ErrNewer},
		"of a later program":    {changed(t, good, `"schema": `, `"schema":9`), backup.ErrDamaged},
		"a text":                {[]byte("hej"), backup.ErrNotOne},
		"nothing":               {nil, backup.ErrNotOne},
		"another archive":       {zipped(t, make([]byte, 2048)), backup.ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "backup")
			if err := os.WriteFile(path, c.body, 0o600); err != nil {
				t.Fatal(err)
			}
			to := place(t, dbtest.Empty(t))
			if _, err := backup.Restore(t.Context(), to, path); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			if _, err := db.One(t.Context(), to.DB, db.Number, `SELECT COUNT(*) FROM setting`); err == nil {
				t.Error("tables were made")
			}
			if names, _ := keys.Names(to.Keys); len(names) > 0 {
				t.Error("keys were put")
			}
		})
	}
}

func TestNothingIsRestoredOverSomethingElse(t *testing.T) {
	t.Parallel()
	from := filled(t)
	path := write(t, from)
	if _, err := backup.Restore(t.Context(), from, path); !errors.Is(err, backup.ErrNotEmpty) {
		t.Errorf("a database in use: %v", err)
	}
	to := place(t, dbtest.Empty(t))
	if _, err := keys.Open(to.Keys); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Restore(t.Context(), to, path); !errors.Is(err, keys.ErrOther) {
		t.Errorf("other keys: %v", err)
	}
	// The database is still empty: with a free directory the same command does it all.
	to.Keys = filepath.Join(t.TempDir(), "keys")
	restore(t, to, path)
}

func TestABackupThatIsNotThereIsSaidSo(t *testing.T) {
	t.Parallel()
	to := place(t, dbtest.Empty(t))
	if _, err := backup.Restore(t.Context(), to, filepath.Join(t.TempDir(), "none")); !errors.Is(err, backup.ErrMissing) {
		t.Errorf("%v, want %v", err, backup.ErrMissing)
	}
}

func TestADamagedFileInTheStoreIsToldAndDoesNotStopTheBackup(t *testing.T) {
	t.Parallel()
	from := place(t, dbtest.URL(t))
	dir := t.TempDir()
	store, err := blob.OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	from.Blobs = store
	hash, _, err := store.Put(t.Context(), strings.NewReader("hel"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, hash[:2], hash), []byte("trasig"), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "backup")
	counts, err := backup.Write(t.Context(), from, path)
	if err != nil || !cmp.Equal(counts.Damaged, []string{hash}) {
		t.Fatal(counts, err)
	}
	restore(t, place(t, dbtest.Empty(t)), path)
}

// place is an installation with an address of a database and nothing else.
func place(t *testing.T, address string) backup.Parts {
	t.Helper()
	d, err := db.Open(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	store, err := blob.OpenDir(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	queue, err := job.New(d, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return backup.Parts{DB: d, Blobs: store, Keys: filepath.Join(t.TempDir(), "keys"), Jobs: queue, Now: time.Now}
}

type waits struct {
	ID string `json:"id"`
}

func (waits) Kind() string { return "test.waits" }

// filled is an installation with a value of every type, a file, a key and a waiting job.
func filled(t *testing.T) backup.Parts {
	t.Helper()
	p := place(t, dbtest.URL(t))
	ctx := t.Context()
	if _, err := keys.Open(p.Keys); err != nil {
		t.Fatal(err)
	}
	if _, _, err := p.Blobs.Put(ctx, strings.NewReader("en fil")); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 29, 2, 30, 0, 123_456_789, time.FixedZone("CET", 3600))
	err := p.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, s := range []struct {
			q    string
			args []any
		}{
			{`INSERT INTO setting (name, value) VALUES ('åäö', $1)`, []any{"rad\n\"citat\" <&> \u2028 😀 " + strings.Repeat("lång ", 5000)}},
			{`INSERT INTO throttle (name, count, until) VALUES ('x', 9223372036854775807, $1)`, []any{at}},
			{`INSERT INTO person (id, identity_hash, made_at, made_by) VALUES ('p', NULL, $1, '')`, []any{at}},
			{`INSERT INTO node (id, kind, code, population, made_by) VALUES ('k', 'municipality', '0001', -1, '')`, nil},
			{`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code) VALUES ('k', 'p', 'Åsa', 'Ö', '', '', '', TRUE, '')`, nil},
		} {
			if _, err := tx.Exec(ctx, s.q, s.args...); err != nil {
				return err
			}
		}
		return p.Jobs.Add(ctx, tx, waits{"1"})
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func certify(ctx context.Context, d *db.DB, n int) error {
	return d.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO fact (id, person_id, kind, course_id, version, title, at, valid_until, hours, source, actor_id, controller_id, revokes, once_key, detail)
			VALUES ($1, 'p', 'completed', 'c', 1, 'C', $2, '', 1.5, '', '', '', '', $1, '')`,
			fmt.Sprintf("f%06d", n), time.Now())
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO certificate (code, fact_id, person_id, show_name, issued_at)
			VALUES ($1, $2, 'p', FALSE, $3)`,
			fmt.Sprintf("c%06d", n), fmt.Sprintf("f%06d", n), time.Now())
		return err
	})
}

func write(t *testing.T, p backup.Parts) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "backup.tar.gz")
	if _, err := backup.Write(t.Context(), p, path); err != nil {
		t.Fatal(err)
	}
	return path
}

func restore(t *testing.T, p backup.Parts, path string) backup.Counts {
	t.Helper()
	counts, err := backup.Restore(t.Context(), p, path)
	if err != nil {
		t.Fatal(err)
	}
	return counts
}
