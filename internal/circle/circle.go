// Package circle owns meetings at the workplace: guides that they are planned from, study circles and single meetings, who
// takes part and was there, what a group came to and what it agreed on (R141, R145, R147, R148, R152, R154, R330; rules 37, 38, 42).
//
// Being there becomes a fact in the person's own record when the meeting is held, whoever's unit planned it. Texts belong to
// the group and thoughts to the person: who answers for the unit sees done or not done, dates, numbers and agreements.
//
// Tables: guide, guide_version, circle, circle_meeting, circle_member, circle_mark, circle_presence, circle_text, circle_thought,
// agreement. Says: Listeners, in the transaction. Asks: course, staff, org, access, message, record, may, audit; package guide.
package circle

import (
	"context"
	"errors"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/circle/guide"
	"yrkesresan/internal/course"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNoGuide     = fault.New(fault.Missing, "circle.guide_missing")
	ErrNoCircle    = fault.New(fault.Missing, "circle.circle_missing")
	ErrNoMeeting   = fault.New(fault.Missing, "circle.meeting_missing")
	ErrNoAgreement = fault.New(fault.Missing, "circle.agreement_missing")
	ErrNoStep      = fault.New(fault.Missing, "circle.step_missing")

	ErrTitle    = fault.New(fault.Invalid, "circle.title_required").On("titel")
	ErrUnit     = fault.New(fault.Invalid, "circle.unit_wrong").On("enhet")
	ErrLeader   = fault.New(fault.Invalid, "circle.leader_wrong").On("ledare")
	ErrCourse   = fault.New(fault.Invalid, "circle.course_wrong").On("kurs")
	ErrDay      = fault.New(fault.Invalid, "circle.day_wrong").On("dag")
	ErrTime     = fault.New(fault.Invalid, "circle.time_wrong").On("tid")
	ErrSkipped  = fault.New(fault.Invalid, "circle.time_skipped").On("tid") // the clock is put forward past it
	ErrWeeks    = fault.New(fault.Invalid, "circle.weeks_wrong").On("veckor")
	ErrTimes    = fault.New(fault.Invalid, "circle.times_wrong").On("antal")
	ErrLink     = fault.New(fault.Invalid, "circle.link_wrong").On("lank")
	ErrMinutes  = fault.New(fault.Invalid, "circle.minutes_wrong").On("minuter")
	ErrNobody   = fault.New(fault.Invalid, "circle.nobody").On("personer")
	ErrPerson   = fault.New(fault.Invalid, "circle.person_wrong").On("person")
	ErrGroup    = fault.New(fault.Invalid, "circle.group_wrong").On("grupp")
	ErrWhy      = fault.New(fault.Invalid, "circle.why_required").On("varfor")
	ErrWhat     = fault.New(fault.Invalid, "circle.what_required").On("vad")
	ErrOwner    = fault.New(fault.Invalid, "circle.owner_wrong").On("agare")
	ErrDue      = fault.New(fault.Invalid, "circle.due_wrong").On("uppfoljning")
	ErrOutcome  = fault.New(fault.Invalid, "circle.outcome_required").On("resultat")
	ErrState    = fault.New(fault.Invalid, "circle.state_wrong").On("lage")
	ErrLong     = fault.New(fault.Invalid, "circle.long")
	ErrIdentity = fault.New(fault.Invalid, "circle.identity") // identity numbers do not belong here (rule 42)
	ErrKey      = fault.New(fault.Invalid, "circle.key_wrong")
	ErrBroken   = fault.New(fault.Invalid, "circle.guide_broken").On("fil")
	ErrGuideID  = fault.New(fault.Invalid, "circle.guide_id").On("id")
	ErrKeeper   = fault.New(fault.Invalid, "circle.guide_keeper").On("plats")

	ErrChanged  = fault.New(fault.Conflict, "circle.changed")   // somebody else saved meanwhile
	ErrEnded    = fault.New(fault.Conflict, "circle.ended")     // the circle has ended
	ErrHeld     = fault.New(fault.Conflict, "circle.held")      // the meeting is held already
	ErrWritten  = fault.New(fault.Conflict, "circle.written")   // the group has written at the meeting: another one is added
	ErrOff      = fault.New(fault.Conflict, "circle.off")       // the meeting is called off
	ErrEarly    = fault.New(fault.Conflict, "circle.early")     // its day has not come
	ErrWindow   = fault.New(fault.Conflict, "circle.window")    // one marks oneself on the day and the day after
	ErrAlone    = fault.New(fault.Conflict, "circle.alone")     // reflecting alone is done in the weeks around the day
	ErrSteps    = fault.New(fault.Conflict, "circle.steps")     // reflecting alone: steps are left
	ErrNotIn    = fault.New(fault.Conflict, "circle.not_in")    // nobody of that id takes part
	ErrOut      = fault.New(fault.Conflict, "circle.out")       // was taken out, or works there no more
	ErrNotOne   = fault.New(fault.Conflict, "circle.not_one")   // one cannot take oneself out as leader
	ErrGuideOff = fault.New(fault.Conflict, "circle.guide_off") // the guide has ended, or was never published
)

