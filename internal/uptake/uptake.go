// Package uptake owns what lets a course come to use at the workplace: that it is done only when one has reflected on it,
// that a whole unit takes it, or takes it again, together, how it is going to be used and what became of that, and how
// much time for reflection people were given (R143, R144, R146, R149, R153; rules 10, 36 and 38).
//
// Where a place asks for a reflection, the course waits: this room is a gate of courses. A reflection is a fact of the
// room circle in the record; what counts is decided by package rule. What a person has completed stays completed.
//
// Tables: uptake_rule, uptake_gate, team_task, team_task_person, use_note, use_follow, reflection_target, reflection_told.
// Says: uptake.eased, uptake.given, uptake.completed, uptake.due. Asks: course, journey, record, staff, org, message, may, audit.
package uptake

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"yrkesresan/internal/course"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNoRule = fault.New(fault.Missing, "uptake.rule_missing")
	ErrNoTask = fault.New(fault.Missing, "uptake.task_missing")
	ErrNoNote = fault.New(fault.Missing, "uptake.note_missing")
	ErrNoOne  = fault.New(fault.Missing, "uptake.nobody") // nobody of that id works where the actor may

	ErrPlace    = fault.New(fault.Invalid, "uptake.place_wrong").On("plats")
	ErrCourse   = fault.New(fault.Invalid, "uptake.course_wrong").On("kurs")
	ErrNeed     = fault.New(fault.Invalid, "uptake.need_wrong").On("reflektion")
	ErrWeeks    = fault.New(fault.Invalid, "uptake.weeks_wrong").On("veckor")
	ErrFrom     = fault.New(fault.Invalid, "uptake.from_wrong").On("fran")
	ErrNothing  = fault.New(fault.Invalid, "uptake.nothing").On("reflektion")  // neither a reflection nor a note on use
	ErrExternal = fault.New(fault.Invalid, "uptake.external").On("reflektion") // a course given elsewhere waits for nothing here
	ErrKind     = fault.New(fault.Invalid, "uptake.kind_wrong").On("hur")
	ErrDue      = fault.New(fault.Invalid, "uptake.due_wrong").On("dag")
	ErrFollowOn = fault.New(fault.Invalid, "uptake.follow_wrong").On("uppfoljning")
	ErrText     = fault.New(fault.Invalid, "uptake.text_required").On("text")
	ErrLong     = fault.New(fault.Invalid, "uptake.long")
	ErrIdentity = fault.New(fault.Invalid, "uptake.identity") // identity numbers do not belong here (rule 42)
	ErrOutcome  = fault.New(fault.Invalid, "uptake.outcome_wrong").On("utfall")
	ErrMinutes  = fault.New(fault.Invalid, "uptake.minutes_wrong").On("minuter")
	ErrChanged  = fault.New(fault.Conflict, "uptake.changed") // somebody else saved meanwhile
	ErrEnded    = fault.New(fault.Conflict, "uptake.ended")
	ErrFirst    = fault.New(fault.Conflict, "uptake.learner_first") // the learner's proposal comes first
)

// Uptake is the door to this room.
type Uptake struct {
	DB       *db.DB
	Studies  *course.Studies
	Journeys *journey.Journeys
	Record   *record.Record
	Staff    *staff.Staff
	Tree     *org.Tree
	Messages *message.Messages
	Jobs     *job.Queue
	Audit    *audit.Log
	Now      func() time.Time
	NewID    func() string
	// Leaders names who answers for the people of a unit.
	Leaders func(ctx context.Context, unitID, personID string) ([]string, error)
	// Meetings tells of reflection meetings; nil: there are none.
	Meetings Meetings
}

// Today is the day that the rules see.
func (u *Uptake) Today() string { return u.Staff.Today() }

const (
	mostText = 2000
	mostNote = 500
)

// text tidies what somebody has typed in a field; at most n letters, no identity numbers (rule 42).
func (u *Uptake) text(s *string, field string, n int) error {
	*s = strings.TrimSpace(*s)
	if utf8.RuneCountInString(*s) > n {
		return ErrLong.On(field)
	}
	if identity.In(*s, u.Now()) {
		return ErrIdentity.On(field)
	}
	return nil
}

// place finds a place that the actor may do something to as one of its own employer's (rule 3), and whose it is.
func (u *Uptake) place(ctx context.Context, q db.Q, a may.Actor, do may.Action, nodeID string) (n, employer org.Node, err error) {
	if n, err = org.Find(ctx, q, nodeID, u.Today()); errors.Is(err, org.ErrNoNode) {
		return n, employer, ErrPlace
	}
	if err != nil {
		return n, employer, err
	}
	if employer, err = org.EmployerOf(ctx, q, n.Path, u.Today()); errors.Is(err, org.ErrNoNode) {
		return n, employer, ErrPlace // an RSS, or the nation: it recommends and offers (rule 8)
	}
	if err != nil {
		return n, employer, err
	}
	return n, employer, may.Ask(a.Inside(employer.Path), do, n.Path)
}

// known gives what a course is called and of which kind it is; ErrCourse when there is none.
func (u *Uptake) known(ctx context.Context, q db.Q, courseID string) (title, kind string, err error) {
	c, err := u.Studies.Courses.CurrentIn(ctx, q, courseID)
	if errors.Is(err, course.ErrNoCourse) || errors.Is(err, course.ErrNoVersion) {
		return "", "", ErrCourse
	}
	if err != nil {
		return "", "", err
	}
	return c.Title, c.Kind, nil
}

// title is what a course is called; its id when the catalogue does not have it.
func (u *Uptake) title(ctx context.Context, courseID string) (string, error) {
	title, _, err := u.known(ctx, u.DB, courseID)
	if errors.Is(err, ErrCourse) {
		return courseID, nil
	}
	return title, err
}

// tell tells a person what has happened.
func (u *Uptake) tell(ctx context.Context, tx *db.Tx, what string, n message.Note) error {
	n.Key = "uptake.told." + what
	return u.Messages.Tell(ctx, tx, n)
}

func isDay(s string) bool { return lang.IsDay(s) }

func isMissing(err error) bool { return errors.Is(err, db.ErrMissing) }

// one asks for one row; missing when there is none.
func one[T any](ctx context.Context, q db.Q, scan func(db.Scanner) (T, error), missing error, statement string, args ...any) (T, error) {
	x, err := db.One(ctx, q, scan, statement, args...)
	if isMissing(err) {
		return x, missing
	}
	return x, err
}
