package framework_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"yrkesresan/internal/framework"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/may"
)

const (
	today = "2026-11-22"
	town  = "k-1480"
)

// world is the seeded tree and an empty library.
type world struct {
	*framework.Frameworks
	t    *testing.T
	told []string // nodes of which it was told that they have changed
	next int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	d := dbtest.Open(t)
	w := &world{t: t}
	newID := func() string { w.next++; return fmt.Sprintf("id%05d", w.next) }
	tree := &org.Tree{DB: d, NewID: newID}
	w.Frameworks = w.replica(d, tree)
	if err := d.Tx(t.Context(), func(tx *db.Tx) error { return tree.Seed(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
	return w
}

// replica is another process on the same database.
func (w *world) replica(d *db.DB, tree *org.Tree) *framework.Frameworks {
	return &framework.Frameworks{DB: d, Tree: tree, Today: func() string { return today }, Now: func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) },
		Changed: func(_ context.Context, _ *db.Tx, node string) error { w.told = append(w.told, node); return nil },
		Courses: func(context.Context) (map[string]string, error) { return map[string]string{"akk": "AKK"}, nil }}
}

func (w *world) actor(role may.Role, node string) may.Actor {
	w.t.Helper()
	n, err := w.Tree.Find(w.t.Context(), node, today)
	if err != nil {
		w.t.Fatal(err)
	}
	return may.Actor{PersonID: string(role), Grants: []may.Grant{{Role: role, NodeID: node, Path: n.Path}}}
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) refused(err, want error) {
	w.t.Helper()
	if !errors.Is(err, want) {
		w.t.Errorf("%v, want %v", err, want)
	}
}

// said is a framework with requirements of the given ids.
func said(id string, requirements ...string) *frame.Frame {
	f := &frame.Frame{ID: id, Name: "Ramverket " + id, Areas: []frame.Area{{ID: "a", Name: "A"}}}
	for _, r := range requirements {
		f.Areas[0].Requirements = append(f.Areas[0].Requirements, frame.Requirement{ID: r, Name: r, Evidence: []frame.Evidence{{By: frame.ByAssessment}}})
	}
	return f
}

// publish publishes as the operator.
func (w *world) publish(f *frame.Frame, owner, from string) {
	w.t.Helper()
	_, err := w.Publish(w.t.Context(), may.Operator(), f, owner, from)
	w.ok(err)
}