// Circles is the door to this room.
type Circles struct {
	DB       *db.DB
	Studies  *course.Studies
	Record   *record.Record
	Staff    *staff.Staff
	Tree     *org.Tree
	Access   *access.Access
	Messages *message.Messages
	Audit    *audit.Log
	Now      func() time.Time
	NewID    func() string
	Place    *time.Location
	// Answer names who answers for the people of a unit, so that they are told what concerns theirs.
	Answer func(ctx context.Context, unitID, personID string) ([]string, error)
	// Listeners are told in the transaction when somebody's reflection becomes a fact or ceases to be one.
	Listeners []Listener
}

// Reflected is that somebody's reflection became a fact, or ceased to be one.
type Reflected struct {
	PersonID string
	CourseID string // "guide:ID" where the circle belongs to no course
	At       time.Time
	Is       bool // false: it was taken back
}

// Listener is told of it.
type Listener func(ctx context.Context, tx *db.Tx, r Reflected) error

// Source is record.Fact.Source of what this room says.
const Source = record.FromCircle

// Today is the day that the rules see.
func (c *Circles) Today() string { return c.Staff.Today() }

// Audiences of a circle. A team's is "team:" and its id.
const (
	WholeUnit = "unit"
	OfTeam    = "team:"
	Chosen    = ""
)

// Circle is what a unit plans from a guide: one meeting or several.
type Circle struct {
	ID                 string
	UnitID, EmployerID string
	LeaderID           string
	GuideID            string
	GuideVersion       int64
	Kind               guide.Kind
	Title              string
	Guide              guide.Guide // as it was when the circle was planned
	CourseID           string      // the course that it belongs to; ""
	Audience           string
	GroupMost          int64 // of one small group; 0 = no small groups
	GroupsSet          bool  // the leader has said who is in which
	EndedOn, EndWhy    string
	Revision           int64
	MadeBy             string
	MadeAt, ChangedAt  time.Time
}

// MeetingState is how a meeting stands.
type MeetingState string

// The states of a meeting.
const (
	Planned   MeetingState = "planned"
	Held      MeetingState = "held"
	Cancelled MeetingState = "cancelled"
)

// Meeting is one of a circle's meetings.
type Meeting struct {
	ID, CircleID string
	Part         int64 // which of the guide's meetings it is, from 1
	Title        string
	Day, Begins  string // YYYY-MM-DD, HH:MM
	Minutes      int64  // planned
	Place, Link  string
	State        MeetingState
	HeldMinutes  int64
	HeldBy       string
	Why          string // of a cancelled one
	Revision     int64
	Sequence     int64 // of the calendar entry
	ChangedAt    time.Time
}

// Missed tells whether its day has passed without anybody saying what came of it.
func (m Meeting) Missed(today string) bool { return m.State == Planned && m.Day < today }

// BeginsAt is when the meeting begins.
func (m Meeting) BeginsAt(place *time.Location) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", m.Day+" "+m.Begins, place)
	if err != nil {
		return time.Time{} // days and times are checked before they are stored
	}
	return t
}

// EndsAt is when the meeting is planned to end.
func (m Meeting) EndsAt(place *time.Location) time.Time {
	return m.BeginsAt(place).Add(time.Duration(m.Minutes) * time.Minute)
}

// States of a member.
const (
	Invited  = "invited"
	Declined = "declined"
	Left     = "left" // taken out by the leader, or no more of the unit
)

// How somebody takes part.
const (
	OfUnit = "unit"
	Guest  = "guest" // a colleague from elsewhere, as an equal (rule 38)
)

// Member is somebody who takes part.
type Member struct {
	CircleID, PersonID string
	EmployerID, UnitID string
	How, State         string
	Small              int64 // the small group, from 1; 0 = none
	InvitedBy          string
	ChangedAt          time.Time
}

// In tells whether the member takes part.
func (m Member) In() bool { return m.State == Invited }

func isMissing(err error) bool { return errors.Is(err, db.ErrMissing) }

// one asks for one row; missing when there is none.
func one[T any](ctx context.Context, q db.Q, scan func(db.Scanner) (T, error), missing error, statement string, args ...any) (T, error) {
	x, err := db.One(ctx, q, scan, statement, args...)
	if isMissing(err) {
		return x, missing
	}
	return x, err
}
