// Package staffing owns what course days cost a unit: how many may be away the same day, who works at night,
// who goes when, what substitutes and hours of study cost and what pays (R032, R035, R036, R126, rules 34–36).
//
// A limit says how many of a unit, and of each of its teams, may be away; a place says it for the units under
// it. There is no shift schedule: whoever leads says when somebody usually works. Package spread splits people
// over dates within the limit; nothing here refuses a booking, it warns whoever books.
//
// Tables: staffing_limit, work_group, staffing_record. Says: nothing. Asks: occasion, booking, staff, org, may,
// audit, and through Needs and Courses the journeys and the catalogue.
package staffing

import (
	"context"
	"time"
	"unicode/utf8"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNoUnit   = fault.New(fault.Missing, "staffing.no_unit")
	ErrNoRecord = fault.New(fault.Missing, "staffing.no_record")
	ErrMeasure  = fault.New(fault.Invalid, "staffing.measure_missing")
	ErrPercent  = fault.New(fault.Invalid, "staffing.percent_wrong")
	ErrNumber   = fault.New(fault.Invalid, "staffing.number_wrong")
	ErrChanged  = fault.New(fault.Conflict, "staffing.changed")
	ErrGroup    = fault.New(fault.Invalid, "staffing.group_wrong")
	ErrPerson   = fault.New(fault.Invalid, "staffing.person_missing")
	ErrNotHere  = fault.New(fault.Invalid, "staffing.not_here")
	ErrWhat     = fault.New(fault.Invalid, "staffing.what_missing")
	ErrBoth     = fault.New(fault.Invalid, "staffing.what_both")
	ErrCourse   = fault.New(fault.Invalid, "staffing.course_missing")
	ErrDay      = fault.New(fault.Invalid, "staffing.day_wrong")
	ErrPeriod   = fault.New(fault.Invalid, "staffing.period_wrong")
	ErrYear     = fault.New(fault.Invalid, "staffing.year_split")
	ErrHours    = fault.New(fault.Invalid, "staffing.hours_wrong")
	ErrCost     = fault.New(fault.Invalid, "staffing.cost_wrong")
	ErrFunding  = fault.New(fault.Invalid, "staffing.funding_missing")
	ErrWord     = fault.New(fault.Invalid, "staffing.word_missing")
	ErrElderly  = fault.New(fault.Invalid, "staffing.elderly_only")
	ErrTwoGrant = fault.New(fault.Invalid, "staffing.two_grants")
	ErrUnpaid   = fault.New(fault.Invalid, "staffing.unpaid")
	ErrLong     = fault.New(fault.Invalid, "staffing.too_long")
	ErrIdentity = fault.New(fault.Invalid, "staffing.identity")
)

// Courses is what this room asks of the courses.
type Courses interface {
	// Title is what a course is called; "" when there is no such course.
	Title(ctx context.Context, courseID string) (string, error)
}

// Need is how a course stands for somebody.
type Need struct {
	InJourney bool   // it is in the person's journey
	Done      bool   // and counts
	Due       string // the day it is to be done; "" none
}

// Needs tells how a course stands for some people of an employer, by person, as the employer may see it.
type Needs interface {
	Needs(ctx context.Context, employer org.Node, personIDs []string, courseID, on string) (map[string]Need, error)
}

// Staffing is the door to this room.
type Staffing struct {
	DB        *db.DB
	Tree      *org.Tree
	Staff     *staff.Staff
	Occasions *occasion.Occasions
	Bookings  *booking.Bookings
	Courses   Courses
	Needs     Needs
	Audit     *audit.Log
	Now       func() time.Time
	NewID     func() string
}

// Today is the day that the rules see.
func (s *Staffing) Today() string { return s.Staff.Today() }

// at is a unit and whose it is.
type at struct{ unit, employer org.Node }

// unit finds a unit where the actor may do something. A role above is none at a private employer (rule 3).
func (s *Staffing) unit(ctx context.Context, a may.Actor, do may.Action, unitID string) (at, error) {
	n, employer, err := s.place(ctx, a, do, unitID)
	if err == nil && org.Kind(n.Kind) != org.Unit {
		err = ErrNoUnit
	}
	return at{n, employer}, err
}

// place finds a place from the employer down where the actor may do something.
func (s *Staffing) place(ctx context.Context, a may.Actor, do may.Action, nodeID string) (n, employer org.Node, err error) {
	today := s.Today()
	if n, err = s.Tree.Find(ctx, nodeID, today); err != nil {
		return n, employer, err
	}
	if err := may.Ask(a, do, n.Path); err != nil {
		return n, employer, err
	}
	switch org.Kind(n.Kind) {
	case org.Unit, org.Operation, org.Municipality, org.Employer:
	default:
		return n, employer, ErrNoUnit
	}
	if employer, err = org.EmployerOf(ctx, s.DB, n.Path, today); err != nil {
		return n, employer, err
	}
	return n, employer, may.Ask(inside(a, employer.Path), do, n.Path)
}

// inside leaves an actor what it may within an employer.
func inside(a may.Actor, path string) may.Actor {
	if a.IsOperator() {
		return a
	}
	return a.Inside(path)
}

// May tells whether the actor may do something at a place.
func (s *Staffing) May(ctx context.Context, a may.Actor, do may.Action, nodeID string) bool {
	_, _, err := s.place(ctx, a, do, nodeID)
	return err == nil
}

func isDay(text string) bool { _, err := time.Parse(time.DateOnly, text); return err == nil }

// longest is how much may be written in a field.
const longest = 200

// checkText refuses what is too long, and identity numbers (rule 42).
func checkText(text, field string, now time.Time) error {
	switch {
	case utf8.RuneCountInString(text) > longest:
		return ErrLong.On(field)
	case identity.In(text, now):
		return ErrIdentity.On(field)
	}
	return nil
}
