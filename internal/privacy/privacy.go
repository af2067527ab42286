// Package privacy owns what an employer, as controller, and a person do with the person's data as a
// whole: give it out, correct it, erase it, and keep it no longer than decided.
//
// It keeps no data of others. Every room knows its own tables and removes (Forgetter) or gives out
// (Copier) what one employer holds about one person; app lists them in the order that the keys of
// the database ask for. What a different employer holds stays (architecture: "Erasure and the
// append-only record").
//
// Tables: data_request, erasure, retention, retention_warning. Says: notes to the persons. Asks:
// every room below it through app; staff, org, may.
package privacy

import (
	"context"
	"io"
	"time"

	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/keys"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrSelf     = fault.New(fault.Denied, "privacy.self")
	ErrConfirm  = fault.New(fault.Invalid, "privacy.confirm_wrong")
	ErrNoReason = fault.New(fault.Invalid, "privacy.reason_missing")
)

// Forgetter removes what an employer holds about a person in one room; with last everything, since
// nobody else holds anything. It gives what it destroyed, in rows by table.
type Forgetter func(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error)

// Holder tells whether anybody but this employer holds something about a person, on a day.
type Holder func(ctx context.Context, tx *db.Tx, personID, employerID, on string) (bool, error)

// Shortener removes one kind of record of an employer's people from before a day and instant.
type Shortener func(ctx context.Context, employerID, day string, at time.Time) error

// Files are the uploaded files of people.
type Files interface {
	// FilesOf gives the hashes of what a person has uploaded.
	FilesOf(ctx context.Context, q db.Q, personID string) ([]string, error)
	// RefersTo tells whether anything in the database needs a file.
	RefersTo(ctx context.Context, q db.Q, hash string) (bool, error)
	// Uploads gives what a person has uploaded, in the order it came.
	Uploads(ctx context.Context, q db.Q, personID string) ([]blob.Upload, error)
	// Get opens a file's bytes.
	Get(ctx context.Context, hash string) (io.ReadSeekCloser, error)
	// Sweep removes files that nothing has referred to for an hour.
	Sweep(ctx context.Context) error
	// Drop removes a file's bytes.
	Drop(ctx context.Context, hash string) error
}

// Privacy is the door to this room.
type Privacy struct {
	DB         *db.DB
	Tree       *org.Tree
	Staff      *staff.Staff
	Record     *record.Record
	Messages   *message.Messages
	Audit      *audit.Log
	Jobs       *job.Queue
	Keys       *keys.Ring
	Files      Files
	Forgetters []Forgetter // in the order that the keys of the database ask for
	Holders    []Holder
	Copiers    []Copier
	Shorten    map[string]Shortener // by kind of record
	Texts      *lang.Catalog        // of what is given out to be read
	Now        func() time.Time
	NewID      func() string
}

// ask lets who handles people's data at an employer in, and gives the employer. A role at a
// municipality is none at another employer there (rule 3).
func (p *Privacy) ask(ctx context.Context, a may.Actor, employerID string) (org.Node, error) {
	employer, err := org.Find(ctx, p.DB, employerID, p.Staff.Today())
	if err != nil {
		return employer, err
	}
	if a.IsOperator() {
		return employer, nil
	}
	return employer, may.Ask(a.Inside(employer.Path), may.HandlePerson, employer.Path)
}

// Employers gives the employers whose people's data an actor handles, in name order.
func (p *Privacy) Employers(ctx context.Context, a may.Actor) ([]org.Node, error) {
	return p.Tree.Employers(ctx, a, may.HandlePerson, p.Staff.Today())
}
