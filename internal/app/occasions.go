package app

import (
	"yrkesresan/internal/booking"
	"yrkesresan/internal/occasion"
)

// buildOccasions builds the rooms of course days.
func (a *App) buildOccasions() {
	a.Occasions = &occasion.Occasions{DB: a.DB, Tree: a.Tree, Staff: a.Staff, Access: a.Access, Courses: a.Courses, Blobs: a.Blobs, Audit: a.Audit, Now: a.Now, NewID: NewID, Place: a.Place}
	a.Bookings = &booking.Bookings{DB: a.DB, Occasions: a.Occasions, Staff: a.Staff, Tree: a.Tree, Messages: a.Messages, Jobs: a.Jobs, Audit: a.Audit, Now: a.Now, NewID: NewID, Place: a.Place}
}
