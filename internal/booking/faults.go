package booking

import (
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/platform/fault"
)

// Faults of asking for and getting a seat. Each tells which rule says no.
var (
	ErrNoBooking = fault.New(fault.Missing, "booking.missing")
	ErrCancelled = fault.New(fault.Conflict, "booking.occasion_cancelled")
	ErrDraft     = fault.New(fault.Conflict, "booking.occasion_draft")
	ErrOver      = fault.New(fault.Conflict, "booking.over")         // the day has begun or passed
	ErrClosed    = fault.New(fault.Conflict, "booking.closed")       // after the cut-off; {day}
	ErrNoGo      = fault.New(fault.Conflict, "booking.no_go")        // the organiser has decided that it is not held
	ErrFull      = fault.New(fault.Conflict, "booking.full")         // the day has begun, and no seat is free
	ErrNotSeen   = fault.New(fault.Denied, "booking.not_seen")       // not for people of that place
	ErrJobless   = fault.New(fault.Denied, "booking.not_employed")   // nobody who works anywhere now
	ErrAlready   = fault.New(fault.Conflict, "booking.already")      // has a booking of the occasion
	ErrClash     = fault.New(fault.Conflict, "booking.clash")        // another day at the same time; {title}, {day}
	ErrNotYours  = fault.New(fault.Denied, "booking.not_yours")      // not the actor's people
	ErrOwnAnswer = fault.New(fault.Denied, "booking.own_answer")     // nobody approves for oneself
	ErrAnswered  = fault.New(fault.Conflict, "booking.answered")     // somebody has answered already
	ErrOfferOver = fault.New(fault.Conflict, "booking.offer_over")   // the offer has run out
	ErrNoOffer   = fault.New(fault.Conflict, "booking.no_offer")     // nothing is offered
	ErrNoSeat    = fault.New(fault.Conflict, "booking.no_seat")      // has no seat to give to a colleague
	ErrEnded     = fault.New(fault.Conflict, "booking.ended")        // cancelled or declined already
	ErrColleague = fault.New(fault.Invalid, "booking.not_colleague") // not employed by the same employer
	ErrSeated    = fault.New(fault.Conflict, "booking.has_seat")     // the colleague has a seat already
	ErrMark      = fault.New(fault.Conflict, "booking.mark")         // had no seat, so no attendance
	ErrChanged   = fault.New(fault.Conflict, "booking.changed")      // somebody else was first
)

// Faults of what people write and choose.
var (
	ErrWhy      = fault.New(fault.Invalid, "booking.why_missing").On("why")
	ErrLong     = fault.New(fault.Invalid, "booking.text_long")
	ErrIdentity = fault.New(fault.Invalid, "booking.identity")
	ErrMany     = fault.New(fault.Invalid, "booking.too_many")
	ErrNobody   = fault.New(fault.Invalid, "booking.nobody").On("person")
)

// Faults of quotas and reserve lists.
var (
	ErrSeats     = fault.New(fault.Invalid, "booking.quota_sum")    // the quotas are more than the seats; {n}
	ErrTaken     = fault.New(fault.Invalid, "booking.quota_taken")  // fewer than are taken; {place}, {n}
	ErrPool      = fault.New(fault.Invalid, "booking.quota_pool")   // the pool has fewer than are taken of it; {n}
	ErrPlace     = fault.New(fault.Invalid, "booking.quota_place")  // not a municipality or employer that the occasion is for
	ErrTwice     = fault.New(fault.Invalid, "booking.quota_twice")  // the same place twice
	ErrNumber    = fault.New(fault.Invalid, "booking.quota_number") // not a number of seats that can be
	ErrDay       = fault.New(fault.Invalid, "booking.quota_day")    // a release after the day, or no day
	ErrSame      = fault.New(fault.Invalid, "booking.quota_same")   // from a place to itself
	ErrFew       = fault.New(fault.Conflict, "booking.quota_few")   // not so many free; {n}
	ErrNoQuota   = fault.New(fault.Missing, "booking.quota_missing")
	ErrRule      = fault.New(fault.Invalid, "booking.rule_unknown")
	ErrHours     = fault.New(fault.Invalid, "booking.rule_hours")
	ErrNoLottery = fault.New(fault.Conflict, "booking.rule_not_lottery")
	ErrNotQueued = fault.New(fault.Conflict, "booking.not_queued")
	ErrQueue     = fault.New(fault.Invalid, "booking.queue_place")
)

// Faults of guests.
var (
	ErrGuestName  = fault.New(fault.Invalid, "booking.guest_name").On("name")
	ErrGuestFrom  = fault.New(fault.Invalid, "booking.guest_organisation").On("organisation")
	ErrGuestPart  = fault.New(fault.Invalid, "booking.guest_part").On("part")
	ErrGuestReach = fault.New(fault.Invalid, "booking.guest_reach").On("email")
)

// refusal tells why an event cannot happen to a booking in a state.
func refusal(s seat.State, e seat.Event) *fault.Fault {
	switch e {
	case seat.Approve, seat.Pass, seat.Decline:
		return ErrAnswered
	case seat.Accept, seat.Refuse, seat.Expire:
		if s == seat.Cancelled {
			return ErrOfferOver
		}
		return ErrNoOffer
	case seat.Substitute:
		return ErrNoSeat
	case seat.Book, seat.Ask:
		return ErrAlready
	}
	if seat.Ended(s) {
		return ErrEnded
	}
	return ErrOver // what is left is the day's: attended, absent
}
