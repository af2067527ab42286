package audit_test

import (
	"fmt"
	"testing"
	"time"

	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/may"
)

func TestWhoLookedIsKeptNewestFirst(t *testing.T) {
	t.Parallel()
	d, next := dbtest.Open(t), 0
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	l := &audit.Log{DB: d, Now: func() time.Time { return now }, NewID: func() string { next++; return fmt.Sprint(next) }}
	boss := may.Actor{PersonID: "b"}
	began := now
	for _, look := range []func() error{
		func() error { return l.Person(t.Context(), d, boss, "record.read", "a") },
		func() error { return l.Person(t.Context(), d, may.Actor{PersonID: "a"}, "record.read", "a") }, // one's own is not kept
		func() error { return l.Person(t.Context(), d, boss, "access.code", "a") },
		func() error { return l.Node(t.Context(), d, boss, "staff.list", "u") },
	} {
		if err := look(); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Hour)
	}
	about, err := l.About(t.Context(), "a", 10)
	if err != nil || len(about) != 2 || about[0].What != "access.code" || about[1].What != "record.read" || about[0].ViewerID != "b" || !about[1].At.Equal(began) {
		t.Errorf("%+v %v", about, err)
	}
	if few, err := l.About(t.Context(), "a", 1); err != nil || len(few) != 1 {
		t.Errorf("%+v %v", few, err)
	}
	for until, want := range map[time.Time]int{now: 1, began: 0} {
		if at, err := l.At(t.Context(), "u", began, until, 10); err != nil || len(at) != want {
			t.Errorf("%+v %v", at, err)
		}
	}
}
