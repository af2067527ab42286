// Package record owns the learning record: facts that are appended, never edited, and belong to
// the person.
//
// Progress, gaps, certificates and statistics are functions of facts and can always be computed
// again. A fact that was wrong is taken back by a fact of kind revoked. A new or second employer
// sees what earlier or other employers hold only when the person shares it (rule 19).
//
// Tables: fact, record_share. Says: Listeners, in the same transaction. Asks: staff, org, may, audit.
package record

import (
	"context"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNoFact      = fault.New(fault.Missing, "record.fact_missing")
	ErrNotRevoked  = fault.New(fault.Conflict, "record.already_revoked")
	ErrNoReason    = fault.New(fault.Invalid, "record.reason_required")
	ErrNoEmployer  = fault.New(fault.Invalid, "record.not_your_employer")
	ErrUnknownKind = fault.New(fault.Invalid, "record.kind")
)

// Kind is what happened.
type Kind string

// The kinds of facts.
const (
	Completed Kind = "completed" // everything that the course asks for is done
	Passed    Kind = "passed"    // a test
	Attended  Kind = "attended"  // a course day
	Credited  Kind = "credited"  // learnt elsewhere or before
	Revoked   Kind = "revoked"   // takes back another fact
)

// Where a fact comes from.
const (
	FromCourse   = "course"   // a course taken here
	FromExternal = "external" // a course taken elsewhere, reported and where needed approved
	FromOwnWord  = "own_word" // what the person says has been learnt before
)

// Fact is one line of a learning record.
type Fact struct {
	ID, PersonID string
	Kind         Kind
	CourseID     string
	Version      int64 // the course's version; 0 where there is none
	Title        string
	At           time.Time
	ValidUntil   string // YYYY-MM-DD, the first day it no longer holds; "" = for ever
	Hours        float64
	Source       string
	ActorID      string // who made it so: the person, a manager, "operator"
	ControllerID string // the employer that is controller of the fact
	Revokes      string // the fact taken back
	OnceKey      string // the same key twice is one fact: work may run again after a crash
	Detail       string // JSON, the kind's own: reason, goals
}

// Listener is told of each fact in the transaction that appends it.
type Listener func(ctx context.Context, tx *db.Tx, f Fact) error

// Record is the door to this room.
type Record struct {
	DB        *db.DB
	Staff     *staff.Staff
	Audit     *audit.Log
	Now       func() time.Time
	NewID     func() string
	Listeners []Listener
}

// Append adds a fact and tells the listeners. The same OnceKey again gives the fact that is
// there, and tells nobody.
func (r *Record) Append(ctx context.Context, tx *db.Tx, f Fact) (Fact, error) {
	f.ID = r.NewID()
	if f.At.IsZero() {
		f.At = r.Now()
	}
	if f.OnceKey == "" {
		f.OnceKey = f.ID
	}
	added, err := insertFact(ctx, tx, f)
	if err != nil {
		return f, err
	}
	if !added {
		return factByOnceKey(ctx, tx, f.OnceKey)
	}
	for _, tell := range r.Listeners {
		if err := tell(ctx, tx, f); err != nil {
			return f, err
		}
	}
	return f, nil
}

// Own gives a person's whole record, oldest first, to the person.
func (r *Record) Own(ctx context.Context, a may.Actor, personID string) ([]Fact, error) {
	if err := may.AskSelf(a, personID); err != nil {
		return nil, err
	}
	return r.facts(ctx, personID)
}

// Facts gives a person's whole record to the rules: what a journey resolves from. It is never
// shown to anyone but the person; pages for others ask ForEmployer.
func (r *Record) Facts(ctx context.Context, personID string) ([]Fact, error) {
	return r.facts(ctx, personID)
}

// ForEmployer gives what an employer may see of a person's record: its own facts, and those the
// person has shared with it (rule 19).
func (r *Record) ForEmployer(ctx context.Context, a may.Actor, personID, employerID string) ([]Fact, error) {
	on := r.Staff.Today()
	paths, err := r.Staff.Paths(ctx, personID, on)
	if err != nil {
		return nil, err
	}
	employer, err := org.Find(ctx, r.DB, employerID, on)
	if err != nil {
		return nil, err
	}
	var here []string
	for _, p := range paths {
		if may.Within(p, employer.Path) {
			here = append(here, p)
		}
	}
	if err := may.AskAny(a, may.SeeProgress, here); err != nil {
		return nil, err
	}
	if err := r.Audit.Person(ctx, r.DB, a, "record.read", personID); err != nil {
		return nil, err
	}
	return r.factsFor(ctx, personID, employerID)
}

// Revoke takes back a fact that was wrong, with the reason. Whoever may revoke at one of the
// person's units may, for the facts of that employer.
func (r *Record) Revoke(ctx context.Context, a may.Actor, factID, reason string) (Fact, error) {
	if reason == "" {
		return Fact{}, ErrNoReason.On("reason")
	}
	var out Fact
	err := r.DB.Tx(ctx, func(tx *db.Tx) error {
		f, err := factByID(ctx, tx, factID)
		if err != nil {
			return err
		}
		if err := r.askRevoke(ctx, a, f); err != nil {
			return err
		}
		out, err = r.Append(ctx, tx, Fact{PersonID: f.PersonID, Kind: Revoked, CourseID: f.CourseID, Version: f.Version, Title: f.Title,
			Source: f.Source, ActorID: a.PersonID, ControllerID: f.ControllerID, Revokes: f.ID, OnceKey: "revoke:" + f.ID, Detail: reasonJSON(reason)})
		return err
	})
	return out, err
}

func (r *Record) askRevoke(ctx context.Context, a may.Actor, f Fact) error {
	paths, err := r.Staff.Paths(ctx, f.PersonID, r.Staff.Today())
	if err != nil {
		return err
	}
	var here []string
	for _, p := range paths {
		if may.Within(p, employerPath(p, f.ControllerID)) {
			here = append(here, p)
		}
	}
	return may.AskAny(a, may.RevokeFact, here)
}
