// Package course owns courses and how far each learner has come in them.
//
// A course comes in as a folder (package folder) and is kept in versions that never change. A
// study is one person taking one course: steps seen, preparation ticked, answers, tries at the
// test. A course with days has parts
// (R120): preparation, lessons and test where there are any, days, follow-up; the room that leads
// a day says who was there (Attended). When every part is done the study ends and the record gets a fact; taking the course
// again is a new study with its own date (R064). Everyone stays on the version begun unless a
// version says `update: minor`. Courses that somebody else gives are reported done (rule 15).
//
// Tables: course, course_version, course_current, course_file, study, study_step, study_task, answer, test_try,
// test_answer, external_report. Says: facts to record. Asks: record, staff, org, may, audit, blob.
package course

import (
	"context"
	"sync"
	"time"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNoCourse    = fault.New(fault.Missing, "course.missing")
	ErrNoVersion   = fault.New(fault.Missing, "course.version_missing")
	ErrNoFile      = fault.New(fault.Missing, "course.file_missing")
	ErrRefused     = fault.New(fault.Invalid, "course.refused") // the folder has errors; they are told beside it
	ErrNotBegun    = fault.New(fault.Conflict, "course.not_begun")
	ErrExternal    = fault.New(fault.Conflict, "course.is_external")
	ErrNotExternal = fault.New(fault.Missing, "course.not_external")
	ErrNoStep      = fault.New(fault.Missing, "course.step_missing")
	ErrNoTask      = fault.New(fault.Missing, "course.task_missing")
	ErrNoQuestion  = fault.New(fault.Missing, "course.question_missing")
	ErrAnswer      = fault.New(fault.Invalid, "course.answer_missing")
	ErrIdentity    = fault.New(fault.Invalid, "course.identity_number") // rule 42
	ErrLong        = fault.New(fault.Invalid, "course.text_long")
	ErrNoTest      = fault.New(fault.Missing, "course.test_missing")
	ErrNoTry       = fault.New(fault.Conflict, "course.try_missing")
	ErrTestPassed  = fault.New(fault.Conflict, "course.test_passed")
	ErrTestRests   = fault.New(fault.Conflict, "course.test_rests") // the tries of this round are used
	ErrUnanswered  = fault.New(fault.Conflict, "course.unanswered")
	ErrNotReady    = fault.New(fault.Conflict, "course.not_ready")
	ErrNoReport    = fault.New(fault.Missing, "course.report_missing")
	ErrReported    = fault.New(fault.Conflict, "course.already_reported")
	ErrDecided     = fault.New(fault.Conflict, "course.already_decided")
	ErrOwnReport   = fault.New(fault.Denied, "course.own_report")
	ErrDate        = fault.New(fault.Invalid, "course.date")
	ErrFuture      = fault.New(fault.Invalid, "course.date_future")
	ErrFileLarge   = fault.New(fault.Invalid, "course.file_large")
	ErrFileKind    = fault.New(fault.Invalid, "course.file_kind")
	ErrPicture     = fault.New(fault.Invalid, "course.picture_broken")
	ErrReason      = fault.New(fault.Invalid, "course.reason")
	ErrFollowUp    = fault.New(fault.Invalid, "course.follow_up_missing")
	ErrEarly       = fault.New(fault.Conflict, "course.follow_up_early") // the days come first
	ErrNotEvidence = fault.New(fault.Missing, "course.not_evidence")
)

// The kinds of course.
const (
	Lessons  = "lessons"
	External = "external"
	WithDays = "day" // preparation, course days and follow-up, with lessons and a test where there are any
)

// Course is a course in the catalogue, as its current version says.
type Course struct {
	ID, OwnerID string
	Version     int64
	Title, Kind string
}

// Courses is the catalogue: versions in, out and to be read.
type Courses struct {
	DB    *db.DB
	Blobs blob.Store
	Now   func() time.Time
	// Changed, when set, is told in the transaction that those who begin a course get another version now.
	Changed func(ctx context.Context, tx *db.Tx, courseID string) error

	shelf shelf
}

// Studies is a learner's own progress, and the little that others may see of it.
type Studies struct {
	DB      *db.DB
	Courses *Courses
	Blobs   blob.Store
	Record  *record.Record
	Staff   *staff.Staff
	Audit   *audit.Log
	Now     func() time.Time
	NewID   func() string
	Place   *time.Location

	// Begun, when set, is told in the transaction that somebody has begun a course.
	Begun func(ctx context.Context, tx *db.Tx, personID string) error
	// Tell, when set, puts a note in a person's inbox.
	Tell func(ctx context.Context, tx *db.Tx, n message.Note) error
	// Approval says which external courses a manager approves; nil: none.
	Approval Approval
	// Gates are what other rooms demand before a course is done; app registers them.
	Gates []Gate
}

// Approval tells whether the layers around a person ask for a manager's approval of an external
// course (rule 15).
type Approval interface {
	NeedsApproval(ctx context.Context, personID, courseID string) (bool, error)
}

// Gate is something that must be done before a course is done, in a room above this one: a
// practical skill. Course days are told by Attended, and need no gate.
type Gate interface {
	// Open tells whether the study may end as far as that room knows. tx is the transaction that ends it.
	Open(ctx context.Context, tx *db.Tx, s Study) (bool, error)
}

// told says that the current version is another.
func (cs *Courses) told(ctx context.Context, tx *db.Tx, courseID string) error {
	if cs.Changed == nil {
		return nil
	}
	return cs.Changed(ctx, tx, courseID)
}

// shelfSize is how many versions are kept compiled in memory: all that are in use at once, at
// some hundred kilobytes each.
const shelfSize = 128

// shelf keeps compiled versions, which never change. When it is full the one that has rested
// longest leaves.
type shelf struct {
	mu    sync.Mutex
	kept  map[edition]*folder.Content
	used  map[edition]int64
	clock int64
}

// edition is a version of a course.
type edition struct {
	course  string
	version int64
}

func (s *shelf) get(e edition) (*folder.Content, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.kept[e]
	if ok {
		s.clock++
		s.used[e] = s.clock
	}
	return c, ok
}

func (s *shelf) put(e edition, c *folder.Content) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept, s.used = map[edition]*folder.Content{}, map[edition]int64{}
	}
	if len(s.kept) >= shelfSize {
		var oldest edition
		at := s.clock + 1
		for e, t := range s.used {
			if t < at {
				oldest, at = e, t
			}
		}
		delete(s.kept, oldest)
		delete(s.used, oldest)
	}
	s.clock++
	s.kept[e], s.used[e] = c, s.clock
}
