// Package demo owns demo mode: three municipalities whose organisation and people are invented,
// in which every state exists, dated from the day they are made, and ready sign-ins.
//
// What is invented is a pure function of the day (invent.go and data/). It gets into the database
// through the doors that real people use, each under a clock of its own day: staff files are
// imported as they came, courses are taken, managers decide. Demo mode is never turned on over
// real data, and real service never over demo data.
//
// Tables: setting (demo, demo.made, demo.added, demo.moved). Says: nothing. Asks: org, staff, access, record,
// course, journey, message.
package demo

import (
	"context"
	"strconv"
	"sync/atomic"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/appointment"
	"yrkesresan/internal/attendance"
	"yrkesresan/internal/booking"
	"yrkesresan/internal/certification"
	"yrkesresan/internal/circle"
	"yrkesresan/internal/competence"
	"yrkesresan/internal/course"
	wanting "yrkesresan/internal/demand"
	"yrkesresan/internal/development"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/group"
	"yrkesresan/internal/introduction"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/library"
	"yrkesresan/internal/message"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/privacy"
	"yrkesresan/internal/profile"
	"yrkesresan/internal/record"
	figures "yrkesresan/internal/report"
	"yrkesresan/internal/staff"
	"yrkesresan/internal/uptake"
)

// Faults.
var (
	ErrRealData = fault.New(fault.Conflict, "demo.real_data") // demo mode over somebody's real data
	ErrDemoData = fault.New(fault.Conflict, "demo.demo_data") // real service over demo data
	ErrNotDemo  = fault.New(fault.Missing, "demo.not_demo")   // sign-ins exist in demo data only
	ErrNobody   = fault.New(fault.Missing, "demo.nobody")
)

// Demo is the door to this room.
type Demo struct {
	DB         *db.DB
	Tree       *org.Tree
	Staff      *staff.Staff
	Access     *access.Access
	Record     *record.Record
	Courses    *course.Courses
	Studies    *course.Studies
	Locals     *course.Locals
	Imports    *staff.Imports
	Journeys   *journey.Journeys
	Messages   *message.Messages
	Groups     *group.Groups
	Privacy    *privacy.Privacy
	Figures    *figures.Figures
	Profiles   *profile.Profiles
	Competence *competence.Competence
	Gaps       *gap.Gaps
	Plans      *development.Plans
	Occasions  *occasion.Occasions
	Bookings   *booking.Bookings
	Attendance *attendance.Attendance
	Demand     *wanting.Demand

	Appointments   *appointment.Appointments
	Circles        *circle.Circles
	Certifications *certification.Certifications
	Introductions  *introduction.Introductions
	Library        *library.Library
	Uptake         *uptake.Uptake

	NewID func() string

	known atomic.Pointer[world] // made once: it never changes
}

// Made tells whether the database holds demo data, all of it.
func (d *Demo) Made(ctx context.Context) (bool, error) {
	made, err := db.Setting(ctx, d.DB, settingMade)
	return made == stepsDone, err
}

// RefuseReal refuses to serve real users from a database that holds demo data, also half-made.
func (d *Demo) RefuseReal(ctx context.Context) error {
	day, err := db.Setting(ctx, d.DB, settingDay)
	if err == nil && day != "" {
		err = ErrDemoData
	}
	return err
}

// past gives the rooms as they were on a day, with a clock that this move of it goes on.
func (d *Demo) past(at time.Time) (*clock, *staff.Staff, *course.Studies) {
	c := &clock{at: at}
	s, r, studies := *d.Staff, *d.Record, *d.Studies
	s.Now, r.Now, studies.Now = c.now, c.now, c.now
	r.Staff, studies.Staff, studies.Record = &s, &s, &r
	return c, &s, &studies
}

// clock is a moment of the past; work moves it on.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func (c *clock) wait(t time.Duration) { c.at = c.at.Add(t) }

// actor is a person with the roles of a day, to act as that person.
func (d *Demo) actor(ctx context.Context, personID, on string) (may.Actor, error) {
	grants, err := access.Grants(ctx, d.DB, personID, on)
	return may.Actor{PersonID: personID, Grants: grants}, err
}

// Moved tells how many days the demo's clock is moved; 0 where there is no demo.
func Moved(ctx context.Context, q db.Q) (int, error) {
	text, err := db.Setting(ctx, q, settingMoved)
	if err != nil || text == "" {
		return 0, err
	}
	return strconv.Atoi(text)
}

// SetMoved notes how many days the demo's clock is moved, for commands beside the server.
func SetMoved(ctx context.Context, q db.Q, days int) error {
	return db.SetSetting(ctx, q, settingMoved, strconv.Itoa(days))
}
