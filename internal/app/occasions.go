package app

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/attendance"
	"yrkesresan/internal/booking"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/may"
)

// buildOccasions builds the rooms of course days.
func (a *App) buildOccasions() {
	a.Occasions = &occasion.Occasions{DB: a.DB, Tree: a.Tree, Staff: a.Staff, Access: a.Access, Courses: a.Courses, Blobs: a.Blobs, Audit: a.Audit, Messages: a.Messages, Now: a.Now, NewID: NewID, Place: a.Place, JourneysWith: a.journeysWith}
	a.Bookings = &booking.Bookings{DB: a.DB, Occasions: a.Occasions, Staff: a.Staff, Tree: a.Tree, Messages: a.Messages, Jobs: a.Jobs, Audit: a.Audit, Now: a.Now, NewID: NewID, Place: a.Place,
		Random: rand.IntN, Leaders: a.leadersOf}
	a.Occasions.Seats, a.Occasions.Told = a.Bookings, a.Bookings.OccasionChanged
	a.Groups.Days = groupDays{a.Bookings}
	a.Attendance = &attendance.Attendance{DB: a.DB, Occasions: a.Occasions, Bookings: a.Bookings, Studies: a.Studies, Staff: a.Staff, Tree: a.Tree, Access: a.Access, Keys: a.Keys, Jobs: a.Jobs, Audit: a.Audit, Now: a.Now, NewID: NewID, Place: a.Place}
	job.Handle(a.Jobs, a.Bookings.OnChanged)
	job.Handle(a.Jobs, a.Bookings.OnSwept)
	job.Every(a.Jobs, booking.SweepEvery, booking.Swept{})
	job.Handle(a.Jobs, a.Bookings.OnReminded)
	job.Every(a.Jobs, 6*time.Hour, booking.Reminded{})
}

// leadersOf names who answers for the people of a unit: its managers and their deputies, else those of the nearest place
// above within the employer, last the employer's contacts. One never answers for oneself.
func (a *App) leadersOf(ctx context.Context, unitID, personID string) ([]string, error) {
	unit, err := a.Tree.FindEver(ctx, unitID)
	if err != nil {
		return nil, err
	}
	employer, err := a.Tree.EmployerAt(ctx, unit.Path, a.Staff.Today())
	if err != nil {
		return nil, err
	}
	for _, id := range slices.Backward(strings.Split(unit.Path, "/")) {
		var out []string
		for _, role := range []may.Role{may.Manager, may.Deputy, may.Municipality} {
			held, err := a.Access.Holders(ctx, role, id, a.Staff.Today())
			if err != nil {
				return nil, err
			}
			for _, h := range held {
				if h.PersonID != personID && !slices.Contains(out, h.PersonID) {
					out = append(out, h.PersonID)
				}
			}
		}
		if len(out) > 0 || id == employer.ID {
			return out, nil
		}
	}
	return nil, nil
}

// journeysWith names the journeys that have a course today.
func (a *App) journeysWith(ctx context.Context, courseID string) (ids []string, err error) {
	all, err := a.Journeys.Catalogue(ctx, a.Staff.Today())
	for _, j := range all {
		if slices.ContainsFunc(j.Blocks, func(b plan.Block) bool {
			return slices.ContainsFunc(b.Items, func(i plan.Item) bool { return i.Course == courseID })
		}) {
			ids = append(ids, j.ID)
		}
	}
	return ids, err
}
