package app

import (
	"context"
	"slices"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/occasion"
)

// buildOccasions builds the rooms of course days.
func (a *App) buildOccasions() {
	a.Occasions = &occasion.Occasions{DB: a.DB, Tree: a.Tree, Staff: a.Staff, Access: a.Access, Courses: a.Courses, Blobs: a.Blobs, Audit: a.Audit, Messages: a.Messages, Now: a.Now, NewID: NewID, Place: a.Place, JourneysWith: a.journeysWith}
	a.Bookings = &booking.Bookings{DB: a.DB, Occasions: a.Occasions, Staff: a.Staff, Tree: a.Tree, Messages: a.Messages, Jobs: a.Jobs, Audit: a.Audit, Now: a.Now, NewID: NewID, Place: a.Place}
	a.Groups.Days = groupDays{a.Bookings}
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
