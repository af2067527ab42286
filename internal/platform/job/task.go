package job

import (
	"context"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// ErrNoTask says that there is no such task, or that it is somebody else's.
var ErrNoTask = fault.New(fault.Missing, "task.missing")

// Task is long work as the person who started it sees it.
type Task struct {
	ID, Kind, Subject, OwnerID string
	State                      string // waiting, running, done or failed
	Done, Total                int64
	Result                     string // JSON, the kind's own
	MadeAt, ChangedAt          time.Time
}

// Tasks keeps the progress of long work.
type Tasks struct {
	DB  *db.DB
	Now func() time.Time
}

// Begin notes that work is waiting, in the transaction that queues it. Subject is what it is about.
func (ts *Tasks) Begin(ctx context.Context, q db.Q, id, kind, subject, ownerID string) error {
	_, err := q.Exec(ctx, `
		INSERT INTO task (id, kind, subject, owner_id, state, done, total, result, made_at, changed_at)
		VALUES ($1, $2, $3, $4, 'waiting', 0, 0, '', $5, $5)
		ON CONFLICT (id) DO NOTHING`,
		id, kind, subject, ownerID, ts.Now())
	return err
}

// Step notes how far the work has come.
func (ts *Tasks) Step(ctx context.Context, q db.Q, id string, done, total int) error {
	_, err := q.Exec(ctx, `
		UPDATE task
		SET state = 'running', done = $2, total = $3, changed_at = $4
		WHERE id = $1 AND state IN ('waiting', 'running')`,
		id, done, total, ts.Now())
	return err
}

// End notes the result, in the transaction that made it.
func (ts *Tasks) End(ctx context.Context, q db.Q, id, state, result string) error {
	_, err := q.Exec(ctx, `
		UPDATE task
		SET state = $2, result = $3, done = total, changed_at = $4
		WHERE id = $1`,
		id, state, result, ts.Now())
	return err
}

const selectTask = `
		SELECT id, kind, subject, owner_id, state, done, total, result, made_at, changed_at
		FROM task`

// Find gives a task to its owner.
func (ts *Tasks) Find(ctx context.Context, id, ownerID string) (Task, error) {
	t, err := db.One(ctx, ts.DB, scanTask, selectTask+`
		WHERE id = $1 AND owner_id = $2`,
		id, ownerID)
	if fault.Of(err) != nil && fault.Of(err).Kind == fault.Missing {
		return t, ErrNoTask
	}
	return t, err
}

// Work gives a task to the job that does it, whoever started it.
func (ts *Tasks) Work(ctx context.Context, id string) (Task, error) {
	t, err := db.One(ctx, ts.DB, scanTask, selectTask+`
		WHERE id = $1`,
		id)
	if fault.Of(err) != nil && fault.Of(err).Kind == fault.Missing {
		return t, ErrNoTask
	}
	return t, err
}

func scanTask(s db.Scanner) (t Task, err error) {
	err = s.Scan(&t.ID, &t.Kind, &t.Subject, &t.OwnerID, &t.State, &t.Done, &t.Total, &t.Result, &t.MadeAt, &t.ChangedAt)
	return t, err
}

// UnderWay gives an owner's tasks of a kind that wait or run, the earliest first, and lets go of those that ended
// before a moment. Callers hold something of the owner's, so that one at a time asks.
func (ts *Tasks) UnderWay(ctx context.Context, tx *db.Tx, kind, ownerID string, before time.Time) ([]Task, error) {
	if _, err := tx.Exec(ctx, `
		DELETE FROM task
		WHERE owner_id = $2 AND kind = $1 AND state IN ('done', 'failed') AND changed_at < $3`,
		kind, ownerID, before); err != nil {
		return nil, err
	}
	return db.All(ctx, tx, scanTask, selectTask+`
		WHERE owner_id = $2 AND kind = $1 AND state IN ('waiting', 'running')
		ORDER BY made_at, id`,
		kind, ownerID)
}
