package record_test

import (
	"testing"
	"time"

	"yrkesresan/internal/platform/db"
)

func TestThePersonSeesWhoLookedAlsoInLists(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.person("a", "k", "m")
	w.person("b", "k")
	w.employ("a", "m", "u3", "2024-01-01", "2025-01-01")
	w.employ("a", "k", "u1", "2025-01-01", db.NoEnd)
	look := func(day, node string) {
		t.Helper()
		at, err := time.Parse(time.DateTime, day+" 10:00:00")
		if err != nil {
			t.Fatal(err)
		}
		w.now = at
		if err := w.Audit.Node(t.Context(), w.DB, manager("b"), "staff.list", node); err != nil {
			t.Fatal(err)
		}
	}
	look("2023-06-01", "u3") // before a came
	look("2024-06-01", "m")  // a stood there
	look("2024-06-02", "u1") // not yet here
	look("2025-06-01", "u3") // left
	look("2025-06-02", "u1")
	look("2025-06-03", "k") // a list of the whole municipality
	look("2025-06-04", "u2")
	if err := w.Audit.Person(t.Context(), w.DB, manager("b"), "record.read", "a"); err != nil {
		t.Fatal(err)
	}
	if err := w.Audit.Node(t.Context(), w.DB, a, "staff.list", "u1"); err != nil { // a's own look
		t.Fatal(err)
	}
	looks, err := w.Looks(t.Context(), a, "a", 100)
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		what, day string
		list      bool
	}{{"record.read", "2025-06-04", false}, {"staff.list", "2025-06-03", true}, {"staff.list", "2025-06-02", true}, {"staff.list", "2024-06-01", true}}
	if len(looks) != len(want) {
		t.Fatalf("%+v", looks)
	}
	for i, l := range looks {
		if l.What != want[i].what || l.At.Format(time.DateOnly) != want[i].day || l.List != want[i].list || l.By.Name != "Kim-b Sjö" || l.By.Employer != "Namn k" {
			t.Errorf("%d: %+v, want %+v", i, l, want[i])
		}
	}
	if looks, err := w.Looks(t.Context(), a, "a", 2); err != nil || len(looks) != 2 || looks[1].What != "staff.list" {
		t.Error(looks, err)
	}
}

// A unit that moves takes its history along: a list at the old operation counts while it stood there.
func TestAListIsReadWhereTheUnitStoodThen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.person("a", "k")
	w.employ("a", "k", "u1", "2024-01-01", db.NoEnd)
	w.tx(func(tx *db.Tx) error { return w.tree.Move(t.Context(), tx, "u1", "m", "2025-01-01") })
	for _, day := range []time.Time{time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC), time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)} {
		w.now = day
		for _, node := range []string{"k", "m"} {
			if err := w.Audit.Node(t.Context(), w.DB, manager("b"), "staff.list."+node, node); err != nil {
				t.Fatal(err)
			}
		}
	}
	looks, err := w.Looks(t.Context(), a, "a", 100)
	if err != nil || len(looks) != 2 || looks[0].What != "staff.list.m" || looks[1].What != "staff.list.k" {
		t.Fatal(looks, err)
	}
}
