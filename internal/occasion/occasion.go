// Package occasion owns course days: dated runs of courses, who arranges and leads them, and what changes.
//
// An occasion belongs to one or several RSS, a municipality, an employer or the nation (its owners), and is
// held at a place, online or at a workplace, in one or more sessions. Days and times are as the clock on the
// wall in Sweden says, so that summer time moves no session. Whoever has a seat stands in room booking.
//
// Tables: occasion, occasion_owner, occasion_session, session_part, trainer, trainer_approval, session_trainer,
// occasion_change, calendar_feed, invitation. Says: Told, in the same transaction. Asks: course, org, staff, access, may, audit.
package occasion

import (
	"context"
	"errors"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/course"
	"yrkesresan/internal/message"
	"yrkesresan/internal/occasion/calendar"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNoOccasion = fault.New(fault.Missing, "occasion.missing")
)

// Form is where an occasion is held.
type Form string

// The forms (R136).
const (
	AtPlace     Form = "place"
	Online      Form = "online"
	AtWorkplace Form = "workplace"
)

// State is how far an occasion has come.
type State string

// The states. A draft is seen by its owners only; done follows from the last day.
const (
	Draft     State = "draft"
	Open      State = "open"
	Cancelled State = "cancelled"
	Done      State = "done"
)

// Occasion is a dated run of a course.
type Occasion struct {
	ID, CourseID string
	Title        string // the course's, as its current version says; "" when the course is gone
	OrganiserID  string // the place that arranges
	Outside      string // an organiser that is not in the tree, together with the place: "Region Västernorrland"
	Owners       []string
	Form         Form
	Town         string // id of the municipality where it is held; "" online
	Place        string // "Folkets hus"
	Address      string
	Room         string
	AccessNotes  string // how one gets in: ramps, hearing loop, lift
	Link         string // to the meeting online
	Language     string // a tag, "sv"
	Seats        int64
	MinSeats     int64  // fewer than this: the organiser decides whether it is held
	CutOff       string // YYYY-MM-DD, the last day to book
	Fee          int64  // kronor for a seat; 0 = none
	Terms        string // what a late cancellation costs
	Note         string // what else participants should know
	State        State
	Decided      string // "", go or no_go at the cut-off
	FirstDay     string // YYYY-MM-DD
	LastDay      string
	UID          string // its name in calendars, for life
	Sequence     int64  // raised by each change that calendars must be told
	SeriesID     string
	Revision     int64
	MadeBy       string
	MadeAt       time.Time
	ChangedBy    string
	ChangedAt    time.Time
	Sessions     []Session // in their order
}

// Length is how long a session is.
type Length string

// The lengths (R126).
const (
	Whole Length = "whole"
	Half  Length = "half"
	Short Length = "short"
)

// Session is one meeting of an occasion.
type Session struct {
	ID, OccasionID string
	Number         int64 // from 1
	Length         Length
	Day            string // YYYY-MM-DD
	Begins, Ends   string // HH:MM, as the clock on the wall in Sweden says
	Parts          []Part
	Trainers       []string // ids of trainers
}

// Part is a piece of a session's plan (R124).
type Part struct {
	Kind     string // lecture, dialogue, practice or break
	Title    string
	Minutes  int64
	Material string // what to read or bring, in words
	Link     string // to material elsewhere
	Blob     string // hash of a file to download
	FileName string
}

// Trainer is somebody who leads course days (R123).
type Trainer struct {
	ID       string
	PersonID string // "" for somebody without an account
	Name     string
	Email    string
	WorksAt  string
	Field    string // what the trainer is good at
}

