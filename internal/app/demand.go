package app

import (
	"time"

	"yrkesresan/internal/demand"
	"yrkesresan/internal/platform/holiday"
	"yrkesresan/internal/platform/job"
)

// buildDemand builds the room that plans course days.
func (a *App) buildDemand() {
	a.Demand = &demand.Demand{DB: a.DB, Tree: a.Tree, Staff: a.Staff, Access: a.Access, Record: a.Record, Frameworks: a.Frameworks, Courses: a.Courses, Gaps: a.Gaps, Journeys: a.Journeys,
		Occasions: a.Occasions, Bookings: a.Bookings, Messages: a.Messages, Jobs: a.Jobs, Tasks: a.Tasks, Audit: a.Audit, Now: a.Now, NewID: NewID, Place: a.Place, JourneysWith: a.journeysWith,
		Off:     func(day string) bool { _, is := holiday.On(day); return is },
		Holiday: func(day string) string { h, _ := holiday.On(day); return h.Name }}
	a.Bookings.Needs = a.Demand
	job.Handle(a.Jobs, a.Demand.OnCounted)
	job.Every(a.Jobs, 24*time.Hour, demand.Counted{})
	job.Handle(a.Jobs, a.Demand.OnAsked)
	job.Handle(a.Jobs, a.Demand.OnDue)
	job.Every(a.Jobs, 24*time.Hour, demand.Due{})
}
