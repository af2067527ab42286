// Package development owns plans for competence: of a person, agreed by manager and employee, of units,
// operations and service areas; study time; and what new duties followed (R200, R203, R206, R288).
//
// A plan's content is agreed on by revision: whoever changes it asks both again, and who agreed to what
// stays. What is done follows from the learning record where it can, and is never written twice.
//
// Tables: development_plan, development_item, development_consent, development_follow, development_study,
// development_duty, development_sheet. Says: notes to people's inboxes, development_sheet.asked. Asks: org,
// staff, access, record, framework, competence, gap, journey, message, may, audit.
package development

import (
	"context"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/competence"
	"yrkesresan/internal/development/sheet"
	"yrkesresan/internal/framework"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/message"
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
	ErrNoPlan   = fault.New(fault.Missing, "development.no_plan")
	ErrNoItem   = fault.New(fault.Missing, "development.no_item")
	ErrNoDuty   = fault.New(fault.Missing, "development.no_duty")
	ErrHow      = fault.New(fault.Invalid, "development.how_missing")
	ErrState    = fault.New(fault.Invalid, "development.state_wrong")
	ErrTitle    = fault.New(fault.Invalid, "development.title_missing")
	ErrCourse   = fault.New(fault.Invalid, "development.course_missing")
	ErrLong     = fault.New(fault.Invalid, "development.too_long")
	ErrIdentity = fault.New(fault.Invalid, "development.identity")
	ErrDay      = fault.New(fault.Invalid, "development.day_wrong")
	ErrPeriod   = fault.New(fault.Invalid, "development.period_wrong")
	ErrHours    = fault.New(fault.Invalid, "development.hours_wrong")
	ErrWhy      = fault.New(fault.Invalid, "development.why_missing")
	ErrChanged  = fault.New(fault.Conflict, "development.changed")
	ErrTwin     = fault.New(fault.Invalid, "development.twin")
	ErrEmpty    = fault.New(fault.Invalid, "development.empty")
	ErrPlace    = fault.New(fault.Missing, "development.place_wrong")
	ErrDuty     = fault.New(fault.Invalid, "development.duty_missing")
	ErrNear     = fault.New(fault.Invalid, "development.near_missing")
	ErrMany     = fault.New(fault.Invalid, "development.many")
	ErrNoTime   = fault.New(fault.Missing, "development.no_study_time")
)

// Courses is what this room asks of the courses.
type Courses interface {
	// Title is what a course is called; "" when there is no such course.
	Title(ctx context.Context, courseID string) (string, error)
}

// Plans is the door to this room.
type Plans struct {
	DB         *db.DB
	Tree       *org.Tree
	Staff      *staff.Staff
	Access     *access.Access
	Record     *record.Record
	Frameworks *framework.Frameworks
	Competence *competence.Competence
	Gaps       *gap.Gaps
	Courses    Courses
	Journeys   *journey.Journeys
	Messages   *message.Messages
	Jobs       *job.Queue
	Tasks      *job.Tasks
	Audit      *audit.Log
	Now        func() time.Time
	NewID      func() string
	// Say writes a day (YYYY-MM-DD) as people read it, for what they are told.
	Say func(day string) string
}

// Kind is whose plan it is.
type Kind string

// The kinds.
const (
	OfPerson    Kind = "person"
	OfUnit      Kind = "unit"
	OfOperation Kind = "operation" // of an operation, or of a whole municipality or employer
	OfArea      Kind = "area"      // of a service area at a municipality or employer (R200)
)

// Areas names the service areas that have plans of their own (R200), in the order of the pages.
func Areas() []string { return []string{"funktionshinder", "socialpsykiatri", "vard-och-omsorg"} }

// Whose says whose plan is meant.
type Whose struct {
	Kind       Kind
	PersonID   string // OfPerson
	EmployerID string // OfPerson: whose matter it is; "" is where the actor may, or the person's own employer
	NodeID     string // the others; of OfArea the municipality or employer
	Area       string // OfArea: one of Areas
}

// Person is the plan of a person at an employer; employerID "" is where the actor may do something about it.
func Person(personID, employerID string) Whose {
	return Whose{Kind: OfPerson, PersonID: personID, EmployerID: employerID}
}