// Occasions is the door to this room.
type Occasions struct {
	DB       *db.DB
	Tree     *org.Tree
	Staff    *staff.Staff
	Access   *access.Access
	Courses  *course.Courses
	Blobs    blob.Store
	Audit    *audit.Log
	Messages *message.Messages // nil: nobody is told
	Now      func() time.Time
	NewID    func() string
	Place    *time.Location
	URL      string // where people reach the program, for addresses in calendars
	From     string // the address that letters come from; "" when none is sent

	// Told, when set, is told in the transaction what has changed of an occasion that was open: whoever has a seat
	// there, or waits for one, is to know.
	Told func(ctx context.Context, tx *db.Tx, o Occasion, c Change) error
	// MayChange, when set, is asked in the transaction whether an occasion may be what it is to be: it is held then, and was
	// is how it stands. What it refuses is said where the occasion is changed.
	MayChange func(ctx context.Context, tx *db.Tx, was, is Occasion) error
	// Discarded, when set, lets go of what else was prepared for a draft, in the transaction that takes it away.
	Discarded func(ctx context.Context, tx *db.Tx, occasionID string) error
	// Seats is the room that knows who has a seat; nil: nobody has.
	Seats Seats
	// BookedDays, when set, gives the places that a person has, or has had lately, at occasions: for the own calendar.
	BookedDays func(ctx context.Context, personID string) ([]Booked, error)
	// OtherEntries, when set, gives what else a person's own calendar tells between two days: meetings at the workplace.
	OtherEntries func(ctx context.Context, personID, from, until string) ([]calendar.Entry, error)
	// JourneysWith, when set, names the journeys that have a course: who produces one approves trainers for it.
	JourneysWith func(ctx context.Context, courseID string) ([]string, error)
	// Elsewhere, when set, gives the RSS that municipalities among some places have for certain journeys only (rule 2),
	// with the courses of those journeys.
	Elsewhere func(ctx context.Context, nodeIDs []string, on string) (map[string][]string, error)
}

// Seats is what this room asks of the one that gives out seats.
type Seats interface {
	// Taken is the least number of seats that an occasion must keep: those held, and those promised to places.
	Taken(ctx context.Context, q db.Q, occasionID string) (int64, error)
	// Held is how many have a seat, or are offered one.
	Held(ctx context.Context, q db.Q, occasionID string) (int64, error)
	// Drop lets go of what was prepared for a draft that is taken away.
	Drop(ctx context.Context, tx *db.Tx, occasionID string) error
}

// Change is something that happened to an occasion after it was opened.
type Change struct {
	ID, OccasionID string
	What           string // Opened, Edited, Moved, Postponed, ToOnline, ToPlace, Reseated, Called, Shared or Left
	Body           string // JSON: what it was and what it is
	Why            string
	By             string
	At             time.Time
}

// Begins is when a session begins.
func (s Session) BeginsAt(place *time.Location) time.Time { return clock(s.Day, s.Begins, place) }

// EndsAt is when a session ends.
func (s Session) EndsAt(place *time.Location) time.Time { return clock(s.Day, s.Ends, place) }

func clock(day, hour string, place *time.Location) time.Time {
	t, _ := time.ParseInLocation("2006-01-02 15:04", day+" "+hour, place) // what is kept has been checked
	return t
}

// Today is the day that the rules see.
func (o *Occasions) Today() string { return o.Staff.Today() }

// Find gives an occasion with its owners, sessions, parts and trainers. It asks for no permission: what is
// open is open to all who are signed in; pages of drafts and of people ask.
func (o *Occasions) Find(ctx context.Context, id string) (Occasion, error) {
	return Find(ctx, o.DB, id)
}

// Owns tells whether the actor arranges an occasion: it may do what organisers do at one of its owners. Only roles at
// the owner itself count: an RSS does not arrange a municipality's own days, and sees no names there (rule 30).
func (o *Occasions) Owns(ctx context.Context, a may.Actor, oc Occasion) error {
	return o.owns(ctx, o.DB, a, oc)
}

func (o *Occasions) owns(ctx context.Context, q db.Q, a may.Actor, oc Occasion) error {
	denied := may.AskAny(a, may.ArrangeDays, nil)
	for _, id := range oc.Owners {
		n, err := org.Find(ctx, q, id, o.Today())
		if errors.Is(err, org.ErrNoNode) {
			continue // a place that has ended owns nothing any more
		}
		if err != nil {
			return err
		}
		if may.Ask(a.Inside(n.Path), may.ArrangeDays, n.Path) == nil {
			return nil
		}
	}
	return denied
}
