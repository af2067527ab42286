// Package booking owns the seats of course days: whose they are, who has one, who waits.
//
// Seats are divided in quotas, one for each municipality (or other employer), and a common pool of what no
// quota has. A booking is one person's (or guest's) place, or wish for one; it goes from state to state by
// the machine of package seat, and each step is kept in its history. Whoever books, the seat is taken from
// the quota of the person's employer or municipality, else from the pool; when one comes free, the next on
// the reserve list is offered it in the same transaction. Everything that takes or frees a seat holds the
// occasion (occasion.Hold), so that none is given twice.
//
// Tables: quota, quota_change, seat_rule, booking_choice, guest, booking, booking_event. Says: notes to people, Told.
// Asks: occasion, staff, org, message, may, audit.
package booking

import (
	"context"
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
const Pool = seat.Pool

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
	Rank           int64 // place given by hand in the queue of its own place; 0: the rule decides
	CommonRank     int64 // place given by hand in the common queue
	Lot            int64 // drawn, for the rule lottery
	OfferedUntil   *time.Time
	Note           string // what the learner wrote when asking
	Replaces       string // the booking whose seat it took over
	Revision       int64
	MadeBy         string
	MadeAt         time.Time
	ChangedAt      time.Time
}

// Person tells whether it is somebody with an account here.
func (k Booking) Person() bool { return k.PersonID != "" }

// Guest is somebody without an account here (rule 33).
type Guest struct {
	ID, Organisation, Name, Email, Mobile string
	OrganisationID                        string // the organisation outside that books its own guests; "" the organiser
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

	// Needs, when set, tells how much people and places need a course; without it nobody needs it more than others.
	Needs Needs
	// Random, when set, gives a number from 0 up to n, to draw lots.
	Random func(n int) int
	// Leaders, when set, names who answers for a person at a unit: they are told that the person asks.
	Leaders func(ctx context.Context, unitID, personID string) ([]string, error)
}

// Needs tells how much a course is needed; room demand does.
type Needs interface {
	// OfPerson is a number that is larger the more a person needs a course.
	OfPerson(ctx context.Context, courseID, personID string) (int64, error)
	// OfPlaces is how many at each place need or want it, by the place's id.
	OfPlaces(ctx context.Context, courseID string, nodeIDs []string) (map[string]int64, error)
}

// Why something happened that nobody did: keys of sentences.
const (
	WhyExpired = "booking.why.expired" // the offer ran out
	WhyBegun   = "booking.why.begun"   // the day began
	WhySent    = "booking.why.sent"    // got a colleague's seat instead
)

// Today is the day that the rules see.
func (b *Bookings) Today() string { return b.Staff.Today() }
