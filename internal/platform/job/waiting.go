package job

import (
	"context"
	"encoding/json"

	"yrkesresan/internal/platform/db"
)

// Kept is a job as a backup keeps it: what it is and what it needs to know.
type Kept struct {
	Kind string          `json:"kind"`
	Args json.RawMessage `json:"args"`
}

// Waiting lists every job that has not been done, also those somebody is at: a job may run twice.
func Waiting(ctx context.Context, tx *db.Tx) ([]Kept, error) {
	return db.All(ctx, tx, func(s db.Scanner) (k Kept, err error) {
		var args string
		err = s.Scan(&k.Kind, &args)
		k.Args = json.RawMessage(args)
		return k, err
	}, `
		SELECT kind, CAST(args AS TEXT)
		FROM river_job
		WHERE state IN ('available', 'pending', 'retryable', 'running', 'scheduled')
		ORDER BY id`)
}

// Restore queues kept jobs again, to be done at once.
func (q *Queue) Restore(ctx context.Context, tx *db.Tx, kept []Kept) error {
	for _, k := range kept {
		if err := q.Add(ctx, tx, again{k}); err != nil {
			return err
		}
	}
	return nil
}

// again gives River the arguments as they were written.
type again struct{ kept Kept }

// Kind implements Args.
func (a again) Kind() string { return a.kept.Kind }

// MarshalJSON implements json.Marshaler.
func (a again) MarshalJSON() ([]byte, error) { return a.kept.Args, nil }