// Unit is a unit's plan.
func Unit(nodeID string) Whose { return Whose{Kind: OfUnit, NodeID: nodeID} }

// Operation is the plan of an operation, or of a whole municipality or employer.
func Operation(nodeID string) Whose { return Whose{Kind: OfOperation, NodeID: nodeID} }

// Area is the plan of a service area at a municipality or employer.
func Area(nodeID, area string) Whose { return Whose{Kind: OfArea, NodeID: nodeID, Area: area} }

// Side is who of the two agrees to a person's plan.
type Side string

// The sides.
const (
	PersonSide  Side = "person"
	ManagerSide Side = "manager"
)

// Consent is that somebody agreed to a revision of a plan.
type Consent struct {
	Revision int64
	Side     Side
	By       string
	At       time.Time
}

// Head is what a plan says besides its items.
type Head struct {
	From, Until string // the period, YYYY-MM-DD; "" when not said
	Goals       string
	Study       Study
	FollowOn    string // when it is followed up; "" when not said
}

// Study is the time for studies that manager and learner agree on (R288). It is paid unless they say
// otherwise (rule 36).
type Study struct {
	Hours float64 // 0: none is agreed
	Per   string  // week, month or period
	Paid  bool
	Note  string // when and where
}

// Plan is a plan as it stands.
type Plan struct {
	ID string // "" when nobody has begun it
	Whose
	Head
	ControllerID string // the employer that keeps it
	Name         string // of the place; a person's name stands with staff
	StudyFrom    string // since when the study time is agreed; "" it is not
	Revision     int64  // of what is agreed on
	HeadRevision int64  // of the head: who saves gives the one that was read
	Consents     []Consent
	Items        []Item
	Follows      []Follow
	Answers      []Answer // whether the study time was given, latest first
	ChangedBy    string
	ChangedAt    time.Time
}

// Follow is a follow-up that was held.
type Follow struct {
	On, Note, By string
	At           time.Time
}

// Answer is whether the study time of a period was given.
type Answer struct {
	Period string // 2026-W47 or 2026-11
	Given  bool
}

// How is by what means an item closes a gap.
type How = sheet.How

// The means.
const (
	ByCourse     = sheet.ByCourse
	ByExternal   = sheet.ByExternal
	ByDay        = sheet.ByDay
	ByCircle     = sheet.ByCircle
	ByEducation  = sheet.ByEducation
	ByValidation = sheet.ByValidation
	ByRecruit    = sheet.ByRecruit
	ByOther      = sheet.ByOther
)

// Hows names all means, in the order that pages show them.
func Hows() []How { return sheet.Hows() }

// State is how far an item has come.
type State = sheet.State

// The states.
const (
	Planned = sheet.Planned
	Ongoing = sheet.Ongoing
	Done    = sheet.Done
	Dropped = sheet.Dropped
)

// States names all states, in the order that pages show them.
func States() []State { return sheet.States() }

// Item is one thing in a plan: what it closes, how, who sees to it and by when.
type Item struct {
	ID     string
	PlanID string
	Whose  Whose // where Add puts it

	Requirement string // the requirement that it closes, FRAMEWORK/REQUIREMENT; "" none in particular
	How         How
	Ref         string // of a course its id; of what is formal the programme, licence or title
	Title       string // what it is called; "" of a course: as the catalogue says
	Hours       float64
	Responsible string // in words: the employee, the manager, a function
	Due         string // YYYY-MM-DD; "" no date
	State       State
	StateOn     string // since when
	Why         string // of what was dropped
	Note        string

	UsePerson, UseManager string // how we will use it, in the words of each (rule 38)

	FromRecord bool   // it is done because the record or a checked merit says so
	FactID     string // which fact or merit
	Revision   int64
	ChangedBy  string
	MadeAt     time.Time
	ChangedAt  time.Time
}

// Open tells whether something remains to be done.
func (i Item) Open() bool { return i.State == Planned || i.State == Ongoing }

// Late tells whether the date has passed.
func (i Item) Late(today string) bool { return i.Open() && i.Due != "" && i.Due < today }
