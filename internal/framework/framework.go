// Package framework owns the library of competence frameworks: named and dated versions of what there
// is to hold, kept by the nation, an RSS or a municipality (R190–R195, rule 27).
//
// A version that has been published never changes; a new one takes over from its day and says where
// evidence of the former counts. What a framework says is a frame (framework/frame, pure). Reading is open
// to all who are signed in; work on one is for whoever may edit frameworks in its owner's name.
//
// Tables: framework, framework_version. Says: Changed, in the same transaction. Asks: org, may, Courses.
package framework

import (
	"context"
	"time"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Faults.
var (
	ErrNone      = fault.New(fault.Missing, "framework.missing")
	ErrNoDraft   = fault.New(fault.Missing, "framework.draft_missing")
	ErrHasDraft  = fault.New(fault.Conflict, "framework.draft_there")  // go on with it, or throw it away
	ErrMoved     = fault.New(fault.Conflict, "framework.draft_moved")  // somebody has saved since: look again
	ErrBroken    = fault.New(fault.Invalid, "framework.broken")        // mend what is wrong first
	ErrSame      = fault.New(fault.Invalid, "framework.same")          // says what the version that holds says
	ErrEarly     = fault.New(fault.Invalid, "framework.early")         // a version holds from a later day already
	ErrDay       = fault.New(fault.Invalid, "framework.day")           // no date
	ErrPast      = fault.New(fault.Invalid, "framework.past")          // what has been asked of people is not changed afterwards
	ErrOwner     = fault.New(fault.Invalid, "framework.owner")         // nation, RSS and municipalities keep frameworks
	ErrOtherKeep = fault.New(fault.Conflict, "framework.other_keeper") // the id is somebody else's
	ErrIdentity  = fault.New(fault.Invalid, "framework.identity")      // rule 42
	ErrNoName    = fault.New(fault.Invalid, "framework.name_missing")
	ErrLarge     = fault.New(fault.Invalid, "framework.large")
)

// Frameworks is the door to this room.
type Frameworks struct {
	DB    *db.DB
	Tree  *org.Tree
	Audit *audit.Log
	Today func() string // the day in Sweden
	Now   func() time.Time
	NewID func() string
	// Changed, when set, is told in the transaction that what holds has changed: for everybody under the node.
	Changed func(ctx context.Context, tx *db.Tx, nodeID string) error
	// Courses, when set, gives what every course is called, by id: evidence must exist.
	Courses func(ctx context.Context) (map[string]string, error)

	held cache
}

// owner asks for work on a place's frameworks: whoever speaks in its name (rules 3 and 8).
func (fs *Frameworks) owner(ctx context.Context, q db.Q, a may.Actor, nodeID string) (org.Node, error) {
	n, err := org.Find(ctx, q, nodeID, fs.Today())
	if err != nil {
		return n, err
	}
	switch org.Kind(n.Kind) {
	case org.Nation, org.RSS, org.Municipality:
		return n, org.AskWithin(ctx, q, a, may.EditFramework, n, fs.Today())
	}
	return n, ErrOwner.On("owner")
}

// MayEdit tells whether the actor may work on a framework.
func (fs *Frameworks) MayEdit(ctx context.Context, a may.Actor, ownerID string) bool {
	_, err := fs.owner(ctx, fs.DB, a, ownerID)
	return err == nil
}

// known tells what exists outside a framework.
func (fs *Frameworks) known(ctx context.Context, f *frame.Frame) (frame.Known, error) {
	ref, err := fs.Tree.CachedReference(ctx)
	if err != nil {
		return frame.Known{}, err
	}
	known := frame.Known{
		Occupation: func(id string) bool { return ref.Occupation(id).ID != "" },
		Area:       func(id string) bool { return ref.AreaName(id) != "" },
		Tag:        func(id string) bool { return tagIn(ref, id) },
	}
	if fs.Courses != nil {
		titles, err := fs.Courses(ctx)
		if err != nil {
			return known, err
		}
		known.Course = func(id string) bool { _, ok := titles[id]; return ok }
	}
	there := map[string]bool{}
	for _, id := range f.Links {
		n, err := db.One(ctx, fs.DB, db.Number, `SELECT COUNT(*) FROM framework WHERE id = $1`, id)
		if err != nil {
			return known, err
		}
		there[id] = n > 0
	}
	known.Framework = func(id string) bool { return there[id] }
	return known, nil
}

func tagIn(ref org.Reference, id string) bool {
	for _, t := range ref.Tags {
		if t.ID == id {
			return true
		}
	}
	return false
}

// Check finds everything wrong in a framework, with courses, occupations and other frameworks looked up.
func (fs *Frameworks) Check(ctx context.Context, f *frame.Frame) ([]frame.Problem, error) {
	known, err := fs.known(ctx, f)
	if err != nil {
		return nil, err
	}
	return frame.Check(f, known), nil
}
