// Package job runs work after the transaction that asked for it commits. River keeps the queue
// in the same database; this package keeps River out of the rooms.
package job

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"yrkesresan/internal/platform/db"
)

// Args is what one kind of job needs to know: ids, not rows. Kind is noun.past.
type Args interface{ Kind() string }

// Queue is the installation's waiting work.
type Queue struct {
	db      *db.DB
	log     *slog.Logger
	workers *river.Workers
	regular []*river.PeriodicJob
	insert  *river.Client[*sql.Tx]
	run     *river.Client[*sql.Tx]
	pool    *sql.DB
}

// New makes a queue that can take jobs; Handle says who works them and Start begins the work.
func New(d *db.DB, log *slog.Logger) (*Queue, error) {
	log = slog.New(quiet{log.Handler()})
	insert, err := river.NewClient(driver(d, d.Pool()), &river.Config{Logger: log})
	if err != nil {
		return nil, err
	}
	return &Queue{db: d, log: log, workers: river.NewWorkers(), insert: insert}, nil
}

// quiet lets only what is wrong through: the queue tells of itself every few seconds.
type quiet struct{ slog.Handler }

// Enabled implements slog.Handler.
func (q quiet) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && q.Handler.Enabled(ctx, l)
}

func driver(d *db.DB, pool *sql.DB) riverdriver.Driver[*sql.Tx] {
	if d.Engine() == db.SQLite {
		return riversqlite.New(pool)
	}
	return riverdatabasesql.New(pool)
}

// Add queues a job as part of tx: no commit, no job.
func (q *Queue) Add(ctx context.Context, tx *db.Tx, a Args) error {
	_, err := q.insert.InsertTx(ctx, tx.SQL(), a, nil)
	return err
}

// Handle registers who works A. A job may run twice (after a crash, after an error): f must not mind.
func Handle[A river.JobArgs](q *Queue, f func(context.Context, A) error) {
	river.AddWorker(q.workers, &worker[A]{do: f})
}

// Every queues A again and again while the queue runs; of several replicas one does it.
func Every[A river.JobArgs](q *Queue, interval time.Duration, args A) {
	q.regular = append(q.regular, river.NewPeriodicJob(river.PeriodicInterval(interval),
		func() (river.JobArgs, *river.InsertOpts) { return args, nil }, &river.PeriodicJobOpts{RunOnStart: true}))
}

type worker[A river.JobArgs] struct {
	river.WorkerDefaults[A]
	do func(context.Context, A) error
}

// Work hands the arguments over; River retries what fails, later and later.
func (w *worker[A]) Work(ctx context.Context, j *river.Job[A]) error { return w.do(ctx, j.Args) }

// Timeout leaves long imports alone; a job that hangs is ended.
func (w *worker[A]) Timeout(*river.Job[A]) time.Duration { return 30 * time.Minute }

// Start begins to work the queue until Stop.
func (q *Queue) Start(ctx context.Context) error {
	connections := 4
	if q.db.Engine() == db.SQLite {
		connections = 1 // polling writes; more would only wait for one another
	}
	pool, err := q.db.Second(connections)
	if err != nil {
		return err
	}
	q.pool = pool
	q.run, err = river.NewClient(driver(q.db, pool), &river.Config{
		Logger:               q.log,
		Queues:               map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 2}},
		Workers:              q.workers,
		PeriodicJobs:         q.regular,
		FetchPollInterval:    500 * time.Millisecond,
		RescueStuckJobsAfter: 31 * time.Minute,
	})
	if err != nil {
		return errors.Join(err, pool.Close())
	}
	return q.run.Start(ctx)
}

// Stop lets running jobs end within ctx and then cancels them; they run again after the restart.
func (q *Queue) Stop(ctx context.Context) error {
	if q.run == nil {
		return nil
	}
	soft, done := context.WithTimeout(ctx, 5*time.Second)
	defer done()
	err := q.run.Stop(soft)
	if err != nil {
		err = q.run.StopAndCancel(ctx)
	}
	return errors.Join(err, q.pool.Close())
}
