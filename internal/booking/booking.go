// Package booking owns the seats of course days: whose they are, who has one, who waits.
//
// Seats are divided in quotas, one for each municipality (or other employer), and a common pool of what no
// quota has. A booking is one person's (or guest's) place, or wish for one; it goes from state to state by
// the machine of package seat, and each step is kept in its history. Whoever books, the seat is taken from
// the quota of the person's employer or municipality, else from the pool; when one comes free, the next on
// the reserve list is offered it in the same transaction. Everything that takes or frees a seat holds the
// occasion (occasion.Hold), so that none is given twice.
//
// Tables: quota, quota_change, seat_rule, guest, booking, booking_event. Says: notes to people, Told.
// Asks: occasion, staff, org, message, may, audit.
package booking

import (
	"time"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/message"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/staff"
)

// Pool is what a booking takes when no quota has its seat.
const Pool = "pool"

// Booking is a place at an occasion, or the wish for one.
type Booking struct {
	ID, OccasionID string
	PersonID       string // "" of a guest
	GuestID        string // "" of a person
	EmployerID     string // whose matter it is
	MunicipalityID string
	UnitID         string
	State          seat.State
	Takes          string // the node whose quota it takes from, Pool, or "" for no seat
	QueuedAt       *time.Time
	Need           int64 // how much it is needed, for the rule need: more is earlier
	Rank           int64 // place in the reserve list given by hand; 0: the rule decides
	Lot            int64 // drawn, for the rule lottery
	OfferedUntil   *time.Time
	Note           string // what the learner wrote when asking
	Replaces       string // the booking whose seat it took over
	Revision       int64
	MadeBy         string
	MadeAt         time.Time
	ChangedAt      time.Time
}

// Guest is somebody without an account here (rule 33).
type Guest struct {
	ID, Organisation, Name, Email, Mobile string
	Part                                  string // participant or assessor
	MadeBy                                string
	MadeAt                                time.Time
}

// Quota is how many seats a place has of an occasion.
type Quota struct {
	OccasionID, NodeID string
	Name               string // of the place
	Seats, Taken       int64
	ReleasedOn         string // YYYY-MM-DD: what is not used then goes to the pool; "" = never
	Basis              string // hand, people or need
}

// Event is a step in a booking's history.
type Event struct {
	ID, BookingID string
	What          string
	From, To      seat.State
	Why           string
	By            string
	At            time.Time
}

// Bookings is the door to this room.
type Bookings struct {
	DB        *db.DB
	Occasions *occasion.Occasions
	Staff     *staff.Staff
	Tree      *org.Tree
	Messages  *message.Messages
	Jobs      *job.Queue
	Audit     *audit.Log
	Now       func() time.Time
	NewID     func() string
	Place     *time.Location
}
