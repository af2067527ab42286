// Package seat is the state machine of bookings and the counting of seats, as pure functions.
package seat

// State is how a booking stands.
type State string

// The states.
const (
	None        State = ""            // not made yet
	Asked       State = "asked"       // the learner wants a place; the manager has not answered
	Approved    State = "approved"    // the manager has said yes, where somebody else names people for the seats
	Declined    State = "declined"    // the manager said no
	Waiting     State = "waiting"     // on the reserve list
	Offered     State = "offered"     // a seat is held until a time
	Booked      State = "booked"      // has a seat
	Cancelled   State = "cancelled"   // given up before the day
	Attended    State = "attended"    // was there
	Part        State = "part"        // was there some of the time
	Absent      State = "absent"      // did not come
	Excused     State = "excused"     // did not come, and said so in time or has a good reason
	Substituted State = "substituted" // a colleague took the seat
)
