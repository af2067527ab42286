package staff

import (
	"context"
	"errors"
	"io"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/keys"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Faults of staff files.
var (
	ErrNoImport     = fault.New(fault.Missing, "staff.import_missing")
	ErrStale        = fault.New(fault.Conflict, "staff.import_stale")
	ErrHasErrors    = fault.New(fault.Conflict, "staff.import_has_errors")
	ErrStopped      = fault.New(fault.Conflict, "staff.import_stopped")
	ErrNothingDone  = fault.New(fault.Conflict, "staff.undo_nothing")
	ErrUndone       = fault.New(fault.Conflict, "staff.undo_twice")
	ErrReshaped     = fault.New(fault.Conflict, "staff.undo_reshaped")
	ErrNotEmployer  = fault.New(fault.Invalid, "staff.not_employer")
	ErrNoOccupation = fault.New(fault.Invalid, "staff.no_occupation")
)

// DefaultMaxEnded is how many percent of the employments a file may end before it is stopped.
const DefaultMaxEnded = 5

// Imports is the door to staff files: what a file would do, doing it, and undoing it.
//
// A file is compared with what is known now and becomes a plan of rows that wait beside the
// tables, written in short transactions. The commit turns the plan into what is known in one
// transaction of a few statements. Whatever ends the program before that leaves only waiting rows.
type Imports struct {
	Staff *Staff
	Tree  *org.Tree
	Keys  *keys.Ring
	Jobs  *job.Queue
	// Changed, when set, is told in the transaction that an employer's staff has changed.
	Changed  func(ctx context.Context, tx *db.Tx, employerID string) error
	Tasks    *job.Tasks
	Managers Managers
}

// Managers turns what files say about managers into grants; room access does it.
type Managers interface {
	SetManagers(ctx context.Context, tx *db.Tx, c ManagerChange) (accounts []string, err error)
	UndoManagers(ctx context.Context, tx *db.Tx, importID string, accounts []string) error
}

// Managing is a person who manages a unit.
type Managing struct{ PersonID, UnitID string }

// ManagerChange is all that an import says about managers under a path.
type ManagerChange struct {
	ImportID, Path, Day string
	Named               []Managing
	Keep                map[string]bool // units where it cannot be told who is named no longer
	Imports             map[string]bool // imports of this employer: what they made may be ended
}

// File is a staff file as it came.
type File struct {
	Reader io.ReaderAt
	Size   int64
}

// ImportOptions are how a file is to be taken.
type ImportOptions struct {
	MaxEnded   float64 `json:"max_ended"`   // percent of the current employments that may end
	SkipErrors bool    `json:"skip_errors"` // take the rows without errors
	DryRun     bool    `json:"-"`           // only tell what the file would do
	Partial    bool    `json:"-"`           // the file tells of some only: nobody ends for being absent
}

// Note is something to tell about a row, or with row 0 about the whole file.
type Note struct {
	Row    int               `json:"row"`
	Column string            `json:"column,omitempty"`
	Key    string            `json:"key"`
	Args   map[string]string `json:"args,omitempty"`
}

// CreatedNode is a place in the tree that a file named and that was not there. ID, and Parent
// where that is new too, are "" until it is made.
type CreatedNode struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Parent string `json:"parent"`
}

// ImportResult is what a file did or would do. It counts employments.
type ImportResult struct {
	New          int           `json:"new"`       // also ended ones that come back
	Changed      int           `json:"changed"`   // also hourly staff who become dormant or wake up
	Ended        int           `json:"ended"`     // absent from the file
	Unchanged    int           `json:"unchanged"` // in the file, as before
	CreatedNodes []CreatedNode `json:"created_nodes"`
	Errors       []Note        `json:"errors"`
	Warnings     []Note        `json:"warnings"`
	Committed    bool          `json:"committed"`
	Stopped      bool          `json:"stopped"`                 // the safety stop holds it
	Refused      bool          `json:"refused"`                 // the whole file cannot be used
	MoreErrors   int           `json:"more_errors,omitempty"`   // not kept in the log
	MoreWarnings int           `json:"more_warnings,omitempty"` // not kept in the log
}

// RowErrors tells whether any row has an error; the safety stop is not one.
func (r ImportResult) RowErrors() bool {
	for _, e := range r.Errors {
		if e.Row > 0 {
			return true
		}
	}
	return false
}

// refuses tells why a result may not be committed with these options, or nil.
func (r ImportResult) refuses(o ImportOptions) error {
	switch {
	case r.Refused, r.RowErrors() && !o.SkipErrors:
		return ErrHasErrors
	case r.Stopped:
		return ErrStopped
	}
	return nil
}

// Run reads a file and commits it, unless it is a dry run, has errors or is stopped: then the
// result says so. Step hears how many of how many rows are written. When somebody else changes the
// employer's staff meanwhile, the file is compared anew.
func (im *Imports) Run(ctx context.Context, a may.Actor, employerID string, f File, o ImportOptions, step func(done, total int)) (ImportResult, error) {
	for try := 1; ; try++ {
		r, err := im.once(ctx, a, employerID, f, o, step)
		if try == 6 || !(errors.Is(err, ErrStale) || errors.Is(err, db.ErrBusy)) {
			return r, err
		}
		select {
		case <-time.After(time.Duration(try) * 100 * time.Millisecond):
		case <-ctx.Done():
			return r, ctx.Err()
		}
	}
}

func (im *Imports) once(ctx context.Context, a may.Actor, employerID string, f File, o ImportOptions, step func(done, total int)) (ImportResult, error) {
	p, err := im.plan(ctx, a, employerID, f, o)
	if err != nil || o.DryRun {
		return p.result, err
	}
	if p.result.refuses(o) != nil {
		_, err := im.note(ctx, a, p, o, "refused")
		return p.result, err
	}
	id, err := im.stage(ctx, a, p, o, step)
	if err != nil {
		return p.result, err
	}
	_, err = im.commit(ctx, id)
	if err == nil {
		p.result.Committed = true
		p.nameNodes()
	}
	return p.result, err
}

// Stage reads a file and leaves its plan waiting for somebody to look at and decide. A file that
// cannot be used at all gives a result without an id.
func (im *Imports) Stage(ctx context.Context, a may.Actor, employerID string, f File) (id string, r ImportResult, err error) {
	o := ImportOptions{MaxEnded: DefaultMaxEnded}
	p, err := im.plan(ctx, a, employerID, f, o)
	if err != nil || p.result.Refused {
		return "", p.result, err
	}
	if id, err = im.stage(ctx, a, p, o, nil); err != nil {
		return id, p.result, err
	}
	return id, p.result, im.wait(ctx, id)
}

// employer finds the employer and asks for leave.
func (im *Imports) employer(ctx context.Context, a may.Actor, do may.Action, id string) (org.Node, error) {
	n, err := im.Tree.Find(ctx, id, im.Staff.Today())
	if err != nil {
		return n, err
	}
	if n.Kind != string(org.Municipality) && n.Kind != string(org.Employer) {
		return n, ErrNotEmployer
	}
	return n, may.Ask(a, do, n.Path)
}

// Say is the note as a sentence.
func (n Note) Say(c *lang.Catalog) string {
	pairs := make([]any, 0, 2*len(n.Args))
	for name, value := range n.Args {
		pairs = append(pairs, name, value)
	}
	return c.T(n.Key, pairs...)
}
