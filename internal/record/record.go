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
	"slices"
	"time"

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
	ErrRevocation  = fault.New(fault.Conflict, "record.is_revocation") // what takes back cannot itself be taken back
	ErrNoReason    = fault.New(fault.Invalid, "record.reason_required")
	ErrNoEmployer  = fault.New(fault.Invalid, "record.not_your_employer")
	ErrNoneChosen  = fault.New(fault.Invalid, "record.none_chosen")
	ErrUnknownKind = fault.New(fault.Invalid, "record.kind")
)

// Kind is what happened.
type Kind string

// The kinds of facts.
const (
	Completed Kind = "completed" // everything that the course asks for is done
	Passed    Kind = "passed"    // a test
	Attended  Kind = "attended"  // a course day, or a meeting at the workplace
	Credited  Kind = "credited"  // learnt elsewhere or before
	Revoked   Kind = "revoked"   // takes back another fact
)

// Kinds names every kind.
func Kinds() []Kind { return []Kind{Completed, Passed, Attended, Credited, Revoked} }

// Where a fact comes from.
const (
	FromCourse   = "course"   // a course taken here
	FromExternal = "external" // a course taken elsewhere, reported and where needed approved
	FromOwnWord  = "own_word" // what the person says has been learnt before
	FromCircle   = "circle"   // a meeting at the workplace: reflecting on a course is no part of taking it
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
	// Shared, when set, is told in the transaction that what a person lets employers see has changed.
	Shared func(ctx context.Context, tx *db.Tx, personID string) error
}

// Append adds a fact and tells the listeners. The same OnceKey again gives the fact that is
// there, and tells nobody.
func (r *Record) Append(ctx context.Context, tx *db.Tx, f Fact) (Fact, error) {
	f, _, err := r.add(ctx, tx, f)
	return f, err
}

// add tells also whether the fact is new.
func (r *Record) add(ctx context.Context, tx *db.Tx, f Fact) (_ Fact, added bool, err error) {
	if f, err = r.complete(f); err != nil {
		return f, false, err
	}
	if added, err = insertFact(ctx, tx, f); err != nil {
		return f, false, err
	}
	if !added {
		f, err = factByOnceKey(ctx, tx, f.OnceKey)
		return f, false, err
	}
	for _, tell := range r.Listeners {
		if err := tell(ctx, tx, f); err != nil {
			return f, true, err
		}
	}
	return f, true, nil
}

// complete gives a fact what every fact has. What takes back a fact has a key of its own, so
// that a fact is taken back once.
func (r *Record) complete(f Fact) (Fact, error) {
	if !slices.Contains(Kinds(), f.Kind) || (f.Kind == Revoked) != (f.Revokes != "") {
		return f, ErrUnknownKind
	}
	f.ID = r.NewID()
	if f.At.IsZero() {
		f.At = r.Now()
	}
	f.At = f.At.UTC().Truncate(time.Millisecond) // as it is stored
	switch {
	case f.Kind == Revoked:
		f.OnceKey = "revoke:" + f.Revokes
	case f.OnceKey == "":
		f.OnceKey = f.ID
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
