// Package demand owns what is known about who needs course days, and helps those who arrange them to plan: how many, where
// and when, whether to hold what is planned, and what stands when (issue 5, planning).
//
// Who needs a course is put together from what people say (interest), what they have asked for (booking), what
// municipalities have submitted or stated (rule 24), what runs out, and who is new in work whose journey has the course.
// A person counts once whatever the reasons; numbers that a municipality tells are of the same people, so that the largest
// counts and they are never added. Towns and days are proposed by package suggest, distances are of package travel.
//
// Tables: interest, stated_need, course_need, course_need_pass. Says: notes to who arranges. Asks: booking, occasion, gap,
// journey, group, course, record, framework, access, staff, org, message, may, audit.
package demand

import (
	"context"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/booking"
	"yrkesresan/internal/course"
	"yrkesresan/internal/framework"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/message"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNoRSS      = fault.New(fault.Missing, "demand.rss_missing")
	ErrCourse     = fault.New(fault.Invalid, "demand.course_missing").On("kurs")
	ErrPeriod     = fault.New(fault.Invalid, "demand.period_wrong").On("nar")
	ErrWish       = fault.New(fault.Invalid, "demand.wish_wrong").On("dagar")
	ErrPeople     = fault.New(fault.Invalid, "demand.people_wrong").On("antal")
	ErrLong       = fault.New(fault.Invalid, "demand.note_long").On("varfor")
	ErrIdentity   = fault.New(fault.Invalid, "demand.identity_number").On("varfor") // rule 42
	ErrNoWork     = fault.New(fault.Conflict, "demand.no_work")                     // no employer to be interested through
	ErrChanged    = fault.New(fault.Conflict, "demand.changed")
	ErrNoInterest = fault.New(fault.Missing, "demand.interest_missing")
)

// Reason is why somebody needs a course.
type Reason string

// The reasons. The first four are people's own; the last three are numbers that municipalities tell.
const (
	Interested Reason = "interest" // says so
	Waiting    Reason = "waiting"  // has asked, or waits for a seat
	Expiring   Reason = "expiring" // what was learnt runs out
	Hired      Reason = "hired"    // new in work whose journey has the course
	Gap        Reason = "gap"      // lacks what the course closes, as submitted
	Stated     Reason = "stated"   // the municipality says how many it wants to send
	Joint      Reason = "joint"    // yes to a joint work about what the course closes
)

// Reasons names them, in the order of pages.
func Reasons() []Reason {
	return []Reason{Interested, Waiting, Stated, Joint, Gap, Expiring, Hired}
}

// How far is looked.
const (
	newDays      = 180 // who began this many days ago or fewer is new
	aheadMonths  = 6   // what runs out within this is to be renewed
	behindMonths = 12  // what ran out longer ago is not counted: somebody has decided
	leadDays     = 42  // so long it takes to arrange, and for units to plan
	spanDays     = 182 // over which days are proposed
)

// Demand is the door to this room.
type Demand struct {
	DB         *db.DB
	Tree       *org.Tree
	Staff      *staff.Staff
	Access     *access.Access
	Record     *record.Record
	Frameworks *framework.Frameworks
	Courses    *course.Courses
	Gaps       *gap.Gaps
	Journeys   *journey.Journeys
	Occasions  *occasion.Occasions
	Bookings   *booking.Bookings
	Messages   *message.Messages
	Jobs       *job.Queue
	Tasks      *job.Tasks
	Audit      *audit.Log
	Now        func() time.Time
	NewID      func() string
	Place      *time.Location

	// JourneysWith, when set, names the journeys that have a course: a municipality may run one of them in another RSS
	// than its default one (rule 2).
	JourneysWith func(ctx context.Context, courseID string) ([]string, error)
	// Off, when set, tells whether little is held on a day: holidays and eves.
	Off func(day string) bool
	// Holiday, when set, is what such a day is called; "" of others.
	Holiday func(day string) string

	asOf string // the day that the rules see instead of today; "" = today
}

// Today is the day that the rules see.
func (d *Demand) Today() string {
	if d.asOf != "" {
		return d.asOf
	}
	return d.Staff.Today()
}

// shift moves a day by months and days.
func shift(day string, months, days int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, months, days).Format(time.DateOnly)
}

// coursesWithDays gives what the courses are called that are planned for: those with course days, those that have had
// occasions, and those that somebody wishes for.
func (d *Demand) coursesWithDays(ctx context.Context) (map[string]string, error) {
	all, err := d.Courses.All(ctx)
	if err != nil {
		return nil, err
	}
	held, err := d.Occasions.CourseIDs(ctx)
	if err != nil {
		return nil, err
	}
	wished, err := db.All(ctx, d.DB, db.Text, `
		SELECT course_id
		FROM interest
		WHERE withdrawn_at IS NULL
		UNION
		SELECT course_id
		FROM stated_need
		WHERE latest`)
	if err != nil {
		return nil, err
	}
	also := map[string]bool{}
	for _, id := range append(held, wished...) {
		also[id] = true
	}
	out := map[string]string{}
	for _, c := range all {
		if c.Kind == course.WithDays || also[c.ID] {
			out[c.ID] = c.Title
		}
	}
	return out, nil
}
