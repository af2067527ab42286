// Package evaluation owns what people think of course days: those who were there, the days after and three months
// later, and whoever leads them. It asks each once, and keeps the answers without names.
//
// An ask says only whether there is an answer; the answer stands apart and nothing leads from one to the other.
// Figures are shown from tally.Few answers on.
//
// Tables: evaluation_ask, evaluation_answer. Says: notes to people. Asks: occasion, booking, staff, access, message, may.
package evaluation

import (
	"context"
	"time"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/evaluation/tally"
	"yrkesresan/internal/message"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNoAsk    = fault.New(fault.Missing, "evaluation.missing")
	ErrLate     = fault.New(fault.Conflict, "evaluation.late")
	ErrAnswered = fault.New(fault.Conflict, "evaluation.answered_already")
	ErrChoice   = fault.New(fault.Invalid, "evaluation.choice")
	ErrLong     = fault.New(fault.Invalid, "evaluation.long").On("words")
	ErrIdentity = fault.New(fault.Invalid, "evaluation.identity").On("words") // rule 42
)

// When people are asked, and how long they have, in days.
const (
	reactionDays = 14  // to answer about the day
	useAfter     = 90  // from the last day until one asks about use
	useDays      = 30  // to answer that
	remindAfter  = 7   // from the ask until the only reminder
	lookBack     = 120 // how old an occasion may be that is still asked about
)

// longestWords is how many characters an answer's words may have.
const longestWords = 1000

// Leaders gives who answers for the people of a unit; nobody answers for oneself.
type Leaders func(ctx context.Context, unitID, personID string) ([]string, error)

// Evaluations is the door to this room.
type Evaluations struct {
	DB        *db.DB
	Occasions *occasion.Occasions
	Bookings  *booking.Bookings
	Staff     *staff.Staff
	Messages  *message.Messages
	Leaders   Leaders
	Now       func() time.Time
	NewID     func() string
	Random    func() string // ids of answers: they tell no time
}

// Ask is that one person is asked about one occasion.
type Ask struct {
	ID, OccasionID       string
	Kind                 tally.Kind
	PersonID, EmployerID string
	UnitID               string
	MadeOn, Until        string // days; Until is the last one to answer
	Reminded, Answered   bool

	Occasion occasion.Occasion
	Joint    bool // people of several organisations were there
}

// Today is the day that the rules see.
func (e *Evaluations) Today() string { return e.Staff.Today() }
