// Package attendance owns what happens on a course day: what the group needs before it, who was there and for
// how long, and what comes of that.
//
// A mark is a note about somebody at a session. Marks are appended and never edited; the newest by the moment it
// was made holds, so that phones that were without network can send theirs later, in any order and again
// (package rule). When a day is closed, each person's marks become an outcome, and a job makes the booking and the
// learning record say the same, one person at a time.
//
// Tables: day_need, day_mark, day_code, day_close, day_outcome, day_look. Says: attendance.closed,
// attendance.aged. Asks: occasion, booking, course, staff, org, access, may, audit.
package attendance

import (
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/attendance/rule"
	"yrkesresan/internal/booking"
	"yrkesresan/internal/course"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/keys"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNoSeat    = fault.New(fault.Missing, "attendance.no_seat")      // nobody of that id has a seat
	ErrNoSession = fault.New(fault.Missing, "attendance.no_session")   // the occasion has no such session
	ErrWhat      = fault.New(fault.Invalid, "attendance.what_wrong")   // no such mark
	ErrTime      = fault.New(fault.Invalid, "attendance.time_wrong")   // no time on the wall
	ErrEarly     = fault.New(fault.Conflict, "attendance.early")       // the day of the session has not come
	ErrClosed    = fault.New(fault.Conflict, "attendance.is_closed")   // the day is closed: corrections have a reason
	ErrOpen      = fault.New(fault.Conflict, "attendance.is_open")     // the day is not closed yet
	ErrNotBegun  = fault.New(fault.Conflict, "attendance.not_begun")   // the last session has not begun
	ErrUnmarked  = fault.New(fault.Conflict, "attendance.unmarked")    // some have no mark; n is how many
	ErrWhy       = fault.New(fault.Invalid, "attendance.why_required") // a change has a reason
	ErrIdentity  = fault.New(fault.Invalid, "attendance.identity")     // identity numbers do not belong here (rule 42)
	ErrLong      = fault.New(fault.Invalid, "attendance.long")
	ErrOver      = fault.New(fault.Conflict, "attendance.over")        // the day is over: nothing more is asked
	ErrCode      = fault.New(fault.Invalid, "attendance.code_wrong")   // no session of one's own has this code now
	ErrOften     = fault.New(fault.Often, "attendance.often")          // too many codes tried
	ErrOwnCode   = fault.New(fault.Invalid, "attendance.own_code")     // nobody on the list has this code
	ErrChanged   = fault.New(fault.Conflict, "attendance.changed")     // somebody else decided meanwhile
	ErrNotPart   = fault.New(fault.Conflict, "attendance.not_part")    // only who was there for a part can be decided on
	ErrOnline    = fault.New(fault.Conflict, "attendance.has_no_seat") // whoever checks in has no seat there
)

// Attendance is the door to this room.
type Attendance struct {
	DB        *db.DB
	Occasions *occasion.Occasions
	Bookings  *booking.Bookings
	Studies   *course.Studies
	Staff     *staff.Staff
	Tree      *org.Tree
	Access    *access.Access
	Keys      *keys.Ring
	Jobs      *job.Queue
	Audit     *audit.Log
	Now       func() time.Time
	NewID     func() string
	Place     *time.Location
}

// Today is the day that the rules see.
func (at *Attendance) Today() string { return at.Staff.Today() }

// How a mark was made.
const (
	ByList = "list" // by who leads or arranges, on the list
	ByCode = "code" // by who leads, with the participant's own code
	ByQR   = "qr"   // by the participant, with the code on the wall
	ByPIN  = "pin"  // by the participant, with the digits on the wall
)

// Mark is a note about somebody at a session.
type Mark struct {
	ID, OccasionID, SessionID, BookingID string
	PersonID, EmployerID                 string // "" of a guest
	What                                 rule.What
	Time                                 string // HH:MM of Late and Left
	How                                  string
	Why                                  string
	By                                   string
	At                                   time.Time // when it was made
	ReceivedAt                           time.Time // when it came here
}

// Line is somebody on the list of an occasion. Name is what lists show: of a protected identity the contact
// code (rule 7).
type Line struct {
	BookingID, PersonID, GuestID string
	EmployerID, MunicipalityID   string
	UnitID                       string
	Name                         string
	From                         string // the municipality or the guest's organisation; "" of a protected identity
	Protected                    bool
	Code                         string // the participant's own code, six digits
	Presence                     map[string]rule.Presence
	Sum                          rule.Outcome
	Outcome                      *Outcome // when the day is closed
}

// Outcome is what came of a closed day for somebody.
type Outcome struct {
	BookingID, OccasionID, PersonID, EmployerID string
	State                                       rule.State
	Minutes, OfMinutes                          int64
	Enough                                      bool   // the organiser has decided that a part is enough
	Why                                         string // the reason of what was decided or corrected last
	By                                          string
	Settled                                     bool
	Revision                                    int64
	ChangedAt                                   time.Time
}

// Day is an occasion as whoever leads it sees it.
type Day struct {
	occasion.Occasion
	Arranges bool // the actor is of an organiser, not only a trainer
	ClosedAt *time.Time
	Lines    []Line // in name order
}

// Session finds a session of the day; "" is the one of today, else the next, else the last.
func (d Day) Session(id, today string) (occasion.Session, error) {
	for _, s := range d.Sessions {
		if s.ID == id {
			return s, nil
		}
	}
	if id != "" || len(d.Sessions) == 0 {
		return occasion.Session{}, ErrNoSession
	}
	for _, s := range d.Sessions {
		if s.Day >= today {
			return s, nil
		}
	}
	return d.Sessions[len(d.Sessions)-1], nil
}

// Line finds somebody on the list.
func (d Day) Line(bookingID string) *Line {
	for i := range d.Lines {
		if d.Lines[i].BookingID == bookingID {
			return &d.Lines[i]
		}
	}
	return nil
}

// planOf is a session as the rules read it.
func planOf(s occasion.Session) rule.Session {
	out := rule.Session{Begins: s.Begins, Ends: s.Ends}
	for _, p := range s.Parts {
		out.Parts = append(out.Parts, rule.Part{Title: p.Title, Break: p.Kind == "break", Minutes: int(p.Minutes)})
	}
	return out
}
