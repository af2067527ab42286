package app

import (
	"time"

	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/practice"
)

// buildPractice builds the room of practical skills, lets a course wait for those that are required, and holds the seats of a
// pilot's course days within its cap.
func (a *App) buildPractice() {
	a.Practice = &practice.Practice{DB: a.DB, Occasions: a.Occasions, Bookings: a.Bookings, Studies: a.Studies, Staff: a.Staff, Tree: a.Tree, Access: a.Access, Messages: a.Messages, Jobs: a.Jobs, Audit: a.Audit,
		Now: a.Now, NewID: NewID, Leaders: a.leadersOf}
	a.Occasions.MayChange, a.Occasions.Discarded = a.Practice.MaySeat, a.Practice.Discarded
	a.Studies.Gates = append(a.Studies.Gates, a.Practice)
	job.Handle(a.Jobs, a.Practice.OnPassed)
	job.Handle(a.Jobs, a.Practice.OnEased)
	job.Handle(a.Jobs, a.Practice.OnDue)
	job.Every(a.Jobs, 24*time.Hour, practice.Due{})
}
