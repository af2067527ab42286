// Package certification owns the certification of whole units (R181–R186, rules 4, 37 and 39): schemes in versions, units'
// way through them, who has decided what, and how each unit stands.
//
// How a unit stands on a day is a rule (package rule): of what happened to its programme, of the facts that its employer
// may see, of the scheme, of who worked there and of who was appointed leader of workplace learning. It can be asked about
// any day, and gives the same answer whenever it is asked, unless what is known of that day is corrected. What is kept of
// it (unit_state) is for lists, without names, and can be computed again at any time.
//
// Tables: scheme, scheme_version, scheme_course, unit_programme, unit_event, unit_task, unit_state, unit_due. Says:
// certification.changed, certification.passed; messages. Asks: org, staff, access, record, course, message, may, audit; by
// interfaces who leads workplace learning, who has a skill, and to take courses again.
package certification

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"yrkesresan/internal/access"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/course"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNoScheme    = fault.New(fault.Missing, "certification.scheme_missing")
	ErrNoProgramme = fault.New(fault.Missing, "certification.programme_missing")
	ErrNoUnit      = fault.New(fault.Missing, "certification.unit_missing")
	ErrNoTask      = fault.New(fault.Missing, "certification.task_missing")

	ErrScheme   = fault.New(fault.Invalid, "certification.scheme_wrong") // CheckScheme tells what, field by field
	ErrFrom     = fault.New(fault.Invalid, "certification.from_wrong").On("from")
	ErrDay      = fault.New(fault.Invalid, "certification.day_wrong").On("day")
	ErrOffered  = fault.New(fault.Invalid, "certification.scheme_elsewhere").On("scheme") // not offered to that unit, or ended
	ErrStep     = fault.New(fault.Invalid, "certification.step_wrong").On("step")
	ErrReason   = fault.New(fault.Invalid, "certification.reason_required").On("reason")
	ErrComment  = fault.New(fault.Invalid, "certification.comment_required").On("comment")
	ErrTask     = fault.New(fault.Invalid, "certification.task_wrong").On("requirement")
	ErrPerson   = fault.New(fault.Invalid, "certification.person_wrong").On("person")
	ErrLong     = fault.New(fault.Invalid, "certification.long")
	ErrIdentity = fault.New(fault.Invalid, "certification.identity") // identity numbers do not belong here (rule 42)
	ErrLeader   = fault.New(fault.Invalid, "certification.leader_wrong").On("leader")
	ErrPlan     = fault.New(fault.Invalid, "certification.plan_wrong").On("antal")
	ErrComing   = fault.New(fault.Invalid, "certification.coming_wrong").On("fran")
	ErrLeaving  = fault.New(fault.Invalid, "certification.leaving_wrong").On("slutardag")
	ErrThrough  = fault.New(fault.Invalid, "certification.through_wrong").On("till")
	ErrHeldOn   = fault.New(fault.Invalid, "certification.held_wrong").On("day")

	ErrChanged     = fault.New(fault.Conflict, "certification.changed")      // somebody else saved meanwhile
	ErrNotPlanned  = fault.New(fault.Conflict, "certification.not_planned")  // it holds already, or has been withdrawn
	ErrOnlyVersion = fault.New(fault.Conflict, "certification.only_version") // a scheme without versions asks for nothing
	ErrIn          = fault.New(fault.Conflict, "certification.in_already").On("scheme")
	ErrNotJoined   = fault.New(fault.Conflict, "certification.not_joined")
	ErrOwnUnit     = fault.New(fault.Conflict, "certification.own_unit") // nobody certifies a unit that they lead
	ErrByRule      = fault.New(fault.Conflict, "certification.by_rule")  // the rule certifies by itself
	ErrNotYou      = fault.New(fault.Conflict, "certification.not_you")  // the scheme names somebody else
	ErrNotReady    = fault.New(fault.Conflict, "certification.not_ready")
	ErrIsSo        = fault.New(fault.Conflict, "certification.is_so")       // it is so already
	ErrNoAsk       = fault.New(fault.Conflict, "certification.nothing")     // there is no decision to ask about
	ErrSame        = fault.New(fault.Conflict, "certification.same_person") // who decided does not decide anew
	ErrSelf        = fault.New(fault.Conflict, "certification.self")        // nobody assesses their own task
)

