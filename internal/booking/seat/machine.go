package seat

// Event is something that happens to a booking.
type Event string

// The events.
const (
	Ask        Event = "ask"        // the learner wants a place
	Pass       Event = "pass"       // the manager says yes, and somebody else names people
	Approve    Event = "approve"    // the manager says yes
	Decline    Event = "decline"    // the manager says no
	Book       Event = "book"       // somebody who may takes a seat for the person
	Offer      Event = "offer"      // a seat has come free and is held
	Accept     Event = "accept"     // the offer is taken
	Refuse     Event = "refuse"     // the offer is not wanted
	Expire     Event = "expire"     // the offer has run out
	Cancel     Event = "cancel"     // given up before the day
	Excuse     Event = "excuse"     // given up before the day, for a good reason
	Substitute Event = "substitute" // a colleague takes over
	Close      Event = "close"      // the day has begun without the person having a seat
	Drop       Event = "drop"       // the occasion is cancelled
)

// wants are the states that an event leads to a seat from, if there is one, else to the reserve list.
var wants = map[Event][]State{
	Book:    {None, Asked, Approved},
	Approve: {Asked},
}

// leads are the steps that are the same whether there is a seat or not.
var leads = map[Event]map[State]State{
	Ask:        {None: Asked},
	Pass:       {Asked: Approved},
	Decline:    {Asked: Declined, Approved: Declined},
	Offer:      {Waiting: Offered},
	Accept:     {Offered: Booked},
	Refuse:     {Offered: Cancelled},
	Expire:     {Offered: Cancelled},
	Cancel:     {Asked: Cancelled, Approved: Cancelled, Waiting: Cancelled, Offered: Cancelled, Booked: Cancelled},
	Excuse:     {Booked: Excused},
	Substitute: {Offered: Substituted, Booked: Substituted},
	Close:      {Asked: Cancelled, Approved: Cancelled, Waiting: Cancelled, Offered: Cancelled},
	Drop:       {Asked: Cancelled, Approved: Cancelled, Waiting: Cancelled, Offered: Cancelled, Booked: Cancelled},
}

// Step gives the state that an event leads to; free tells whether there is a seat to take. False: the event
// cannot happen in that state.
func Step(from State, e Event, free bool) (State, bool) {
	for _, s := range wants[e] {
		if s == from {
			if free {
				return Booked, true
			}
			return Waiting, true
		}
	}
	to, ok := leads[e][from]
	return to, ok
}

// Marks are what can be said of somebody with a seat once the day has come.
func Marks() []State { return []State{Attended, Part, Absent, Excused} }

// CanMark tells whether what is said of somebody may go from one state to another: a seat becomes a mark, a
// mark is corrected to another, or taken back to the seat.
func CanMark(from, to State) bool {
	day := func(s State) bool { return s == Booked || s == Attended || s == Part || s == Absent || s == Excused }
	return day(from) && day(to)
}

// Events names every event.
func Events() []Event {
	return []Event{Ask, Pass, Approve, Decline, Book, Offer, Accept, Refuse, Expire, Cancel, Excuse, Substitute, Close, Drop}
}

// States names every state of a booking that has been made.
func States() []State {
	return []State{Asked, Approved, Declined, Waiting, Offered, Booked, Cancelled, Attended, Part, Absent, Excused, Substituted}
}

// Ended tells whether nothing more comes of a booking in a state before the day.
func Ended(s State) bool { return s == Declined || s == Cancelled || s == Substituted }

// Holds tells whether a booking in a state has a seat. Who is excused has, when the day had come.
func Holds(s State) bool {
	switch s {
	case Offered, Booked, Attended, Part, Absent:
		return true
	}
	return false
}
