package app_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/app"
	"yrkesresan/internal/demo"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/may"
)

// openDemo starts demo mode on a day ("" = today) in a directory and a database.
func openDemo(ctx context.Context, dir, database, today string) (*app.App, error) {
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

// A crash while the demo is made is made whole at the next start, and nothing is there twice.
func TestAHalfMadeDemoIsMadeWhole(t *testing.T) {
	t.Parallel()
	whole := picture(t, newDemo(t, "2027-03-01"))
	dir, database := t.TempDir(), freshDatabase(t)
	broken := 0
	// Stops come close at first and then further apart, so that a slow machine is not at it for long.
	for wait := 5 * time.Millisecond; ; wait += 60*time.Millisecond + wait/8 {
		ctx, stop := context.WithTimeout(t.Context(), wait)
		a, err := openDemo(ctx, dir, database, "2027-03-01")
		stop()
		if err != nil {
			broken++
			continue
		}
		defer a.Close()
		if broken == 0 {
			t.Error("it was made before it could be stopped")
		}
		t.Logf("stopped %d times", broken)
		if picture(t, a) != whole {
			t.Errorf("after %d stops the demo is another one", broken)
		}
		return
	}
}