// Leaders tells who leads workplace learning (room appointment).
type Leaders interface {
	// LeaderSpans gives the times when a leader of workplace learning was, is and is to be appointed at units, by unit.
	LeaderSpans(ctx context.Context, unitIDs []string) (map[string][]rule.Span, error)
}

// Signed is that a person's skill was signed off, and how long that holds.
type Signed struct {
	PersonID, Skill string
	rule.Span
}

// Skills tells who has a practical skill (room practice).
type Skills interface {
	SignedAmong(ctx context.Context, employerID string, personIDs []string) ([]Signed, error)
}

// Repeater lets a unit take courses again together (room uptake, R064).
type Repeater interface {
	Repeat(ctx context.Context, tx *db.Tx, a may.Actor, unitIDs, courseIDs []string, reason, due string) error
}

// Certifications is the door to this room.
type Certifications struct {
	DB       *db.DB
	Tree     *org.Tree
	Staff    *staff.Staff
	Access   *access.Access
	Record   *record.Record
	Courses  *course.Courses
	Messages *message.Messages
	Jobs     *job.Queue
	Audit    *audit.Log
	Now      func() time.Time
	NewID    func() string
	Place    *time.Location
	// Managers names who answers for the people of a unit, but one.
	Managers func(ctx context.Context, unitID, personID string) ([]string, error)
	Leaders  Leaders  // nil: nobody is appointed
	Skills   Skills   // nil: no skill is signed off
	Repeater Repeater // nil: nobody takes anything again by itself
}

// Today is the day that the rules see.
func (c *Certifications) Today() string { return c.Staff.Today() }

const (
	mostText = 2000
	// mostListed bounds lists that are not paged.
	mostListed = 300
	// atOnce bounds the ids that one statement names.
	atOnce = 200
)

// Programme is a unit's way through a scheme.
type Programme struct {
	ID, SchemeID       string
	SchemeTitle        string
	UnitID, EmployerID string
	JoinedOn           string // "" = proposed by the manager
	LeftOn             string // db.NoEnd while it goes on
	LeaderID           string // utbildningsledare; "" when nobody is named
	Hidden             bool   // on no public list
	Revision           int64
	MadeBy             string
	MadeAt             time.Time
}

// Proposed tells whether nobody has said yes to it yet.
func (p Programme) Proposed() bool { return p.JoinedOn == "" && p.LeftOn == db.NoEnd }

// Event is something that happened to a unit's programme.
type Event struct {
	ID, ProgrammeID string
	Kind, Step      string
	Day             string // when it was noted
	HeldOn          string // of a step: when it was held; ""
	Note            string
	ByRule          bool
	ByID            string
	At              time.Time
	By              string        // a name, where somebody reads it
	Cause           []rule.Reason // why the rule let it lapse
}

// Task is what an assessor said of somebody's individual task.
type Task struct {
	ID, ProgrammeID      string
	PersonID, EmployerID string
	Requirement          string
	Passed               bool
	Comment              string
	Day                  string
	ByID                 string
	At                   time.Time
	EndedOn              string // taken back; db.NoEnd
	EndedWhy             string
	By                   string // a name, where somebody reads it
}

// What happens to a programme besides what the rule reads.
const (
	Proposed = "proposed"
	Refused  = "refused" // the proposal
	LedBy    = "led_by"
	Hid      = "hidden"
	Shown    = "shown"
)

// text tidies what somebody has typed; at most mostText letters, no identity numbers (rule 42).
func (c *Certifications) text(s *string, field string) error {
	*s = strings.TrimSpace(*s)
	if utf8.RuneCountInString(*s) > mostText {
		return ErrLong.On(field)
	}
	if identity.In(*s, c.Now()) {
		return ErrIdentity.On(field)
	}
	return nil
}

// needed is text that must be there.
func (c *Certifications) needed(s *string, missing *fault.Fault) error {
	if err := c.text(s, missing.Field); err != nil {
		return err
	}
	if *s == "" {
		return missing
	}
	return nil
}

// one asks for one row; missing when there is none.
func one[T any](ctx context.Context, q db.Q, scan func(db.Scanner) (T, error), missing error, statement string, args ...any) (T, error) {
	x, err := db.One(ctx, q, scan, statement, args...)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return x, missing
	}
	return x, err
}
