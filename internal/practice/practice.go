// Package practice owns skills that are trained and signed off at course days, whether they are kept at the workplace
// weeks later, what units ask to be trained in, trainings that are tried out, and networks to learn in.
//
// A try at a station is a row that is never edited: the latest holds (package rule). A station may be required: then
// the course is not done before the skill is signed off, which this room tells the room of courses as its gate.
//
// Tables: station_template, station, station_assessor, skill_try, skill_due, skill_request, skill_request_event, pilot,
// pilot_decision, pilot_occasion, pilot_lesson, network, network_meeting, network_member, network_tick.
// Says: practice.passed, practice.due. Asks: occasion, booking, course, staff, org, access, message, may, audit.
package practice

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"yrkesresan/internal/access"
	"yrkesresan/internal/booking"
	"yrkesresan/internal/course"
	"yrkesresan/internal/message"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNoStation  = fault.New(fault.Missing, "practice.station_missing")
	ErrNoTemplate = fault.New(fault.Missing, "practice.template_missing")
	ErrNobody     = fault.New(fault.Missing, "practice.nobody") // nobody of that id has a seat that the actor assesses
	ErrNoDue      = fault.New(fault.Missing, "practice.due_missing")
	ErrNoRequest  = fault.New(fault.Missing, "practice.request_missing")
	ErrNoPilot    = fault.New(fault.Missing, "practice.pilot_missing")
	ErrNoNetwork  = fault.New(fault.Missing, "practice.network_missing")
	ErrNoMeeting  = fault.New(fault.Missing, "practice.meeting_missing")

	ErrName      = fault.New(fault.Invalid, "practice.name_required").On("namn")
	ErrSkill     = fault.New(fault.Invalid, "practice.skill_required").On("fardighet")
	ErrSteps     = fault.New(fault.Invalid, "practice.steps_required").On("moment")
	ErrManySteps = fault.New(fault.Invalid, "practice.steps_many").On("moment")
	ErrWeeks     = fault.New(fault.Invalid, "practice.weeks_wrong").On("veckor")
	ErrPlace     = fault.New(fault.Invalid, "practice.place_wrong").On("plats")
	ErrLong      = fault.New(fault.Invalid, "practice.long")
	ErrIdentity  = fault.New(fault.Invalid, "practice.identity") // identity numbers do not belong here (rule 42)
	ErrKey       = fault.New(fault.Invalid, "practice.key_wrong")
	ErrResult    = fault.New(fault.Invalid, "practice.result_required").On("resultat")
	ErrCritical  = fault.New(fault.Invalid, "practice.critical").On("resultat") // a critical step is not ticked
	ErrAssessor  = fault.New(fault.Invalid, "practice.assessor_wrong").On("bedomare")
	ErrChanged   = fault.New(fault.Conflict, "practice.changed") // somebody else saved meanwhile
	ErrEarly     = fault.New(fault.Conflict, "practice.early")   // the first day has not come
	ErrOff       = fault.New(fault.Conflict, "practice.off")     // the occasion is a draft or called off
	ErrSelf      = fault.New(fault.Conflict, "practice.self")    // nobody signs off themself
	ErrEnded     = fault.New(fault.Conflict, "practice.station_ended")

	ErrNeed    = fault.New(fault.Invalid, "practice.need_required").On("behov")
	ErrPeople  = fault.New(fault.Invalid, "practice.people_wrong").On("antal")
	ErrDay     = fault.New(fault.Invalid, "practice.day_wrong").On("dag")
	ErrTime    = fault.New(fault.Invalid, "practice.time_wrong").On("fran")
	ErrNoRSS   = fault.New(fault.Conflict, "practice.no_rss")
	ErrState   = fault.New(fault.Conflict, "practice.state") // the request has gone on
	ErrTrainer = fault.New(fault.Invalid, "practice.trainer_wrong").On("kursledare")
	ErrText    = fault.New(fault.Invalid, "practice.text_required").On("text")

	ErrCap      = fault.New(fault.Invalid, "practice.cap_wrong").On("tak")
	ErrOverCap  = fault.New(fault.Conflict, "practice.over_cap").On("tillfalle")
	ErrLinked   = fault.New(fault.Conflict, "practice.linked").On("tillfalle")
	ErrOccasion = fault.New(fault.Invalid, "practice.occasion_wrong").On("tillfalle")
	ErrGate     = fault.New(fault.Conflict, "practice.gate").On("fas") // parts are missing; what names them
	ErrAudience = fault.New(fault.Invalid, "practice.audience_wrong").On("publik")
	ErrNotOpen  = fault.New(fault.Conflict, "practice.network_ended")
	ErrNotNear  = fault.New(fault.Conflict, "practice.network_elsewhere") // for those who work in the network's RSS
)

