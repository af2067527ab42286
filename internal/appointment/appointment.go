// Package appointment owns who leads workplace learning and who is kompetensombud, språkombud or yrkesambassadör: at
// which places, from when until when, and on what it rests (R140, R142, R150, R258, R264, R267).
//
// What an appointment comes to is a rule (package rule): somebody whom another employer lends holds it when the person
// and the manager there have said yes; a name that a programme gives is borne from when the programme is done; and it
// rests while the employer has switched the function off. The days that it held are kept as spans, so that certification
// gets the same answer for a date whenever it asks. A leader of workplace learning has the role of that name at each
// place for as long: the role is given and ended here only, in the same transaction.
//
// Tables: appointment, appointment_place, appointment_span, appointment_answer, appointment_event, appointment_setting,
// appointment_reach, ambassador_request. Says: messages; e-mail to a municipality's contact. Asks: org, staff, access,
// record, competence, message, may, audit.
package appointment

import (
	"context"
	"errors"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/competence"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/mail"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrMissing    = fault.New(fault.Missing, "appointment.missing")
	ErrKind       = fault.New(fault.Invalid, "appointment.kind_wrong").On("typ")
	ErrPerson     = fault.New(fault.Invalid, "appointment.person_required").On("person")
	ErrPlaces     = fault.New(fault.Invalid, "appointment.places_required").On("platser")
	ErrTwoOwners  = fault.New(fault.Invalid, "appointment.two_employers").On("platser")
	ErrFrom       = fault.New(fault.Invalid, "appointment.from_wrong").On("fran")
	ErrUntil      = fault.New(fault.Invalid, "appointment.until_wrong").On("till")
	ErrLong       = fault.New(fault.Invalid, "appointment.long")
	ErrIdentity   = fault.New(fault.Invalid, "appointment.identity") // identity numbers do not belong here (rule 42)
	ErrSelf       = fault.New(fault.Conflict, "appointment.self").On("person")
	ErrHas        = fault.New(fault.Conflict, "appointment.has_already").On("person")
	ErrOff        = fault.New(fault.Conflict, "appointment.off").On("typ") // the employer has not switched the function on
	ErrNotHere    = fault.New(fault.Invalid, "appointment.not_employed").On("person")
	ErrNotLent    = fault.New(fault.Invalid, "appointment.not_lent").On("person") // only leaders are lent
	ErrLentLonger = fault.New(fault.Conflict, "appointment.lent_longer").On("till")
	ErrNobody     = fault.New(fault.Invalid, "appointment.nobody").On("nummer")
	ErrEnded      = fault.New(fault.Conflict, "appointment.ended_already")
	ErrAnswered   = fault.New(fault.Conflict, "appointment.answered_already")
	ErrChanged    = fault.New(fault.Conflict, "appointment.changed") // somebody else saved meanwhile
	ErrProtected  = fault.New(fault.Conflict, "appointment.protected_name").On("krav")
	ErrCourses    = fault.New(fault.Invalid, "appointment.courses_wrong").On("kurser")
	ErrContact    = fault.New(fault.Invalid, "appointment.contact_wrong").On("kontakt")
	ErrNoReach    = fault.New(fault.Missing, "appointment.reach_missing")

	ErrSchool      = fault.New(fault.Invalid, "appointment.school_required").On("skola")
	ErrWish        = fault.New(fault.Invalid, "appointment.wish_required").On("onskemal")
	ErrLongWish    = fault.New(fault.Invalid, "appointment.wish_long")
	ErrOften       = fault.New(fault.Busy, "appointment.often")
	ErrNoTown      = fault.New(fault.Missing, "appointment.no_ambassadors")
	ErrSchoolReach = fault.New(fault.Invalid, "appointment.school_contact_wrong").On("kontakt")
)

// Appointments is the door to this room.
type Appointments struct {
	DB         *db.DB
	Tree       *org.Tree
	Staff      *staff.Staff
	Access     *access.Access
	Record     *record.Record
	Competence *competence.Competence
	Messages   *message.Messages
	Outbox     *mail.Outbox
	Jobs       *job.Queue
	Audit      *audit.Log
	Now        func() time.Time
	NewID      func() string
	// Changed, when set, is told in the transaction that who holds what at a place or under it is another.
	Changed func(ctx context.Context, tx *db.Tx, nodeID string) error
}

// Appointment is one person's task of one kind, at one or several places of an employer.
type Appointment struct {
	ID          string
	Kind        rule.Kind
	PersonID    string
	EmployerID  string // whose the places are
	HomeID      string // where the person is employed
	From, Until string // Until is the first day no more; db.NoEnd for none
	Task        string // what is expected, in the words of who appointed
	State       rule.State
	AwaySince   string // since when the person no longer works at home; ""
	Revision    int64
	MadeBy      string
	MadeAt      time.Time

	Places  []org.Node
	Answers map[rule.Side]Answer
	Name    string // as the actor may read it (rule 7)
}

// Answer is what a side said about lending somebody.
type Answer struct {
	Yes  bool
	ByID string
	At   time.Time
}

// Lent tells whether another employer than that of the places employs the person.
func (x Appointment) Lent() bool { return x.HomeID != x.EmployerID }

// On tells whether it holds on a day.
func (x Appointment) On(day string) bool {
	return x.State == rule.Standing && x.From <= day && x.Until > day && (x.AwaySince == "" || x.AwaySince > day)
}

// Over tells whether nothing more can come of it.
func (x Appointment) Over(day string) bool { return !x.State.Open() || x.Until <= day }

// Today is the day that the rules see.
func (a *Appointments) Today() string { return a.Staff.Today() }

// one asks for one row; missing when there is none.
func one[T any](ctx context.Context, q db.Q, scan func(db.Scanner) (T, error), missing error, statement string, args ...any) (T, error) {
	x, err := db.One(ctx, q, scan, statement, args...)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return x, missing
	}
	return x, err
}

// ignoring is an error unless it is the one that does not matter here.
func ignoring(err, fine error) error {
	if errors.Is(err, fine) {
		return nil
	}
	return err
}
