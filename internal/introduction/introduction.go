// Package introduction owns how new colleagues are received: checklists for professions (national) and workplaces
// (local), who gets which, mentors, buddies and their meetings, and the log of supervision (R240–R248, rule 40).
//
// A profession's checklist is a file of text in versions (introduction/checklist, pure); who began keeps the version of
// that day. What the workplace adds is read live along the way up from the unit, and each item tells who decided. National
// editors write the one, local ones the other, and neither the other's (R242).
//
// That an introduction is done is no fact of the learning record: it is about one job at one workplace, gives no
// certificate and must not count as a course. Other rooms ask CompletedOn.
//
// Tables: introduction_template, introduction_version, introduction_use, workplace_item, introduction, introduction_tick,
// introduction_ask, introduction_guide, introduction_meeting, introduction_note, supervision, supervision_person,
// introduction_told. Says: introduction.looked, introduction.relieved. Asks: staff, org, access, record, message, may, audit, Courses.
package introduction

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yrkesresan/internal/access"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNone       = fault.New(fault.Missing, "introduction.missing")
	ErrNoTemplate = fault.New(fault.Missing, "introduction.template_missing")
	ErrNoItem     = fault.New(fault.Missing, "introduction.item_missing")
	ErrNoMeeting  = fault.New(fault.Missing, "introduction.meeting_missing")
	ErrNoNote     = fault.New(fault.Missing, "introduction.note_missing")
	ErrNoLog      = fault.New(fault.Missing, "introduction.log_missing")

	ErrPlace    = fault.New(fault.Invalid, "introduction.place_wrong").On("plats") // workplaces' items stand at the employer or below it
	ErrOwner    = fault.New(fault.Invalid, "introduction.owner_wrong")             // nation and RSS keep professions' checklists
	ErrKeeper   = fault.New(fault.Conflict, "introduction.other_keeper")           // the id is somebody else's
	ErrBroken   = fault.New(fault.Invalid, "introduction.broken").On("fil")
	ErrSame     = fault.New(fault.Invalid, "introduction.same").On("fil")
	ErrText     = fault.New(fault.Invalid, "introduction.text_required").On("text")
	ErrLong     = fault.New(fault.Invalid, "introduction.long")
	ErrIdentity = fault.New(fault.Invalid, "introduction.identity") // rule 42
	ErrWhen     = fault.New(fault.Invalid, "introduction.when_required").On("nar")
	ErrWho      = fault.New(fault.Invalid, "introduction.who_required").On("vem")
	ErrCourse   = fault.New(fault.Invalid, "introduction.course_wrong").On("kurs")
	ErrMinutes  = fault.New(fault.Invalid, "introduction.minutes_wrong").On("minuter")
	ErrMany     = fault.New(fault.Conflict, "introduction.many")
	ErrChanged  = fault.New(fault.Conflict, "introduction.changed") // somebody else saved meanwhile

	ErrPerson    = fault.New(fault.Invalid, "introduction.person_required").On("person")
	ErrTemplate  = fault.New(fault.Invalid, "introduction.template_required").On("mall")
	ErrDay       = fault.New(fault.Invalid, "introduction.day_wrong").On("dag")
	ErrReason    = fault.New(fault.Invalid, "introduction.reason_required").On("skal")
	ErrUnderWay  = fault.New(fault.Conflict, "introduction.under_way").On("person")
	ErrState     = fault.New(fault.Conflict, "introduction.state")
	ErrNotYours  = fault.New(fault.Conflict, "introduction.not_yours") // another confirms this item
	ErrByCourse  = fault.New(fault.Conflict, "introduction.by_course") // the learning record settles it
	ErrBySession = fault.New(fault.Conflict, "introduction.by_session")
	ErrDone      = fault.New(fault.Conflict, "introduction.item_done")

	ErrGuide     = fault.New(fault.Invalid, "introduction.guide_required").On("handledare")
	ErrSelf      = fault.New(fault.Invalid, "introduction.self").On("handledare")
	ErrElsewhere = fault.New(fault.Invalid, "introduction.elsewhere").On("handledare")    // a mentor works for the employer
	ErrLeads     = fault.New(fault.Invalid, "introduction.mentor_leads").On("handledare") // who leads the unit is no mentor there
	ErrWait      = fault.New(fault.Often, "introduction.wait")
	ErrCode      = fault.New(fault.Invalid, "introduction.code_wrong").On("kod")
	ErrOwnSign   = fault.New(fault.Conflict, "introduction.own_sign").On("kod")
	ErrKnown     = fault.New(fault.Invalid, "introduction.not_known").On("kollega")
	ErrEarly     = fault.New(fault.Conflict, "introduction.early") // what is to come has not been held

	ErrLicence = fault.New(fault.Denied, "introduction.licence") // licensed staff keep the log
	ErrTopic   = fault.New(fault.Invalid, "introduction.topic_required").On("amne")
	ErrPeople  = fault.New(fault.Invalid, "introduction.people_required").On("personer")
	ErrUnit    = fault.New(fault.Invalid, "introduction.unit_wrong").On("enhet")
	ErrPeriod  = fault.New(fault.Invalid, "introduction.period_wrong").On("fran")
)

