// Package group owns how whoever leads people sees them: the people of the units, how each stands
// in the courses, what to do now, and what a leader does about it.
//
// What it shows is resolved by the journey's rules with what the employer may see (rule 19): done,
// missing, dates, never answers. Who has only a single task there (R166) sees names and what the
// task needs. The rules here are pure (line.go, todo.go, matrix.go); team.go fetches.
//
// Tables: reminder. Says: notes to people's inboxes. Asks: staff, access, record, course, journey, org, may, message.
package group

import (
	"context"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/course"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNoGroup   = org.ErrNoNode // the place has no people of its own: a municipality or above
	ErrManyUnits = fault.New(fault.Invalid, "group.many_units")
	ErrNoOne     = fault.New(fault.Invalid, "group.none_chosen")
	ErrNoCourse  = fault.New(fault.Invalid, "group.course_missing")
	ErrNothing   = fault.New(fault.Conflict, "group.nothing_to_remind")
)

// Courses is what this room asks of the courses.
type Courses interface {
	// Title is what a course is called; "" when there is no such course.
	Title(ctx context.Context, courseID string) (string, error)
}

// Lack is something formal that some at a unit do not hold.
type Lack struct {
	Unit, Name string // what the unit is called, and what is asked
	People     int
	Href       string // where they are listed
}

// Gaps is what this room asks of the gaps in competence.
type Gaps interface {
	// FormalLack is what is formal and lacked by most at one of some units where the actor may see it; the zero
	// Lack when nothing is. It reads what is kept.
	FormalLack(ctx context.Context, a may.Actor, units []org.Node) (Lack, error)
}

// Lack tells what is formal and lacked by most in a team, to be acted on; the zero Lack when nothing is.
func (g *Groups) Lack(ctx context.Context, a may.Actor, t *Team) (Lack, error) {
	if g.Gaps == nil {
		return Lack{}, nil
	}
	return g.Gaps.FormalLack(ctx, a, t.Units)
}

// Groups is the door to this room.
type Groups struct {
	DB       *db.DB
	Staff    *staff.Staff
	Access   *access.Access
	Studies  *course.Studies
	Courses  Courses
	Journeys *journey.Journeys
	Messages *message.Messages
	Tree     *org.Tree
	Now      func() time.Time
	NewID    func() string
	Gaps     Gaps // nil: nothing is told
	Days     Days // nil: there are no course days
	Uses     Uses // nil: nothing comes after courses

	Newcomers Newcomers // nil: there are no introductions

	seen kept
}