// Practice is the door to this room.
type Practice struct {
	DB        *db.DB
	Occasions *occasion.Occasions
	Bookings  *booking.Bookings
	Studies   *course.Studies
	Staff     *staff.Staff
	Tree      *org.Tree
	Access    *access.Access
	Messages  *message.Messages
	Jobs      *job.Queue
	Audit     *audit.Log
	Now       func() time.Time
	NewID     func() string
	// Leaders names who answers for the people of a unit.
	Leaders func(ctx context.Context, unitID, personID string) ([]string, error)
	// Tried, when set, is told in the transaction that somebody has tried a skill.
	Tried func(ctx context.Context, tx *db.Tx, personID string) error
}

// Today is the day that the rules see.
func (p *Practice) Today() string { return p.Staff.Today() }

const (
	mostText  = 2000
	mostName  = 120
	mostSteps = 40
	// mostListed bounds lists.
	mostListed = 300
)

// text tidies what somebody has typed in a field; at most n letters, no identity numbers (rule 42).
func (p *Practice) text(s *string, field string, n int) error {
	*s = strings.TrimSpace(*s)
	if utf8.RuneCountInString(*s) > n {
		return ErrLong.On(field)
	}
	if identity.In(*s, p.Now()) {
		return ErrIdentity.On(field)
	}
	return nil
}

// needed is text that must be there.
func (p *Practice) needed(s *string, missing *fault.Fault, n int) error {
	if err := p.text(s, missing.Field, n); err != nil {
		return err
	}
	if *s == "" {
		return missing
	}
	return nil
}

// day checks a day; "" only when it may be left out.
func day(s string, must bool) error {
	if s == "" && !must || lang.IsDay(s) {
		return nil
	}
	return ErrDay
}

// owner gives a place that the actor arranges course days for.
func (p *Practice) owner(ctx context.Context, a may.Actor, nodeID string) (org.Node, error) {
	n, err := p.Tree.Find(ctx, nodeID, p.Today())
	if errors.Is(err, org.ErrNoNode) {
		return n, ErrPlace
	}
	if err != nil {
		return n, err
	}
	return n, may.Ask(a.Inside(n.Path), may.ArrangeDays, n.Path)
}

// owners are the ids of the places that the actor arranges for.
func (p *Practice) owners(ctx context.Context, a may.Actor) ([]string, error) {
	if err := may.AskSomewhere(a, may.ArrangeDays); err != nil {
		return nil, err
	}
	all, err := p.Occasions.Places(ctx, a)
	ids := make([]string, len(all))
	for i, n := range all {
		ids[i] = n.ID
	}
	return ids, err
}

// owned gives an occasion that the actor arranges.
func (p *Practice) owned(ctx context.Context, a may.Actor, occasionID string) (occasion.Occasion, error) {
	o, err := p.Occasions.Find(ctx, occasionID)
	if err != nil {
		return o, err
	}
	return o, p.Occasions.Owns(ctx, a, o)
}

// names are what lists call some people: of a protected identity the contact code (rule 7).
func (p *Practice) names(ctx context.Context, ids []string) (map[string]string, error) {
	out := map[string]string{}
	for i := 0; i < len(ids); i += 200 {
		cards, err := p.Staff.CardsOf(ctx, ids[i:min(i+200, len(ids))])
		if err != nil {
			return nil, err
		}
		for id, all := range cards {
			for _, c := range all {
				if out[id] == "" || c.Protected {
					out[id] = c.Shown()
				}
			}
		}
	}
	return out, nil
}

func isMissing(err error) bool { return errors.Is(err, db.ErrMissing) }

// one asks for one row; missing when there is none.
func one[T any](ctx context.Context, q db.Q, scan func(db.Scanner) (T, error), missing error, statement string, args ...any) (T, error) {
	x, err := db.One(ctx, q, scan, statement, args...)
	if isMissing(err) {
		return x, missing
	}
	return x, err
}
