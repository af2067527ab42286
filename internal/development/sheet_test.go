package development_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"testing"
	"time"

	"yrkesresan/internal/app"
	"yrkesresan/internal/development"
	"yrkesresan/internal/platform/db"
)

// The variables by which a test starts itself as another process, to be killed.
const (
	killDatabase = "DEVELOPMENT_TEST_DATABASE"
	killData     = "DEVELOPMENT_TEST_DATA"
	killSheet    = "DEVELOPMENT_TEST_SHEET"
)

func TestMain(m *testing.M) {
	if url := os.Getenv(killDatabase); url != "" {
		if err := takeInAlone(url); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// takeInAlone takes a sheet in and says when it begins.
func takeInAlone(url string) error {
	a, err := app.Open(context.Background(), app.Config{Data: os.Getenv(killData), Database: url, Product: "Yrkesresan", URL: "http://127.0.0.1"}, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	fmt.Println("begin")
	return a.Plans.OnSheetAsked(context.Background(), development.SheetAsked{SheetID: os.Getenv(killSheet), OwnerID: "karin"})
}

// asked is a sheet with something new in each row for some people more at solen, that karin has asked to be taken in.
func (w *world) asked(people, each int) (id string) {
	w.t.Helper()
	var rows []development.SheetRow
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		for p := range people {
			person := fmt.Sprintf("pl-%03d", p)
			if err := employ(ctx, tx, person, "solen", town); err != nil {
				return err
			}
			for i := range each {
				rows = append(rows, development.SheetRow{Row: len(rows) + 2, PersonID: person, How: development.ByOther, Title: "Åtgärd " + strconv.Itoa(i), State: development.Planned, Due: "2027-03-01"})
			}
		}
		return nil
	})
	id, r, err := w.StageSheet(w.t.Context(), w.actor("karin"), "solen", development.OfPerson, rows)
	w.must(err)
	if r.New != people*each || len(r.Errors) > 0 {
		w.t.Fatalf("%+v", r)
	}
	w.must(w.AskSheet(w.t.Context(), w.actor("karin"), id))
	return id
}

func (w *world) items() int64 {
	w.t.Helper()
	n, err := db.One(w.t.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM development_item`)
	w.must(err)
	return n
}

// A sheet of 5 000 rows is taken in within bounds of time and memory, and how far it has come is told.
func TestALargeSheetIsTakenIn(t *testing.T) {
	w := newWorld(t)
	id := w.asked(50, 100)
	if task, _, err := w.TaskOf(t.Context(), w.actor("karin"), id); err != nil || task.State == "done" {
		t.Fatalf("%v %+v", err, task)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	began := time.Now()
	w.must(w.OnSheetAsked(t.Context(), development.SheetAsked{SheetID: id, OwnerID: "karin"}))
	took := time.Since(began)
	runtime.GC()
	runtime.ReadMemStats(&after)
	t.Logf("%v", took)
	if took > 2*time.Minute {
		t.Errorf("5 000 rows took %v", took)
	}
	if after.HeapAlloc > before.HeapAlloc+64<<20 {
		t.Errorf("%d MB remain", (after.HeapAlloc-before.HeapAlloc)>>20)
	}
	task, r, err := w.TaskOf(t.Context(), w.actor("karin"), id)
	if err != nil || task.State != "done" || task.Total != 5000 || task.Done == 0 || r.New != 5000 {
		t.Errorf("%v %+v %+v", err, task, r)
	}
	if n := w.items(); n != 5000 {
		t.Errorf("%d items", n)
	}
}

// A taking in that is killed has written everything or nothing, and started again it writes the rest once.
func TestAKilledSheetHasDoneAllOrNothing(t *testing.T) {
	w := newWorld(t)
	const all = 600
	id := w.asked(12, all/12)
	nothing := 0
	for k := range 4 {
		w.killedAfter(id, time.Duration(20+rand.Int64N(int64(60*(k+1))))*time.Millisecond)
		n := w.items()
		if n == all {
			break
		}
		if n != 0 {
			t.Fatalf("%d of %d items: half is done", n, all)
		}
		nothing++
	}
	t.Logf("%d times nothing was done", nothing)
	for range 2 {
		w.must(w.OnSheetAsked(t.Context(), development.SheetAsked{SheetID: id, OwnerID: "karin"}))
		if n := w.items(); n != all {
			t.Fatalf("%d items, want %d", n, all)
		}
	}
}

// killedAfter takes the sheet in in a process of its own and kills it some time after it began.
func (w *world) killedAfter(id string, after time.Duration) {
	w.t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), killDatabase+"="+w.database, killData+"="+w.data, killSheet+"="+id)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	w.must(err)
	w.must(c.Start())
	if _, err := out.Read(make([]byte, 8)); err != nil {
		w.t.Fatalf("the other process did not begin: %v", err)
	}
	timer := time.AfterFunc(after, func() { c.Process.Kill() })
	c.Wait()
	timer.Stop()
}
