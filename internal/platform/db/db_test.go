package db_test

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
)

func TestATransactionThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	stop := errors.New("stop")
	err := d.Tx(t.Context(), func(tx *db.Tx) error {
		if _, err := tx.Exec(t.Context(), `INSERT INTO setting (name, value) VALUES ('a', 'b')`); err != nil {
			return err
		}
		return stop
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if _, err := db.One(t.Context(), d, db.Text, `SELECT value FROM setting WHERE name = 'a'`); !errors.Is(err, db.ErrMissing) {
		t.Fatalf("want missing, got %v", err)
	}
}

func TestTheSameKeyTwiceIsTaken(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	for i, want := range []error{nil, db.ErrTaken} {
		_, err := d.Exec(t.Context(), `INSERT INTO setting (name, value) VALUES ('a', 'b')`)
		if !errors.Is(err, want) {
			t.Fatalf("insert %d: %v, want %v", i, err, want)
		}
	}
}

func TestTimesKeepTheirMillisecond(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	at := time.Date(2026, 3, 29, 2, 30, 0, 123_456_789, time.FixedZone("CET", 3600))
	if _, err := d.Exec(t.Context(), `INSERT INTO throttle (name, count, until) VALUES ('x', 1, $1)`, at); err != nil {
		t.Fatal(err)
	}
	got, err := db.One(t.Context(), d, func(s db.Scanner) (v time.Time, err error) { err = s.Scan(&v); return v, err }, `SELECT until FROM throttle`)
	if err != nil {
		t.Fatal(err)
	}
	if want := at.UTC().Truncate(time.Millisecond); !got.Equal(want) {
		t.Fatalf("%v, want %v", got, want)
	}
	n, err := db.One(t.Context(), d, db.Number, `SELECT COUNT(*) FROM throttle WHERE until <= $1`, at.Add(time.Millisecond))
	if err != nil || n != 1 {
		t.Fatal(n, err)
	}
}

func TestTextSortsByBytesOnBothEngines(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	for _, name := range []string{"se/b", "se/B", "se0", "se/", "se/a/x", "se-"} {
		if _, err := d.Exec(t.Context(), `INSERT INTO setting (name, value) VALUES ($1, '')`, name); err != nil {
			t.Fatal(err)
		}
	}
	got, err := db.All(t.Context(), d, db.Text, `SELECT name FROM setting WHERE name >= 'se/' AND name < 'se0' ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"se/", "se/B", "se/a/x", "se/b"}
	if len(got) != len(want) {
		t.Fatal(got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatal(got)
		}
	}
}

func TestLoadTakesManyRowsInTheTransaction(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	err := d.Tx(t.Context(), func(tx *db.Tx) error {
		n, err := tx.Load(t.Context(), "setting", []string{"name", "value"}, numbered(5001))
		if n != 5001 {
			t.Errorf("loaded %d", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	n, err := db.One(t.Context(), d, db.Number, `SELECT COUNT(*) FROM setting`)
	if err != nil || n != 5001 {
		t.Fatal(n, err)
	}
}

// A backup of a large database takes minutes: learners must be able to answer meanwhile.
func TestASnapshotStaysStillAndHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	ctx := t.Context()
	put := func(name string) {
		t.Helper()
		if err := d.Tx(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO setting (name, value) VALUES ($1, '')`, name)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	put("before")
	err := d.Snapshot(ctx, func(tx *db.Tx) error {
		for i := range 3 {
			n, err := db.One(ctx, tx, db.Number, `SELECT COUNT(*) FROM setting`)
			if err != nil {
				return err
			}
			if n != 1 {
				t.Errorf("%d rows after %d writes", n, i)
			}
			put("during " + strconv.Itoa(i))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func numbered(n int) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for i := range n {
			if !yield([]any{strconv.Itoa(i), "v"}) {
				return
			}
		}
	}
}

// Two writers at once must not decide on the same row: the no-op update takes it first.
func TestWhoeverHoldsTheRowDecides(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	ctx := t.Context()
	if _, err := d.Exec(ctx, `INSERT INTO throttle (name, count, until) VALUES ('seat', 0, $1)`, time.Now()); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if err := takeOneOfFive(ctx, d); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	n, err := db.One(ctx, d, db.Number, `SELECT count FROM throttle`)
	if err != nil || n != 5 {
		t.Fatalf("%d of 5 taken, %v", n, err)
	}
}

func takeOneOfFive(ctx context.Context, d *db.DB) error {
	return d.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE throttle SET name = name WHERE name = 'seat'`); err != nil {
			return err
		}
		n, err := db.One(ctx, tx, db.Number, `SELECT count FROM throttle WHERE name = 'seat'`)
		if err != nil || n >= 5 {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE throttle SET count = $1 WHERE name = 'seat'`, n+1)
		return err
	})
}

// What a browser sends need not be text. SQLite would keep it and PostgreSQL refuse it.
func TestBytesThatAreNoTextAreKeptAsTextOnBothEngines(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	if _, err := d.Exec(t.Context(), `INSERT INTO setting (name, value) VALUES ('typed', $1)`, "a\x00b\xff"); err != nil {
		t.Fatal(err)
	}
	got, err := db.One(t.Context(), d, db.Text, `SELECT value FROM setting WHERE name = 'typed'`)
	if err != nil || got != "ab\uFFFD" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestArgumentsOfAListComeAfterTheOthers(t *testing.T) {
	t.Parallel()
	type role string
	before := append(make([]any, 0, 8), "employer", 3)
	got := db.Args([]role{"a", "b"}, before...)
	db.Args([]string{"c"}, before...) // must not write into the room of the first
	if want := []any{"employer", 3, "a", "b"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