// Introductions is the door to this room.
type Introductions struct {
	DB       *db.DB
	Staff    *staff.Staff
	Tree     *org.Tree
	Access   *access.Access
	Record   *record.Record
	Messages *message.Messages
	Jobs     *job.Queue
	Audit    *audit.Log
	Now      func() time.Time
	NewID    func() string
	Random   func() string // text that cannot be guessed, for codes
	// Courses gives what every course is called, by id.
	Courses func(ctx context.Context) (map[string]string, error)
	// Leaders names who answers for the people of a unit.
	Leaders func(ctx context.Context, unitID, personID string) ([]string, error)
}

// Today is the day that the rules see.
func (in *Introductions) Today() string { return in.Staff.Today() }

const (
	mostText  = 600
	mostName  = 120
	mostNote  = 2000
	mostItems = 100 // of one workplace
	// mostListed bounds lists.
	mostListed = 500
)

// text tidies what somebody has typed in a field; at most n letters, no identity numbers (rule 42).
func (in *Introductions) text(s *string, field string, n int) error {
	*s = strings.TrimSpace(*s)
	if utf8.RuneCountInString(*s) > n {
		return ErrLong.On(field)
	}
	if identity.In(*s, in.Now()) {
		return ErrIdentity.On(field)
	}
	return nil
}

// needed is text that must be there.
func (in *Introductions) needed(s *string, missing *fault.Fault, n int) error {
	if err := in.text(s, missing.Field, n); err != nil {
		return err
	}
	if *s == "" {
		return missing
	}
	return nil
}

// known gives what every course is called.
func (in *Introductions) titles(ctx context.Context) (map[string]string, error) {
	if in.Courses == nil {
		return nil, nil
	}
	return in.Courses(ctx)
}

// names are what lists call some people: of a protected identity the contact code (rule 7).
func (in *Introductions) names(ctx context.Context, ids []string) (map[string]string, error) {
	out := map[string]string{}
	for chunk := range slices.Chunk(ids, 200) {
		cards, err := in.Staff.CardsOf(ctx, chunk)
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

// Names are what lists call some people, for pages that show ids that the room has given.
func (in *Introductions) Names(ctx context.Context, ids ...string) (map[string]string, error) {
	return in.names(ctx, ids)
}

func isDenied(err error) bool {
	f := fault.Of(err)
	return f != nil && f.Kind == fault.Denied
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

func packed(v any) string {
	b, _ := json.Marshal(v) // values that we made
	return string(b)
}

// day checks a day that must be there.
func day(s string) error {
	if !lang.IsDay(s) {
		return ErrDay
	}
	return nil
}
