package app_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/app"
	"yrkesresan/internal/demo"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// openDemo starts demo mode on a day ("" = today, or the day that the whole check tries) in a directory and a database.
func openDemo(ctx context.Context, dir, database, today string) (*app.App, error) {
	if today == "" {
		today = os.Getenv("YRKESRESAN_TEST_DAY")
	}
	return app.Open(ctx, app.Config{Data: dir, Database: database, Product: "Yrkesresan", URL: "http://127.0.0.1", Demo: true, Today: today}, slog.New(slog.DiscardHandler))
}

func newDemo(t *testing.T, today string) *app.App {
	t.Helper()
	a, err := openDemo(t.Context(), t.TempDir(), freshDatabase(t), today)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// picture is all that the demo shows of people, for comparing two of them.
func picture(t *testing.T, a *app.App) string {
	t.Helper()
	var b strings.Builder
	list, err := a.Demo.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range list.Municipalities {
		members, err := a.Staff.At(t.Context(), may.Operator(), "k-"+code, 5000, 0)
		if err != nil {
			t.Fatal(err)
		}
		lines := make([]string, len(members))
		for i, m := range members {
			facts, err := a.Record.Facts(t.Context(), m.Employee.PersonID)
			if err != nil {
				t.Fatal(err)
			}
			var learnt []string
			for _, f := range facts {
				if f.Revokes == "" { // taken back now, not on a day of the past
					learnt = append(learnt, fmt.Sprint(f.Kind, " ", f.CourseID, " ", f.At.Format(time.DateOnly), " ", f.ValidUntil))
				}
			}
			slices.Sort(learnt)
			lines[i] = fmt.Sprint(m.Number, " ", m.Name(), " ", m.UnitName, " ", m.Title, " ", m.Form, " ", m.StartDate, " ", m.EndDate, " ", m.Dormant, " ", learnt)
		}
		slices.Sort(lines)
		b.WriteString(strings.Join(lines, "\n"))
	}
	return b.String()
}

func TestTwoDemosOfADayAreTheSame(t *testing.T) {
	t.Parallel()
	one, two, other := newDemo(t, "2027-03-01"), newDemo(t, "2027-03-01"), newDemo(t, "2027-03-02")
	if picture(t, one) != picture(t, two) {
		t.Error("two demos of the same day differ")
	}
	if picture(t, one) == picture(t, other) {
		t.Error("the day makes no difference")
	}
	list, err := one.Demo.List(t.Context())
	if err != nil || len(list.Municipalities) != 3 || len(list.Units) < 20 || len(list.Employees) < 380 || len(list.Employees) > 460 {
		t.Errorf("%d municipalities, %d units, %d employees, %v", len(list.Municipalities), len(list.Units), len(list.Employees), err)
	}
}

func TestTheDemosDayMovesAndItsDataStays(t *testing.T) {
	t.Parallel()
	ctx, dir, database := t.Context(), t.TempDir(), freshDatabase(t)
	overdue := func(today string, isDemo bool) (int, string) {
		a, err := app.Open(ctx, app.Config{Data: dir, Database: database, Demo: isDemo, Today: today}, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		if _, err := a.Demo.List(ctx); err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, it := range itemsOf(t, a, "learner") {
			if it.Status == plan.Overdue {
				n++
			}
		}
		return n, a.Staff.Today()
	}
	if n, on := overdue("2027-03-01", true); n != 0 || on != "2027-03-01" {
		t.Errorf("first day: %d overdue on %s", n, on)
	}
	if n, on := overdue("", false); n != 0 || on != "2027-03-01" {
		t.Errorf("a command beside: %d overdue on %s", n, on)
	}
	if n, on := overdue("2027-09-01", true); n == 0 || on != "2027-09-01" {
		t.Errorf("half a year later: %d overdue on %s", n, on)
	}
}

func TestDemoModeIsRefusedOverRealData(t *testing.T) {
	t.Parallel()
	ctx, dir, database := t.Context(), t.TempDir(), freshDatabase(t)
	a, err := openApp(ctx, dir, database)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Demo.Code(ctx, "learner"); !errors.Is(err, demo.ErrNotDemo) {
		t.Errorf("a sign-in without a demo: %v", err)
	}
	hire(t, a)
	a.Close()
	if _, err = openDemo(ctx, dir, database, ""); !errors.Is(err, demo.ErrRealData) {
		t.Fatalf("demo mode over real people: %v", err)
	}
	if a, err = openApp(ctx, dir, database); err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.Demo.RefuseReal(ctx); err != nil {
		t.Errorf("the real service after the refusal: %v", err)
	}
}

func TestARealServiceIsRefusedOverDemoData(t *testing.T) {
	t.Parallel()
	ctx, dir, database := t.Context(), t.TempDir(), freshDatabase(t)
	a, err := openDemo(ctx, dir, database, "")
	if err != nil {
		t.Fatal(err)
	}
	a.Close()
	if a, err = openApp(ctx, dir, database); err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.Serve(ctx, "127.0.0.1:0", nil); !errors.Is(err, demo.ErrDemoData) {
		t.Error(err)
	}
}

// Who was at a meeting of the demo is marked so, and who was away is not.
func TestTheDemosMeetingsHadPeople(t *testing.T) {
	t.Parallel()
	a := newDemo(t, "2027-03-01")
	for key, want := range map[string]bool{"learner": true, "reported": false} {
		id, err := a.Demo.Person(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		there, err := db.One(t.Context(), a.DB, db.Number, `SELECT COUNT(*) FROM circle_mark k JOIN circle_meeting m ON m.id = k.meeting_id WHERE k.person_id = $1 AND k.present AND m.state = 'held'`, id)
		if err != nil || there > 0 != want {
			t.Errorf("%s was at %d meetings, %v", key, there, err)
		}
	}
}

// A crash between any two transactions while the demo is made is made whole at the next start, and nothing is there twice.
func TestAHalfMadeDemoIsMadeWhole(t *testing.T) {
	t.Parallel()
	const today = "2027-03-01"
	const most = 160 // starts of a step: one that cannot go on would never end
	whole := newDemo(t, today)
	a, err := app.Open(t.Context(), app.Config{Data: t.TempDir(), Database: freshDatabase(t), Today: today}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	single := 60 // starts of a step that each go one transaction further; after them they go further and further
	if a.DB.Engine() == db.Postgres {
		single = 0 // the steps are the same, and looking at all tables at each start takes minutes there
	}
	crash, left, step := errors.New("crash"), 0, ""
	a.DB.BeforeCommit(func() error {
		if left--; left < 0 || stepOf(t, a) != step {
			return crash
		}
		return nil
	})
	var have map[string]int64
	starts, tries, further := 0, 0, 0
	for err = crash; errors.Is(err, crash); starts++ {
		if now := stepOf(t, a); now != step {
			step, tries, further = now, 0, 0
		}
		if tries++; tries > most {
			t.Fatalf("step %s is not made in %d starts: %v", step, most, err)
		}
		had := have
		if tries <= single {
			have = rowsOf(t, a)
		}
		if tries > single || maps.Equal(have, had) { // equal: doing again what was done took all that it could do
			further += 1 + further/8
		}
		left = 1 + further
		err = a.Demo.Fill(t.Context())
	}
	a.DB.BeforeCommit(nil)
	if err != nil || starts < 50 {
		t.Fatalf("after %d starts: %v", starts, err)
	}
	if picture(t, a) != picture(t, whole) {
		t.Errorf("after %d starts the demo is another one", starts)
	}
	got, want := rowsOf(t, a), rowsOf(t, whole)
	for table, n := range want {
		if got[table] != n {
			t.Errorf("%s: %d rows after %d starts, %d in one", table, got[table], starts, n)
		}
	}
}

// stepOf tells which steps of the demo are done.
func stepOf(t *testing.T, a *app.App) string {
	t.Helper()
	var done [2]string
	for i, name := range []string{"demo.made", "demo.added"} {
		var err error
		if done[i], err = db.Setting(t.Context(), a.DB, name); err != nil {
			t.Fatal(err)
		}
	}
	return done[0] + ", then " + done[1]
}

// rowsOf counts what stands in each table, but for what tells of each start and of the moved clock.
func rowsOf(t *testing.T, a *app.App) map[string]int64 {
	t.Helper()
	out := map[string]int64{}
	if err := a.DB.Snapshot(t.Context(), func(tx *db.Tx) error {
		tables, err := db.Tables(t.Context(), tx)
		if err != nil {
			return err
		}
		for _, table := range tables {
			if slices.Contains([]string{"staff_import", "staff_import_row", "access_log", "setting"}, table.Name) {
				continue
			}
			if out[table.Name], err = db.One(t.Context(), tx, db.Number, `SELECT COUNT(*) FROM `+table.Name); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}
