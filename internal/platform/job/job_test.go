package job_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"testing"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/job"
)

type said struct {
	ID string `json:"id"`
}

func (said) Kind() string { return "test.said" }

func TestAJobRunsAfterItsTransactionAndNeverWithoutIt(t *testing.T) {
	t.Parallel()
	q, d := open(t)
	done := make(chan string, 4)
	job.Handle(q, func(_ context.Context, a said) error { done <- a.ID; return nil })
	start(t, q)
	stop := errors.New("stop")
	err := d.Tx(t.Context(), func(tx *db.Tx) error { return errors.Join(q.Add(t.Context(), tx, said{"undone"}), stop) })
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if err := d.Tx(t.Context(), func(tx *db.Tx) error { return q.Add(t.Context(), tx, said{"done"}) }); err != nil {
		t.Fatal(err)
	}
	if got := wait(t, done); got != "done" {
		t.Fatalf("ran %q", got)
	}
}

func TestAJobThatFailsIsTriedAgain(t *testing.T) {
	t.Parallel()
	q, d := open(t)
	tries, done := 0, make(chan string, 1)
	job.Handle(q, func(_ context.Context, a said) error {
		if tries++; tries == 1 {
			return errors.New("not yet")
		}
		done <- a.ID
		return nil
	})
	start(t, q)
	if err := d.Tx(t.Context(), func(tx *db.Tx) error { return q.Add(t.Context(), tx, said{"again"}) }); err != nil {
		t.Fatal(err)
	}
	wait(t, done)
}

func open(t *testing.T) (*job.Queue, *db.DB) {
	d := dbtest.Open(t)
	q, err := job.New(d, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return q, d
}

func start(t *testing.T, q *job.Queue) {
	if err := q.Start(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := q.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
}

func wait(t *testing.T, done <-chan string) string {
	select {
	case id := <-done:
		return id
	case <-time.After(30 * time.Second):
		t.Fatal("the job did not run")
		return ""
	}
}
